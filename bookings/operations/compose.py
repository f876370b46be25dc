"""Say what a room is made of, and lay anew what is already booked, so that whole and parts stay apart."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, Occupancy
from bookings.operations.holding import hold, lock_resources, release
from common.errors import Reason, Refused
from common.governance import Authority
from common.rights import Actor
from spaces import operations as spaces
from spaces.catalogue import SpaceOffer
from spaces.local_time import Period
from spaces.models import Resource
from spaces.queries import house_in_transaction


def compose_resource(
    *,
    resource_id: int,
    part_ids: Collection[int],
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> Resource:
    """Make a resource of parts; what is booked ahead keeps busy, from now on, what it is then made of.

    Refusals: those of `spaces.operations.set_parts`, and `parts_clash` (409) where a part and the whole are
    booked at the same time.
    """
    try:
        with transaction.atomic():
            resource = spaces.set_parts(
                resource_id=resource_id, part_ids=part_ids, actor=actor, at=at, authority=authority
            )
            _lay_anew(house_in_transaction().space_of(resource.space_id), at)
            return resource
    except IntegrityError as error:
        if "occupancy_no_double_booking" not in str(error):
            raise
        text = _("La salle et une de ses parties sont réservées en même temps : déplacer l’une des réservations.")
        raise Refused(Reason("parts_clash", text, {"resource": resource_id}, status=409)) from error


def _lay_anew(space: SpaceOffer, at: datetime) -> None:
    """Move the holds of bookings that are not over to the parts of what they book, where those differ."""
    by_id = {resource.id: resource for resource in space.resources}
    now = max(lock_resources(by_id), at)
    for booking in Booking.objects.standing(now).filter(space=space.id, ends_at__gt=now).order_by("pk"):
        rows = list(Occupancy.objects.filter(booking=booking).still_held(now))
        atoms = space.atoms(by_id[booking.resource_id])
        if rows and {row.resource_id for row in rows} != set(atoms):
            release(booking, now)
            hold(booking, atoms, kept=Period(rows[0].starts_at, rows[0].ends_at), held_from=now)
