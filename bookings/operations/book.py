"""Book a resource, or any of a kind."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from bookings.enums import Tentative
from bookings.events import BookingMade
from bookings.limits import limits_of, tentative_of, term_of
from bookings.lines import Quote
from bookings.models import Booking
from bookings.news import News
from bookings.operations.freely import give_way
from bookings.operations.holding import hold, lock_party, refuse_taken, settings_changed, take_first_free
from bookings.operations.telling import tell
from bookings.queries.asked import reasons_against, refuse_naming_members
from bookings.queries.occupied import candidates_for
from bookings.quoting import BookingCase, kept_busy, quote_for
from bookings.terms import Terms
from bookings.wishes import BookingWish, Candidates
from common import audit
from common.errors import Refused, refuse_unless_empty
from common.events import publish
from common.money import percentage_of
from common.rights import Actor, Right, refuse_without_right
from members.people import Party, PersonActor
from members.queries import name_of_member
from spaces import queries as spaces
from spaces.rulebook import Rules

NEWS = {Tentative.OPTION.value: News.OPTIONED, Tentative.REQUEST.value: News.REQUESTED}
ACTIONS = {Tentative.OPTION.value: "booking.optioned", Tentative.REQUEST.value: "booking.requested"}


def book_resource(
    *, actor: Actor, at: datetime, wish: BookingWish, party: Party, payer: Party | None = None
) -> Booking:
    """Book what `wish` asks for `party`, at the price and terms in force on the day of use, frozen from now on.

    An option, or a request where the house must approve, holds the slot to its term. `payer` is the party
    itself unless said otherwise. Booking for somebody else needs `book_for_others`, an override
    `override_booking_rules`; `approve_bookings` spares the request. Refusals: those of `reasons_against`,
    `slot_taken` (409, with alternatives that are free at that moment), `right_needed`. Event: `BookingMade`.
    """
    house = spaces.catalogue()
    candidates = candidates_for(wish, house)
    _refuse_without_rights(actor, wish, party=party, space_id=candidates.space.id)
    case = BookingCase.of(candidates, wish, audience=party.audience, at=at)
    refuse_unless_empty(reasons_against(case, wish, party))
    with refuse_taken(wish, house=house, audience=party.audience, at=at), transaction.atomic():
        return _book(actor, wish, candidates=candidates, case=case, party=party, payer=payer or party)


def _refuse_without_rights(actor: Actor, wish: BookingWish, *, party: Party, space_id: int) -> None:
    is_for_me = isinstance(actor, PersonActor) and actor.party == party
    if not is_for_me:
        refuse_without_right(actor, Right.BOOK_FOR_OTHERS, space_id=space_id)
    if wish.override:
        refuse_without_right(actor, Right.OVERRIDE_BOOKING_RULES, space_id=space_id)
    if wish.event:
        refuse_naming_members(actor, space_id=space_id)


def _book(
    actor: Actor, wish: BookingWish, *, candidates: Candidates, case: BookingCase, party: Party, payer: Party
) -> Booking:
    quote = price_of(case)
    kept = kept_busy(case, quote.period)
    resource, now = take_first_free(candidates, kept, at=case.at)
    refuse_if_changed(case, wish, party)
    booking = _booking(actor, wish, case=case, party=party, payer=payer)
    booking.resource_id = resource.id
    may_approve = actor.has_right(Right.APPROVE_BOOKINGS, case.space.id)
    booking.tentative = tentative_of(case.rules, wish, audience=party.audience, may_approve=may_approve)
    freeze_price(booking, quote, Terms.of(case.rules))
    booking.lapses_at = lapse_of(booking, case.rules, at=now)
    booking.save(force_insert=True)
    atoms = candidates.atoms(resource)
    give_way(atoms, kept, at=now)
    hold(booking, atoms, kept=kept, held_from=now)
    _record(actor, booking, resource_name=resource.name, note=wish.override)
    publish(BookingMade(booking.pk))
    tell(booking, NEWS.get(booking.tentative, News.MADE), by=actor)
    return booking


def _booking(actor: Actor, wish: BookingWish, *, case: BookingCase, party: Party, payer: Party) -> Booking:
    """Return the booking before it has a resource and a price."""
    return Booking(
        space_id=case.space.id,
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
        is_community_event=wish.event is not None,
        in_charge_id=wish.event.in_charge if wish.event else None,
        in_charge_label=name_of_member(wish.event.in_charge) if wish.event else "",
    )


def price_of(case: BookingCase) -> Quote:
    """Return the price of a case that no rule forbids."""
    quote = quote_for(case)
    if quote is None:
        raise ValueError("a case without refusal has a price")
    return quote


def refuse_if_changed(case: BookingCase, wish: BookingWish, party: Party, *, except_booking: int | None = None) -> None:
    """Judge again, under the locks, what may have changed since the wish was judged: limits, hours, rules, prices.

    Without limits it costs the read of the house's version. Refusals: those of `reasons_against`, and
    `settings_changed` (409) where the price is another one now.
    """
    space = spaces.catalogue().space_of(case.space.id)
    if limits_of(case.rules):
        lock_party(party)
    elif space is case.space:
        return
    resource = next((one for one in space.resources if one.id == case.resource.id), case.resource)
    present = replace(case, space=space, resource=resource)
    refuse_unless_empty(reasons_against(present, wish, party, except_booking=except_booking))
    if space is not case.space and quote_for(present) != quote_for(case):
        raise Refused(settings_changed())


def lapse_of(booking: Booking, rules: Rules, *, at: datetime) -> datetime | None:
    """Return when the booking stops holding its slot by itself: its term, or its release where nobody comes."""
    if not booking.is_firm:
        return term_of(booking.tentative, rules, starts_at=booking.starts_at, at=at)
    if booking.checked_in_at is not None:
        return None
    return Terms.from_json(booking.terms).release_at(booking.starts_at, booking.ends_at)


def freeze_price(booking: Booking, quote: Quote, terms: Terms) -> None:
    """Write the quote's period and price, and the terms, into the booking."""
    booking.starts_at, booking.ends_at = quote.period.starts_at, quote.period.ends_at
    booking.net_minor, booking.vat_minor = quote.net_minor, quote.vat_minor
    booking.lines = [line.as_json() for line in quote.lines]
    booking.terms = terms.as_json()
    booking.deposit_minor = percentage_of(quote.gross_minor, terms.deposit_percent)
    booking.is_to_be_invoiced = booking.is_firm and booking.deposit_minor > 0


def _record(actor: Actor, booking: Booking, *, resource_name: str, note: str) -> None:
    facts = {
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "price": booking.gross_minor,
        "lapses_at": booking.lapses_at.isoformat() if booking.lapses_at else "",
        "in_charge": booking.in_charge_label,
    }
    audit.record(
        actor=actor,
        at=booking.booked_at,
        action=ACTIONS.get(booking.tentative, "booking.made"),
        subject=("booking", booking.pk, f"{resource_name}, {booking.for_label}"),
        changes={name: (None, value) for name, value in facts.items() if value != ""},
        note=note,
    )
