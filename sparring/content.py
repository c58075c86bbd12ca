"""What trainers write: the shape of a customer file and of the house rules, and how they are read.

One file under ``data/customers`` is one customer: who they are, how to handle them, how they talk,
and their stories. Everything here is data; ``conversation`` and ``scoring`` give it life.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Extra, Field, ValidationError, root_validator, validator
from pydantic.error_wrappers import ErrorWrapper
from rapidfuzz import process
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from sparring.clauses import lowered
from sparring.moves import MOVES

DATA = Path(__file__).resolve().parent.parent / "data"
LANGUAGES = ("en", "zh")

Language = Literal["en", "zh"]
Model = TypeVar("Model", bound=BaseModel)
AnswerKind = Literal["answered", "partly", "yielded", "dodged", "hurt", "repeated", "silent"]
# Where something stands in a file: keys and positions, from the top down.
Place = tuple[Any, ...]

# What conditions can count, besides the replies that made a move.
COUNTS = frozenset(
    {
        "answered", "dropped", "beyond_policy", "misinformation", "breaches", "reminders", "waits",
        "replies", "patience",
    }
)  # fmt: skip
# A line with its placeholders, and braces that are meant as such, left out has no brace.
_FILLED_IN = re.compile(r"\{(?:ask|offer|promise)\}|\{\{|\}\}")


class ContentError(ValueError):
    """A data file can't be used; the message is one line with file, line and the mend."""


class Part(BaseModel):
    """Base of every piece of a data file: unknown keys are mistakes, and nothing changes later."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Text(Part):
    """One text in both languages."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Lines(Part):
    """Wordings of one thing, in both languages; the session's seed picks one not yet said."""

    en: list[str] = Field(min_items=1)
    zh: list[str] = Field(min_items=1)

    @validator("en", "zh", each_item=True)
    def _can_be_said(cls, line: str) -> str:
        if not line.strip():
            raise ValueError("an empty line: write it or take it out")
        if re.search("[{}]", _FILLED_IN.sub("", line)):
            raise ValueError(f"`{line}`: only {{ask}}, {{offer}} and {{promise}} can be filled in")
        return line

    def __getitem__(self, language: str) -> list[str]:
        return list(getattr(self, language))


class Moods(Part):
    """Wordings for a patient and for an impatient customer."""

    calm: Lines
    heated: Lines


