"""The member in charge of a community event."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bookings.api import BOOKING_ID, shown
from bookings.operations import change_in_charge
from bookings.serializers.asked import InChargeAsked
from bookings.serializers.shapes import BookingShown
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.views import ApiView
from members.authentication import at_of_call, caller


class InChargeView(ApiView):
    """Who opens, stays and closes at a community event."""

    @extend_schema(
        operation_id="change_in_charge", parameters=[BOOKING_ID], request=InChargeAsked, responses=BookingShown
    )
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Put another member in charge of an event; the same one again changes nothing."""
        member_id = InChargeAsked.read(request.data)["member"]
        booking = change_in_charge(
            actor=caller(request), at=at_of_call(request), booking_id=booking_id, member_id=member_id
        )
        return answer(shown(request, booking))
