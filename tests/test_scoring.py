from __future__ import annotations

from dataclasses import replace

import pytest

from sparring.coach import hint
from sparring.content import Criterion
from sparring.moves import NEVER
from sparring.rubric import rubric
from sparring.scoring import CAPS, MEDALS, WALL, Mark, Turn, scorecard
from tests.talk import VERSION, Talk, setting

RUBRIC = rubric(VERSION.customer, VERSION.house)
CRITERIA = {criterion.id: criterion for part in RUBRIC for criterion in part}
HOLD = "{hold_firm: I'm afraid the price stays as it is}"
BRASS = "{describe: It is solid brass through and through}"
NO_GIFT = "{hold_firm: No gifts here, sadly}"
OPEN = "{ask_open: How did it arrive?}"
CAUSE = "{explain: It went without straw}"


def criterion(name: str) -> Criterion:
    return CRITERIA[name]


def credit(turn: Turn) -> dict[str, int]:
    return {mark.criterion: mark.points for mark in turn.credits}


def cost(turn: Turn) -> dict[str, int]:
    return {mark.criterion: mark.points for mark in turn.costs}


def quotes(turn: Turn) -> dict[str, str]:
    assert turn.reply is not None
    return {mark.criterion: turn.reply[mark.start : mark.end] for mark in (*turn.credits, *turn.costs)}


# The rubric


def test_the_customers_criteria_take_the_place_of_the_houses() -> None:
    assert criterion("repetition").points == -7
    ids = [criterion.id for part in RUBRIC for criterion in part]
    assert len(ids) == len(set(ids))
    assert {"greeting", "hold"} <= {c.id for c in RUBRIC.strategy}
    assert {"insult", "wavering"} <= {c.id for c in RUBRIC.mistakes}


# What is earned


def test_a_criterion_is_earned_with_the_words_that_show_it() -> None:
    turn = Talk().say(f"Well. {HOLD}. {BRASS}")
    assert credit(turn)["hold"] == criterion("hold").points
    assert quotes(turn)["hold"] == "I'm afraid the price stays as it is"
    assert quotes(turn)["worth"] == "It is solid brass through and through"


def test_once_means_once_in_a_session() -> None:
    talk = Talk("teapot")
    assert "cause" in credit(talk.say(OPEN, CAUSE))
    assert "cause" not in credit(talk.say("{explain: As I said, the straw was missing}, {offer_remedy: so a new one}"))


def test_each_time_means_up_to_the_limit() -> None:
    talk = Talk("lantern")
    said = ("{empathise: I see}", "{empathise: I understand}", "{empathise: I feel with you}")
    earned = [credit(talk.say(text)).get("warmth", 0) for text in said]
    assert earned == [3, 3, 0]
    assert sum(earned) == criterion("warmth").limit


def test_the_last_credit_is_what_is_left() -> None:
    talk = Talk()
    talk.say(f"{HOLD}. {BRASS}")
    first = talk.play.turns[0]
    almost = replace(first, credits=(Mark("hold", criterion("hold").limit - 3, 0, 1),))
    talk.play.turns = (almost,)
    assert credit(talk.say(NO_GIFT))["hold"] == 3


def test_a_criterion_holds_for_its_kind_of_demand() -> None:
    talk = Talk("teapot")
    assert "hold" not in credit(talk.say("{hold_firm: I'm afraid not}, " + OPEN))


def test_only_the_first_reply_can_open_warmly() -> None:
    assert "greeting" in credit(Talk().say("{greet: Hello}! " + HOLD))
    talk = Talk()
    talk.say(HOLD)
    assert "greeting" not in credit(talk.say("{greet: Hello}! " + BRASS))


def test_settling_a_demand_is_earned_whatever_the_moves() -> None:
    points = criterion("answers_the_point").points
    assert credit(Talk().say(HOLD))["answers_the_point"] == points
    both = Talk().say(f"{HOLD}. {BRASS}")
    assert credit(both)["answers_the_point"] == 2 * points
    assert "answers_the_point" not in credit(Talk().say("{justify_value: It lasts for years}"))


