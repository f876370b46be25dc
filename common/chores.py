"""Do what comes round by the house's clock: a timetable whose slots are each claimed once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from cronsim import CronSim
from django.db import transaction
from django.db.models import Exists, OuterRef

from common import outbox
from common.models import ChoreRun

ChoreFunction: TypeAlias = Callable[[datetime], None]


@dataclass(frozen=True)
class Chore:
    """When a chore comes round: `cron` has five fields, read in `zone`."""

    name: str
    cron: str
    zone: ZoneInfo

    @property
    def job_kind(self) -> str:
        return f"chore.{self.name}"

    def latest_slot(self, at: datetime) -> datetime:
        """Return the last slot that is not after the instant `at` (UTC)."""
        after = at.astimezone(self.zone).replace(microsecond=0) + timedelta(seconds=1)
        return next(CronSim(self.cron, after, reverse=True)).astimezone(UTC)


_chores: dict[str, Chore] = {}


def chore(name: str, *, cron: str, zone: str = "UTC") -> Callable[[ChoreFunction], ChoreFunction]:
    """Have the decorated function called with each slot's instant (UTC); used in an app's `tasks.py`.

    After a time without worker only the latest missed slot is made up for. Like every job it may run twice.
    """

    def register(function: ChoreFunction) -> ChoreFunction:
        entry = Chore(name, cron, ZoneInfo(zone))
        outbox.job(entry.job_kind)(lambda job: function(datetime.fromisoformat(job.payload["slot_at"])))
        _chores[name] = entry
        return function

    return register


class Timetable:
    """Remember which slots this process has looked at, so that an idle second costs no query."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def claim_slots(self, at: datetime) -> None:
        """Write a job for each chore whose latest slot at `at`, of the house's time, nobody has claimed."""
        for entry in _chores.values():
            slot_at = entry.latest_slot(at)
            if self._seen.get(entry.name) != slot_at:
                _claim(entry, slot_at)
                self._seen[entry.name] = slot_at


def _claim(entry: Chore, slot_at: datetime) -> None:
    with transaction.atomic():
        _, is_mine = ChoreRun.objects.get_or_create(chore=entry.name, slot_at=slot_at)
        if is_mine:
            payload = {"slot_at": slot_at.isoformat()}
            outbox.enqueue(entry.job_kind, key=f"{entry.job_kind}:{slot_at.isoformat()}", payload=payload)


def begin_timetables(at: datetime) -> None:
    """Count the slots before `at` as done for chores that are new: a new house has missed nothing."""
    known = set(ChoreRun.objects.values_list("chore", flat=True).distinct())
    first = [
        ChoreRun(chore=entry.name, slot_at=entry.latest_slot(at))
        for entry in _chores.values()
        if entry.name not in known
    ]
    ChoreRun.objects.bulk_create(first, ignore_conflicts=True)


def forget_old_slots(before: datetime) -> None:
    """Remove what is known of slots before that instant, but for the latest of each chore."""
    later = ChoreRun.objects.filter(chore=OuterRef("chore"), slot_at__gt=OuterRef("slot_at"))
    ChoreRun.objects.filter(Exists(later), slot_at__lt=before).delete()
