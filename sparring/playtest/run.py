"""A playtest of several stories, in as many processes as there are processors.

The work is cut into the same pieces whatever the number of processes, and pieces add up in their
order: the same playtest gives the same report on any machine.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from sparring.content import Version
from sparring.conversation import Difficulty, Setting
from sparring.playtest.gaps import Gap, gaps_of_reactions, gaps_of_story
from sparring.playtest.lines import Place
from sparring.playtest.sessions import Rehearsal
from sparring.playtest.tally import Tally
from sparring.playtest.trainees import SKILLS
from sparring.playtest.walk import LIMIT, walk
from sparring.session import Start, setting_for

PIECE = 50  # random sessions played at a time
# The usual one first; the others show what a more or less patient customer comes to say.
DIFFICULTIES: tuple[Difficulty, ...] = ("standard", "hard", "easy")
# Told what was done since the last time and what there is to do in all, in sessions or replies.
Progress = Callable[[int, int], None]


class Cast(NamedTuple):
    """A story of a customer, to be played."""

    customer: str
    story: str


class Plan(NamedTuple):
    """How to playtest.

    ``sessions`` random ones in all, from ``seed`` on, by trainees of ``skills``, each of any of the
    difficulties. With ``sessions`` None an exhaustive walk, of at most ``limit`` replies in a story,
    language and difficulty; the second difficulty is walked where the first didn't reach all.
    """

    cast: Sequence[Cast]
    languages: Sequence[str] = ("en", "zh")
    difficulties: Sequence[Difficulty] = DIFFICULTIES
    sessions: int | None = None
    seed: int = 0
    skills: Sequence[str] = tuple(SKILLS)
    limit: int = LIMIT


@dataclass
class Played:
    """What came of one story. ``tallies`` are by language; ``gaps`` is what was never reached."""

    cast: Cast
    setting: Setting
    tallies: dict[str, Tally] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def add(self, language: str, tally: Tally) -> None:
        """Add what was played in a language."""
        known = self.tallies.setdefault(language, Tally())
        known += tally

    @property
    def together(self) -> Tally:
        """The tallies of all languages as one."""
        tally = Tally()
        for part in self.tallies.values():
            tally += part
        return tally


class Report(NamedTuple):
    """What came of a playtest. ``unheard`` are reactions, by customer, that never came; they are
    no gaps: a customer has them for stories yet to be written, too."""

    played: list[Played]
    unheard: dict[str, list[Gap]]

    @property
    def complete(self) -> bool:
        return not any(played.gaps for played in self.played)


class _Piece(NamedTuple):
    """A part of the work, played in one go."""

    cast: Cast
    language: str
    difficulties: tuple[Difficulty, ...]
    skills: tuple[str, ...]
    seeds: range | None
    limit: int

    @property
    def work(self) -> int:
        """How many sessions or replies it is (at most)."""
        return self.limit if self.seeds is None else len(self.seeds)


def playtest(
    versions: dict[str, Version], plan: Plan, progress: Progress | None = None, jobs: int | None = None
) -> Report:
    """Carry out a plan with these customers; ``jobs`` None takes every processor."""
    played = {cast: Played(cast, _setting(versions, cast, "en", "standard")) for cast in plan.cast}
    chance = plan.sessions is not None
    rounds = [plan.difficulties] if chance else [[one] for one in plan.difficulties]
    with _crew(versions, jobs) as crew:
        for difficulties in rounds:
            again = [one.cast for one in played.values() if one.gaps or not one.tallies]
            pieces = list(_pieces(plan._replace(cast=again, difficulties=difficulties)))
            total = sum(piece.work for piece in pieces)
            for piece, tally in zip(pieces, crew(pieces)):
                played[piece.cast].add(piece.language, tally)
                if progress is not None:
                    progress(piece.work, total)
            for cast in again:
                played[cast].gaps = gaps_of_story(played[cast].setting, played[cast].tallies, chance)
    return Report(list(played.values()), dict(_unheard(list(played.values()), chance)))


def _unheard(played: Sequence[Played], chance: bool) -> Iterator[tuple[str, list[Gap]]]:
    by_customer: dict[str, list[Played]] = {}
    for one in played:
        by_customer.setdefault(one.cast.customer, []).append(one)
    for name, stories in by_customer.items():
        lines: dict[str, Counter[Place]] = {}
        for one in stories:
            for language, tally in one.tallies.items():
                lines.setdefault(language, Counter()).update(tally.lines)
        yield name, gaps_of_reactions(stories[0].setting, lines, chance)


def _pieces(plan: Plan) -> Iterator[_Piece]:
    skills, difficulties = tuple(plan.skills), tuple(plan.difficulties)
    scenes = [(cast, language) for cast in plan.cast for language in plan.languages]
    if plan.sessions is None:
        for cast, language in scenes:
            yield _Piece(cast, language, difficulties, skills, None, plan.limit)
        return
    for number, (cast, language) in enumerate(scenes):
        seeds = range(plan.seed + number, plan.seed + plan.sessions, len(scenes))
        for start in range(0, len(seeds), PIECE):
            yield _Piece(cast, language, difficulties, skills, seeds[start : start + PIECE], plan.limit)


@contextmanager
def _crew(
    versions: dict[str, Version], jobs: int | None
) -> Iterator[Callable[[Sequence[_Piece]], Iterable[Tally]]]:
    """Those who play pieces: processes of their own, if there are several."""
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1:
        stage = _Stage(versions)
        yield lambda pieces: map(stage.play, pieces)
        return
    with ProcessPoolExecutor(jobs, initializer=_set_up, initargs=(versions,)) as pool:
        yield lambda pieces: pool.map(_play, pieces)


class _Stage:
    """Plays pieces; what was made ready for a story is kept for its next piece."""

    def __init__(self, versions: dict[str, Version]) -> None:
        self.versions = versions
        self._rehearsals: dict[tuple[Cast, str], Rehearsal] = {}

    def play(self, piece: _Piece) -> Tally:
        if piece.seeds is None:
            (difficulty,) = piece.difficulties
            return walk(_setting(self.versions, piece.cast, piece.language, difficulty), piece.limit)
        scene = (piece.cast, piece.language)
        if scene not in self._rehearsals:
            self._rehearsals[scene] = Rehearsal(_setting(self.versions, *scene, "standard"))
        return self._rehearsals[scene].play(piece.skills, piece.seeds, piece.difficulties)


_stage: _Stage | None = None  # of a process of its own


def _set_up(versions: dict[str, Version]) -> None:
    global _stage
    _stage = _Stage(versions)


def _play(piece: _Piece) -> Tally:
    assert _stage is not None
    return _stage.play(piece)


def _setting(
    versions: dict[str, Version], cast: Cast, language: str, difficulty: Difficulty
) -> Setting:
    request = {"customer": cast.customer, "story": cast.story, "language": language}
    start = Start.parse({**request, "difficulty": difficulty, "seed": 0})
    return setting_for(versions[cast.customer], start, "")
