"""Describe a site otherwise, where bookings have their say."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.queries.clashes import coming_bookings
from common.errors import Reason, Refused
from common.governance import Authority
from common.rights import Actor
from spaces import operations as spaces
from spaces.details import SpaceDetails
from spaces.models import Space
from spaces.queries import catalogue


@transaction.atomic
def change_place(
    *, space_id: int, details: SpaceDetails, actor: Actor, at: datetime, authority: Authority | None = None
) -> Space:
    """Describe a site otherwise; its time zone only while nothing is booked there ahead.

    Refusals: those of `spaces.operations.change_space`, `time_zone_in_use` (409).
    """
    before = next((space.zone.key for space in catalogue().spaces if space.id == space_id), None)
    changed = spaces.change_space(space_id=space_id, details=details, actor=actor, at=at, authority=authority)
    if before not in {None, changed.time_zone} and coming_bookings(space_id, at).exists():
        text = _("Des réservations sont à venir : leurs heures changeraient avec le fuseau horaire.")
        raise Refused(Reason("time_zone_in_use", text, {"time_zone": before}, status=409))
    return changed
