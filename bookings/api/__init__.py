"""Availability, quotes and bookings for programs; each calls the same operation as the page."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from bookings.models import Booking
from bookings.operations import book_for_somebody, book_resource, cancel_booking, move_booking
from bookings.queries.alternatives import Alternative
from bookings.queries.availability import Look, Seen, availability, seen
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
from bookings.serializers.shapes import AvailabilityShown, BookingShown, QuoteShown
from bookings.serializers.shown import alternative_json, availability_json, booking_json, quoted_json
from common.api.answers import JSON, answer, json_of, plain
from common.api.idempotency import idempotent
from common.api.paging import page_of
from common.api.schema import page_shape
from common.api.views import ApiView
from common.errors import Reason, Refused
from members.authentication import at_of_call, caller, house_of_call
from spaces.api import chosen_spaces
from spaces.catalogue import SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import Period, local_day
from spaces.queries import catalogue

MOST_DAYS = 62
SHORT = timedelta(days=8)
BOOKING_ID = OpenApiParameter("booking_id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
LOCATION = OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[201], description="Its address.")


class AvailabilityView(ApiView):
    """What is busy and what is free."""

    is_public = True

    @extend_schema(
        operation_id="list_availability", parameters=[AvailabilityQuery], responses=page_shape(AvailabilityShown)
    )
    def get(self, request: Request) -> HttpResponse:
        """Tell when each resource is busy and when it can be booked, without names.

        Today where nothing is said; 62 days at most. A date is a whole day where the space is.
        """
        asked = _availability_asked(request.META["QUERY_STRING"])
        at, kind = at_of_call(request), asked.get("kind")
        looks = [
            Look(space, ResourceKind(kind) if kind else None, _range(space, asked.get("from"), asked.get("to"), at=at))
            for space in chosen_spaces(house_of_call(request), asked.get("space"))
        ]
        found = seen(looks, at)
        is_short = all(look.within.duration <= SHORT for look in looks)
        body = _kept_body(found) if is_short else _availability_body(found)
        return HttpResponse(body, content_type=JSON)


class QuotesView(ApiView):
    """What a booking would cost."""

    scopes = {"POST": "read"}

    @extend_schema(operation_id="quote", request=BookingAsked, responses=QuoteShown)
    def post(self, request: Request) -> HttpResponse:
        """Say what a booking would cost and on which terms, without booking.

        It is refused for the reasons for which the booking would be; `is_free` says whether it is still to be had.
        """
        asked = BookingAsked.read(request.data)
        actor, at, house = caller(request), at_of_call(request), house_of_call(request)
        wish = BookingAsked.wish(asked, house)
        space_id = candidates_for(wish, house).space.id
        whom = ForWhomAsked.whom(asked.get("for_whom"))
        party = known_party(actor, whom, house=house, space_id=space_id, at=at)
        return answer(quoted_json(quoted(actor, wish, party=party, house=house, at=at), at=at))


class BookingsView(ApiView):
    """The bookings one may see."""

    @extend_schema(operation_id="list_bookings", parameters=[BookingQuery], responses=page_shape(BookingShown))
    def get(self, request: Request) -> HttpResponse:
        """List the bookings one may see, in order of their start.

        One's own, those one made for others, and all where a right shows them.
        """
        asked = BookingQuery.read(request.query_params)
        limit, cursor, is_mine = asked.pop("limit"), asked.pop("cursor", ""), asked.pop("mine")
        actor, at = caller(request), at_of_call(request)
        visible = my_bookings(actor) if is_mine else bookings_visible_to(actor)
        found = chosen(visible, state=asked.pop("state", None), at=at, **asked)
        page = page_of(found, limit=limit, cursor=cursor, by="starts_at")
        return answer(page.as_json(request, [shown(request, row) for row in page.rows]))

    @extend_schema(operation_id="book", request=BookingAsked, responses={201: BookingShown}, parameters=[LOCATION])
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Book a resource, or any of a kind in a space.

        The price is that of `quotes/` and is frozen with the terms; it cannot be sent. Whoever comes second gets
        `slot_taken` with alternatives that are free at that moment.
        """
        asked = BookingAsked.read(request.data)
        actor, at, house = caller(request), at_of_call(request), house_of_call(request)
        wish, whom = BookingAsked.wish(asked, house), ForWhomAsked.whom(asked.get("for_whom"))
        if whom is None:
            booking = book_resource(actor=actor, at=at, wish=wish, party=actor.party)
        else:
            booking = book_for_somebody(actor=actor, at=at, wish=wish, whom=whom)
        address = f"{request.path}{booking.pk}/"
        return answer(shown(request, booking), status=201, headers={"Location": address})


class BookingView(ApiView):
    """One booking."""

    @extend_schema(operation_id="read_booking", parameters=[BOOKING_ID], responses=BookingShown)
    def get(self, request: Request, booking_id: int) -> HttpResponse:
        """Show one booking to whoever may see it."""
        return answer(shown(request, booking_visible_to(caller(request), booking_id)))


class CancellationView(ApiView):
    """The end of a booking before it begins."""

    @extend_schema(
        operation_id="cancel_booking", parameters=[BOOKING_ID], request=CancellationAsked, responses=BookingShown
    )
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Cancel a booking; soon after it was made this undoes it, free of charge.

        What it costs now is `cancellation.due_now_minor` of the booking.
        """
        CancellationAsked.read(request.data)
        booking = cancel_booking(actor=caller(request), at=at_of_call(request), booking_id=booking_id)
        return answer(shown(request, booking))


class MoveView(ApiView):
    """Another time or resource for a booking."""

    @extend_schema(operation_id="move_booking", parameters=[BOOKING_ID], request=MoveAsked, responses=BookingShown)
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Move a booking to another time or resource, at the price and terms of its new day.

        The old slot is kept until the new one is held; cancelling later costs no less than it would have before.
        """
        asked = MoveAsked.read(request.data)
        booking = move_booking(
            actor=caller(request),
            at=at_of_call(request),
            booking_id=booking_id,
            period=Period(asked["starts_at"], asked["ends_at"]),
            resource_id=asked.get("resource"),
            is_any=asked["any_of_kind"],
            override=asked.get("override_reason", ""),
        )
        return answer(shown(request, booking))


def shown(request: Request, booking: Booking) -> dict[str, Any]:
    """Return a booking as the caller is shown it."""
    return booking_json(booking, actor=caller(request), house=house_of_call(request), at=at_of_call(request))


@lru_cache(maxsize=1024)
def _availability_asked(query: str) -> dict[str, Any]:
    """Read a query; the same one is asked again and again. It must not be changed."""
    return AvailabilityQuery.read(QueryDict(query))


@lru_cache(maxsize=64)
def _kept_body(found: Seen) -> bytes:
    """Return the answer about some days; until the next booking or the next minute it stays as it is."""
    return _availability_body(found)


def _availability_body(found: Seen) -> bytes:
    return json_of({"next": None, "results": [availability_json(one) for one in availability(found)]})


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
        raise Refused(Reason("range_reversed", _("La fin est avant le début : échanger les deux.")))
    if ends_at - starts_at > timedelta(days=MOST_DAYS, hours=2):
        raise Refused(Reason("range_too_long", _("C’est trop long : 62 jours au plus."), {"days": MOST_DAYS}))
    return Period(starts_at, ends_at)