def test_a_warm_close_counts_at_the_close() -> None:
    talk = Talk("lantern")
    talk.say(f"{HOLD}. {BRASS}. {{thank: thanks}}", NO_GIFT, "There is lamp oil")
    assert "warm_close" not in {mark.criterion for turn in talk.play.turns for mark in turn.credits}
    assert "warm_close" in credit(talk.say("{farewell: All the best}"))


def test_waiting_can_be_right() -> None:
    talk = Talk("teapot")
    turn = talk.wait()
    assert credit(turn)["waiting"] == criterion("waiting").points
    assert turn.credits[0][2:4] == (0, 0)
    assert turn.costs == ()


# What earns nothing


def test_an_evasive_reply_earns_little() -> None:
    talk = Talk()
    talk.say(HOLD)
    turn = talk.say("{justify_value: It lasts for years}, {empathise: I see}")
    assert turn.response.answer == "dodged"
    assert set(credit(turn)) == {"warmth", "courtesy"}


@pytest.mark.parametrize("move", sorted(NEVER - {"overpromise", "disparage"}))
def test_a_hurtful_reply_earns_nothing(move: str) -> None:
    turn = Talk(difficulty="easy").say(f"{HOLD}. {BRASS}. {{{move}: hm}}")
    assert turn.credits == ()
    assert cost(turn)[move] == criterion(move).points


@pytest.mark.parametrize("move", ["overpromise", "disparage"])
def test_a_slip_costs_but_the_rest_counts(move: str) -> None:
    turn = Talk().say(f"{HOLD}. {BRASS}. {{{move}: hm}}")
    assert "hold" in credit(turn)
    assert cost(turn) == {move: criterion(move).points}


def test_a_repeated_reply_earns_nothing() -> None:
    talk = Talk()
    turn = talk.say(HOLD, HOLD)
    assert turn.credits == ()
    assert cost(turn) == {"repetition": -7}


def test_a_stuffed_reply_earns_nothing() -> None:
    turn = Talk().say("{greet: Hi}! {thank: Thanks}! {apologise: Sorry}! {empathise: I see}! {praise: Wow}! " + HOLD)
    assert turn.credits == ()
    assert set(cost(turn)) == {"stuffing"}


# What is lost


def test_misinformation_costs_with_the_right_words_beside_it() -> None:
    turn = Talk().say(f"{HOLD}. {BRASS}. The lantern is ¥120")
    assert cost(turn) == {"misinformation": criterion("misinformation").points}
    assert quotes(turn)["misinformation"] == "The lantern is ¥120"
    assert turn.costs[0].instead == "The lantern is ¥100."


def test_beyond_policy_costs_also_where_nothing_more_is_known() -> None:
    turn = Talk().say("{concede: 90 then}")
    assert "beyond_policy" in cost(turn)
    assert turn.costs[-1].instead == criterion("beyond_policy").example.en


def test_what_is_better_said_is_in_the_language_of_the_session() -> None:
    (mark,) = Talk(language="zh").say("{hold_firm: 实在不能少了}，{describe: 黄铜的}。灯笼120元").costs
    assert mark.instead == "灯笼100元。"


def test_costs_have_a_limit() -> None:
    talk = Talk("lantern", difficulty="easy")
    said = ("{overpromise: It lasts for ever}", "{overpromise: Never breaks}", "{overpromise: A hundred percent}")
    lost = [cost(talk.say(text)).get("overpromise", 0) for text in said]
    assert sum(lost) == criterion("overpromise").limit
    assert lost[-1] == 0


def test_a_mistake_holds_for_its_kind_of_demand() -> None:
    wavering = "{ask_to_wait: Let me ask}"
    assert cost(Talk("lantern").say(wavering)) == {"wavering": -5}
    assert cost(Talk("teapot").say(wavering)) == {}


