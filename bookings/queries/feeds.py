"""Reads of the private calendars of people's bookings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db.models import Count, Max, QuerySet, Sum

from bookings.models import Booking, CalendarFeed
from bookings.queries.visible import my_bookings
from members.models import Account
from members.people import PersonActor
from members.queries import actor_for
from spaces.catalogue import HouseOffer

KEPT_FOR = timedelta(days=366)


@dataclass(frozen=True)
class Feed:
    """Hold whose calendar it is, and the bookings in it: a year of the past and all to come."""

    account: Account
    actor: PersonActor
    key: str
    bookings: QuerySet[Booking]

    def version(self, house: HouseOffer) -> str:
        """Return a value that changes with anything the calendar shows; one query, whatever it holds."""
        found = self.bookings.order_by().aggregate(Count("pk"), Max("changed_at"), Sum("sequence"))
        seen = (self.key, house.version, self.account.language, self.actor.label, sorted(found.items()))
        return blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def feed_address(account_id: int) -> CalendarFeed | None:
    """Return the private address an account has given its calendar, if any."""
    return CalendarFeed.objects.filter(account=account_id).first()


def feed_by_key(key: str, *, house: HouseOffer, at: datetime) -> Feed | None:
    """Return the calendar at a private address, or nothing: unknown, renewed, or of a closed account."""
    found = CalendarFeed.objects.select_related("account").filter(key=key, account__is_active=True).first()
    if found is None:
        return None
    actor = actor_for(found.account, at, house=house)
    return Feed(found.account, actor, key, my_bookings(actor).filter(ends_at__gt=at - KEPT_FOR))
