"""Cancel or move a booking, each with what it costs said first."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bookings.forms import DayForm, SeenForm, WishForm, read
from bookings.life import cancellation_cost
from bookings.lines import chosen_in, supplements_in
from bookings.models import Booking
from bookings.operations import cancel_booking, move_booking
from bookings.operations.cancel import refuse_unchangeable
from bookings.operations.move import MoveCost, preview_move
from bookings.queries.occupied import candidates_for
from bookings.queries.parties import party_of
from bookings.queries.visible import booking_visible_to
from bookings.views.book import days_response
from bookings.views.days import Aim
from bookings.views.in_sheet import sheet_or_page
from bookings.views.mine import booking_context
from bookings.views.offer import Offer, offer_for
from bookings.views.sheet import Values, may_override, parts_of
from bookings.views.ways_out import WaysOut
from bookings.views.wish import wish_of
from bookings.wishes import ALL_CHECKS, EventWish
from common.errors import Reason, Refused
from common.rights import Right, refuse_without_right
from members.web import PersonRequest, signed_in
from spaces.enums import ResourceKind


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cancellation(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Say what cancelling costs now; cancel, unless it has come to cost more than what was said."""
    booking = booking_visible_to(request.actor, booking_id)
    if booking.is_cancelled:
        return redirect("booking", booking_id)
    refuse_unchangeable(request.actor, booking, request.at)
    if request.method == "POST" and not _costs_more_than_said(request, booking):
        cancel_booking(actor=request.actor, at=request.at, booking_id=booking_id)
        return redirect("booking", booking_id)
    return render(request, "bookings/cancellation.html", booking_context(request, booking))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Let choose another time or resource, say what it costs, move."""
    booking = booking_visible_to(request.actor, booking_id)
    refuse_unchangeable(request.actor, booking, request.at)
    if request.method == "POST":
        return _move(request, booking, read(WishForm, request.POST))
    if {"starts_at", "start"} & request.GET.keys():
        return _sheet(request, booking, read(WishForm, request.GET))
    return _days(request, booking)


def _costs_more_than_said(request: PersonRequest, booking: Booking) -> bool:
    seen_at = read(SeenForm, request.POST)["seen_at"]
    if seen_at is None:
        return False
    return cancellation_cost(booking, request.at).due_minor > cancellation_cost(booking, seen_at).due_minor


def _days(request: PersonRequest, booking: Booking) -> HttpResponse:
    """Show what is free of the same kind, on the booking's day or another."""
    values = read(DayForm, request.GET)
    space = request.house.space_of(booking.space_id)
    address = _address(booking)
    kind = ResourceKind(booking.resource.kind)
    aim = Aim(address, f"{address}?", booking.audience, kind, moving=booking.pk)
    day = values["day"] or space.local(booking.starts_at).date()
    return days_response(request, aim, space, day=day, view=values["view"], moving=booking, moving_space=space)


def _sheet(
    request: PersonRequest, booking: Booking, values: Values, *, refusals: Sequence[Reason] = (), status: int = 200
) -> HttpResponse:
    """Show the new time and what moving to it costs, or what stands in the way."""
    offer = _offer(request, booking, values)
    cost, more_reasons = _cost(request, booking, offer)
    reasons = refusals or offer.reasons or more_reasons
    ways_out = _ways_out(request, booking, values)
    context = {
        **booking_context(request, booking),
        **parts_of(offer, values, address=_address(booking)),
        "cost": cost,
        "reasons": ways_out.added_to(reasons, offer.case),
        "day_page": ways_out.day(offer.space, offer.starts_at.date()),
        "may_override": may_override(request, offer.reasons, space_id=offer.space.id),
    }
    return sheet_or_page(request, "move", context, status=status)


def _move(request: PersonRequest, booking: Booking, values: Values) -> HttpResponse:
    offer = _offer(request, booking, values)
    if _costs_more_than_said(request, booking):
        return _sheet(request, booking, values)
    try:
        move_booking(
            actor=request.actor,
            at=request.at,
            booking_id=booking.pk,
            period=offer.wish.period,
            resource_id=offer.wish.resource_id,
            is_any=offer.wish.any_of_kind is not None,
            override=offer.wish.override,
        )
    except Refused as refusal:
        if request.htmx:
            raise Refused(*_ways_out(request, booking, values).added_to(refusal.reasons, offer.case)) from refusal
        return _sheet(request, booking, values, refusals=refusal.reasons, status=refusal.reason.status)
    return redirect("booking", booking.pk)


def _offer(request: PersonRequest, booking: Booking, values: Values) -> Offer:
    wish = replace(
        wish_of(values, request.house, here=f"{_address(booking)}?"),
        supplements=supplements_in(booking.lines),
        chosen_minor=chosen_in(booking.lines),
        title=booking.title,
        event=EventWish(ALL_CHECKS, booking.in_charge_id) if booking.is_community_event else None,
    )
    if wish.override:
        space_id = candidates_for(wish, request.house).space.id
        refuse_without_right(request.actor, Right.OVERRIDE_BOOKING_RULES, space_id=space_id)
    return offer_for(wish, house=request.house, party=party_of(booking), at=request.at, except_booking=booking.pk)


def _cost(request: PersonRequest, booking: Booking, offer: Offer) -> tuple[MoveCost | None, Sequence[Reason]]:
    """Return what the move would cost, or why it cannot be."""
    if offer.reasons or offer.quote is None:
        return None, ()
    if offer.wish.override:
        return MoveCost(offer.quote.gross_minor, cancellation_cost(booking, request.at).due_minor), ()
    try:
        _quote, cost = preview_move(
            actor=request.actor,
            at=request.at,
            booking=booking,
            period=offer.wish.period,
            resource_id=offer.wish.resource_id,
            is_any=offer.wish.any_of_kind is not None,
        )
    except Refused as refusal:
        return None, refusal.reasons
    return cost, ()


def _ways_out(request: PersonRequest, booking: Booking, values: Values) -> WaysOut:
    address = _address(booking)
    return WaysOut(request.house, f"{address}?", address, values)


def _address(booking: Booking) -> str:
    return reverse("booking-move", args=[booking.pk])
