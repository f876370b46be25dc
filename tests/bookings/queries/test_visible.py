from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bookings.operations import book_resource, cancel_booking
from bookings.queries.visible import booking_visible_to, bookings_visible_to, may_change, my_bookings, upcoming
from bookings.wishes import BookingWish
from common.errors import Refused
from common.rights import Right
from members.people import Party
from spaces.models import Space
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse

MORNING = period(THURSDAY, "09:00", "13:00")
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def test_a_member_sees_her_own_bookings_only(house: SmallHouse, alice: Person, charlie: Person) -> None:
    mine = book(alice, house.small_room, MORNING)
    book(charlie, house.large_room, MORNING)
    assert list(bookings_visible_to(actor_of(alice))) == [mine]
    assert list(my_bookings(actor_of(alice))) == [mine]


def test_a_co_manager_sees_them_all_but_only_hers_are_hers(house: SmallHouse, alice: Person, bob: Person) -> None:
    book(alice, house.small_room, MORNING)
    assert bookings_visible_to(actor_of(bob)).count() == 1
    assert my_bookings(actor_of(bob)).count() == 0


def test_a_right_in_one_space_does_not_show_another(house: SmallHouse, alice: Person, charlie: Person) -> None:
    elsewhere = Space.objects.create(slug="ailleurs", name="Ailleurs")
    circle = make_circle("ailleurs", [], charlie)
    circle.rights.create(right=Right.SEE_ALL_BOOKINGS, space=elsewhere)
    book(alice, house.small_room, MORNING)
    assert not bookings_visible_to(actor_of(charlie)).exists()
    circle.rights.create(right=Right.SEE_ALL_BOOKINGS, space=house.space)
    assert bookings_visible_to(actor_of(charlie)).count() == 1


def test_to_a_stranger_a_booking_does_not_exist(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    with pytest.raises(Refused, match="booking_unknown"):
        booking_visible_to(actor_of(charlie), booking.pk)
    assert not may_change(actor_of(charlie), booking)


def test_who_made_a_booking_for_a_guest_may_change_it(house: SmallHouse, bob: Person, charlie: Person) -> None:
    wish = BookingWish(MORNING, resource_id=house.small_room.pk)
    booking = book_resource(actor=actor_of(bob), at=NOW, wish=wish, party=Party(label="Société Lys"))
    assert may_change(actor_of(bob), booking)
    assert not may_change(actor_of(charlie), booking)


def test_a_name_without_an_id_is_nobody_s_booking(house: SmallHouse, bob: Person, oscar: Person) -> None:
    wish = BookingWish(MORNING, resource_id=house.small_room.pk)
    book_resource(actor=actor_of(bob), at=NOW, wish=wish, party=Party(label="Oscar"))
    assert not my_bookings(actor_of(oscar)).exists()


def test_what_is_over_or_cancelled_is_not_upcoming(house: SmallHouse, alice: Person) -> None:
    kept, cancelled = book(alice, house.small_room, MORNING), book(alice, house.small_room, AFTERNOON)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=cancelled.pk)
    mine = my_bookings(actor_of(alice))
    assert list(upcoming(mine, NOW)) == [kept]
    assert not upcoming(mine, NOW + timedelta(days=60)).exists()
