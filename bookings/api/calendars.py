"""The calendars that a person follows, for programs: their private addresses are given, renewed and ended here."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from bookings.models import CalendarFeed
from bookings.operations import close_calendar, open_calendar, renew_calendar
from bookings.operations.feeds import calendar_unknown
from bookings.queries.feeds import calendars_of
from bookings.serializers.calendars import CalendarAsked, CalendarMade, CalendarShown, RenewalAsked, calendar_json
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.schema import page_shape
from common.api.views import ApiView
from common.errors import Refused
from members.authentication import at_of_call, caller, house_of_call
from spaces.catalogue import HouseOffer

CALENDAR_ID = OpenApiParameter("calendar_id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
LOCATION = OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[201], description="Its address.")


class CalendarsView(ApiView):
    """The calendars one follows."""

    @extend_schema(operation_id="list_calendars", responses=page_shape(CalendarShown))
    def get(self, request: Request) -> HttpResponse:
        """List the calendars one follows, without their private addresses."""
        house = house_of_call(request)
        found = [calendar_json(feed, house) for feed in calendars_of(caller(request))]
        return answer({"next": None, "results": found})

    @extend_schema(
        operation_id="open_calendar", request=CalendarAsked, responses={201: CalendarMade}, parameters=[LOCATION]
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Give a calendar its private address: of one's own bookings, of a resource or of a space.

        Without names any member may; with the names of others it needs a right. It stops when either is lost.
        """
        house = house_of_call(request)
        subject = CalendarAsked.subject(CalendarAsked.read(request.data), house)
        feed = open_calendar(actor=caller(request), at=at_of_call(request), subject=subject)
        return answer(_made(feed, house), status=201, headers={"Location": f"{request.path}{feed.pk}/"})


class CalendarView(ApiView):
    """One calendar."""

    http_method_names = ["get", "head", "delete"]
    scopes = {**ApiView.scopes, "DELETE": "book"}

    @extend_schema(operation_id="read_calendar", parameters=[CALENDAR_ID], responses=CalendarShown)
    def get(self, request: Request, calendar_id: int) -> HttpResponse:
        """Show one calendar, without its private address."""
        feed = calendars_of(caller(request)).filter(pk=calendar_id).first()
        if feed is None:
            raise Refused(calendar_unknown())
        return answer(calendar_json(feed, house_of_call(request)))

    @extend_schema(operation_id="close_calendar", parameters=[CALENDAR_ID], responses={204: None})
    def delete(self, request: Request, calendar_id: int) -> HttpResponse:
        """End a calendar's private address at once."""
        close_calendar(actor=caller(request), at=at_of_call(request), calendar_id=calendar_id)
        return HttpResponse(status=204)


class CalendarRenewalView(ApiView):
    """Another address for a calendar."""

    @extend_schema(
        operation_id="renew_calendar", parameters=[CALENDAR_ID], request=RenewalAsked, responses=CalendarMade
    )
    @idempotent
    def post(self, request: Request, calendar_id: int) -> HttpResponse:
        """Give a calendar another private address; the one before ends at once."""
        RenewalAsked.read(request.data)
        feed = renew_calendar(actor=caller(request), at=at_of_call(request), calendar_id=calendar_id)
        return answer(_made(feed, house_of_call(request)))


def _made(feed: CalendarFeed, house: HouseOffer) -> dict[str, Any]:
    address = settings.PUBLIC_URL + reverse("calendar-feed", args=[feed.key])
    return {**calendar_json(feed, house), "address": address}
