"""What trainees and story files supply is text, whatever it looks like; sessions are their owner's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
from playwright.sync_api import Browser, expect

from sparring.content import read_yaml
from sparring.servers import ROOT
from tests.served import Served, serving
from tests.web.visitor import Visitor

Visit = Callable[..., Visitor]
MARKUP = (
    "<script>window.taken = 1</script><img src=x onerror='window.taken = 1'>"
    "<b>bold</b> **bold** ![x](http://example.invalid/x.png) [x](javascript:alert(1)) <slot name=x>"
)


def harmless(visitor: Visitor) -> None:
    """Nothing supplied has become an element or was run."""
    page = visitor.page
    assert page.evaluate("window.taken") is None
    assert page.locator("main b:text-is('bold'), main strong, main script, main img").count() == 0
    inside = page.evaluate(
        "document.querySelector('deep-chat')?.shadowRoot.querySelectorAll('img, script, a, strong').length ?? 0"
    )
    assert inside == 0


def test_markup_in_a_reply_is_text(visit: Visit) -> None:
    visitor = visit().enter("haggler", "winter_coat")
    visitor.say(f"Hello! {MARKUP}")
    expect(visitor.replies.last).to_have_text(f"Hello! {MARKUP}")
    harmless(visitor)
    visitor.page.reload()
    visitor.begin()
    expect(visitor.replies.last).to_have_text(f"Hello! {MARKUP}")
    harmless(visitor)
    visitor.end()
    expect(visitor.replies.last).to_have_text(f"Hello! {MARKUP}")
    harmless(visitor)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project with a customer file full of markup."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    root.mkdir()
    for name in ("sparring", "actions", "addons", "data", "models", "web"):
        ignored = shutil.ignore_patterns("__pycache__", "*.map")
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in ("config.yml", "credentials.yml", "domain.yml", "endpoints.yml"):
        shutil.copy(ROOT / name, root / name)
    spoil(root / "data" / "customers" / "haggler.yml")
    with serving(root.parent, root=root) as served:
        yield served


def spoil(path: Path) -> None:
    """Put markup into all English texts of a customer file, and into what the customer says first."""

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("en"), str):
                node["en"] = MARKUP
            for below in node.values():
                walk(below)
        elif isinstance(node, list):
            for below in node:
                walk(below)

    customer = read_yaml(path)
    walk(customer)
    for story in customer["their_stories"]:
        for demand in story["demands"]:
            if demand.get("says"):
                demand["says"]["en"] = [MARKUP]
    ruamel.yaml.YAML(typ="safe").dump(customer, path)


def test_markup_in_a_story_file_is_text(browser: Browser, hostile: Served) -> None:
    visitor = Visitor(browser, hostile.url).open()
    name = visitor.page.locator("[data-customer=haggler] h2")
    expect(name).to_have_text(MARKUP)
    harmless(visitor)
    visitor.enter("haggler", "winter_coat")
    expect(visitor.page.locator(".task")).to_have_text(MARKUP)
    expect(visitor.customer_lines.first).to_have_text(MARKUP)
    visitor.say("Hello!")
    harmless(visitor)
    visitor.end()
    expect(visitor.page.locator(".tip", has_text=MARKUP).first).to_be_visible()
    harmless(visitor)
    visitor.open("/progress")
    expect(visitor.page.locator(".customer-panel h3")).to_have_text(MARKUP)
    harmless(visitor)
    visitor.leave()
    assert not visitor.foreign
    assert not visitor.complaints


def test_a_session_is_reached_only_by_its_token(visit: Visit) -> None:
    owner = visit().enter("haggler", "winter_coat")
    owner.say("Hello! I'm afraid the price is fixed.")
    other = visit().open(f"/room/{owner.token[:-4]}AAAA")
    expect(other.page.locator(".trouble h1")).to_have_text("This session can't be found")
    assert other.page.locator("deep-chat").count() == 0
    other.complaints.clear()  # the browser reports the 404


def test_the_page_keeps_to_its_policy(visit: Visit) -> None:
    """The policy allows no inline script, no eval, no other host; the whole tour breaks it nowhere."""
    visitor = visit().open()
    answer = visitor.context.request.get(visitor.url)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    visitor.page.evaluate(
        "window.broken = []; document.addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective))"
    )
    visitor.page.locator("[data-story=winter_coat]").click()
    visitor.begin()
    visitor.say("Hello! I'm afraid the price is fixed.")
    visitor.end()
    visitor.page.evaluate("location.hash = '#/progress'")
    expect(visitor.page.locator(".customer-panel canvas").first).to_be_visible()
    assert visitor.page.evaluate("broken") == []
