"""Reloads, restarts, and a server that is out of reach: nothing is lost, and nothing sent twice."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.served import Served
from tests.web.visitor import Visitor

Visit = Callable[..., Visitor]
FIRST, SECOND = "Hello! I'm afraid the price is fixed.", "It's 80 % wool, you'll wear it for years."


def drawn(visitor: Visitor) -> dict[str, object]:
    """What the room shows."""
    page = visitor.page
    return {
        "customer": visitor.customer_lines.all_inner_texts(),
        "replies": visitor.replies.all_inner_texts(),
        "coach": page.locator(".coach-line").all_inner_texts(),
        "marks": page.locator("mark").all_inner_texts(),
        "mood": page.locator(".mood-word").inner_text(),
        "patience": page.get_by_role("meter").get_attribute("aria-valuenow"),
    }


def test_a_reload_goes_on_where_it_was(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say(FIRST)
    visitor.press("hint")
    expect(visitor.page.locator(".hint-line")).to_have_count(1)
    visitor.input.click()
    visitor.page.keyboard.insert_text("half a rep")
    before = drawn(visitor)
    visitor.page.reload()
    visitor.begin()
    expect(visitor.input).to_have_text("half a rep")
    assert drawn(visitor) == before
    visitor.say(SECOND)
    assert visitor.said() == [FIRST, SECOND]


def test_a_debrief_can_be_reloaded(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say(FIRST)
    visitor.end()
    score = visitor.page.locator(".score b").inner_text()
    visitor.page.reload()
    expect(visitor.page.locator(".score b")).to_have_text(score)


def test_a_restart_of_the_server_goes_on_where_it_was(visit: Visit, served: Served) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say(FIRST)
    served.stop_servers()
    try:
        visitor.type(SECOND)
        expect(visitor.page.locator("#banner")).to_contain_text("Your reply is kept")
        expect(visitor.page.locator(".line.sending")).to_have_text(SECOND)
    finally:
        served.start_servers()
    visitor.page.get_by_role("button", name="Try now").click()
    visitor.settled()
    expect(visitor.page.locator("#banner")).to_be_empty()
    assert visitor.said() == [FIRST, SECOND]
    visitor.complaints.clear()  # the browser reports the requests that failed


def test_offline_a_reply_waits_and_is_sent_once(visit: Visit) -> None:
    visitor = visit(language="zh").enter("haggler", "winter_coat")
    sent: list[str] = []
    visitor.context.on(
        "requestfinished",
        lambda request: sent.append(request.url) if request.method == "POST" else None,
    )
    visitor.context.set_offline(True)
    visitor.type("亲，您好！价格是统一的。")
    expect(visitor.page.locator("#banner")).to_contain_text("已保留")
    visitor.context.set_offline(False)
    visitor.settled()
    expect(visitor.page.locator("#banner")).to_be_empty()
    assert visitor.said() == ["亲，您好！价格是统一的。"]
    assert len(sent) == 1
    visitor.complaints.clear()


def test_an_unsent_reply_outlives_a_reload(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.page.route("**/messages", lambda route: route.abort())
    visitor.type(FIRST)
    expect(visitor.page.locator("#banner")).to_contain_text("Your reply is kept")
    visitor.page.unroute("**/messages")
    visitor.page.reload()
    visitor.begin()
    expect(visitor.page.locator(".coach-line")).to_have_count(1)
    visitor.settled()
    assert visitor.said() == [FIRST]
    visitor.complaints.clear()


def test_a_reply_whose_answer_was_lost_counts_once(visit: Visit) -> None:
    """The server had it, the page didn't hear so and sends it again: one turn."""
    visitor = visit().enter("haggler", "winter_coat")
    tries: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        tries.append(route.request.post_data or "")
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    visitor.page.route("**/messages", lose_the_first_answer)
    visitor.say(FIRST)
    assert len(tries) == 2
    assert tries[0] == tries[1]
    assert visitor.said() == [FIRST]
    expect(visitor.page.locator(".coach-line")).to_have_count(1)
    visitor.complaints.clear()


def test_what_the_server_refuses_comes_back_into_the_input(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    no = '{"error": "That can\'t be taken."}'
    visitor.page.route(
        "**/messages",
        lambda route: route.fulfill(status=400, body=no, content_type="application/json"),
    )
    visitor.type(FIRST)
    expect(visitor.page.get_by_role("alert")).to_contain_text("That can't be taken.")
    expect(visitor.input).to_have_text(FIRST)
    expect(visitor.replies).to_have_count(0)
    visitor.complaints.clear()


def test_the_lobby_waits_for_the_server(visit: Visit) -> None:
    visitor = visit()
    visitor.page.route("**/api/lobby", lambda route: route.abort())
    visitor.open()
    expect(visitor.page.locator("#banner")).to_contain_text("can't be reached")
    visitor.page.unroute("**/api/lobby")
    visitor.page.get_by_role("button", name="Try now").click()
    expect(visitor.page.locator(".card").first).to_be_visible()
    expect(visitor.page.locator("#banner")).to_be_empty()
    visitor.complaints.clear()
