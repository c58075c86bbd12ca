from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sparring.content import (
    DATA,
    LANGUAGES,
    Answer,
    ContentError,
    Customer,
    HouseRules,
    Library,
    Lines,
    Moods,
    Part,
    Version,
    Words,
    check_file,
    load_version,
    nearest,
    read_yaml,
)
from sparring.rubric import rubric
from tests import cast
from tests.talk import FILE

every_customer = pytest.mark.parametrize("path", cast.FILES, ids=cast.CAST)
# The ten canonical stories: their ids are a contract.
STORIES = {
    "haggler": ["winter_coat", "earbuds"],
    "dictatorial": ["late_parcel", "wrong_item"],
    "analytical": ["colour_differs", "refund_delay"],
    "self_centred": ["dented_box", "past_window"],
    "buy_and_vanish": ["unpaid_blender", "whim"],
}

# How content is read


def words(*english: str, zh: str = "包邮") -> Words:
    return Words(en=list(english), zh=[zh])


@pytest.mark.parametrize("text", ["It flooded", "FLOOD!", "re-flood", "就包邮吧"])
def test_words_are_found_whatever_their_case(text: str) -> None:
    assert words("flood").search(text)


@pytest.mark.parametrize("text", ["afloodx", "2flood", "包 邮"])
def test_english_words_match_from_the_start_of_a_word(text: str) -> None:
    assert not words("flood").search(text)


@pytest.mark.parametrize(
    ("word", "found", "not_found"),
    [
        ("AUS", ["按AUS码选", "AUS 8码"], ["because", "AUSTIN"]),
        ("M码", ["拍M码", "m码"], ["XM码"]),
        ("3升", ["是3升的", "约3升"], ["13升", "1.3升"]),
        ("118", ["118元", "it's 118."], ["1180元", "2118", "118.50"]),
    ],
)
def test_figures_and_latin_words_of_a_chinese_list_are_found_whole(
    word: str, found: list[str], not_found: list[str]
) -> None:
    assert all(words("flood", zh=word).search(text) for text in found)
    assert not any(words("flood", zh=word).search(text) for text in not_found)


def test_words_are_found_where_they_stand() -> None:
    found = words("flood").search("İİ the Flood")
    assert found is not None
    assert found.span() == (7, 12)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("hold_firm", (("hold_firm", None),)),
        ("explain about second_lot", (("explain", "second_lot"),)),
        ("about refund_time", ((None, "refund_time"),)),
        ("offer_choice and commit", (("offer_choice", None), ("commit", None))),
        ("commit about x and about y", (("commit", "x"), (None, "y"))),
        ("wait", (("wait", None),)),
    ],
)
def test_answers_are_moves_and_topics(written: str, parts: tuple[tuple[str, str], ...]) -> None:
    assert Answer.parse(written).parts == parts


@pytest.mark.parametrize("written", ["", "about", "hold_firm,commit", "hold_firm and", "explain about", 3, None, ["x"]])
def test_other_answers_are_mistakes(written: object) -> None:
    with pytest.raises(ValueError, match=r"answer|move"):
        Answer.parse(written)


def test_nearest_names_help() -> None:
    assert nearest("hagler", ["haggler", "analytical"]) == ": did you mean `haggler`?"
    assert nearest("zzz", ["haggler", "analytical"]) == ""


def copy(path: Path, old: str = "", new: str = "") -> None:
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_content_version_changes_with_the_content_only(tmp_path: Path) -> None:
    path = tmp_path / FILE.name
    versions = []
    for old, new in (("# A customer", "# The customer"), ("points: 4", "points:   4"), ("points: 4", "points: 3")):
        copy(path, old, new)
        versions.append(load_version(path).content_version)
    original = load_version(FILE).content_version
    assert versions[:2] == [original, original]
    assert versions[2] != original


def test_a_running_session_keeps_its_version(tmp_path: Path) -> None:
    path = tmp_path / FILE.name
    copy(path)
    library = Library(tmp_path)
    first = library.version("corner_shop")
    copy(path, "patience: 60", "patience: 50")
    second = library.version("corner_shop")
    assert second.customer.temper.patience == 50
    assert library.version("corner_shop", first.content_version) is first
    assert library.version("corner_shop", "unheard-of") is second


