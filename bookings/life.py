"""The state of a booking at an instant, derived from what it records. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.terms import Terms
from common.money import percentage_of


class State(TextChoices):
    CONFIRMED = "confirmed", _("confirmée")
    RUNNING = "running", _("en cours")
    DONE = "done", _("passée")
    CANCELLED = "cancelled", _("annulée")


class Dates(Protocol):
    """What of a booking its state depends on."""

    starts_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None


class Priced(Dates, Protocol):
    """What of a booking its cost of cancelling depends on."""

    booked_at: datetime
    terms: dict[str, object]
    least_due_minor: int

    @property
    def gross_minor(self) -> int: ...


@dataclass(frozen=True)
class CancellationCost:
    """Say what cancelling costs at an instant, in minor units with VAT, and whether it is the free undo."""

    due_minor: int
    percent: int
    is_undo: bool


def state_at(booking: Dates, at: datetime) -> State:
    """Return the booking's state at `at`."""
    if booking.cancelled_at is not None:
        return State.CANCELLED
    if at < booking.starts_at:
        return State.CONFIRMED
    return State.RUNNING if at < booking.ends_at else State.DONE


def cancellation_cost(booking: Priced, at: datetime) -> CancellationCost:
    """Return what cancelling at `at` costs by the booking's frozen terms, never less than an earlier move fixed."""
    terms = Terms.from_json(booking.terms)
    if terms.can_be_undone(booking.booked_at, booking.starts_at, at):
        return CancellationCost(0, 0, is_undo=True)
    percent = terms.percent_due(booking.starts_at, at)
    due = max(percentage_of(booking.gross_minor, percent), booking.least_due_minor)
    return CancellationCost(due, percent, is_undo=False)
