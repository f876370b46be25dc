"""What a wish would cost and on which terms, if it were booked now."""

from dataclasses import dataclass
from datetime import datetime

from bookings.lines import Quote
from bookings.policies import reasons_not_to_book
from bookings.queries.occupied import busy_resources, candidates_for
from bookings.quoting import BookingCase, quote_for
from bookings.terms import Terms
from bookings.wishes import BookingWish
from common.errors import refuse_unless_empty
from common.money import percentage_of
from common.rights import Right, refuse_without_right
from members.people import Party, PersonActor
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.supplements import SupplementFacts


@dataclass(frozen=True)
class Quoted:
    """Hold the price and the terms of a wish, and which resource it would get now, if any is free."""

    space: SpaceOffer
    resource: ResourceOffer | None
    quote: Quote
    terms: Terms
    supplements: tuple[SupplementFacts, ...] = ()

    @property
    def deposit_minor(self) -> int:
        return percentage_of(self.quote.gross_minor, self.terms.deposit_percent)


def quoted(actor: PersonActor, wish: BookingWish, *, party: Party, house: HouseOffer, at: datetime) -> Quoted:
    """Return what the wish costs `party`; refusals as `book_resource`, but for what is taken."""
    candidates = candidates_for(wish, house)
    if wish.override:
        refuse_without_right(actor, Right.OVERRIDE_BOOKING_RULES, space_id=candidates.space.id)
    case = BookingCase.of(candidates, wish, audience=party.audience, at=at)
    refuse_unless_empty(reasons_not_to_book(case, is_overridden=bool(wish.override)))
    quote = quote_for(case)
    if quote is None:
        raise ValueError("a case without refusal has a price")
    busy = busy_resources([resource.id for resource in candidates.resources], quote.period, at)
    free = next((resource for resource in candidates.resources if resource.id not in busy), None)
    return Quoted(case.space, free, quote, Terms.of(case.rules), tuple(case.offered.values()))
