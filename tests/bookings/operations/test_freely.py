from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bookings.life import State, state_at
from bookings.models import Booking, Occupancy
from bookings.operations import leave_room, use_freely
from bookings.queries.free_use import free_uses, now_in
from common.errors import Refused
from common.models import OutboxJob
from spaces.queries import catalogue
from tests.support.booking import PARIS, actor_of, book, period
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, set_rule

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=PARIS)
TODAY = NOON.date()
HOUR = timedelta(hours=1)
ClockAt = Callable[[datetime], datetime]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _full(house: SmallHouse, alice: Person, clock_at: ClockAt) -> None:
    """Let the large room be used freely while the phone room is taken, which it is from noon to two."""
    clock_at(NOON)
    set_rule(house, "free_when_full_of", "phone_room", resource=house.large_room)
    set_rule(house, "notice_minutes", 0, kind="room")
    book(alice, house.phone_room, period(TODAY, "12:00", "14:00"), at=NOON)


def use(person: Person, house: SmallHouse, at: datetime = NOON) -> Booking:
    return use_freely(actor=actor_of(person, at), at=at, resource_id=house.large_room.pk)


def test_while_all_phone_rooms_are_taken_a_member_uses_a_room_at_no_charge(house: SmallHouse, charlie: Person) -> None:
    actor = actor_of(charlie, NOON)
    offered = free_uses(now_in(catalogue().spaces[0], actor, NOON), actor)
    assert [(use.resource.id, use.until) for use in offered] == [
        (house.large_room.pk, period(TODAY, "09:00", "18:00").ends_at)
    ]

    using = use(charlie, house)
    assert (using.gross_minor, using.starts_at, using.ends_at) == (0, NOON, offered[0].until)
    assert state_at(using, NOON) is State.RUNNING


def test_while_a_phone_room_is_free_nobody_uses_a_room(house: SmallHouse, charlie: Person, clock_at: ClockAt) -> None:
    for at in (NOON - timedelta(minutes=1), NOON + 2 * HOUR):
        with pytest.raises(Refused, match="not_full"):
            use(charlie, house, clock_at(at))


def test_only_what_the_house_lends_only_to_members_only_once(house: SmallHouse, charlie: Person, oscar: Person) -> None:
    with pytest.raises(Refused, match="members_only"):
        use(oscar, house)
    with pytest.raises(Refused, match="not_free_when_full"):
        use_freely(actor=actor_of(charlie, NOON), at=NOON, resource_id=house.small_room.pk)
    with pytest.raises(Refused, match="resource_unknown"):
        use_freely(actor=actor_of(charlie, NOON), at=NOON, resource_id=987_654)
    use(charlie, house)
    with pytest.raises(Refused, match="already_using"):
        use(charlie, house)
    with pytest.raises(Refused, match="slot_taken"):
        use(make_member("Dora"), house)


def test_it_ends_when_the_next_booking_begins(house: SmallHouse, alice: Person, charlie: Person) -> None:
    next_one = book(alice, house.large_room, period(TODAY, "15:00", "16:00"), at=NOON)
    assert use(charlie, house).ends_at == next_one.starts_at


def test_whoever_books_the_room_now_gets_it_and_the_user_is_told(
    house: SmallHouse, charlie: Person, oscar: Person, clock_at: ClockAt
) -> None:
    using = use(charlie, house)
    later = clock_at(NOON + HOUR)
    booked = book(oscar, house.large_room, period(TODAY, "13:00", "14:00"), at=later)

    using.refresh_from_db()
    assert (using.ends_at, state_at(using, later)) == (later, State.DONE)
    held = Occupancy.objects.filter(resource=house.large_room).still_held(later).overlapping(later, later + HOUR)
    assert [occupancy.booking_id for occupancy in held] == [booked.pk]
    assert OutboxJob.objects.filter(payload__news="gave_way", payload__booking_id=using.pk).exists()


def test_whoever_books_the_room_later_shortens_the_use(
    house: SmallHouse, charlie: Person, oscar: Person, clock_at: ClockAt
) -> None:
    using = use(charlie, house)
    booked = book(oscar, house.large_room, period(TODAY, "15:00", "16:00"), at=clock_at(NOON + HOUR / 2))

    using.refresh_from_db()
    assert (using.ends_at, using.is_cancelled) == (booked.starts_at, False)
    assert state_at(using, NOON + 2 * HOUR) is State.RUNNING


def test_the_user_gives_the_room_back_and_strangers_do_not(
    house: SmallHouse, charlie: Person, oscar: Person, clock_at: ClockAt
) -> None:
    using = use(charlie, house)
    later = clock_at(NOON + HOUR / 2)
    with pytest.raises(Refused, match="booking_unknown"):
        leave_room(actor=actor_of(oscar, later), at=later, booking_id=using.pk)
    assert leave_room(actor=actor_of(charlie, later), at=later, booking_id=using.pk).ends_at == later
    with pytest.raises(Refused, match="not_in_use"):
        leave_room(actor=actor_of(charlie, later), at=later, booking_id=using.pk)
    assert use(make_member("Dora"), house, later).starts_at == later


def test_a_closed_room_is_not_lent(house: SmallHouse, alice: Person, charlie: Person, clock_at: ClockAt) -> None:
    book(alice, house.phone_room, period(TODAY, "18:00", "19:00"), at=NOON)
    evening = clock_at(datetime(2026, 11, 24, 18, 30, tzinfo=PARIS))
    with pytest.raises(Refused, match="slot_taken"):
        use(charlie, house, evening)
