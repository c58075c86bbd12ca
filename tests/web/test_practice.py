"""From the lobby through a conversation to the debrief, as a trainee goes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.served import Served
from tests.web.stories import replies
from tests.web.visitor import NARROW, WIDE, Visitor

Visit = Callable[..., Visitor]
STORY = "haggler_winter_coat"
GOODBYE = {
    "en": "It's been a pleasure, thank you. Have a lovely afternoon!",
    "zh": "好的，谢谢您，祝您生活愉快，欢迎再来！",
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_conversation_from_the_lobby_to_the_debrief(
    visit: Visit, served: Served, language: str, width: int
) -> None:
    """What the page shows is what the server keeps: lines, scores with their words, the result."""
    visitor = visit(language=language, width=width).enter("haggler", "winter_coat")
    page = visitor.page
    page.get_by_role("meter").wait_for()
    if visitor.narrow:
        page.locator(".open-briefing").click()
        expect(page.locator(".briefing .close")).to_be_visible()
        page.keyboard.press("Escape")
    for reply in [*replies(STORY, language), GOODBYE[language]]:
        if visitor.over:
            break
        visitor.say(reply)
    assert visitor.over
    token = visitor.token
    messages = visitor.session()["messages"]
    said = [message["text"] for message in messages if message["role"] == "customer"]
    assert visitor.customer_lines.all_inner_texts() == said
    coach = [message["text"] for message in messages if message["role"] == "coach"]
    assert page.locator(".coach-line").all_inner_texts() == coach
    assert visitor.replies.all_inner_texts() == visitor.said()
    card = messages[-1]["payload"]

    visitor.end()
    expect(page.locator(".score b")).to_have_text(str(card["score"]))
    expect(page.locator(".verdict h1")).to_have_text(card["ending"]["title"])
    expect(page.locator(".ending p")).to_have_text(card["ending"]["story"])
    quotes = {item["quote"] for c in card["criteria"] for item in c["evidence"] if item["quote"]}
    assert set(page.locator(".quote q").all_inner_texts()) >= quotes
    titles = page.locator(".criterion h3").all_inner_texts()
    assert set(titles) >= {c["title"] for c in card["criteria"] if c["max"]}
    (row,) = [row for row in served.results.sessions() if row["score"] is not None][:1]
    assert (row["score"], row["medal"]) == (card["score"], card["medal"])
    assert token == visitor.token


def test_words_are_marked_where_they_stand(visit: Visit) -> None:
    """Offsets count characters: an emoji before the words moves no mark."""
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say("😀😀 Hello and welcome! I'm afraid the price is the same for everybody.")
    greeting = visitor.page.locator("mark.g-rapport").first
    expect(greeting).to_have_text(re.compile(r"Hello and welcome!$"))
    expect(visitor.page.locator("mark").nth(1)).to_have_text(re.compile("^I'm afraid"))
    greeting.hover()
    explanation = visitor.page.locator(".explanation")
    expect(explanation).to_be_visible()
    expect(explanation.locator(".moves b")).to_have_text("Greets")
    expect(explanation.locator(".credit").first).to_contain_text("Open warmly")
    visitor.page.keyboard.press("Escape")
    expect(explanation).to_be_hidden()


def test_costs_say_what_to_do_instead(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say("Seriously? How many times do I have to tell you no?")
    visitor.page.locator("mark.g-never").first.click()
    expect(visitor.page.locator(".explanation .cost > b").first).to_have_text(re.compile("^−"))
    expect(visitor.page.locator(".explanation .instead").first).not_to_be_empty()


def test_the_mood_moves(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    meter = visitor.page.get_by_role("meter")
    before = int(meter.get_attribute("aria-valuenow") or "")
    for reply in replies(STORY, "en", "rude")[:2]:
        visitor.say(reply)
    expect(visitor.page.locator(".mood-word")).to_have_attribute(
        "data-mood", re.compile("irritated|furious")
    )
    assert int(meter.get_attribute("aria-valuenow") or "") < before
    assert visitor.page.locator(".face svg").get_attribute("data-mood") != "calm"


def test_a_reply_taken_back_can_be_written_anew(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say("Hello! I'm afraid the price is fixed.")
    lines = visitor.customer_lines.all_inner_texts()
    visitor.say("Seriously? How many times do I have to tell you no?")
    visitor.press("retry")
    expect(visitor.replies).to_have_count(1)
    assert visitor.customer_lines.all_inner_texts() == lines
    expect(visitor.input).to_have_text("Seriously? How many times do I have to tell you no?")
    visitor.say("I do understand, everyone likes a bargain, but it wouldn't be fair to the others.")
    assert len(visitor.said()) == 2
    visitor.end()
    expect(visitor.page.locator(".score")).to_contain_text("1 taken back")


def test_the_last_reply_can_be_taken_back_after_the_end(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    for reply in [*replies(STORY, "en", "rude"), *replies(STORY, "en", "rude")]:
        if visitor.over:
            break
        visitor.say(reply)
    assert visitor.over
    expect(visitor.input).to_be_hidden()
    visitor.page.locator(".finish .quiet").click()
    expect(visitor.input).to_be_visible()
    visitor.say("I'm sorry, that was out of place.")


def test_commands_can_be_typed_too(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say("Hello! I'm afraid the price is fixed.")
    visitor.say("/wait")
    assert visitor.session()["state"]["turn"] == 2
    visitor.type("/retry")
    expect(visitor.replies).to_have_count(1)
    visitor.settled()
    assert visitor.said() == ["Hello! I'm afraid the price is fixed."]
    visitor.type("/end")
    expect(visitor.page.locator(".finish")).to_be_visible()


def test_hints_and_silence(visit: Visit) -> None:
    visitor = visit(language="zh").enter("buy_and_vanish", "unpaid_blender")
    page = visitor.page
    expect(page.locator(".silence-line")).to_contain_text("没有说话")
    visitor.press("hint")
    expect(page.locator(".hint-line")).to_have_count(1)
    visitor.input.click()
    page.keyboard.insert_text("您好")  # half typed when time is let pass
    visitor.press("wait")
    expect(page.locator(".line.reply.silent")).to_have_count(1)
    visitor.settled()
    assert visitor.said() == [None]
    expect(visitor.input).to_have_text("您好")


def test_who_is_slow_is_nudged_but_not_while_typing(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.clock.install()
    visitor.enter("haggler", "winter_coat")
    visitor.say("Hello! I'm afraid the price is fixed.")
    for _ in range(40):
        page.keyboard.insert_text("x")
        page.clock.run_for(3000)
    assert visitor.said() == ["Hello! I'm afraid the price is fixed."]
    page.clock.run_for(100_000)
    expect(page.locator(".line.reply.silent")).to_have_count(1)
    visitor.settled()
    (_, silent) = (m for m in visitor.session()["messages"] if m["role"] == "trainee")
    assert silent["seconds"] > 90
    expect(visitor.input).to_have_text("x" * 40)


def test_nobody_is_nudged_who_wants_to_take_their_time(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.clock.install()
    visitor.open()
    page.get_by_role("switch", name="Impatience").uncheck()
    visitor.enter("haggler", "winter_coat")
    visitor.say("Hello! I'm afraid the price is fixed.")
    page.clock.run_for(600_000)
    assert len(visitor.said()) == 1


def test_the_customer_takes_time_to_write_and_that_can_be_skipped(visit: Visit) -> None:
    visitor = visit(instant=False)
    visitor.page.clock.install()
    visitor.enter("haggler", "winter_coat")
    lines = visitor.customer_lines.count()
    visitor.type("Hello! I'm afraid the price is fixed.")
    expect(visitor.page.locator(".typing")).to_be_visible()
    expect(visitor.page.locator(".coach-line")).to_have_count(1)
    assert visitor.customer_lines.count() == lines
    visitor.page.keyboard.press("Escape")
    expect(visitor.customer_lines).to_have_count(lines + 1)
    while visitor.page.locator(".typing").is_visible():
        visitor.page.get_by_role("button", name="Skip").click()
    visitor.settled()


def test_without_the_coach_scores_come_at_the_end(visit: Visit) -> None:
    visitor = visit().open()
    visitor.page.get_by_role("switch", name="Coach").uncheck()
    visitor.enter("haggler", "winter_coat")
    visitor.say("Hello! I'm afraid the price is fixed.")
    expect(visitor.page.locator(".coach-line, .reply mark")).to_have_count(0)
    visitor.end()
    expect(visitor.page.locator(".transcript mark").first).to_be_visible()


def test_again_from_a_reply_sets_both_results_side_by_side(visit: Visit) -> None:
    visitor = visit(width=NARROW).enter("haggler", "winter_coat")
    page = visitor.page
    first, second = "Hello! I'm afraid the price is fixed.", "Calm down, you can't read."
    visitor.say(first)
    visitor.say(second)
    visitor.end()
    before, old = page.locator(".verdict .score b").inner_text(), visitor.token
    page.locator("[data-turn='2']").click()
    visitor.begin()
    assert visitor.said() == [first]
    visitor.say("I do understand. It's 80 % wool and lined, you'll wear it for years.")
    visitor.end()
    assert visitor.token != old
    figures = page.locator(".comparison .figures b").all_inner_texts()
    assert figures == [before, page.locator(".verdict .score b").inner_text()]
    assert int(figures[0]) < int(figures[1])
    page.locator(".comparison h3 a").click()
    expect(page.locator(".verdict .score b")).to_have_text(before)
    assert visitor.token == old


def test_again_next_and_surprise(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    page = visitor.page
    visitor.say("Hello! I'm afraid the price is fixed.")
    visitor.end()
    page.locator("[data-action=again]").click()
    visitor.begin()
    start = visitor.session()["start"]
    assert (start["customer"], start["story"]) == ("haggler", "winter_coat")
    assert visitor.said() == []
    visitor.end()
    expect(page.locator(".comparison")).to_be_visible()
    page.locator("[data-action=next]").click()
    visitor.begin()
    visitor.open()
    page.locator(".surprise .button").click()
    visitor.begin()


def test_quotes_lead_to_their_reply(visit: Visit) -> None:
    visitor = visit(width=NARROW).enter("haggler", "winter_coat")
    visitor.say("Hello and welcome! I'm afraid the price is the same for everybody.")
    visitor.say("It's 80 % wool, you'll wear it for years.")
    visitor.end()
    quote = visitor.page.locator(".quote", has_text="Reply 2").first
    quote.click()
    expect(visitor.page.locator("#turn-2")).to_be_focused()
    expect(visitor.page.locator("#turn-2")).to_be_in_viewport()


def test_the_session_can_be_downloaded(visit: Visit) -> None:
    visitor = visit(language="zh").enter("haggler", "winter_coat")
    visitor.say("亲，您好！价格是统一的。")
    visitor.end()
    with visitor.page.expect_download() as waiting:
        visitor.page.locator("[data-action=download]").click()
    data = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert waiting.value.suggested_filename == "sparring-haggler-winter_coat.json"
    assert data["scorecard"]["type"] == "scorecard"
    assert [m["text"] for m in data["messages"] if m["role"] == "trainee"] == [
        "亲，您好！价格是统一的。"
    ]


def test_progress_shows_what_was_practised(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open("/progress")
    expect(page.locator(".empty")).to_be_visible()
    for _ in range(2):
        visitor.enter("haggler", "winter_coat")
        visitor.say("Hello and welcome! I'm afraid the price is the same for everybody.")
        visitor.end()
    score = page.locator(".verdict .score b").inner_text()
    visitor.open("/progress")
    panel = page.locator(".customer-panel")
    expect(panel).to_have_count(1)
    expect(panel.locator(".latest b")).to_have_text(score)
    expect(panel.locator(".small").first).to_have_text("2 conversations")
    expect(panel.locator("canvas").first).to_have_attribute("aria-label", re.compile(score))
    expect(page.locator(".bars li").first).to_be_visible()
    visitor.open()
    best = page.locator("[data-customer=haggler] [data-story=winter_coat] .best")
    expect(best).to_contain_text(score)


def test_nobody_sees_anothers_progress(visit: Visit) -> None:
    one = visit().enter("haggler", "winter_coat")
    one.say("Hello! I'm afraid the price is fixed.")
    one.end()
    other = visit().open("/progress")
    expect(other.page.locator(".empty")).to_be_visible()


def test_choices_are_remembered(visit: Visit) -> None:
    visitor = visit(theme="light").open()
    page = visitor.page
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("今天接待谁？")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("radio", name="困难").check()
    page.get_by_role("button", name=re.compile("外观")).click()
    page.get_by_role("button", name=re.compile("外观")).click()
    page.reload()
    expect(page.locator("h1")).to_have_text("今天接待谁？")
    expect(page.get_by_role("radio", name="困难")).to_be_checked()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
    visitor.enter("haggler", "winter_coat")
    start = visitor.session()["start"]
    assert (start["language"], start["difficulty"]) == ("zh", "hard")


def test_everything_works_from_the_keyboard(visit: Visit) -> None:
    """Not one click: into a story, two replies, their marks, the end, a quote."""
    visitor = visit().open()
    page = visitor.page
    expect(page.locator(".card").first).to_be_visible()
    reach(visitor, "document.activeElement.dataset.story === 'winter_coat'")
    page.keyboard.press("Enter")
    expect(visitor.input).to_be_focused()
    page.keyboard.insert_text("Hello and welcome! I'm afraid the price is the same for all.")
    page.keyboard.press("Enter")
    visitor.settled()
    expect(visitor.replies).to_have_count(1)
    reach(visitor, "document.activeElement.tagName === 'MARK'", backwards=True)
    expect(page.locator(".explanation")).to_be_visible()
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") != first
    reach(visitor, "document.activeElement.dataset.tool === 'end'")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    reach(visitor, "document.activeElement.dataset.tool === 'end'")
    page.keyboard.press("Enter")
    reach(visitor, "document.activeElement.value === 'end'")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    reach(visitor, "document.activeElement.className === 'quote'")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1")).to_be_focused()


def reach(visitor: Visitor, condition: str, backwards: bool = False) -> None:
    """Press Tab until it is so."""
    for _ in range(60):
        visitor.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if visitor.page.evaluate(condition):
            return
    raise AssertionError(f"the Tab key doesn't reach {condition}")


def test_screen_readers_hear_what_is_new(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    region = visitor.page.locator("[aria-live=polite]")
    visitor.say("Hello! I'm afraid the price is fixed.")
    last = visitor.customer_lines.last.inner_text()
    expect(region).to_contain_text(last)
    expect(region).to_contain_text(visitor.page.locator(".coach-line").inner_text())
