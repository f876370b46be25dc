"""A booking in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from bookings.terms import Terms
from bookings.wording import any_of_words, day_and_hours, terms_words
from spaces.enums import ResourceKind
from spaces.local_time import Period
from spaces.rulebook import Tier
from tests.bookings.test_day_grid import ROOM, space_with
from tests.support.booking import THURSDAY, period
from tests.support.reading import plain

SPACE = space_with(ROOM)
AFTERNOON = period(THURSDAY, "14:00", "18:00")
MUTUALAB = Terms((Tier(15 * 24 * 60, 50), Tier(72 * 60, 100)), undo_minutes=15, deposit_percent=50)


def terms_at(before: timedelta, terms: Terms = MUTUALAB, price: int = 6720) -> str:
    at = AFTERNOON.starts_at - before
    return plain(terms_words(terms.steps(starts_at=AFTERNOON.starts_at, at=at, gross_minor=price), SPACE))


def test_a_booking_of_one_day_is_said_by_its_day_and_hours() -> None:
    assert plain(day_and_hours(AFTERNOON, SPACE)) == "jeudi 10 décembre, 14 h–18 h"
    until_midnight = period(THURSDAY, "18:00", "00:00")
    assert plain(day_and_hours(until_midnight, SPACE)) == "jeudi 10 décembre, 18 h–24 h"


def test_a_booking_of_several_days_is_said_from_when_to_when() -> None:
    over_night = Period(AFTERNOON.starts_at, datetime(2026, 12, 11, 8, 30, tzinfo=UTC))
    assert plain(day_and_hours(over_night, SPACE)) == "du jeudi 10 décembre 14 h au vendredi 11 décembre 9 h 30"


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (
            timedelta(days=20),
            "gratuit jusqu’au mer. 25 nov. 14 h, 33,60 € jusqu’au lun. 7 déc. 14 h, 67,20 € ensuite.",
        ),
        (timedelta(days=10), "33,60 € jusqu’au lun. 7 déc. 14 h, 67,20 € ensuite."),
        (timedelta(hours=50), "67,20 € dès maintenant."),
    ],
)
def test_the_terms_are_said_as_dates(before: timedelta, says: str) -> None:
    assert terms_at(before) == says


def test_without_tiers_cancelling_is_free_until_the_start() -> None:
    assert terms_at(timedelta(days=1), Terms()) == "gratuit jusqu’au début."


def test_any_seat_is_never_a_number() -> None:
    assert any_of_words(ResourceKind.SEAT) == "Une place, open space"
    with translation.override("en"):
        assert any_of_words(ResourceKind.SEAT) == "A seat, open space"
