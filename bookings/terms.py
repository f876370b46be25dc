"""The terms frozen in a booking: what cancelling costs, and until when. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common.money import percentage_of
from spaces.rulebook import Rules, Tier


@dataclass(frozen=True)
class Step:
    """Say what cancelling costs until an instant, itself included; the last step has none and ends at the start."""

    until: datetime | None
    percent: int
    due_minor: int


@dataclass(frozen=True)
class Terms:
    """Hold the conditions of one booking; `undo_minutes` counts from when it was made.

    Nobody there `release_after_minutes` after the start (0: no check-in asked), the booking lapses;
    one can check in from `check_in_from_minutes` before the start.
    """

    tiers: tuple[Tier, ...] = ()
    undo_minutes: int = 0
    deposit_percent: int = 0
    release_after_minutes: int = 0
    check_in_from_minutes: int = 0

    @classmethod
    def of(cls, rules: Rules) -> "Terms":
        """Return the terms that the rules in force give."""
        return cls(
            rules.cancellation_tiers,
            rules.undo_minutes,
            rules.deposit_percent,
            rules.release_after_minutes,
            rules.check_in_from_minutes,
        )

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Terms":
        """Return the terms that a booking keeps."""
        tiers = tuple(Tier(minutes, percent) for minutes, percent in stored.get("tiers", []))
        numbers = ("undo_minutes", "deposit_percent", "release_after_minutes", "check_in_from_minutes")
        return cls(tiers, **{name: stored.get(name, 0) for name in numbers})

    def as_json(self) -> dict[str, Any]:
        """Return the terms as a booking keeps them."""
        return {
            "tiers": [[tier.minutes_before, tier.percent] for tier in self.tiers],
            "undo_minutes": self.undo_minutes,
            "deposit_percent": self.deposit_percent,
            "release_after_minutes": self.release_after_minutes,
            "check_in_from_minutes": self.check_in_from_minutes,
        }

    def release_at(self, starts_at: datetime, ends_at: datetime) -> datetime | None:
        """Return when a booking nobody has come for lapses, or None: no check-in is asked, or too late a one."""
        released = starts_at + timedelta(minutes=self.release_after_minutes)
        return released if self.release_after_minutes and released < ends_at else None

    def check_in_from(self, starts_at: datetime) -> datetime:
        """Return from which instant on one can check in."""
        return starts_at - timedelta(minutes=self.check_in_from_minutes)

    def percent_due(self, starts_at: datetime, at: datetime) -> int:
        """Return which share of the price is due when cancelling at `at`, by the time left to the start."""
        left = starts_at - at
        return max((tier.percent for tier in self.tiers if left < timedelta(minutes=tier.minutes_before)), default=0)

    def undo_until(self, booked_at: datetime, starts_at: datetime) -> datetime:
        """Return the last instant at which the booking can be undone free of charge; never after its start."""
        return min(booked_at + timedelta(minutes=self.undo_minutes), starts_at)

    def can_be_undone(self, booked_at: datetime, starts_at: datetime, at: datetime) -> bool:
        """Tell whether cancelling at `at` is the undo: not begun, and made at most `undo_minutes` ago."""
        return at < starts_at and at <= self.undo_until(booked_at, starts_at)

    def steps(self, *, starts_at: datetime, at: datetime, gross_minor: int) -> list[Step]:
        """Return what cancelling costs from `at` on, step by step up to the start."""
        found: list[Step] = []
        percent = 0
        for tier in self.tiers:
            until = starts_at - timedelta(minutes=tier.minutes_before)
            if until >= at and tier.percent != percent:
                found.append(Step(until, percent, percentage_of(gross_minor, percent)))
            percent = tier.percent
        return [*found, Step(None, percent, percentage_of(gross_minor, percent))]
