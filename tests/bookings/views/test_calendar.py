"""The private address of my calendar: whose, how long, and how little it costs to read again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from bookings.models import CalendarFeed
from bookings.operations import cancel_booking, renew_calendar_feed
from bookings.queries.feeds import feed_address
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
    return f"/calendars/{renew_calendar_feed(actor=actor_of(person), at=NOW).key}.ics"


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


def test_a_renewed_address_replaces_the_old_one(house: SmallHouse, client: Client, alice: Person) -> None:
    book(alice, house.small_room, AFTERNOON)
    old, new = address_of(alice), address_of(alice)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    actions = AuditEntry.objects.filter(action__startswith="calendar.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["calendar.opened", "calendar.renewed"]


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


def test_the_page_gives_an_address_and_then_another(house: SmallHouse, client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    assert not CalendarFeed.objects.exists()
    assert "Créer l’adresse" in client.get("/me/calendar/").content.decode()
    assert not CalendarFeed.objects.exists()
    keys = set()
    for _ in range(2):
        assert client.post("/me/calendar/renewal/").status_code == 302
        feed = feed_address(alice.account.pk)
        assert feed is not None
        keys.add(feed.key)
        assert f"/calendars/{feed.key}.ics" in client.get("/me/calendar/").content.decode()
    assert len(keys) == 2


def test_the_page_is_for_those_who_are_signed_in(house: SmallHouse, client: Client) -> None:
    assert client.get("/me/calendar/").status_code == 302
    assert client.post("/me/calendar/renewal/").status_code == 302
    assert not CalendarFeed.objects.exists()
