"""Somebody in front of a browser, in the practice room."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, expect

WIDE, NARROW = 1600, 360
expect.set_options(timeout=20_000)


class Visitor:
    """A browser window with nothing remembered, and what people do in the room.

    ``foreign`` collects requests to other hosts than the room's, ``complaints`` what the page says
    in the console. ``instant`` False keeps the customer's typing pauses.
    """

    def __init__(
        self,
        browser: Browser,
        url: str,
        language: str = "en",
        width: int = WIDE,
        height: int = 900,
        theme: str = "light",
        instant: bool = True,
    ) -> None:
        self.url = f"{url}webhooks/sparring/"
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale="zh-CN" if language == "zh" else "en-GB",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.ours = [url]
        self.context.on("request", self._request)
        self.context.on("console", self._console)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.narrow = width < 900
        self.query = "?instant=1" if instant else ""

    def _request(self, request: Request) -> None:
        if not request.url.startswith((*self.ours, "data:", "blob:")):
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def leave(self) -> None:
        self.context.close()

    def open(self, view: str = "/") -> Visitor:
        self.page.goto(f"{self.url}{self.query}#{view}")
        return self

    # ---- the lobby

    def enter(self, customer: str, story: str) -> Visitor:
        """Choose a story in the lobby, read the briefing, stand before the customer."""
        self.open()
        self.page.locator(f"[data-customer={customer}] [data-story={story}]").click()
        return self.begin()

    def begin(self) -> Visitor:
        """Close the briefing where it covers the chat."""
        expect(self.page.locator(".customer-head h1")).to_be_visible()
        expect(self.input).to_be_attached()
        if self.narrow and self.page.locator(".briefing.open").count():
            self.page.locator(".briefing .close").click()
        expect(self.input).to_be_visible()
        return self

    # ---- the room

    @property
    def input(self) -> Locator:
        return self.page.locator("deep-chat #text-input")

    @property
    def replies(self) -> Locator:
        return self.page.locator(".line.reply")

    @property
    def customer_lines(self) -> Locator:
        return self.page.locator(".line.customer")

    def type(self, text: str) -> None:
        """Type into the chat, in the place of what stands there, and press Enter."""
        self.input.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def say(self, text: str) -> None:
        """Answer the customer and wait for what comes of it."""
        count = self.replies.count()
        self.type(text)
        expect(self.replies).to_have_count(count + 1)
        self.settled()

    def settled(self) -> None:
        """Wait until nothing is on its way and something can be done again."""
        expect(self.page.locator(".line.sending")).to_have_count(0)
        expect(self.page.locator("deep-chat .loading-button")).to_have_count(0)

    @property
    def over(self) -> bool:
        return self.page.locator(".finish").is_visible()

    def press(self, tool: str) -> None:
        """One of the buttons under the chat: hint, retry, wait or end."""
        self.page.locator(f"[data-tool={tool}]").click()

    def end(self) -> None:
        """Close the conversation, whether or not it has ended by itself."""
        if self.over:
            self.page.locator(".finish a").click()
        else:
            self.press("end")
            self.page.locator("dialog .button").click()
        expect(self.page.locator(".verdict h1")).to_be_visible()

    @property
    def token(self) -> str:
        """The session's, from the address."""
        return self.page.url.rpartition("/")[2]

    def session(self, token: str = "") -> dict[str, Any]:
        """The session as the server has it."""
        answer = self.context.request.get(f"{self.url}api/sessions/{token or self.token}")
        assert answer.ok
        found: dict[str, Any] = answer.json()
        return found

    def said(self) -> list[str | None]:
        """The trainee's turns as the server has them; None for a silent one."""
        return [m["text"] for m in self.session()["messages"] if m["role"] == "trainee"]
