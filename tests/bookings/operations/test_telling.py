"""What is to be told is written with what happened, once, and not at all in silence or after a refusal."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from bookings.models import Booking
from bookings.news import News
from bookings.operations import cancel_booking, move_booking
from bookings.operations.telling import JOB_KIND, silently, tell
from common.errors import Refused
from common.models import OutboxJob
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

AFTERNOON = period(THURSDAY, "14:00", "18:00")
NEXT_DAY = period(THURSDAY + timedelta(days=1), "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def told() -> list[tuple[str, int]]:
    jobs = OutboxJob.objects.filter(kind=JOB_KIND).order_by("pk")
    return [(job.payload["news"], job.payload["sequence"]) for job in jobs]


def test_each_act_is_to_be_told_at_its_sequence(house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    move_booking(actor=actor_of(bob), at=NOW, booking_id=booking.pk, period=NEXT_DAY)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    assert told() == [("made", 0), ("moved", 1), ("cancelled", 2)]
    by = [job.payload["by"] for job in OutboxJob.objects.filter(kind=JOB_KIND).order_by("pk")]
    assert by == [alice.account.pk, bob.account.pk, alice.account.pk]


def test_the_same_news_is_told_once(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    tell(booking, News.MADE, by=actor_of(alice))
    assert told() == [("made", 0)]


def test_what_is_refused_or_undone_tells_nobody(house: SmallHouse, alice: Person, charlie: Person) -> None:
    book(alice, house.small_room, AFTERNOON)
    with pytest.raises(Refused):
        book(charlie, house.small_room, AFTERNOON)
    with transaction.atomic():
        book(charlie, house.small_room, NEXT_DAY)
        transaction.set_rollback(True)
    assert told() == [("made", 0)]


def test_in_silence_nobody_is_told(house: SmallHouse, alice: Person) -> None:
    with silently():
        book(alice, house.small_room, AFTERNOON)
    assert Booking.objects.count() == 1
    assert told() == []
    book(alice, house.small_room, NEXT_DAY)
    assert told() == [("made", 0)]
