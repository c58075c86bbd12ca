"""Reading data files: a customer with the rules and styles it is played by, or what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sparring.content.codes import codes
from sparring.content.comments import cut_texts
from sparring.content.consistency import customer_faults, id_faults, rubric_faults, style_faults
from sparring.content.customers import Customer, HouseRules, Style
from sparring.content.lists import part
from sparring.content.parts import DATA, ContentError
from sparring.content.places import covers
from sparring.content.problems import Fault, Place, Problem
from sparring.content.shape import mend, shaped
from sparring.content.source import Source
from sparring.content.stories import Story
from sparring.content.styles import styled
from sparring.content.syntax import parse

HOUSE = DATA / "house_rules.yml"
STYLES = DATA / "styles"
Model = TypeVar("Model", bound=BaseModel)
# Where the names are that a fault of this code misses.
_TABLES = {
    "S202": ("topics",), "S203": ("demands",), "S204": ("demands",), "S210": ("endings", "strategy", "mistakes"),
}  # fmt: skip


class Version(BaseModel):
    """A customer's content together with the house rules and styles it is played by.

    ``data`` is the plain data of it all, from which ``version_of`` makes the same again.
    """

    customer: Customer
    house: HouseRules
    styles: dict[str, Style] = {}
    content_version: str
    data: dict[str, Any]

    class Config:
        arbitrary_types_allowed = True

    def customer_in(self, story: Story) -> Customer:
        """The customer as they are in a story: with its communication style, if it has one."""
        return styled(self.customer, self.styles[story.style]) if story.style else self.customer


class Examined(BaseModel):
    """A customer file that was looked at. ``customer`` is what can be made of it, its faults
    mended in memory; None if nothing can. ``mended`` are the places where that was done."""

    path: Path
    problems: list[Problem]
    source: Any = None
    customer: Customer | None = None
    mended: list[Place] = []

    class Config:
        arbitrary_types_allowed = True

    def problem(self, fault: Fault) -> Problem | None:
        """The problem a fault is, unless it only comes of what was mended."""
        if any(covers(place, fault.place) or covers(fault.place, place) for place in self.mended):
            return None
        return None if self._looks_into_what_was_mended(fault) else _problem(self.source, fault)

    def _looks_into_what_was_mended(self, fault: Fault) -> bool:
        """Whether the names that a fault misses may be among those that were mended."""
        tables = _TABLES.get(fault.code, ())
        return any(
            table in mended and (mended[-1] in (table, "id", "kind") or mended[-2] == table)
            for mended in self.mended for table in tables
        )

    def finding(self, fault: Fault) -> Problem | None:
        """What a look at the whole found, unless what it looked at was mended: points and flow,
        facts and tests say little of a story or a criterion that isn't what was written."""
        if fault.code[:2] in ("S3", "S4", "S6", "S7") and any(
            mended[:2] == fault.place[:2] or (mended[0] == "their_stories" and fault.code[:2] == "S4")
            for mended in self.mended if mended
        ):
            return None
        return self.problem(fault)

    def version(self) -> Version:
        """The version that the file makes. Only for one without errors."""
        return _version(self.source.data, HOUSE)


def _problem(source: Source, fault: Fault) -> Problem:
    return source.problem(fault, codes()[fault.code].severity)


def examine(path: Path) -> Examined:
    """Look at a customer file: all that keeps it from being played, and what can be made of it."""
    parsed = parse(path)
    source = parsed.source
    if source is None:
        return Examined(path=path, problems=parsed.problems)
    found = Examined(path=path, problems=parsed.problems, source=source)
    found.mended += [source.place_at(line, column) for line, column in parsed.mended]
    found.problems += _doubled_keys(source)
    found.mended += [place for place, _, _ in source.doubled]
    found.problems += [_problem(source, fault) for fault in cut_texts(source)]
    _add(found, part(source, Customer))
    shape = shaped(Customer, source.data)
    _add(found, shape.faults)
    customer = shape.model
    if customer is not None and customer.id != path.stem and source.written(("id",)):
        _add(found, [_other_id(customer.id, path)])
    laws: tuple[Callable[[Customer], Iterator[Fault]], ...] = (
        id_faults,
        lambda read: customer_faults(read, style_names(), house_rules()),
    )
    for law in laws:
        if customer is None:
            break
        faults = list(law(customer))
        _add(found, faults)
        for fault in faults:
            mend(shape.data, fault)
        customer = shaped(Customer, shape.data).model if faults else customer
    found.customer = customer
    return found


def _other_id(name: str, path: Path) -> Fault:
    mend = f"write `id: {path.stem}`, or name the file {name}.yml"
    if name.lower() == path.stem:  # and no name has capitals
        mend = f"write `id: {path.stem}`"
    return Fault("S207", ("id",), f"the id is `{name}`, the file {path.name}", mend)


