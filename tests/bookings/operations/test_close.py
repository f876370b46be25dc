"""Closing a day that has bookings: they are listed, kept or cancelled free of charge, and their people told why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.models import Booking
from bookings.operations import cancel_booking, close_period, preview_closing
from bookings.operations.close import Settling
from common.errors import Refused
from common.models import AuditEntry, OutboxJob
from common.rights import Right
from spaces.catalogue import ExceptionFacts
from spaces.models import OpeningException
from spaces.operations import withdraw_exception
from spaces.queries import catalogue
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
AFTERNOON = period(THURSDAY, "14:00", "18:00")
MORNING = period(THURSDAY, "09:00", "13:00")
FRIDAY = period(THURSDAY + timedelta(days=1), "09:00", "13:00")
CLOSED = ExceptionFacts(THURSDAY, THURSDAY, None, None, "Inventaire")
SHORT_DAY = replace(CLOSED, opens_at=time(9), closes_at=time(13))


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def close(who: Person, house: SmallHouse, exception: ExceptionFacts = CLOSED, *cancelled: int, why: str = "") -> None:
    settling = Settling(cancelled, why)
    close_period(actor=actor_of(who), at=NOW, space_id=house.space.pk, exception=exception, settling=settling)


def test_a_preview_lists_who_is_touched_and_keeps_nothing(house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    book(alice, house.small_room, FRIDAY)
    after, clashes = preview_closing(actor=actor_of(bob), at=NOW, space_id=house.space.pk, exception=CLOSED)
    assert clashes == [booking]
    assert after.space_of(house.space.pk).hours_on(THURSDAY) == []
    assert not OpeningException.objects.exists()
    assert catalogue().spaces[0].hours_on(THURSDAY) == [(time(9), time(19))]


def test_what_is_not_named_stays_booked(house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    close(bob, house)
    booking.refresh_from_db()
    assert not booking.is_cancelled
    assert catalogue().spaces[0].closed_because(THURSDAY) == "Inventaire"


def test_what_is_named_is_cancelled_free_whatever_its_terms(
    house: SmallHouse, alice: Person, bob: Person, clock_at: Hold
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    kept = book(alice, house.large_room, AFTERNOON)
    at = clock_at(AFTERNOON.starts_at - timedelta(hours=3))
    close_period(
        actor=actor_of(bob, at),
        at=at,
        space_id=house.space.pk,
        exception=CLOSED,
        settling=Settling([booking.pk], "Inventaire de fin d’année"),
    )
    booking.refresh_from_db()
    kept.refresh_from_db()
    assert (booking.due_minor, booking.cancel_reason) == (0, "Inventaire de fin d’année")
    assert booking.cancelled_by_label == "Bob"
    assert not kept.is_cancelled
    assert AuditEntry.objects.get(action="booking.cancelled").note == "Inventaire de fin d’année"
    assert OutboxJob.objects.filter(key__contains=f"{booking.pk}").exists()


def test_fewer_hours_touch_only_what_no_longer_fits(house: SmallHouse, alice: Person, bob: Person) -> None:
    book(alice, house.small_room, MORNING)
    late = book(alice, house.small_room, AFTERNOON)
    _after, clashes = preview_closing(actor=actor_of(bob), at=NOW, space_id=house.space.pk, exception=SHORT_DAY)
    assert clashes == [late]


def test_what_fits_or_has_begun_is_not_cancelled(house: SmallHouse, alice: Person, bob: Person, clock_at: Hold) -> None:
    elsewhere = book(alice, house.small_room, FRIDAY)
    with pytest.raises(Refused, match="booking_does_not_clash"):
        close(bob, house, CLOSED, elsewhere.pk)
    begun = book(alice, house.small_room, AFTERNOON)
    at = clock_at(AFTERNOON.starts_at)
    with pytest.raises(Refused, match="already_begun"):
        close_period(
            actor=actor_of(bob, at),
            at=at,
            space_id=house.space.pk,
            exception=CLOSED,
            settling=Settling([begun.pk]),
        )
    assert not OpeningException.objects.exists()
    assert not Booking.objects.filter(cancelled_at__isnull=False).exists()


def test_what_is_cancelled_already_does_not_clash(house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    _after, clashes = preview_closing(actor=actor_of(bob), at=NOW, space_id=house.space.pk, exception=CLOSED)
    assert clashes == []


def test_closing_needs_one_right_and_cancelling_another(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    with pytest.raises(Refused, match="right_needed"):
        close(charlie, house)
    make_circle("horaires", [Right.MANAGE_HOURS], charlie)
    with pytest.raises(Refused, match="right_needed"):
        close(charlie, house, CLOSED, booking.pk)
    close(charlie, house)
    booking.refresh_from_db()
    assert not booking.is_cancelled


@pytest.mark.parametrize(
    ("exception", "why", "code"),
    [
        (replace(CLOSED, ends_on=THURSDAY - timedelta(days=1)), "", "exception_reversed"),
        (replace(CLOSED, opens_at=time(9)), "", "hours_incomplete"),
        (replace(CLOSED, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 2)), "", "date_past"),
        (CLOSED, "x" * 501, "text_too_long"),
        (replace(CLOSED, label="x" * 101), "", "text_too_long"),
    ],
)
def test_what_makes_no_sense_is_refused(
    house: SmallHouse, bob: Person, exception: ExceptionFacts, why: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        close(bob, house, exception, why=why)
    assert not OpeningException.objects.exists()


def test_a_closing_that_is_taken_back_opens_the_day_again(house: SmallHouse, alice: Person, bob: Person) -> None:
    close(bob, house)
    row = OpeningException.objects.get()
    with pytest.raises(Refused, match="right_needed"):
        withdraw_exception(space_id=house.space.pk, exception_id=row.pk, actor=actor_of(alice), at=NOW)
    withdraw_exception(space_id=house.space.pk, exception_id=row.pk, actor=actor_of(bob), at=NOW)
    assert catalogue().spaces[0].hours_on(THURSDAY) == [(time(9), time(19))]
    assert AuditEntry.objects.get(action="days.withdrawn").changes["starts_on"] == ["2026-12-10", None]
    with pytest.raises(Refused, match="exception_unknown"):
        withdraw_exception(space_id=house.space.pk, exception_id=row.pk, actor=actor_of(bob), at=NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(
    first=st.integers(0, 9),
    length=st.integers(0, 4),
    hours=st.none() | st.tuples(st.integers(8, 13), st.integers(14, 20)),
)
def test_whatever_is_closed_each_booking_fits_or_is_listed(
    house: SmallHouse, alice: Person, bob: Person, first: int, length: int, hours: tuple[int, int] | None
) -> None:
    if not Booking.objects.exists():
        for ahead in (0, 1, 4, 5, 6):
            day = THURSDAY + timedelta(days=ahead)
            book(alice, house.small_room, period(day, "09:00", "13:00"))
            book(alice, house.large_room, period(day, "14:00", "18:00"))
    opens, closes = (time(hours[0]), time(hours[1])) if hours else (None, None)
    starts_on = THURSDAY + timedelta(days=first - 2)
    exception = ExceptionFacts(starts_on, starts_on + timedelta(days=length), opens, closes, "")
    after, clashes = preview_closing(actor=actor_of(bob), at=NOW, space_id=house.space.pk, exception=exception)
    space = after.space_of(house.space.pk)
    for booking in Booking.objects.all():
        start, end = space.local(booking.starts_at), space.local(booking.ends_at)
        is_open = any(o <= start.time() and end.time() <= c for o, c in space.hours_on(start.date()))
        assert (booking in clashes) == (not is_open)
