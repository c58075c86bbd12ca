"""What playtests reached, counted; tallies of parts of the work add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sparring.conversation import State
from sparring.playtest.lines import Place
from sparring.scoring import Mark, Scorecard


class Path(NamedTuple):
    """What replies did, one after the other. Shorter ones sort first."""

    length: int
    steps: tuple[str, ...]

    @classmethod
    def of(cls, steps: Sequence[str]) -> Path:
        return cls(len(steps), tuple(steps))


@dataclass
class Tally:
    """Counts over the sessions of one story: by demand id, ending id, criterion id and line.

    ``scores`` are the scores of finished sessions by ending, ``by_skill`` by trainee, ``medals`` by
    medal. ``shortest`` is the quickest way to each ending, ``cut_off`` the situations that a
    bounded walk left unexplored.
    """

    sessions: int = 0
    replies: int = 0
    longest: int = 0
    demands: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    criteria: Counter[str] = field(default_factory=Counter)
    lines: Counter[Place] = field(default_factory=Counter)
    medals: Counter[str] = field(default_factory=Counter)
    scores: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    by_skill: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    shortest: dict[str, Path] = field(default_factory=dict)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    cut_off: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.sessions += other.sessions
        self.replies += other.replies
        self.longest = max(self.longest, other.longest)
        self.cut_off += other.cut_off
        for name in ("demands", "endings", "criteria", "lines", "medals", "steps"):
            getattr(self, name).update(getattr(other, name))
        for name in ("scores", "by_skill"):
            for key, counts in getattr(other, name).items():
                getattr(self, name)[key].update(counts)
        for ending, path in other.shortest.items():
            self.ended_by(ending, path)
        return self

    def ended_by(self, ending: str, path: Path) -> None:
        """Remember the way to an ending if it is the shortest so far."""
        self.shortest[ending] = min(self.shortest.get(ending, path), path)

    def came_up(self, before: State | None, after: State) -> None:
        """Count the demands that are on the table now, and what they followed upon."""
        was_open = before.open if before is not None else ()
        self.demands.update(name for name in after.open if name not in was_open)
        source = was_open[0] if was_open else "start"
        target = after.open[0] if after.open else f"ending {after.ending}"
        if source != target:
            self.steps[source, target] += 1

    def marked(self, marks: Iterable[Mark]) -> None:
        """Count the criteria that a reply earned or lost points by."""
        self.criteria.update(mark.criterion for mark in marks)

    def finished(self, card: Scorecard, steps: Sequence[str], skill: str | None = None) -> None:
        """Count a session that is over."""
        self.sessions += 1
        self.longest = max(self.longest, len(steps))
        self.endings[card.ending] += 1
        self.scores[card.ending][card.score] += 1
        self.medals[card.medal or "none"] += 1
        if skill is not None:
            self.by_skill[skill][card.score] += 1
        self.ended_by(card.ending, Path.of(steps))
