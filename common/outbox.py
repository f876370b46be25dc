"""Write down what must still happen, in the transaction that makes it necessary; the worker does it.

A job is done at least once, so its handler must bear a repetition: the key stays the same, and goes
along to whoever can tell by it that a call was made twice. `common.worker` claims and runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from common import clock
from common.models import OutboxJob, OutboxJobQuerySet

MAX_ATTEMPTS = 20
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """What a handler is given; `attempt` counts from 1, `key` is the same at each attempt."""

    kind: str
    key: str
    payload: Mapping[str, Any]
    attempt: int


Handler: TypeAlias = Callable[[Job], None]


@dataclass(frozen=True)
class JobKind:
    """How jobs of one kind are done; `lease` None stands for the worker's own."""

    handler: Handler
    lease: timedelta | None
    max_attempts: int


class GiveUp(Exception):
    """Fail the job at once: doing it again cannot help."""


_kinds: dict[str, JobKind] = {}


def job(kind: str, *, lease: timedelta | None = None, max_attempts: int = MAX_ATTEMPTS) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of jobs of `kind`; used in an app's `tasks.py`.

    A run is interrupted before its lease ends: give a longer `lease` to what takes more than 45 seconds.
    """

    def register(handler: Handler) -> Handler:
        if kind in _kinds and _kinds[kind].handler is not handler:
            raise ValueError(f"Two handlers for jobs of kind {kind!r}.")
        _kinds[kind] = JobKind(handler, lease, max_attempts)
        return handler

    return register


def job_kinds() -> Mapping[str, JobKind]:
    """Return all registered kinds by their name."""
    return _kinds


def enqueue(kind: str, *, key: str, payload: Mapping[str, Any] | None = None, due_at: datetime | None = None) -> None:
    """Write a job in the caller's transaction; the same key again changes nothing.

    `due_at` is an instant of the house's clock, by default now. Keys are remembered for 30 days after
    the job is done; `payload` is plain JSON.
    """
    if kind not in _kinds:
        raise LookupError(f"No handler for jobs of kind {kind!r}.")
    row = OutboxJob(
        kind=kind,
        key=key,
        payload=dict(payload or {}),
        created_at=clock.real_now(),
        due_at=due_at or clock.now(),
    )
    OutboxJob.objects.bulk_create([row], ignore_conflicts=True)


def requeue(jobs: OutboxJobQuerySet) -> int:
    """Give those of `jobs` that were given up a fresh start; return how many."""
    return jobs.filter(failed_at__isnull=False).update(failed_at=None, retry_at=None, attempts=0)


def delay_after(attempts: int) -> timedelta:
    """Return how long a job rests after that many failed attempts: 5 s, doubled each time, at most 10 minutes."""
    doublings = min(attempts - 1, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)
