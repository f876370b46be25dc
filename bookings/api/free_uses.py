"""Rooms used without booking while all of another kind are taken."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bookings.api import BOOKING_ID, LOCATION, shown
from bookings.operations import leave_room, use_freely
from bookings.queries.free_use import free_uses, now_in
from bookings.serializers.asked import DepartureAsked, FreeUseAsked, FreeUseQuery
from bookings.serializers.shapes import BookingShown, FreeUseShown
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.schema import page_shape
from common.api.views import ApiView
from members.authentication import at_of_call, caller, house_of_call
from spaces.api import chosen_spaces


class FreeUsesView(ApiView):
    """What one may use without booking."""

    @extend_schema(operation_id="list_free_uses", parameters=[FreeUseQuery], responses=page_shape(FreeUseShown))
    def get(self, request: Request) -> HttpResponse:
        """List the rooms that the caller may use now at no charge, all of another kind being taken."""
        asked = FreeUseQuery.read(request.query_params)
        actor, at = caller(request), at_of_call(request)
        found = [
            {
                "space": space.slug,
                "resource": {"id": use.resource.id, "name": use.resource.name, "kind": use.resource.kind},
                "until": space.local(use.until),
            }
            for space in chosen_spaces(house_of_call(request), asked.get("space"))
            if space.lends_rooms
            for use in free_uses(now_in(space, actor, at), actor)
        ]
        return answer({"next": None, "results": found})

    @extend_schema(
        operation_id="use_freely", request=FreeUseAsked, responses={201: BookingShown}, parameters=[LOCATION]
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Use a room from now on at no charge, until somebody has booked it."""
        resource_id = FreeUseAsked.read(request.data)["resource"]
        booking = use_freely(actor=caller(request), at=at_of_call(request), resource_id=resource_id)
        address = f"/api/v1/bookings/{booking.pk}/"
        return answer(shown(request, booking), status=201, headers={"Location": address})


class DepartureView(ApiView):
    """The end of a free use."""

    @extend_schema(operation_id="leave_room", parameters=[BOOKING_ID], request=DepartureAsked, responses=BookingShown)
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Give a room back that is used without booking."""
        DepartureAsked.read(request.data)
        booking = leave_room(actor=caller(request), at=at_of_call(request), booking_id=booking_id)
        return answer(shown(request, booking))
