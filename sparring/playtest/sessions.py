"""Random sessions: one simulated trainee after the other, each with a seed of its own."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sparring.conversation import Difficulty, Setting, State, begin, take
from sparring.playtest.lines import LineIndex
from sparring.playtest.replies import Repertoire, Said
from sparring.playtest.tally import Tally
from sparring.playtest.trainees import SKILLS, Trainee
from sparring.scoring import Turn, score_turn, scorecard

# How many trainees have something that they say over and over.
HABITS = 0.3


class Rehearsal:
    """One story in one language, played over and over."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.index = LineIndex(setting, setting.language)
        repertoire = Repertoire(setting)
        self.habits = [*repertoire.looked_at, *repertoire.mistakes]
        self.trainees = {name: Trainee(repertoire, skill) for name, skill in SKILLS.items()}

    def play(
        self, skills: Sequence[str], seeds: Iterable[int], difficulties: Sequence[Difficulty]
    ) -> Tally:
        """Play a session for each seed, whose dice pick the trainee and the difficulty."""
        tally = Tally()
        for seed in seeds:
            dice = random.Random(f"{self.setting.story.id}/{self.setting.language}/{seed}")
            self._session(seed, dice.choice(skills), dice.choice(difficulties), dice, tally)
        return tally

    def _session(
        self, seed: int, skill: str, difficulty: Difficulty, dice: random.Random, tally: Tally
    ) -> None:
        setting = replace(self.setting, seed=seed, difficulty=difficulty)
        # What is worked out from the customer once holds for every session.
        vars(setting).update(demands=self.setting.demands, rubric=self.setting.rubric)
        trainee = self.trainees[skill]
        habit = dice.choice(self.habits) if self.habits and dice.random() < HABITS else None
        state, lines = begin(setting)
        tally.came_up(None, state)
        self._spoke(lines, tally)
        turns: list[Turn] = []
        steps: list[str] = []
        while state.ending is None:
            said = trainee.reply(state, turns, dice, habit)
            before = state
            state, turn = exchange(setting, state, said, turns)
            turns.append(turn)
            steps.append(said.does)
            tally.replies += 1
            tally.came_up(before, state)
            tally.marked((*turn.credits, *turn.costs))
            self._spoke(turn.response.lines, tally)
        tally.finished(scorecard(setting, state.ending, turns), steps, skill)

    def _spoke(self, lines: Iterable[str], tally: Tally) -> None:
        for line in lines:
            tally.lines.update(self.index.places(line))


def exchange(
    setting: Setting, state: State, said: Said, turns: list[Turn]
) -> tuple[State, Turn]:
    """One reply taken and scored."""
    after, response = take(setting, state, said.text, said.spans)
    return after, score_turn(setting, state, said.text, response, turns)