class Words(Part):
    """Words that show what a reply is about. English ones match from the start of a word."""

    en: list[str]
    zh: list[str]

    @root_validator(skip_on_failure=True)
    def _can_be_found(cls, values: dict[str, Any]) -> dict[str, Any]:
        words = values["en"] + values["zh"]
        if not words or not all(word.strip() for word in words):
            raise ValueError("no word, or an empty one: it would be found everywhere")
        return values

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in ``text`` where any of the words stands, whatever its case."""
        return _words_pattern(tuple(self.en), tuple(self.zh)).search(lowered(text))


@cache
def _words_pattern(english: tuple[str, ...], chinese: tuple[str, ...]) -> re.Pattern[str]:
    starts = [r"(?<![a-z0-9])" + re.escape(word.lower()) for word in english]
    return re.compile("|".join(starts + [re.escape(word.lower()) for word in chinese]))


class Answer:
    """A way to answer, as trainers write it: ``hold_firm``, ``explain about second_lot``,
    ``about refund``, ``offer_choice and commit``, ``wait`` (a silent turn).

    ``parts`` are (move, topic) pairs, either may be None; a reply must have all of them.
    """

    def __init__(self, text: str, parts: tuple[tuple[str | None, str | None], ...]) -> None:
        self.text = text
        self.parts = parts

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> Answer:
        if not isinstance(value, str):
            raise ValueError("write an answer as `move`, `move about topic` or `about topic`")
        parts = []
        for piece in re.split(r"\s+and\s+", value.strip()):
            match = re.fullmatch(r"(?!about$)(?:(\w+))??(?:(?:^|\s+)about (\w+))?", piece)
            if not piece or match is None:
                raise ValueError(
                    f"can't read `{value}`: write `move`, `move about topic` or `about topic`,"
                    " joined by `and`"
                )
            move, topic = match.groups()
            if move is not None and move != "wait":
                known_move(move)
            parts.append((move, topic))
        return cls(value.strip(), tuple(parts))


def known_move(move: str) -> str:
    """Return ``move`` if the playbook has it; else raise ValueError with the nearest one."""
    if move not in MOVES:
        raise ValueError(f"unknown move `{move}`{nearest(move, MOVES)}")
    return move


def nearest(name: str, names: Any) -> str:
    """A hint with the known names most like ``name``, or nothing."""
    found: list[Any] = process.extract(name, list(names), limit=3, score_cutoff=55)
    return ": did you mean " + " or ".join(f"`{hit[0]}`" for hit in found) + "?" if found else ""


class Condition(Part):
    """When a demand comes up or an ending is reached. All that is written must hold.

    ``at_least`` and ``at_most`` count replies: by move id, or ``reminders``, ``misinformation``,
    ``breaches`` (never moves), ``beyond_policy`` (grants outside the briefing), ``waits`` (silent
    turns), ``replies``; ``answered`` and ``dropped`` count demands; ``patience`` is 0 to 100.
    """

    settled: list[str] = []
    unsettled: list[str] = []
    any_said: list[Answer] = []
    not_said: list[Answer] = []
    at_least: dict[str, int] = {}
    at_most: dict[str, int] = {}
    done: bool = False

    @validator("at_least", "at_most")
    def _can_be_counted(cls, counts: dict[str, int]) -> dict[str, int]:
        for name in counts:
            if name not in COUNTS and name not in MOVES:
                raise ValueError(f"can't count `{name}`{nearest(name, [*COUNTS, *MOVES])}")
        return counts


class Criterion(Part):
    """Something a reply earns points for (``points`` > 0) or loses them by (``points`` < 0).

    ``points`` is what one reply earns or costs, ``at_most`` the most that it can come to in a
    session (default: once). ``shown_by`` lists the ways to show it, any one will do. ``on`` limits
    it to replies to demands of these kinds, ``first_reply`` to the trainee's first words.
    ``answering`` is shown by settling a demand, in whatever way; ``even_if_evasive`` counts also
    in a reply that settles nothing.
    """

    id: str
    title: Text
    points: int
    at_most: int | None = None
    shown_by: list[Answer] = []
    on: list[str] = []
    first_reply: bool = False
    answering: bool = False
    even_if_evasive: bool = False
    reason: Text
    tip: Text
    example: Text

    @property
    def limit(self) -> int:
        """The most points, or the highest cost (below zero), of a whole session."""
        return self.points if self.at_most is None else self.at_most


class Temper(Part):
    """How patience (0 to 100) moves: what a kind of answer, a move or a breach adds or takes."""

    patience: int = Field(ge=10, le=100)
    answers: dict[AnswerKind, int]
    moves: dict[str, int] = {}

    @validator("moves")
    def _moves_known(cls, moves: dict[str, int]) -> dict[str, int]:
        for move in moves:
            known_move(move)
        return moves


class Reactions(Part):
    """What the customer says to *how* they were answered, before they go on to what they want."""

    answered: Moods
    partly: Lines
    dodged: Moods
    yielded: Lines
    repeated: Lines
    silent: Lines
    stuffed: Lines
    misinformation: Lines
    remembers_promise: Lines
    overpromise: Lines
    blame: Lines
    dismiss: Lines
    stonewall: Lines
    challenge: Lines
    patronise: Lines
    insult: Lines
    pester: Lines
    disparage: Lines


class Demand(Part):
    """Something the customer is after. It comes back, sharper, until it is answered or given up.

    ``kind`` is what criteria refer to. ``with_previous`` puts it in the same breath as the demand
    before it. ``silent``: the customer says nothing. ``early``: a reply may settle it before it
    comes up. ``presses``: how often it comes back (standard difficulty).
    """

    id: str
    kind: str
    with_previous: bool = False
    silent: bool = False
    closing: bool = False
    early: bool = False
    presses: int = 1
    asks_for: int | None = None
    only_if: Condition = Condition()
    says: Lines | None = None
    again: Moods | None = None
    answered_by: list[Answer] = Field(min_items=1)
    partly_by: list[Answer] = []
    yielded_by: list[Answer] = []
    when_answered: Lines | None = None
    when_yielded: Lines | None = None
    hint: Text


class Bargain(Part):
    """The haggler's numbers, in yuan. After a concession they ask ``step`` below what they got."""

    list_price: int
    floor: int
    step: int
    demand: Demand


