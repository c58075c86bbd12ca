"""How often somebody may ask: buckets that fill with time and lose one drop a request."""

from __future__ import annotations

from typing import NamedTuple


class Bucket(NamedTuple):
    """``drops`` left at the time ``at`` (seconds)."""

    drops: float
    at: float


class Rate:
    """At most ``per_minute`` requests of one key in a minute, all of them at once if need be.

    Kept in memory, for at most ``keys`` keys: those whose bucket is full again are forgotten
    first, and if all are in use, all are.
    """

    def __init__(self, per_minute: int, keys: int = 10_000) -> None:
        self.per_minute = per_minute
        self.keys = keys
        self._buckets: dict[str, Bucket] = {}

    def wait(self, key: str, now: float) -> float:
        """Count a request at the time ``now``; gives the seconds to wait, 0 if it may go on."""
        left = self._left(key, now)
        if left < 1:
            return (1 - left) * 60 / self.per_minute
        if len(self._buckets) >= self.keys and key not in self._buckets:
            self._tidy(now)
        self._buckets[key] = Bucket(left - 1, now)
        return 0

    def _left(self, key: str, now: float) -> float:
        bucket = self._buckets.get(key, Bucket(self.per_minute, now))
        return min(self.per_minute, bucket.drops + (now - bucket.at) * self.per_minute / 60)

    def _tidy(self, now: float) -> None:
        for key in [key for key in self._buckets if self._left(key, now) >= self.per_minute]:
            del self._buckets[key]
        if len(self._buckets) >= self.keys:
            self._buckets.clear()
