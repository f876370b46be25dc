"""Narrow down a list of bookings by what a reader asks for."""

from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.enums import Tentative
from bookings.life import State
from bookings.models import Booking

LOOKUPS = {"since": "ends_at__gt", "until": "starts_at__lt", "space": "space__slug", "kind": "resource__kind"}
_FIRM = Q(tentative="") | Q(confirmed_at__isnull=False)


def chosen(bookings: QuerySet[Booking], *, state: str | None, at: datetime, **asked: object) -> QuerySet[Booking]:
    """Return the bookings that are in a state at `at` and match what is asked: since, until, space, kind, resource."""
    found = bookings.filter(**{LOOKUPS.get(name, name): value for name, value in asked.items()})
    return found if state is None else found.filter(in_state(State(state), at))


def in_state(state: State, at: datetime) -> Q:
    """Return the condition under which `bookings.life.state_at` gives that state."""
    if state is State.CANCELLED:
        return Q(cancelled_at__isnull=False)
    if state is State.REFUSED:
        return Q(cancelled_at=None, refused_at__isnull=False)
    answered = Q(cancelled_at=None, refused_at=None)
    if state in {State.LAPSED, State.NO_SHOW}:
        return answered & Q(lapses_at__lte=at) & (_FIRM if state is State.NO_SHOW else ~_FIRM)
    standing = answered & (Q(lapses_at=None) | Q(lapses_at__gt=at))
    if state in _TENTATIVE:
        return standing & Q(tentative=_TENTATIVE[state], confirmed_at=None)
    return standing & _FIRM & _of_firm(state, at)


_TENTATIVE = {State.OPTION: Tentative.OPTION, State.REQUESTED: Tentative.REQUEST}


def _of_firm(state: State, at: datetime) -> Q:
    match state:
        case State.CONFIRMED:
            return Q(starts_at__gt=at, checked_in_at=None)
        case State.CHECKED_IN:
            return Q(ends_at__gt=at, checked_in_at__isnull=False)
        case State.RUNNING:
            return Q(starts_at__lte=at, ends_at__gt=at, checked_in_at=None)
    return Q(ends_at__lte=at)
