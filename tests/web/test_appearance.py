"""Every page in both languages and themes: readable for all, on any width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from sparring.servers import ROOT
from tests.web.stories import replies
from tests.web.visitor import NARROW, WIDE, Visitor

Visit = Callable[..., Visitor]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "docs" / "screenshots"
STORY = "dictatorial_late_parcel"


def tour(visitor: Visitor, language: str, see: Callable[[str], None]) -> None:
    """Go through all pages and states, calling ``see(name)`` in each."""
    page = visitor.page
    visitor.open("/progress")
    expect(page.locator(".empty")).to_be_visible()
    see("progress_empty")
    visitor.open()
    expect(page.locator(".card").first).to_be_visible()
    see("lobby")
    page.locator("[data-customer=dictatorial] [data-story=late_parcel]").click()
    expect(visitor.input).to_be_attached()
    see("briefing")
    visitor.begin()
    rude = {"en": "Calm down, please.", "zh": "您别激动。"}[language]
    first, second, *rest = replies(STORY, language)
    for reply in (first, rude, second):
        visitor.say(reply)
    visitor.press("hint")
    expect(page.locator(".hint-line")).to_be_visible()
    page.locator("mark.g-never").focus()
    see("room")
    page.keyboard.press("Escape")
    visitor.press("end")
    expect(page.locator("dialog")).to_be_visible()
    see("end")
    page.locator("dialog .button").click()
    expect(page.locator(".curves canvas").first).to_be_visible()
    see("debrief")
    page.locator("[data-turn='2']").click()
    visitor.begin()
    for reply in (second, *rest):
        if visitor.over:
            break
        visitor.say(reply)
    if visitor.over:
        see("over")
    visitor.end()
    expect(page.locator(".comparison")).to_be_visible()
    see("comparison")
    visitor.open("/progress")
    expect(page.locator(".customer-panel")).to_be_visible()
    see("progress")
    visitor.open("/room/nobody")
    expect(page.locator(".trouble")).to_be_visible()
    see("trouble")
    visitor.complaints.clear()  # the browser reports the 404


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_all_pages_are_accessible_and_fit(
    visit: Visit, language: str, theme: str, width: int
) -> None:
    """axe-core finds nothing serious in any page, and none is wider than the screen."""
    visitor = visit(language=language, theme=theme, width=width)
    findings: list[str] = []

    def look(name: str) -> None:
        page = visitor.page
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        for violation in found["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                findings.append(f"{name}: {violation['id']}: {nodes}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            findings.append(f"{name}: wider than {width} px")

    tour(visitor, language, look)
    assert findings == []


@pytest.mark.parametrize("width", [768, 1024])
def test_widths_between_fit_too(visit: Visit, width: int) -> None:
    visitor = visit(width=width)
    wide: list[str] = []

    def look(name: str) -> None:
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)

    tour(visitor, "en", look)
    assert wide == []


def test_what_is_printed_is_the_result(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say("Hello and welcome! I'm afraid the price is the same for everybody.")
    visitor.end()
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator("#top")).to_be_hidden()
    expect(visitor.page.locator(".actions")).to_be_hidden()
    expect(visitor.page.locator(".transcript .line.reply")).to_be_visible()
    assert visitor.page.pdf().startswith(b"%PDF")


KEPT = ("lobby", "briefing", "room", "debrief", "comparison", "progress")


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", WIDE), ("zh", "light", WIDE), ("en", "dark", NARROW), ("zh", "dark", NARROW)],
)
def test_screenshots(
    visit: Visit, request: pytest.FixtureRequest, language: str, theme: str, width: int
) -> None:
    """`make screenshots` keeps pictures of the pages in docs/screenshots."""
    if not request.config.getoption("--screenshots"):
        pytest.skip("taken by make screenshots")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    visitor = visit(language=language, theme=theme, width=width, height=800)

    def take(name: str) -> None:
        if name in KEPT:
            path = SCREENSHOTS / f"{name}_{language}_{width}.jpg"
            whole = name in ("lobby", "debrief")
            visitor.page.screenshot(path=path, type="jpeg", quality=85, full_page=whole)

    tour(visitor, language, take)