class Fact(Part):
    """A figure of the briefing: the claim `figure of this unit said of these words` must match."""

    words: Words
    unit: Literal["yuan", "percent", "hours", "days", "months", "clock", "pieces"]
    values: list[float]
    instead: Text


class Claim(Part):
    """Words a reply must not claim (``wrong``) or must not grant (``not_allowed``)."""

    words: Words
    instead: Text


class Goodwill(Part):
    """The most an agent may give on top of what is due, in yuan."""

    at_most: int
    instead: Text


class Entry(Part):
    """One line of the briefing's cards."""

    label: Text
    value: Text


class Briefing(Part):
    """What the trainee sees before the chat: everything they may rely on, and what they may do."""

    task: Text
    product: list[Entry] = []
    order: list[Entry] = []
    policies: list[Text] = []
    truth: list[Text] = []
    you_may: Text


class Ending(Part):
    """How a session can end. The first whose ``when`` holds is taken."""

    id: str
    title: Text
    kind: Literal["won", "partial", "lost"]
    when: Condition
    says: Lines | None = None
    story: Text


class Story(Part):
    """A customer in a situation (playbook §10)."""

    id: str
    title: Text
    stage: Literal["pre-sale", "in-sale", "after-sale"]
    clock: str
    briefing: Briefing
    topics: dict[str, Words] = {}
    facts: dict[str, Fact] = {}
    wrong: list[Claim] = []
    not_allowed: list[Claim] = []
    goodwill: Goodwill | None = None
    bargain: Bargain | None = None
    demands: list[Demand] = Field(min_items=1)
    endings: list[Ending] = Field(min_items=3)

    def demand(self, demand_id: str) -> Demand:
        """The demand of that id, the bargaining one included."""
        return next(demand for demand in self.all_demands if demand.id == demand_id)

    @property
    def all_demands(self) -> list[Demand]:
        """The demands in their order, and last the one that follows a concession, if any."""
        return self.demands + ([self.bargain.demand] if self.bargain else [])

    @validator("clock")
    def _is_a_time(cls, clock: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock):
            raise ValueError('write the time of day as "15:10"')
        return clock

    @root_validator(skip_on_failure=True)
    def _fits_together(cls, values: dict[str, Any]) -> dict[str, Any]:
        _refuse(_faults_of_story(values))
        return values


