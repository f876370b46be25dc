"""Move a booking to another time or resource; the old slot is freed only as the new one is held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.events import BookingMoved
from bookings.life import cancellation_cost
from bookings.lines import Quote, chosen_in, supplements_in
from bookings.models import Booking
from bookings.news import News
from bookings.operations.book import freeze_price
from bookings.operations.cancel import refuse_unchangeable
from bookings.operations.holding import hold, lock_booking, refuse_taken, release, take_first_free
from bookings.operations.telling import tell
from bookings.policies import reasons_not_to_book
from bookings.queries.occupied import candidates_for
from bookings.queries.visible import booking_unknown
from bookings.quoting import BookingCase, fitting, quote_for
from bookings.terms import Terms
from bookings.wishes import BookingWish, Candidates
from common import audit
from common.errors import Reason, Refused, refuse_unless_empty
from common.events import publish
from common.rights import Right, refuse_without_right
from members.people import PersonActor
from spaces import queries as spaces
from spaces.catalogue import HouseOffer
from spaces.enums import ResourceKind
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
    *, actor: PersonActor, at: datetime, booking: Booking, period: Period, resource_id: int | None = None
) -> tuple[Quote, MoveCost]:
    """Return the price of a move and what it would leave due, without moving; refusals as `move_booking`."""
    refuse_unchangeable(actor, booking, at)
    wish = _wish(booking, period, resource_id=resource_id, override="")
    case = _allowed_case(booking, candidates_for(wish, spaces.catalogue()), wish, at=at)
    quote = _quote(case)
    return quote, MoveCost(quote.gross_minor, _least_due(booking, at))


def move_booking(
    *,
    actor: PersonActor,
    at: datetime,
    booking_id: int,
    period: Period,
    resource_id: int | None = None,
    override: str = "",
) -> Booking:
    """Move the booking, at the price and terms of its new day; a later cancellation costs no less than now.

    Refusals: as `book_resource` and `cancel_booking`, and `move_changes_nothing`. Event: `BookingMoved`.
    """
    house = spaces.catalogue()
    found = Booking.objects.filter(pk=booking_id).first()
    if found is None:
        raise Refused(booking_unknown())
    refuse_unchangeable(actor, found, at)
    if override:
        refuse_without_right(actor, Right.OVERRIDE_BOOKING_RULES, space_id=found.space_id)
    wish = _wish(found, period, resource_id=resource_id, override=override)
    with refuse_taken(wish, house=house, audience=found.audience, at=at), transaction.atomic():
        return _move(actor, wish, house=house, booking_id=booking_id, at=at)


def _move(actor: PersonActor, wish: BookingWish, *, house: HouseOffer, booking_id: int, at: datetime) -> Booking:
    candidates = candidates_for(wish, house)
    booking = lock_booking(booking_id, and_resources=[r.id for r in candidates.resources])
    refuse_unchangeable(actor, booking, at)
    case = _allowed_case(booking, candidates, wish, at=at)
    quote = _quote(case)
    resource, now = take_first_free(
        _present_one_first(booking, candidates), quote.period, at=at, except_booking=booking.pk
    )
    before = _facts(booking)
    least_due = _least_due(booking, at)
    release(booking, now)
    booking.resource_id, booking.space_id = resource.id, resource.space_id
    freeze_price(booking, quote, Terms.of(case.rules))
    booking.least_due_minor = least_due
    booking.sequence += 1
    booking.changed_at = now
    booking.save()
    hold(booking, resource, held_from=now)
    _record(actor, booking, before=before, note=wish.override)
    tell(booking, News.MOVED, by=actor)
    publish(BookingMoved(booking.pk))
    return booking


def _wish(booking: Booking, period: Period, *, resource_id: int | None, override: str) -> BookingWish:
    kept: dict[str, Any] = {
        "override": override,
        "supplements": supplements_in(booking.lines),
        "chosen_minor": chosen_in(booking.lines),
    }
    if resource_id is None and booking.any_of_kind:
        kind = ResourceKind(booking.any_of_kind)
        return BookingWish(period, space_id=booking.space_id, any_of_kind=kind, **kept)
    return BookingWish(period, resource_id=resource_id or booking.resource_id, **kept)


def _allowed_case(booking: Booking, candidates: Candidates, wish: BookingWish, *, at: datetime) -> BookingCase:
    if Period(booking.starts_at, booking.ends_at) == wish.period and booking.resource_id in {
        r.id for r in candidates.resources
    }:
        raise Refused(Reason("move_changes_nothing", _("C’est déjà le créneau de cette réservation.")))
    case = fitting(BookingCase.of(candidates, wish, audience=booking.audience, at=at))
    refuse_unless_empty(reasons_not_to_book(case, is_overridden=bool(wish.override)))
    return case


def _quote(case: BookingCase) -> Quote:
    quote = quote_for(case)
    if quote is None:
        raise ValueError("a case without refusal has a price")
    return quote


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
