"""My bookings, and one of them."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from bookings.life import cancellation_cost, state_at
from bookings.queries.visible import booking_visible_to, may_change, my_bookings, upcoming
from bookings.terms import Terms
from bookings.views.making import make_booking
from members.web import PersonRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bookings(request: PersonRequest) -> HttpResponseBase:
    """List my bookings, or make one."""
    return make_booking(request) if request.method == "POST" else _list(request)


@require_safe
@signed_in
def booking(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Show one booking and what can be done with it."""
    found = booking_visible_to(request.actor, booking_id)
    cost = cancellation_cost(found, request.at)
    context = {
        "booking": found,
        "space": request.house.space_of(found.space_id),
        "state": state_at(found, request.at),
        "may_change": may_change(request.actor, found) and not found.is_cancelled and found.starts_at > request.at,
        "cost": cost,
        "terms": Terms.from_json(found.terms),
    }
    template = "bookings/booking_fragment.html" if request.htmx.target == "sheet" else "bookings/booking.html"
    return render(request, template, context)


def _list(request: PersonRequest) -> HttpResponse:
    mine = upcoming(my_bookings(request.actor), request.at)
    return render(request, "bookings/list.html", {"bookings": mine})
