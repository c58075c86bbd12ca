"""What playtests should have reached and didn't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sparring.content import Criterion
from sparring.conversation import Setting
from sparring.playtest.lines import LineIndex, Place
from sparring.playtest.replies import Repertoire
from sparring.playtest.tally import Tally
from sparring.possible import kinds_of, ways_of

# In random sessions, a wording that never came is chance unless its list was used so many times
# for each of its wordings.
SURE = 20
# Found by reading the reply, whatever the story says.
ALWAYS_POSSIBLE = ("repetition", "stuffing", "wall_of_text", "bare_word")


class Gap(NamedTuple):
    """Something that never came: what (``demand``, ``ending``, ``criterion``, ``lines``) and its
    name, with the language where that matters."""

    what: str
    name: str


def gaps_of_story(setting: Setting, tallies: Mapping[str, Tally], chance: bool) -> list[Gap]:
    """What never came in a story. ``tallies`` are by language: lines count in each, all else in any.

    ``chance``: whether the seed decides which wording of a list is picked.
    """
    together = Tally()
    for tally in tallies.values():
        together += tally
    gaps = [Gap("demand", d.id) for d in setting.story.all_demands if not together.demands[d.id]]
    gaps += [Gap("ending", e.id) for e in setting.story.endings if not together.endings[e.id]]
    gaps += [
        Gap("criterion", criterion.id)
        for criterion in expected_criteria(setting)
        if not together.criteria[criterion.id]
    ]
    for language, tally in tallies.items():
        index = LineIndex(setting, language)
        lists = {name: size for name, size in index.sizes.items() if not name.startswith("reactions.")}
        gaps += _unsaid(lists, language, tally.lines, _uses(together.lines, chance))
    return gaps


def gaps_of_reactions(
    setting: Setting, lines: Mapping[str, Counter[Place]], chance: bool
) -> list[Gap]:
    """Reactions that never came in any of a customer's stories; ``lines`` are counts by language."""
    gaps: list[Gap] = []
    together: Counter[Place] = sum(lines.values(), Counter())
    for language, counts in lines.items():
        index = LineIndex(setting, language)
        lists = {name: size for name, size in index.sizes.items() if name.startswith("reactions.")}
        gaps += _unsaid(lists, language, counts, _uses(together, chance))
    return gaps


def _uses(said: Counter[Place], chance: bool) -> Counter[str] | None:
    """How often each list was used in any language; None where chance decides nothing."""
    if not chance:
        return None
    uses: Counter[str] = Counter()
    for place, count in said.items():
        uses[place.name] += count
    return uses


def _unsaid(
    lists: Mapping[str, int], language: str, said: Counter[Place], uses: Counter[str] | None
) -> Iterator[Gap]:
    """Lists and wordings that never came in a language. Where chance decides, what came so seldom
    (by ``uses``, in any language) that it may yet come is left out."""
    for name, size in lists.items():
        places = [Place(name, number) for number in range(1, size + 1)]
        count = sum(said[place] for place in places)
        if count == 0:
            if uses is None or not 0 < uses[name] < SURE:
                yield Gap("lines", f"{name} ({language})")
        elif uses is None or count >= SURE * size:
            yield from (Gap("lines", f"{name}[{p.number}] ({language})") for p in places if not said[p])


def expected_criteria(setting: Setting) -> Iterator[Criterion]:
    """The criteria that this story can show, and the mistakes that it gives occasion for."""
    yield from setting.rubric.strategy
    kinds = kinds_of(setting.story)
    for mistake in setting.rubric.mistakes:
        if (not mistake.on or kinds & set(mistake.on)) and _has_a_way(setting, mistake):
            yield mistake


def _has_a_way(setting: Setting, criterion: Criterion) -> bool:
    if criterion.id == "misinformation":
        return Repertoire(setting).false_claim is not None
    if criterion.id == "beyond_policy" and not criterion.shown_by:
        refused = any(demand.yielded_by for demand in setting.story.all_demands)
        return refused or Repertoire(setting).forbidden_grant is not None
    if criterion.answering or criterion.id in ALWAYS_POSSIBLE:
        return True
    topics = setting.story.topics
    return any(all(p.topic is None or p.topic in topics for p in way.parts) for way in ways_of(criterion))
