from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
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
from tests.talk import FILE

SHIPPED = sorted((DATA / "customers").glob("*.yml"))
every_customer = pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
# The ten canonical stories: their ids are a contract.
STORIES = {
    "haggler": ["winter_coat", "earbuds"],
    "dictatorial": ["late_parcel", "wrong_item"],
    "analytical": ["colour_differs", "refund_delay"],
    "self_centred": ["dented_box", "past_window"],
    "buy_and_vanish": ["unpaid_blender", "whim"],
}

# What is wrong with a file: one law each. `broken` writes the corner shop's file with one change.

Broken = Callable[[str, str], str]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """Replace a passage that stands once in the file; gives the one problem that comes of it, which must
    name the file and a line that the passage covers, and fit on a line."""

    def change(old: str, new: str) -> str:
        text = FILE.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path = tmp_path / FILE.name
        path.write_text(text.replace(old, new), encoding="utf-8")
        (problem,) = check_file(path)
        first = text[: text.index(old)].count("\n") + 1
        line = re.match(re.escape(str(path)) + r":(\d+): ", problem)
        assert line, problem
        assert first <= int(line[1]) <= first + max(old.count("\n"), new.count("\n")), problem
        assert "\n" not in problem
        return problem[line.end() :]

    return change


def test_yaml_must_be_well_formed(broken: Broken) -> None:
    assert "mend the YAML here" in broken("虚构的顾客}\ncharacter", "虚构的顾客\ncharacter")


def test_keys_stand_once(broken: Broken) -> None:
    assert 'duplicate key "id"' in broken("id: corner_shop\n", "id: corner_shop\nid: corner_shop\n")


def test_tabs_do_not_indent(broken: Broken) -> None:
    assert "mend the YAML here" in broken("  patience: 60", "\tpatience: 60")


def test_control_characters_have_no_place(broken: Broken) -> None:
    assert "control character" in broken("便宜买灯笼", "便宜\x07买灯笼")


def test_the_id_is_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "another.yml"
    path.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    assert check_file(path) == [f"{path}:1: the id is `corner_shop`: name the file corner_shop.yml"]


def test_keys_must_be_known(broken: Broken) -> None:
    assert broken("with_previous: true", "with_prevoius: true\n        with_previous: true") == (
        "their_stories.0.demands.1.with_prevoius: there is no such key: correct or remove it"
    )


def test_keys_must_be_there(broken: Broken) -> None:
    assert broken("temper:\n  patience: 60\n", "temper:\n") == "temper.patience: is missing"


def test_every_text_has_both_languages(broken: Broken) -> None:
    problem = broken("{en: The invented one, zh: 虚构的顾客}", "{en: The invented one}")
    assert problem == "name.zh: is missing"


def test_texts_must_not_be_empty(broken: Broken) -> None:
    assert broken("name: {en: The invented one, zh: 虚构的顾客}", "name:") == "name: is empty"


def test_numbers_must_be_numbers(broken: Broken) -> None:
    assert broken("patience: 60", "patience: lots") == "temper.patience: value is not a valid integer"


def test_patience_has_bounds(broken: Broken) -> None:
    assert "temper.patience: " in broken("patience: 60", "patience: 600")


def test_kinds_of_answer_must_be_known(broken: Broken) -> None:
    problem = broken("answers: {answered: 5,", "answers: {answred: 5,")
    assert problem.startswith("temper.answers: ") and "'answered'" in problem


def test_moves_must_be_known(broken: Broken) -> None:
    assert "unknown move `empathize`: did you mean `empathise`" in broken(
        "moves: {empathise: 5}", "moves: {empathize: 5}"
    )
    assert "unknown move `holdfirm`: did you mean `hold_firm`" in broken(
        "[hold_firm, cite_policy about one_price]", "[holdfirm]"
    )


def test_answers_must_be_readable(broken: Broken) -> None:
    assert "write `move`, `move about topic` or `about topic`" in broken(
        "[hold_firm, cite_policy about one_price]", "[cite_policy one_price]"
    )


def test_demands_can_be_answered(broken: Broken) -> None:
    problem = broken("answered_by: [offer_choice and commit]", "answered_by: []")
    assert problem.endswith("answered_by: is too short a list")


def test_topics_must_be_known(broken: Broken) -> None:
    assert "unknown topic `one_prize`: did you mean `one_price`?" in broken(
        "[hold_firm, cite_policy about one_price]", "[cite_policy about one_prize]"
    )
    assert "unknown topic `oli`" in broken("any_said: [recommend]", "any_said: [about oli]")
    assert "no story has the topic `strow`: did you mean `straw`?" in broken(
        "shown_by: [explain about straw]", "shown_by: [explain about strow]"
    )


def test_topics_have_words(broken: Broken) -> None:
    assert "found everywhere" in broken("{en: [lamp oil], zh: [灯油]}", "{en: [], zh: []}")
    assert "found everywhere" in broken("{en: [lamp oil], zh: [灯油]}", '{en: [lamp oil, ""], zh: [灯油]}')


def test_demand_ids_must_be_unique(broken: Broken) -> None:
    assert "another demand is called `price` already" in broken("- id: gift", "- id: price")


def test_ending_ids_must_be_unique(broken: Broken) -> None:
    assert "another ending is called `emptied` already" in broken("- id: slams_door", "- id: emptied")


def test_story_ids_must_be_unique(broken: Broken) -> None:
    assert "another story is called `lantern` already" in broken("- id: teapot\n", "- id: lantern\n")


def test_criterion_ids_must_be_unique(broken: Broken) -> None:
    assert "another criterion is called `hold` already" in broken("- id: wavering", "- id: hold")


