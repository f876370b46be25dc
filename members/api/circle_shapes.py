"""What the API reads and shows of circles and rights."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.api.reading import IdField, Strict, TextField
from common.errors import Reason, Refused
from common.rights import Right
from members.circles import CircleFacts, PersonChange, RightIn
from spaces.catalogue import HouseOffer, SpaceOffer

IN_HOUSE = "Null: in the whole house."


class CircleWordsAsked(Strict):
    """Say what a circle is called, and what it is for."""

    name = TextField(max_length=200)
    purpose = TextField(max_length=1000, allow_blank=True, default="")


class CircleAsked(CircleWordsAsked):
    """Describe a new circle."""

    slug = TextField(max_length=100, help_text="Its short name: lower-case letters, digits and hyphens.")


class PersonAsked(Strict):
    """Name the member."""

    member = IdField()


class RightAsked(Strict):
    """Name the right and where it holds."""

    right = serializers.ChoiceField(choices=Right.choices)
    space = serializers.SlugField(required=False, allow_null=True, max_length=50, help_text=IN_HOUSE)


class HeldShown(serializers.Serializer[Any]):
    right = serializers.ChoiceField(choices=Right.choices)
    space = serializers.SlugField(allow_null=True, help_text=IN_HOUSE)


class GivenRightShown(HeldShown):
    id = serializers.IntegerField()


class CirclePersonShown(serializers.Serializer[Any]):
    member = serializers.IntegerField()
    name = serializers.CharField()


class CircleShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    rights = GivenRightShown(many=True)
    people = CirclePersonShown(many=True, allow_null=True, help_text="Null to whoever is not a member.")


class CircleNamedShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    space = serializers.SlugField(allow_null=True, help_text=IN_HOUSE)


class RightGiversShown(serializers.Serializer[Any]):
    right = serializers.ChoiceField(choices=Right.choices)
    name = serializers.CharField()
    circles = CircleNamedShown(many=True)


class PersonChangeShown(serializers.Serializer[Any]):
    member = serializers.IntegerField()
    name = serializers.CharField()
    gains = HeldShown(many=True)
    loses = HeldShown(many=True)


class CircleStepShown(serializers.Serializer[Any]):
    circle = CircleShown()
    changes = PersonChangeShown(many=True, help_text="Who gained or lost what.")


def space_by_slug(house: HouseOffer, slug: str) -> SpaceOffer:
    """Return the space called `slug`. Refusal: `space_unknown` (404)."""
    space = house.space(slug)
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return space


def circle_json(circle: CircleFacts, house: HouseOffer, *, has_names: bool) -> dict[str, Any]:
    """Return a circle as `CircleShown` describes it."""
    people = [{"member": person.id, "name": person.name} for person in circle.people]
    return {
        "id": circle.id,
        "slug": circle.slug,
        "name": circle.name,
        "purpose": circle.purpose,
        "rights": [{"id": given.id, **_held_json(given.held, house)} for given in circle.rights],
        "people": people if has_names else None,
    }


def right_json(right: Right, givers: Sequence[tuple[CircleFacts, int | None]], house: HouseOffer) -> dict[str, Any]:
    """Return a right as `RightGiversShown` describes it."""
    circles = [{"id": circle.id, "name": circle.name, "space": _slug(space_id, house)} for circle, space_id in givers]
    return {"right": right.value, "name": right.label, "circles": circles}


def change_json(change: PersonChange, house: HouseOffer) -> dict[str, Any]:
    """Return what changes for one person as `PersonChangeShown` describes it."""
    return {
        "member": change.person.id,
        "name": change.person.name,
        "gains": [_held_json(held, house) for held in change.gains],
        "loses": [_held_json(held, house) for held in change.loses],
    }


def _held_json(held: RightIn, house: HouseOffer) -> dict[str, Any]:
    return {"right": held.right, "space": _slug(held.space_id, house)}


def _slug(space_id: int | None, house: HouseOffer) -> str | None:
    return next((space.slug for space in house.spaces if space.id == space_id), None)
