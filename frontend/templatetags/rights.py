"""Filters that say rights, and where they hold."""

from django import template
from django.utils.translation import gettext

from common.rights import Right
from members.circles import RightIn
from spaces.catalogue import HouseOffer

register = template.Library()


@register.filter
def right_words(held: RightIn, house: HouseOffer) -> str:
    """Say a right, and where it holds if that is not the whole house: « gérer les tarifs (Mutualab) »."""
    where = place_words(held.space_id, house)
    label = str(Right(held.right).label)
    return f"{label} ({where})" if where else label


@register.filter
def place_words(space_id: int | None, house: HouseOffer) -> str:
    """Say the space of a right; nothing for the whole house."""
    if space_id is None:
        return ""
    return next((space.name for space in house.spaces if space.id == space_id), gettext("un lieu"))
