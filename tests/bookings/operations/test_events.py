from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bookings.enums import EventCheck
from bookings.models import Booking
from bookings.operations import book_resource, move_booking
from bookings.wishes import BookingWish, EventWish
from common.errors import Refused
from tests.support.booking import NOW, THURSDAY, actor_of, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule

EVENING = period(THURSDAY, "14:00", "17:00")
ALL = frozenset(check.value for check in EventCheck)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)
    set_rule(house, "allows_community_events", value=True, kind="room")


def wish_of(house: SmallHouse, person: Person) -> BookingWish:
    event = EventWish(ALL, person.member.pk)
    return BookingWish(EVENING, resource_id=house.large_room.pk, title="Atelier vélo", event=event)


def host(person: Person, wish: BookingWish) -> Booking:
    actor = actor_of(person)
    return book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)


def test_a_community_event_costs_nothing_for_its_own_hours_only(
    house: SmallHouse, alice: Person, charlie: Person
) -> None:
    made = host(alice, wish_of(house, charlie))
    assert (made.net_minor, made.vat_minor, made.deposit_minor, made.lines) == (0, 0, 0, [])
    assert (made.starts_at, made.ends_at) == (EVENING.starts_at, EVENING.ends_at)
    assert (made.is_community_event, made.in_charge_label) == (True, "Charlie")
    moved = move_booking(actor=actor_of(alice), at=NOW, booking_id=made.pk, period=period(THURSDAY, "09:00", "12:00"))
    assert moved.net_minor == 0


@pytest.mark.parametrize("missing", sorted(ALL))
def test_everything_has_to_be_ticked(house: SmallHouse, alice: Person, missing: str) -> None:
    wish = wish_of(house, alice)
    ticked = EventWish(ALL - {missing}, alice.member.pk)
    with pytest.raises(Refused, match="checklist_incomplete") as refusal:
        host(alice, replace(wish, event=ticked))
    assert refusal.value.reason.facts == {"missing": [missing]}


def test_a_member_is_in_charge_by_name_and_the_event_has_one_too(house: SmallHouse, alice: Person) -> None:
    wish = wish_of(house, alice)
    for in_charge in (None, 987_654):
        with pytest.raises(Refused, match="in_charge_needed"):
            host(alice, replace(wish, event=EventWish(ALL, in_charge)))
    with pytest.raises(Refused, match="event_title_needed"):
        host(alice, replace(wish, title=" "))


def test_whose_membership_is_over_by_then_is_not_in_charge(house: SmallHouse, alice: Person, charlie: Person) -> None:
    yesterday = THURSDAY.replace(day=9)
    charlie.member.memberships.filter(ends_on__gte=THURSDAY, starts_on__lte=yesterday).update(ends_on=yesterday)
    charlie.member.memberships.filter(starts_on__gt=yesterday).delete()
    with pytest.raises(Refused, match="in_charge_needed"):
        host(alice, wish_of(house, charlie))


def test_a_room_that_hosts_nothing_is_booked_at_its_price(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "allows_community_events", value=False, resource=house.large_room)
    with pytest.raises(Refused, match="events_not_hosted"):
        host(alice, wish_of(house, alice))
