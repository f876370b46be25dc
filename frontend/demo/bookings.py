"""Write the bookings of a demo house: the past in bulk, what is to come by the operation that people use."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bookings.enums import Tentative
from bookings.life import cancellation_cost
from bookings.models import Booking, Occupancy
from bookings.operations import book_resource, confirm_booking
from bookings.operations.book import freeze_price
from bookings.terms import Terms
from bookings.wishes import ALL_CHECKS, BookingWish, EventWish
from frontend.demo.habits import Intention
from frontend.demo.people import Somebody
from members.models import Account
from members.people import Party, PersonActor
from members.queries import actor_for
from spaces.catalogue import HouseOffer

BATCH = 500


def write_past(intentions: Iterable[Intention]) -> int:
    """Write bookings that are over, at the price and terms the policies give; return how many.

    Nothing is published and no trail is kept: they are what the house had before it came here.
    """
    made = [(_past_booking(intention), intention.case) for intention in intentions]
    Booking.objects.bulk_create([booking for booking, _case in made], batch_size=BATCH)
    Occupancy.objects.bulk_create(
        (
            Occupancy(
                booking=booking,
                resource_id=atom,
                starts_at=booking.starts_at,
                ends_at=booking.ends_at,
                held_from=booking.booked_at,
                held_until=booking.cancelled_at,
            )
            for booking, case in made
            for atom in case.space.atoms(case.resource)
        ),
        batch_size=BATCH,
    )
    return len(made)


def book_ahead(intentions: Sequence[Intention], *, house: HouseOffer, at: datetime, answering: Somebody) -> int:
    """Make the bookings to come, in the order they were asked for; return how many.

    What had to be asked for has been accepted by `answering`, unless it is meant to wait.
    """
    keys = {one.account_id for one in (answering, *(intention.by for intention in intentions)) if one.account_id}
    accounts = Account.objects.in_bulk(keys)
    host = actor_for(accounts[answering.account_id or 0], at, house=house)
    actors: dict[int, PersonActor] = {}
    for intention in sorted(intentions, key=lambda intention: intention.booked_at):
        account_id = intention.by.account_id or 0
        if account_id not in actors:
            actors[account_id] = actor_for(accounts[account_id], at, house=house)
        actor = _as_they_were(actors[account_id], intention.party)
        made = book_resource(actor=actor, at=intention.booked_at, wish=_wish(intention), party=intention.party)
        if not made.is_firm and not intention.tentative:
            confirm_booking(actor=host, at=at, booking_id=made.pk)
    return len(intentions)


def _as_they_were(actor: PersonActor, party: Party) -> PersonActor:
    """Return the actor in the audience they were in when they booked for themselves: before they joined, perhaps."""
    return replace(actor, party=party) if party.is_same_as(actor.party.member_id, actor.account_id) else actor


def _wish(intention: Intention) -> BookingWish:
    case, is_option = intention.case, intention.tentative == Tentative.OPTION
    if intention.any_of_kind:
        return BookingWish(
            case.period, space_id=case.space.id, any_of_kind=intention.any_of_kind, title=intention.title
        )
    event = EventWish(ALL_CHECKS, intention.party.member_id) if intention.is_event else None
    wanted = BookingWish(case.period, resource_id=case.resource.id, title=intention.title, is_option=is_option)
    return replace(wanted, event=event)


def _past_booking(intention: Intention) -> Booking:
    case, party, by = intention.case, intention.party, intention.by
    account_id = None if party.member_id else party.account_id
    booking = Booking(
        space_id=case.space.id,
        resource_id=case.resource.id,
        any_of_kind=intention.any_of_kind or "",
        title=intention.title,
        booked_at=intention.booked_at,
        booked_by_id=by.account_id,
        booked_by_label=by.name,
        for_member_id=party.member_id,
        for_account_id=account_id,
        for_label=party.label,
        payer_member_id=party.member_id,
        payer_account_id=account_id,
        payer_label=party.label,
        audience=party.audience,
        currency=case.space.currency,
        changed_at=intention.booked_at,
    )
    freeze_price(booking, intention.quote, Terms.of(case.rules))
    if intention.cancelled_at is not None:
        _cancel(booking, by, intention.cancelled_at)
    return booking


def _cancel(booking: Booking, by: Somebody, at: datetime) -> None:
    cost = cancellation_cost(booking, at)
    booking.cancelled_at = booking.changed_at = at
    booking.cancelled_by_label = by.name
    booking.is_undone, booking.due_minor = cost.is_undo, cost.due_minor
    booking.is_to_be_invoiced = cost.due_minor > 0
    booking.sequence = 1
