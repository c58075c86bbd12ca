from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from addons.room.limits import Rate


def test_a_burst_then_one_at_a_time() -> None:
    rate = Rate(per_minute=6)
    assert [rate.wait("a", 100) for _ in range(7)] == [0] * 6 + [10]
    assert rate.wait("a", 105) == 5
    assert rate.wait("a", 110) == 0
    assert rate.wait("a", 110) == 10


def test_waiting_long_gives_no_more_than_a_minutes_worth() -> None:
    rate = Rate(per_minute=2)
    assert [rate.wait("a", 0) for _ in range(3)][-1] > 0
    assert [rate.wait("a", 10_000) for _ in range(3)] == [0, 0, 30]


def test_keys_have_a_bucket_each() -> None:
    rate = Rate(per_minute=1)
    assert [rate.wait(key, 0) for key in ("a", "b", "a", "b")] == [0, 0, 60, 60]


def test_full_buckets_are_forgotten_first() -> None:
    rate = Rate(per_minute=1, keys=2)
    rate.wait("old", 0)
    rate.wait("busy", 59)
    rate.wait("new", 61)
    assert rate.wait("busy", 61) > 0, "still remembered"


def test_memory_is_bounded_when_all_are_busy() -> None:
    rate = Rate(per_minute=1, keys=100)
    for number in range(1_000):
        assert rate.wait(str(number), 0) == 0
    assert len(rate._buckets) <= 100


@given(st.lists(st.floats(0, 300), min_size=1, max_size=200).map(sorted))
def test_no_minute_ever_sees_more_than_twice_the_rate(times: list[float]) -> None:
    """What fills in a minute and what was there before it."""
    rate = Rate(per_minute=5)
    passed = [time for time in times if rate.wait("a", time) == 0]
    assert all(sum(start <= time < start + 60 for time in passed) <= 10 for start in passed)
