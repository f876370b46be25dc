"""Move a booking to another time or resource; the old slot is freed only as the new one is held."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.enums import Tentative
from bookings.events import BookingMoved
from bookings.life import cancellation_cost
from bookings.limits import tentative_of
from bookings.lines import Quote, chosen_in, supplements_in
from bookings.models import Booking
from bookings.news import News
from bookings.operations.book import freeze_price, lapse_of, price_of, refuse_if_changed
from bookings.operations.cancel import refuse_unchangeable
from bookings.operations.freely import give_way
from bookings.operations.holding import hold, lock_booking, refuse_taken, release, take_first_free
from bookings.operations.telling import tell
from bookings.queries.asked import reasons_against
from bookings.queries.occupied import candidates_for, watch_of
from bookings.queries.parties import party_of
from bookings.queries.visible import booking_unknown
from bookings.quoting import BookingCase, fitting, kept_busy
from bookings.terms import Terms
from bookings.wishes import ALL_CHECKS, BookingWish, Candidates, EventWish
from common import audit
from common.errors import Reason, Refused, refuse_unless_empty
from common.events import publish
from common.rights import Right, refuse_without_right
from members.people import PersonActor
from spaces import queries as spaces
from spaces.catalogue import HouseOffer
from spaces.local_time import Period


@dataclass(frozen=True)
class MoveCost:
    """Say what a move changes: the new price, and the least that stays due; minor units with VAT."""

    gross_minor: int
    least_due_minor: int

    @property
    def payable_minor(self) -> int:
        """Return what the booking costs after the move: never less than cancelling would have cost."""
        return max(self.gross_minor, self.least_due_minor)


def preview_move(
    *,
    actor: PersonActor,
    at: datetime,
    booking: Booking,
    period: Period,
    resource_id: int | None = None,
    is_any: bool = False,
) -> tuple[Quote, MoveCost]:
    """Return the price of a move and what it would leave due, without moving; refusals as `move_booking`."""
    refuse_unchangeable(actor, booking, at)
    house = spaces.catalogue()
    wish = _to_where(_wish(booking, period), booking, house=house, resource_id=resource_id, is_any=is_any)
    case = _allowed_case(actor, booking, candidates_for(wish, house), wish=wish, at=at)
    quote = price_of(case)
    return quote, MoveCost(quote.gross_minor, _least_due(booking, at))


def move_booking(
    *,
    actor: PersonActor,
    at: datetime,
    booking_id: int,
    period: Period,
    resource_id: int | None = None,
    is_any: bool = False,
    override: str = "",
) -> Booking:
    """Move the booking, at the price and terms of its new day; a later cancellation costs no less than now.

    `is_any` takes any of its kind, instead of the one that was chosen by name.
    An option or a request stays one, to its new term; what a person of the house has approved is not moved to
    where approval is asked again (`approval_needed`). Refusals: as `book_resource` and `cancel_booking`, and
    `move_changes_nothing`. Event: `BookingMoved`.
    """
    house = spaces.catalogue()
    found = Booking.objects.filter(pk=booking_id).first()
    if found is None:
        raise Refused(booking_unknown())
    refuse_unchangeable(actor, found, at)
    if override:
        refuse_without_right(actor, Right.OVERRIDE_BOOKING_RULES, space_id=found.space_id)
    wish = replace(_wish(found, period), override=override)
    wish = _to_where(wish, found, house=house, resource_id=resource_id, is_any=is_any)
    with refuse_taken(wish, house=house, audience=found.audience, at=at), transaction.atomic():
        return _move(actor, wish, house=house, booking_id=booking_id, at=at)


def _move(actor: PersonActor, wish: BookingWish, *, house: HouseOffer, booking_id: int, at: datetime) -> Booking:
    candidates = candidates_for(wish, house)
    booking = lock_booking(booking_id, and_resources=watch_of(candidates).by_atom)
    refuse_unchangeable(actor, booking, at)
    case = _allowed_case(actor, booking, candidates, wish=wish, at=at)
    quote = price_of(case)
    kept = kept_busy(case, quote.period)
    resource, now = take_first_free(_present_one_first(booking, candidates), kept, at=at, except_booking=booking.pk)
    refuse_if_changed(case, wish, party_of(booking), except_booking=booking.pk)
    before = _facts(booking)
    least_due = _least_due(booking, at)
    release(booking, now)
    booking.resource_id, booking.space_id = resource.id, resource.space_id
    booking.any_of_kind = wish.any_of_kind or ""
    freeze_price(booking, quote, Terms.of(case.rules))
    booking.lapses_at = lapse_of(booking, case.rules, at=now)
    booking.least_due_minor = least_due
    booking.sequence += 1
    booking.changed_at = now
    booking.save()
    give_way(candidates.atoms(resource), kept, at=now)
    hold(booking, candidates.atoms(resource), kept=kept, held_from=now)
    _record(actor, booking, before=before, note=wish.override)
    publish(BookingMoved(booking.pk))
    tell(booking, News.MOVED, by=actor, before=before)
    return booking


def _wish(booking: Booking, period: Period) -> BookingWish:
    """Return what was asked for the booking, for another period; not yet where."""
    return BookingWish(
        period,
        title=booking.title,
        is_option=booking.tentative == Tentative.OPTION and not booking.is_firm,
        event=EventWish(ALL_CHECKS, booking.in_charge_id) if booking.is_community_event else None,
        supplements=supplements_in(booking.lines),
        chosen_minor=chosen_in(booking.lines),
    )


def _to_where(
    wish: BookingWish, booking: Booking, *, house: HouseOffer, resource_id: int | None, is_any: bool
) -> BookingWish:
    """Return the wish for a resource, or for any of the booking's kind: what has no number any more is any of them."""
    named = resource_id or (None if is_any or booking.any_of_kind else booking.resource_id)
    own, space = house.resource(booking.resource_id), house.space_of(booking.space_id)
    day = space.local(wish.period.starts_at).date()
    if named == booking.resource_id and own is not None and space.is_interchangeable(own, day):
        named = None
    if named is not None or own is None:
        return replace(wish, resource_id=named or booking.resource_id)
    return replace(wish, space_id=space.id, any_of_kind=own.kind)


