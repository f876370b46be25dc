"""What a price, a period or a supplement is for: the whole space, a kind of resource, or one resource."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext

from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.enums import AudienceCode, ResourceKind


@dataclass(frozen=True)
class Scope:
    """One kind, one resource, or (neither) the whole space; `code` names it in addresses: room, 12 or space."""

    kind: str = ""
    resource_id: int | None = None
    name: str = ""

    @property
    def code(self) -> str:
        return str(self.resource_id or self.kind or "space")

    @property
    def key(self) -> tuple[str, int | None]:
        return self.kind, self.resource_id

    def subject(self, space: SpaceOffer) -> str:
        """Return under which subject decisions and the trail know it."""
        return f"resource:{self.resource_id}" if self.resource_id else f"space:{space.id}"

    def resources(self, space: SpaceOffer) -> list[ResourceOffer]:
        """Return the resources it concerns."""
        return [
            resource
            for resource in space.resources
            if self.key in {("", None), ("", resource.id), (resource.kind.value, None)}
        ]


def scopes_of(space: SpaceOffer, *, has_space: bool = True) -> list[Scope]:
    """Return what a setting can be for: the space, its kinds, then what is not one of many alike."""
    present = [resource for resource in space.resources if resource.retired_on is None]
    kinds = list(dict.fromkeys(resource.kind for resource in present))
    found = [Scope(name=gettext("Tout le lieu"))] if has_space else []
    found += [Scope(kind=kind.value, name=kind_words(kind)) for kind in kinds]
    named = (r for r in present if r.kind is not ResourceKind.SEAT or space.is_sold_apart(r))
    return [*found, *(Scope(resource_id=resource.id, name=resource.name) for resource in named)]


def scope_called(code: str, scopes: Iterable[Scope]) -> Scope | None:
    """Return the scope of that code."""
    return next((scope for scope in scopes if scope.code == code), None)


def kind_words(kind: str) -> str:
    """Return what all resources of a kind are called."""
    said = {
        ResourceKind.SEAT: gettext("Toutes les places"),
        ResourceKind.ROOM: gettext("Toutes les salles"),
        ResourceKind.PHONE_ROOM: gettext("Toutes les cabines"),
        ResourceKind.EVENT_SPACE: gettext("Tous les espaces événementiels"),
        ResourceKind.EQUIPMENT: gettext("Tous les équipements"),
    }
    return said[ResourceKind(kind)]


def audience_words(house: HouseOffer, code: str) -> str:
    """Return what an audience is called: those of every house in the reader's language."""
    if code in AudienceCode.values:
        return str(capfirst(str(AudienceCode(code).label)))
    return dict(house.audiences).get(code, code)
