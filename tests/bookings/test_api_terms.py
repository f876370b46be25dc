"""Mutualab's own prices and terms through the API, the clock set."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
STARTS_AT = datetime.fromisoformat("2026-12-10T14:00:00+01:00")
DAY = ("2026-12-10T09:00:00+01:00", "2026-12-10T18:00:00+01:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def test_an_outside_customer_pays_160_for_half_a_day_in_the_large_room(house: SmallHouse, oscar: Person) -> None:
    assert _net(api_of(oscar), {**room_asked(house), "resource": house.large_room.pk}) == 16000


def test_a_member_pays_112_for_the_same(house: SmallHouse, alice: Person) -> None:
    assert _net(api_of(alice), {**room_asked(house), "resource": house.large_room.pk}) == 11200


def test_a_member_pays_105_for_a_day_in_the_small_room(house: SmallHouse, alice: Person) -> None:
    assert _net(api_of(alice), room_asked(house, *DAY)) == 10500


def test_six_hours_never_cost_more_than_the_day(house: SmallHouse, alice: Person) -> None:
    asked = room_asked(house, "2026-12-10T11:00:00+01:00", "2026-12-10T17:00:00+01:00")
    assert _net(api_of(alice), asked) <= 10500


def test_a_room_asked_47_hours_ahead_is_refused_and_48_accepted(
    house: SmallHouse, alice: Person, clock_at: Hold
) -> None:
    api = api_of(alice)
    clock_at(STARTS_AT - timedelta(hours=47))
    refused = api.post("bookings/", room_asked(house))
    assert (refused.status, refused.code) == (422, "notice_too_short")
    assert refused.json["reasons"][0]["facts"] == {"notice_minutes": 48 * 60}
    clock_at(STARTS_AT - timedelta(hours=48))
    assert api.post("bookings/", room_asked(house)).status == 201


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (timedelta(days=16), 0),
        (timedelta(days=15), 0),
        (timedelta(days=14), 9600),
        (timedelta(hours=72), 9600),
        (timedelta(hours=71), 19200),
    ],
)
def test_cancelling_costs_what_was_said_before(
    house: SmallHouse, oscar: Person, clock_at: Hold, before: timedelta, due: int
) -> None:
    api = api_of(oscar)
    clock_at(STARTS_AT - timedelta(days=20))
    booking = api.post("bookings/", {**room_asked(house), "resource": house.large_room.pk}).json["id"]
    clock_at(STARTS_AT - before)
    assert api.get(f"bookings/{booking}/").json["cancellation"]["due_now_minor"] == due
    cancelled = api.post(f"bookings/{booking}/cancellation/").json
    assert (cancelled["state"], cancelled["cancelled"]["due_minor"]) == ("cancelled", due)


def test_undoing_after_ten_minutes_costs_nothing(house: SmallHouse, oscar: Person, clock_at: Hold) -> None:
    api = api_of(oscar)
    asked = clock_at(STARTS_AT - timedelta(hours=49))
    booking = api.post("bookings/", room_asked(house)).json["id"]
    clock_at(asked + timedelta(minutes=10))
    cancelled = api.post(f"bookings/{booking}/cancellation/").json["cancelled"]
    assert (cancelled["is_undone"], cancelled["due_minor"]) == (True, 0)


def test_the_terms_are_said_as_dates_before_booking(house: SmallHouse, alice: Person) -> None:
    terms = api_of(alice).post("quotes/", room_asked(house)).json["cancellation"]
    assert terms == {
        "undo_until": "2026-11-24T09:15:00+01:00",
        "steps": [
            {"until": "2026-11-25T14:00:00+01:00", "percent": 0, "due_minor": 0},
            {"until": "2026-12-07T14:00:00+01:00", "percent": 50, "due_minor": 3360},
            {"until": None, "percent": 100, "due_minor": 6720},
        ],
    }


def _net(api: Api, asked: dict[str, object]) -> int:
    """Return what is quoted and then booked without VAT; both are the same."""
    quoted = api.post("quotes/", asked).json["price"]
    booked = api.post("bookings/", asked).json["price"]
    assert quoted == booked
    return int(booked["net_minor"])
