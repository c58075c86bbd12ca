"""What the invented customer of tests/data/corner_shop.yml says tells which of their lines it is."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sparring.content import Lines, Moods
from sparring.conversation import (
    GRAVITY,
    LEVELS,
    MAX_REPLIES,
    Difficulty,
    State,
    _fresh,
    begin,
    closing_ending,
    mood,
    take,
)
from sparring.moves import NEVER, Span
from tests.talk import VERSION, Talk, setting, story

TEMPER = VERSION.customer.temper
EVERY_LEVEL: tuple[Difficulty, ...] = ("easy", "standard", "hard")
HOLD = "{hold_firm: I'm afraid the price stays as it is}"
BRASS = "{describe: It is solid brass through and through}"
CHAT = "What a day it is"
# Each is new to the customer, and says nothing about what they asked.
CHATTER = [f"{word} and nothing else" for word in ("Clouds", "Trains", "Soup", "Football", "Music", "Cats")]


# Opening


def test_the_customer_opens_with_the_first_demand_and_what_goes_with_it() -> None:
    talk = Talk("lantern")
    assert talk.heard == ["price says"]
    assert talk.open == ("price", "material")


def test_a_silent_customer_opens_with_nothing() -> None:
    talk = Talk("teapot")
    assert talk.play.opening == ()
    assert talk.open == ("hush",)
    assert talk.play.last_words == ""


def test_the_language_is_the_one_asked_for() -> None:
    assert re.search("[甲乙丙丁]", Talk("lantern", language="zh").play.opening[0])
    assert re.search("[1-4]", Talk("lantern", language="en").play.opening[0])


# The kinds of answer


def test_answered() -> None:
    talk = Talk("lantern")
    turn = talk.say(f"{HOLD}. {BRASS}")
    assert talk.answers == {"price": "answered", "material": "answered"}
    assert turn.response.answer == "answered"
    assert talk.heard == ["material when_answered", "gift says"]
    assert talk.open == ("gift",)


def test_answered_without_words_of_its_own_gets_the_usual_reaction() -> None:
    talk = Talk("teapot")
    talk.say("{ask_open: How did it arrive?}", "{explain: It went without straw}")
    assert talk.heard == ["answered calm", "way_out says"]


def test_partly_where_one_of_two_is_answered() -> None:
    talk = Talk("lantern")
    turn = talk.say(BRASS)
    assert talk.answers == {"price": "dodged", "material": "answered"}
    assert turn.response.answer == "partly"
    assert talk.heard == ["partly", "price again calm"]


def test_partly_where_the_demand_says_so() -> None:
    talk = Talk("teapot")
    talk.say("{ask_open: How did it arrive?}")
    turn = talk.say("{apologise: I'm so sorry}")
    assert (talk.answers, turn.response.answer) == ({"why": "partly"}, "partly")
    assert talk.heard == ["partly", "why again calm"]


def test_dodged() -> None:
    talk = Talk("lantern")
    turn = talk.say(CHAT)
    assert turn.response.answer == "dodged"
    assert talk.heard == ["dodged calm", "price again calm"]


def test_a_first_hello_evades_nothing_yet() -> None:
    talk = Talk("lantern")
    assert talk.say("{greet: Hello and welcome}").response.answer == "partly"
    assert talk.say("{greet: Hello once more}").response.answer == "dodged"


def test_yielded() -> None:
    talk = Talk("lantern")
    turn = talk.say("{concede: 90 then}")
    assert turn.response.answer == "yielded"
    assert talk.heard == ["price when_yielded", "more says"]


def test_yielded_without_words_of_its_own() -> None:
    talk = Talk("lantern")
    talk.say(f"{HOLD}. {BRASS}", "{concede: you get it}")
    assert talk.heard == ["yielded", "more says"]


def test_repeated() -> None:
    talk = Talk("lantern")
    talk.say(HOLD)
    turn = talk.say(HOLD)
    assert turn.response.answer == "repeated"
    assert talk.heard == ["repeated", "gift says"]


def test_silent() -> None:
    talk = Talk("lantern")
    turn = talk.wait()
    assert turn.response.answer == "silent"
    assert talk.heard == ["silent", "price again calm"]
    assert turn.reply is None


def test_stuffed() -> None:
    talk = Talk("lantern")
    turn = talk.say("{greet: Hi}! {thank: Thanks}! {apologise: Sorry}! {empathise: I see}! {praise: Wow}!")
    assert turn.response.answer == "dodged"
    assert talk.heard == ["stuffed", "price again calm"]


def test_misinformation_is_noticed() -> None:
    talk = Talk("lantern")
    talk.say(f"{HOLD}. The lantern is ¥120. {BRASS}")
    assert talk.answers == {"price": "answered", "material": "answered"}
    assert talk.heard == ["misinformation", "gift says"]


@pytest.mark.parametrize("move", sorted(NEVER))
def test_every_breach_has_its_reaction(move: str) -> None:
    talk = Talk("lantern", difficulty="easy")
    turn = talk.say(f"{{{move}: well}}. {BRASS}")
    assert talk.heard == [move, "price again calm"]
    assert turn.response.answer == ("partly" if move in ("overpromise", "disparage") else "hurt")


def test_the_worst_breach_is_answered_first() -> None:
    assert set(GRAVITY) == NEVER
    talk = Talk("lantern", difficulty="easy")
    talk.say("{overpromise: it lasts for ever}, {insult: you fool}, {blame: your fault}")
    assert talk.heard[0] == "insult"


# Demands


def test_demands_come_back_sharper_and_are_given_up() -> None:
    talk = Talk("lantern")
    price = []
    for reply in [BRASS, *CHATTER[:3]]:
        talk.say(reply)
        price.append(talk.heard[-1])
    assert price == ["price again calm", "price again calm", "gift says", "gift again heated"]
    assert talk.play.state.dropped == ("price",)


def test_heated_words_follow_the_mood() -> None:
    talk = Talk("lantern")
    talk.say(BRASS, *CHATTER[:2])
    assert talk.play.state.patience > 35
    talk.say(CHATTER[2])
    assert talk.play.state.patience <= 35
    assert talk.heard == ["dodged heated", "gift again heated"]


def test_a_demand_left_for_later_waits_for_its_turn() -> None:
    talk = Talk("lantern")
    talk.say(HOLD)
    assert talk.heard == ["partly", "material again calm"]
    assert talk.play.state.asked["material"] == 2


def test_a_demand_without_presses_is_put_once() -> None:
    talk = Talk("lantern")
    talk.say(f"{HOLD}. {BRASS}", "{hold_firm: No gifts here, sadly}", "There's lamp oil")
    assert talk.heard[-1] == "goodbye says"
    talk.say(CHAT)
    assert talk.play.ended == "buys"


def test_early_demands_can_be_settled_before_they_come_up() -> None:
    talk = Talk("lantern")
    talk.say(f"{HOLD}. {BRASS}. And there is lamp oil with it")
    assert talk.answers["oil"] == "answered"
    talk.say("{hold_firm: No gifts here, sadly}")
    assert talk.heard[-1] == "goodbye says"


def test_only_early_demands_can() -> None:
    talk = Talk("teapot")
    talk.say("{explain: It went without straw}")
    assert "why" not in talk.answers
    assert talk.open == ("hush",)


def test_a_farewell_closes_nothing_while_more_is_to_come() -> None:
    talk = Talk("lantern")
    talk.say("{farewell: Have a nice day}")
    assert "goodbye" not in talk.answers
    talk.say(f"{HOLD}. {BRASS}", "{hold_firm: No gifts here, sadly}", "There's lamp oil. {farewell: Have a nice day}")
    assert talk.answers == {"oil": "answered", "goodbye": "answered"}
    assert talk.play.over


def test_demands_come_up_only_if_their_condition_holds() -> None:
    firm, lavish = Talk("lantern"), Talk("lantern")
    firm.say(f"{HOLD}. {BRASS}")
    lavish.say(f"{{concede: 90 then}}. {BRASS}", "{hold_firm: That is as far as it goes}")
    assert firm.open == ("gift",)
    assert lavish.open == ("oil",)


def test_conditions_know_what_was_said() -> None:
    plain, praising = Talk("teapot"), Talk("teapot")
    solved = ("{ask_open: How did it arrive?}", "{explain: It went without straw}",
              "{offer_choice: A new one or money back?} {commit: By 6 pm}", "{hold_firm: Not both, sorry}")  # fmt: skip
    plain.say(*solved)
    praising.say(*solved[:-1], "{hold_firm: Not both}, {praise: good try}")
    assert plain.open == ("pause",)
    assert praising.open == ("goodbye",)


def test_what_has_no_words_for_coming_first_is_put_as_when_it_comes_back() -> None:
    """A demand that goes with another stands alone when that one is settled already."""
    told = story("lantern", price={"early": True})
    price, material, gift, oil, goodbye = told.demands
    talk = Talk(told.copy(update={"demands": [oil, price, material, gift, goodbye]}))
    talk.say(f"{HOLD}. Lamp oil is here")
    assert talk.open == ("material",)
    assert talk.heard[-1] == "material again calm"


# Bargaining


def test_a_concession_raises_the_bid() -> None:
    talk = Talk("lantern")
    talk.say("{concede: ok, 90 for you}")
    assert talk.open == ("more",)
    assert talk.play.state.asks_for == 80  # a step below what was granted
    assert talk.play.turns[-1].response.lines[-1].endswith(": ¥80")
    talk.say("{concede: 85, but that is all}")
    assert talk.play.state.asks_for == 75
    talk.say("Nice weather")
    assert talk.play.turns[-1].response.lines[-1].endswith(": ¥75 after ¥85")


def test_a_concession_without_a_figure_grants_what_was_asked() -> None:
    talk = Talk("lantern")
    talk.say("{concede: ok then, deal}")
    assert talk.play.state.asks_for == 60


def test_what_cannot_be_the_price_is_no_bid() -> None:
    talk = Talk("lantern")
    talk.say("{concede: the 12 yuan are on us}")
    assert talk.play.state.offer is None
    assert talk.play.state.asks_for == 60


def test_a_figure_no_better_than_what_was_granted_is_moot() -> None:
    for asks_for, left in ((80, ("goodbye",)), (60, ("oil",))):
        talk = Talk(story("lantern", oil={"asks_for": asks_for}))
        talk.say(f"{{concede: 65 it is}}. {BRASS}", "{hold_firm: That's it now}")
        assert talk.play.state.offer == 65
        assert talk.open == left


def test_three_concessions_are_a_feast() -> None:
    talk = Talk("lantern")
    talk.say("{concede: 90}", "{concede: fine, 80 I suppose}", "{concede: well, take it for 60}")
    assert talk.play.ended == "emptied"
    assert talk.heard == ["ending emptied"]


# What is remembered


def test_a_promise_is_quoted_when_the_next_reply_evades() -> None:
    talk = Talk("teapot")
    talk.say("{ask_open: How did it arrive?}", "{commit: I'll call you by 5 pm}", CHAT)
    turn = talk.play.turns[-1]
    assert talk.heard[0] == "remembers_promise"
    assert turn.response.lines[0].endswith(": by 5 pm")


def test_a_promise_at_the_start_of_a_line_is_written_large() -> None:
    lines = Lines(en=["{promise}, you say?"], zh=["{promise}，对吧？"])
    state = State(patience=50, promise="by 5 pm")
    assert _fresh(state, lines, setting()) == ["By 5 pm, you say?"]


def test_the_last_promise_counts() -> None:
    talk = Talk("teapot")
    talk.say("{ask_open: How did it arrive?}", "{commit: I'll call you by 5 pm}", "{commit: No, by 4 pm}")
    assert talk.play.state.promise == "by 4 pm"
    assert talk.heard[0] != "remembers_promise"


def test_wordings_without_a_value_are_not_used() -> None:
    talk = Talk("lantern")
    talk.say("{concede: ok then, deal}", CHAT)
    assert talk.play.state.offer is None  # "more again" quotes the offer
    assert talk.play.state.patience == 0
    assert talk.play.ended == "slams_door"


# Lines


@pytest.mark.parametrize("story", ["lantern", "teapot"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("seed", range(5))
def test_a_line_never_comes_twice(story: str, language: str, seed: int) -> None:
    talk = Talk(story, language, "easy", seed)
    heard = list(talk.play.opening)
    for text in [BRASS, *CHATTER]:
        if not talk.play.over:
            heard += talk.say(f"{text}. {{empathise: I see}}").response.lines
    assert len(heard) > 3
    assert max(Counter(heard).values()) == 1


def test_the_seed_chooses_the_words() -> None:
    openings = {Talk("lantern", seed=seed).play.opening for seed in range(30)}
    assert len(openings) == 4
    assert Talk("lantern", seed=3).play.opening == Talk("lantern", seed=3).play.opening


def test_a_customer_out_of_words_has_had_enough() -> None:
    one = Lines(en=["price again calm 1"], zh=["price again calm 甲"])
    talk = Talk(story("lantern", price={"presses": 9, "again": Moods(calm=one, heated=one)}))
    talk.say(BRASS)
    assert talk.heard == ["partly", "price again calm"]
    talk.say(CHAT)
    assert talk.play.state.patience == 0
    assert talk.heard == ["ending slams_door"]


# Patience and mood


def test_kinds_of_answer_and_moves_change_patience() -> None:
    talk = Talk("lantern")
    before = talk.play.state.patience
    assert before == TEMPER.patience
    talk.say(f"{HOLD}. {BRASS}. {{empathise: I understand}}")
    assert talk.play.state.patience == before + TEMPER.answers["answered"] + TEMPER.moves["empathise"]


def test_patience_stays_between_0_and_100() -> None:
    for text, bound in (("{insult: fool}", 0), ("{empathise: I see}", 100)):
        state, _ = begin(setting("teapot"))
        talk = Talk("teapot")
        talk.play.states = (*talk.play.states[:-1], State(**{**vars(state), "patience": abs(bound - 2)}))
        talk.say(f"{{ask_open: How did it arrive?}} {text}")
        assert talk.play.state.patience == bound


@pytest.mark.parametrize(
    ("patience", "name"),
    [(0, "furious"), (15, "furious"), (16, "irritated"), (35, "irritated"), (36, "uneasy"), (55, "uneasy"),
     (56, "calm"), (100, "calm")],
)  # fmt: skip
def test_moods_are_patience_in_words(patience: int, name: str) -> None:
    assert mood(setting(), State(patience=patience)) == name


def test_a_patient_customer_is_pleased_with_an_answer_and_a_good_ending() -> None:
    assert mood(setting(), State(patience=85, last_answer="answered")) == "pleased"
    assert mood(setting(), State(patience=60, ending="buys")) == "pleased"
    assert mood(setting(), State(patience=60, ending="wanders_off")) == "calm"


# Difficulty


def test_difficulty_changes_patience_at_the_start() -> None:
    start = {level: Talk(difficulty=level).play.state.patience for level in EVERY_LEVEL}
    assert start == {name: TEMPER.patience + level.patience for name, level in LEVELS.items()}
    assert start["easy"] > start["standard"] > start["hard"]


def test_difficulty_changes_how_hard_it_hits() -> None:
    lost = {}
    for level in EVERY_LEVEL:
        talk = Talk("teapot", difficulty=level)
        before = talk.play.state.patience
        talk.say("{blame: your own fault}")
        lost[level] = before - talk.play.state.patience
    assert lost["easy"] < lost["standard"] < lost["hard"]


def test_difficulty_changes_how_often_a_demand_comes_back() -> None:
    def times(level: Difficulty) -> int:
        talk = Talk("lantern", difficulty=level)
        talk.say(BRASS)
        count = 1
        for word in CHATTER:
            if "price" in talk.open:
                count += 1
                talk.say(f"{{empathise: I see}}, {word}")
        return count

    assert times("hard") > times("standard") >= times("easy")


# Silence


def test_silence_meets_silence() -> None:
    talk = Talk("teapot")
    turn = talk.wait()
    assert talk.answers == {"hush": "silent"}
    assert talk.play.state.dropped == ("hush",)
    assert talk.heard == ["why says"]
    assert turn.response.reading.silent


def test_a_quiet_customer_stays_quiet() -> None:
    talk = Talk("teapot")
    turn = talk.say("Hm, hello there")
    assert turn.response.lines == ()
    assert talk.open == ("hush",)


def test_waiting_can_be_the_answer() -> None:
    talk = Talk("teapot")
    talk.say("{ask_open: How did it arrive?}", "{explain: It went without straw}",
             "{offer_choice: A new one or money back?} {commit: By 6 pm}", "{hold_firm: Not both, sorry}")  # fmt: skip
    assert talk.heard == []
    patience = talk.play.state.patience
    turn = talk.wait()
    assert talk.answers == {"pause": "answered"}
    assert "pause" in talk.play.state.settled
    assert talk.heard == ["goodbye says"]  # nobody comments on a silence that was right
    assert talk.play.state.patience >= patience
    assert turn.verdict == "good"


# The end


def solved() -> Talk:
    talk = Talk("teapot")
    talk.say("{ask_open: How did it arrive?}", "{explain: It went without straw}",
             "{offer_choice: A new one or money back?} {commit: By 6 pm}",
             "{hold_firm: Not both}, {praise: good try}")  # fmt: skip
    return talk


def test_the_first_ending_whose_condition_holds_is_taken() -> None:
    talk = solved()
    assert talk.open == ("goodbye",)
    turn = talk.say("{farewell: All the best}")
    assert talk.play.ended == "content"
    assert talk.heard == ["ending content"]
    assert turn.response.ending is not None
    assert turn.response.ending.id == "content"


def test_what_was_said_rules_an_ending_out() -> None:
    talk = solved()
    talk.say("{farewell: All the best}, {blame: next time hold it tight}")
    assert talk.play.ended == "left"


def test_patience_gone_ends_it_at_once() -> None:
    talk = Talk("lantern", difficulty="hard")
    talk.say("{insult: you fool}", "{insult: get lost}")
    assert talk.play.ended == "slams_door"
    assert talk.play.state.open == ()


def test_the_farewell_may_be_missing() -> None:
    talk = solved()
    assert closing_ending(talk.play.setting, talk.play.state).id == "content"


def test_breaking_off_is_an_ending_of_the_house() -> None:
    civil, rude, mute = Talk(), Talk(difficulty="easy"), Talk()
    civil.say(HOLD)
    rude.say("{insult: you fool}")
    kinds = [closing_ending(talk.play.setting, talk.play.state).kind for talk in (civil, rude, mute)]
    assert kinds == ["partial", "lost", "lost"]


def test_it_ends_by_itself_after_twenty_replies() -> None:
    talk = Talk(story("teapot", hush={"presses": 99}))
    while not talk.play.over:
        talk.say(f"{{greet: hi {len(talk.play.turns)}}}")
    assert len(talk.play.turns) == MAX_REPLIES
    assert talk.play.ended == "left_open"


def test_one_doubtful_breach_decides_nothing_a_second_one_does() -> None:
    state, _ = begin(setting())
    counted = []
    for words in ("Well, and what of it now", "So that is how you are"):
        state, _ = take(setting(), state, words, [Span("challenge", 0, 4, 0.5)])
        counted.append(state.counts.get("breaches", 0))
    assert counted == [0, 1]
