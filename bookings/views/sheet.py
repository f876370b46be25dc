"""The sheet that a free stretch opens: everything about one booking before it is made."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookings.forms import WishForm, read
from bookings.queries.parties import ForWhom
from bookings.views.offer import Offer, offer_for
from bookings.views.ways_out import KEPT, WaysOut
from bookings.views.wish import iso, query_of, wish_of
from common.errors import Reason
from members.web import PersonRequest, signed_in
from spaces.local_time import Period


@require_safe
@signed_in
def sheet(request: PersonRequest) -> HttpResponseBase:
    """Show what is about to be booked: when, at what price, on which terms; or why it cannot be."""
    values = read(WishForm, request.GET)
    return sheet_response(request, values)


def sheet_response(
    request: PersonRequest, values: dict[str, Any], *, refusals: Sequence[Reason] = (), status: int = 200
) -> HttpResponse:
    """Return the sheet, alone for htmx and else on a page, with the `refusals` of an attempt."""
    here = f"{reverse('book-sheet')}?"
    wish = wish_of(values, request.house, here=here)
    offer = offer_for(request.actor, wish, whom=whom_of(values), house=request.house, at=request.at)
    ways_out = WaysOut.of_booking(request.house, values)
    context = {
        "offer": offer,
        "title": values.get("title") or "",
        "reasons": refusals or ways_out.added_to(offer.reasons, offer.case),
        "choices": [(choice, here + query_of(_asked(values, offer, choice.period))) for choice in offer.choices],
        "asked": _asked(values, offer, wish.period),
        "token": values.get("token") or uuid.uuid4(),
        "day_page": ways_out.day(offer.case.space, offer.case.space.local(wish.period.starts_at).date()),
    }
    template = "bookings/sheet.html" if request.htmx else "bookings/sheet_page.html"
    return render(request, template, context, status=status)


def whom_of(values: dict[str, Any]) -> ForWhom | None:
    """Return whom the form names, or nobody: then the booking is for who makes it."""
    if not (values.get("for_member") or values.get("for_name") or values.get("for_mail")):
        return None
    return ForWhom(values.get("for_member"), values.get("for_name") or "", values.get("for_mail") or "")


def _asked(values: dict[str, Any], offer: Offer, period: Period) -> dict[str, Any]:
    """Return what the form sends, or a link asks, for a period: never a price."""
    what: dict[str, Any] = {"resource": offer.wish.resource_id}
    if offer.wish.any_of_kind:
        what = {"space": offer.candidates.space.slug, "kind": offer.wish.any_of_kind.value}
    kept = {name: values.get(name) for name in KEPT if name != "title"}
    asked = {**what, "starts_at": iso(period.starts_at), "ends_at": iso(period.ends_at), **kept}
    return {name: value for name, value in asked.items() if value}
