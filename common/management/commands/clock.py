import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.errors import Refused

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Command(BaseCommand):
    help = "Show the house's clock; in a demo or a test, set it for all processes."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="set | advance | reset")
        set_parser = verbs.add_parser("set", help="begin at an instant, such as 2026-11-24T09:00+01:00")
        set_parser.add_argument("to", metavar="INSTANT")
        set_parser.add_argument("--stopped", action="store_true", help="stay there instead of running on")
        advance_parser = verbs.add_parser("advance", help="move forward by 15m, 2h, 3d or 1d12h")
        advance_parser.add_argument("by", metavar="DURATION")
        verbs.add_parser("reset", help="return to the machine's time")

    def handle(self, *args: Any, **options: Any) -> None:
        clock.start_clock(settings.CLOCK_START)
        try:
            self._act(options)
        except Refused as refusal:
            raise CommandError(str(refusal.reason.sentence)) from refusal
        self.stdout.write(clock.now().astimezone(UTC).isoformat(timespec="seconds"))

    def _act(self, options: dict[str, Any]) -> None:
        match options["verb"]:
            case "set":
                clock.set_clock(_instant(options["to"]), is_stopped=options["stopped"])
            case "advance":
                clock.advance_clock(_duration(options["by"]))
            case "reset":
                clock.reset_clock()


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise CommandError(f"{text!r} is no instant with its offset, such as 2026-11-24T09:00+01:00.")
    return instant


def _duration(text: str) -> timedelta:
    if not re.fullmatch(r"(\d{1,5}[dhm]){1,3}", text, flags=re.ASCII):
        raise CommandError(f"{text!r} is no duration, such as 15m, 2h, 3d or 1d12h.")
    return sum((timedelta(**{UNITS[unit]: int(n)}) for n, unit in re.findall(r"(\d+)([dhm])", text)), timedelta())
