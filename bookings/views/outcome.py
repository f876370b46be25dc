"""What the second click would make of an offer: something firm, a request, or an option if one likes."""

from dataclasses import dataclass
from datetime import datetime

from bookings.enums import Tentative
from bookings.limits import option_term, tentative_of, term_of
from bookings.views.offer import Offer
from common.rights import Right
from members.people import PersonActor


@dataclass(frozen=True)
class Outcome:
    """Say whether the house must answer first, and until when a request or an option made now would hold."""

    is_request: bool
    lapses_at: datetime | None
    option_until: datetime | None


def outcome_of(offer: Offer, actor: PersonActor) -> Outcome:
    """Return what the offer would become, made by the actor."""
    case, starts_at = offer.case, offer.period.starts_at
    may_approve = actor.has_right(Right.APPROVE_BOOKINGS, case.space.id)
    tentative = tentative_of(case.rules, offer.wish, audience=case.audience, may_approve=may_approve)
    return Outcome(
        is_request=tentative == Tentative.REQUEST,
        lapses_at=term_of(tentative, case.rules, starts_at=starts_at, at=case.at),
        option_until=option_term(case.rules, tentative, starts_at=starts_at, at=case.at),
    )
