"""Fill an empty instance with a demo house."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from common import clock
from frontend.demo.seeding import HOUSES, seed
from spaces.models import House


class Command(BaseCommand):
    help = "Fill an empty instance with a demo house, around the instant it is; do nothing where it is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--house", default="mutualab", metavar="NAME", help=f"one of: {', '.join(HOUSES)}")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = HOUSES.get(options["house"])
        if plan is None:
            raise CommandError(f"No demo house is called {options['house']!r}; there are: {', '.join(HOUSES)}.")
        if settings.IN_PRODUCTION:
            raise CommandError("A house in production is not filled with a demo; set BEFFROI_MODE=demo.")
        present = House.objects.first()
        if present is not None:
            self._say_present(present, options["house"])
            return
        call_command("createcachetable", verbosity=0)
        clock.start_clock(settings.CLOCK_START)
        started = time.monotonic()
        seed(plan, at=clock.now(), tell=self.stdout.write)
        self.stdout.write(f"{plan.details.name} is there, after {time.monotonic() - started:.0f} s.")

    def _say_present(self, present: House, asked: str) -> None:
        if present.slug != asked:
            raise CommandError(f"This instance is {present.name} already; another house needs another BEFFROI_HOME.")
        self.stdout.write(f"{present.name} is there already.")
