"""Letters about bookings by real workers: a mail server that is down, a worker that is killed, none lost."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from bookings.models import Booking
from bookings.operations import cancel_booking
from common import clock
from common.models import OutboxJob
from tests.support import servers
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.mails import event_of
from tests.support.smtp import MailServer, mail_server
from tests.support.workers import Start, wait_until, workers

SHORT_LEASE_S = 3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a worker process whose mails go to a port of this machine."""
    with workers(database_url, tmp_path / "workers.log") as run:
        yield run


@pytest.fixture(autouse=True)
def _clock_of_all_processes(transactional_db: None) -> None:
    clock.set_clock(NOW, is_stopped=True)


def book_weeks(person: Person, house: SmallHouse, count: int, *, first: int = 0) -> list[Booking]:
    """Return as many bookings, one on the Thursday of each week."""
    weeks = range(first, first + count)
    return [
        book(person, house.small_room, period(THURSDAY + timedelta(weeks=week), "14:00", "18:00")) for week in weeks
    ]


def told(sink: MailServer) -> Counter[tuple[str, str, int]]:
    """Return which events arrived: method, UID and SEQUENCE, with how often."""
    events = [event_of(delivery.message) for delivery in list(sink.accepted)]
    return Counter((method, str(event["UID"]), int(event["SEQUENCE"])) for method, event in events)


def nothing_waits() -> bool:
    return not OutboxJob.objects.waiting().filter(kind__in=("news", "letter"), due_at__lte=clock.now()).exists()


def test_letters_that_waited_an_hour_for_the_mail_server_all_arrive_once(
    start: Start, house: SmallHouse, alice: Person
) -> None:
    bookings = book_weeks(alice, house, 5)
    port = servers.free_port()
    start(port)
    letters = OutboxJob.objects.waiting().filter(kind="letter")
    wait_until(lambda: letters.filter(attempts__gte=1, retry_at__isnull=False).count() == 5)
    clock.advance_clock(timedelta(hours=1))
    cancel_booking(actor=actor_of(alice), at=clock.now(), booking_id=bookings[0].pk)
    with mail_server(port=port) as sink:
        wait_until(nothing_waits, within_s=60)
    expected = [("CANCEL", str(bookings[0].uid), 1), *(("REQUEST", str(booking.uid), 0) for booking in bookings[1:])]
    assert told(sink) == Counter(expected)
    assert len(set(sink.message_ids)) == 5


def test_a_worker_killed_while_it_tells_loses_no_letter(start: Start, house: SmallHouse, alice: Person) -> None:
    bookings = book_weeks(alice, house, 6)
    with mail_server() as sink:
        sink.may_answer.clear()
        victim = start(sink.port, lease_s=SHORT_LEASE_S)
        assert sink.has_content.wait(15)
        os.kill(victim.pid, signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
        sink.may_answer.set()
        start(sink.port, lease_s=SHORT_LEASE_S)
        wait_until(nothing_waits)
    found = told(sink)
    assert set(found) == {("REQUEST", str(booking.uid), 0) for booking in bookings}
    assert found.total() <= len(bookings) + 1
    assert len(set(sink.message_ids)) == len(bookings)


@pytest.mark.long
def test_a_minute_of_bookings_and_kills_loses_no_letter(
    start: Start, house: SmallHouse, alice: Person, figure: Callable[[str], None]
) -> None:
    bookings: list[Booking] = []
    kills = 0
    ends_at = time.monotonic() + 60
    with mail_server() as sink:
        sink.delay_s = 0.02
        running = [start(sink.port, lease_s=SHORT_LEASE_S) for _ in range(3)]
        while time.monotonic() < ends_at:
            bookings += _book_hours(alice, house, 20, first=len(bookings))
            wait_until(partial(_has_accepted, sink, len(bookings) - 10), within_s=60)
            os.kill(running.pop(0).pid, signal.SIGKILL)
            running.append(start(sink.port, lease_s=SHORT_LEASE_S))
            kills += 1
        wait_until(nothing_waits, within_s=60)
    found = told(sink)
    assert set(found) == {("REQUEST", str(booking.uid), 0) for booking in bookings}
    twice = found.total() - len(bookings)
    figure(f"{len(bookings)} letters, {kills} workers killed, {twice} letters sent twice")
    assert twice <= kills


def _has_accepted(sink: MailServer, count: int) -> bool:
    return len(sink.accepted) >= count


def _book_hours(person: Person, house: SmallHouse, count: int, *, first: int) -> list[Booking]:
    """Return as many bookings of an hour, each in a room and an hour of its own, in weeks without a public holiday."""
    days = [day for number in range(80) if (day := date(2027, 1, 4) + timedelta(days=number)).weekday() < 5]
    slots = list(product(days, range(9, 18), (house.small_room, house.large_room)))
    return [
        book(person, room, period(day, f"{hour:02}:00", f"{hour + 1:02}:00"))
        for day, hour, room in slots[first : first + count]
    ]
