"""The state of a booking at an instant, derived from what it records. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.enums import Tentative
from bookings.terms import Terms
from common.money import percentage_of


class State(TextChoices):
    REQUESTED = "requested", _("demandée")
    OPTION = "option", _("en option")
    CONFIRMED = "confirmed", _("confirmée")
    CHECKED_IN = "checked_in", _("sur place")
    RUNNING = "running", _("en cours")
    DONE = "done", _("passée")
    CANCELLED = "cancelled", _("annulée")
    REFUSED = "refused", _("refusée")
    LAPSED = "lapsed", _("rendue")
    NO_SHOW = "no_show", _("rendue, personne n’est venu")


TENTATIVE = frozenset({State.REQUESTED, State.OPTION})
OVER = frozenset({State.DONE, State.CANCELLED, State.REFUSED, State.LAPSED, State.NO_SHOW})


class Dates(Protocol):
    """What of a booking its state depends on."""

    starts_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None
    refused_at: datetime | None
    lapses_at: datetime | None
    checked_in_at: datetime | None
    tentative: str

    @property
    def is_firm(self) -> bool: ...


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
    """Return the booking's state at `at`; the clock alone turns an option into a lapsed one."""
    if booking.cancelled_at is not None:
        return State.CANCELLED
    if booking.refused_at is not None:
        return State.REFUSED
    if booking.lapses_at is not None and booking.lapses_at <= at:
        return State.NO_SHOW if booking.is_firm else State.LAPSED
    if not booking.is_firm:
        return State.OPTION if booking.tentative == Tentative.OPTION else State.REQUESTED
    return _state_of_firm(booking, at)


def _state_of_firm(booking: Dates, at: datetime) -> State:
    if at >= booking.ends_at:
        return State.DONE
    if booking.checked_in_at is not None:
        return State.CHECKED_IN
    return State.CONFIRMED if at < booking.starts_at else State.RUNNING


def cancellation_cost(booking: Priced, at: datetime) -> CancellationCost:
    """Return what cancelling at `at` costs by the booking's frozen terms, never less than an earlier move fixed.

    What is not firm yet costs nothing.
    """
    terms = Terms.from_json(booking.terms)
    is_undo = booking.is_firm and terms.can_be_undone(booking.booked_at, booking.starts_at, at)
    if is_undo or not booking.is_firm:
        return CancellationCost(0, 0, is_undo=is_undo)
    percent = terms.percent_due(booking.starts_at, at)
    due = max(percentage_of(booking.gross_minor, percent), booking.least_due_minor)
    return CancellationCost(due, percent, is_undo=False)
