"""``sparring play --watch``: after each change of the customer's file, the replies so far are given
again, and the session goes on from there.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from sparring.content import ContentError
from sparring.game import Game, Message, Refused
from sparring.moves import Span
from sparring.session import Saved

Tag = Callable[[str, str], Sequence[Span]]
Show = Callable[[list[Message]], None]
# What comes of a line that the trainee types.
Follow = Callable[[Saved, str], tuple[Saved, list[Message]]]

LOOK_EVERY = 0.3  # seconds


def replay(game: Game, saved: Saved, tag: Tag) -> tuple[Saved, list[Message]]:
    """The session with the customer as they are now: the same replies, as far as they go. Raises
    Refused if the story isn't there any more."""
    fresh, messages = game.start(saved.id, saved.start.dict())
    messages = [message for message in messages if message.role != "briefing"]
    for entry in saved.history:
        play = game.play(fresh)
        if play.over:
            break
        messages.append(Message("system", f"> {'/wait' if entry.text is None else entry.text}"))
        spans = () if entry.text is None else tag(entry.text, play.last_words)
        fresh, more = game.reply(fresh, entry.text, spans, entry.seconds)
        messages += more
    return fresh, messages


def rehearse(
    game: Game, saved: Saved, lines: Iterable[str | None], follow: Follow, tag: Tag, show: Show
) -> None:
    """Play line by line; at each None among the lines, look whether the file was changed."""
    version = saved.content_version
    for line in lines:
        try:
            if line is not None:
                saved, messages = follow(saved, line)
            elif version == (version := current_version(game, saved.start.customer, version)):
                continue
            else:
                told = Message("system", _told(saved))
                saved, messages = replay(game, saved, tag)
                messages.insert(0, told)
        except Refused as problem:
            messages = [Message("system", str(problem))]
        show(messages)


def current_version(game: Game, customer: str, before: str) -> str:
    """The version of the customer's file now; ``before`` while the file is gone."""
    try:
        return game.library.version(customer).content_version
    except ContentError:
        return before


def _told(saved: Saved) -> str:
    told = {
        "en": f"\n──── The file was changed. Your replies so far: {len(saved.history)}",
        "zh": f"\n──── 文件有改动，重放您的回复：{len(saved.history)}句",
    }
    return told[saved.start.language]


def whenever_changed(
    state: Callable[[], object], act: Callable[[], None], wait: Callable[[float], None] = time.sleep
) -> None:
    """Act, and again each time that ``state`` has become another, until Ctrl-C."""
    before: object = None
    try:
        while True:
            now = state()
            if now != before:
                before = now
                act()
            wait(LOOK_EVERY)
    except KeyboardInterrupt:
        return


def typed(ask: Callable[[], str]) -> Iterator[str | None]:
    """The lines that ``ask`` gives, and None whenever none has come for a moment; until the end of
    input, /quit or Ctrl-C. The asking is done in a thread, since it can't be broken off."""
    lines: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        while True:
            try:
                lines.put(ask())
            except (EOFError, KeyboardInterrupt):
                lines.put(None)
                return

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=LOOK_EVERY)
        except queue.Empty:
            yield None
            continue
        except KeyboardInterrupt:
            return
        if line is None or line.strip() == "/quit":
            return
        if line.strip():
            yield line
