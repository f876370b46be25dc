"""How many coming bookings keep the price they were booked at, when a price list changes."""

from collections.abc import Collection
from datetime import date, datetime

from bookings.queries.clashes import coming_bookings
from spaces.catalogue import SpaceOffer
from spaces.local_time import local_day


def bookings_kept_at_their_price(
    space: SpaceOffer, *, resource_ids: Collection[int], audience: str, since: date, at: datetime
) -> int:
    """Return how many bookings of an audience begin on or after a local day and hold some resource; one query."""
    begins = max(at, local_day(since, space.zone).starts_at)
    found = coming_bookings(space.id, at).filter(resource__in=resource_ids, audience=audience, starts_at__gte=begins)
    return found.count()
