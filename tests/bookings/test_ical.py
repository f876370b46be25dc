"""My bookings as a calendar, read back by a parser."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.prop import vText

from bookings.ical import calendar_of, time_zone
from bookings.models import Booking
from bookings.operations import book_resource, cancel_booking, move_booking
from bookings.wishes import BookingWish
from spaces.enums import ResourceKind
from spaces.queries import catalogue
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def calendar() -> Any:
    found = calendar_of(Booking.objects.order_by("pk"), name="Mutualab", house=catalogue(), at=NOW)
    return Calendar.from_ical(found)


def only_event() -> Any:
    (event,) = calendar().walk("VEVENT")
    return event


def test_a_booking_is_an_event_at_its_local_time(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    event = only_event()
    assert (event.start, event.end) == (AFTERNOON.starts_at, AFTERNOON.ends_at)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert (event["UID"], event["SUMMARY"], event["STATUS"]) == (str(booking.uid), "Petite salle", "CONFIRMED")
    assert event["LOCATION"] == "Mutualab"
    assert event["URL"].endswith(f"/bookings/{booking.pk}/")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == NOW


def test_a_move_and_a_cancellation_keep_the_uid_and_raise_the_sequence(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    assert only_event()["SEQUENCE"] == 0
    later = period(THURSDAY + timedelta(days=1), "09:00", "13:00")
    move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=later, resource_id=house.large_room.pk)
    event = only_event()
    assert (event["UID"], event["SEQUENCE"], event.start) == (str(booking.uid), 1, later.starts_at)
    assert event["SUMMARY"] == "Grande salle"
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    event = only_event()
    assert (event["UID"], event["SEQUENCE"]) == (str(booking.uid), 2)
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_a_title_is_escaped_and_folded(house: SmallHouse, alice: Person) -> None:
    title = "Réunion ; point 1, 2 \\ 3\nBEGIN:VALARM " + "très " * 30
    book(alice, house.small_room, AFTERNOON)
    Booking.objects.update(title=title)
    content = calendar_of(Booking.objects.all(), name="x", house=catalogue(), at=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\r\nBEGIN:VALARM" not in content
    assert only_event()["SUMMARY"] == vText(f"Petite salle · {title}")


def test_a_seat_is_a_seat_whatever_its_number(house: SmallHouse, alice: Person) -> None:
    wish = BookingWish(period(THURSDAY, "09:00", "13:00"), space_id=house.space.pk, any_of_kind=ResourceKind.SEAT)
    actor = actor_of(alice)
    book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    assert only_event()["SUMMARY"] == "Une place, open space"


def test_the_same_bookings_give_the_same_bytes(house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    book(alice, house.small_room, AFTERNOON)
    first = calendar_of(Booking.objects.all(), name="x", house=catalogue(), at=NOW)
    clock_at(NOW + timedelta(days=3))
    assert calendar_of(Booking.objects.all(), name="x", house=catalogue(), at=NOW) == first


def test_an_empty_calendar_is_still_one(house: SmallHouse) -> None:
    assert calendar().walk("VEVENT") == []
    assert calendar()["VERSION"] == "2.0"


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
def test_a_time_zone_means_what_it_means(zone: str) -> None:
    """Compare every three hours of two years: the calendar's own rules against the zone's."""
    expected = ZoneInfo(zone)
    told = time_zone(expected, 2026, 2027).to_tz(lookup_tzid=False)
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    while at.year < 2028:
        local = at.astimezone(expected).replace(tzinfo=None)
        assert told.utcoffset(local) == at.astimezone(expected).utcoffset(), local
        at += timedelta(hours=3)


def test_the_onsets_of_paris_are_told_by_the_clock_they_end() -> None:
    paris = time_zone(ZoneInfo("Europe/Paris"), 2027, 2027).to_ical().decode()
    assert "DTSTART:20270328T020000\r\nTZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200" in paris
    assert "DTSTART:20271031T030000\r\nTZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100" in paris


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_nine_to_one_stays_nine_to_one_across_a_clock_change(house: SmallHouse, alice: Person, day: date) -> None:
    when = period(day, "09:00", "13:00")
    book(alice, house.small_room, AFTERNOON)
    Booking.objects.update(starts_at=when.starts_at, ends_at=when.ends_at)
    event = only_event()
    assert (event["DTSTART"].to_ical(), event["DTEND"].to_ical()) == (
        f"{day:%Y%m%d}T090000".encode(),
        f"{day:%Y%m%d}T130000".encode(),
    )
    assert (event.start, event.end) == (when.starts_at, when.ends_at)


@pytest.mark.parametrize(
    ("fields", "status", "sequence"),
    [
        ({}, "CONFIRMED", 0),
        ({"tentative": "option", "lapses_at": NOW + timedelta(hours=1)}, "TENTATIVE", 0),
        ({"tentative": "request", "lapses_at": NOW + timedelta(hours=1)}, "TENTATIVE", 0),
        ({"tentative": "option", "lapses_at": NOW}, "CANCELLED", 1),
        ({"tentative": "request", "lapses_at": NOW}, "CANCELLED", 1),
        ({"tentative": "request", "lapses_at": NOW + timedelta(hours=1), "refused_at": NOW}, "CANCELLED", 0),
        ({"tentative": "option", "lapses_at": None, "confirmed_at": NOW}, "CONFIRMED", 0),
        ({"lapses_at": NOW + timedelta(hours=1)}, "CONFIRMED", 0),
        ({"lapses_at": NOW}, "CANCELLED", 1),
        ({"cancelled_at": NOW, "due_minor": 0}, "CANCELLED", 0),
    ],
)
def test_what_is_not_firm_is_tentative_and_what_has_ended_is_cancelled(
    house: SmallHouse, alice: Person, fields: dict[str, Any], status: str, sequence: int
) -> None:
    book(alice, house.small_room, AFTERNOON)
    Booking.objects.update(**fields)
    event = only_event()
    assert (event["STATUS"], event["SEQUENCE"]) == (status, sequence)
    assert (event["TRANSP"] == "TRANSPARENT") == (status == "CANCELLED")
