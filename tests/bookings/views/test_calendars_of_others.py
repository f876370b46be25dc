"""The calendars of a resource and of a space: what they tell, to whom, until when, and how little they cost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from bookings.models import Booking
from bookings.operations import book_resource, cancel_booking, open_calendar
from bookings.operations.feeds import CalendarSubject
from bookings.queries.feeds import feed_by_key
from bookings.wishes import BookingWish
from common.errors import Refused
from members.models import CirclePerson, Membership
from spaces.models import ResourcePart, Rule
from spaces.queries import catalogue, forget_catalogue
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse, make_resource, make_space

Hold = Callable[[datetime], datetime]
AFTERNOON = period(THURSDAY, "14:00", "18:00")
MORNING = period(THURSDAY, "09:00", "13:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def address_of(person: Person, **subject: Any) -> str:
    feed = open_calendar(actor=actor_of(person), at=NOW, subject=CalendarSubject(**subject))
    return f"/calendars/{feed.key}.ics"


def events(client: Client, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    return events_in(answer.content)


def events_in(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def summaries(client: Client, address: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(client, address)]


@pytest.fixture
def two_bookings(house: SmallHouse, alice: Person, charlie: Person) -> tuple[Booking, Booking]:
    """Return Alice's rehearsal in the small room, and Charlie's morning in the large one."""
    actor = actor_of(alice)
    wish = BookingWish(AFTERNOON, resource_id=house.small_room.pk, title="Répétition")
    rehearsal = book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    return rehearsal, book(charlie, house.large_room, MORNING)


def test_with_names_it_says_for_whom_and_what_for(
    house: SmallHouse, client: Client, bob: Person, two_bookings: tuple[Booking, Booking]
) -> None:
    of_space = address_of(bob, space_id=house.space.pk)
    of_room = address_of(bob, resource_id=house.small_room.pk)
    assert summaries(client, of_space) == ["Grande salle · Charlie", "Petite salle · Alice · Répétition"]
    assert summaries(client, of_room) == ["Alice · Répétition"]
    (event,) = events(client, of_room)
    assert event["UID"] == str(two_bookings[0].uid)
    assert event["URL"].endswith(f"/bookings/{two_bookings[0].pk}/")


def test_without_names_it_says_only_that_it_is_taken(
    house: SmallHouse, client: Client, charlie: Person, two_bookings: tuple[Booking, Booking]
) -> None:
    of_space = address_of(charlie, space_id=house.space.pk, has_names=False)
    of_room = address_of(charlie, resource_id=house.small_room.pk, has_names=False)
    assert summaries(client, of_space) == ["Grande salle · Réservé", "Petite salle · Réservé"]
    assert summaries(client, of_room) == ["Réservé"]
    for address in (of_space, of_room):
        content = client.get(address).content.decode()
        for secret in ("Alice", "Répétition", "/bookings/", *(str(booking.uid) for booking in two_bookings)):
            assert secret not in content
    assert events(client, of_space)[1]["UID"] == events(client, of_room)[0]["UID"]


def test_a_cancelled_booking_is_told_as_cancelled(
    house: SmallHouse, client: Client, alice: Person, charlie: Person
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    address = address_of(charlie, resource_id=house.small_room.pk, has_names=False)
    (before,) = events(client, address)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    (after,) = events(client, address)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_a_part_is_busy_with_its_whole_and_the_whole_with_its_part(
    house: SmallHouse, client: Client, alice: Person, bob: Person, charlie: Person
) -> None:
    book(alice, house.small_room, AFTERNOON)
    book(charlie, house.large_room, MORNING)
    ResourcePart.objects.create(whole=house.large_room, part=house.small_room)
    house.house.version = "made of"
    house.house.save()
    forget_catalogue()
    of_part = address_of(bob, resource_id=house.small_room.pk)
    of_whole = address_of(bob, resource_id=house.large_room.pk)
    assert summaries(client, of_part) == ["Grande salle · Charlie", "Alice"]
    assert summaries(client, of_whole) == ["Charlie", "Petite salle · Alice"]


def test_another_space_is_another_calendar(house: SmallHouse, client: Client, alice: Person, bob: Person) -> None:
    book(alice, house.small_room, AFTERNOON)
    annex = make_space("annexe")
    make_resource(annex, house.small_room.kind, "salle-b")  # type: ignore[arg-type]  # the field's own value
    forget_catalogue()
    assert summaries(client, address_of(bob, space_id=annex.pk)) == []


def test_who_may_not_see_names_gets_no_address_with_them(house: SmallHouse, alice: Person, oscar: Person) -> None:
    for person, has_names, code in [
        (alice, True, "right_needed"),
        (oscar, True, "right_needed"),
        (oscar, False, "members_only"),
    ]:
        for subject in ({"space_id": house.space.pk}, {"resource_id": house.small_room.pk}):
            with pytest.raises(Refused) as refused:
                address_of(person, has_names=has_names, **subject)
            assert (refused.value.reason.code, refused.value.reason.status) == (code, 403)


@pytest.mark.parametrize(
    ("subject", "code"), [({"resource_id": 10**6}, "resource_unknown"), ({"space_id": 10**6}, "space_unknown")]
)
def test_what_does_not_exist_has_no_calendar(
    house: SmallHouse, bob: Person, subject: dict[str, int], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        address_of(bob, **subject)
    assert (refused.value.reason.code, refused.value.reason.status) == (code, 404)


def test_the_same_calendar_has_one_address(house: SmallHouse, bob: Person) -> None:
    address_of(bob, space_id=house.space.pk)
    address_of(bob, space_id=house.space.pk, has_names=False)
    with pytest.raises(Refused) as refused:
        address_of(bob, space_id=house.space.pk)
    assert refused.value.reason.code == "calendar_known"


def test_names_stop_with_the_right_and_come_back_with_it(house: SmallHouse, client: Client, bob: Person) -> None:
    address = address_of(bob, space_id=house.space.pk)
    assert client.get(address).status_code == 200
    CirclePerson.objects.filter(member=bob.member).update(left_at=NOW)
    assert client.get(address).status_code == 404
    CirclePerson.objects.filter(member=bob.member).update(left_at=None)
    assert client.get(address).status_code == 200


def test_the_calendar_without_names_stops_with_the_membership(
    house: SmallHouse, client: Client, charlie: Person, clock_at: Hold
) -> None:
    address = address_of(charlie, space_id=house.space.pk, has_names=False)
    Membership.objects.filter(member=charlie.member, starts_on__year__gt=NOW.year).delete()
    clock_at(NOW.replace(month=12, day=31))
    assert client.get(address).status_code == 200
    clock_at(NOW + timedelta(days=60))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_what_has_not_changed_costs_four_queries_however_much_is_booked(
    house: SmallHouse, client: Client, alice: Person, bob: Person, query_count: CaptureQueriesContext, count: int
) -> None:
    for week in range(count):
        book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * week), "14:00", "18:00"))
    address = address_of(bob, space_id=house.space.pk)
    etag = client.get(address).headers["ETag"]
    with query_count as queries:
        again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert len(queries) == 4


@pytest.mark.parametrize("count", [1, 5])
def test_a_calendar_is_read_by_five_queries_however_much_is_booked(
    house: SmallHouse, client: Client, alice: Person, bob: Person, query_count: CaptureQueriesContext, count: int
) -> None:
    for week in range(count):
        book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * week), "14:00", "18:00"))
    address = address_of(bob, resource_id=house.small_room.pk)
    with query_count as queries:
        assert len(events(client, address)) == count
    assert len(queries) == 5


def test_an_option_is_tentative_and_the_clock_alone_ends_it(
    house: SmallHouse, client: Client, alice: Person, charlie: Person, clock_at: Hold
) -> None:
    Rule.objects.create(
        space=house.space, resource=house.small_room, name="option_minutes", value=24 * 60, valid_from=SINCE
    )
    forget_catalogue()
    actor = actor_of(alice)
    wish = BookingWish(AFTERNOON, resource_id=house.small_room.pk, is_option=True)
    book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    address = address_of(charlie, resource_id=house.small_room.pk, has_names=False)
    before = client.get(address)
    (held,) = events_in(before.content)
    assert (held["STATUS"], held["TRANSP"], held["SEQUENCE"]) == ("TENTATIVE", "OPAQUE", 0)
    clock_at(NOW + timedelta(days=1))
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    (lapsed,) = events_in(after.content)
    assert (lapsed["STATUS"], lapsed["TRANSP"], lapsed["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert lapsed["UID"] == held["UID"]
    assert lapsed["DTSTAMP"].dt == NOW + timedelta(days=1)


def test_what_gives_way_to_whoever_books_is_in_no_calendar_of_the_place(
    house: SmallHouse, client: Client, alice: Person, bob: Person
) -> None:
    booking = book(alice, house.phone_room, period(THURSDAY, "09:00", "10:00"))
    Booking.objects.filter(pk=booking.pk).update(is_yielding=True)
    assert summaries(client, address_of(bob, space_id=house.space.pk)) == []


def test_whether_anything_changed_is_read_from_an_index_alone(house: SmallHouse, bob: Person) -> None:
    for subject in (CalendarSubject(space_id=house.space.pk), CalendarSubject(resource_id=house.small_room.pk)):
        feed = open_calendar(actor=actor_of(bob), at=NOW, subject=subject)
        read = feed_by_key(feed.key, house=catalogue(), at=NOW)
        assert read is not None
        if connection.vendor == "sqlite":
            seen = read.bookings.order_by().values("space").annotate(Max("changed_at"), Sum("sequence"))
            assert "COVERING INDEX booking_seen_in_space" in seen.explain()