def _add(found: Examined, faults: Iterable[Fault]) -> None:
    """Note faults that don't come of others, and that their places are mended."""
    new = [(fault, found.problem(fault)) for fault in faults]
    found.problems += [problem for _, problem in new if problem is not None]
    found.mended += [fault.place for fault, _ in new]


def _doubled_keys(source: Source) -> Iterator[Problem]:
    """The second of two keys with the same name, each."""
    for place, first, second in source.doubled:
        message = f"`{place[-1]}` stands twice"
        mending = f"take one out; the first is in line {source.start(first)[0]}"
        yield Problem("S110", "error", source.file, *source.start(second), message, mending)


def check_file(path: Path) -> list[Problem]:
    """All that keeps a customer file from being played; empty when it can be."""
    return sorted(p for p in examine(path).problems if p.severity == "error")


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file; raises ContentError with file and line."""
    parsed = parse(path, model=None)
    for problem in parsed.problems:
        if problem.severity == "error":
            raise ContentError(str(problem))
    return parsed.source.data if parsed.source is not None else None


def load_version(customer_path: Path, house_path: Path = HOUSE) -> Version:
    """Read a customer with the house rules and its styles; raises ContentError naming the first
    problem."""
    found = examine(customer_path)
    for problem in sorted(found.problems, key=lambda problem: (problem.line, problem.column)):
        if problem.severity == "error":
            raise ContentError(str(problem))
    return _version(found.source.data, house_path)


def _version(customer: dict[str, Any], house_path: Path) -> Version:
    used = {story["style"] for story in customer["their_stories"] if story.get("style")}
    files = {name: STYLES / f"{name}.yml" for name in sorted(used)}
    for problem in (problem for file in files.values() for problem in style_problems(file)):
        if problem.severity == "error":
            raise ContentError(str(problem))
    styles = {name: _shared(file) for name, file in files.items()}
    return version_of({"customer": customer, "house": _shared(house_path), "styles": styles})


def _shared(path: Path) -> Any:
    """The plain data of rules that many versions share, read again only when the file changes."""
    stat = path.stat()
    return _read_once(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _read_once(path: Path, changed: int, size: int) -> Any:
    return read_yaml(path)


def version_of(data: Mapping[str, Any]) -> Version:
    """The version that plain data make: ``customer``, ``house`` and ``styles`` by name.

    ``content_version`` is a hash: it changes whenever the rubric does, and doesn't when only
    comments, layout or tests do.
    """
    customer = {**data["customer"]}
    customer["their_stories"] = [
        {key: value for key, value in story.items() if key != "tests"}
        for story in customer["their_stories"]
    ]
    rubric = [customer, data["house"]] + ([data["styles"]] if data["styles"] else [])
    digest = hashlib.sha256(json.dumps(rubric, sort_keys=True, ensure_ascii=False).encode())
    try:
        return Version(
            customer=Customer.parse_obj(data["customer"]),
            house=HouseRules.parse_obj(data["house"]),
            styles={name: Style.parse_obj(style) for name, style in data["styles"].items()},
            content_version=digest.hexdigest()[:12],
            data=dict(data),
        )
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise ContentError(f"house rules or styles: {where}: {fault['msg']}") from error


def house_rules(path: Path = HOUSE) -> HouseRules:
    """The house rules; raises ContentError naming the first problem."""
    stat = path.stat()
    return _house_rules(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _house_rules(path: Path, changed: int, size: int) -> HouseRules:
    rules = shaped(HouseRules, _shared(path))
    faults = [*rules.faults, *(rubric_faults(rules.model.strategy, rules.model.mistakes) if rules.model else [])]
    return _sound(path, rules.model, faults)


def style_problems(path: Path) -> list[Problem]:
    """All that is wrong with a style."""
    parsed = parse(path, Style)
    if parsed.source is None:
        return parsed.problems
    read = shaped(Style, parsed.source.data)
    faults = [*read.faults, *(style_faults(read.model) if read.model else [])]
    if read.model is not None and read.model.id != path.stem:
        faults.append(_other_id(read.model.id, path))
    return [*parsed.problems, *(_problem(parsed.source, fault) for fault in faults)]


def is_style(path: Path) -> bool:
    """Whether a file is one of the styles, not a customer."""
    return path.resolve().parent == STYLES.resolve()


def _sound(path: Path, model: Model | None, faults: list[Fault]) -> Model:
    if faults or model is None:
        source = parse(path, model=None).source
        assert source is not None
        raise ContentError(str(_problem(source, faults[0])))
    return model


def style_names() -> list[str]:
    """The styles that a story can have."""
    return sorted(path.stem for path in STYLES.glob("*.yml"))
