"""The customers there are to practise with."""

from __future__ import annotations

from pathlib import Path

from sparring.content.answers import nearest
from sparring.content.loading import Version, load_version
from sparring.content.parts import DATA, ContentError


class Library:
    """The customers of a folder, read when first asked for."""

    def __init__(self, folder: Path = DATA / "customers") -> None:
        self.folder = folder
        self._versions: dict[str, Version] = {}

    def ids(self) -> list[str]:
        """The customers' ids, in order of their names."""
        return sorted(path.stem for path in self.folder.glob("*.yml"))

    def version(self, customer_id: str, content_version: str | None = None) -> Version:
        """The customer of that id; raises ContentError naming the nearest ones.

        With ``content_version`` it is the version a running session began with, as long as this
        library has had it; a file changed meanwhile gives the new one.
        """
        known = self._versions.get(f"{customer_id}@{content_version}")
        if known is not None:
            return known
        if customer_id not in self.ids():
            raise ContentError(
                f"there is no customer `{customer_id}`"
                f"{nearest(customer_id, self.ids()) or ', only ' + ', '.join(self.ids())}"
            )
        path = self.folder / f"{customer_id}.yml"
        stamp = f"{customer_id}:{path.stat().st_mtime_ns}"
        if stamp not in self._versions:
            version = load_version(path)
            self._versions[stamp] = version
            self._versions[f"{customer_id}@{version.content_version}"] = version
        return self._versions[stamp]
