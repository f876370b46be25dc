"""Do the jobs of the outbox, one after the other; any number of workers may run beside each other."""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from types import FrameType

from django.db import Error, close_old_connections, connections, transaction

from common import chores, clock
from common.models import OutboxJob, WorkerBeat
from common.outbox import GiveUp, Job, JobKind, delay_after, job_kinds

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
POLL_S = 1.0
BEAT_EVERY = timedelta(seconds=5)
SHARE_OF_LEASE = 0.75


class TookTooLong(Exception):
    """Interrupt a handler whose lease is about to end, before another worker takes the job."""


class Worker:
    """One loop: show that it lives, plan the chores, claim a job, do it; else wait a second."""

    def __init__(self, *, lease: timedelta = LEASE) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._lease = lease
        self._timetable = chores.Timetable()
        self._is_stopping = threading.Event()
        self._started_at = clock.real_now()
        self._seen_at: datetime | None = None

    def run(self) -> None:
        """Work until `stop` is called; a database that is away for a while is waited for."""
        while not self._is_stopping.is_set():
            try:
                was_busy = self._work_once()
            except Error as error:
                logger.warning("The database does not answer, trying again: %s", error)
                connections.close_all()
                was_busy = False
            if not was_busy:
                self._is_stopping.wait(POLL_S)
        with suppress(Error):
            WorkerBeat.objects.filter(name=self.name).delete()

    def stop(self) -> None:
        """Let the job in hand be finished, then end."""
        self._is_stopping.set()

    def drain(self) -> int:
        """Do all that is due and return how many jobs were tried."""
        tried = 0
        self._timetable.claim_slots(clock.now())
        while self._do_next():
            tried += 1
        return tried

    def _work_once(self) -> bool:
        close_old_connections()
        self._beat()
        self._timetable.claim_slots(clock.now())
        return self._do_next()

    def _beat(self) -> None:
        """Tell every few seconds that this worker lives."""
        now = max(clock.real_now(), self._started_at)
        if self._seen_at is not None and now - self._seen_at < BEAT_EVERY:
            return
        if not WorkerBeat.objects.filter(name=self.name).update(seen_at=now):
            WorkerBeat.objects.create(name=self.name, started_at=self._started_at, seen_at=now)
        self._seen_at = now

    def _do_next(self) -> bool:
        row = claim_next(worker=self.name, lease=self._lease)
        if row is None:
            return False
        do(row, job_kinds()[row.kind], lease=self._lease)
        return True


def claim_next(*, worker: str, lease: timedelta) -> OutboxJob | None:
    """Take the next job that is due, for `lease` of the machine's time or as long as its kind asks.

    What was never tried comes first, so that jobs which fail hold up no others. While nothing is due
    this is one query and no lock; SQLite's write lock, PostgreSQL's row lock keep two workers apart.
    """
    kinds = job_kinds()
    real_now = clock.real_now()
    claimable = OutboxJob.objects.claimable(kinds.keys(), house_now=clock.now(), real_now=real_now)
    if not claimable.exists():
        return None
    with transaction.atomic():
        row = claimable.select_for_update(skip_locked=True).order_by("attempts", "due_at", "id").first()
        if row is None:
            return None
        row.attempts += 1
        row.claimed_by = worker
        row.claimed_until = real_now + (kinds[row.kind].lease or lease)
        row.save(update_fields=["attempts", "claimed_by", "claimed_until"])
    return row


def do(row: OutboxJob, kind: JobKind, *, lease: timedelta) -> None:
    """Run the handler of a claimed job, outside any transaction, and keep how it went."""
    if row.attempts > kind.max_attempts:
        _put_back(row, "The worker died at each attempt.", is_last=True)
        return
    try:
        with _interrupted_after((kind.lease or lease) * SHARE_OF_LEASE):
            kind.handler(Job(row.kind, row.key, row.payload, row.attempts))
    except GiveUp as reason:
        _put_back(row, str(reason), is_last=True)
    except TookTooLong as error:
        connections.close_all()
        _put_back(row, str(error), is_last=row.attempts >= kind.max_attempts)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the next job must be done
        _put_back(row, f"{type(error).__name__}: {error}", is_last=row.attempts >= kind.max_attempts)
    else:
        _mark_done(row)


def _mark_done(row: OutboxJob) -> None:
    """Close the job whoever holds it now, and forget what it carried: login codes, addresses."""
    OutboxJob.objects.filter(pk=row.pk, done_at=None).update(
        done_at=clock.real_now(),
        failed_at=None,
        payload={},
        claimed_by="",
        claimed_until=None,
        last_error="",
    )


def _put_back(row: OutboxJob, error: str, *, is_last: bool) -> None:
    """Have the job tried again later, or given up; not when its lease ran out and another worker holds it."""
    logger.warning("Job %s, attempt %d: %s", row, row.attempts, error)
    real_now = clock.real_now()
    held = OutboxJob.objects.waiting().filter(pk=row.pk, claimed_by=row.claimed_by, claimed_until=row.claimed_until)
    held.update(
        failed_at=real_now if is_last else None,
        retry_at=real_now + delay_after(row.attempts),
        claimed_by="",
        claimed_until=None,
        last_error=error[:2000],
    )


@contextmanager
def _interrupted_after(limit: timedelta) -> Iterator[None]:
    """Raise `TookTooLong` in the block after `limit`; possible in a process's main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise TookTooLong(f"Interrupted after {limit.total_seconds():g} s.")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
