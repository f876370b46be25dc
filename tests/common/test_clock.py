from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from common import clock
from common.errors import Refused
from common.models import ClockSetting

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def is_about(instant: datetime) -> bool:
    return abs(clock.now() - instant) < timedelta(seconds=5)


def run(*words: str) -> str:
    output = StringIO()
    call_command("clock", *words, stdout=output)
    return output.getvalue().strip()


def test_until_it_is_set_the_clock_is_the_machines() -> None:
    assert is_about(timezone.now())


def test_a_clock_that_is_set_runs_on_from_there() -> None:
    clock.set_clock(TUESDAY)
    first = clock.now()
    assert is_about(TUESDAY)
    assert clock.now() > first


def test_a_stopped_clock_stays() -> None:
    clock.set_clock(TUESDAY, is_stopped=True)
    assert clock.now() == clock.now() == TUESDAY


def test_the_machines_time_is_not_moved() -> None:
    clock.set_clock(TUESDAY - 1000 * HOUR)
    assert abs(clock.real_now() - timezone.now()) < timedelta(seconds=5)


def test_advancing_a_running_clock_that_was_never_set() -> None:
    before = clock.now()
    clock.advance_clock(2 * HOUR)
    assert is_about(before + 2 * HOUR)


def test_advancing_a_stopped_clock_leaves_it_stopped() -> None:
    clock.set_clock(TUESDAY, is_stopped=True)
    clock.advance_clock(2 * HOUR)
    assert clock.now() == TUESDAY + 2 * HOUR


def test_a_reset_clock_is_the_machines_again() -> None:
    clock.set_clock(TUESDAY, is_stopped=True)
    clock.reset_clock()
    assert is_about(timezone.now())


@pytest.mark.parametrize("year", [1, 1999, 2100, 9999])
def test_a_clock_far_from_now_is_refused(year: int) -> None:
    with pytest.raises(Refused) as refusal:
        clock.set_clock(TUESDAY.replace(year=year))
    assert refusal.value.reason.code == "clock_out_of_range"


def test_the_start_of_an_instance_counts_once() -> None:
    clock.start_clock(TUESDAY)
    clock.advance_clock(2 * HOUR)
    clock.start_clock(TUESDAY)
    assert is_about(TUESDAY + 2 * HOUR)


def test_a_new_start_sets_the_clock_anew() -> None:
    clock.start_clock(TUESDAY)
    clock.set_clock(TUESDAY, is_stopped=True)
    clock.start_clock(TUESDAY + 24 * HOUR)
    assert is_about(TUESDAY + 24 * HOUR)
    assert ClockSetting.objects.get().stopped_at is None


def test_the_start_of_an_instance_does_not_come_back_after_a_reset() -> None:
    clock.start_clock(TUESDAY)
    clock.reset_clock()
    clock.start_clock(TUESDAY)
    assert is_about(timezone.now())


def test_without_a_start_the_database_is_not_touched(query_count: CaptureQueriesContext) -> None:
    with query_count as queries:
        clock.start_clock(None)
    assert len(queries) == 0


def test_in_production_the_clock_cannot_be_set_and_costs_nothing(
    settings: Settings, query_count: CaptureQueriesContext
) -> None:
    clock.set_clock(TUESDAY, is_stopped=True)
    settings.CLOCK_IS_SETTABLE = False
    with query_count as queries:
        assert is_about(timezone.now())
        clock.start_clock(TUESDAY)
        with pytest.raises(Refused) as refusal:
            clock.set_clock(TUESDAY)
        with pytest.raises(Refused):
            clock.advance_clock(HOUR)
        with pytest.raises(Refused):
            clock.reset_clock()
    assert refusal.value.reason.code == "clock_not_settable"
    assert len(queries) == 0


def test_the_command_shows_the_clock(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(TUESDAY)
    assert run() == "2026-11-24T08:00:00+00:00"


def test_the_command_sets_stops_advances_and_resets() -> None:
    assert run("set", "2026-11-24T09:00+01:00", "--stopped") == "2026-11-24T08:00:00+00:00"
    assert run("advance", "2h") == "2026-11-24T10:00:00+00:00"
    assert run("advance", "15m") == "2026-11-24T10:15:00+00:00"
    assert run("advance", "1d12h") == "2026-11-25T22:15:00+00:00"
    run("reset")
    assert is_about(timezone.now())


@pytest.mark.parametrize(
    "words",
    [
        ("set", "tomorrow"),
        ("set", "2026-11-24T09:00"),
        ("set", "0001-01-01T00:00+14:00"),
        ("advance", "2"),
        ("advance", "2w"),
        ("advance", "٢h"),
        ("advance", "99999d99999d99999d"),
    ],
)
def test_the_command_refuses_what_it_cannot_read_in_one_sentence(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words)


def test_the_command_refuses_in_production_in_one_sentence(settings: Settings) -> None:
    settings.CLOCK_IS_SETTABLE = False
    with pytest.raises(CommandError, match="ne se règle pas"):
        run("advance", "2h")
