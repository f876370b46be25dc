"""Job kinds and chores that exist for one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from common import chores, outbox
from common.models import OutboxJob
from common.outbox import Handler
from common.worker import LEASE, Worker

KIND = "test.kind"


@contextmanager
def job_kind(handler: Handler, *, name: str = KIND, **options: Any) -> Iterator[None]:
    """Register `handler` for jobs of the kind `name` within the block, in which no chore comes round."""
    outbox.job(name, **options)(handler)
    try:
        with no_chores():
            yield
    finally:
        outbox._kinds.pop(name)


@contextmanager
def no_chores() -> Iterator[None]:
    """Have the house know no chore within the block."""
    before = dict(chores._chores)
    chores._chores.clear()
    try:
        yield
    finally:
        chores._chores.clear()
        chores._chores.update(before)


@contextmanager
def only_chore(function: chores.ChoreFunction, *, cron: str, zone: str = "UTC") -> Iterator[None]:
    """Have the house know one chore alone, named `test`, within the block."""
    with no_chores():
        chores.chore("test", cron=cron, zone=zone)(function)
        try:
            yield
        finally:
            outbox._kinds.pop("chore.test")


def run_due_jobs(*, lease: timedelta = LEASE) -> int:
    """Have a worker do all that is due; return how many jobs it tried."""
    return Worker(lease=lease).drain()


def rested(job: OutboxJob) -> OutboxJob:
    """Return the job as it is now in the database, its rest after a failure over."""
    OutboxJob.objects.filter(pk=job.pk).update(retry_at=None)
    return OutboxJob.objects.get(pk=job.pk)
