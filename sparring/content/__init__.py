"""What trainers write: the shape of a customer file and of the house rules, and how they are read.

One file under ``data/customers`` is one customer: who they are, how to handle them, how they talk,
and their stories. Everything here is data; ``conversation`` and ``scoring`` give it life.
"""

from sparring.content.answers import Answer, Condition, known_move
from sparring.content.criteria import AnswerKind, Criterion, Reactions, Temper
from sparring.content.customers import Customer, HouseRules, Style
from sparring.content.library import Library
from sparring.content.loading import Version, check_file, examine, load_version, read_yaml
from sparring.content.parts import (
    DATA,
    LANGUAGES,
    ContentError,
    Language,
    Lines,
    Moods,
    Part,
    Text,
    Topic,
    Words,
)
from sparring.content.problems import Problem
from sparring.content.stories import (
    Bargain,
    Briefing,
    Claim,
    Demand,
    Ending,
    Entry,
    Fact,
    Goodwill,
    Story,
)
from sparring.content.story_tests import StoryTest
from sparring.content.suggestions import nearest

__all__ = [
    "DATA", "LANGUAGES", "Answer", "AnswerKind", "Bargain", "Briefing", "Claim", "Condition", "ContentError",
    "Criterion", "Customer", "Demand", "Ending", "Entry", "Fact", "Goodwill", "HouseRules", "Language",
    "Library", "Lines", "Moods", "Part", "Problem", "Reactions", "Story", "StoryTest", "Style", "Temper", "Text", "Topic",
    "Version", "Words",
    "check_file", "examine", "known_move", "load_version", "nearest", "read_yaml",
]  # fmt: skip
