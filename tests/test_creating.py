"""What `sparring new` makes is sound from the start, and changes nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sparring.content import DATA, ContentError, Library, load_version
from sparring.creating import START, create
from sparring.diagnostics.heard import failed
from sparring.diagnostics.run import check
from sparring.tagger import Tagger
from tests import cast

SHIPPED = DATA / "customers"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(SHIPPED, tmp_path)


def codes_of(path: Path) -> set[str]:
    return {problem.code for problem in check([path])}


def test_a_new_customer_has_no_problems(library: Library, tmp_path: Path) -> None:
    path = create(library, tmp_path, "nobody_yet")
    assert path == tmp_path / "nobody_yet.yml"
    assert check([path]) == []
    assert library.version("nobody_yet").customer.id == "nobody_yet"


def test_a_new_customer_can_begin_with_a_story_of_any_name(library: Library, tmp_path: Path) -> None:
    path = create(library, tmp_path, "nobody_yet/first_order")
    assert check([path]) == []
    assert [story.id for story in library.version("nobody_yet").customer.stories] == ["first_order"]


def test_the_tests_of_the_start_hold_for_every_wording(tagger: Tagger) -> None:
    path = START
    version = load_version(path)
    story = version.customer.stories[0]
    for test in story.tests:
        for seed in range(8):
            assert failed(version, story.id, test.copy(update={"seed": seed}), tagger.tag) is None


@pytest.mark.parametrize("template", ["haggler", "haggler/earbuds", "dictatorial/wrong_item"])
def test_a_customer_can_be_copied(library: Library, tmp_path: Path, template: str) -> None:
    path = create(library, tmp_path, "another", template)
    assert codes_of(path) <= {"S703"}
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: ")


@pytest.mark.parametrize("template", cast.CAST)
def test_one_story_of_many_takes_along_what_it_has_room_for(library: Library, tmp_path: Path, template: str) -> None:
    last = library.version(template).customer.stories[-1].id
    path = create(library, tmp_path, "another/first_one", f"{template}/{last}")
    assert codes_of(path) <= {"S703"}
    kept = {line for line in path.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("#")}
    comments = {line for line in (SHIPPED / f"{template}.yml").read_text(encoding="utf-8").splitlines() if line.startswith("# ")}
    assert len(comments - kept) <= 1  # that of the editor


def test_a_story_goes_to_the_end_and_the_rest_stays(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    text = (SHIPPED / "haggler.yml").read_text(encoding="utf-8").replace("id: haggler", "id: mine", 1)
    path.write_text(text, encoding="utf-8")
    assert create(library, tmp_path, "mine/third") == path
    after = path.read_text(encoding="utf-8")
    assert after.startswith(text.rstrip("\n"))
    assert [story.id for story in library.version("mine").customer.stories][-1] == "third"
    assert codes_of(path) == {"S703"}
    create(library, tmp_path, "mine/fourth", "haggler/earbuds")
    assert codes_of(path) == {"S703"}


def test_keys_after_the_stories_stay_after_them(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    shutil.copy(START, path)
    text = path.read_text(encoding="utf-8").replace("id: start", "id: mine", 1)
    name = "name: {en: The hurried one, zh: 着急型}\n"
    path.write_text(text.replace(name, "") + name, encoding="utf-8")
    create(library, tmp_path, "mine/second")
    assert path.read_text(encoding="utf-8").endswith(name)
    assert codes_of(path) == {"S703"}


@pytest.mark.parametrize(
    ("name", "template", "said"),
    [
        ("haggler", None, "name a story"),
        ("haggler/earbuds", None, "already"),
        ("Wary", None, "can't be a name"),
        ("nobody_yet/First one", None, "can't be a name"),
        ("../nobody_yet", None, "can't be a name"),
        ("nobody_yet", "hagler", "did you mean `haggler`"),
        ("nobody_yet", "haggler/earbud", "did you mean `earbuds`"),
    ],
)
def test_what_can_not_be_made_is_refused(library: Library, tmp_path: Path, name: str, template: str | None, said: str) -> None:
    before = (SHIPPED / "haggler.yml").read_bytes()
    with pytest.raises(ContentError, match=said):
        create(library, tmp_path, name, template)
    assert list(tmp_path.iterdir()) == []
    assert (SHIPPED / "haggler.yml").read_bytes() == before
