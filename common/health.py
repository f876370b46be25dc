"""Tell whether the house works: each app registers what it can check."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import Error, connection

from common import clock
from common.models import OutboxJob, WorkerBeat

logger = logging.getLogger(__name__)

LONGEST_LAG = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Part:
    """What one check found; `facts` are plain JSON values without anybody's name in them."""

    is_ok: bool
    facts: dict[str, Any] = field(default_factory=dict)


Check: TypeAlias = Callable[[], Part]

_checks: dict[str, Check] = {}


def health_check(name: str) -> Callable[[Check], Check]:
    """Register the decorated function as the check of the part `name`; it reads, and quickly."""

    def register(check: Check) -> Check:
        _checks[name] = check
        return check

    return register


def part_names() -> list[str]:
    """Return the names of all parts, the database first."""
    return list(_checks)


def check_health(names: Collection[str]) -> dict[str, Part]:
    """Return what the checks of those parts find; one that cannot read the database counts as failing."""
    return {name: _run(name, check) for name, check in _checks.items() if name in names}


def _run(name: str, check: Check) -> Part:
    try:
        return check()
    except Error as error:
        logger.warning("Health of %s: %s", name, error)
        return Part(is_ok=False, facts={"reason": "The database cannot be read."})


@health_check("database")
def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Part(is_ok=True, facts={"engine": connection.vendor})


@health_check("worker")
def _worker() -> Part:
    """Look for a sign of life in the last minute, or a job whose lease still runs; machine's time."""
    now = clock.real_now()
    seen_at = list(WorkerBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True)[:20])
    if not seen_at:
        return Part(is_ok=False, facts={"reason": "No worker runs.", "lag_seconds": None})
    lag = _elapsed(seen_at[0], now)
    alive = sum(now - instant <= LONGEST_LAG for instant in seen_at)
    is_ok = alive > 0 or OutboxJob.objects.waiting().filter(claimed_until__gt=now).exists()
    return Part(is_ok=is_ok, facts={"lag_seconds": lag.total_seconds(), "workers": alive})


@health_check("outbox")
def _outbox() -> Part:
    """Count what waits; a job that is due must not wait for more than a quarter of an hour."""
    waiting = OutboxJob.objects.waiting()
    house_now = clock.now()
    oldest = waiting.filter(due_at__lte=house_now).order_by("due_at", "id").values("due_at", "created_at").first()
    age = timedelta()
    if oldest is not None:
        age = min(_elapsed(oldest["due_at"], house_now), _elapsed(oldest["created_at"], clock.real_now()))
    return Part(
        is_ok=age <= LONGEST_WAIT,
        facts={
            "waiting": waiting.count(),
            "oldest_due_seconds": age.total_seconds(),
            "failed": OutboxJob.objects.filter(failed_at__isnull=False).count(),
        },
    )


def _elapsed(since: datetime, now: datetime) -> timedelta:
    return max(now - since, timedelta())
