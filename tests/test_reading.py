from __future__ import annotations

from collections.abc import Sequence

import pytest

from sparring.content import Answer
from sparring.examples import parse
from sparring.moves import NEVER, Span
from sparring.reading import CERTAIN, MILD, Reading, read
from tests.talk import VERSION

LANTERN = VERSION.customer.story("lantern")
TEAPOT = VERSION.customer.story("teapot")


def lantern(marked: str, **given: object) -> Reading:
    return reading(LANTERN, marked, **given)


def teapot(marked: str, **given: object) -> Reading:
    return reading(TEAPOT, marked, **given)


def reading(
    story: object,
    marked: str,
    earlier: Sequence[str] = (),
    customer_words: str = "",
    refusable: bool = True,
    closing: bool = False,
    due: Sequence[str] = (),
) -> Reading:
    example = parse(marked)
    return read(  # type: ignore[arg-type]
        story, example.text, example.spans, earlier, customer_words, refusable, closing, frozenset(due)
    )


def wrong(found: Reading) -> list[str]:
    return [found.text[f.start : f.end] for f in found.misinformation]


def beyond(found: Reading) -> list[str]:
    return [found.text[f.start : f.end] for f in found.beyond_policy]


def quote(found: Reading, answer: str, story: object = LANTERN) -> str:
    span = found.evidence(Answer.parse(answer), story)  # type: ignore[arg-type]
    return found.text[span.start : span.end]


# What it is about


def test_topics_are_those_whose_words_stand_in_the_reply() -> None:
    assert lantern("Brass, and the same for everybody. Same for every customer!").topics == {"brass", "one_price"}
    assert lantern("黄铜的，一口价").topics == {"brass", "one_price"}
    assert lantern("Hello!").topics == set()


def test_an_answer_needs_all_its_moves_and_topics() -> None:
    found = lantern("{hold_firm: I'm afraid not}, it's {describe: solid brass}")
    for answer in ("hold_firm", "about brass", "describe about brass", "hold_firm and describe about brass"):
        assert found.gives(Answer.parse(answer)), answer
    for answer in ("concede", "about oil", "describe about oil", "hold_firm and concede", "wait"):
        assert not found.gives(Answer.parse(answer)), answer


def test_only_silence_is_waiting() -> None:
    assert Reading(text="", silent=True).gives(Answer.parse("wait"))
    assert not lantern("").gives(Answer.parse("wait"))


def test_evidence_is_the_move_that_names_the_topic() -> None:
    found = lantern("{describe: It is round}, {describe: it is brass}. Lamp oil is sold apart. Ok?")
    assert quote(found, "describe about brass") == "it is brass"
    assert quote(found, "describe about oil") == "It is round"  # the topic is elsewhere in the reply
    assert quote(found, "about oil") == "Lamp oil is sold apart."
    assert quote(Reading(text="", silent=True), "wait") == ""


def test_evidence_lies_in_the_reply_whatever_its_letters() -> None:
    found = lantern("İİİİİİİİ lamp oil")
    assert quote(found, "about oil") == "İİİİİİİİ lamp oil"


# Misinformation


def test_a_wrong_figure_is_misinformation() -> None:
    found = lantern("Hello, the lantern costs ¥120, plus oil")
    assert wrong(found) == ["the lantern costs ¥120,"]
    assert found.misinformation[0].instead == {"en": "The lantern is ¥100.", "zh": "灯笼100元。"}


def test_the_right_figure_is_none() -> None:
    assert wrong(lantern("The lantern costs ¥100")) == []
    assert wrong(lantern("灯笼一百元")) == []


def test_a_figure_of_another_unit_or_about_something_else_is_none() -> None:
    assert wrong(lantern("The lantern burns 120 hours")) == []
    assert wrong(lantern("The oil costs ¥120")) == []


def test_a_figure_in_another_clause_is_none() -> None:
    assert wrong(lantern("About the lantern, oil is ¥120")) == []


