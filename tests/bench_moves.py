"""Measures the tagger on replies by other writers (`make bench-moves`; `--commit` sets the floors)."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from sparring.moves import MOVES
from sparring.servers import ROOT
from sparring.tagger import Tagger, model_bytes
from tests import quality
from tests.quality import Reply

# Processors round differently, so a floor lies a little lower than what was reached.
MARGIN = 0.007
console = Console(highlight=False, soft_wrap=True)


def main(commit: bool) -> None:
    data = model_bytes(ROOT / "models")
    began = time.perf_counter()
    tagger = Tagger.load(data)
    tagger.tag("Hello 您好")
    loading = time.perf_counter() - began
    floors = {}
    for name in quality.SETS:
        replies = {language: quality.heard(tagger, name, language) for language in quality.LANGUAGES}
        console.print(per_move(name, replies))
        console.print(overall(name, replies))
        for language, some in replies.items():
            console.print(f"[bold]{name} {language}, missed → heard instead:[/] {confused(some)}\n")
            floors[f"{name}_{language}"] = {
                key: math.floor((figure - MARGIN) * 1000) / 1000
                for key, figure in quality.figures(some).items()
            }
    if quality.REAL_AGENTS.exists():
        number, accused = quality.false_alarms(tagger)
        shares = ", ".join(f"{move} {100 * n / number:.2f} %" for move, n in accused.most_common())
        console.print(f"[bold]Real agents accused of a never move ({number} replies):[/] {shares}\n")
    console.print(speed(tagger, loading))
    if commit:
        write(quality.FOLDER / "figures.yml", floors)


def per_move(name: str, replies: dict[str, list[Reply]]) -> Table:
    table = Table("move", *(f"{lang} {what}" for lang in replies for what in ("n", "P", "R", "F1")), title=name)
    by_language = [quality.counts(some) for some in replies.values()]
    worst_first = sorted(MOVES, key=lambda move: sum(each[move].f1 for each in by_language))
    for move in worst_first:
        cells = []
        for each in by_language:
            count = each[move]
            rates = (f"{rate:.2f}" for rate in (count.precision, count.recall, count.f1))
            cells += [str(count.hits + count.missed), *rates]
        table.add_row(move, *cells)
    return table


def overall(name: str, replies: dict[str, list[Reply]]) -> Table:
    table = Table(name, *replies, "both")
    columns = [*map(quality.figures, replies.values())]
    columns.append(quality.figures([reply for some in replies.values() for reply in some]))
    for key in columns[0]:
        table.add_row(key, *(f"{column[key]:.3f}" for column in columns))
    return table


def confused(replies: Sequence[Reply]) -> str:
    often = quality.confusions(replies).most_common(12)
    return ", ".join(f"{missed} → {false} {n}" for (missed, false), n in often)


def speed(tagger: Tagger, loading: float) -> str:
    """Milliseconds a reply of up to 300 characters, one after another."""
    replies = [
        (str(row["text"])[:300], str(row.get("context") or ""))
        for path in sorted(quality.FOLDER.glob("*.jsonl"))
        for row in quality.read(path)
    ]
    times = []
    for text, context in replies:
        began = time.perf_counter()
        tagger.tag(text, context)
        times.append(1000 * (time.perf_counter() - began))
    began = time.perf_counter()
    tagger.tag("I'm afraid we can't do that, sorry. " * 280)
    long = 1000 * (time.perf_counter() - began)
    median, late = np.percentile(times, [50, 95])
    return (
        f"[bold]Speed:[/] median {median:.1f} ms a reply, p95 {late:.1f} ms; "
        f"10,000 characters {long:.0f} ms; loading {loading:.2f} s"
    )


def write(path: Path, floors: dict[str, dict[str, float]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("# What the tagger must reach at least (0 to 1); `make bench-moves COMMIT=1` writes this.\n")
        YAML().dump(floors, file)
    console.print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main(commit="--commit" in sys.argv[1:])
