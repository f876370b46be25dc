from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.models import OutboxJob
from common.outbox import requeue

SHOWN = 50


class Command(BaseCommand):
    help = "Show the jobs that were given up; with --requeue, have the worker try them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="only these jobs")
        parser.add_argument("--requeue", action="store_true", help="have them tried again")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = OutboxJob.objects.filter(failed_at__isnull=False).order_by("id")
        if options["ids"]:
            failed = failed.filter(pk__in=options["ids"])
            if failed.count() != len(set(options["ids"])):
                raise CommandError("Not all of these jobs exist and were given up.")
        if options["requeue"]:
            self.stdout.write(f"{requeue(failed)} will be tried again.")
            return
        self.stdout.write(f"{OutboxJob.objects.waiting().count()} waiting, {failed.count()} given up.")
        for row in failed[:SHOWN]:
            self.stdout.write(f"{row.pk}  {row.kind}  {row.failed_at:%Y-%m-%d %H:%M}  {row.last_error}")