def test_a_clock_time_may_mean_the_afternoon() -> None:
    assert wrong(teapot("The courier comes at 6")) == []
    assert wrong(teapot("The courier comes at 6 o'clock")) == []
    assert wrong(teapot("快递下午六点来")) == []
    assert wrong(teapot("The courier comes at 7 pm")) == ["The courier comes at 7 pm"]
    assert wrong(teapot("One moment. 7 pm is when the courier comes")) == ["7 pm is when the courier comes"]


def test_one_wrong_end_of_a_range_is_enough() -> None:
    assert wrong(teapot("The refund takes 3 to 5 days")) == ["The refund takes 3 to 5 days"]


@pytest.mark.parametrize(
    "reply",
    [
        "The lantern isn't ¥70",
        "The lantern for ¥70?",
        "灯笼70元吗",
        "I'm afraid the lantern can't be ¥70",
        "灯笼不是70元",
        "{hold_firm: the lantern at ¥70 is more than I may do}",
        "{warn: the lantern at ¥70 would be a fake}",
    ],
)
def test_what_is_denied_refused_or_asked_is_no_claim(reply: str) -> None:
    assert wrong(lantern(reply)) == []


def test_the_customers_own_figure_may_be_echoed() -> None:
    echo = "You'd like the lantern for ¥70, I see"
    assert wrong(lantern(echo)) == ["You'd like the lantern for ¥70,"]
    assert wrong(lantern(echo, customer_words="I'll take it for 70 yuan")) == []


def test_a_figure_the_customer_used_of_something_else_is_no_echo() -> None:
    claim = "The refund takes 5 days"
    assert wrong(teapot(claim, customer_words="Refund me within 5 days!")) == []
    assert wrong(teapot(claim, customer_words="I waited 5 days for that courier. And now?")) == [claim]


def test_wrong_claims_are_misinformation() -> None:
    assert wrong(teapot("It is fine porcelain, believe me")) == ["It is fine porcelain,"]
    assert wrong(teapot("It isn't porcelain")) == []
    assert wrong(teapot("是瓷的")) == ["是瓷的"]


# Beyond policy


def test_a_concession_is_beyond_policy() -> None:
    found = lantern("Well, {concede: ¥90 then}")
    assert beyond(found) == ["¥90 then"]
    assert found.offer == 90


def test_what_is_not_allowed_must_not_be_granted() -> None:
    granted = teapot("{offer_remedy: You get a second teapot}")
    assert beyond(granted) == ["You get a second teapot"]
    assert granted.beyond_policy[0].instead == {"en": "One teapot, no more.", "zh": "只换一把。"}
    assert beyond(teapot("{describe: A second teapot costs ¥60}")) == []
    assert beyond(teapot("{offer_remedy: Would you like a second teapot?}")) == []
    assert beyond(teapot("{offer_remedy: I can't send a second teapot}")) == []
    assert beyond(teapot("{offer_remedy+hold_firm: A second teapot is too much}")) == []


def test_goodwill_has_a_limit() -> None:
    assert beyond(teapot("{offer_goodwill: ¥10 back for the trouble}")) == []
    assert beyond(teapot("{offer_goodwill: ¥15 back for the trouble}")) == ["¥15 back for the trouble"]
    # What is due anyway is no goodwill.
    assert beyond(teapot("{offer_goodwill: the ¥60 and ¥10 back}")) == []


def test_a_concession_is_beyond_policy_once() -> None:
    assert beyond(teapot("{concede: ok, a second teapot for you}")) == ["a second teapot for you"]


def test_where_nothing_can_be_refused_granting_is_due() -> None:
    found = teapot("{concede: Of course, done}", refusable=False)
    assert found.moves == {"offer_remedy"}
    assert beyond(found) == []


def test_who_refuses_does_not_concede_in_the_same_words() -> None:
    same = lantern("{hold_firm+concede: ¥90 isn't possible}")
    assert same.moves == {"hold_firm"}
    assert same.offer is None


def test_beside_a_refusal_only_a_certain_concession_counts() -> None:
    text = "I can't do that. Fine, 90."
    refused = Span("hold_firm", 0, 16)
    for score, moves in ((0.7, {"hold_firm"}), (0.95, {"hold_firm", "concede"})):
        spans = [refused, Span("concede", 17, 26, score)]
        assert read(LANTERN, text, spans, (), "", True, False).moves == moves


