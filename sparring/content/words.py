"""The words that data files know as keys."""

from __future__ import annotations

from typing import get_args

from sparring.content.answers import COUNTS
from sparring.content.criteria import AnswerKind
from sparring.content.customers import Customer, Style
from sparring.content.places import keys
from sparring.moves import MOVES

KNOWN = keys(Customer) | keys(Style) | frozenset(get_args(AnswerKind)) | COUNTS | frozenset(MOVES)
