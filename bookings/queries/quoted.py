"""What a wish would cost and on which terms, if it were booked now."""

from dataclasses import dataclass
from datetime import datetime

from bookings.limits import option_term, tentative_of, term_of
from bookings.lines import Quote
from bookings.queries.asked import reasons_against, refuse_naming_members
from bookings.queries.occupied import busy_resources, candidates_for, watch_of
from bookings.quoting import BookingCase, kept_busy, quote_for
from bookings.terms import Terms
from bookings.wishes import BookingWish
from common.errors import refuse_unless_empty
from common.money import percentage_of
from common.rights import Right, refuse_without_right
from members.people import Party, PersonActor
from members.queries import name_of_member
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.supplements import SupplementFacts


@dataclass(frozen=True)
class Quoted:
    """Hold the price and the terms of a wish, and which resource it would get now, if any is free.

    `tentative` says whether it would be an option or a request, and `lapses_at` to which term that would hold;
    `option_until` is the term of an option made now, where one is offered. `in_charge` names the member
    in charge of a community event.
    """

    space: SpaceOffer
    resource: ResourceOffer | None
    quote: Quote
    terms: Terms
    supplements: tuple[SupplementFacts, ...] = ()
    tentative: str = ""
    lapses_at: datetime | None = None
    option_until: datetime | None = None
    in_charge_id: int | None = None
    in_charge: str = ""

    @property
    def deposit_minor(self) -> int:
        return percentage_of(self.quote.gross_minor, self.terms.deposit_percent)


def quoted(actor: PersonActor, wish: BookingWish, *, party: Party, house: HouseOffer, at: datetime) -> Quoted:
    """Return what the wish costs `party`; refusals as `book_resource`, but for what is taken."""
    candidates = candidates_for(wish, house)
    if wish.override:
        refuse_without_right(actor, Right.OVERRIDE_BOOKING_RULES, space_id=candidates.space.id)
    if wish.event:
        refuse_naming_members(actor, space_id=candidates.space.id)
    case = BookingCase.of(candidates, wish, audience=party.audience, at=at)
    refuse_unless_empty(reasons_against(case, wish, party))
    quote = quote_for(case)
    if quote is None:
        raise ValueError("a case without refusal has a price")
    busy = busy_resources(watch_of(candidates), kept_busy(case, quote.period), at)
    free = next((resource for resource in candidates.resources if resource.id not in busy), None)
    may_approve = actor.has_right(Right.APPROVE_BOOKINGS, candidates.space.id)
    tentative = tentative_of(case.rules, wish, audience=party.audience, may_approve=may_approve)
    lapses_at = term_of(tentative, case.rules, starts_at=quote.period.starts_at, at=at)
    in_charge_id = wish.event.in_charge if wish.event else None
    return Quoted(
        case.space,
        free,
        quote,
        Terms.of(case.rules),
        supplements=tuple(case.offered.values()),
        tentative=tentative,
        lapses_at=lapses_at,
        option_until=option_term(case.rules, tentative, starts_at=quote.period.starts_at, at=at),
        in_charge_id=in_charge_id,
        in_charge=name_of_member(in_charge_id),
    )
