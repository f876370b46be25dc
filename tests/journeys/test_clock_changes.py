"""The clock changes of 2027 in a space open all night: page, API and calendar tell the same hours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from bookings.models import Booking
from bookings.operations import open_calendar
from spaces.models import Resource
from tests.support.api import api_of
from tests.support.booking import actor_of
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.night import make_night_room

MARCH, OCTOBER = "2027-03-28", "2027-10-31"
BEFORE = {
    MARCH: datetime.fromisoformat("2027-03-01T09:00+01:00"),
    OCTOBER: datetime.fromisoformat("2027-10-01T09:00+02:00"),
}
NBSP = "\u00a0"


@pytest.fixture
def room(house: SmallHouse) -> Resource:
    return make_night_room()


@pytest.fixture
def client(alice: Person, client_of: Callable[..., Client]) -> Client:
    return client_of(alice.account)


def _told(booking: Booking, person: Person, at: datetime) -> tuple[str, str]:
    """Return the period as the API tells it."""
    told = api_of(person, at=at).get(f"bookings/{booking.pk}/").json
    return told["starts_at"], told["ends_at"]


def _in_calendar(person: Person, at: datetime) -> tuple[str, str]:
    """Return the period as the person's calendar tells it: local times with the name of their zone."""
    key = open_calendar(actor=actor_of(person, at), at=at).key
    event: Any = Calendar.from_ical(Client().get(f"/calendars/{key}.ics").content).events[0]
    assert {event[name].params["TZID"] for name in ("DTSTART", "DTEND")} == {"Europe/Paris"}
    return tuple(event[name].to_ical().decode() for name in ("DTSTART", "DTEND"))


@pytest.mark.parametrize(("day", "offset"), [(MARCH, "+02:00"), (OCTOBER, "+01:00")])
def test_nine_to_one_stays_nine_to_one_at_every_door(
    room: Resource, alice: Person, client: Client, clock_at: Callable[..., datetime], day: str, offset: str
) -> None:
    at = clock_at(BEFORE[day])
    answer = client.post("/bookings/", {"resource": room.pk, "day": day, "start": "09:00", "end": "13:00"})
    booking = Booking.objects.get()
    page = client.get(answer.headers["Location"]).content.decode()
    assert f"9{NBSP}h–13{NBSP}h" in page
    assert _told(booking, alice, at) == (f"{day}T09:00:00{offset}", f"{day}T13:00:00{offset}")
    plain = day.replace("-", "")
    assert _in_calendar(alice, at) == (f"{plain}T090000", f"{plain}T130000")
    assert booking.net_minor == 4000


@pytest.mark.parametrize("view", ["day", "list", "week"])
@pytest.mark.parametrize("day", [MARCH, OCTOBER])
def test_the_day_itself_can_be_looked_at(
    room: Resource, client: Client, clock_at: Callable[..., datetime], day: str, view: str
) -> None:
    clock_at(BEFORE[day])
    assert client.get(f"/book/?space=nuit&day={day}&view={view}").status_code == 200


@pytest.mark.parametrize(("start", "end", "hour"), [("02:30", "05:00", "2"), ("01:00", "02:00", "2")])
def test_an_hour_that_does_not_exist_is_refused_with_its_reason(
    room: Resource, client: Client, clock_at: Callable[..., datetime], start: str, end: str, hour: str
) -> None:
    clock_at(BEFORE[MARCH])
    wish: dict[str, Any] = {"resource": room.pk, "day": MARCH, "start": start, "end": end}
    for answer in (client.get("/book/sheet/", wish), client.post("/bookings/", wish)):
        assert answer.status_code == 422
        assert answer.context["reasons"][0].code == "local_time_skipped"
        assert f"il n’est jamais {hour}{NBSP}h" in answer.content.decode()
        assert f"l’horloge saute à 3{NBSP}h" in answer.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.parametrize(("which", "offset", "hours"), [(0, "+02:00", 3), (1, "+01:00", 2)])
def test_an_hour_that_comes_twice_is_asked_about_and_the_answer_holds(
    room: Resource,
    alice: Person,
    client: Client,
    clock_at: Callable[..., datetime],
    which: int,
    offset: str,
    hours: int,
) -> None:
    at = clock_at(BEFORE[OCTOBER])
    wish: dict[str, Any] = {"resource": room.pk, "day": OCTOBER, "start": "02:30", "end": "04:30"}
    asked: Any = client.get("/book/sheet/", wish)
    (reason,) = asked.context["reasons"]
    assert (asked.status_code, reason.code) == (422, "local_time_doubled")
    sheet: Any = client.get(reason.ways_out[which].url)
    assert sheet.status_code == 200
    client.post("/bookings/", sheet.context["asked"])
    booking = Booking.objects.get()
    assert _told(booking, alice, at) == (f"{OCTOBER}T02:30:00{offset}", f"{OCTOBER}T04:30:00+01:00")
    assert booking.net_minor == hours * 1000


def test_without_an_answer_an_hour_that_comes_twice_is_not_booked(
    room: Resource, client: Client, clock_at: Callable[..., datetime]
) -> None:
    clock_at(BEFORE[OCTOBER])
    answer = client.post("/bookings/", {"resource": room.pk, "day": OCTOBER, "start": "02:30", "end": "04:30"})
    assert answer.status_code == 422
    assert not Booking.objects.exists()


@pytest.mark.parametrize("offset", ["+02:00", "+01:00"])
def test_what_the_api_booked_by_its_offset_is_told_apart_on_the_page(
    room: Resource, alice: Person, client: Client, clock_at: Callable[..., datetime], offset: str
) -> None:
    at = clock_at(BEFORE[OCTOBER])
    period = {"starts_at": f"{OCTOBER}T02:00:00{offset}", "ends_at": f"{OCTOBER}T03:00:00+01:00"}
    made = api_of(alice, at=at).post("bookings/", {"resource": room.pk, **period})
    assert (made.status, made.json["starts_at"]) == (201, period["starts_at"])
    key = open_calendar(actor=actor_of(alice, at), at=at).key
    calendar = Client().get(f"/calendars/{key}.ics").content.decode()
    assert {"+02:00": "DTSTART;TZID=Europe/Paris:20271031T020000", "+01:00": "DTSTART:20271031T010000Z"}[
        offset
    ] in calendar
    page = client.get(f"/bookings/{made.json['id']}/").content.decode()
    season = {"+02:00": "heure d’été", "+01:00": "heure d’hiver"}[offset]
    assert season in page
