"""What a caller of the API is told about themselves."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from common.api.answers import answer
from common.api.views import ApiView
from members.authentication import caller, house_of_call
from members.people import PersonActor
from spaces.catalogue import HouseOffer


class MeView(ApiView):
    """Say who the token stands for, and what it opens."""

    def get(self, request: Request) -> HttpResponse:
        return answer(me_json(caller(request), house_of_call(request)))


def me_json(actor: PersonActor, house: HouseOffer) -> dict[str, Any]:
    """Return the person as `MeShown` describes them."""
    slugs = {space.id: space.slug for space in house.spaces}
    return {
        "account": actor.account_id,
        "member": actor.party.member_id,
        "name": actor.label,
        "audience": actor.party.audience,
        "rights": [
            {"right": right, "space": slugs.get(space_id) if space_id is not None else None}
            for right, space_id in sorted(actor.rights, key=str)
        ],
        "scopes": sorted(actor.scopes or ()),
    }
