"""What the tests share. Results go to a temporary database, never to the trainer's own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from sparring.content import Library
from sparring.game import Game
from sparring.servers import QUIET, ROOT
from sparring.tagger import Tagger, model_bytes

os.environ.update(QUIET)
# The same examples in every run, however slow the machine, and nothing left in the tree.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")

if TYPE_CHECKING:
    from tests.bot import Bot


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-transcripts",
        action="store_true",
        help="write tests/transcripts and the known exceptions of the ghosts as they are now",
    )
    parser.addoption(
        "--screenshots", action="store_true", help="write pictures of all pages to docs/screenshots"
    )


@pytest.fixture(scope="session", autouse=True)
def results_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the results of test sessions out of results.db."""
    with pytest.MonkeyPatch.context() as patch:
        database = tmp_path_factory.mktemp("results") / "results.db"
        patch.setenv("SPARRING_DB_URL", f"sqlite:///{database}")
        yield


@pytest.fixture(scope="session")
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether what is expected is to be written anew instead of compared."""
    return bool(request.config.getoption("--rewrite-transcripts"))


@pytest.fixture(scope="session")
def models() -> Path:
    return ROOT / "models"


@pytest.fixture(scope="session")
def tagger(models: Path) -> Tagger:
    return Tagger.load(model_bytes(models))


@pytest.fixture(scope="session")
def game() -> Game:
    return Game(Library())


@pytest.fixture(scope="session")
def corner_shop() -> Game:
    """The game with one invented customer, whose lines say which list they come from."""
    return Game(Library(ROOT / "tests" / "data"))


@pytest.fixture(scope="session")
def bot(models: Path) -> Iterator[Bot]:
    """Rasa with the trained model; imported only here, for it takes seconds."""
    with warnings.catch_warnings(record=True):  # what TensorFlow and others say while they load
        from tests.bot import Bot

    with Bot(models / "sparring.tar.gz") as bot:
        yield bot