def _faults_of_story(story: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """What each part of a story refers to must be there, and every session must end."""
    demands: list[tuple[Place, Demand]] = [
        (("demands", number), demand) for number, demand in enumerate(story["demands"])
    ]
    if story["bargain"]:
        demands.append((("bargain", "demand"), story["bargain"].demand))
    endings = story["endings"]
    yield from _used_twice("demand", [((*place, "id"), demand.id) for place, demand in demands])
    yield from _used_twice("ending", [(("endings", n, "id"), e.id) for n, e in enumerate(endings)])

    ids = {demand.id for _, demand in demands}
    conditions = [((*place, "only_if"), demand.only_if) for place, demand in demands]
    conditions += [(("endings", number, "when"), e.when) for number, e in enumerate(endings)]
    for place, condition in conditions:
        for key in ("settled", "unsettled"):
            for number, name in enumerate(getattr(condition, key)):
                if name not in ids:
                    yield (*place, key, number), f"unknown demand `{name}`{nearest(name, ids)}"
    answers = [((*p, key), getattr(c, key)) for p, c in conditions for key in ("any_said", "not_said")]
    for key in ("answered_by", "partly_by", "yielded_by"):
        answers += [((*place, key), getattr(demand, key)) for place, demand in demands]
    for place, ways in answers:
        yield from _unknown_topics(place, ways, story["topics"], "unknown topic")

    for place, demand in demands:
        if not (demand.says or demand.silent or demand.with_previous):
            yield place, f"demand `{demand.id}` has no `says` lines"
        if not demand.silent and demand.presses and demand.again is None:
            yield place, (
                f"demand `{demand.id}` comes back but has no `again` lines:"
                " write them, or set `presses: 0`"
            )
    if endings[-1].when != Condition(done=True):
        place = ("endings", len(endings) - 1, "when")
        yield place, "the last ending is for all that is left: write `when: {done: true}` alone"


class Customer(Part):
    """A kind of customer: who they are, how to handle them, how they talk, their stories."""

    id: str
    name: Text
    character: Text
    how_to_handle: Text
    temper: Temper
    strategy: list[Criterion]
    mistakes: list[Criterion]
    reactions: Reactions
    # Not `stories`: Rasa takes any file under data/ with that key for stories of its own.
    stories: list[Story] = Field(alias="their_stories", min_items=1)

    def story(self, story_id: str) -> Story:
        """The story of that id; raises ContentError naming the nearest ones."""
        for story in self.stories:
            if story.id == story_id:
                return story
        ids = [story.id for story in self.stories]
        raise ContentError(
            f"{self.id} has no story `{story_id}`{nearest(story_id, ids) or ', only ' + ', '.join(ids)}"
        )

    @root_validator(skip_on_failure=True)
    def _fits_together(cls, values: dict[str, Any]) -> dict[str, Any]:
        _refuse(_faults_of_customer(values))
        return values


def _faults_of_customer(customer: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Ids must differ, and criteria refer to what the stories have."""
    stories = customer["stories"]
    criteria: list[tuple[Place, Criterion]] = [
        ((part, number), criterion)
        for part in ("strategy", "mistakes")
        for number, criterion in enumerate(customer[part])
    ]
    yield from _used_twice("story", [(("their_stories", n, "id"), s.id) for n, s in enumerate(stories)])
    yield from _used_twice("criterion", [((*place, "id"), c.id) for place, c in criteria])
    yield from _faults_of_points(customer)
    kinds = {demand.kind for story in stories for demand in story.all_demands}
    topics = {topic for story in stories for topic in story.topics}
    for place, criterion in criteria:
        for number, kind in enumerate(criterion.on):
            if kind not in kinds | {"closing"}:
                yield (*place, "on", number), f"no demand is of kind `{kind}`{nearest(kind, kinds)}"
        shown_by = (*place, "shown_by")
        yield from _unknown_topics(shown_by, criterion.shown_by, topics, "no story has the topic")


def _faults_of_points(rubric: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """A strategy earns points and a mistake costs them; a session's sum is no less than once."""
    for part, sign, rule in (
        ("strategy", 1, "a strategy earns points: write them above zero"),
        ("mistakes", -1, "a mistake costs points: write them below zero"),
    ):
        for number, criterion in enumerate(rubric[part]):
            if criterion.points * sign <= 0:
                yield (part, number, "points"), rule
            elif criterion.limit * sign < criterion.points * sign:
                yield (part, number, "at_most"), "less than `points`: one reply would be too much"


class HouseRules(Part):
    """What holds with every customer (playbook §3): credit, mistakes, and endings of last resort.

    Mistakes without ``shown_by`` are found by reading the reply, not by its moves (``scoring``).
    """

    strategy: list[Criterion]
    mistakes: list[Criterion]
    endings: list[Ending]

    @root_validator(skip_on_failure=True)
    def _adds_up(cls, values: dict[str, Any]) -> dict[str, Any]:
        _refuse(_faults_of_points(values))
        return values


def _refuse(faults: Iterable[tuple[Place, str]]) -> None:
    """Raise one error that has every fault with its place, if there are any."""
    wrapped = [ErrorWrapper(ValueError(message), place) for place, message in faults]
    if wrapped:
        raise ValidationError(wrapped, BaseModel)


def _used_twice(what: str, ids: list[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    seen = set()
    for place, name in ids:
        if name in seen:
            yield place, f"another {what} is called `{name}` already: rename one"
        seen.add(name)


def _unknown_topics(
    place: Place, answers: list[Answer], topics: Iterable[str], problem: str
) -> Iterator[tuple[Place, str]]:
    for number, answer in enumerate(answers):
        for _, topic in answer.parts:
            if topic is not None and topic not in topics:
                yield (*place, number), f"{problem} `{topic}`{nearest(topic, topics)}"


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file; raises ContentError with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
        return YAML(typ="safe").load(text)
    except ReaderError as error:
        character = error.character if isinstance(error.character, str) else chr(error.character)
        line = text.count("\n", 0, text.find(character)) + 1
        raise ContentError(f"{path}:{line}: a control character: take it out") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(f"{path}:{line}: {error.problem}: mend the YAML here") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: can't be read: {error}") from error


# What pydantic says, for people.
_PLAIN = {
    "value_error.missing": "is missing",
    "value_error.extra": "there is no such key: correct or remove it",
    "type_error.none.not_allowed": "is empty",
    "type_error.dict": "write keys and values here",
    "type_error.list": "write a list here",
    "value_error.list.min_items": "is too short a list",
}


def _problems(path: Path, error: ValidationError) -> list[str]:
    """Each fault on a line of its own, with the place it stands at."""
    root = YAML(typ="safe").compose(path.read_text(encoding="utf-8"))
    problems = []
    for fault in error.errors():
        node, line, names = root, 1, []
        for key in fault["loc"]:
            if key in ("__root__", "__key__"):  # pydantic's own, not the file's
                continue
            names.append(str(key))
            found = _inside(node, key)
            if found is None:
                break
            line, node = found
        place = ".".join(names)
        message = _PLAIN.get(fault["type"], fault["msg"])
        problems.append(f"{path}:{line}: {place + ': ' if place else ''}{message}")
    return problems


def _inside(node: Any, key: str | int) -> tuple[int, Any] | None:
    """The line of a key, or of an item of a list, and what stands there; None if it isn't there."""
    if isinstance(node, MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    return None


def check_file(path: Path) -> list[str]:
    """All problems of one customer file, each one line; empty when it is fine."""
    try:
        customer, _ = _parse(path, Customer)
    except ContentError as error:
        return [str(error)]
    except ValidationError as error:
        return _problems(path, error)
    if customer.id != path.stem:
        return [f"{path}:1: the id is `{customer.id}`: name the file {customer.id}.yml"]
    return []


class Version(BaseModel):
    """A customer's content together with the house rules it is scored by."""

    customer: Customer
    house: HouseRules
    content_version: str

    class Config:
        arbitrary_types_allowed = True


def load_version(customer_path: Path, house_path: Path = DATA / "house_rules.yml") -> Version:
    """Read a customer with the house rules; raises ContentError naming the first problem.

    ``content_version`` is a hash of both files' data: it changes whenever the rubric does, and
    doesn't when only comments or layout do.
    """
    customer, customer_data = _read(customer_path, Customer)
    house, house_data = _read(house_path, HouseRules)
    rubric = json.dumps([customer_data, house_data], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(rubric.encode()).hexdigest()
    return Version(customer=customer, house=house, content_version=digest[:12])


def _read(path: Path, model: type[Model]) -> tuple[Model, Any]:
    try:
        return _parse(path, model)
    except ValidationError as error:
        raise ContentError(_problems(path, error)[0]) from error


def _parse(path: Path, model: type[Model]) -> tuple[Model, Any]:
    """A file as ``model`` and as plain data; raises ContentError or pydantic's ValidationError."""
    data = read_yaml(path)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise ContentError(f"{path}:1: write keys, which are words, and their values, as in `id: …`")
    return model.parse_obj(data), data


class Library:
    """The customers of a folder, read when first asked for."""

    def __init__(self, folder: Path = DATA / "customers") -> None:
        self.folder = folder
        self._versions: dict[str, Version] = {}

    def ids(self) -> list[str]:
        """The customers' ids, in order of their names."""
        return sorted(path.stem for path in self.folder.glob("*.yml"))

    def version(self, customer_id: str, content_version: str | None = None) -> Version:
        """The customer of that id; raises ContentError naming the nearest ones.

        With ``content_version`` it is the version a running session began with, as long as this
        library has had it; a file changed meanwhile gives the new one.
        """
        known = self._versions.get(f"{customer_id}@{content_version}")
        if known is not None:
            return known
        if customer_id not in self.ids():
            raise ContentError(
                f"there is no customer `{customer_id}`"
                f"{nearest(customer_id, self.ids()) or ', only ' + ', '.join(self.ids())}"
            )
        path = self.folder / f"{customer_id}.yml"
        stamp = f"{customer_id}:{path.stat().st_mtime_ns}"
        if stamp not in self._versions:
            version = load_version(path)
            self._versions[stamp] = version
            self._versions[f"{customer_id}@{version.content_version}"] = version
        return self._versions[stamp]
