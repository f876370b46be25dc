"""The private address of my calendar: whose, how long, and how little it costs to read again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from bookings.models import CalendarFeed
from bookings.operations import cancel_booking, close_calendar, open_calendar, renew_calendar
from common.models import AuditEntry
from members.models import Account
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
ClientOf = Callable[[Account], Client]
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def address_of(person: Person) -> str:
    return f"/calendars/{open_calendar(actor=actor_of(person), at=NOW).key}.ics"


def uids(client: Client, address: str) -> set[str]:
    return {str(event["UID"]) for event in Calendar.from_ical(client.get(address).content).walk("VEVENT")}


def test_the_calendar_holds_my_bookings_and_nobody_elses(
    house: SmallHouse, client: Client, alice: Person, charlie: Person
) -> None:
    mine = book(alice, house.small_room, AFTERNOON)
    book(charlie, house.large_room, AFTERNOON)
    assert uids(client, address_of(alice)) == {str(mine.uid)}


def test_an_outside_customer_has_a_calendar_too(house: SmallHouse, client: Client, oscar: Person) -> None:
    mine = book(oscar, house.small_room, AFTERNOON)
    assert uids(client, address_of(oscar)) == {str(mine.uid)}


def test_the_answer_is_private_and_sets_no_session(house: SmallHouse, client: Client, alice: Person) -> None:
    answer = client.get(address_of(alice))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


@pytest.mark.parametrize("key", ["x", "a" * 43, "-" * 500])
def test_an_address_nobody_has_is_not_found(house: SmallHouse, client: Client, key: str) -> None:
    assert client.get(f"/calendars/{key}.ics").status_code == 404


def test_a_renewed_address_replaces_the_old_one_and_a_closed_one_ends(
    house: SmallHouse, client: Client, alice: Person
) -> None:
    book(alice, house.small_room, AFTERNOON)
    actor = actor_of(alice)
    feed = open_calendar(actor=actor, at=NOW)
    renewed = renew_calendar(actor=actor, at=NOW, calendar_id=feed.pk)
    assert client.get(f"/calendars/{feed.key}.ics").status_code == 404
    assert client.get(f"/calendars/{renewed.key}.ics").status_code == 200
    close_calendar(actor=actor, at=NOW, calendar_id=feed.pk)
    assert client.get(f"/calendars/{renewed.key}.ics").status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="calendar.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["calendar.opened", "calendar.renewed", "calendar.closed"]


def test_the_address_of_a_closed_account_ends(house: SmallHouse, client: Client, alice: Person) -> None:
    address = address_of(alice)
    Account.objects.filter(pk=alice.account.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_what_has_not_changed_is_neither_read_nor_written_again(
    house: SmallHouse,
    client: Client,
    alice: Person,
    query_count: CaptureQueriesContext,
    monkeypatch: pytest.MonkeyPatch,
    clock_at: Hold,
) -> None:
    for day in range(3):
        book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * day), "14:00", "18:00"))
    address = address_of(alice)
    etag = client.get(address).headers["ETag"]
    monkeypatch.setattr("bookings.views.calendar.calendar_of", None)
    clock_at(NOW + timedelta(days=2))
    with query_count as queries:
        again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert len(queries) == 4


def test_any_change_gives_the_calendar_a_new_tag(
    house: SmallHouse, client: Client, alice: Person, clock_at: Hold
) -> None:
    address = address_of(alice)
    tags = [client.get(address).headers["ETag"]]
    booking = book(alice, house.small_room, AFTERNOON)
    tags.append(client.get(address).headers["ETag"])
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    tags.append(client.get(address).headers["ETag"])
    house.house.version = "other"
    house.house.save()
    tags.append(client.get(address).headers["ETag"])
    assert len(set(tags)) == 4


def test_what_lies_more_than_a_year_back_is_left_out(
    house: SmallHouse, client: Client, alice: Person, clock_at: Hold
) -> None:
    book(alice, house.small_room, AFTERNOON)
    address = address_of(alice)
    clock_at(AFTERNOON.ends_at + timedelta(days=365))
    assert len(uids(client, address)) == 1
    clock_at(AFTERNOON.ends_at + timedelta(days=367))
    assert uids(client, address) == set()


def test_the_calendar_speaks_the_language_of_its_owner(house: SmallHouse, client: Client, alice: Person) -> None:
    Account.objects.filter(pk=alice.account.pk).update(language="en")
    answer = client.get(address_of(alice), headers={"Accept-Language": "fr"})
    assert answer.headers["Content-Language"] == "en"
    assert b"PRODID:-//Beffroi//EN" in answer.content


def test_the_page_gives_an_address_then_another_then_none(
    house: SmallHouse, client_of: ClientOf, alice: Person
) -> None:
    client = client_of(alice.account)
    assert "Créer l’adresse de mon agenda" in client.get("/me/calendar/").content.decode()
    assert not CalendarFeed.objects.exists()
    assert client.post("/me/calendar/", {"what": "mine"}).status_code == 302
    feed = CalendarFeed.objects.get()
    assert f"/calendars/{feed.key}.ics" in client.get("/me/calendar/").content.decode()
    assert client.post(f"/me/calendar/{feed.pk}/renewal/").status_code == 302
    page = client.get("/me/calendar/").content.decode()
    assert f"/calendars/{feed.key}.ics" not in page
    assert f"/calendars/{CalendarFeed.objects.get().key}.ics" in page
    assert client.post(f"/me/calendar/{feed.pk}/removal/").status_code == 302
    assert not CalendarFeed.objects.exists()


def test_the_page_lists_the_calendars_followed(house: SmallHouse, client_of: ClientOf, bob: Person) -> None:
    client = client_of(bob.account)
    client.post("/me/calendar/", {"what": f"resource:{house.small_room.pk}"})
    client.post("/me/calendar/", {"what": "space:mutualab", "has_names": "on"})
    page = client.get("/me/calendar/").content.decode()
    assert "Petite salle, sans les noms" in page
    assert "Mutualab, avec les noms" in page
    rows = CalendarFeed.objects.order_by("pk").values_list("resource", "space", "has_names")
    assert list(rows) == [(house.small_room.pk, None, False), (None, house.space.pk, True)]


@pytest.mark.parametrize("what", ["", "resource:0", "resource:999999", "space:nowhere", "elsewhere", "resource:1e9"])
def test_the_page_refuses_a_calendar_that_is_not_on_offer(
    house: SmallHouse, client_of: ClientOf, alice: Person, what: str
) -> None:
    assert client_of(alice.account).post("/me/calendar/", {"what": what}).status_code == 200
    assert not CalendarFeed.objects.exists()


def test_seats_without_a_number_have_no_calendar(house: SmallHouse, client_of: ClientOf, alice: Person) -> None:
    page = client_of(alice.account).get("/me/calendar/").content.decode()
    assert "Petite salle" in page
    assert "Cabine 1" in page
    assert "Place 1" not in page


def test_the_page_is_for_those_who_are_signed_in(house: SmallHouse, client: Client) -> None:
    assert client.get("/me/calendar/").status_code == 302
    assert client.post("/me/calendar/", {"what": "mine"}).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_nobody_changes_the_address_of_somebody_else(
    house: SmallHouse, client_of: ClientOf, alice: Person, bob: Person
) -> None:
    feed = open_calendar(actor=actor_of(alice), at=NOW)
    client = client_of(bob.account)
    for act in ("renewal", "removal"):
        assert client.post(f"/me/calendar/{feed.pk}/{act}/").status_code == 404
    assert CalendarFeed.objects.get().key == feed.key


def test_one_booking_is_a_file_for_any_calendar(
    house: SmallHouse, client_of: ClientOf, alice: Person, bob: Person, charlie: Person
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    address = f"/bookings/{booking.pk}/event.ics"
    assert address in client_of(alice.account).get(f"/bookings/{booking.pk}/").content.decode()
    answer = client_of(alice.account).get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="reservation-{booking.pk}.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["UID"], event["SUMMARY"]) == (str(booking.uid), "Petite salle")
    (event,) = Calendar.from_ical(client_of(bob.account).get(address).content).walk("VEVENT")
    assert event["SUMMARY"] == "Petite salle · Alice"
    assert client_of(charlie.account).get(address).status_code == 404


def test_where_rooms_are_looked_at_their_calendar_is_offered(
    house: SmallHouse, client_of: ClientOf, alice: Person, oscar: Person
) -> None:
    address = "/me/calendar/?what=space:mutualab"
    assert address in client_of(alice.account).get("/book/").content.decode()
    assert address not in client_of(oscar.account).get("/book/").content.decode()
    page = client_of(alice.account).get(address).content.decode()
    assert '<option value="space:mutualab" selected>' in page
    assert '<details class="fold" open>' in page
