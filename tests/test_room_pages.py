from __future__ import annotations

from pathlib import Path

import pytest

from addons.room import pages

FILES = (
    *("index.html", "js/main.js", "css/page.css", "wording/zh.json", "icon.svg", "package.json", "notes.md"),
    *(".npmrc", ".git/config.json", "node_modules/deep-chat/dist/deepChat.bundle.js"),
    *("node_modules/deep-chat/dist/other.js", "node_modules/evil/index.js", "node_modules/.package-lock.json"),
    *("node_modules/chart.js/dist/chart.umd.min.js", "js/node_modules/x.js"),
)


@pytest.fixture
def web(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / "web" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "web" / name).write_text(name, encoding="utf-8")
    (tmp_path / "secret.json").write_text("secret", encoding="utf-8")
    return tmp_path / "web"


@pytest.mark.parametrize(
    "path",
    [
        *("index.html", "js/main.js", "css/page.css", "wording/zh.json", "icon.svg"),
        *("node_modules/deep-chat/dist/deepChat.bundle.js",),
        *("node_modules/chart.js/dist/chart.umd.min.js",),
    ],
)
def test_the_pages_files_are_found(web: Path, path: str) -> None:
    assert pages.find(path, web) == web.resolve() / path


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "js", "js/", "nothing.js", "notes.md", "package.json", ".npmrc", ".git/config.json"),
        *("../secret.json", "js/../../secret.json", "/etc/hostname.json", "js/../package.json", "./package.json"),
        *("node_modules/deep-chat/dist/other.js", "node_modules/evil/index.js"),
        *("node_modules/.package-lock.json", "js/../node_modules/evil/index.js"),
        *("node_modules/deep-chat/dist/../../evil/index.js", "node_modules/evil/../deep-chat/dist/other.js"),
        "js\x00.js",
    ],
)
def test_nothing_else_is(web: Path, path: str) -> None:
    assert pages.find(path, web) is None


def test_a_link_out_of_the_folder_leads_nowhere(web: Path) -> None:
    (web / "js" / "out.json").symlink_to(web.parent / "secret.json")
    assert pages.find("js/out.json", web) is None


def test_only_allowed_origins_may_frame_the_page() -> None:
    assert pages.policy([]).endswith("frame-ancestors 'self'")
    assert pages.policy(["https://a.example", "http://b.example:1"]).endswith(
        "frame-ancestors 'self' https://a.example http://b.example:1"
    )