def test_conditions_name_known_demands(broken: Broken) -> None:
    assert "unknown demand `wayout`: did you mean `way_out`" in broken(
        "{settled: [way_out]}", "{settled: [wayout]}"
    )


def test_conditions_count_what_can_be_counted(broken: Broken) -> None:
    assert "can't count `beyond_polcy`: did you mean `beyond_policy`" in broken(
        "at_least: {beyond_policy: 3}", "at_least: {beyond_polcy: 3}"
    )


def test_criteria_refer_to_known_kinds_of_demand(broken: Broken) -> None:
    assert "no demand is of kind `prize`: did you mean `price`?" in broken("on: [price, extra]", "on: [prize]")


def test_strategies_earn_and_mistakes_cost_points(broken: Broken) -> None:
    assert "above zero" in broken("points: 4", "points: -4")
    assert "below zero" in broken("points: -5", "points: 5")


def test_a_session_counts_at_least_one_reply(broken: Broken) -> None:
    assert "one reply would be too much" in broken("at_most: 20", "at_most: 2")


def test_demands_are_put_in_words(broken: Broken) -> None:
    wordless = "- {id: bare, kind: extra, presses: 0, answered_by: [thank], hint: {en: a, zh: 甲}}"
    assert "demand `bare` has no `says` lines" in broken("- id: gift\n", f"{wordless}\n      - id: gift\n")


def test_demands_that_come_back_have_words_for_it(broken: Broken) -> None:
    closing = "- id: goodbye\n        kind: closing\n        closing: true\n        presses: 0\n"
    problem = broken(closing, "- id: goodbye\n        kind: closing\n")
    assert "demand `goodbye` comes back but has no `again` lines" in problem


def test_wordings_are_not_empty(broken: Broken) -> None:
    assert "an empty line" in broken('"partly 1"', '""')


def test_only_what_has_a_value_can_be_filled_in(broken: Broken) -> None:
    for wrong in ("{asks}", "{}", "{ask", "ask}", "{ask!r}"):
        assert "only {ask}, {offer} and {promise}" in broken('"partly 1"', f'"partly {wrong}"')


def test_braces_that_are_meant_are_doubled(tmp_path: Path) -> None:
    path = tmp_path / FILE.name
    path.write_text(
        FILE.read_text(encoding="utf-8").replace('"partly 1"', '"partly {{1}} for {ask}"'), encoding="utf-8"
    )
    assert check_file(path) == []


def test_every_session_must_end(broken: Broken) -> None:
    assert "the last ending is for all that is left" in broken(
        "title: {en: \"wanders_off\", zh: wanders_off 的结局}\n        kind: partial\n        when: {done: true}",
        "title: {en: \"wanders_off\", zh: wanders_off 的结局}\n        kind: partial\n        when: {settled: [oil]}",
    )  # fmt: skip


def test_stages_units_and_kinds_must_be_known(broken: Broken) -> None:
    assert "'pre-sale', 'in-sale', 'after-sale'" in broken("stage: pre-sale", "stage: presale")
    assert "'yuan', 'percent', 'hours'" in broken("unit: clock", "unit: o'clock")
    assert "'won', 'partial', 'lost'" in broken(
        "kind: lost\n        when: {at_least: {breaches: 2}}", "kind: loss\n        when: {at_least: {breaches: 2}}"
    )


@pytest.mark.parametrize("clock", ["3 pm", "9:30", "24:00", "12:60"])
def test_the_clock_shows_a_time_of_day(broken: Broken, clock: str) -> None:
    assert 'write the time of day as "15:10"' in broken('clock: "09:30"', f'clock: "{clock}"')


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / FILE.name
    text = FILE.read_text(encoding="utf-8")
    text = text.replace("{settled: [way_out]}", "{settled: [wayout]}").replace("- id: gift", "- id: price")
    path.write_text(text, encoding="utf-8")
    assert len(check_file(path)) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"# nothing\n", b"- a list\n", b"just words\n", b"1: 2\n", b"? [a]\n: b\n", b"\xff\xfe\x00", b"a: *b\n",
     b"a: !!python/object:os.system x\n", b"id: x\n---\nid: y\n"],
)  # fmt: skip
def test_what_is_no_customer_gives_one_clear_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nobody.yml"
    path.write_bytes(content)
    (problem, *_) = check_file(path)
    assert problem.startswith(f"{path}:")
    assert "\n" not in problem


def test_a_file_that_is_not_there_gives_one_clear_line(tmp_path: Path) -> None:
    (problem,) = check_file(tmp_path / "nobody.yml")
    assert "can't be read" in problem


# How content is read


def words(*english: str, zh: str = "包邮") -> Words:
    return Words(en=list(english), zh=[zh])


@pytest.mark.parametrize("text", ["It flooded", "FLOOD!", "re-flood", "就包邮吧"])
def test_words_are_found_whatever_their_case(text: str) -> None:
    assert words("flood").search(text)


@pytest.mark.parametrize("text", ["afloodx", "2flood", "包 邮"])
def test_english_words_match_from_the_start_of_a_word(text: str) -> None:
    assert not words("flood").search(text)


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
    with pytest.raises(ValueError, match="move"):
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
    shipped = {name: [s.id for s in library.version(name).customer.stories] for name in library.ids()}
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
def test_a_strategy_and_the_house_rules_make_a_little_over_full_marks(path: Path) -> None:
    """Full marks are 100, and nobody has to do everything for them."""
    criteria = rubric(customer(path), version(path).house)
    earned = sum(criterion.limit for criterion in criteria.strategy)
    assert 115 <= earned <= 130


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
