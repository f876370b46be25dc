"""What members may use for free while all of another kind are taken, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bookings.free_time import bookable_periods
from bookings.models import Booking, Occupancy
from bookings.queries.occupied import Watch, busy_periods
from common.errors import Reason, sentence
from members.people import PersonActor
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import DAY, Period

SHORTEST = timedelta(minutes=10)


@dataclass(frozen=True)
class FreeUse:
    """A room that may be used for free from now until somebody has booked it, or the day ends."""

    resource: ResourceOffer
    until: datetime


@dataclass(frozen=True)
class Now:
    """What is taken in a space at an instant: when each resource is busy from then on, and who uses one freely."""

    space: SpaceOffer
    at: datetime
    busy: dict[int, list[Period]]
    used: frozenset[int]
    has_one: bool

    def is_taken(self, resource: ResourceOffer) -> bool:
        return any(period.starts_at <= self.at < period.ends_at for period in self.busy.get(resource.id, ()))

    def free_until(self, resource: ResourceOffer) -> datetime:
        """Return when the room closes or the next booking begins, or the present instant: not free."""
        here = Period(self.at, self.at + SHORTEST)
        windows = [w for w in bookable_periods(self.space, resource, here) if w.starts_at <= self.at < w.ends_at]
        if not windows or self.is_taken(resource):
            return self.at
        later = [p.starts_at for p in self.busy.get(resource.id, ()) if p.starts_at > self.at]
        return min([windows[0].ends_at, *later])


def now_in(space: SpaceOffer, actor: PersonActor, at: datetime) -> Now:
    """Return what is taken in a space from `at` on; two queries."""
    busy = busy_periods(Watch.over((space, resource) for resource in space.resources), Period(at, at + DAY), at)
    uses = Booking.objects.standing(at).filter(is_yielding=True, space=space.id, ends_at__gt=at)
    running = list(uses.values_list("occupancies__resource_id", "for_member"))
    mine = any(member_id is not None and member_id == actor.party.member_id for _atom, member_id in running)
    return Now(space, at, busy, frozenset(atom for atom, _member in running), mine)


def my_free_use(space: SpaceOffer, actor: PersonActor, at: datetime) -> Booking | None:
    """Return what the actor uses without booking in a space at an instant."""
    uses = Booking.objects.standing(at).filter(is_yielding=True, space=space.id, ends_at__gt=at)
    return uses.filter(for_member=actor.party.member_id).select_related("resource").first()


def is_booked_next(space: SpaceOffer, booking: Booking, at: datetime) -> bool:
    """Tell whether a free use ended, or ends, because somebody has booked what follows; one query."""
    resource = next((one for one in space.resources if one.id == booking.resource_id), None)
    atoms = space.atoms(resource) if resource else (booking.resource_id,)
    ends_at = booking.starts_at if booking.is_cancelled else booking.ends_at
    held = Occupancy.objects.filter(resource__in=atoms, starts_at__lte=ends_at, ends_at__gt=ends_at)
    return held.firmly_held(at).exists()


def free_uses(now: Now, actor: PersonActor) -> list[FreeUse]:
    """Return what the actor may use for free at this instant, in the order of the resources."""
    offered = now.space.resources_on(now.space.local(now.at).date())
    return [FreeUse(r, now.free_until(r)) for r in offered if not list(reasons_not_to_use(now, r, actor))]


def reasons_not_to_use(now: Now, resource: ResourceOffer, actor: PersonActor) -> Iterator[Reason]:
    """Say why a resource is not free to use now.

    Codes: `members_only` (403), `not_free_when_full`, `not_full`, `already_using`, `slot_taken` (409).
    """
    today = now.space.local(now.at).date()
    kind = now.space.rules_for(resource, today).free_when_full_of
    if not kind:
        yield Reason("not_free_when_full", _("Cette salle se réserve : elle ne se prête pas."))
        return
    if not actor.is_member:
        yield Reason("members_only", _("Seuls les membres peuvent utiliser une salle sans la réserver."), status=403)
    others = [r for r in now.space.resources_on(today) if r.kind == kind]
    free = [r for r in others if not now.is_taken(r)]
    if free:
        label = ResourceKind(kind).label
        text = sentence(_("Il reste une %(kind)s libre : la prendre d’abord."), kind=label)
        yield Reason("not_full", text, {"free": [r.id for r in free]})
    if now.has_one:
        yield Reason("already_using", _("Une salle est déjà utilisée librement : la rendre d’abord."))
    taken = set(now.space.atoms(resource)) & now.used
    if taken or now.free_until(resource) - now.at < SHORTEST:
        yield Reason("slot_taken", _("Cette salle est prise, ou va l’être dans un instant."), status=409)
