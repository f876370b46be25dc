"""Tell the time of this instance; in a demo or a test its clock can be set for all its processes."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused
from common.models import ClockSetting

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

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

    A stopped clock stays at `to`; otherwise it runs on from there. Refusals: `clock_not_settable`,
    `clock_out_of_range`.
    """
    _refuse_in_production()
    _refuse_out_of_range(to)
    ClockSetting.objects.update_or_create(pk=1, defaults=_reading(to, to if is_stopped else None))


def advance_clock(by: timedelta) -> None:
    """Move the clock of every process forward; a stopped one stays stopped. Refusals as for `set_clock`."""
    _refuse_in_production()
    _refuse_out_of_range(now() + by)
    ClockSetting.objects.bulk_create([ClockSetting(pk=1)], ignore_conflicts=True)
    ClockSetting.objects.filter(pk=1).update(
        shift_microseconds=F("shift_microseconds") + by // timedelta(microseconds=1),
        stopped_at=F("stopped_at") + by,
    )


def reset_clock() -> None:
    """Return to the machine's time; BEFFROI_NOW does not count again until its value changes."""
    _refuse_in_production()
    ClockSetting.objects.filter(pk=1).update(shift_microseconds=0, stopped_at=None)


def start_clock(start: datetime | None) -> None:
    """Begin at `start` (BEFFROI_NOW), once for each new value, so that a restart does not turn time back.

    Every process calls it when it starts: the first one sets the clock, the others find it set.
    """
    if start is None or not settings.CLOCK_IS_SETTABLE:
        return
    ClockSetting.objects.bulk_create([ClockSetting(pk=1)], ignore_conflicts=True)
    unset = ClockSetting.objects.filter(pk=1).exclude(started_from=start)
    unset.update(started_from=start, **_reading(start, None))


def freeze(at: datetime | None) -> None:
    """Hold this process's clock at `at`, or let it go with None; tests only."""
    global _frozen  # noqa: PLW0603 - one clock per process
    _frozen = at.astimezone(UTC) if at is not None else None


def _reading(to: datetime, stopped_at: datetime | None) -> dict[str, object]:
    shift = to - timezone.now()
    return {"shift_microseconds": shift // timedelta(microseconds=1), "stopped_at": stopped_at}


def _set_time(setting: ClockSetting | None) -> datetime:
    if setting is None:
        return timezone.now()
    if setting.stopped_at is not None:
        return setting.stopped_at
    return timezone.now() + timedelta(microseconds=setting.shift_microseconds)


def _refuse_in_production() -> None:
    if not settings.CLOCK_IS_SETTABLE:
        text = _("L’horloge de cette maison est celle de la machine : elle ne se règle pas.")
        raise Refused(Reason("clock_not_settable", text))


def _refuse_out_of_range(to: datetime) -> None:
    if not EARLIEST <= to < LATEST:
        raise Refused(Reason("clock_out_of_range", _("L’horloge se règle entre l’an 2000 et l’an 2100.")))
