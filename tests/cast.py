"""The customers that ship with Sparring. A trainer's own beside them are held to `sparring check` alone."""

from __future__ import annotations

from sparring.content import DATA

CAST = (
    "analytical", "bargain_hunter", "buy_and_vanish", "dictatorial", "enthusiast", "first_timer",
    "friendly", "haggler", "polite", "power", "self_centred", "social", "surgical", "transactional",
    "wary",
)  # fmt: skip
FILES = [DATA / "customers" / f"{name}.yml" for name in CAST]
