"""What the tagger heard before, kept between runs: the same model hears the same again.

Tests and examples hardly change from one check to the next; without this, most of a check's time
would go into tagging them anew, and into loading the tagger.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from sparring.content import DATA
from sparring.diagnostics.heard import Tag
from sparring.moves import Span

# The spans found in a text, by a digest of it and its context.
Heard = dict[str, list[list[object]]]
FOLDER = DATA.parent / ".cache"
# What decides, beside the model, what is heard.
_SOURCES = [
    *sorted((DATA / "patterns").glob("*.yml")),
    *(DATA.parent / "sparring" / f"{name}.py" for name in ("tagger", "patterns", "clauses", "embedding", "ngrams")),
]


class Memory:
    """A tagger that remembers. ``load`` gives the real one, at the first thing that is new."""

    def __init__(self, model: Path, load: Callable[[], Tag], folder: Path = FOLDER) -> None:
        self._load = load
        self._tag: Tag | None = None
        self._file = folder / f"heard-{_fingerprint(model)}.json"
        self._known = self._read()
        self._news: Heard = {}
        self._new = False

    def _read(self) -> Heard:
        try:
            known: Heard = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known

    def __call__(self, text: str, context: str) -> Sequence[Span]:
        key = hashlib.sha256(f"{context}\0{text}".encode(errors="surrogatepass")).hexdigest()[:32]
        if key not in self._known:
            self._tag = self._tag or self._load()
            self.learn({key: [list(span) for span in self._tag(text, context)]})
        return [Span(*span) for span in self._known[key]]  # type: ignore[arg-type]

    def learn(self, heard: Heard) -> None:
        """Remember what was heard, here or by another process."""
        self._known |= heard
        self._news |= heard
        self._new = self._new or bool(heard)

    def news(self) -> Heard:
        """What was learnt since this was asked last."""
        news, self._news = self._news, {}
        return news

    def save(self) -> None:
        """Write down what is new; a folder that can't be written to costs only time."""
        if not self._new:
            return
        try:
            self._file.parent.mkdir(exist_ok=True)
            for old in self._file.parent.glob("heard-*.json"):
                old.unlink()
            self._file.write_text(json.dumps(self._known), encoding="utf-8")
        except OSError:
            return


def _fingerprint(model: Path) -> str:
    stat = model.stat()
    digest = hashlib.sha256(f"{model.name}{stat.st_mtime_ns}{stat.st_size}".encode())
    for source in _SOURCES:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
