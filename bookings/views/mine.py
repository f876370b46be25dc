"""My bookings, and one of them."""

from math import ceil

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from bookings.forms import ListForm, read
from bookings.life import cancellation_cost
from bookings.models import Booking
from bookings.queries.coming import has_way_in
from bookings.queries.visible import booking_visible_to, my_bookings, past, upcoming
from bookings.terms import Terms
from bookings.views.community import event_facts
from bookings.views.free_use import free_use_facts
from bookings.views.in_sheet import is_for_sheet, sheet_or_page
from bookings.views.making import make_booking
from bookings.views.standing import standing_of
from common.rights import Right
from members.web import PersonRequest, signed_in

PER_PAGE = 20
SECONDS_AFTER_CHANGE = 60


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
    response = sheet_or_page(request, "booking", booking_context(request, found))
    if is_for_sheet(request) and (request.at - found.changed_at).total_seconds() < SECONDS_AFTER_CHANGE:
        trigger_client_event(response, "booking-changed")
    return response


def booking_context(request: PersonRequest, booking: Booking) -> dict[str, object]:
    """Return what a page says of one booking: its state, its terms, what cancelling costs now."""
    terms = Terms.from_json(booking.terms)
    left = terms.undo_until(booking.booked_at, booking.starts_at) - request.at
    standing = standing_of(request, booking)
    space = request.house.space_of(booking.space_id)
    return {
        "booking": booking,
        "space": space,
        "has_way_in": has_way_in(booking, space, actor=request.actor, at=request.at),
        "standing": standing,
        "terms": terms,
        "steps": terms.steps(starts_at=booking.starts_at, at=request.at, gross_minor=booking.gross_minor),
        "cost": cancellation_cost(booking, request.at),
        "undo_minutes": ceil(left.total_seconds() / 60),
        "is_for_me": request.actor.party.is_same_as(booking.for_member_id, booking.for_account_id),
        "is_changeable": standing.can_change,
        **(event_facts(request, booking) | free_use_facts(request, booking)),
        "sees_all": request.actor.has_right(Right.SEE_ALL_BOOKINGS, booking.space_id),
    }


def _list(request: PersonRequest) -> HttpResponse:
    values = read(ListForm, request.GET)
    mine = my_bookings(request.actor)
    ahead: Page[Booking] = Paginator(upcoming(mine, request.at), PER_PAGE).get_page(values["page"])
    behind: Page[Booking] = Paginator(past(mine, request.at), PER_PAGE).get_page(values["past"])
    return render(request, "bookings/list.html", {"ahead": ahead, "behind": behind})
