"""The first page of a signed-in person: the day, one big button, what is ahead."""

from datetime import datetime

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookings.models import Booking
from bookings.queries.coming import has_way_in, is_near
from bookings.queries.possible import Act, possible_acts
from bookings.queries.visible import my_bookings, upcoming
from bookings.views.free_use import lent_now
from members.queries import local_date
from members.web import PersonRequest, signed_in
from spaces.catalogue import SpaceOffer
from spaces.wording import opening_status

MOST_AHEAD = 3


@require_safe
@signed_in
def today(request: PersonRequest) -> HttpResponseBase:
    """Show the date, until when each space is open, and at most three bookings to come."""
    spaces = request.house.spaces
    ahead = list(upcoming(my_bookings(request.actor), request.at)[: MOST_AHEAD + 1])
    context = {
        "day": local_date(request.at, request.house),
        "statuses": [(space, _status(space, request.at)) for space in spaces],
        "lent": lent_now(request, spaces),
        "ahead": ahead[:MOST_AHEAD],
        "arrivals": [one for one in ahead if Act.CHECK_IN in possible_acts(request.actor, one, request.at)],
        "near": {booking.pk for booking in ahead if _leads_in(request, booking)},
        "has_more": len(ahead) > MOST_AHEAD,
    }
    return render(request, "bookings/today.html", context)


def _leads_in(request: PersonRequest, booking: Booking) -> bool:
    """Tell whether the day's page says how to get in for a booking."""
    space = request.house.space_of(booking.space_id)
    return is_near(booking, request.at) and has_way_in(booking, space, actor=request.actor, at=request.at)


def _status(space: SpaceOffer, at: datetime) -> str:
    """Say until when the space is open, or what closes it and when it opens."""
    because = space.closed_because(space.local(at).date(), get_language() or "fr")
    status = opening_status(space, at)
    return f"{because} · {status}" if because else status
