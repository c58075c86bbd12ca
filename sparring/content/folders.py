"""Where customers are kept: the shipped folder, and those that ``SPARRING_CUSTOMERS`` adds."""

from __future__ import annotations

import os
from pathlib import Path

from sparring.content.parts import DATA, ContentError
from sparring.content.suggestions import nearest

SHIPPED = DATA / "customers"
ADDED = "SPARRING_CUSTOMERS"


def folders() -> list[Path]:
    """The shipped folder first, then the added ones in their order (separated as in PATH); raises
    ContentError for one that isn't there."""
    added = [Path(name).expanduser() for name in os.environ.get(ADDED, "").split(os.pathsep) if name]
    for folder in added:
        if not folder.is_dir():
            raise ContentError(f"{ADDED}: there is no folder {folder}")
    return [SHIPPED, *added]


def files_of(folder: Path) -> list[Path]:
    """The customer files of a folder, in the order of their names; raises ContentError for one whose
    files nobody would ever see."""
    others = sorted(folder.glob("*.yaml"))
    if others:
        raise ContentError(f"{others[0]}: customers are files that end with .yml; name it {others[0].stem}.yml")
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise ContentError(f"{folder}: no customer file (.yml) is in this folder")
    return files


def file_at(path: Path) -> Path:
    """A file that is there and can be a customer, or the one of the customer of that name; raises
    ContentError for others."""
    if not path.exists() and path.name == str(path) and not path.suffix:
        known = {file.stem: file for folder in folders() for file in sorted(folder.glob("*.yml"))}
        if path.name not in known:
            raise ContentError(f"{path}: there is no such file or customer{nearest(path.name, known)}")
        return known[path.name]
    if not path.exists():
        there = [other.name for other in path.parent.glob("*.yml")] if path.parent.is_dir() else []
        raise ContentError(f"{path}: there is no such file{nearest(path.name, there)}")
    if path.suffix != ".yml":
        raise ContentError(f"{path}: customers are files that end with .yml; name it {path.stem}.yml")
    return path
