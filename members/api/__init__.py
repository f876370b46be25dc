"""What a caller of the API is told about themselves."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.api.answers import answer
from common.api.views import ApiView
from common.rights import Right
from members.authentication import caller, house_of_call
from members.people import PersonActor
from members.tokens import Scope
from spaces.catalogue import HouseOffer


class HeldRightShown(serializers.Serializer[Any]):
    right = serializers.ChoiceField(choices=Right.choices)
    space = serializers.SlugField(allow_null=True, help_text="Null: in the whole house.")


class MeShown(serializers.Serializer[Any]):
    account = serializers.IntegerField()
    member = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    audience = serializers.CharField(help_text="Whose prices: members, outside.")
    rights = HeldRightShown(many=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))


class MeView(ApiView):
    """The person behind the token."""

    @extend_schema(operation_id="read_me", responses=MeShown)
    def get(self, request: Request) -> HttpResponse:
        """Say who the token stands for, and what it opens."""
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
