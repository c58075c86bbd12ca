from __future__ import annotations

from pathlib import Path

import pytest

from sparring.content import DATA, Library, load_version
from sparring.content.loading import version_of
from sparring.snapshots import DatabaseSnapshots
from tests.talk import VERSION


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'results.db'}"


def test_a_version_comes_back_as_it_was(url: str) -> None:
    DatabaseSnapshots(url).put(VERSION)
    data = DatabaseSnapshots(url).get("corner_shop", VERSION.content_version)
    assert data is not None
    assert version_of(data) == VERSION


@pytest.mark.parametrize("customer", Library().ids())
def test_every_shipped_customer_comes_back(url: str, customer: str) -> None:
    version = load_version(DATA / "customers" / f"{customer}.yml")
    DatabaseSnapshots(url).put(version)
    data = DatabaseSnapshots(url).get(customer)
    assert data is not None
    assert version_of(data).content_version == version.content_version


def test_a_version_is_kept_once(url: str) -> None:
    for snapshots in (DatabaseSnapshots(url), DatabaseSnapshots(url)):
        snapshots.put(VERSION)
        snapshots.put(VERSION)
    assert DatabaseSnapshots(url).get("corner_shop") is not None


def test_the_last_one_is_found_without_its_name(url: str) -> None:
    snapshots = DatabaseSnapshots(url)
    for name in ("first", "second"):
        snapshots.put(VERSION.copy(update={"content_version": name, "data": {"name": name}}))
    assert snapshots.get("corner_shop") == {"name": "second"}
    assert snapshots.get("corner_shop", "first") == {"name": "first"}


def test_what_was_never_kept_is_not_found(url: str) -> None:
    assert DatabaseSnapshots(url).get("corner_shop") is None


def test_a_database_that_is_away_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    snapshots = DatabaseSnapshots("sqlite:////nowhere/at/all/results.db")
    snapshots.put(VERSION)
    assert snapshots.get("corner_shop") is None
    assert len(caplog.records) == 2
