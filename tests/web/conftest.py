"""A browser, and a room for it to visit: the real servers, with one page's origin allowed to embed them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import ruamel.yaml
from playwright.sync_api import Browser, sync_playwright

from sparring.servers import ROOT
from tests.served import Served, serving
from tests.web.hosts import Host, hosting
from tests.web.visitor import Visitor

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW_TO_GET_IT = "the browser tests need Chromium on the PATH: apt-get install -y chromium"
ROOM = "addons.room.channel.Room"


def executable() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, say so once and run nothing, instead of failing test by test."""
    visits = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if visits and executable() is None:
        raise pytest.UsageError(HOW_TO_GET_IT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def intranet() -> Iterator[Host]:
    """A web server on an origin of its own that may embed the room."""
    with hosting() as host:
        yield host


@pytest.fixture(scope="session")
def stranger() -> Iterator[Host]:
    """A web server whose pages may not."""
    with hosting() as host:
        yield host


def credentials_for(folder: Path, origins: list[str]) -> Path:
    """The project's own credentials with these origins allowed, and limits that tests don't reach."""
    yaml = ruamel.yaml.YAML()
    settings = yaml.load(ROOT / "credentials.yml")
    settings[ROOM]["allowed_origins"] = origins
    for limit in ("messages_per_minute", "sessions_per_minute", "requests_per_minute"):
        settings[ROOM][limit] = 100_000
    path = folder / "credentials.yml"
    yaml.dump(settings, path)
    return path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, intranet: Host) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("room")
    with serving(folder, credentials_for(folder, [intranet.origin])) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Visitor]]:
    """Open browsers with nothing remembered: ``visit(language="zh", width=360)``. After the test,
    none of them has asked another host for anything, and none has complained."""
    visitors: list[Visitor] = []

    def come(**wishes: object) -> Visitor:
        visitors.append(Visitor(browser, served.url, **wishes))  # type: ignore[arg-type]
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()
    for visitor in visitors:
        assert not visitor.foreign
        assert not visitor.complaints
