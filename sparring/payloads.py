"""What the bot sends besides words: the ``custom`` payloads of design §5."""

from __future__ import annotations

from typing import Any

from sparring.content import Entry as Card
from sparring.conversation import Setting, find_ending
from sparring.scoring import Mark, Scorecard, Turn
from sparring.session import Play, Saved

Payload = dict[str, Any]


def _common(saved: Saved, setting: Setting) -> Payload:
    return {
        "session": saved.id,
        "customer": setting.customer.id,
        "story": setting.story.id,
        "language": setting.language,
        "difficulty": setting.difficulty,
    }


def briefing(saved: Saved, setting: Setting) -> Payload:
    """The facts the trainee may rely on."""
    language, story = setting.language, setting.story

    def cards(entries: list[Card]) -> list[dict[str, str]]:
        return [{"label": e.label[language], "value": e.value[language]} for e in entries]

    return {
        "type": "briefing",
        **_common(saved, setting),
        "content_version": saved.content_version,
        "facts": {
            "name": setting.customer.name[language],
            "character": setting.customer.character[language],
            "title": story.title[language],
            "stage": story.stage,
            "clock": story.clock,
            "task": story.briefing.task[language],
            "product": cards(story.briefing.product),
            "order": cards(story.briefing.order),
            "policies": [text[language] for text in story.briefing.policies],
            "truth": [text[language] for text in story.briefing.truth],
            "you_may": story.briefing.you_may[language],
        },
    }


def criteria(setting: Setting) -> dict[str, Payload]:
    """What the trainee is scored by, by id: what the marks of a turn stand for."""
    language = setting.language
    return {
        criterion.id: {
            "title": criterion.title[language],
            "points": criterion.points,
            "reason": criterion.reason[language],
            "tip": criterion.tip[language],
            "example": criterion.example[language],
        }
        for part in setting.rubric
        for criterion in part
    }


def turn(turn: Turn) -> Payload:
    """One reply scored; offsets count the characters of the trainee's reply."""
    response = turn.response
    return {
        "type": "turn",
        "turn": turn.number,
        "moves": [
            {"move": span.move, "start": span.start, "end": span.end}
            for span in response.reading.spans
        ],
        "verdict": turn.verdict,
        "mood": response.mood,
        "patience": response.patience / 100,
        "credits": [_credit(mark) for mark in turn.credits],
        "costs": [_credit(mark) | {"instead": mark.instead} for mark in turn.costs],
        "silent": not response.lines,
        "over": response.ending is not None,
    }


def _credit(mark: Mark) -> Payload:
    return {
        "criterion": mark.criterion,
        "points": mark.points,
        "start": mark.start,
        "end": mark.end,
    }


def scorecard(saved: Saved, play: Play, card: Scorecard) -> Payload:
    """The session's result, every point with the trainee's own words."""
    setting, language = play.setting, play.setting.language
    ending = find_ending(setting, card.ending)
    return {
        "type": "scorecard",
        **_common(saved, setting),
        "seed": setting.seed,
        "content_version": saved.content_version,
        "score": card.score,
        "medal": card.medal,
        "ending": {
            "id": ending.id,
            "title": ending.title[language],
            "kind": ending.kind,
            "story": ending.story[language],
        },
        "turns": len(play.turns),
        "retries": saved.retries,
        "criteria": [
            {
                "id": result.criterion.id,
                "title": result.criterion.title[language],
                "points": result.points,
                "max": max(0, result.criterion.limit),
                "status": result.status,
                "evidence": [
                    {
                        "turn": number,
                        "start": mark.start,
                        "end": mark.end,
                        "quote": (play.turns[number - 1].reply or "")[mark.start : mark.end],
                    }
                    for number, mark in result.evidence
                ],
                "reason": result.criterion.reason[language],
                "tip": result.criterion.tip[language],
                "example": result.criterion.example[language],
            }
            for result in card.results
        ],
    }
