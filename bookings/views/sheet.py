"""The sheet that a free stretch opens: everything about one booking before it is made."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookings.forms import PeopleForm, WishForm, read
from bookings.policies import OVERRIDABLE
from bookings.queries.occupied import candidates_for
from bookings.queries.parties import ForWhom, known_party
from bookings.views.community import event_part, nameable, with_in_charge
from bookings.views.extras import extras_of
from bookings.views.in_sheet import sheet_or_page
from bookings.views.offer import Offer, offer_for
from bookings.views.outcome import outcome_of
from bookings.views.ways_out import KEPT, WaysOut
from bookings.views.wish import iso, query_of, spread, wish_of
from common.errors import Reason, Refused, WayOut
from common.rights import Right, refuse_without_right
from members.people import Party
from members.queries.search import members_called
from members.web import PersonRequest, needs_right, signed_in
from spaces.local_time import Period

Values = dict[str, Any]


@require_safe
@signed_in
def sheet(request: PersonRequest) -> HttpResponseBase:
    """Show what is about to be booked: when, at what price, on which terms; or why it cannot be."""
    return sheet_response(request, read(WishForm, request.GET))


@require_safe
@needs_right(Right.BOOK_FOR_OTHERS)
def people(request: PersonRequest) -> HttpResponseBase:
    """List the members a text may mean, each with the sheet of a booking for them."""
    text = read(PeopleForm, request.GET)["member"]
    values = read(WishForm, request.GET)
    return render(request, "bookings/people.html", {"ways": _ways_to_members(text, values), "text": text})


def sheet_response(
    request: PersonRequest, values: Values, *, refusals: Sequence[Reason] = (), status: int = 200
) -> HttpResponse:
    """Return the sheet, alone for htmx and else on a page, with the `refusals` of an attempt."""
    values = with_in_charge(request, _with_member_found(values))
    offer, party = _offer(request, values)
    parts = parts_of(offer, values, address=reverse("book-sheet"))
    ways_out = WaysOut.of_booking(request.house, values)
    context = {
        **parts,
        "community": event_part(request, offer, parts["asked"], address=reverse("book-sheet")),
        "party": party,
        "outcome": outcome_of(offer, request.actor),
        "reasons": refusals or ways_out.added_to(offer.reasons, offer.case),
        "day_page": ways_out.day(offer.space, offer.starts_at.date()),
        "token": values.get("token") or uuid.uuid4(),
        "may_choose_whom": request.actor.has_right(Right.BOOK_FOR_OTHERS, offer.space.id),
        "may_override": may_override(request, offer.reasons, space_id=offer.space.id),
    }
    return sheet_or_page(request, "book", context, status=status)


def parts_of(offer: Offer, values: Values, *, address: str) -> Values:
    """Return what every sheet is made of: the offer, what its form sends (never a price), the choices' addresses."""
    what: Values = {"resource": offer.wish.resource_id}
    if offer.wish.any_of_kind:
        what = {"space": offer.space.slug, "kind": offer.wish.any_of_kind.value}
    kept = {name: values.get(name) for name in KEPT if name != "title"}
    lasting = {name: value for name, value in spread({**what, **kept}).items() if value}
    any_seat = {**lasting, "space": offer.space.slug, "kind": offer.case.resource.kind.value}
    any_seat.pop("resource", None)
    return {
        "offer": offer,
        "title": values.get("title") or "",
        "sheet_address": address,
        "lasting": lasting,
        "asked": {**lasting, **_instants(offer.case.period)},
        "extras": extras_of(offer, lasting, address=address),
        "any_seat": {**any_seat, **_instants(offer.case.period)},
        "choices": [(one, f"{address}?{query_of({**lasting, **_instants(one.period)})}") for one in offer.choices],
    }


def may_override(request: PersonRequest, reasons: Sequence[Reason], *, space_id: int) -> bool:
    """Tell whether the reader may pass over all that stands in the way."""
    has_right = request.actor.has_right(Right.OVERRIDE_BOOKING_RULES, space_id)
    return has_right and bool(reasons) and {reason.code for reason in reasons} <= OVERRIDABLE


def whom_of(values: Values) -> ForWhom | None:
    """Return whom the form names, or nobody: then the booking is for who makes it."""
    if not (values.get("for_member") or values.get("for_name") or values.get("for_mail")):
        return None
    return ForWhom(values.get("for_member"), values.get("for_name") or "", values.get("for_mail") or "")


def _offer(request: PersonRequest, values: Values) -> tuple[Offer, Party]:
    wish = wish_of(values, request.house, here=f"{reverse('book-sheet')}?")
    space_id = candidates_for(wish, request.house).space.id
    if wish.override:
        refuse_without_right(request.actor, Right.OVERRIDE_BOOKING_RULES, space_id=space_id)
    party = known_party(request.actor, whom_of(values), house=request.house, space_id=space_id, at=request.at)
    return offer_for(nameable(wish), house=request.house, party=party, at=request.at), party


def _instants(period: Period) -> Values:
    return {"starts_at": iso(period.starts_at), "ends_at": iso(period.ends_at)}


def _with_member_found(values: Values) -> Values:
    """Return the values with the member whom a searched text means. Refusal: `member_unclear`, one way out each."""
    text = values.get("member")
    if not text:
        return values
    ways = _ways_to_members(text, values)
    if len(ways) == 1:
        return {**values, "member": "", "for_member": members_called(text)[0].pk}
    said = _("Plusieurs membres portent ce nom. Pour qui ?") if ways else _("Aucun membre ne porte ce nom.")
    raise Refused(Reason("member_unclear", said, ways_out=ways))


def _ways_to_members(text: str, values: Values) -> list[WayOut]:
    here = f"{reverse('book-sheet')}?"
    nobody = {"member": "", "for_name": "", "for_mail": ""}
    return [
        WayOut(member.name, here + query_of({**values, **nobody, "for_member": member.pk}))
        for member in members_called(text)
    ]
