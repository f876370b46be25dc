"""Say how many alike there are: add as many as are missing, or retire those that are booked least."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.queries.clashes import coming_bookings
from common.errors import Reason, Refused, sentence
from common.governance import Authority
from common.rights import Actor
from spaces import operations as spaces
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.details import ResourceDetails
from spaces.models import Resource
from spaces.queries import catalogue

MOST = 500
NUMBERED = re.compile(r"(?P<name>.*?)\s*(?P<number>\d+)")


@dataclass(frozen=True)
class Counted:
    """What changing the number came to: what was added, what is retired."""

    added: list[Resource]
    retired: list[Resource]


@transaction.atomic
def set_number_of(
    *,
    space_id: int,
    kind: str,
    number: int,
    on: date,
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> Counted:
    """Have `number` alike of a kind: more are there at once, fewer from the local date `on`.

    What is booked on a retired one stays booked. Refusals: those of `spaces.operations.add_resource` and
    `retire_resource`, `number_out_of_range`, `kind_not_offered` (404).
    """
    alike = alike_of(catalogue().space_of(space_id), kind, on)
    if not alike:
        raise Refused(Reason("kind_not_offered", _("Ce lieu ne propose rien de ce genre."), status=404))
    if not 1 <= number <= MOST:
        text = sentence(_("Il en faut de 1 à %(most)s."), most=MOST)
        raise Refused(Reason("number_out_of_range", text, {"most": MOST}))
    added = [
        spaces.add_resource(space_id=space_id, details=details, actor=actor, at=at, authority=authority)
        for details in _copies(alike, number - len(alike))
    ]
    retired = [
        spaces.retire_resource(resource_id=one.id, on=on, actor=actor, at=at, authority=authority)
        for one in to_retire(alike, len(alike) - number, space_id=space_id, on=on, at=at)
    ]
    return Counted(added, retired)


def alike_of(space: SpaceOffer, kind: str, on: date) -> list[ResourceOffer]:
    """Return the resources of a kind that nobody tells apart, as they are offered on a local day."""
    return [one for one in space.resources_on(on) if one.kind == kind and not space.is_sold_apart(one)]


def to_retire(alike: list[ResourceOffer], count: int, *, space_id: int, on: date, at: datetime) -> list[ResourceOffer]:
    """Return those that are booked least from `on` on, the last of the list first."""
    if count <= 0:
        return []
    zone = catalogue().space_of(space_id)
    ahead = (b for b in coming_bookings(space_id, at) if zone.local(b.ends_at).date() >= on)
    booked = Counter(booking.resource_id for booking in ahead)
    by_need = sorted(enumerate(alike), key=lambda pair: (booked[pair[1].id], -pair[0]))
    return [one for _place, one in by_need[:count]]


def _copies(alike: list[ResourceOffer], count: int) -> list[ResourceDetails]:
    last = alike[-1]
    found = NUMBERED.fullmatch(last.name)
    names = [f"{found['name']} {int(found['number']) + n}" if found else last.name for n in range(1, count + 1)]
    return [
        ResourceDetails(
            slug="",
            name=name,
            kind=last.kind.value,
            capacity=last.capacity,
            features=last.features,
            zone=last.zone,
            position=last.position + number,
        )
        for number, name in enumerate(names, start=1)
    ]
