"""A community event: its checklist on the booking sheet, and who is in charge of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.enums import EventCheck
from bookings.forms import MemberForm, PeopleForm, read
from bookings.models import Booking
from bookings.operations import change_in_charge
from bookings.queries.asked import refuse_naming_members
from bookings.queries.visible import booking_unknown, booking_visible_to, may_change
from bookings.views.offer import Offer
from bookings.views.ways_out import EVENT
from bookings.views.wish import query_of
from bookings.wishes import BookingWish
from common.errors import Reason, Refused, WayOut
from common.rights import Right
from members.queries import name_of_member
from members.queries.search import members_called
from members.web import PersonRequest, signed_in
from spaces.local_time import Period

Values = dict[str, Any]
PREPARATION: Sequence[tuple[str | Promise, Sequence[str | Promise]]] = (
    (
        _("Avant"),
        (
            _("Savoir comment entrer, et qui appeler en cas de souci."),
            _("Ouvrir un quart d’heure avant, préparer la salle et l’affichage à l’entrée."),
        ),
    ),
    (_("Pendant"), (_("Rester sur place du début à la fin, et accueillir tout le monde."),)),
    (
        _("Après"),
        (
            _("Remettre la salle comme elle était, emporter les déchets."),
            _("Éteindre, fermer les fenêtres, fermer à clé en partant."),
        ),
    ),
)


@dataclass(frozen=True)
class EventPart:
    """What the sheet says of a community event: the conditions, who is in charge, and how to leave it."""

    is_asked: bool
    checks: Sequence[tuple[str, str | Promise, bool]]
    in_charge: str
    kept: Mapping[str, Any]
    plain_address: str


def with_in_charge(request: PersonRequest, values: Values) -> Values:
    """Return the values of an event with its member in charge: the one whose name is written, else oneself.

    Refusals: `members_only` (403), `member_unclear` with one way out each.
    """
    if not values.get("event"):
        return values
    text = values.get("in_charge_called")
    if not text:
        return {**values, "in_charge": values.get("in_charge") or request.actor.party.member_id}
    if not request.actor.is_member and not request.actor.has_right_somewhere(Right.BOOK_FOR_OTHERS):
        refuse_naming_members(request.actor, space_id=0)
    found = members_called(text)
    if len(found) == 1:
        return {**values, "in_charge_called": "", "in_charge": found[0].pk}
    here = f"{reverse('book-sheet')}?"
    ways = [WayOut(one.name, here + query_of({**values, "in_charge_called": "", "in_charge": one.pk})) for one in found]
    said = _("Plusieurs membres portent ce nom. Qui est responsable ?") if ways else _("Aucun membre ne porte ce nom.")
    raise Refused(Reason("member_unclear", said, ways_out=ways))


def nameable(wish: BookingWish) -> BookingWish:
    """Return the wish of an event as if it had its name, for which the sheet's own form asks."""
    return replace(wish, title=wish.title or "…") if wish.event else wish


def event_part(request: PersonRequest, offer: Offer, asked: Mapping[str, Any], *, address: str) -> EventPart | None:
    """Return the part of the sheet about a community event, where the room hosts them and the reader may ask."""
    may_ask = request.actor.is_member or request.actor.has_right(Right.BOOK_FOR_OTHERS, offer.space.id)
    event = offer.wish.event
    if not may_ask or not (offer.case.rules.allows_community_events or event):
        return None
    kept = {name: value for name, value in asked.items() if name not in EVENT}
    ticked = event.ticked if event else frozenset()
    in_charge = event.in_charge if event else None
    return EventPart(
        is_asked=event is not None,
        checks=[(check.value, check.label, check.value in ticked) for check in EventCheck],
        in_charge=name_of_member(in_charge) if in_charge else request.actor.party.label,
        kept={**kept, "in_charge": in_charge} if in_charge else kept,
        plain_address=f"{address}?{query_of(kept)}",
    )


def event_facts(request: PersonRequest, booking: Booking) -> dict[str, object]:
    """Return what the page of a booking says of its event: whether the reader is in charge, what there is to do."""
    if not booking.is_community_event:
        return {}
    is_ahead = booking.ends_at > request.at and not booking.is_cancelled
    return {
        "is_in_charge": booking.in_charge_id == request.actor.party.member_id,
        "may_hand_over": is_ahead and may_change(request.actor, booking),
        "preparation": PREPARATION if is_ahead else (),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def in_charge(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Find another member by name and put them in charge of an event."""
    booking = booking_visible_to(request.actor, booking_id)
    if not may_change(request.actor, booking):
        raise Refused(booking_unknown())
    if request.method == "POST":
        member_id = read(MemberForm, request.POST)["member"]
        change_in_charge(actor=request.actor, at=request.at, booking_id=booking_id, member_id=member_id)
        return redirect("booking", booking_id)
    refuse_naming_members(request.actor, space_id=booking.space_id)
    text = read(PeopleForm, request.GET)["member"]
    space = request.house.space_of(booking.space_id)
    context = {
        "booking": booking,
        "space": space,
        "text": text,
        "found": members_called(text),
        "period": Period(booking.starts_at, booking.ends_at),
    }
    return render(request, "bookings/in_charge.html", context)
