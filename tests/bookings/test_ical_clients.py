"""My calendar read by programs that people use: fetched by vdirsyncer, shown by khal, over HTTP."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from bookings.models import Booking
from bookings.operations import cancel_booking, move_booking, open_calendar
from common import clock
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, make_house
from tests.support.jobs import no_chores, run_due_jobs
from tests.support.mails import calendar_in, kept_mails
from tests.support.servers import Server

SYNC = """
[general]
status_path = "{home}/status/"
[pair beffroi]
a = "house"
b = "mine"
collections = null
[storage house]
type = "http"
url = "{address}"
[storage mine]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[beffroi]]
path = {home}/calendar/
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
[sqlite]
path = {home}/khal.db
"""


class Desk:
    """A computer with a calendar program; it is subscribed to an address, if it is given one."""

    def __init__(self, home: Path, address: str = "") -> None:
        self.home = home
        (home / "calendar").mkdir()
        (home / "show").write_text(SHOW.format(home=home))
        if address:
            (home / "sync").write_text(SYNC.format(home=home, address=address))
            self._run("vdirsyncer", "-c", "sync", "discover")

    def take_in(self, content: bytes) -> None:
        """Take in the calendar part of a mail, as its reader would by a click."""
        (self.home / "mail.ics").write_bytes(content)
        self._run("khal", "-c", "show", "import", "--batch", "-a", "beffroi", "mail.ics")

    def sync(self) -> None:
        self._run("vdirsyncer", "-c", "sync", "sync")

    def shown(self, day: date) -> list[str]:
        """Return what the calendar shows on a day, in Paris's local time."""
        line = "{start-time}–{end-time} {title}, {status}"
        said = self._run("khal", "-c", "show", "list", f"{day:%Y-%m-%d}", "1d", "--format", line)
        return [line.strip() for line in said.splitlines() if "–" in line]

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(Path(sys.executable).parent / program), *arguments]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_real_calendar_follows_what_happens_to_my_bookings(
    running_server: Callable[..., Server], tmp_path: Path
) -> None:
    clock.set_clock(NOW, is_stopped=True)
    house, alice = make_house(), make_member("Alice")
    key = open_calendar(actor=actor_of(alice), at=NOW).key
    home = tmp_path / "desk"
    home.mkdir()
    desk = Desk(home, f"{running_server().url}/calendars/{key}.ics")
    afternoon, morning = period(THURSDAY, "14:00", "18:00"), period(THURSDAY, "09:00", "13:00")

    booking = book(alice, house.small_room, afternoon)
    desk.sync()
    assert desk.shown(THURSDAY) == ["14:00–18:00 Petite salle, CONFIRMED"]

    move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=morning)
    desk.sync()
    assert desk.shown(THURSDAY) == ["09:00–13:00 Petite salle, CONFIRMED"]

    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    desk.sync()
    assert desk.shown(THURSDAY) == ["09:00–13:00 Petite salle, CANCELLED"]


@pytest.mark.django_db(transaction=True)
def test_a_real_calendar_keeps_nine_to_one_across_the_clock_changes(
    running_server: Callable[..., Server], tmp_path: Path
) -> None:
    clock.set_clock(NOW, is_stopped=True)
    house, alice = make_house(), make_member("Alice")
    key = open_calendar(actor=actor_of(alice), at=NOW).key
    home = tmp_path / "desk"
    home.mkdir()
    desk = Desk(home, f"{running_server().url}/calendars/{key}.ics")
    days = [date(2027, 3, 28), date(2027, 10, 31)]
    for number, day in enumerate(days):
        booking = book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * number), "14:00", "18:00"))
        when = period(day, "09:00", "13:00")
        Booking.objects.filter(pk=booking.pk).update(starts_at=when.starts_at, ends_at=when.ends_at)
    desk.sync()
    for day in days:
        assert desk.shown(day) == ["09:00–13:00 Petite salle, CONFIRMED"]


@pytest.mark.django_db
def test_a_real_calendar_follows_the_events_that_mails_bring(
    house: SmallHouse, alice: Person, settings: Settings, clock_at: Callable[[datetime], datetime], tmp_path: Path
) -> None:
    clock_at(NOW)
    desk, actor = Desk(tmp_path), actor_of(alice)
    with kept_mails(settings) as kept, no_chores():

        def taken_in() -> list[str]:
            run_due_jobs()
            desk.take_in(calendar_in(kept.pop()))
            return desk.shown(THURSDAY)

        booking = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
        assert taken_in() == ["14:00–18:00 Petite salle, CONFIRMED"]
        move_booking(actor=actor, at=NOW, booking_id=booking.pk, period=period(THURSDAY, "09:00", "13:00"))
        assert taken_in() == ["09:00–13:00 Petite salle, CONFIRMED"]
        cancel_booking(actor=actor, at=NOW, booking_id=booking.pk)
        assert taken_in() == ["09:00–13:00 Petite salle, CANCELLED"]
