"""The facts of the house and its spaces for programs; each calls the same operation as the page."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from bookings.operations import change_place, set_number_of
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.reading import Strict, TextField, WholeField
from common.api.views import ApiView
from members.authentication import at_of_call, caller
from spaces import operations
from spaces.api.settings import space_by_key
from spaces.details import HouseDetails, SpaceDetails
from spaces.enums import ResourceKind

SPACE_ID = OpenApiParameter("space_id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)


class HouseWordsAsked(Strict):
    """What the house is called, and how it is reached."""

    name = TextField(max_length=200)
    currency = TextField(max_length=10, help_text="ISO 4217; fast from the first price on.")
    default_language = serializers.ChoiceField(choices=settings.LANGUAGES)
    contact_email = TextField(max_length=300, allow_blank=True, default="")
    contact_phone = TextField(max_length=100, allow_blank=True, default="")


class SpaceWordsAsked(Strict):
    """What a space is called, where it is, which holidays and which clock it keeps."""

    name = TextField(max_length=200)
    description = TextField(max_length=5000, allow_blank=True, default="")
    address = TextField(max_length=500, allow_blank=True, default="")
    how_to_come = TextField(max_length=5000, allow_blank=True, default="")
    country = TextField(max_length=10, help_text="ISO 3166-1.")
    subdivision = TextField(max_length=10, allow_blank=True, default="")
    time_zone = TextField(max_length=100, help_text="Fast while anything is booked ahead.")
    is_closed_on_public_holidays = serializers.BooleanField(default=True)


class ZoneAsked(Strict):
    """Name a part of the building."""

    name = TextField(max_length=200)


class NumberAsked(Strict):
    """How many alike of a kind there are, from which local day."""

    kind = serializers.ChoiceField(choices=ResourceKind.choices)
    number = WholeField(min_value=1, max_value=10_000)
    on = serializers.DateField()


class NumberShown(serializers.Serializer[Any]):
    added = serializers.ListField(child=serializers.IntegerField())
    retired = serializers.ListField(child=serializers.IntegerField())


class PlaceView(ApiView):
    """The facts of the house and its spaces, changed by a right."""

    scopes = {"POST": "manage"}


class HouseWordsView(PlaceView):
    """What the house is called."""

    @extend_schema(operation_id="change_house", request=HouseWordsAsked, responses=HouseWordsAsked)
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Change the name, the contact, the language and the currency of the house."""
        asked = HouseWordsAsked.read(request.data)
        details = HouseDetails(slug="house", **asked)
        operations.change_house(details=details, actor=caller(request), at=at_of_call(request))
        return answer(asked)


class SpaceWordsView(PlaceView):
    """What a space is called."""

    @extend_schema(
        operation_id="change_space", parameters=[SPACE_ID], request=SpaceWordsAsked, responses=SpaceWordsAsked
    )
    @idempotent
    def post(self, request: Request, space_id: int) -> HttpResponse:
        """Describe a space otherwise; its slug stays."""
        asked = SpaceWordsAsked.read(request.data)
        details = SpaceDetails(slug=space_by_key(space_id).slug, **asked)
        change_place(space_id=space_id, details=details, actor=caller(request), at=at_of_call(request))
        return answer(asked)


class ZonesView(PlaceView):
    """The parts of a building."""

    @extend_schema(operation_id="add_zone", parameters=[SPACE_ID], request=ZoneAsked, responses={201: ZoneAsked})
    @idempotent
    def post(self, request: Request, space_id: int) -> HttpResponse:
        """Add a part of the building."""
        asked = ZoneAsked.read(request.data)
        operations.add_zone(space_id=space_id, **asked, actor=caller(request), at=at_of_call(request))
        return answer(asked, status=201)


class NumberView(PlaceView):
    """How many alike there are."""

    @extend_schema(operation_id="set_number_of", parameters=[SPACE_ID], request=NumberAsked, responses=NumberShown)
    @idempotent
    def post(self, request: Request, space_id: int) -> HttpResponse:
        """Have so many alike of a kind: more at once, fewer from a day on, first those that are booked least."""
        asked = NumberAsked.read(request.data)
        space = space_by_key(space_id)
        counted = set_number_of(space_id=space.id, **asked, actor=caller(request), at=at_of_call(request))
        shown = {"added": [one.pk for one in counted.added], "retired": [one.pk for one in counted.retired]}
        return answer(shown)
