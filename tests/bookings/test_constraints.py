"""The database refuses a double booking by itself, without the operations."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from bookings.models import Booking, Occupancy
from bookings.triggers import check_triggers, missing_triggers
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

MORNING = period(THURSDAY, "09:00", "13:00")
NOON = NOW + timedelta(hours=3)


@pytest.fixture
def booking(house: SmallHouse, alice: Person) -> Booking:
    return book(alice, house.large_room, MORNING, at=NOW)


def occupy(
    booking: Booking, house: SmallHouse, starts: str, ends: str, *, held: tuple[datetime, datetime | None] = (NOW, None)
) -> Occupancy:
    when = period(THURSDAY, starts, ends)
    row = Occupancy(
        booking=booking,
        resource=house.small_room,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        held_from=held[0],
        held_until=held[1],
    )
    with transaction.atomic():
        row.save()
    return row


@pytest.mark.parametrize(
    ("starts", "ends"), [("09:00", "13:00"), ("08:00", "09:30"), ("10:00", "11:00"), ("12:59", "20:00")]
)
def test_two_holds_that_overlap_in_time_and_period_are_refused(
    booking: Booking, house: SmallHouse, starts: str, ends: str
) -> None:
    occupy(booking, house, "09:00", "13:00")
    with pytest.raises(IntegrityError, match="occupancy_no_double_booking"):
        occupy(booking, house, starts, ends)
    assert Occupancy.objects.filter(resource=house.small_room).count() == 1


def test_periods_that_touch_are_not_an_overlap(booking: Booking, house: SmallHouse) -> None:
    occupy(booking, house, "10:00", "12:00")
    assert occupy(booking, house, "12:00", "14:00").pk


def test_a_hold_that_has_ended_collides_with_nothing(booking: Booking, house: SmallHouse) -> None:
    occupy(booking, house, "09:00", "13:00", held=(NOW, NOON))
    assert occupy(booking, house, "09:00", "13:00", held=(NOON, None)).pk


def test_a_hold_that_never_was_collides_with_nothing(booking: Booking, house: SmallHouse) -> None:
    occupy(booking, house, "09:00", "13:00", held=(NOON, NOON))
    assert occupy(booking, house, "09:00", "13:00").pk
    assert occupy(booking, house, "09:00", "13:00", held=(NOON, NOON)).pk


def test_an_option_is_refused_until_its_term_and_free_after_it(booking: Booking, house: SmallHouse) -> None:
    occupy(booking, house, "09:00", "13:00", held=(NOW, NOON))
    with pytest.raises(IntegrityError):
        occupy(booking, house, "09:00", "13:00", held=(NOON - timedelta(seconds=1), None))


def test_lengthening_a_hold_into_another_is_refused(booking: Booking, house: SmallHouse) -> None:
    first = occupy(booking, house, "09:00", "13:00", held=(NOW, NOON))
    occupy(booking, house, "09:00", "13:00", held=(NOON, None))
    first.held_until = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_the_model_says_the_same_before_the_database_does(booking: Booking, house: SmallHouse) -> None:
    first = occupy(booking, house, "09:00", "13:00")
    twin = Occupancy(
        booking=booking,
        resource=house.small_room,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        held_from=NOW,
    )
    with pytest.raises(ValidationError):
        twin.validate_constraints()
    first.validate_constraints()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"ends_at": MORNING.starts_at}, "booking_forward"),
        ({"net_minor": -1}, "booking_money_not_negative"),
        ({"due_minor": 5}, "booking_due_once_cancelled"),
        ({"cancelled_at": NOW, "due_minor": None}, "booking_due_once_cancelled"),
    ],
)
def test_a_booking_that_contradicts_itself_is_refused(
    booking: Booking, values: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**values)


def test_an_occupancy_runs_forward(booking: Booking) -> None:
    with pytest.raises(IntegrityError, match="occupancy_forward"), transaction.atomic():
        Occupancy.objects.filter(booking=booking).update(ends_at=MORNING.starts_at)
    with pytest.raises(IntegrityError, match="occupancy_hold_forward"), transaction.atomic():
        Occupancy.objects.filter(booking=booking).update(held_until=NOW - timedelta(days=1))


def test_a_lost_trigger_is_reported_and_migrate_puts_it_back(db: None) -> None:
    if connection.vendor != "sqlite":
        assert missing_triggers() == []
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER occupancy_no_double_booking_insert")
    assert [message.id for message in check_triggers(None, ["default"])] == ["bookings.E001"]
    call_command("migrate", "bookings", verbosity=0, stdout=StringIO())
    assert check_triggers(None, ["default"]) == []
