"""Turn a space's wall-clock times into instants, and say so when a clock change is in the way."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Period:
    """A half-open stretch of time between two aware instants, kept in UTC."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Period") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Period") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which the local clock shows `at` on the day `on`.

    A doubled time means its first pass, a skipped one the instant at which the clock jumps over it, so
    that a later time of a day is never an earlier instant.
    """
    local = datetime.combine(on, at.replace(fold=0), tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return _jump(local.replace(fold=1).astimezone(UTC), found, zone)


def end_instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which a stretch of the day ends; 00:00 is the end of that day."""
    return instant(on + DAY if at == time(0) else on, at, zone)


def readings(on: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """Return every instant at which the local clock shows `at`: none, one, or two when it is put back."""
    found = []
    for fold in (0, 1):
        local = datetime.combine(on, at, tzinfo=zone).replace(fold=fold)
        utc = local.astimezone(UTC)
        if utc.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) and utc not in found:
            found.append(utc)
    return found


def local_day(on: date, zone: ZoneInfo) -> Period:
    """Return the local day `on` as a period: 23, 24 or 25 hours."""
    return Period(instant(on, time(0), zone), instant(on + DAY, time(0), zone))


def days_between(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Yield the local dates that a half-open period touches."""
    on = starts_at.astimezone(zone).date()
    while instant(on, time(0), zone) < ends_at:
        yield on
        on += DAY


def months_later(at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """Return the instant, so many months after `at`, at which the local clock shows the same day and time.

    Where that month has no such day it is its last one: a month from 31 January ends on 28 February, two on
    31 March. A time that the clock skips that day is the instant of its jump, one that it shows twice the first.
    """
    local = at.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return instant(date(year, month + 1, day), local.time(), zone)


def up_to_step(at: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """Return the first instant from `at` on at which the local clock is on a step, counted from midnight."""
    local = at.astimezone(zone)
    since_midnight = timedelta(
        hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    past = since_midnight % step
    return at + (step - past) if past else at


def offset_changes(zone: ZoneInfo, within: Period) -> list[datetime]:
    """Return the instants of a period at which the zone's offset changes, in order."""
    found = []
    before = within.starts_at
    while before < within.ends_at:
        after = min(before + DAY, within.ends_at)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found.append(_jump(before, after, zone))
        before = after
    return found


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant (whole second) between two others at which the zone's offset changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after
