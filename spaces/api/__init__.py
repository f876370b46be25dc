"""What the house has: its spaces and their resources, for everybody to read."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common import clock
from common.api.answers import answer
from common.api.schema import page_shape
from common.api.views import ApiView
from common.errors import Reason, Refused
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.queries import catalogue
from spaces.serializers import ResourceQuery, ResourceShown, SpaceShown, resource_json, space_json


class SpacesView(ApiView):
    """The spaces of the house."""

    is_public = True

    @extend_schema(operation_id="list_spaces", responses=page_shape(SpaceShown))
    def get(self, request: Request) -> HttpResponse:
        """List the spaces of the house, with the opening hours in force today."""
        at = clock.now()
        spaces = [space_json(space, space.local(at).date()) for space in catalogue().spaces]
        return answer({"next": None, "results": spaces})


class ResourcesView(ApiView):
    """What can be booked."""

    is_public = True

    @extend_schema(operation_id="list_resources", parameters=[ResourceQuery], responses=page_shape(ResourceShown))
    def get(self, request: Request) -> HttpResponse:
        """List what can be booked, by space and kind, with the rules in force today."""
        asked = ResourceQuery.read(request.query_params)
        at = clock.now()
        results = []
        for space in chosen_spaces(catalogue(), asked.get("space")):
            today = space.local(at).date()
            results += [
                resource_json(space, resource, today)
                for resource in space.resources_on(today)
                if asked.get("kind") in {None, resource.kind}
            ]
        return answer({"next": None, "results": results})


def chosen_spaces(house: HouseOffer, slug: str | None) -> Sequence[SpaceOffer]:
    """Return the space of that slug, or all where none is asked for. Refusal: `space_unknown` (404)."""
    if slug is None:
        return house.spaces
    space = house.space(slug)
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return [space]
