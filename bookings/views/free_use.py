"""A room used without booking while all of another kind are taken: offered, begun in a tap, given back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bookings.forms import RoomForm, read
from bookings.models import Booking
from bookings.operations import leave_room, use_freely
from bookings.queries.free_use import FreeUse, free_uses, is_booked_next, my_free_use, now_in
from members.web import PersonRequest, signed_in
from spaces.catalogue import SpaceOffer
from spaces.enums import ResourceKind
from spaces.wording import hour_words

ALL_TAKEN: dict[str, str | Promise] = {
    ResourceKind.PHONE_ROOM: _("Les cabines sont prises."),
    ResourceKind.ROOM: _("Les salles sont prises."),
    ResourceKind.SEAT: _("Les places sont prises."),
    ResourceKind.EVENT_SPACE: _("Les espaces d’événement sont pris."),
    ResourceKind.EQUIPMENT: _("Le matériel est pris."),
}


@dataclass(frozen=True)
class Lent:
    """What one may use without booking in a space now, or uses already."""

    space: SpaceOffer
    using: Booking | None
    offered: Sequence[FreeUse]

    @property
    def lines(self) -> list[tuple[FreeUse, str | Promise, str]]:
        """Return each room that is offered, what is taken instead of it, and until when it is free."""
        today = [(use, self.space.local(use.until)) for use in self.offered]
        return [
            (
                use,
                ALL_TAKEN[self.space.rules_for(use.resource, until.date()).free_when_full_of],
                hour_words(until.time()),
            )
            for use, until in today
        ]

    @property
    def until(self) -> str:
        return hour_words(self.space.local(self.using.ends_at).time()) if self.using else ""


def lent_now(request: PersonRequest, spaces: Iterable[SpaceOffer]) -> list[Lent]:
    """Return what the reader may use without booking now; no query where no room is lent so."""
    if not request.actor.is_member:
        return []
    found = (_lent(request, space) for space in spaces if space.lends_rooms)
    return [lent for lent in found if lent.using or lent.offered]


def _lent(request: PersonRequest, space: SpaceOffer) -> Lent:
    now = now_in(space, request.actor, request.at)
    if now.has_one:
        return Lent(space, my_free_use(space, request.actor, request.at), ())
    return Lent(space, None, free_uses(now, request.actor))


def free_use_facts(request: PersonRequest, booking: Booking) -> dict[str, object]:
    """Return what the page of a free use says: whether it runs, until when, and whether somebody has booked next."""
    if not booking.is_yielding:
        return {}
    space = request.house.space_of(booking.space_id)
    return {
        "is_in_use": not booking.is_cancelled and booking.ends_at > request.at,
        "free_until": hour_words(space.local(booking.ends_at).time()),
        "is_booked_next": is_booked_next(space, booking, request.at),
    }


@require_POST
@signed_in
def start(request: PersonRequest) -> HttpResponseBase:
    """Begin to use a room without booking it."""
    resource_id = read(RoomForm, request.POST)["resource"]
    booking = use_freely(actor=request.actor, at=request.at, resource_id=resource_id)
    return redirect("booking", booking.pk)


@require_POST
@signed_in
def leave(request: PersonRequest, booking_id: int) -> HttpResponse:
    """Give a room back that is used without booking."""
    leave_room(actor=request.actor, at=request.at, booking_id=booking_id)
    return redirect("booking", booking_id)
