"""What a trainee has achieved, and what to practise next."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from sparring.content import Customer, Library, Version
from sparring.progress import (
    WEAKEST,
    Attempt,
    Points,
    best,
    criterion_shares,
    lobby,
    report,
    suggest,
)

NOON = datetime(2024, 5, 1, 12)


@pytest.fixture(scope="module")
def versions() -> list[Version]:
    library = Library()
    return [library.version(customer_id) for customer_id in library.ids()]


@pytest.fixture(scope="module")
def customers(versions: list[Version]) -> list[Customer]:
    return [version.customer for version in versions]


def attempts(*told: tuple[str, int]) -> list[Attempt]:
    """Attempts as (customer/story, score), an hour apart; the medal follows the score."""
    return [attempt(*one, hour=hour) for hour, one in enumerate(told)]


def attempt(story: str, score: int, hour: int = 0, criteria: tuple[Points, ...] = (), **more: Any) -> Attempt:
    customer, name = story.split("/")
    medal = "gold" if score >= 85 else "silver" if score >= 70 else "bronze" if score >= 55 else None
    values: dict[str, Any] = {
        "session": f"s{hour}",
        "customer": customer,
        "story": name,
        "language": "en",
        "difficulty": "standard",
        "started": NOON + timedelta(hours=hour),
        "score": score,
        "medal": medal,
        "ending": "buys",
        "kind": "won",
        "turns": 6,
        "retries": 0,
        "criteria": criteria,
    }
    return Attempt(**values | more)


def everybody(customers: list[Customer], score: int) -> list[tuple[str, int]]:
    """One attempt at each customer's first story."""
    return [(f"{customer.id}/{customer.stories[0].id}", score) for customer in customers]


# What to practise next


def test_a_newcomer_begins_with_the_first_story_of_the_first_customer(customers: list[Customer]) -> None:
    assert suggest(customers, []) == (customers[0].id, customers[0].stories[0].id, None)


def test_a_customer_never_finished_comes_before_the_weakest(customers: list[Customer]) -> None:
    known = attempts(*everybody(customers, 10))
    unknown = customers[2]
    done = [one for one in known if one.customer != unknown.id]
    assert suggest(customers, done)[:2] == (unknown.id, unknown.stories[0].id)


def test_then_the_customer_with_the_lowest_recent_scores(customers: list[Customer]) -> None:
    story = f"{customers[3].id}/{customers[3].stories[0].id}"
    done = attempts(*everybody(customers, 80), (story, 20), (story, 60))
    assert suggest(customers, done).customer == customers[3].id


def test_only_the_last_three_attempts_tell(customers: list[Customer]) -> None:
    weak, then = (f"{c.id}/{c.stories[0].id}" for c in (customers[1], customers[4]))
    done = attempts((weak, 0), (weak, 0), *everybody(customers, 80), (weak, 90), (weak, 90), (then, 60))
    assert suggest(customers, done).customer == customers[4].id


def test_the_story_practised_least_is_taken(customers: list[Customer]) -> None:
    customer = customers[0]
    first, second = (f"{customer.id}/{story.id}" for story in customer.stories[:2])
    others = everybody(customers[1:], 100)
    assert suggest(customers, attempts(*others, (first, 50))).story == customer.stories[1].id
    assert suggest(customers, attempts(*others, (first, 50), (second, 40))).story == customer.stories[1].id
    assert suggest(customers, attempts(*others, (first, 40), (second, 50))).story == customer.stories[0].id
    assert suggest(customers, attempts(*others, (first, 50), (second, 50))).story == customer.stories[0].id


def test_the_criterion_with_most_to_gain_is_named(versions: list[Version], customers: list[Customer]) -> None:
    criteria = (Points("greeting", 5, 5, "met"), Points("courtesy", 2, 6, "partly"), Points("x", -5, 0, "broken"))
    done = [*attempts(*everybody(customers[1:], 100)), attempt("analytical/colour_differs", 30, 9, criteria)]
    assert suggest(customers, done).criterion == "courtesy"
    assert lobby(versions, done)["suggested"]["criterion"]["title"]["en"] == "Stay civil"


