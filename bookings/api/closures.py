"""Closures and special openings for programs: what they touch first, then the same operation as the page."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from bookings.models import Booking
from bookings.operations import close_period, preview_closing
from bookings.operations.close import Settling
from bookings.wishes import NOTE_LIMIT
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.reading import IdField, Strict, TextField
from common.api.schema import page_shape
from common.api.views import ApiView
from common.rights import Right
from members.authentication import at_of_call, caller, house_of_call
from members.people import PersonActor
from spaces import operations
from spaces.api import chosen_spaces
from spaces.api.setting_shapes import ClockField
from spaces.catalogue import ExceptionFacts, SpaceOffer
from spaces.models import OpeningException
from spaces.queries.hours import coming_exceptions

CLOSURE_ID = OpenApiParameter("closure_id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)


class ClosureQuery(Strict):
    """Choose a space."""

    space = serializers.SlugField(required=False, max_length=50)


class ClosingAsked(Strict):
    """Which days, closed or open at which hours, and why."""

    space = serializers.SlugField(max_length=50)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, help_text="The last day; the first where nothing is said.")
    opens_at = ClockField(required=False, allow_null=True, help_text="Null: closed.")
    closes_at = ClockField(required=False, allow_null=True)
    reason = TextField(max_length=200, allow_blank=True, default="", help_text="It is public.")

    @classmethod
    def exception(cls, asked: dict[str, Any]) -> ExceptionFacts:
        """Return what was asked as operations read it."""
        return ExceptionFacts(
            starts_on=asked["starts_on"],
            ends_on=asked.get("ends_on", asked["starts_on"]),
            opens_at=asked.get("opens_at"),
            closes_at=asked.get("closes_at"),
            label=asked["reason"],
        )


class ClosureAsked(ClosingAsked):
    """A closing, and what becomes of the bookings that no longer fit."""

    cancel = serializers.ListField(
        child=IdField(), default=list, max_length=1000, help_text="Bookings to cancel free of charge; others stay."
    )
    message = TextField(max_length=NOTE_LIMIT, allow_blank=True, default="", help_text="What their people are told.")


class WithdrawalAsked(Strict):
    """Name the space."""

    space = serializers.SlugField(max_length=50)


class ClosureShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    space = serializers.SlugField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    opens_at = serializers.TimeField(allow_null=True, help_text="Null: closed.")
    closes_at = serializers.TimeField(allow_null=True)
    reason = serializers.CharField()


class ClashShown(serializers.Serializer[Any]):
    booking = serializers.IntegerField()
    resource = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    for_name = serializers.CharField(allow_null=True, help_text="Null without the right to see names.")
    gross_minor = serializers.IntegerField()
    currency = serializers.CharField()


class ClosingShown(serializers.Serializer[Any]):
    closure = ClosureShown()
    cancelled = serializers.ListField(child=serializers.IntegerField())
    kept = serializers.ListField(child=serializers.IntegerField())


class ClosuresView(ApiView):
    """The days on which the usual hours do not hold: read by everybody, changed by a right."""

    is_public = True
    scopes = {"GET": "read", "HEAD": "read", "POST": "manage"}

    @extend_schema(operation_id="list_closures", parameters=[ClosureQuery], responses=page_shape(ClosureShown))
    def get(self, request: Request) -> HttpResponse:
        """List the coming closures and special openings, without public holidays."""
        spaces = chosen_spaces(house_of_call(request), ClosureQuery.read(request.query_params).get("space"))
        at = at_of_call(request)
        found = [(space, row) for space in spaces for row in coming_exceptions(space.id, space.local(at).date())]
        return answer({"next": None, "results": [_closure(space, row) for space, row in found]})

    @extend_schema(operation_id="close_period", request=ClosureAsked, responses={201: ClosingShown})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Close a space on some days, or open it at other hours, and cancel what is named free of charge."""
        asked = ClosureAsked.read(request.data)
        (space,) = chosen_spaces(house_of_call(request), asked["space"])
        closing = close_period(
            actor=caller(request),
            at=at_of_call(request),
            space_id=space.id,
            exception=ClosureAsked.exception(asked),
            settling=Settling(asked["cancel"], asked["message"]),
        )
        shown = {
            "closure": _closure(space, closing.exception),
            "cancelled": [booking.pk for booking in closing.cancelled],
            "kept": [booking.pk for booking in closing.kept],
        }
        return answer(shown, status=201)


class ClosurePreviewView(ApiView):
    """What a closing would touch."""

    scopes = {"POST": "manage"}

    @extend_schema(operation_id="preview_closing", request=ClosingAsked, responses=page_shape(ClashShown))
    def post(self, request: Request) -> HttpResponse:
        """List the bookings that would no longer fit, without closing anything."""
        asked = ClosingAsked.read(request.data)
        (space,) = chosen_spaces(house_of_call(request), asked["space"])
        actor, exception = caller(request), ClosingAsked.exception(asked)
        _after, clashes = preview_closing(actor=actor, at=at_of_call(request), space_id=space.id, exception=exception)
        return answer({"next": None, "results": [_clash(booking, actor) for booking in clashes]})


class ClosureWithdrawalView(ApiView):
    """Return to the usual hours."""

    scopes = {"POST": "manage"}

    @extend_schema(
        operation_id="withdraw_closure", parameters=[CLOSURE_ID], request=WithdrawalAsked, responses=WithdrawalAsked
    )
    @idempotent
    def post(self, request: Request, closure_id: int) -> HttpResponse:
        """Take a closing or special opening back; what was cancelled stays so."""
        asked = WithdrawalAsked.read(request.data)
        (space,) = chosen_spaces(house_of_call(request), asked["space"])
        operations.withdraw_exception(
            space_id=space.id, exception_id=closure_id, actor=caller(request), at=at_of_call(request)
        )
        return answer(asked)


def _closure(space: SpaceOffer, row: OpeningException) -> dict[str, Any]:
    return {
        "id": row.pk,
        "space": space.slug,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "reason": row.label,
    }


def _clash(booking: Booking, actor: PersonActor) -> dict[str, Any]:
    has_names = actor.has_right(Right.SEE_ALL_BOOKINGS, booking.space_id)
    return {
        "booking": booking.pk,
        "resource": booking.resource_id,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "for_name": booking.for_label if has_names else None,
        "gross_minor": booking.gross_minor,
        "currency": booking.currency,
    }
