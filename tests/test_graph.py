from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sparring.cli import app
from sparring.content import Library
from sparring.graph.colours import coverage_class, percent
from sparring.graph.layout import PADDING, layout, text_width, wrapped
from sparring.graph.mermaid import mermaid
from sparring.graph.model import Graph, graph_of
from sparring.graph.svg import svg
from sparring.playtest.tally import Tally
from tests.talk import VERSION, story

STORIES = [
    (customer.name, told)
    for customer in (version.customer for version in (*Library().versions(), VERSION))
    for told in customer.stories
]
NAMES = [told.id for _, told in STORIES]


def tally() -> Tally:
    """A playtest of the lantern that never sold oil and always ended in a sale or a slammed door."""
    counted = Tally(sessions=100)
    counted.demands.update(price=100, material=80, gift=60, goodbye=50, more=1)
    counted.endings.update(buys=70, slams_door=30)
    counted.steps.update(
        {("start", "price"): 100, ("price", "gift"): 60, ("price", "more"): 1,
         ("price", "ending slams_door"): 30, ("gift", "goodbye"): 50, ("goodbye", "ending buys"): 70}
    )  # fmt: skip
    return counted


def lantern(counted: Tally | None = None) -> Graph:
    return graph_of("A lantern", story("lantern"), "en", counted)


def edges(graph: Graph) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in graph.edges}


def test_demands_follow_one_another() -> None:
    assert {("start", "price"), ("price", "material"), ("goodbye", "ending buys")} <= edges(lantern())


def test_what_may_be_left_out_is_gone_round() -> None:
    assert ("material", "oil") in edges(lantern())  # the gift comes up only without a concession
    assert ("start", "material") not in edges(lantern())


def test_a_concession_leads_to_the_bargain() -> None:
    assert ("price", "more") in edges(lantern())
    assert ("oil", "more") not in edges(lantern())


def test_endings_that_wait_for_nothing_come_any_time() -> None:
    assert ("start", "ending slams_door") in edges(lantern())


def test_a_playtest_shows_the_ways_that_were_taken() -> None:
    graph = lantern(tally())
    assert ("price", "gift") in edges(graph)
    assert ("price", "material") not in edges(graph)
    shares = {(e.source, e.target): e.share for e in graph.edges}
    assert shares["gift", "goodbye"] == 1
    assert shares["price", "ending slams_door"] == pytest.approx(30 / 91)


def test_a_playtest_colours_by_what_was_reached() -> None:
    found = {node.id: coverage_class(node) for node in lantern(tally()).nodes}
    assert (found["price"], found["more"], found["oil"]) == ("often", "rarely", "never")
    assert found["ending emptied"] == "never"
    assert {coverage_class(node) for node in lantern().nodes} == {""}


def test_what_was_never_reached_hangs_where_it_is_written() -> None:
    missed = [edge for edge in lantern(tally()).edges if edge.target == "oil"]
    assert missed
    assert all(edge.share == 0 for edge in missed)


@pytest.mark.parametrize(("share", "text"), [(0, "0%"), (0.001, "<1%"), (0.35, "35%"), (1, "100%")])
def test_a_share_is_never_rounded_down_to_nothing(share: float, text: str) -> None:
    assert percent(share) == text


# The drawing


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", [told for _, told in STORIES], ids=NAMES)
def test_boxes_stand_apart_and_hold_their_text(told: object, language: str) -> None:
    placed = layout(graph_of("t", told, language))  # type: ignore[arg-type]
    for one, other in itertools.combinations(placed.boxes, 2):
        assert (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
    for box in placed.boxes:
        assert box.x >= 0
        assert box.x + box.width <= placed.width
        assert box.y + box.height <= placed.height
        assert all(text_width(line) <= box.width - 2 * PADDING for line in box.lines[1:])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", [told for _, told in STORIES], ids=NAMES)
def test_the_drawing_is_whole_and_asks_nobody(told: object, language: str) -> None:
    text = svg(graph_of("A & <B>", told, language))  # type: ignore[arg-type]
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"(href|url\((?!#)|@import|<script|https?://(?!www\.w3\.org/2000/svg))", text)


def test_a_coloured_drawing_has_a_legend() -> None:
    assert "never reached" in svg(lantern(tally()))
    assert "never reached" not in svg(lantern())
    assert "&lt;1%" in svg(lantern(_thin()))


def _thin() -> Tally:
    counted = tally()
    counted.sessions = 10_000
    return counted


@given(st.text(max_size=200), st.integers(40, 400))
def test_lines_are_as_wide_as_they_may_be(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert len(lines) <= 3
    assert all(text_width(line) <= width for line in lines)
    if not (lines and lines[-1].endswith("…")):
        assert "".join("".join(lines).split()) == "".join(text.split())


# Mermaid


@pytest.mark.parametrize("told", [told for _, told in STORIES], ids=NAMES)
def test_mermaid_names_every_node_once_and_only_known_ones(told: object) -> None:
    text = mermaid(graph_of("A story", told, "en"))  # type: ignore[arg-type]
    declared = re.findall(r"^  (n\d+)[\[(]", text, re.MULTILINE)
    assert len(declared) == len(set(declared))
    used = re.findall(r"^  (n\d+) -\S*(?:>|->)\S* (n\d+)$", text, re.MULTILINE)
    assert used
    assert {name for pair in used for name in pair} <= set(declared)


def test_mermaid_texts_have_no_markup_of_their_own() -> None:
    told = story("lantern", price={"id": "price"})
    text = mermaid(graph_of('"A" <b>#1</b> & `c`', told, "en"))
    title = text.splitlines()[1]
    assert title == 'title: "#quot;A#quot; #lt;b#gt;#35;1#lt;/b#gt; #amp; #96;c#96;"'


# The command


def test_the_command_prints_mermaid() -> None:
    result = CliRunner().invoke(app, ["graph", "haggler"])
    assert result.exit_code == 0
    assert "flowchart TD" in result.stdout
    assert "A coat for less" in result.stdout


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    file = tmp_path / "story.svg"
    result = CliRunner().invoke(app, ["graph", "haggler/earbuds", "--format", "svg", "--lang", "zh", "--out", str(file)])
    assert result.exit_code == 0
    ElementTree.parse(file)


@pytest.mark.parametrize("arguments", [["nobody"], ["haggler/nothing"], ["haggler", "--out", "/nowhere/at/all.svg"]])
def test_wrong_use_gives_one_clear_line(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["graph", *arguments])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
