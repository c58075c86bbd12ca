"""Names that were surely meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from sparring.moves import NEVER

# How alike a name must be to be offered, of 100; the next ones are offered if they are nearly as near.
_ALIKE, _NEARLY = 66, 8
# Words that trainers use for those of the format.
_MEANS = {
    "answered": "settled", "unanswered": "unsettled", "open": "unsettled", "conceded": "yielded", "gave_in": "yielded",
    "never": "breaches", "never_moves": "breaches", "repeat": "again", "tip": "hint", "minimum": "floor",
    "promise": "commit", "guarantee": "commit", "refuse": "hold_firm", "decline": "hold_firm", "say_no": "hold_firm",
    "wait_please": "ask_to_wait", "compliment": "praise", "sorry": "apologise", "understand": "empathise",
    "calm_down": "reassure", "discount": "concede", "give_in": "concede", "goodbye": "farewell", "hello": "greet",
}  # fmt: skip


def closest(name: str, names: Iterable[str]) -> list[str]:
    """The known names most like ``name``, the nearest first. What must never be said is offered only
    for a slip of the pen."""
    known = sorted(set(names))
    plain = _plain(name)
    if _MEANS.get(plain) in known:
        return [_MEANS[plain]]
    alike = {other: _likeness(plain, _plain(other)) - 20 * (other in NEVER) for other in known}
    best = max(alike.values(), default=0)
    near = [other for other in known if alike[other] >= max(_ALIKE, best - _NEARLY)]
    if best == 100:
        near = [other for other in near if alike[other] == 100]
    return sorted(near, key=lambda other: -alike[other])[:3]


def _plain(name: str) -> str:
    return name.lower().replace(" ", "_").replace("-", "_").strip("_")


def _likeness(name: str, other: str) -> float:
    """How alike two names are, of 100: letter by letter, or as one word of the other."""
    words = other.split("_")
    opposite = other in (f"un{name}", f"no_{name}", f"not_{name}") or name in (f"un{other}", f"no_{other}", f"not_{other}")
    if opposite:
        return 0
    is_one_of = 72.0 if len(words) > 1 and len(name) > 3 and name in words else 0.0
    begins_alike = 10.0 * (name[:3] == other[:3])
    return max(min(99.0, fuzz.ratio(name, other) + begins_alike) if name != other else 100.0, is_one_of)


def did_you_mean(names: Iterable[str]) -> str:
    """A question that offers ``names``; "" if there are none."""
    offered = " or ".join(f"`{name}`" for name in names)
    return f"did you mean {offered}?" if offered else ""


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint with the known names most like ``name``, or nothing."""
    offered = did_you_mean(closest(name, names))
    return f": {offered}" if offered else ""
