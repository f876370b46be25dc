"""« À traiter »: one list of what waits to be done, of every kind that the reader's rights open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.models import Booking
from bookings.queries.waiting import requests_waiting, standing_beside
from frontend.waiting import RIGHTS, kinds_for
from members.web import PersonRequest, needs_right
from spaces.catalogue import SpaceOffer

MOST_SHOWN = 50
MOST_BESIDE = 4


@dataclass(frozen=True)
class Asked:
    """One request as it is answered: with what else stands that day, and how much more than is shown."""

    booking: Booking
    space: SpaceOffer
    beside: Sequence[Booking]
    more: int


@dataclass(frozen=True)
class Queue:
    """One kind of what waits, with the template that draws its rows."""

    template: str
    rows: Sequence[Any]


@require_safe
@needs_right(*RIGHTS)
def to_do(request: PersonRequest) -> HttpResponseBase:
    """Show what waits, the soonest term first."""
    queues = [Queue(f"to_do/{kind.name}.html", ROWS[kind.name](request)) for kind in kinds_for(request.actor)]
    shown = [queue for queue in queues if queue.rows]
    return render(request, "to_do/page.html", {"queues": shown})


def _requests(request: PersonRequest) -> list[Asked]:
    found = list(requests_waiting(request.actor, request.at)[:MOST_SHOWN])
    beside = standing_beside(found, house=request.house, at=request.at)
    return [
        Asked(
            booking,
            request.house.space_of(booking.space_id),
            beside[booking.pk][:MOST_BESIDE],
            max(0, len(beside[booking.pk]) - MOST_BESIDE),
        )
        for booking in found
    ]


ROWS: dict[str, Callable[[PersonRequest], Sequence[Any]]] = {"requests": _requests}
