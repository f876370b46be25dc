"""Reads of the calendars that people follow: their own bookings, a resource's, a space's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db.models import Count, Max, Q, QuerySet, Sum

from bookings.models import Booking, CalendarFeed
from bookings.queries.visible import my_bookings
from common.rights import Right
from members.models import Account
from members.people import PersonActor
from members.queries import actor_for
from spaces.catalogue import HouseOffer, SpaceOffer

KEPT_FOR = timedelta(days=366)


@dataclass(frozen=True)
class Feed:
    """Hold a calendar as its address is read at an instant: a year of the past and all to come."""

    row: CalendarFeed
    account: Account
    actor: PersonActor
    bookings: QuerySet[Booking]
    at: datetime

    def version(self, house: HouseOffer) -> str:
        """Return a value that changes with anything the calendar shows; one query, whatever it holds."""
        lapsed = Count("pk", filter=Q(lapses_at__lte=self.at))
        found = self.bookings.order_by().aggregate(Count("pk"), Max("changed_at"), Sum("sequence"), lapsed=lapsed)
        seen = (self.row.key, house.version, self.account.language, self.actor.label, sorted(found.items()))
        return blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def calendars_of(actor: PersonActor) -> QuerySet[CalendarFeed]:
    """Return the calendars that the actor follows, their own bookings first."""
    return CalendarFeed.objects.filter(account=actor.account_id).order_by("-has_names", "id")


def calendar_of_mine(actor: PersonActor) -> CalendarFeed | None:
    """Return the calendar of the actor's own bookings, if they follow it."""
    return calendars_of(actor).filter(resource=None, space=None).first()


def feed_by_key(key: str, *, house: HouseOffer, at: datetime) -> Feed | None:
    """Return the calendar at a private address, or nothing.

    Nothing, too, where the account is closed, or no longer has what the calendar asks for: it comes back with it.
    """
    row = CalendarFeed.objects.select_related("account").filter(key=key, account__is_active=True).first()
    if row is None:
        return None
    actor = actor_for(row.account, at, house=house)
    space = space_of_calendar(row, house)
    if space is not None and not may_follow(actor, space.id, has_names=row.has_names):
        return None
    bookings = my_bookings(actor) if space is None else _bookings_in(space, row.resource_id)
    return Feed(row, row.account, actor, bookings.filter(ends_at__gt=at - KEPT_FOR), at)


def may_follow(actor: PersonActor, space_id: int, *, has_names: bool) -> bool:
    """Tell whether the actor may read what is booked in a space: its names by a right, without them as a member."""
    return actor.has_right(Right.SEE_ALL_BOOKINGS, space_id) or (actor.is_member and not has_names)


def space_of_calendar(row: CalendarFeed, house: HouseOffer) -> SpaceOffer | None:
    """Return the space that a calendar is about; none: it is the account's own bookings."""
    resource = house.resource(row.resource_id) if row.resource_id else None
    space_id = resource.space_id if resource else row.space_id
    return house.space_of(space_id) if space_id else None


def _bookings_in(space: SpaceOffer, resource_id: int | None) -> QuerySet[Booking]:
    """Return the bookings of a space, or those that keep one of its resources busy, be it by a part or a whole.

    What gives way to whoever books is left out.
    """
    found = Booking.objects.filter(space=space.id, is_yielding=False).order_by("starts_at", "id")
    if resource_id is None:
        return found
    taken = {resource.id: set(space.atoms(resource)) for resource in space.resources}
    return found.filter(resource__in=[key for key, atoms in taken.items() if atoms & taken[resource_id]])
