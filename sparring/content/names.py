"""Names: those that stand twice, that can't be one, or that belong to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sparring.content.answers import Answer
from sparring.content.problems import NOTHING, Fault, Place
from sparring.content.suggestions import closest, did_you_mean

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def doubled(what: str, ids: Sequence[tuple[Place, str]], wanted: set[str]) -> Iterator[Fault]:
    """Ids that stand twice. A name that is referred to but belongs to nothing is surely the one that
    the second was to have."""
    seen: set[str] = set()
    lost = sorted(wanted - {name for _, name in ids})
    for place, name in ids:
        if name in seen:
            meant = lost.pop(0) if lost else f"{name}_2"
            yield Fault("S206", place, f"another {what} is called `{name}` already", "rename one", instead=meant)
        seen.add(name)


def badly_named(ids: Sequence[tuple[Place, str]], wanted: Iterable[str] = ()) -> Iterator[Fault]:
    """Ids that can't be one; ``wanted`` are the names that are referred to."""
    lost = sorted({*wanted} - {name for _, name in ids})
    for place, name in ids:
        if not _NAME.fullmatch(name) and name != "…":
            plain = re.sub(r"\W+", "_", name.lower()).strip("_")
            meant = plain if _NAME.fullmatch(plain) else lost[0] if len(lost) == 1 else None
            mend = f"write `{meant}`" if meant else "use small letters, digits and _"
            yield Fault("S212", place, f"`{name}` can't be a name", mend, instead=meant or NOTHING)


def badly_named_words(words: Sequence[tuple[Place, str]]) -> Iterator[Fault]:
    """Kinds and topics, which may be Chinese words, too, but one word each."""
    for place, name in words:
        if (not re.fullmatch(r"\w+", name) or name != name.lower()) and name != "…":
            plain = re.sub(r"\W+", "_", name.lower()).strip("_")
            mend = f"write `{plain}`" if plain else "use small letters, digits and _"
            yield Fault("S212", place, f"`{name}` can't be a name", mend, at_key="topics" in place, instead=plain)


def unknown_topics(place: Place, answers: Sequence[Answer], topics: Iterable[str], problem: str) -> Iterator[Fault]:
    """Topics that no story has, or not this one."""
    known = sorted(topics)
    for number, answer in enumerate(answers):
        for _, topic in (*answer.parts, *answer.without):
            if topic is not None and topic not in known:
                near = closest(topic, known)
                mend = did_you_mean(near) or (f"the topics are: {', '.join(known)}" if known else "add it to `topics`")
                meant = answer.text.replace(topic, near[0]) if near else NOTHING
                yield Fault("S202", (*place, number), f"{problem} `{topic}`", mend, topic, instead=meant)