def test_customers_that_are_gone_disturb_nothing(versions: list[Version]) -> None:
    gone = attempts(("nobody/nothing", 10))
    assert suggest([v.customer for v in versions], gone)[:2] == ("analytical", "colour_differs")
    assert report(versions, gone)["attempts"][0]["customer"] == "nobody"


# Results so far


def test_a_share_is_what_was_earned_of_what_could_be() -> None:
    assert Points("a", 5, 10, "partly").share == 0.5
    assert Points("a", -5, 10, "broken").share == 0
    assert Points("a", -5, 0, "broken").share == 0


def test_a_criterions_share_is_that_of_its_last_attempts() -> None:
    history = [
        attempt("a/b", 50, hour, (Points("greeting", points, 10, "partly"), Points("slip", -5, 0, "broken")))
        for hour, points in enumerate((10, 0, 5, 10))
    ]
    assert criterion_shares(history) == {"greeting": 0.5}


def test_the_better_medal_is_best_then_the_higher_score() -> None:
    assert best([]) is None
    gold, spoilt = attempt("a/b", 86), attempt("a/b", 100, medal="silver")
    assert best([gold, spoilt]) == {"medal": "gold", "score": 86}
    assert best(attempts(("a/b", 20), ("a/b", 30))) == {"medal": None, "score": 30}


def test_the_lobby_shows_each_story_with_its_own_best(versions: list[Version]) -> None:
    done = attempts(("haggler/winter_coat", 90), ("haggler/winter_coat", 60), ("haggler/earbuds", 10))
    haggler = next(c for c in lobby(versions, done)["customers"] if c["id"] == "haggler")
    assert (haggler["attempts"], haggler["best"]) == (3, {"medal": "gold", "score": 90})
    assert [(s["id"], s["attempts"], s["best"]) for s in haggler["stories"]] == [
        ("winter_coat", 2, {"medal": "gold", "score": 90}),
        ("earbuds", 1, {"medal": None, "score": 10}),
    ]
    assert haggler["name"].keys() == haggler["stories"][0]["title"].keys() == {"en", "zh"}


def test_progress_is_told_over_time(versions: list[Version]) -> None:
    done = [
        attempt("haggler/earbuds", score, hour, (Points("talk_worth", points, 16, "partly"),))
        for hour, (score, points) in enumerate(((40, 0), (80, 16)))
    ]
    told = report(versions, done)
    assert [(a["started"], a["score"]) for a in told["attempts"]] == [
        ("2024-05-01T12:00:00Z", 40),
        ("2024-05-01T13:00:00Z", 80),
    ]
    assert told["attempts"][0]["criteria"] == [{"id": "talk_worth", "points": 0, "max": 16, "status": "partly"}]
    (criterion,) = told["criteria"]
    assert (criterion["customer"], criterion["id"], criterion["share"]) == ("haggler", "talk_worth", 0.5)
    assert criterion["title"]["zh"] == "从价格谈到价值"
    assert [(point["session"], point["share"]) for point in criterion["history"]] == [("s0", 0), ("s1", 1)]
    json.dumps(told)


def test_the_weakest_criteria_come_first_and_are_few(versions: list[Version]) -> None:
    criteria = tuple(Points(f"c{n}", n, 10, "partly") for n in reversed(range(9)))
    weakest = report(versions, [attempt("haggler/earbuds", 50, criteria=criteria)])["weakest"]
    assert [criterion["id"] for criterion in weakest] == [f"c{n}" for n in range(WEAKEST)]
    assert all("history" not in criterion for criterion in weakest)


def test_a_criterion_that_is_gone_is_named_by_its_id(versions: list[Version]) -> None:
    told = report(versions, [attempt("haggler/earbuds", 50, criteria=(Points("gone", 1, 2, "partly"),))])
    assert told["criteria"][0]["title"] == {"en": "gone", "zh": "gone"}


def test_nothing_done_is_nothing_told(versions: list[Version]) -> None:
    told = report(versions, [])
    assert told["attempts"] == told["criteria"] == told["weakest"] == []
