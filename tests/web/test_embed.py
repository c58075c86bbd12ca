"""The room on another page: where its origin is allowed, and only there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.served import Served
from tests.web.hosts import Host
from tests.web.visitor import NARROW, Visitor

Visit = Callable[..., Visitor]


def page_with(served: Served, attributes: str) -> str:
    script = f'<script src="{served.url}webhooks/sparring/embed.js" {attributes} defer></script>'
    return f'<!doctype html><html lang="en"><title>Intranet</title><h1>Intranet</h1>{script}</html>'


def test_an_allowed_page_has_the_room(visit: Visit, served: Served, intranet: Host) -> None:
    intranet.page = page_with(
        served,
        'data-customer="haggler" data-story="earbuds" data-language="zh" data-trainee="from-the-lms-0042"',
    )
    visitor = visit(width=NARROW)
    visitor.ours.append(intranet.origin)
    page = visitor.page
    page.goto(intranet.origin)
    page.get_by_role("button", name="练习接待顾客").click()
    room = page.frame_locator("iframe")
    room.locator(".briefing .close").click()
    room.locator("deep-chat #text-input").click()
    page.keyboard.insert_text("亲，您好！价格是统一的。")
    page.keyboard.press("Enter")
    expect(room.locator(".coach-line")).to_have_count(1)
    (row,) = [row for row in served.results.sessions() if row["trainee"] == "from-the-lms-0042"]
    assert (row["customer"], row["story"], row["language"]) == ("haggler", "earbuds", "zh")
    page.get_by_role("button", name="关闭练习室").click()
    expect(page.locator("iframe")).to_be_hidden()
    page.reload()  # the session goes on, as the same trainee's
    page.get_by_role("button", name="练习接待顾客").click()
    expect(room.locator(".coach-line")).to_have_count(1)
    assert len([r for r in served.results.sessions() if r["trainee"] == "from-the-lms-0042"]) == 1


def test_without_a_customer_the_trainee_chooses(
    visit: Visit, served: Served, intranet: Host
) -> None:
    intranet.page = page_with(served, 'data-label="Train me"')
    visitor = visit()
    visitor.ours.append(intranet.origin)
    visitor.page.goto(intranet.origin)
    visitor.page.get_by_role("button", name="Train me").click()
    expect(visitor.page.frame_locator("iframe").locator(".card").first).to_be_visible()


def test_a_page_that_is_not_allowed_has_nothing(
    visit: Visit, served: Served, stranger: Host
) -> None:
    stranger.page = page_with(served, 'data-customer="haggler"')
    visitor = visit()
    visitor.ours.append(stranger.origin)
    with visitor.page.expect_console_message(lambda m: "doesn't appear on this page" in m.text):
        visitor.page.goto(stranger.origin)
    expect(visitor.page.locator("[data-sparring]")).to_have_count(0)
    visitor.complaints.clear()


def test_a_page_that_is_not_allowed_cannot_frame_the_room(
    visit: Visit, served: Served, stranger: Host
) -> None:
    stranger.page = f'<iframe src="{served.url}webhooks/sparring/"></iframe>'
    visitor = visit()
    visitor.ours.append(stranger.origin)
    with visitor.page.expect_console_message(lambda m: "frame-ancestors" in m.text):
        visitor.page.goto(stranger.origin)
    expect(visitor.page.frame_locator("iframe").locator("#main")).to_have_count(0)
    visitor.complaints.clear()
