from datetime import UTC, datetime, timedelta

import pytest

from bookings.terms import Step, Terms
from spaces.rulebook import Tier

STARTS = datetime(2026, 12, 10, 13, tzinfo=UTC)
MUTUALAB = Terms(tiers=(Tier(15 * 24 * 60, 50), Tier(72 * 60, 100)), undo_minutes=15, deposit_percent=50)


@pytest.mark.parametrize(
    ("before", "percent"),
    [
        (timedelta(days=16), 0),
        (timedelta(days=15), 0),
        (timedelta(days=15, microseconds=-1), 50),
        (timedelta(days=14), 50),
        (timedelta(hours=72), 50),
        (timedelta(hours=72, microseconds=-1), 100),
        (timedelta(hours=71), 100),
        (timedelta(0), 100),
    ],
)
def test_what_is_due_depends_on_the_time_left(before: timedelta, percent: int) -> None:
    assert MUTUALAB.percent_due(STARTS, STARTS - before) == percent


def test_terms_survive_being_kept_as_json() -> None:
    assert Terms.from_json(MUTUALAB.as_json()) == MUTUALAB


def test_the_undo_ends_after_its_minutes_or_at_the_start() -> None:
    booked = STARTS - timedelta(minutes=5)
    assert MUTUALAB.undo_until(booked, STARTS) == STARTS
    assert MUTUALAB.can_be_undone(booked, STARTS, STARTS - timedelta(seconds=1))
    assert not MUTUALAB.can_be_undone(booked, STARTS, STARTS)
    early = STARTS - timedelta(days=2)
    assert MUTUALAB.can_be_undone(early, STARTS, early + timedelta(minutes=15))
    assert not MUTUALAB.can_be_undone(early, STARTS, early + timedelta(minutes=15, seconds=1))


def test_the_steps_say_until_when_each_share_holds() -> None:
    steps = MUTUALAB.steps(starts_at=STARTS, at=STARTS - timedelta(days=20), gross_minor=6720)
    assert steps == [
        Step(STARTS - timedelta(days=15), 0, 0),
        Step(STARTS - timedelta(hours=72), 50, 3360),
        Step(None, 100, 6720),
    ]


def test_steps_that_are_over_are_not_told() -> None:
    steps = MUTUALAB.steps(starts_at=STARTS, at=STARTS - timedelta(days=4), gross_minor=6720)
    assert [step.percent for step in steps] == [50, 100]
    assert MUTUALAB.steps(starts_at=STARTS, at=STARTS - timedelta(hours=1), gross_minor=100) == [Step(None, 100, 100)]
