"""The room's page and its files, sent with headers that let it do only what it needs."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sanic.request import Request
from sanic.response import HTTPResponse

from sparring.content import DATA

WEB = DATA.parent / "web"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
# What the page uses of its libraries, as paths in web/node_modules; nothing else there is served.
LIBRARIES = (
    "deep-chat/dist/deepChat.bundle.js",
    "chart.js/dist/chart.umd.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
)
# Part of the project, not of the page.
PRIVATE = ("package.json", "package-lock.json")

# What goes with every answer that doesn't say otherwise: nothing but a page may do anything.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class File(NamedTuple):
    """A file as it is sent."""

    body: bytes
    zipped: bytes
    tag: str
    content_type: str


def policy(allowed_origins: list[str]) -> str:
    """The Content-Security-Policy of the page; only these origins and its own may frame it."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            " ".join(("frame-ancestors 'self'", *allowed_origins)),
        )
    )


def find(path: str, web: Path = WEB) -> Path | None:
    """The file that is served under ``path`` (relative to ``web``), None if there is none."""
    first, *rest = parts = path.split("/")
    if any(part.startswith(".") for part in parts) or path in PRIVATE:
        return None
    if first == "node_modules" and "/".join(rest) not in LIBRARIES:
        return None
    file = web.resolve() / path
    # What is elsewhere in truth, by a link or an absolute path, is none of the page's files.
    if file.suffix not in TYPES or not file.is_file() or file.resolve() != web.resolve() / Path(*parts):
        return None
    return file


def send(request: Request, file: Path, headers: dict[str, str]) -> HTTPResponse:
    """The file, or 304 if the browser has it as it is now."""
    found = _read(file, file.stat().st_mtime_ns)
    headers = {**headers, "ETag": found.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == found.tag:
        return HTTPResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HTTPResponse(found.zipped, headers=headers, content_type=found.content_type)
    return HTTPResponse(found.body, headers=headers, content_type=found.content_type)


@lru_cache(maxsize=256)
def _read(file: Path, _changed: int) -> File:
    body = file.read_bytes()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return File(body, gzip.compress(body, mtime=0), tag, TYPES[file.suffix])
