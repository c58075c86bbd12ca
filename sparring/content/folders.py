"""Where customers are kept: the shipped folder, and those that ``SPARRING_CUSTOMERS`` adds."""

from __future__ import annotations

import os
from pathlib import Path

from sparring.content.parts import DATA, ContentError

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
