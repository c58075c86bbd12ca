"""The game as a trainee meets it: each command makes a session go on and says something.

Both hosts, Rasa's actions and the terminal, call these functions and only differ in how they show
what comes out. A session between commands is a ``Saved``; nothing else is remembered.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sparring import coach, payloads, texts
from sparring.clauses import encodable
from sparring.content import ContentError, Library
from sparring.moves import Span
from sparring.session import Entry, Play, Saved, Start, StartError, setting_for
from sparring.wording import say

Role = Literal["system", "briefing", "customer", "coach", "scorecard"]


class Message(NamedTuple):
    """Something shown to the trainee: words, a payload for programs, or both.

    ``buttons`` are (title, command) pairs.
    """

    role: Role
    text: str | None = None
    payload: dict[str, Any] | None = None
    buttons: tuple[tuple[str, str], ...] = ()


class Refused(ValueError):
    """A command that can't be followed; the message is a clear line in the trainee's language."""


class Game:
    """The commands, over a library of customers."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def menu(self, language: str = "en") -> list[Message]:
        """All customers and stories, as buttons that start them."""
        buttons = []
        for customer in (version.customer for version in self.library.versions()):
            for story in customer.stories:
                start = {"customer": customer.id, "story": story.id, "language": language}
                title = f"{customer.name[language]} · {story.title[language]}"
                buttons.append((title, "/start" + json.dumps(start, separators=(",", ":"))))
        other = "en" if language == "zh" else "zh"
        switch = (say("other_language", language), '/menu{"language":"' + other + '"}')
        return [Message("system", say("menu", language), buttons=(*buttons, switch))]

    def start(self, session_id: str, arguments: Any) -> tuple[Saved, list[Message]]:
        """Begin a session; raises Refused for an unknown customer, story or setting."""
        language = arguments.get("language") if isinstance(arguments, dict) else None
        try:
            start = Start.parse(arguments)
            version = self.library.version(start.customer)
            setting = setting_for(version, start, session_id)
        except (StartError, ContentError) as error:
            known = language if language in ("en", "zh") else "en"
            raise Refused(say("cannot_start", known, problem=error)) from error
        self.library.keep(version)
        start = start.copy(update={"story": setting.story.id, "seed": setting.seed})
        saved = Saved(session_id, start, version.content_version)
        play = self.play(saved)
        briefing = payloads.briefing(saved, setting)
        messages = [Message("briefing", texts.briefing(briefing), briefing)]
        return saved, messages + _spoken(play.opening, setting.language)

    def play(self, saved: Saved) -> Play:
        """The session as it stands, from its history."""
        version = self.library.version(saved.start.customer, saved.content_version)
        play = _replay(self.library, saved.id, saved.start.json(), version.content_version, saved.history)
        return play.end() if saved.ended else play

    def reply(
        self,
        saved: Saved,
        text: str | None,
        spans: Sequence[Span] = (),
        seconds: float | None = None,
        typing: float | None = None,
    ) -> tuple[Saved, list[Message]]:
        """Answer the customer; ``text`` None is a silent turn. Raises Refused after the end."""
        before = self.play(saved)
        if before.over:
            raise Refused(say("session_over", saved.start.language))
        entry = Entry(None if text is None else encodable(text), tuple(spans), seconds, typing)
        saved = saved._replace(history=(*saved.history, entry))
        play = self.play(saved)
        turn = play.turns[-1]
        messages = [Message("system", payload=payloads.turn(turn))]
        if saved.start.coach:
            line = say("coach", saved.start.language, line=play.coaching[-1])
            messages.append(Message("coach", line))
        messages += _spoken(turn.response.lines, saved.start.language, quiet=not play.over)
        if play.over:
            messages.append(self._result(saved, play))
        return saved, messages

    def hint(self, saved: Saved) -> list[Message]:
        """What a gold-medal agent would aim at now."""
        play = self.play(saved)
        if play.over:
            raise Refused(say("session_over", saved.start.language))
        text = coach.hint(play.setting, play.state, play.turns)
        language = saved.start.language
        return [Message("coach", say("hint", language, hint=text[language]))]

    def retry(self, saved: Saved) -> tuple[Saved, list[Message]]:
        """Take the last exchange back, also the one that ended the session."""
        language = saved.start.language
        if not saved.history:
            raise Refused(say("nothing_to_retry", language))
        saved = saved._replace(
            history=saved.history[:-1], retries=saved.retries + 1, ended=False
        )
        words = self.play(saved).last_words
        if not words:
            return saved, [Message("system", say("retry_silence", language))]
        return saved, [
            Message("system", say("retry", language)),
            *_spoken(words.split("\n"), language),
        ]

    def end(self, saved: Saved) -> tuple[Saved, list[Message]]:
        """Close the session now, with its scorecard."""
        if self.play(saved).over:
            raise Refused(say("session_over", saved.start.language))
        saved = saved._replace(ended=True)
        return saved, [self._result(saved, self.play(saved))]

    def _result(self, saved: Saved, play: Play) -> Message:
        payload = payloads.scorecard(saved, play, play.scorecard())
        return Message("scorecard", texts.scorecard(payload), payload)


def _spoken(lines: Sequence[str], language: str, quiet: bool = True) -> list[Message]:
    if not lines:
        return [Message("system", say("silence", language))] if quiet else []
    return [Message("customer", line) for line in lines]


@lru_cache(maxsize=2048)
def _replay(
    library: Library, session_id: str, start: str, content_version: str, history: tuple[Entry, ...]
) -> Play:
    """Play a history; each step is remembered, so that a running session costs one step a turn."""
    if history:
        earlier = _replay(library, session_id, start, content_version, history[:-1])
        # Over before its history is: the customer's file was changed meanwhile.
        return earlier if earlier.over else earlier.reply(history[-1])
    request = Start.parse_raw(start)
    version = library.version(request.customer, content_version)
    return Play.begin(setting_for(version, request, session_id))
