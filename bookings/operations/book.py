"""Book a resource, or any of a kind."""

from datetime import datetime

from django.db import transaction

from bookings.events import BookingMade
from bookings.lines import Quote
from bookings.models import Booking
from bookings.news import News
from bookings.operations.holding import hold, refuse_taken, take_first_free
from bookings.operations.telling import tell
from bookings.policies import reasons_not_to_book
from bookings.queries.occupied import candidates_for
from bookings.quoting import BookingCase, quote_for
from bookings.terms import Terms
from bookings.wishes import BookingWish, Candidates
from common import audit
from common.errors import refuse_unless_empty
from common.events import publish
from common.money import percentage_of
from common.rights import Actor, Right, refuse_without_right
from members.people import Party, PersonActor
from spaces import queries as spaces


def book_resource(
    *, actor: Actor, at: datetime, wish: BookingWish, party: Party, payer: Party | None = None
) -> Booking:
    """Book what `wish` asks for `party`, at the price and terms in force on the day of use, frozen from now on.

    `payer` is the party itself unless said otherwise. Booking for somebody else needs `book_for_others`,
    an override `override_booking_rules`. Refusals: those of `reasons_not_to_book`, `slot_taken` (409, with
    alternatives that are free at that moment), `right_needed`. Event: `BookingMade`.
    """
    house = spaces.catalogue()
    candidates = candidates_for(wish, house)
    _refuse_without_rights(actor, wish, party=party, space_id=candidates.space.id)
    case = BookingCase.of(candidates, wish, audience=party.audience, at=at)
    refuse_unless_empty(reasons_not_to_book(case, is_overridden=bool(wish.override)))
    with refuse_taken(wish, house=house, audience=party.audience, at=at), transaction.atomic():
        return _book(actor, wish, candidates=candidates, case=case, party=party, payer=payer or party)


def _refuse_without_rights(actor: Actor, wish: BookingWish, *, party: Party, space_id: int) -> None:
    is_for_me = isinstance(actor, PersonActor) and actor.party == party
    if not is_for_me:
        refuse_without_right(actor, Right.BOOK_FOR_OTHERS, space_id=space_id)
    if wish.override:
        refuse_without_right(actor, Right.OVERRIDE_BOOKING_RULES, space_id=space_id)


def _book(
    actor: Actor, wish: BookingWish, *, candidates: Candidates, case: BookingCase, party: Party, payer: Party
) -> Booking:
    quote = quote_for(case)
    if quote is None:
        raise ValueError("a case without refusal has a price")
    resource, now = take_first_free(candidates, quote.period, at=case.at)
    booking = Booking(
        space_id=case.space.id,
        resource_id=resource.id,
        any_of_kind=wish.any_of_kind or "",
        title=wish.title,
        booked_at=case.at,
        booked_by_id=actor.account_id if isinstance(actor, PersonActor) else None,
        booked_by_label=actor.label,
        for_member_id=party.member_id,
        for_account_id=None if party.member_id else party.account_id,
        for_label=party.label,
        payer_member_id=payer.member_id,
        payer_account_id=None if payer.member_id else payer.account_id,
        payer_label=payer.label,
        audience=party.audience,
        currency=case.space.currency,
        changed_at=case.at,
    )
    freeze_price(booking, quote, Terms.of(case.rules))
    booking.save(force_insert=True)
    hold(booking, resource, held_from=now)
    _record(actor, booking, resource_name=resource.name, note=wish.override)
    tell(booking, News.MADE, by=actor)
    publish(BookingMade(booking.pk))
    return booking


def freeze_price(booking: Booking, quote: Quote, terms: Terms) -> None:
    """Write the quote's period and price, and the terms, into the booking."""
    booking.starts_at, booking.ends_at = quote.period.starts_at, quote.period.ends_at
    booking.net_minor, booking.vat_minor = quote.net_minor, quote.vat_minor
    booking.lines = [line.as_json() for line in quote.lines]
    booking.terms = terms.as_json()
    booking.deposit_minor = percentage_of(quote.gross_minor, terms.deposit_percent)
    booking.is_to_be_invoiced = booking.deposit_minor > 0


def _record(actor: Actor, booking: Booking, *, resource_name: str, note: str) -> None:
    audit.record(
        actor=actor,
        at=booking.booked_at,
        action="booking.made",
        subject=("booking", booking.pk, f"{resource_name}, {booking.for_label}"),
        changes={
            "starts_at": (None, booking.starts_at.isoformat()),
            "ends_at": (None, booking.ends_at.isoformat()),
            "price": (None, booking.gross_minor),
        },
        note=note,
    )
