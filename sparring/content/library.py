"""The customers there are to practise with, as their files are now.

A file that was changed is read again for the next session; sessions that are running keep the
version they began with. A file that can't be read any more changes nothing: the last good version
stays, and the log says so once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sparring.content.folders import folders
from sparring.content.loading import HOUSE, STYLES, Version, load_version, version_of
from sparring.content.parts import ContentError
from sparring.content.suggestions import nearest

logger = logging.getLogger(__name__)


class Snapshots(Protocol):
    """Where versions are kept that a session was played with, beyond the life of a process."""

    def put(self, version: Version) -> None:
        """Keep a version; one that is kept already stays as it is."""

    def get(self, customer_id: str, content_version: str | None = None) -> Mapping[str, Any] | None:
        """The data of a version, or of the one kept last; None if there is none."""


# What tells whether a file was changed: its path, time and size.
Stamp = tuple[tuple[str, int, int], ...]


class _Read(NamedTuple):
    """What came of reading a customer's files as they were at ``stamp``."""

    stamp: Stamp
    version: Version | None
    problem: ContentError | None = None


class Library:
    """The customers of one or several folders, read when they are asked for.

    Without a folder, the shipped one and those of ``SPARRING_CUSTOMERS``; raises ContentError if
    one of them isn't there.
    """

    def __init__(self, *places: Path, snapshots: Snapshots | None = None) -> None:
        self.folders: Sequence[Path] = places or folders()
        self._snapshots = snapshots
        self._now: dict[str, _Read] = {}
        self._ever: dict[tuple[str, str], Version] = {}
        self._left_out: set[Stamp] = set()  # told already

    def paths(self) -> dict[str, Path]:
        """Each customer's file, by id. Of two files of the same name the first folder's counts
        (``sparring check`` tells of them, S208)."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in sorted(folder.glob("*.yml")):
                found.setdefault(path.stem, path)
        return found

    def ids(self) -> list[str]:
        """The customers' ids, in order of their names."""
        return sorted(self.paths())

    def versions(self) -> list[Version]:
        """The customers that can be played now, in order of their ids; the log tells of others."""
        read = [self._read(customer_id, path) for customer_id, path in sorted(self.paths().items())]
        for one in read:
            if one.version is None and one.stamp not in self._left_out:
                self._left_out.add(one.stamp)
                logger.warning("%s; the customer is left out", one.problem)
        return [one.version for one in read if one.version is not None]

    def version(self, customer_id: str, content_version: str | None = None) -> Version:
        """The customer of that id; raises ContentError naming the nearest ones, or the problem of
        a file that was never good.

        With ``content_version`` it is the version a running session began with; if it was never
        kept, the one there is now.
        """
        if content_version is not None:
            version = self._earlier(customer_id, content_version)
            if version is not None:
                return version
        paths = self.paths()
        if customer_id not in paths:
            ids = sorted(paths)
            raise ContentError(
                f"there is no customer `{customer_id}`"
                f"{nearest(customer_id, ids) or ', only ' + ', '.join(ids)}"
            )
        read = self._read(customer_id, paths[customer_id])
        if read.version is None:
            assert read.problem is not None
            raise read.problem
        return read.version

    def keep(self, version: Version) -> None:
        """Keep a version for the sessions that are played with it, also over a restart."""
        if self._snapshots is not None:
            self._snapshots.put(version)

    def _read(self, customer_id: str, path: Path) -> _Read:
        """Read the customer, unless nothing was changed since the last time."""
        stamp = _stamp([path, HOUSE, *sorted(STYLES.glob("*.yml"))])
        before = self._now.get(customer_id)
        if before is None or before.stamp != stamp:
            self._now[customer_id] = self._read_anew(customer_id, path, stamp, before)
        return self._now[customer_id]

    def _read_anew(self, customer_id: str, path: Path, stamp: Stamp, before: _Read | None) -> _Read:
        try:
            version = load_version(path)
        except ContentError as problem:
            last = before.version if before is not None else self._kept(customer_id)
            if last is not None:
                logger.warning("%s; the last good version stays", problem)
            return _Read(stamp, last, problem)
        self._ever[customer_id, version.content_version] = version
        return _Read(stamp, version)

    def _earlier(self, customer_id: str, content_version: str) -> Version | None:
        """A version that this library has read, or that was kept."""
        known = (customer_id, content_version)
        if known not in self._ever:
            version = self._kept(customer_id, content_version)
            if version is not None:
                self._ever[known] = version
        return self._ever.get(known)

    def _kept(self, customer_id: str, content_version: str | None = None) -> Version | None:
        """A version that was kept, the last one unless it is named."""
        data = self._snapshots.get(customer_id, content_version) if self._snapshots else None
        try:
            return version_of(data) if data is not None else None
        except ContentError as problem:  # of a time when files could say other things
            logger.warning("%s as it was kept can't be played any more: %s", customer_id, problem)
            return None


def _stamp(paths: Sequence[Path]) -> Stamp:
    stamps = []
    for path in paths:
        try:
            status = path.stat()
            stamps.append((str(path), status.st_mtime_ns, status.st_size))
        except OSError:  # gone while we looked
            stamps.append((str(path), 0, 0))
    return tuple(stamps)
