from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sparring.content import ContentError, Library, Version
from sparring.content.folders import ADDED
from tests.talk import FILE


class Kept:
    """Snapshots in memory: what outlives a library."""

    def __init__(self) -> None:
        self.data: dict[tuple[str, str], Mapping[str, Any]] = {}

    def put(self, version: Version) -> None:
        self.data[version.customer.id, version.content_version] = version.data

    def get(self, customer_id: str, content_version: str | None = None) -> Mapping[str, Any] | None:
        found = [d for (name, v), d in self.data.items() if name == customer_id and content_version in (None, v)]
        return found[-1] if found else None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A customer's file, to be changed."""
    return Path(shutil.copy(FILE, tmp_path / FILE.name))


def change(file: Path, old: str = "patience: 60", new: str = "patience: 61") -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def patience(version: Version) -> int:
    return version.customer.temper.patience


def test_a_changed_file_is_read_for_the_next_session(file: Path) -> None:
    library = Library(file.parent)
    before = library.version("corner_shop")
    change(file)
    assert patience(library.version("corner_shop")) == 61
    assert library.version("corner_shop", before.content_version) is before


def test_an_unchanged_file_is_not_read_again(file: Path) -> None:
    library = Library(file.parent)
    assert library.version("corner_shop") is library.version("corner_shop")


def test_a_broken_file_leaves_the_last_good_version(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Library(file.parent)
    before = library.version("corner_shop")
    change(file, "patience: 60", "patience: [")
    for _ in range(3):
        assert library.version("corner_shop") is before
        assert library.versions() == [before]
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith(f"{file}:")
    assert record.getMessage().endswith("the last good version stays")
    change(file, "patience: [", "patience: 62")
    assert patience(library.version("corner_shop")) == 62


def test_a_file_that_was_never_good_is_left_out(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    change(file, "patience: 60", "patience: [")
    library = Library(file.parent)
    assert library.versions() == []
    assert library.ids() == ["corner_shop"]
    with pytest.raises(ContentError, match=f"^{file}:"):
        library.version("corner_shop")
    assert len(caplog.records) == 1


def test_a_file_that_is_gone_takes_its_customer_along(file: Path) -> None:
    library = Library(file.parent)
    before = library.version("corner_shop")
    file.unlink()
    assert library.versions() == []
    with pytest.raises(ContentError, match="there is no customer"):
        library.version("corner_shop")
    assert library.version("corner_shop", before.content_version) is before


def test_sessions_keep_their_version_over_a_restart(file: Path) -> None:
    kept = Kept()
    library = Library(file.parent, snapshots=kept)
    before = library.version("corner_shop")
    library.keep(before)
    change(file)
    restarted = Library(file.parent, snapshots=kept)
    again = restarted.version("corner_shop", before.content_version)
    assert (patience(again), again.content_version) == (60, before.content_version)
    assert again == before
    assert patience(restarted.version("corner_shop")) == 61


def test_a_version_that_was_not_kept_gives_the_one_there_is(file: Path) -> None:
    before = Library(file.parent).version("corner_shop")
    change(file)
    assert patience(Library(file.parent).version("corner_shop", before.content_version)) == 61


def test_a_broken_file_at_the_start_gives_the_version_kept_last(file: Path) -> None:
    kept = Kept()
    library = Library(file.parent, snapshots=kept)
    library.keep(library.version("corner_shop"))
    change(file, "patience: 60", "patience: [")
    assert patience(Library(file.parent, snapshots=kept).version("corner_shop")) == 60


def test_what_was_kept_in_another_format_is_passed_over(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    before = Library(file.parent).version("corner_shop")
    data = dict(before.data)
    data["customer"] = {**data["customer"], "horoscope": "Leo"}
    kept.data["corner_shop", before.content_version] = data
    library = Library(file.parent, snapshots=kept)
    assert patience(library.version("corner_shop", before.content_version)) == 60
    assert "can't be played any more" in caplog.text


def test_folders_can_be_added(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDED, str(file.parent))
    library = Library()
    assert {"haggler", "corner_shop"} <= set(library.ids())
    assert patience(library.version("corner_shop")) == 60


def test_of_two_files_of_a_name_the_first_folders_counts(file: Path) -> None:
    change(file)
    assert patience(Library(FILE.parent, file.parent).version("corner_shop")) == 60
    assert patience(Library(file.parent, FILE.parent).version("corner_shop")) == 61


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDED, "/nowhere/at/all")
    with pytest.raises(ContentError, match="/nowhere/at/all"):
        Library()
