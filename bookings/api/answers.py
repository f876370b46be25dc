"""The answers a booking waits for: a confirmation, a refusal, a check-in; each calls the page's operation."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bookings.api import BOOKING_ID, shown
from bookings.operations import check_in, confirm_booking, refuse_request
from bookings.serializers.asked import CheckInAsked, ConfirmationAsked, RefusalAsked
from bookings.serializers.shapes import BookingShown
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.views import ApiView
from members.authentication import at_of_call, caller


class ConfirmationView(ApiView):
    """The word that makes an option or a request firm."""

    @extend_schema(
        operation_id="confirm_booking", parameters=[BOOKING_ID], request=ConfirmationAsked, responses=BookingShown
    )
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Make an option firm, or approve a request, which needs the right to.

        After its term too, while nobody has taken the slot; `slot_taken` says what is free instead.
        """
        ConfirmationAsked.read(request.data)
        booking = confirm_booking(actor=caller(request), at=at_of_call(request), booking_id=booking_id)
        return answer(shown(request, booking))


class RefusalView(ApiView):
    """The house's no to a request."""

    @extend_schema(operation_id="refuse_booking", parameters=[BOOKING_ID], request=RefusalAsked, responses=BookingShown)
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Refuse a request, with the reason its author is told; the slot is free at once."""
        because = RefusalAsked.read(request.data)["because"]
        booking = refuse_request(actor=caller(request), at=at_of_call(request), booking_id=booking_id, because=because)
        return answer(shown(request, booking))


class CheckInView(ApiView):
    """The word that somebody has come."""

    @extend_schema(operation_id="check_in", parameters=[BOOKING_ID], request=CheckInAsked, responses=BookingShown)
    @idempotent
    def post(self, request: Request, booking_id: int) -> HttpResponse:
        """Say that one is there, so that the slot is not given to others; a second time changes nothing.

        Too late a one is let in while nobody has taken the slot.
        """
        CheckInAsked.read(request.data)
        booking = check_in(actor=caller(request), at=at_of_call(request), booking_id=booking_id)
        return answer(shown(request, booking))
