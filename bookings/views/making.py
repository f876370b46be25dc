"""Make a booking: the second click."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bookings.forms import WishForm, read
from bookings.operations import book_for_somebody, book_resource
from bookings.queries.occupied import candidates_for
from bookings.quoting import BookingCase
from bookings.views.community import with_in_charge
from bookings.views.sheet import sheet_response, whom_of
from bookings.views.ways_out import WaysOut
from bookings.views.wish import wish_of
from bookings.wishes import BookingWish
from common.errors import Refused
from common.models import IdempotencyRecord
from members.web import PersonRequest


def make_booking(request: PersonRequest) -> HttpResponse:
    """Book what the sheet asked for, once for each sheet shown, and go to the booking."""
    values = with_in_charge(request, read(WishForm, request.POST))
    wish = wish_of(values, request.house, here=f"{reverse('book-sheet')}?")
    try:
        booking_id = _book_once(request, wish, values)
    except Refused as refusal:
        return _refused(request, refusal, wish, values=values)
    return redirect("booking", booking_id)


def _book_once(request: PersonRequest, wish: BookingWish, values: dict[str, Any]) -> int:
    """Book, unless the same sheet was sent before: then return the booking it made."""
    if values["token"] is None:
        return _book(request, wish, values)
    with transaction.atomic():
        record, is_first = IdempotencyRecord.objects.get_or_create(
            caller=f"page:{request.actor.reference}",
            key=str(values["token"]),
            defaults={"fingerprint": "", "created_at": request.at},
        )
        if is_first:
            record.status, record.body = 303, str(_book(request, wish, values)).encode()
            record.save()
        return int(bytes(record.body))


def _book(request: PersonRequest, wish: BookingWish, values: dict[str, Any]) -> int:
    whom = whom_of(values)
    if whom is None:
        return book_resource(actor=request.actor, at=request.at, wish=wish, party=request.actor.party).pk
    return book_for_somebody(actor=request.actor, at=request.at, wish=wish, whom=whom).pk


def _refused(request: PersonRequest, refusal: Refused, wish: BookingWish, *, values: dict[str, Any]) -> HttpResponse:
    """Answer a refusal where the sheet is: near its button for htmx, else on the sheet's page."""
    candidates = candidates_for(wish, request.house)
    case = BookingCase.of(candidates, wish, audience=request.actor.party.audience, at=request.at)
    reasons = WaysOut.of_booking(request.house, values).added_to(refusal.reasons, case)
    if request.htmx:
        raise Refused(*reasons) from refusal
    return sheet_response(request, values, refusals=reasons, status=refusal.reason.status)