def _allowed_case(
    actor: PersonActor, booking: Booking, candidates: Candidates, *, wish: BookingWish, at: datetime
) -> BookingCase:
    if Period(booking.starts_at, booking.ends_at) == wish.period and booking.resource_id in {
        r.id for r in candidates.resources
    }:
        raise Refused(Reason("move_changes_nothing", _("C’est déjà le créneau de cette réservation.")))
    case = fitting(BookingCase.of(candidates, wish, audience=booking.audience, at=at))
    refuse_unless_empty(reasons_against(case, wish, party_of(booking), except_booking=booking.pk))
    may_approve = actor.has_right(Right.APPROVE_BOOKINGS, candidates.space.id)
    asked = tentative_of(case.rules, wish, audience=booking.audience, may_approve=may_approve)
    if asked == Tentative.REQUEST and booking.tentative != Tentative.REQUEST:
        text = _("Ce créneau se demande : faire une nouvelle demande, puis annuler cette réservation.")
        raise Refused(Reason("approval_needed", text))
    if asked == Tentative.REQUEST and booking.is_firm:
        text = _("Ce qui a été accepté vaut pour ce créneau : faire une nouvelle demande, puis annuler celle-ci.")
        raise Refused(Reason("approval_needed", text))
    return case


def _present_one_first(booking: Booking, candidates: Candidates) -> Candidates:
    """Keep the seat one has where it is free at the new time as well."""
    own = [r for r in candidates.resources if r.id == booking.resource_id]
    return Candidates(candidates.space, (*own, *(r for r in candidates.resources if r.id != booking.resource_id)))


def _least_due(booking: Booking, at: datetime) -> int:
    return cancellation_cost(booking, at).due_minor


def _facts(booking: Booking) -> dict[str, object]:
    return {
        "resource": booking.resource_id,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "price": booking.gross_minor,
    }


def _record(actor: PersonActor, booking: Booking, *, before: dict[str, object], note: str) -> None:
    after = _facts(booking)
    audit.record(
        actor=actor,
        at=booking.changed_at,
        action="booking.moved",
        subject=("booking", booking.pk, booking.for_label),
        changes={name: (before[name], after[name]) for name in after if before[name] != after[name]},
        note=note,
    )
