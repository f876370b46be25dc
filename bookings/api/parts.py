"""What a room is made of, for programs; the same operation as the page."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from bookings.operations import compose_resource
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.reading import IdField, Strict
from common.api.views import ApiView
from members.authentication import at_of_call, caller
from spaces.queries import catalogue
from spaces.serializers import ResourceShown, resource_json

RESOURCE_ID = OpenApiParameter("resource_id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
MOST_PARTS = 500


class PartsAsked(Strict):
    """Name all that a resource is made of; nothing: it stands for itself."""

    parts: serializers.Field[Any, Any, Any, Any] = serializers.ListField(
        child=IdField(), max_length=MOST_PARTS, help_text="The keys of resources of the same space."
    )


class ResourcePartsView(ApiView):
    """The parts of a resource."""

    scopes = {"POST": "manage"}

    @extend_schema(
        operation_id="compose_resource", parameters=[RESOURCE_ID], request=PartsAsked, responses=ResourceShown
    )
    @idempotent
    def post(self, request: Request, resource_id: int) -> HttpResponse:
        """Make a resource of parts, which its bookings keep busy from now on, those to come included.

        `parts_clash` where a part and the whole are booked at the same time.
        """
        parts, at = PartsAsked.read(request.data)["parts"], at_of_call(request)
        compose_resource(resource_id=resource_id, part_ids=parts, actor=caller(request), at=at)
        house = catalogue()
        resource = house.resources_by_id[resource_id]
        space = house.space_of(resource.space_id)
        return answer(resource_json(space, resource, space.local(at).date()))
