"""A customer who carries a communication style (playbook §6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sparring.content.criteria import Reactions
from sparring.content.customers import Customer, Style
from sparring.content.parts import Lines, Moods, Text


def styled(customer: Customer, style: Style) -> Customer:
    """The customer with the style: its figures added to their temper, its criteria after theirs (or
    in place of those of the same id), its lines among theirs."""
    temper = customer.temper
    own = {criterion.id for criterion in [*style.strategy, *style.mistakes]}
    return customer.copy(
        update={
            "how_to_handle": _joined(customer.how_to_handle, style.how_to_meet),
            "temper": temper.copy(
                update={
                    "answers": _added(temper.answers, style.answers),
                    "moves": _added(temper.moves, style.moves),
                }
            ),
            "strategy": [*(c for c in customer.strategy if c.id not in own), *style.strategy],
            "mistakes": [*(c for c in customer.mistakes if c.id not in own), *style.mistakes],
            "reactions": _mixed(customer.reactions, style.reactions),
        }
    )


def _joined(text: Text, more: Text) -> Text:
    return Text(en=f"{text.en} {more.en}", zh=f"{text.zh}{more.zh}")


def _added(table: Mapping[Any, int], changes: Mapping[Any, int]) -> dict[Any, int]:
    return {name: table.get(name, 0) + changes.get(name, 0) for name in (*table, *changes)}


def _mixed(reactions: Reactions, more: Mapping[str, Lines]) -> Reactions:
    mixed: dict[str, Lines | Moods] = {}
    for name, lines in more.items():
        own = getattr(reactions, name)
        if isinstance(own, Moods):
            mixed[name] = Moods(calm=_with(own.calm, lines), heated=_with(own.heated, lines))
        else:
            mixed[name] = _with(own, lines)
    return reactions.copy(update=mixed)


def _with(lines: Lines, more: Lines) -> Lines:
    return Lines(en=[*lines.en, *more.en], zh=[*lines.zh, *more.zh])
