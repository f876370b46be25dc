"""Narrow down a list of bookings by what a reader asks for."""

from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.life import State
from bookings.models import Booking

LOOKUPS = {"since": "ends_at__gt", "until": "starts_at__lt", "space": "space__slug", "kind": "resource__kind"}


def chosen(bookings: QuerySet[Booking], *, state: str | None, at: datetime, **asked: object) -> QuerySet[Booking]:
    """Return the bookings that are in a state at `at` and match what is asked: since, until, space, kind, resource."""
    found = bookings.filter(**{LOOKUPS.get(name, name): value for name, value in asked.items()})
    return found if state is None else found.filter(in_state(State(state), at))


def in_state(state: State, at: datetime) -> Q:
    """Return the condition under which `bookings.life.state_at` gives that state."""
    match state:
        case State.CANCELLED:
            return Q(cancelled_at__isnull=False)
        case State.CONFIRMED:
            return Q(cancelled_at=None, starts_at__gt=at)
        case State.RUNNING:
            return Q(cancelled_at=None, starts_at__lte=at, ends_at__gt=at)
        case State.DONE:
            return Q(cancelled_at=None, ends_at__lte=at)