def test_the_last_cost_is_what_is_left() -> None:
    talk = Talk("lantern")
    lost = [cost(talk.say(f"{{ask_to_wait: {text}}}")).get("wavering", 0) for text in ("Let me ask", "One moment")]
    assert lost == [-5, -3]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [("ok", "bare_word"), ("好", "bare_word"), ("哦哦", "bare_word"), ("!", "bare_word"),
     ("word " * (WALL["en"] // 5 + 1), "wall_of_text"), ("字，" * (WALL["zh"] // 2 + 1), "wall_of_text")],
)  # fmt: skip
def test_too_little_and_too_much(text: str, mistake: str) -> None:
    turn = Talk().say(text)
    assert mistake in cost(turn)
    assert quotes(turn)[mistake] == turn.reply


@pytest.mark.parametrize("text", ["oh well", "可以的", "word " * 100, "字，" * 100])
def test_what_is_neither(text: str) -> None:
    assert not {"bare_word", "wall_of_text"} & set(cost(Talk().say(text)))


def test_silence_costs_no_points() -> None:
    assert Talk("lantern").wait().costs == ()


# Verdicts


def test_verdicts() -> None:
    good = Talk().say(f"{HOLD}. {BRASS}")
    fair = Talk().say(HOLD)
    poor = Talk().say("What a day it is")
    assert [turn.verdict for turn in (good, fair, poor)] == ["good", "fair", "poor"]


@pytest.mark.parametrize("text", ["{blame: your fault}", "The lantern is ¥120", "{concede: ok, 90}"])
def test_a_breach_is_a_breach_whatever_else_is_said(text: str) -> None:
    assert Talk().say(f"{HOLD}! {BRASS}! {text}").verdict == "breach"


def test_silence_is_fair_where_they_are_silent() -> None:
    assert Talk("teapot").wait().verdict == "fair"
    assert Talk("lantern").wait().verdict == "poor"


# The scorecard


def turns(points: int, cost: int = 0, never: bool = False) -> list[Turn]:
    """Two turns that earned and cost so much."""
    talk = Talk()
    talk.say(HOLD, "{overpromise: it lasts for ever}" if never else BRASS)
    first, second = talk.play.turns
    costs = (Mark("wavering", cost, 0, 1, "…"),) if cost else ()
    return [replace(first, credits=(Mark("hold", points, 0, 1),), costs=costs), replace(second, credits=(), costs=())]


@pytest.mark.parametrize(("points", "medal"), [(100, "gold"), (85, "gold"), (84, "silver"), (70, "silver"),
                                               (69, "bronze"), (55, "bronze"), (54, None), (0, None)])  # fmt: skip
def test_medals(points: int, medal: str | None) -> None:
    card = scorecard(setting(), "buys", turns(points))
    assert (card.score, card.medal, card.kind) == (points, medal, "won")


def test_gold_needs_a_session_without_a_never_move() -> None:
    assert MEDALS[0] == ("gold", 85)
    card = scorecard(setting(), "buys", turns(95, never=True))
    assert (card.score, card.medal) == (95, "silver")


@pytest.mark.parametrize(("ending", "kind"), [("buys", "won"), ("wanders_off", "partial"), ("emptied", "lost")])
def test_the_ending_caps_the_score(ending: str, kind: str) -> None:
    card = scorecard(setting(), ending, turns(120))
    assert (card.score, card.kind) == (CAPS[kind], kind)


def test_a_lost_customer_leaves_no_medal_and_a_half_won_one_no_gold() -> None:
    assert CAPS["lost"] < min(least for _, least in MEDALS)
    assert CAPS["partial"] < MEDALS[0][1]


def test_civil_mistakes_leave_half_of_what_was_earned() -> None:
    assert scorecard(setting(), "buys", turns(80, cost=-30)).score == 50
    assert scorecard(setting(), "buys", turns(80, cost=-200)).score == 40


def test_rudeness_leaves_less() -> None:
    assert scorecard(setting(), "buys", turns(80, cost=-200, never=True)).score == 20


def test_a_session_without_replies_scores_nothing() -> None:
    card = scorecard(setting(), "walked_out", [])
    assert (card.score, card.medal) == (0, None)
    assert {result.status for result in card.results} == {"missed"}


def test_statuses() -> None:
    talk = Talk()
    talk.say("{greet: Hello}! {blame: It's your fault}", f"{HOLD}. {BRASS}", NO_GIFT)
    card = scorecard(talk.play.setting, "buys", talk.play.turns)
    status = {result.criterion.id: result.status for result in card.results}
    assert status["blame"] == "broken"
    assert status["hold"] == "met"
    assert status["greeting"] == "missed"
    assert status["courtesy"] == "partly"
    assert "insult" not in status  # mistakes that weren't made aren't listed


def test_partly_is_less_than_three_quarters() -> None:
    for points, status in ((14, "partly"), (15, "met"), (1, "partly"), (0, "missed")):
        card = scorecard(setting(), "buys", turns(points))
        assert {r.criterion.id: r.status for r in card.results}["hold"] == status


def test_the_scorecard_adds_up() -> None:
    talk = Talk()
    talk.say(f"{{greet: Hello}}! {HOLD}. {BRASS}", NO_GIFT, "There is lamp oil", "{farewell: All the best}")
    assert talk.play.ended == "buys"
    card = talk.play.scorecard()
    marks = [mark for turn in talk.play.turns for mark in (*turn.credits, *turn.costs)]
    assert card.score == sum(mark.points for mark in marks) == sum(result.points for result in card.results)
    assert sorted(mark for result in card.results for _, mark in result.evidence) == sorted(marks)


def test_every_quote_is_verbatim() -> None:
    talk = Talk("teapot")
    talk.say("{greet: Hi}! {ask_open: How did it arrive?}")
    assert set(quotes(talk.play.turns[-1]).values()) == {"Hi", "How did it arrive?"}
    talk.say("İİ {explain: 没垫稻草}。 😀")
    assert set(quotes(talk.play.turns[-1]).values()) == {"没垫稻草"}
    talk.say("Well, {offer_goodwill: ¥15 for you}. 5 pm is when the courier comes")
    assert quotes(talk.play.turns[-1])["beyond_policy"] == "¥15 for you."
    assert quotes(talk.play.turns[-1])["misinformation"] == "5 pm is when the courier comes"
    card = scorecard(talk.play.setting, "left", talk.play.turns)
    for result in card.results:
        for number, mark in result.evidence:
            assert talk.play.turns[number - 1].reply[mark.start : mark.end].strip()  # type: ignore[index]


# The coach


def test_the_coach_names_what_to_mend() -> None:
    talk = Talk()
    talk.say("{blame: your own fault}")
    assert talk.play.coaching[-1].startswith(f"✗ {criterion('blame').points} {criterion('blame').title.en}")


def test_the_coach_counts_what_was_earned_beside_a_slip() -> None:
    talk = Talk()
    turn = talk.say(f"{HOLD}. {BRASS}. {{overpromise: It will never break}}")
    gained, cost = sum(credit(turn).values()), min(mark.points for mark in turn.costs)
    assert talk.play.coaching[-1].startswith(f"✓ +{gained} ✗ {cost} ")


def test_the_coach_names_what_was_good() -> None:
    talk = Talk()
    turn = talk.say(f"{HOLD}. {BRASS}")
    assert talk.play.coaching[-1].startswith(f"✓ +{sum(credit(turn).values())} ")
    assert criterion("hold").title.en in talk.play.coaching[-1]


def test_the_coach_says_what_is_due_after_an_evasion() -> None:
    talk = Talk()
    talk.say("The weather is fine", "And the sea is blue")
    assert any("price: the hint." in line for line in talk.play.coaching)


def test_the_coach_does_not_say_the_same_twice() -> None:
    talk = Talk("lantern", difficulty="easy")
    talk.say("The weather is fine", "And the sea is blue", "And the sky is too", "Cats are soft")
    assert len(set(talk.play.coaching)) == len(talk.play.coaching)


def test_hints_show_a_wording_where_a_criterion_has_one() -> None:
    talk = Talk()
    text = hint(talk.play.setting, talk.play.state, talk.play.turns)
    assert text.en == "price: the hint. For instance: “Hold the price: the example.”"
    assert text.zh.startswith("price的提示。")


def test_hints_do_without_one_otherwise() -> None:
    talk = Talk("lantern")
    talk.say(f"{HOLD}. {BRASS}", NO_GIFT)
    assert hint(talk.play.setting, talk.play.state, talk.play.turns).en == "oil: the hint."