def test_unknown_names_come_with_the_nearest_ones() -> None:
    library = Library(FILE.parent)
    with pytest.raises(ContentError, match="no customer `cornershop`: did you mean `corner_shop`"):
        library.version("cornershop")
    customer = library.version("corner_shop").customer
    with pytest.raises(ContentError, match="no story `latern`: did you mean `lantern`"):
        customer.story("latern")
    with pytest.raises(ContentError, match="no story `zzz`, only lantern, teapot"):
        customer.story("zzz")


# What is shipped


def test_the_shipped_stories_are_those_of_the_contract() -> None:
    library = Library()
    shipped = {name: [s.id for s in library.version(name).customer.stories] for name in cast.CAST}
    for customer, stories in STORIES.items():
        assert shipped[customer][:2] == stories


@every_customer
def test_shipped_customers_have_no_problems(path: Path) -> None:
    assert check_file(path) == []


def parts(part: object, place: str = "") -> Iterator[tuple[str, Part]]:
    """All pieces of a customer, with the place they stand at."""
    if isinstance(part, Part):
        yield place, part
        for name in part.__fields__:
            yield from parts(getattr(part, name), f"{place}.{name}".lstrip("."))
    elif isinstance(part, list):
        for number, item in enumerate(part):
            yield from parts(item, f"{place}.{getattr(item, 'id', number)}")
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from parts(item, f"{place}.{key}")


@cache
def version(path: Path) -> Version:
    return load_version(path)


def customer(path: Path) -> Customer:
    return version(path).customer


@every_customer
def test_what_can_come_again_has_four_wordings(path: Path) -> None:
    few = [
        (place, language)
        for place, part in parts(customer(path))
        if isinstance(part, Lines) and (place.startswith("reactions") or ".again" in place)
        for language in LANGUAGES
        if len(part[language]) < 4
    ]
    assert few == []


@every_customer
def test_no_line_stands_twice_in_a_file(path: Path) -> None:
    for language in LANGUAGES:
        lines = Counter(
            line for _, part in parts(customer(path)) if isinstance(part, Lines) for line in part[language]
        )
        assert [line for line, times in lines.items() if times > 1] == []


@every_customer
def test_lines_are_written_in_their_language(path: Path) -> None:
    for place, part in parts(customer(path)):
        if isinstance(part, Lines):
            assert not [line for line in part["en"] if re.search("[一-鿿]", line)], place
            without_chinese = [line for line in part["zh"] if not re.search("[一-鿿]", line)]
            assert not [line for line in without_chinese if re.search("[a-z]", line)], place


@every_customer
def test_each_story_has_a_little_over_full_marks(path: Path) -> None:
    """Full marks are 100, and nobody has to do everything for them."""
    for story in customer(path).stories:
        criteria = rubric(version(path).customer_in(story), version(path).house).within(story)
        assert 100 <= sum(criterion.limit for criterion in criteria.strategy) <= 135, story.id


@every_customer
def test_criteria_teach(path: Path) -> None:
    for criterion in [*customer(path).strategy, *customer(path).mistakes]:
        for text in (criterion.title, criterion.reason, criterion.tip, criterion.example):
            assert text.en.strip() and text.zh.strip()


@every_customer
def test_stories_can_end_well_and_badly(path: Path) -> None:
    for story in customer(path).stories:
        kinds = [ending.kind for ending in story.endings]
        assert len(kinds) >= 3
        assert {"won", "lost"} <= set(kinds)


@every_customer
def test_demands_that_want_a_concession_can_be_answered_without(path: Path) -> None:
    for story in customer(path).stories:
        for demand in story.all_demands:
            conceding = {"concede"}
            ways = [{move for move, _ in answer.parts} for answer in demand.answered_by]
            assert ways and not all(way & conceding for way in ways), demand.id


def test_the_house_rules_hold() -> None:
    house = HouseRules.parse_obj(read_yaml(DATA / "house_rules.yml"))
    assert sum(criterion.limit for criterion in house.strategy) == 31
    assert house.endings[-1].when.dict(exclude_defaults=True) == {}
    assert all(isinstance(part.calm, Lines) for _, part in parts(house) if isinstance(part, Moods))
