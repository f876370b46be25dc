"""All that stands against a wish: the rules of its period, and those of who asks."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.limits import (
    Asker,
    asks_for_circles,
    limits_of,
    reasons_of_asker,
    reasons_of_event,
    reasons_of_option,
)
from bookings.models import Booking, BookingQuerySet
from bookings.policies import OVERRIDABLE, reasons_not_to_book
from bookings.quoting import BookingCase
from bookings.wishes import BookingWish
from common.errors import Reason, Refused
from common.rights import Actor, Right
from members.models import Circle
from members.people import Party, PersonActor
from members.queries import members_with_standing
from spaces.local_time import local_day


def reasons_against(
    case: BookingCase, wish: BookingWish, party: Party, *, except_booking: int | None = None
) -> list[Reason]:
    """Return every reason against booking the case for the party at its instant, but for what is taken.

    No query where the rules look at the period alone. What `except_booking` counts for is left out.
    """
    reasons = reasons_not_to_book(case, is_overridden=bool(wish.override))
    if reasons:
        return reasons
    rules = case.rules
    asker = Asker(
        party.audience,
        _circles_of(party, case.at) if asks_for_circles(rules) else frozenset(),
        _counts(case, party, except_booking=except_booking),
    )
    members = _in_charge(wish, case) if wish.event else ()
    found = [
        *reasons_of_asker(rules, asker),
        *reasons_of_option(rules, wish),
        *reasons_of_event(rules, wish, members=members),
    ]
    return [reason for reason in found if not (wish.override and reason.code in OVERRIDABLE)]


def bookings_for(party: Party) -> BookingQuerySet | None:
    """Return the bookings for a party; None: a name alone has no other bookings."""
    if party.member_id is not None:
        return Booking.objects.filter(for_member=party.member_id)
    if party.account_id is not None:
        return Booking.objects.filter(for_account=party.account_id)
    return None


def _counts(case: BookingCase, party: Party, *, except_booking: int | None) -> dict[str, int]:
    limits = limits_of(case.rules)
    theirs = bookings_for(party) if limits else None
    if theirs is None:
        return {}
    day = case.space.local(case.period.starts_at).date()
    standing = theirs.standing(case.at).filter(is_yielding=False)
    if except_booking is not None:
        standing = standing.exclude(pk=except_booking)
    scopes = {name: case.space.scope_of_rule(case.resource, name, day) for name in limits}
    return {name: standing.filter(_counted(name, case), resource__in=scopes[name]).count() for name in limits}


def _counted(name: str, case: BookingCase) -> Q:
    """Return which bookings a limit counts: at the same time, to come, or begun in the same local week or month."""
    if name == "most_at_once":
        return Q(starts_at__lt=case.period.ends_at, ends_at__gt=case.period.starts_at)
    if name == "most_upcoming":
        return Q(ends_at__gt=case.at)
    day = case.space.local(case.period.starts_at).date()
    if name == "most_per_week":
        first = day - timedelta(days=day.weekday())
        after = first + timedelta(days=7)
    else:
        first = day.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    starts_at, ends_at = (local_day(each, case.space.zone).starts_at for each in (first, after))
    return Q(starts_at__gte=starts_at, starts_at__lt=ends_at)


def _circles_of(party: Party, at: datetime) -> frozenset[str]:
    if party.member_id is None:
        return frozenset()
    inside = Q(people__left_at=None) | Q(people__left_at__gt=at)
    found = Circle.objects.filter(inside, people__member=party.member_id, people__joined_at__lte=at)
    return frozenset(found.values_list("slug", flat=True))


def refuse_naming_members(actor: Actor, *, space_id: int) -> None:
    """Refuse (`members_only`, 403) whoever may not put a member in charge: neither one, nor booking for others."""
    is_member = isinstance(actor, PersonActor) and actor.is_member
    if not is_member and not actor.has_right(Right.BOOK_FOR_OTHERS, space_id):
        text = _("L’accueil gratuit se demande par un membre : en parler à la permanence.")
        raise Refused(Reason("members_only", text, status=403))


def is_member_on(member_id: int, on: date) -> bool:
    """Tell whether a person is a member on a local date; one query."""
    found = members_with_standing(on).filter(pk=member_id).first()
    return found is not None and bool(getattr(found, "has_membership", False))


def _in_charge(wish: BookingWish, case: BookingCase) -> tuple[int, ...]:
    """Return the member named in charge, if they are a member on the day of the event."""
    named = wish.event.in_charge if wish.event else None
    return (named,) if named is not None and is_member_on(named, case.first_day) else ()
