"""A playtest's report, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sparring.playtest.gaps import expected_criteria
from sparring.playtest.lines import LineIndex
from sparring.playtest.run import Played, Report
from sparring.playtest.tally import Path, Tally
from sparring.playtest.trainees import SKILLS

COLOURS = {"won": "green", "partial": "yellow", "lost": "red"}


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data; scores are 0 to 100."""
    return {
        "complete": report.complete,
        "stories": [_story_data(played) for played in report.played],
        "unheard_reactions": {name: [g.name for g in gaps] for name, gaps in report.unheard.items()},
    }


def _story_data(played: Played) -> dict[str, Any]:
    tally, kinds = played.together, _kinds(played)
    return {
        "customer": played.cast.customer,
        "story": played.cast.story,
        "sessions": tally.sessions,
        "replies": tally.replies,
        "longest": tally.longest,
        "unexplored": tally.cut_off,
        "endings": [
            {
                "id": name,
                "kind": kind,
                "sessions": tally.endings[name],
                "scores": spread(tally.scores.get(name, Counter())),
                "quickest": list(tally.shortest[name].steps) if name in tally.shortest else None,
            }
            for name, kind in kinds.items()
        ],
        "median_by_skill": {name: spread(tally.by_skill[name])["median"] for name in _skills(tally)},
        "medals": dict(sorted(tally.medals.items())),
        "coverage": {
            what: {"reached": reached, "of": total} for what, reached, total in coverage(played)
        },
        "never_reached": [{"what": gap.what, "name": gap.name} for gap in played.gaps],
    }


def spread(scores: Counter[int]) -> dict[str, int | None]:
    """Lowest, middle and highest of the scores; None of none."""
    ordered = sorted(scores.elements())
    if not ordered:
        return {"min": None, "median": None, "max": None}
    return {"min": ordered[0], "median": ordered[len(ordered) // 2], "max": ordered[-1]}


def coverage(played: Played) -> Iterator[tuple[str, int, int]]:
    """What there is of each kind (demands, lines …), how much was reached and how much there is."""
    story, tally = played.setting.story, played.together
    yield "demands", sum(d.id in tally.demands for d in story.all_demands), len(story.all_demands)
    lines = wordings = 0
    for language, part in played.tallies.items():
        own = {n: size for n, size in LineIndex(played.setting, language).sizes.items() if _own(n)}
        wordings += sum(own.values())
        lines += len([place for place in part.lines if place.name in own])
    yield "lines", lines, wordings
    yield "endings", sum(e.id in tally.endings for e in story.endings), len(story.endings)
    criteria = [criterion.id for criterion in expected_criteria(played.setting)]
    yield "criteria", sum(name in tally.criteria for name in criteria), len(criteria)


def _own(name: str) -> bool:
    """Whether a list of lines is the story's own, not the customer's."""
    return not name.startswith("reactions.")


def failures(played: Played) -> Iterator[tuple[str, Path]]:
    """Each lost ending and the quickest way to it, the quickest first."""
    kinds = _kinds(played)
    lost = [(n, path) for n, path in played.together.shortest.items() if kinds[n] == "lost"]
    yield from sorted(lost, key=lambda pair: pair[1])


def _kinds(played: Played) -> dict[str, str]:
    """The story's endings with their kind, and those of the house that came."""
    setting, tally = played.setting, played.together
    endings = [*setting.story.endings, *(e for e in setting.house.endings if tally.endings[e.id])]
    return {ending.id: ending.kind for ending in endings}


def _skills(tally: Tally) -> list[str]:
    return [name for name in SKILLS if tally.by_skill.get(name)]


def show(report: Report, console: Console) -> None:
    """Print the report."""
    for played in report.played:
        _show_story(played, console)
    for name, gaps in report.unheard.items():
        if gaps:
            names = ", ".join(gap.name for gap in gaps)
            console.print(f"[dim]{escape(name)}: reactions that never came: {escape(names)}[/]", soft_wrap=True)


def _show_story(played: Played, console: Console) -> None:
    tally = played.together
    console.print(f"[bold]{played.cast.customer}/{played.cast.story}[/]  {_summary(tally)}", soft_wrap=True)
    table = Table("ending", "kind", "share", "low · mid · high", "quickest", box=None, padding=(0, 1))
    for name, kind in _kinds(played).items():
        count, scores = tally.endings[name], spread(tally.scores.get(name, Counter()))
        share = f"{100 * count / max(1, tally.sessions):.1f} %" if count else "never"
        quickest = _replies(tally.shortest[name].length) if count else ""
        figures = " · ".join(str(value) for value in scores.values()) if count else ""
        table.add_row(name, f"[{COLOURS[kind]}]{kind}[/]", share, figures, quickest)
    console.print(table)
    skills = [f"{name} {spread(tally.by_skill[name])['median']}" for name in _skills(tally)]
    if skills:
        console.print("  median score: " + " · ".join(skills), soft_wrap=True)
    reached = [f"{what} {some}/{all_}" for what, some, all_ in coverage(played)]
    console.print("  reached: " + " · ".join(reached), soft_wrap=True)
    for name, path in failures(played):
        console.print(f"  [red]fails[/] {name}: {escape(' → '.join(path.steps))}", soft_wrap=True)
    for gap in played.gaps:
        console.print(f"  [red]never reached[/] {gap.what} {escape(gap.name)}", soft_wrap=True)
    console.print()


def _summary(tally: Tally) -> str:
    if not tally.by_skill:
        left = f"{tally.cut_off} situations left unexplored" if tally.cut_off else "all explored"
        return f"{tally.replies} replies tried, {tally.sessions} ended a session, {left}"
    average = tally.replies / max(1, tally.sessions)
    return f"{tally.sessions} sessions, {average:.1f} replies on average, {tally.longest} at most"


def _replies(number: int) -> str:
    return "1 reply" if number == 1 else f"{number} replies"