# What is remembered of it


@pytest.mark.parametrize(
    ("reply", "offer"),
    [
        ("{concede: ok, 90 then}", 90),
        ("{concede: 90元吧}", 90),
        ("{concede: ¥95, no, ¥90}", 90),
        ("{concede: ok then}", None),
        ("{describe: the lantern is ¥100}", None),
        ("{concede: 90% of it}", None),
        ("{concede: " + "9" * 400 + " yuan}", None),
    ],
)
def test_the_offer_is_the_last_amount_granted(reply: str, offer: int | None) -> None:
    assert lantern(reply).offer == offer


def test_a_promise_is_a_commitment_with_its_time() -> None:
    assert teapot("{commit: I'll call you by 5 pm}").promise == "by 5 pm"
    assert teapot("{commit: 今天下午五点前给您回电}").promise == "今天下午五点前"
    assert teapot("{commit: I'll call you}").promise is None
    assert teapot("{describe: the courier comes by 6 pm}").promise is None
    assert teapot("{commit+cite_policy: you can return it within 15 days}").promise is None


# How it is said


def test_the_same_text_is_a_repetition_but_for_a_word() -> None:
    first = "I'm afraid the price is the same for everybody"
    assert lantern(first + "!", earlier=["Hello", first]).repeated
    assert lantern(first.upper(), earlier=[first]).repeated
    assert not lantern("The price holds for all our customers, sorry", earlier=[first]).repeated
    assert not lantern("Sure", earlier=["Sure"]).repeated


def test_breaches_are_the_never_moves_in_the_order_of_the_text() -> None:
    found = lantern("{blame: your fault}, {thank: thanks}, {insult: fool}, {blame: yours}")
    assert found.breaches == ("blame", "insult")


@pytest.mark.parametrize("move", sorted(NEVER))
def test_some_breaches_hurt(move: str) -> None:
    assert lantern(f"{{{move}: well}}").hurtful == (move not in MILD)


def test_a_doubtful_never_move_decides_nothing() -> None:
    doubtful, sure = (Span("blame", 0, 4, CERTAIN + by) for by in (-0.01, 0))
    for span, decides in ((doubtful, False), (sure, True)):
        found = read(LANTERN, "well", [span], [], "", True, False)
        assert found.breaches == ("blame",)
        assert found.hurtful == decides
        assert ("blame" in found.sure_moves) == decides
        assert found.gives(Answer.parse("blame"), surely=True) == decides


STUFFED = "{greet: Hi}! {thank: Thanks}, {apologise: sorry}, {empathise: I see}, {praise: good eye}! {farewell: Bye}!"


def test_courtesies_without_the_matter_are_stuffing() -> None:
    assert lantern(STUFFED).stuffed
    assert lantern("{thank: Thanks}, {apologise: sorry}, {empathise: I see}, {praise: good eye}").stuffed


def test_a_few_courtesies_around_the_matter_are_none() -> None:
    assert not lantern("{greet: Hi}, {thank: thanks}! {hold_firm: I'm afraid not}. {describe: It's brass}").stuffed


OPENING = "{greet: Hi}! {thank: Thanks for telling us}! {apologise: So sorry}! {empathise: What a mess}! {check_agreement: Ok}?"


def test_a_greeting_may_be_no_padding() -> None:
    warm = "{greet: Hi}! {thank: Thanks for telling us}! {apologise: So sorry}! {empathise: What a mess}! {ask_open: What happened}?"
    assert lantern(warm).stuffed
    assert not lantern(warm, due=["greet"]).stuffed


def test_the_next_steps_of_a_procedure_are_no_padding() -> None:
    warm = f"{OPENING} {{praise: Good eye}}."
    assert lantern(warm).stuffed
    assert not lantern(warm, due=["thank", "apologise", "empathise"]).stuffed


def test_a_farewell_may_be_as_warm_as_one_likes() -> None:
    assert not lantern(STUFFED, closing=True).stuffed
