"""What a check found out before, kept between runs.

Most files don't change from one check to the next, nor do most tests and examples of one that did.
Without this, most of a check's time would go into tagging them anew, and into loading the tagger.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sparring.content import DATA, Problem
from sparring.diagnostics.heard import Tag
from sparring.diagnostics.look import Looked
from sparring.moves import Span

# The spans found in a text, by a digest of it and its context.
Heard = dict[str, list[list[object]]]
FOLDER = DATA.parent / ".cache"
PROGRAM = DATA.parent / "sparring"
# What decides, beside the model, what is heard; and beside the file, what is seen in it.
_HEARING = [
    *sorted((DATA / "patterns").glob("*.yml")),
    *(PROGRAM / f"{name}.py" for name in ("tagger", "patterns", "clauses", "embedding", "ngrams")),
]
_LOOKING = [*sorted(PROGRAM.rglob("*.py")), *sorted(DATA.glob("*.yml")), *sorted((DATA / "styles").glob("*.yml"))]


class Memory:
    """A tagger that remembers, and what was seen in files. ``load`` gives the real tagger, at the
    first thing that is new."""

    def __init__(self, model: Path, load: Callable[[], Tag], folder: Path = FOLDER) -> None:
        stat = model.stat()
        trained = f"{model.name}{stat.st_mtime_ns}{stat.st_size}"
        self._load = load
        self._tag: Tag | None = None
        self._file = folder / f"checked-{_digest(trained, _HEARING)}.json"
        self._program = _digest(trained, _LOOKING)
        known = self._read()
        self._heard: Heard = known.get("heard", {})
        self._looked: dict[str, list[Any]] = known.get("looked", {})
        self._news: Heard = {}
        self._new = False

    def _read(self) -> dict[str, Any]:
        try:
            known: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known

    def __call__(self, text: str, context: str) -> Sequence[Span]:
        key = hashlib.sha256(f"{context}\0{text}".encode(errors="surrogatepass")).hexdigest()[:32]
        if key not in self._heard:
            self._tag = self._tag or self._load()
            self.learn({key: [list(span) for span in self._tag(text, context)]})
        return [Span(*span) for span in self._heard[key]]  # type: ignore[arg-type]

    def learn(self, heard: Heard) -> None:
        """Remember what was heard, here or by another process."""
        self._heard |= heard
        self._news |= heard
        self._new = self._new or bool(heard)

    def news(self) -> Heard:
        """What was learnt since this was asked last."""
        news, self._news = self._news, {}
        return news

    def looked(self, file: Path) -> Looked | None:
        """What was seen in a file that is as it was then; None if it isn't, or never was looked at."""
        digest, problems, id_at, styles = self._looked.get(str(file), ["", [], [], []])
        if digest != self._version(file):
            return None
        return Looked([Problem(*problem) for problem in problems], (id_at[0], id_at[1]), styles)

    def keep(self, file: Path, looked: Looked) -> None:
        """Remember what was seen in a file."""
        self._looked[str(file)] = [self._version(file), *looked]
        self._new = True

    def _version(self, file: Path) -> str:
        return _digest(self._program, [file] if file.is_file() else [])

    def save(self) -> None:
        """Write down what is new; a folder that can't be written to costs only time."""
        if not self._new:
            return
        try:
            self._file.parent.mkdir(exist_ok=True)
            for old in self._file.parent.glob("checked-*.json"):
                old.unlink()
            known = {"heard": self._heard, "looked": self._looked}
            self._file.write_text(json.dumps(known), encoding="utf-8")
        except OSError:
            return


def _digest(start: str, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(start.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
