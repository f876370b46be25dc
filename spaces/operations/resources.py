"""Set up what can be booked: the parts of the building, and the rooms and seats in them."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.governance import Authority
from common.rights import Actor, Right
from spaces import policies
from spaces.details import ResourceDetails, ResourceWords
from spaces.models import Resource, ResourcePart, Space, Zone
from spaces.operations.change import (
    find_resource,
    find_space,
    finish_change,
    lock_house,
    refuse_change,
    refuse_rewriting,
)
from spaces.operations.house import slug_taken


@transaction.atomic
def add_zone(
    *, space_id: int, name: str, position: int = 0, actor: Actor, at: datetime, authority: Authority | None = None
) -> Zone:
    """Add a part of the building to a space.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `name_needed`, `zone_exists`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "zones", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    refuse_unless_empty(policies.reasons_against_name(name))
    if space.zones.filter(name=name).exists():
        raise Refused(Reason("zone_exists", _("Une zone porte déjà ce nom."), {"name": name}, status=409))
    zone = Zone.objects.create(space=space, name=name, position=position)
    changes = {"zone": (None, name)}
    finish_change(house, space, action="zone.added", changes=changes, actor=actor, at=at, authority=authority)
    return zone


@transaction.atomic
def add_resource(
    *, space_id: int, details: ResourceDetails, actor: Actor, at: datetime, authority: Authority | None = None
) -> Resource:
    """Add something that can be booked to a space.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `slug_taken`, `zone_unknown`, those
    of `policies.reasons_not_to_add_resource`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "resources", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    refuse_unless_empty(policies.reasons_against_name(details.name))
    details = replace(details, slug=details.slug or _free_slug(space, details.name))
    refuse_unless_empty(policies.reasons_not_to_add_resource(details))
    if space.resources.filter(slug=details.slug).exists():
        raise Refused(slug_taken(details.slug))
    values = asdict(details) | {"zone": _zone_of(space, details.zone), "features": list(details.features)}
    resource = Resource.objects.create(space=space, **values)
    changes = {name: (None, value) for name, value in asdict(details).items()}
    finish_change(house, resource, action="resource.added", changes=changes, actor=actor, at=at, authority=authority)
    return resource


@transaction.atomic
def change_resource(
    *, resource_id: int, words: ResourceWords, actor: Actor, at: datetime, authority: Authority | None = None
) -> Resource:
    """Describe a resource otherwise: its name, capacity, features, zone and place in the list.

    Refusals: `resource_unknown`, `right_needed`, `governed_by_decision`, `zone_unknown`, those of
    `policies.reasons_not_to_add_resource`.
    """
    house, resource = lock_house(), find_resource(resource_id)
    refuse_change(resource, "details", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    described = ResourceDetails(slug=resource.slug, kind=resource.kind, **asdict(words))
    refuse_unless_empty(policies.reasons_not_to_add_resource(described))
    before = _words_of(resource)
    values = asdict(words) | {"zone": _zone_of(resource.space, words.zone), "features": list(words.features)}
    for name, value in values.items():
        setattr(resource, name, value)
    resource.save(update_fields=list(values))
    old, new = asdict(before), asdict(words)
    changes = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
    finish_change(house, resource, action="resource.changed", changes=changes, actor=actor, at=at, authority=authority)
    return resource


@transaction.atomic
def retire_resource(
    *, resource_id: int, on: date | None, actor: Actor, at: datetime, authority: Authority | None = None
) -> Resource:
    """Stop offering a resource from the local date `on`, or (None) offer it on; what is booked stays booked.

    Refusals: `resource_unknown`, `right_needed`, `governed_by_decision`, `date_past` (409).
    """
    house, resource = lock_house(), find_resource(resource_id)
    refuse_change(resource, "retired_on", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    if on is not None:
        refuse_rewriting(on, resource.space, actor=actor, at=at)
    changes = {"retired_on": (resource.retired_on, on)}
    resource.retired_on = on
    resource.save(update_fields=["retired_on"])
    finish_change(house, resource, action="resource.retired", changes=changes, actor=actor, at=at, authority=authority)
    return resource


@transaction.atomic
def set_parts(
    *, resource_id: int, part_ids: Iterable[int], actor: Actor, at: datetime, authority: Authority | None = None
) -> Resource:
    """Say which resources of the same space a resource is made of; none: it stands for itself again.

    What is booked already is not laid anew here: doors call `bookings.operations.compose_resource`.
    Refusals: `resource_unknown`, `right_needed`, `governed_by_decision`, `part_of_itself`.
    """
    house, resource = lock_house(), find_resource(resource_id)
    refuse_change(resource, "parts", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    parts = [find_resource(part_id, space_id=resource.space_id) for part_id in sorted(set(part_ids))]
    links = list(ResourcePart.objects.filter(whole__space=resource.space_id).values_list("whole_id", "part_id"))
    refuse_unless_empty(policies.reasons_against_parts(resource.pk, [part.pk for part in parts], links=links))
    named = {link.part_id: link.part.name for link in resource.part_links.select_related("part")}
    resource.part_links.all().delete()
    ResourcePart.objects.bulk_create(ResourcePart(whole=resource, part=part) for part in parts)
    changes = {"parts": (sorted(named.values()), sorted(part.name for part in parts))}
    finish_change(house, resource, action="resource.composed", changes=changes, actor=actor, at=at, authority=authority)
    return resource


def _words_of(resource: Resource) -> ResourceWords:
    zone = resource.zone.name if resource.zone else ""
    return ResourceWords(resource.name, resource.capacity, tuple(resource.features), zone, resource.position)


def _free_slug(space: Space, name: str) -> str:
    """Return a short name that nothing in the space has yet, made from a name."""
    base = slugify(name)[:40].strip("-_").replace("_", "-") or "ressource"
    taken = set(space.resources.values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _zone_of(space: Space, name: str) -> Zone | None:
    if not name:
        return None
    zone = space.zones.filter(name=name).first()
    if zone is None:
        raise Refused(Reason("zone_unknown", _("Cette zone n’existe pas dans ce lieu."), {"zone": name}))
    return zone
