"""Availability, quotes and bookings for programs; each calls the same operation as the page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from bookings.operations import book_for_somebody, book_resource, cancel_booking, move_booking
from bookings.queries.alternatives import Alternative
from bookings.queries.availability import Look, availability
from bookings.queries.chosen import chosen
from bookings.queries.occupied import candidates_for
from bookings.queries.parties import known_party
from bookings.queries.quoted import quoted
from bookings.queries.visible import booking_visible_to, bookings_visible_to, my_bookings
from bookings.serializers.asked import (
    AvailabilityQuery,
    BookingAsked,
    BookingQuery,
    CancellationAsked,
    ForWhomAsked,
    MoveAsked,
)
from bookings.serializers.shown import alternative_json, availability_json, booking_json, quoted_json
from common.api.answers import answer, plain
from common.api.idempotency import idempotent
from common.api.paging import page_of
from common.api.views import ApiView
from common.errors import Reason, Refused
from members.authentication import at_of_call, caller, house_of_call
from spaces.api import chosen_spaces
from spaces.catalogue import SpaceOffer
from spaces.local_time import Period, local_day
from spaces.queries import catalogue

MOST_DAYS = 62


class AvailabilityView(ApiView):
    """Tell when each resource is busy and when it can be booked, without names."""

    is_public = True

    def get(self, request: Request) -> HttpResponse:
        asked = AvailabilityQuery.read(request.query_params)
        at, kind = at_of_call(request), asked.get("kind")
        looks = []
        for space in chosen_spaces(house_of_call(request), asked.get("space")):
            within = _range(space, asked.get("from"), asked.get("to"), at=at)
            offered = space.resources_on(space.local(within.starts_at).date())
            looks.append(Look(space, [r for r in offered if kind in {None, r.kind}], within))
        return answer({"next": None, "results": [availability_json(found) for found in availability(looks, at)]})


class QuotesView(ApiView):
    """Say what a booking would cost and on which terms, without booking."""

    scopes = {"POST": "read"}

    def post(self, request: Request) -> HttpResponse:
        asked = BookingAsked.read(request.data)
        actor, at, house = caller(request), at_of_call(request), house_of_call(request)
        wish = BookingAsked.wish(asked, house)
        space_id = candidates_for(wish, house).space.id
        whom = ForWhomAsked.whom(asked.get("for_whom"))
        party = known_party(actor, whom, house=house, space_id=space_id, at=at)
        return answer(quoted_json(quoted(actor, wish, party=party, house=house, at=at), at=at))


class BookingsView(ApiView):
    """List the bookings one may see, in order of their start; book."""

    def get(self, request: Request) -> HttpResponse:
        asked = BookingQuery.read(request.query_params)
        limit, cursor, is_mine = asked.pop("limit"), asked.pop("cursor", ""), asked.pop("mine")
        actor, at, house = caller(request), at_of_call(request), house_of_call(request)
        visible = my_bookings(actor) if is_mine else bookings_visible_to(actor)
        found = chosen(visible, state=asked.pop("state", None), at=at, **asked)
        page = page_of(found, limit=limit, cursor=cursor, by="starts_at")
        return answer(page.as_json(request, [booking_json(row, house=house, at=at) for row in page.rows]))

    @idempotent
    def post(self, request: Request) -> HttpResponse:
        asked = BookingAsked.read(request.data)
        actor, at, house = caller(request), at_of_call(request), house_of_call(request)
        wish, whom = BookingAsked.wish(asked, house), ForWhomAsked.whom(asked.get("for_whom"))
        if whom is None:
            booking = book_resource(actor=actor, at=at, wish=wish, party=actor.party)
        else:
            booking = book_for_somebody(actor=actor, at=at, wish=wish, whom=whom)
        address = f"{request.path}{booking.pk}/"
        return answer(booking_json(booking, house=house, at=at), status=201, headers={"Location": address})


class BookingView(ApiView):
    """Show one booking to whoever may see it."""

    def get(self, request: Request, booking_id: int) -> HttpResponse:
        booking = booking_visible_to(caller(request), booking_id)
        return answer(booking_json(booking, house=house_of_call(request), at=at_of_call(request)))


class CancellationView(ApiView):
    """Cancel a booking; soon after it was made this undoes it, free of charge."""

    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        CancellationAsked.read(request.data)
        at = at_of_call(request)
        booking = cancel_booking(actor=caller(request), at=at, booking_id=booking_id)
        return answer(booking_json(booking, house=house_of_call(request), at=at))


class MoveView(ApiView):
    """Move a booking to another time or resource."""

    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        asked = MoveAsked.read(request.data)
        at = at_of_call(request)
        booking = move_booking(
            actor=caller(request),
            at=at,
            booking_id=booking_id,
            period=Period(asked["starts_at"], asked["ends_at"]),
            resource_id=asked.get("resource"),
            override=asked.get("override_reason", ""),
        )
        return answer(booking_json(booking, house=house_of_call(request), at=at))


@plain.register
def _alternative(value: Alternative) -> dict[str, Any]:
    return alternative_json(value, catalogue().space_of(value.resource.space_id))


def _range(space: SpaceOffer, begin: date | datetime | None, end: date | datetime | None, *, at: datetime) -> Period:
    """Return the asked range; a date is a whole local day. Refusals: `range_reversed`, `range_too_long`."""
    begin = begin or space.local(at).date()
    starts_at = begin if isinstance(begin, datetime) else local_day(begin, space.zone).starts_at
    end = end or space.local(starts_at).date()
    ends_at = end if isinstance(end, datetime) else local_day(end, space.zone).ends_at
    if ends_at <= starts_at:
        raise Refused(Reason("range_reversed", _("La fin est avant le début : échange les deux.")))
    if ends_at - starts_at > timedelta(days=MOST_DAYS, hours=2):
        raise Refused(Reason("range_too_long", _("C’est trop long : 62 jours au plus."), {"days": MOST_DAYS}))
    return Period(starts_at, ends_at)
