"""Codes are shown to whoever has a reason running, and each showing is on record."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bookings.models import Booking
from bookings.operations import cancel_booking
from common.errors import Refused
from common.rights import Right
from spaces.models.access import AccessCodeValue, CodeShowing
from spaces.operations import access
from spaces.operations.showing import show_codes
from spaces.queries.access import people_who_saw
from tests.support.access import DOOR_CODE, WayIn, make_way_in
from tests.support.booking import NOW, SEED, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, make_space

AFTERNOON = period(THURSDAY, "14:00", "18:00")
SECOND, QUARTER = timedelta(seconds=1), timedelta(minutes=15)


@pytest.fixture
def way(house: SmallHouse) -> WayIn:
    return make_way_in(house.space)


@pytest.fixture
def booking(house: SmallHouse, alice: Person) -> Booking:
    return book(alice, house.small_room, AFTERNOON)


@pytest.mark.parametrize("at", [AFTERNOON.starts_at - QUARTER, AFTERNOON.starts_at, AFTERNOON.ends_at - SECOND])
def test_who_booked_is_shown_the_code_from_a_quarter_before_to_the_end(
    way: WayIn, booking: Booking, alice: Person, at: object
) -> None:
    (shown,) = show_codes(space_id=way.code.space_id, actor=actor_of(alice), at=at)  # type: ignore[arg-type]
    assert (shown.name, shown.value) == ("Porte", DOOR_CODE)
    kept = CodeShowing.objects.get()
    assert (kept.actor_label, kept.at, kept.value.code) == ("Alice", at, way.code)
    assert (kept.reason_kind, kept.reason_label) == ("booking", "Petite salle")
    assert kept.reason_subject == f"booking:{booking.pk}"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (AFTERNOON.starts_at - QUARTER - SECOND, "access_too_early"),
        (AFTERNOON.ends_at, "access_without_reason"),
        (NOW, "access_too_early"),
    ],
)
def test_before_and_after_it_is_not_shown_and_nothing_is_kept(
    way: WayIn, booking: Booking, alice: Person, at: object, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        show_codes(space_id=way.code.space_id, actor=actor_of(alice), at=at)  # type: ignore[arg-type]
    assert not CodeShowing.objects.exists()


def test_strangers_are_shown_nothing(way: WayIn, booking: Booking, charlie: Person, oscar: Person) -> None:
    for stranger in (charlie, oscar):
        with pytest.raises(Refused, match="access_without_reason"):
            show_codes(space_id=way.code.space_id, actor=actor_of(stranger), at=AFTERNOON.starts_at)


def test_a_cancelled_booking_opens_nothing(way: WayIn, booking: Booking, alice: Person) -> None:
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    with pytest.raises(Refused, match="access_without_reason"):
        show_codes(space_id=way.code.space_id, actor=actor_of(alice), at=AFTERNOON.starts_at)


def test_a_booking_opens_its_own_space_alone(way: WayIn, booking: Booking, alice: Person) -> None:
    elsewhere = make_space("annexe")
    access.add_access_code(space_id=elsewhere.pk, name="Porte", value="1", actor=SEED, at=NOW)
    with pytest.raises(Refused, match="access_without_reason"):
        show_codes(space_id=elsewhere.pk, actor=actor_of(alice), at=AFTERNOON.starts_at)


def test_who_manages_access_is_shown_codes_always_and_on_record(way: WayIn, charlie: Person) -> None:
    make_circle("acces", [Right.MANAGE_ACCESS], charlie)
    show_codes(space_id=way.code.space_id, code_id=way.code.pk, actor=actor_of(charlie), at=NOW)
    kept = CodeShowing.objects.get()
    assert (kept.actor_label, kept.reason_kind, kept.reason_subject) == ("Charlie", "right", "")
    assert people_who_saw(way.code, NOW) == 1
    later = NOW + QUARTER
    access.rotate_access_code(space_id=way.code.space_id, code_id=way.code.pk, value="2", actor=SEED, at=later)
    assert people_who_saw(way.code, later) == 0


def test_one_code_or_all_in_order_of_their_names(way: WayIn, booking: Booking, alice: Person) -> None:
    wifi = access.add_access_code(space_id=way.code.space_id, name="Wi-Fi", value="brique", actor=SEED, at=NOW)
    actor, at = actor_of(alice), AFTERNOON.starts_at
    assert [one.name for one in show_codes(space_id=wifi.space_id, actor=actor, at=at)] == ["Porte", "Wi-Fi"]
    assert [one.value for one in show_codes(space_id=wifi.space_id, code_id=wifi.pk, actor=actor, at=at)] == ["brique"]
    assert CodeShowing.objects.count() == 3


def test_a_code_of_another_space_is_not_there(way: WayIn, booking: Booking, alice: Person) -> None:
    elsewhere = make_space("annexe")
    other = access.add_access_code(space_id=elsewhere.pk, name="Porte", value="1", actor=SEED, at=NOW)
    with pytest.raises(Refused, match="code_unknown"):
        show_codes(space_id=way.code.space_id, code_id=other.pk, actor=actor_of(alice), at=AFTERNOON.starts_at)


def test_a_code_whose_seal_no_longer_opens_is_said_to_be_so(way: WayIn, booking: Booking, alice: Person) -> None:
    AccessCodeValue.objects.update(sealed="broken")
    with pytest.raises(Refused, match="code_unreadable"):
        show_codes(space_id=way.code.space_id, actor=actor_of(alice), at=AFTERNOON.starts_at)
    assert not CodeShowing.objects.exists()


def test_a_longer_window_shows_earlier(
    way: WayIn, booking: Booking, alice: Person, django_assert_num_queries: Callable[..., object]
) -> None:
    access.set_access_window(space_id=way.code.space_id, minutes=60, actor=SEED, at=NOW)
    early = AFTERNOON.starts_at - timedelta(minutes=60)
    assert show_codes(space_id=way.code.space_id, actor=actor_of(alice), at=early)
