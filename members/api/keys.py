"""The register of keys for programs: who holds which key, and each hand-over."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.reading import IdField, Strict, TextField
from common.api.schema import page_shape
from common.errors import Reason, Refused
from common.rights import Right, refuse_without_right
from members.api.circle_shapes import space_by_slug
from members.api.circles import ManagingView
from members.authentication import at_of_call, caller, house_of_call
from members.queries.circles import find_member
from spaces.catalogue import SpaceOffer
from spaces.details import Holder, Training
from spaces.operations import keys as register
from spaces.queries.access import KeyState, find_key, keys_held_by, keys_of, last_move

KEY = {"type": "integer", "minimum": 1}
SPACE = OpenApiParameter("space", str, OpenApiParameter.PATH, description="The slug of a space.")
KEY_ID = OpenApiParameter("key_id", KEY, OpenApiParameter.PATH)


class KeyAsked(Strict):
    """Describe a key."""

    number = TextField(max_length=100)
    opens = TextField(max_length=300, allow_blank=True, default="", help_text="What it opens.")


class TrainingAsked(Strict):
    """Say who showed the holder how to open and close, and when."""

    by = TextField(max_length=300)
    on = serializers.DateField()


class HandoverAsked(Strict):
    """Say whom the key goes to: a member, or anybody by name."""

    member = IdField(required=False)
    name = TextField(required=False, max_length=300)
    training = TrainingAsked(required=False)

    @staticmethod
    def holder(asked: dict[str, Any]) -> Holder:
        """Return the holder. Refusals: `holder_needed`, `member_unknown` (404)."""
        if ("member" in asked) == ("name" in asked):
            raise Refused(Reason("holder_needed", _("À qui la clé est-elle remise ?")))
        if "name" in asked:
            return Holder(asked["name"])
        return Holder(find_member(asked["member"]).name, f"member:{asked['member']}")

    @staticmethod
    def trained(asked: dict[str, Any]) -> Training | None:
        return Training(**asked["training"]) if "training" in asked else None


class KeyReturnAsked(Strict):
    """Say whether the key came back, or is lost."""

    lost = serializers.BooleanField(default=False)


class KeyMoveShown(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["handed", "returned", "lost"])
    at = serializers.DateTimeField()
    holder = serializers.CharField()
    by = serializers.CharField(help_text="Who wrote it down.")
    trained_by = serializers.CharField()
    trained_on = serializers.DateField(allow_null=True)


class KeyShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    opens = serializers.CharField()
    last_move = KeyMoveShown(allow_null=True, help_text="Null while it has never been out.")


class KeysView(ManagingView):
    """The keys of a space."""

    @extend_schema(operation_id="list_keys", parameters=[SPACE], responses=page_shape(KeyShown))
    def get(self, request: Request, space: str) -> HttpResponse:
        """List the keys with who has them: all to who manages access, one's own to everybody else."""
        place, actor = space_by_slug(house_of_call(request), space), caller(request)
        if actor.has_right(Right.MANAGE_ACCESS, place.id):
            states = keys_of(place.id)
        else:
            states = [
                state for state in keys_held_by(f"member:{actor.party.member_id}") if state.key.space_id == place.id
            ]
        return answer({"next": None, "results": [_key_json(state, place) for state in states]})

    @extend_schema(operation_id="add_key", parameters=[SPACE], request=KeyAsked, responses={201: KeyShown})
    @idempotent
    def post(self, request: Request, space: str) -> HttpResponse:
        """Enter a key by its number."""
        asked, place = KeyAsked.read(request.data), space_by_slug(house_of_call(request), space)
        key = register.add_key(space_id=place.id, actor=caller(request), at=at_of_call(request), **asked)
        return answer(_key_json(KeyState(key, None), place), status=201)


class KeyHandoverView(ManagingView):
    """A key that goes out."""

    @extend_schema(operation_id="hand_key", parameters=[SPACE, KEY_ID], request=HandoverAsked, responses=KeyShown)
    @idempotent
    def post(self, request: Request, space: str, key_id: int) -> HttpResponse:
        """Write down that a key was handed to somebody, and who trained them."""
        place, actor, at = space_by_slug(house_of_call(request), space), caller(request), at_of_call(request)
        refuse_without_right(actor, Right.MANAGE_ACCESS, space_id=place.id)
        asked = HandoverAsked.read(request.data)
        holder, training = HandoverAsked.holder(asked), HandoverAsked.trained(asked)
        register.hand_key(space_id=place.id, key_id=key_id, holder=holder, training=training, actor=actor, at=at)
        return _shown(place, key_id)


class KeyReturnView(ManagingView):
    """A key that comes back, or is lost."""

    @extend_schema(
        operation_id="note_key_return", parameters=[SPACE, KEY_ID], request=KeyReturnAsked, responses=KeyShown
    )
    @idempotent
    def post(self, request: Request, space: str, key_id: int) -> HttpResponse:
        """Write down that a key came back, or that its holder lost it."""
        asked, place = KeyReturnAsked.read(request.data), space_by_slug(house_of_call(request), space)
        register.take_back_key(
            space_id=place.id, key_id=key_id, is_lost=asked["lost"], actor=caller(request), at=at_of_call(request)
        )
        return _shown(place, key_id)


def _shown(place: SpaceOffer, key_id: int) -> HttpResponse:
    key = find_key(place.id, key_id)
    return answer(_key_json(KeyState(key, last_move(key)), place))


def _key_json(state: KeyState, place: SpaceOffer) -> dict[str, Any]:
    move = state.move
    return {
        "id": state.key.pk,
        "number": state.key.number,
        "opens": state.key.opens,
        "last_move": move
        and {
            "kind": move.kind,
            "at": place.local(move.at),
            "holder": move.holder_label,
            "by": move.by_label,
            "trained_by": move.trained_by,
            "trained_on": move.trained_on,
        },
    }
