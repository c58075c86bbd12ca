"""Checking files: everything that is wrong with them, in one list."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sparring.content import Problem, loading
from sparring.content.folders import ADDED, SHIPPED
from sparring.content.loading import house_rules, is_style, style_problems
from sparring.diagnostics.heard import Tag
from sparring.diagnostics.look import Looked, look
from sparring.diagnostics.memory import Heard, Memory

# So many files are worth a process of their own.
ENOUGH = 2


def check(files: Sequence[Path], tag: Tag | None = None) -> list[Problem]:
    """All problems of customer files, file by file; without ``tag``, tests and examples are left
    out. Raises ContentError if the house rules or a style can't be used."""
    house_rules()
    problems: list[Problem] = []
    ids = {file.stem: file for file in SHIPPED.glob("*.yml")} if ADDED in os.environ else {}
    styles = {file.stem: file for file in files if is_style(file)}
    customers = [file for file in files if not is_style(file)]
    for file, looked in zip(customers, _look_at(customers, tag)):
        styles |= {name: loading.STYLES / f"{name}.yml" for name in looked.styles}
        mine = list(looked.problems)
        first = ids.setdefault(file.stem, file)
        if first is not file and first.resolve() != file.resolve():
            message = f"`{file.stem}` is a customer of {first.parent} too"
            mine.append(Problem("S208", "error", str(file), *looked.id_at, message, "rename the file and its id"))
        problems += sorted(mine, key=lambda problem: (problem.line, problem.column, problem.code))
    return problems + [problem for style in styles.values() for problem in style_problems(style)]


def _look_at(files: Sequence[Path], tag: Tag | None) -> list[Looked]:
    """What is seen in files; of those that were looked at before, what was seen then."""
    memory = tag if isinstance(tag, Memory) else None
    seen = {file: memory.looked(file) if memory else None for file in files}
    changed = [file for file, known in seen.items() if known is None]
    for file, looked in zip(changed, _look_anew(changed, tag)):
        seen[file] = looked
        if memory is not None:
            memory.keep(file, looked)
    return [looked for looked in map(seen.get, files) if looked is not None]


def _look_anew(files: Sequence[Path], tag: Tag | None) -> Iterator[Looked]:
    """Look at files, many of them in several processes; what those heard is remembered here."""
    jobs = min(os.cpu_count() or 1, len(files) // ENOUGH)
    if jobs < 2 or not (tag is None or isinstance(tag, Memory)):
        yield from (look(file, tag) for file in files)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(tag,)) as crew:
        for looked, heard in crew.map(_look, files):
            if tag is not None:
                tag.learn(heard)
            yield looked


_memory: Memory | None = None


def _begin(memory: Memory | None) -> None:
    """Set up a worker: its memory, and one thread, for the other processors have workers too."""
    global _memory
    _memory = memory
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")


def _look(file: Path) -> tuple[Looked, Heard]:
    return look(file, _memory), _memory.news() if _memory is not None else {}
