"""Put together what the booking sheet shows: price, terms, choices, and what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bookings.day_grid import free_count
from bookings.lines import Quote
from bookings.operations.holding import slot_taken
from bookings.queries.alternatives import nearest_alternatives
from bookings.queries.asked import reasons_against
from bookings.queries.occupied import Watch, busy_periods, candidates_for
from bookings.quoting import BookingCase, fitting, month_from, packages_on_sale, quote_for
from bookings.terms import Step, Terms
from bookings.wishes import BookingWish, Candidates
from common.errors import Reason, Sentence
from common.money import percentage_of
from members.people import Party
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period, local_day
from spaces.wording import period_label

HOUR = timedelta(hours=1)
WITHOUT_PRICE = frozenset(
    {
        "period_empty",
        "period_reversed",
        "period_in_past",
        "too_far_ahead",
        "too_long",
        "supplement_needed",
    }
)


@dataclass(frozen=True)
class Choice:
    """One period on sale that the sheet offers in a tap: by the hour or month, or a named one with its hours."""

    label: Sentence
    period: Period
    is_chosen: bool
    is_free: bool
    says_hours: bool = True


@dataclass(frozen=True)
class Offer:
    """A wish with its price and terms, what else is on sale that day, and the reasons against it.

    `seats` are the numbered seats that are free then, where they can be chosen.
    """

    wish: BookingWish
    candidates: Candidates
    case: BookingCase
    quote: Quote | None
    choices: Sequence[Choice]
    reasons: Sequence[Reason]
    seats: Sequence[ResourceOffer] = ()

    @property
    def space(self) -> SpaceOffer:
        return self.case.space

    @property
    def period(self) -> Period:
        """Return what would be kept busy: the asked period, its last paid hour completed."""
        return self.quote.period if self.quote else self.case.period

    @property
    def starts_at(self) -> datetime:
        """Return the start as the space's clock shows it, naive: for the fields of a form."""
        return self.space.local(self.case.period.starts_at).replace(tzinfo=None)

    @property
    def ends_at(self) -> datetime:
        """Return the end as the space's clock shows it, naive."""
        return self.space.local(self.case.period.ends_at).replace(tzinfo=None)

    @property
    def is_named(self) -> bool:
        """Tell whether one of the choices is what was asked for."""
        return any(choice.is_chosen for choice in self.choices)

    @property
    def is_open_at_midnight(self) -> bool:
        """Tell whether a booking that begins on this day may end on the next."""
        midnight = local_day(self.starts_at.date(), self.space.zone).ends_at
        around = self.space.open_periods(midnight - HOUR, midnight + HOUR)
        return any(stretch.starts_at < midnight < stretch.ends_at for stretch in around)

    @property
    def step_seconds(self) -> int:
        return self.case.rules.step_minutes * 60

    @property
    def terms(self) -> Terms:
        return Terms.of(self.case.rules)

    @property
    def deposit_minor(self) -> int:
        return percentage_of(self.quote.gross_minor, self.terms.deposit_percent) if self.quote else 0

    @property
    def rest_minor(self) -> int:
        return self.quote.gross_minor - self.deposit_minor if self.quote else 0

    @property
    def steps(self) -> list[Step]:
        """Return what cancelling costs, step by step."""
        if self.quote is None:
            return []
        return self.terms.steps(starts_at=self.period.starts_at, at=self.case.at, gross_minor=self.quote.gross_minor)


def offer_for(
    wish: BookingWish, *, house: HouseOffer, party: Party, at: datetime, except_booking: int | None = None
) -> Offer:
    """Return what a wish of the party is offered at `at`; one query, two where the slot is taken, and those of limits.

    What `except_booking` holds counts as free: it is about to move. Refusals: those of `candidates_for`.
    """
    candidates = candidates_for(wish, house)
    case = BookingCase.of(candidates, wish, audience=party.audience, at=at)
    if except_booking is not None:
        case = fitting(case)
    reasons = reasons_against(case, wish, party, except_booking=except_booking)
    quote = None if any(reason.code in WITHOUT_PRICE for reason in reasons) else quote_for(case)
    day = local_day(case.space.local(wish.period.starts_at).date(), case.space.zone)
    month = month_from(case, wish.period.starts_at)
    ends = [day.ends_at, *([quote.period.ends_at] if quote else []), *([month.period.ends_at] if month else [])]
    looked_at = Period(day.starts_at, max(ends))
    numbered = numbered_seats(case)
    watched = Watch.over((case.space, resource) for resource in (*candidates.resources, *numbered))
    by_resource = busy_periods(watched, looked_at, at, except_booking=except_booking)
    busy = [by_resource.get(resource.id, []) for resource in candidates.resources]
    if not reasons and quote and not free_count(busy, quote.period):
        found = nearest_alternatives(wish, house=house, audience=party.audience, at=at)
        reasons = [slot_taken(found, is_whole=bool(case.resource.parts))]
    kept = quote.period if quote else wish.period
    seats = [seat for seat in numbered if free_count([by_resource.get(seat.id, [])], kept)]
    return Offer(wish, candidates, case, quote, choices_of(case, day, busy), reasons, seats)


def numbered_seats(case: BookingCase) -> list[ResourceOffer]:
    """Return the seats one of which can be chosen instead of the case's, or of any; none where they have no number."""
    if case.resource.kind is not ResourceKind.SEAT or not case.rules.is_numbered:
        return []
    return [
        seat
        for seat in case.space.resources_on(case.first_day)
        if seat.kind is ResourceKind.SEAT and case.space.rules_for(seat, case.first_day).is_numbered
    ]


def choices_of(case: BookingCase, day: Period, busy: Sequence[Sequence[Period]]) -> list[Choice]:
    """Return what is sold on the day of the case: the hour it begins with, then the named periods, short ones first."""
    that_day = replace(case, period=day)
    found: list[tuple[Sentence, Period, bool]] = []
    if Unit.HOUR in case.space.prices_for(case.resource, case.audience, case.space.local(day.starts_at).date()):
        found.append((_("1 h"), Period(case.period.starts_at, case.period.starts_at + HOUR), False))
    packages = sorted(packages_on_sale(that_day), key=lambda package: package.period.duration)
    found += [(period_label(package.name, package.label), package.period, True) for package in packages]
    month = month_from(case, case.period.starts_at)
    if month is not None:
        found.append((_("1 mois"), month.period, False))
    return [
        Choice(label, period, period == case.period, _is_free(case, period, busy), says_hours)
        for label, period, says_hours in found
    ]


def _is_free(case: BookingCase, period: Period, busy: Sequence[Sequence[Period]]) -> bool:
    return period.starts_at >= case.at and free_count(busy, period) > 0
