"""Facts and claims: they stand in the briefing, and each wrong figure is named once."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.content import LANGUAGES, Customer, Fact, Story, Text
from sparring.content.problems import Fault, Place
from sparring.diagnostics.briefing import in_briefing, known
from sparring.diagnostics.languages import differences
from sparring.diagnostics.pieces import pieces
from sparring.diagnostics.said import contradicted, listed, unheard_of, wrongly_said
from sparring.diagnostics.wording import Written
from sparring.figures import figures
from sparring.misinformation import claims


def figures_are_right(customer: Customer, written: Written) -> Iterator[Fault]:
    """S601, S602, S603: each wrong figure once. A fact knows better than the other language, but for
    the briefing and its own wording, where the other language shows the slip."""
    differ = list(differences(customer, written))
    unsure = {fault.place[:-1] for fault in differ}
    against = {
        fault.place[:-1]: fault
        for fault in wrongly_said(customer, written)
        if "facts" not in fault.place[2:3] or fault.place[:-1] not in unsure
    }
    yield from against.values()
    yield from (fault for fault in differ if fault.place[:-1] not in against)
    yield from (fault for fault in unheard_of(customer, written) if fault.place[:-1] not in unsure | set(against))
    for number, story in enumerate(customer.stories):
        yield from _facts_stand_in_the_briefing(story, ("their_stories", number), unsure)


def _facts_stand_in_the_briefing(story: Story, at: Place, unsure: set[Place]) -> Iterator[Fault]:
    """S602. "None" (0) needn't stand there as a figure, nor a share, which follows from prices."""
    says = {name: said for name, _, said in reversed(list(contradicted(story, at, unsure)))}
    numbers = in_briefing(story)
    for name, fact in story.facts.items():
        place = (*at, "facts", name)
        values = f"{listed([f'{value:g}' for value in fact.values], 'or')} {fact.unit}"
        there = [value for value in fact.values if known(value, fact.unit, numbers)]
        unit, said = _in_another_unit(story, fact, there)
        if name in says:
            yield Fault("S602", (*place, "values"), f"the briefing says `{says[name]}`", "correct the values, or what is said", at_key=True)
        elif said:
            message, mend = f"what is right is `{said}`, not {values}", f"write `unit: {unit}`, or correct the values"
            yield Fault("S602", (*place, "unit"), message, mend)
        elif not there and 0 not in fact.values and fact.unit != "percent":
            message = f"the briefing says nothing of {values}"
            yield Fault("S602", (*place, "values"), message, "put it into the briefing, or correct it", at_key=True)


def _in_another_unit(story: Story, fact: Fact, there: list[float]) -> tuple[str, str]:
    """The unit in which the fact's own words say its values, or in which the briefing has more of them
    than those that are ``there`` in its own; and where it says one."""
    own = [(fact.instead[language], f) for language in LANGUAGES for f in figures(fact.instead[language]) if f.value in fact.values]
    if own and fact.unit not in {figure.unit for _, figure in own}:
        text, figure = own[0]
        return figure.unit, text[figure.start : figure.end].strip()
    texts = [piece for _, piece in pieces(story.briefing) if isinstance(piece, Text)]
    found = [(text[language], figure) for text in texts for language in LANGUAGES for figure in figures(text[language])]
    for text, figure in found:
        same_unit = {other.value for _, other in found if other.unit == figure.unit} & set(fact.values)
        if figure.unit != fact.unit and figure.value in fact.values and len(same_unit) > len(there):
            return figure.unit, text[figure.start : figure.end].strip()
    return "", ""


def the_briefing_claims_nothing_wrong(customer: Customer, written: Written) -> Iterator[Fault]:
    """S602: a briefing that says in both languages what is `wrong` is right, and the claim isn't."""
    for number, story in enumerate(customer.stories):
        at = ("their_stories", number)
        for place, piece in pieces(story.briefing, (*at, "briefing")):
            if not isinstance(piece, Text):
                continue
            found = {language: list(claims(story, piece[language])) for language in LANGUAGES}
            claimed = {language: [claim for _, claim in found[language]] for language in LANGUAGES}
            for language, other in (LANGUAGES, LANGUAGES[::-1]):
                for said, claim in found[language]:
                    if claim not in claimed[other] and written((*place, other)):
                        message = f"`{said}` is one of the claims under `wrong`"
                        yield Fault("S602", (*place, language), message, claim.instead[language], said)
                    elif language == LANGUAGES[0] or not claimed[LANGUAGES[0]]:
                        there = (*at, "wrong", story.wrong.index(claim), "words", language)
                        yield Fault("S602", there, f"the briefing itself says `{said}`", "take the word out, or correct the briefing", said)


FACTS = (figures_are_right, the_briefing_claims_nothing_wrong)
