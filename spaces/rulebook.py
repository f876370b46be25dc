"""Name every booking rule, its type and the value it has when a house says nothing."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any

MINUTES_PER_DAY = 24 * 60
LONGEST_MINUTES = 366 * MINUTES_PER_DAY


@dataclass(frozen=True)
class Tier:
    """Say what a cancellation costs less than `minutes_before` the start: `percent` of the price.

    Time before the start is elapsed time; at exactly `minutes_before` the tier does not apply yet.
    """

    minutes_before: int
    percent: int


@dataclass(frozen=True)
class Rules:
    """Hold the rules in force for one resource on one day; all durations are in minutes."""

    notice_minutes: int = 0
    horizon_days: int = 365
    shortest_minutes: int = 30
    longest_minutes: int = MINUTES_PER_DAY
    step_minutes: int = 30
    bookable_from: time | None = None
    bookable_until: time | None = None
    undo_minutes: int = 15
    deposit_percent: int = 0
    cancellation_tiers: tuple[Tier, ...] = ()

    def with_values(self, values: dict[str, Any]) -> "Rules":
        """Return these rules with the stored JSON `values` read in."""
        return replace(self, **{name: read_value(name, value) for name, value in values.items()})


def read_value(name: str, value: object) -> Any:
    """Return the JSON `value` of rule `name` in its type; raise `ValueError` where it makes no sense."""
    if name not in _READERS:
        raise ValueError(f"unknown rule: {name}")
    return _READERS[name](value)


def _whole(lowest: int, highest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return value

    return read


def _local_time(value: object) -> time | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("must be a time such as 09:00")  # noqa: TRY004 - one exception for bad values
    read = time.fromisoformat(value)
    if read.tzinfo is not None:
        raise ValueError("must be a time of the space's own clock, without an offset")
    return read


def _tiers(value: object) -> tuple[Tier, ...]:
    """Read [[minutes before, percent], …]: the nearer the start, the more is due."""
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise ValueError("must be a list of [minutes before, percent]")
    minutes, percent = _whole(0, LONGEST_MINUTES), _whole(0, 100)
    tiers = sorted((Tier(minutes(m), percent(p)) for m, p in value), key=lambda tier: -tier.minutes_before)
    shares = [tier.percent for tier in tiers]
    if shares != sorted(shares) or len({tier.minutes_before for tier in tiers}) != len(tiers):
        raise ValueError("a later cancellation cannot cost less than an earlier one")
    return tuple(tiers)


_READERS: dict[str, Callable[[object], Any]] = {
    "notice_minutes": _whole(0, LONGEST_MINUTES),
    "horizon_days": _whole(0, 3660),
    "shortest_minutes": _whole(1, LONGEST_MINUTES),
    "longest_minutes": _whole(1, LONGEST_MINUTES),
    "step_minutes": _whole(5, MINUTES_PER_DAY),
    "bookable_from": _local_time,
    "bookable_until": _local_time,
    "undo_minutes": _whole(0, MINUTES_PER_DAY),
    "deposit_percent": _whole(0, 100),
    "cancellation_tiers": _tiers,
}
RULE_NAMES = tuple(field.name for field in fields(Rules))
