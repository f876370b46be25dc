"""The second house shows that nothing is tuned to the first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoDbBlocker

from bookings.models import Booking
from bookings.policies import reasons_not_to_book
from bookings.quoting import BookingCase, quote_for
from common import clock
from common.models import AuditEntry
from frontend.demo.lantern import LANTERN
from spaces.catalogue import HouseOffer
from spaces.local_time import Period, instant
from spaces.models import Price
from spaces.queries import catalogue
from tests.frontend.demo.conftest import seeded_house

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
EVE = datetime(2027, 3, 27, 23, 30, tzinfo=LONDON)


@pytest.fixture(scope="module")
def _seeded_lantern(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded_house(replace(LANTERN, days_back=25, days_ahead=10), EVE, django_db_blocker):
        yield


@pytest.fixture
def lantern(_seeded_lantern: None, db: None) -> HouseOffer:
    """Return all that a shorter Lantern offers, on the eve of a clock change, half an hour before midnight."""
    clock.freeze(EVE)
    return catalogue()


def test_it_differs_from_mutualab_in_all_that_a_house_can_set(lantern: HouseOffer) -> None:
    quay, loft = lantern.spaces

    assert (lantern.currency, lantern.default_language) == ("GBP", "en")
    assert {quay.zone.key, loft.zone.key} == {"Europe/London"}
    assert set(Price.objects.values_list("unit", flat=True)) == {"hour", "evening", "day", "month"}
    assert quay.hours_on(date(2027, 12, 25)) == [(time(0), time(0))]
    assert loft.closed_because(date(2027, 11, 30), "en") == "Saint Andrew’s Day"
    room = next(r for r in loft.resources if r.slug == "skylight")
    assert [tier.percent for tier in loft.rules_for(room, SPRING).cancellation_tiers] == [30, 60, 100]


def test_its_bookings_are_what_the_policies_would_have_made(lantern: HouseOffer) -> None:
    bookings = list(Booking.objects.all())
    for booking in bookings:
        resource = lantern.resource(booking.resource_id)
        assert resource is not None
        period = Period(booking.starts_at, booking.ends_at)
        case = BookingCase(lantern.space_of(booking.space_id), resource, period, booking.audience, booking.booked_at)
        assert reasons_not_to_book(case) == []
        quote = quote_for(case)
        assert quote is not None
        assert (quote.net_minor, booking.currency) == (booking.net_minor, "GBP")
    assert len(bookings) > 200
    assert {booking.space_id for booking in bookings} == {space.id for space in lantern.spaces}


def test_a_booking_made_later_than_now_does_not_exist(lantern: HouseOffer) -> None:
    assert not Booking.objects.filter(booked_at__gt=EVE).exists()
    assert not AuditEntry.objects.filter(at__gt=EVE).exists()


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2027, 6, 1), 24)])
def test_the_quay_is_open_through_the_night_of_a_clock_change(day: date, hours: int, lantern: HouseOffer) -> None:
    quay = lantern.spaces[0]
    starts_at, ends_at = (instant(day + timedelta(days=n), time(0), LONDON) for n in (0, 1))

    assert ends_at - starts_at == timedelta(hours=hours)
    assert quay.open_periods(starts_at, ends_at) == [Period(starts_at, ends_at)]


def test_a_desk_for_four_hours_of_the_shorter_night_is_three_hours_of_money(lantern: HouseOffer) -> None:
    quay = lantern.spaces[0]
    desk = next(r for r in quay.resources if r.slug == "desk-01")
    asked = Period(instant(SPRING, time(0), LONDON), instant(SPRING, time(4), LONDON))

    quote = quote_for(BookingCase(quay, desk, asked, "members", EVE.astimezone(UTC)))

    assert quote is not None
    assert quote.net_minor == 3 * 150
