"""Name every booking rule, its type and the value it has when a house says nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import Any

from spaces.enums import ResourceKind

MINUTES_PER_DAY = 24 * 60
LONGEST_MINUTES = 366 * MINUTES_PER_DAY
MOST_COUNTED = 10_000
MOST_NAMES = 50


@dataclass(frozen=True)
class Tier:
    """Say what a cancellation costs less than `minutes_before` the start: `percent` of the price.

    Time before the start is elapsed time; at exactly `minutes_before` the tier does not apply yet.
    """

    minutes_before: int
    percent: int


@dataclass(frozen=True)
class Rules:
    """Hold the rules in force for one resource on one day; all durations are in minutes.

    A limit of 0 is no limit. `open_to` and `approval_for` name audiences, `open_to` also circles
    (`circle:ateliers`); empty, everybody may book, and nobody has to ask. `release_after_minutes` of 0
    asks for no check-in. `free_when_full_of` is the kind whose lack lets members use this one for free.
    """

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
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    most_at_once: int = 0
    most_upcoming: int = 0
    most_per_week: int = 0
    most_per_month: int = 0
    open_to: tuple[str, ...] = ()
    approval_for: tuple[str, ...] = ()
    approval_minutes: int = 3 * MINUTES_PER_DAY
    option_minutes: int = 0
    check_in_from_minutes: int = 15
    release_after_minutes: int = 0
    is_numbered: bool = False
    free_when_full_of: str = ""
    allows_community_events: bool = False

    def with_values(self, values: dict[str, Any]) -> "Rules":
        """Return these rules with the stored JSON `values` read in."""
        return replace(self, **{name: read_value(name, value) for name, value in values.items()})


def read_value(name: str, value: object) -> Any:
    """Return the JSON `value` of rule `name` in its type; raise `ValueError` where it makes no sense."""
    if name not in RULEBOOK:
        raise ValueError(f"unknown rule: {name}")
    return RULEBOOK[name].read(value)


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


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - one exception for bad values
    return value


def _names(pattern: str) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > MOST_NAMES:
            raise ValueError("must be a list of names")
        if not all(isinstance(name, str) and re.fullmatch(pattern, name) for name in value):
            raise ValueError("must be a list of names such as members or circle:workshop")
        return tuple(dict.fromkeys(value))

    return read


def _kind(value: object) -> str:
    if not isinstance(value, str) or value not in {"", *ResourceKind.values}:
        raise ValueError("must be a kind of resource, or nothing")
    return value


class RuleGroup(StrEnum):
    """Gather the rules a house switches on together; the essential ones are always there."""

    ESSENTIAL = "essential"
    DEPOSIT = "deposit"
    BUFFERS = "buffers"
    LIMITS = "limits"
    WHO = "who"
    APPROVAL = "approval"
    OPTIONS = "options"
    CHECK_IN = "check_in"
    NUMBERED = "numbered"
    FREE_WHEN_FULL = "free_when_full"
    COMMUNITY_EVENTS = "community_events"


class RuleShape(StrEnum):
    """Name what the value of a rule is, so that a page knows which field to draw."""

    MINUTES = "minutes"
    DAYS = "days"
    COUNT = "count"
    PERCENT = "percent"
    TIME = "time"
    YES_NO = "yes_no"
    TIERS = "tiers"
    AUDIENCES = "audiences"
    AUDIENCES_AND_CIRCLES = "audiences_and_circles"
    KIND = "kind"


@dataclass(frozen=True)
class RuleInfo:
    """Describe one rule: the group it belongs to, the shape of its value, and how that is read."""

    group: RuleGroup
    shape: RuleShape
    read: Callable[[object], Any]


_AUDIENCE = r"[a-z0-9-]{1,50}"
_AUDIENCE_OR_CIRCLE = rf"(circle:)?{_AUDIENCE}"
RULEBOOK: dict[str, RuleInfo] = {
    "notice_minutes": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.MINUTES, _whole(0, LONGEST_MINUTES)),
    "horizon_days": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.DAYS, _whole(0, 3660)),
    "shortest_minutes": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.MINUTES, _whole(1, LONGEST_MINUTES)),
    "longest_minutes": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.MINUTES, _whole(1, LONGEST_MINUTES)),
    "step_minutes": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.MINUTES, _whole(5, MINUTES_PER_DAY)),
    "bookable_from": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.TIME, _local_time),
    "bookable_until": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.TIME, _local_time),
    "undo_minutes": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.MINUTES, _whole(0, MINUTES_PER_DAY)),
    "cancellation_tiers": RuleInfo(RuleGroup.ESSENTIAL, RuleShape.TIERS, _tiers),
    "deposit_percent": RuleInfo(RuleGroup.DEPOSIT, RuleShape.PERCENT, _whole(0, 100)),
    "buffer_before_minutes": RuleInfo(RuleGroup.BUFFERS, RuleShape.MINUTES, _whole(0, MINUTES_PER_DAY)),
    "buffer_after_minutes": RuleInfo(RuleGroup.BUFFERS, RuleShape.MINUTES, _whole(0, MINUTES_PER_DAY)),
    "most_at_once": RuleInfo(RuleGroup.LIMITS, RuleShape.COUNT, _whole(0, MOST_COUNTED)),
    "most_upcoming": RuleInfo(RuleGroup.LIMITS, RuleShape.COUNT, _whole(0, MOST_COUNTED)),
    "most_per_week": RuleInfo(RuleGroup.LIMITS, RuleShape.COUNT, _whole(0, MOST_COUNTED)),
    "most_per_month": RuleInfo(RuleGroup.LIMITS, RuleShape.COUNT, _whole(0, MOST_COUNTED)),
    "open_to": RuleInfo(RuleGroup.WHO, RuleShape.AUDIENCES_AND_CIRCLES, _names(_AUDIENCE_OR_CIRCLE)),
    "approval_for": RuleInfo(RuleGroup.APPROVAL, RuleShape.AUDIENCES, _names(_AUDIENCE)),
    "approval_minutes": RuleInfo(RuleGroup.APPROVAL, RuleShape.MINUTES, _whole(1, LONGEST_MINUTES)),
    "option_minutes": RuleInfo(RuleGroup.OPTIONS, RuleShape.MINUTES, _whole(0, LONGEST_MINUTES)),
    "check_in_from_minutes": RuleInfo(RuleGroup.CHECK_IN, RuleShape.MINUTES, _whole(0, MINUTES_PER_DAY)),
    "release_after_minutes": RuleInfo(RuleGroup.CHECK_IN, RuleShape.MINUTES, _whole(0, MINUTES_PER_DAY)),
    "is_numbered": RuleInfo(RuleGroup.NUMBERED, RuleShape.YES_NO, _yes_no),
    "free_when_full_of": RuleInfo(RuleGroup.FREE_WHEN_FULL, RuleShape.KIND, _kind),
    "allows_community_events": RuleInfo(RuleGroup.COMMUNITY_EVENTS, RuleShape.YES_NO, _yes_no),
}
RULE_NAMES = tuple(RULEBOOK)
