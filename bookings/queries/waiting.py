"""The requests that wait for an answer, and what stands beside them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from bookings.life import State
from bookings.models import Booking
from bookings.queries.chosen import in_state
from bookings.queries.visible import where_right
from common.rights import Right
from members.people import PersonActor
from spaces.catalogue import HouseOffer
from spaces.enums import ResourceKind
from spaces.local_time import local_day

Day = tuple[int, date]


def requests_waiting(actor: PersonActor, at: datetime) -> QuerySet[Booking]:
    """Return the requests that are the actor's to answer at `at`, the soonest term first."""
    found = Booking.objects.filter(in_state(State.REQUESTED, at) & where_right(actor, Right.APPROVE_BOOKINGS))
    return found.select_related("resource").order_by("lapses_at", "id")


def day_of(booking: Booking, house: HouseOffer) -> Day:
    """Return the space and the local day on which a booking begins."""
    return booking.space_id, house.space_of(booking.space_id).local(booking.starts_at).date()


def standing_beside(bookings: Sequence[Booking], *, house: HouseOffer, at: datetime) -> dict[int, list[Booking]]:
    """Return what else stands on the day of each booking, by its key, but for seats; one query."""
    if not bookings:
        return {}
    asked = Q(pk__in=())
    for space_id, day in {day_of(booking, house) for booking in bookings}:
        around = local_day(day, house.space_of(space_id).zone)
        asked |= Q(space=space_id, starts_at__lt=around.ends_at, ends_at__gt=around.starts_at)
    rows = Booking.objects.standing(at).filter(asked, is_yielding=False).exclude(resource__kind=ResourceKind.SEAT)
    by_day: dict[Day, list[Booking]] = defaultdict(list)
    for row in rows.select_related("resource").order_by("starts_at", "id"):
        by_day[day_of(row, house)].append(row)
    return {one.pk: [row for row in by_day[day_of(one, house)] if row.pk != one.pk] for one in bookings}
