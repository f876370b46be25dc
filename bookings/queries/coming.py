"""Why somebody comes in: their bookings, for whoever shows codes of doors."""

from datetime import datetime, timedelta

from django.db.models import Q

from bookings.life import state_at
from bookings.models import Booking
from bookings.wording import any_of_words
from common.rights import Actor
from members.people import PersonActor
from spaces.access import AccessReason
from spaces.catalogue import SpaceOffer

KIND = "booking"
ADMITTED = {"confirmed", "checked_in", "running"}
MOST = 20
NEAR = timedelta(hours=12)


def bookings_to_come_in_for(actor: Actor, space_id: int, at: datetime) -> list[AccessReason]:
    """Return the bookings for the actor that are firm and not over at `at`, the next ones first; one query.

    Options, requests and what was given back or cancelled open no door; neither does paying for somebody else.
    """
    if not isinstance(actor, PersonActor):
        return []
    for_me = Q(for_account=actor.account_id)
    if actor.party.member_id is not None:
        for_me |= Q(for_member=actor.party.member_id)
    ahead = Booking.objects.filter(for_me, space=space_id, ends_at__gt=at, cancelled_at=None)
    found = ahead.select_related("resource").order_by("starts_at", "id")[:MOST]
    return [_reason(booking) for booking in found if opens_doors(booking, at)]


def opens_doors(booking: Booking, at: datetime) -> bool:
    """Tell whether somebody comes in for the booking: it is firm and not over at `at`."""
    return state_at(booking, at).value in ADMITTED


def has_way_in(booking: Booking, space: SpaceOffer, *, actor: PersonActor, at: datetime) -> bool:
    """Tell whether to lead the actor from their booking to how to get in; never where the space tells nothing."""
    is_mine = actor.party.is_same_as(booking.for_member_id, booking.for_account_id)
    return space.access_minutes is not None and is_mine and opens_doors(booking, at)


def is_near(booking: Booking, at: datetime) -> bool:
    """Tell whether the booking begins soon or has begun."""
    return booking.starts_at - NEAR <= at


def _reason(booking: Booking) -> AccessReason:
    name = any_of_words(booking.any_of_kind) if booking.any_of_kind else booking.resource.name
    return AccessReason(KIND, name, booking.starts_at, booking.ends_at, f"booking:{booking.pk}")
