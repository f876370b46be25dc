import signal
from argparse import ArgumentTypeError
from datetime import timedelta
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from common.clock import start_clock
from common.worker import LEASE, Worker


class Command(BaseCommand):
    help = "Do the jobs of the outbox and the chores of the timetable, until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then end")
        parser.add_argument(
            "--lease",
            type=_seconds,
            default=LEASE,
            metavar="SECONDS",
            help="how long a job belongs to a worker that no longer answers (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        start_clock(settings.CLOCK_START)
        worker = Worker(lease=options["lease"])
        if options["once"]:
            self.stdout.write(f"Jobs run: {worker.drain()}.")
            return

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write(f"Worker {worker.name} is ready.")
        self.stdout.flush()
        worker.run()


def _seconds(text: str) -> timedelta:
    if not text.isdecimal() or not 1 <= int(text) <= 86_400:
        raise ArgumentTypeError(f"{text!r} is no whole number of seconds from 1 to 86400")
    return timedelta(seconds=int(text))
