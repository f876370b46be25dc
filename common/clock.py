"""Tell the time of this instance; in a demo or a test its clock can be set for all its processes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from common.errors import Reason, Refused
from common.models import ClockSetting

_frozen: datetime | None = None


def now() -> datetime:
    """Return the instant it is in this house (aware, UTC).

    Doors read it once and pass it on as `at`; what a deadline decides reads it again under the lock.
    Where the clock may be set this costs one query, in production none.
    """
    if _frozen is not None:
        return _frozen
    if not settings.CLOCK_IS_SETTABLE:
        return timezone.now()
    return _set_time(ClockSetting.objects.filter(pk=1).first())


def real_now() -> datetime:
    """Return the machine's own time: for leases and retries, which no set clock may hold up."""
    return timezone.now()


def set_clock(to: datetime, *, is_stopped: bool = False) -> None:
    """Set the clock of every process of this instance to the aware instant `to`; refuse in production.

    A stopped clock stays at `to`; otherwise it runs on from there. Refusal: `clock_not_settable`.
    """
    if not settings.CLOCK_IS_SETTABLE:
        raise Refused(Reason("clock_not_settable", "The clock of this instance cannot be set."))
    shift = to - timezone.now()
    ClockSetting.objects.update_or_create(
        pk=1,
        defaults={
            "shift_microseconds": shift // timedelta(microseconds=1),
            "stopped_at": to if is_stopped else None,
        },
    )


def start_clock(start: datetime | None) -> None:
    """Begin at `start` (BEFFROI_NOW), once for each new value, so that a restart does not turn time back."""
    if start is None or not settings.CLOCK_IS_SETTABLE:
        return
    setting = ClockSetting.objects.filter(pk=1).first()
    if setting is None or setting.started_from != start:
        set_clock(start)
        ClockSetting.objects.filter(pk=1).update(started_from=start)


def freeze(at: datetime | None) -> None:
    """Hold this process's clock at `at`, or let it go with None; tests only."""
    global _frozen  # noqa: PLW0603 - one clock per process
    _frozen = at.astimezone(ZoneInfo("UTC")) if at is not None else None


def _set_time(setting: ClockSetting | None) -> datetime:
    if setting is None:
        return timezone.now()
    if setting.stopped_at is not None:
        return setting.stopped_at
    return timezone.now() + timedelta(microseconds=setting.shift_microseconds)
