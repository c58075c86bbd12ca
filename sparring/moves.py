"""The moves a reply can make: the vocabulary shared by tagger, stories and scoring (playbook §2)."""

from __future__ import annotations

from typing import NamedTuple

GROUPS: dict[str, tuple[str, ...]] = {
    "rapport": ("greet", "thank", "apologise", "empathise", "praise", "small_talk", "farewell"),
    "understanding": ("ask_open", "ask_closed", "restate"),
    "informing": (
        "explain", "describe", "cite_policy", "justify_value", "compare", "break_down_price",
    ),
    "advancing": (
        "recommend", "offer_choice", "create_urgency", "name_offer", "remind_payment",
        "ask_to_order",
    ),
    "resolving": (
        "take_ownership", "offer_remedy", "offer_goodwill", "commit", "reassure",
        "check_agreement", "escalate", "ask_to_wait", "warn",
    ),
    "yielding": ("hold_firm", "concede"),
    "never": (
        "overpromise", "blame", "dismiss", "stonewall", "challenge", "patronise", "insult",
        "pester", "disparage",
    ),
}  # fmt: skip

MOVES: tuple[str, ...] = tuple(move for group in GROUPS.values() for move in group)
NEVER: frozenset[str] = frozenset(GROUPS["never"])


class Span(NamedTuple):
    """One move and the words that make it: ``text[start:end]`` of the trainee's reply.

    ``score`` is the tagger's confidence, 0 to 1; ``why`` says which layer found it (a rule's id,
    or ``learned``).
    """

    move: str
    start: int
    end: int
    score: float = 1.0
    why: str = ""
