from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from bookings.models import Booking, Occupancy
from bookings.operations import book_resource, compose_resource, move_booking
from bookings.queries.availability import Look, availability, seen
from bookings.queries.quoted import quoted
from bookings.wishes import BookingWish
from common.errors import Refused
from spaces.enums import ResourceKind
from spaces.models import Price, Resource
from spaces.queries import catalogue, forget_catalogue
from tests.support.booking import NOW, SEED, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse, make_resource

MORNING = period(THURSDAY, "09:00", "13:00")
AFTERNOON = period(THURSDAY, "14:00", "18:00")
pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> Resource:
    """Return a hall sold by the half-day that will be made of the two rooms."""
    clock_at(NOW)
    made = make_resource(house.space, ResourceKind.EVENT_SPACE, "espace-modulaire", name="Espace modulaire")
    for audience in (house.members, house.outside):
        Price.objects.create(
            space=house.space, resource=made, unit="half_day", audience=audience, net_minor=25200, valid_from=SINCE
        )
    forget_catalogue()
    return made


@pytest.fixture
def whole(house: SmallHouse, hall: Resource) -> Resource:
    compose(hall, house.small_room, house.large_room)
    return hall


def compose(resource: Resource, *parts: Resource) -> Resource:
    return compose_resource(resource_id=resource.pk, part_ids=[part.pk for part in parts], actor=SEED, at=NOW)


def atoms_held(booking: Booking) -> Iterator[int]:
    return Occupancy.objects.filter(booking=booking).still_held(NOW).values_list("resource_id", flat=True).iterator()


def test_booking_the_whole_takes_every_part(house: SmallHouse, whole: Resource, alice: Person, charlie: Person) -> None:
    made = book(alice, whole, MORNING)

    assert set(atoms_held(made)) == {house.small_room.pk, house.large_room.pk}
    for part in (house.small_room, house.large_room):
        with pytest.raises(Refused, match="slot_taken"):
            book(charlie, part, period(THURSDAY, "12:00", "14:00"))
        book(charlie, part, AFTERNOON)


def test_booking_a_part_makes_the_whole_unavailable(
    house: SmallHouse, whole: Resource, alice: Person, charlie: Person
) -> None:
    book(alice, house.large_room, MORNING)
    with pytest.raises(Refused, match="slot_taken"):
        book(charlie, whole, MORNING)
    assert book(charlie, whole, AFTERNOON).resource_id == whole.pk


def test_availability_shows_the_whole_busy_by_its_parts_and_the_parts_by_the_whole(
    house: SmallHouse, whole: Resource, alice: Person
) -> None:
    book(alice, house.small_room, MORNING)
    book(alice, whole, AFTERNOON)

    look = Look(catalogue().spaces[0], None, period(THURSDAY, "00:00", "00:00"))
    busy = {found.resource.id: found.busy for found in availability(seen([look], NOW))}
    assert busy[whole.pk] == [MORNING, AFTERNOON]
    assert busy[house.small_room.pk] == [MORNING, AFTERNOON]
    assert busy[house.large_room.pk] == [AFTERNOON]


def test_a_quote_knows_that_a_part_is_taken(house: SmallHouse, whole: Resource, alice: Person, bob: Person) -> None:
    book(alice, house.small_room, MORNING)
    actor = actor_of(bob)
    found = quoted(actor, BookingWish(MORNING, resource_id=whole.pk), party=actor.party, house=catalogue(), at=NOW)
    assert found.resource is None


def test_moving_the_whole_frees_every_part(house: SmallHouse, whole: Resource, alice: Person, charlie: Person) -> None:
    made = book(alice, whole, MORNING)
    move_booking(actor=actor_of(alice), at=NOW, booking_id=made.pk, period=AFTERNOON)
    assert set(atoms_held(made)) == {house.small_room.pk, house.large_room.pk}
    book(charlie, house.small_room, MORNING)


def test_what_is_booked_already_is_laid_on_the_parts(
    house: SmallHouse, hall: Resource, alice: Person, charlie: Person
) -> None:
    made = book(alice, hall, MORNING)
    compose(hall, house.small_room, house.large_room)

    assert set(atoms_held(made)) == {house.small_room.pk, house.large_room.pk}
    with pytest.raises(Refused, match="slot_taken"):
        book(charlie, house.small_room, MORNING)
    compose(hall)
    assert set(atoms_held(made)) == {hall.pk}
    book(charlie, house.small_room, MORNING)


def test_a_whole_and_a_part_booked_at_once_keep_the_rooms_apart(
    house: SmallHouse, hall: Resource, alice: Person, charlie: Person
) -> None:
    book(alice, hall, MORNING)
    book(charlie, house.small_room, period(THURSDAY, "12:00", "14:00"))

    with pytest.raises(Refused, match="parts_clash"):
        compose(hall, house.small_room, house.large_room)
    forget_catalogue()
    offer = catalogue().resource(hall.pk)
    assert offer is not None
    assert offer.parts == ()


def test_a_wish_read_before_a_room_was_composed_is_refused(
    house: SmallHouse, hall: Resource, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = catalogue()
    compose(hall, house.small_room, house.large_room)
    monkeypatch.setattr("spaces.queries.catalogue", lambda: old)

    actor = actor_of(alice)
    with pytest.raises(Refused, match="settings_changed"):
        book_resource(actor=actor, at=NOW, wish=BookingWish(MORNING, resource_id=hall.pk), party=actor.party)
    assert not Booking.objects.exists()


def test_a_whole_place_event_takes_the_rooms_and_every_seat(
    house: SmallHouse, whole: Resource, alice: Person, charlie: Person
) -> None:
    place = make_resource(house.space, ResourceKind.EVENT_SPACE, "tout", name="Tout le lieu")
    Price.objects.create(
        space=house.space, resource=place, unit="half_day", audience=house.members, net_minor=90000, valid_from=SINCE
    )
    compose(place, whole, house.phone_room, *house.seats)

    made = book(alice, place, MORNING)
    atoms = {house.small_room.pk, house.large_room.pk, house.phone_room.pk, *(seat.pk for seat in house.seats)}
    assert set(atoms_held(made)) == atoms
    actor = actor_of(charlie)
    wish = BookingWish(MORNING, space_id=house.space.pk, any_of_kind=ResourceKind.SEAT)
    with pytest.raises(Refused, match="slot_taken"):
        book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
