"""What is taken on the days somebody looks at, and what of it is theirs."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from bookings.day_grid import Layout, Mine
from bookings.models import Booking
from bookings.queries.occupied import busy_periods
from members.people import PersonActor
from spaces.local_time import Period


def busy_along(
    layouts: Iterable[Layout], at: datetime, *, except_booking: int | None = None
) -> dict[int, list[Period]]:
    """Return when each resource of the layouts is held at `at`, along all their days; at most one query."""
    shown = [layout for layout in layouts if layout.axis is not None]
    if not shown:
        return {}
    ids = {resource.id for layout in shown for row in layout.rows for resource in row.resources}
    return busy_periods(ids, _span(shown), at, except_booking=except_booking)


def mine_along(layouts: Iterable[Layout], actor: PersonActor) -> dict[int, list[Mine]]:
    """Return the actor's own bookings along the layouts' days by resource, in order; at most one query."""
    shown = [layout for layout in layouts if layout.axis is not None]
    if not shown:
        return {}
    span = _span(shown)
    is_for_me = Q(for_account=actor.account_id)
    if actor.party.member_id is not None:
        is_for_me |= Q(for_member=actor.party.member_id)
    rows = Booking.objects.filter(
        is_for_me, cancelled_at=None, starts_at__lt=span.ends_at, ends_at__gt=span.starts_at
    ).order_by("starts_at")
    found: dict[int, list[Mine]] = defaultdict(list)
    for booking_id, resource_id, starts_at, ends_at in rows.values_list("id", "resource_id", "starts_at", "ends_at"):
        found[resource_id].append(Mine(Period(starts_at, ends_at), booking_id))
    return found


def bookings_on(space_id: int, within: Period) -> list[Booking]:
    """Return the bookings of a space that touch a period and are not cancelled, in order; one query."""
    found = Booking.objects.filter(
        space=space_id, cancelled_at=None, starts_at__lt=within.ends_at, ends_at__gt=within.starts_at
    )
    return list(found.select_related("resource").order_by("starts_at", "id"))


def _span(layouts: list[Layout]) -> Period:
    axes = [layout.axis for layout in layouts if layout.axis is not None]
    return Period(min(axis.starts_at for axis in axes), max(axis.ends_at for axis in axes))
