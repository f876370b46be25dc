"""Processes that start at the same time agree on the time."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from common import clock
from common.models import ClockSetting
from tests.support import servers
from tests.support.servers import Server

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SOON = timedelta(minutes=1)


@pytest.mark.long
def test_processes_that_start_together_set_the_clock_once(database_url: str) -> None:
    environment = servers.product_environment(database_url, BEFFROI_NOW=TUESDAY.isoformat())
    command = [sys.executable, "manage.py", "clock"]
    started = [
        subprocess.Popen(command, cwd=servers.PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [datetime.fromisoformat(process.communicate(timeout=20)[0].strip()) for process in started]
    assert all(timedelta() <= instant - TUESDAY < SOON for instant in told)
    assert ClockSetting.objects.get().started_from == TUESDAY


@pytest.mark.long
def test_the_web_process_sets_the_clock_and_leaves_it_on_a_restart(running_server: Callable[..., Server]) -> None:
    running_server(env={"BEFFROI_NOW": TUESDAY.isoformat()})
    assert timedelta() <= clock.now() - TUESDAY < SOON
    clock.advance_clock(timedelta(days=3))
    running_server(env={"BEFFROI_NOW": TUESDAY.isoformat()}, workers=2)
    assert timedelta(days=3) <= clock.now() - TUESDAY < timedelta(days=3) + SOON
