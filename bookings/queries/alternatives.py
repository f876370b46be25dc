"""Find what is free near a wish that cannot be had."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.lines import Quote
from bookings.policies import reasons_not_to_book
from bookings.queries.occupied import Watch, busy_periods, candidates_for
from bookings.quoting import BookingCase, packages_on_sale, quote_for
from bookings.wishes import BookingWish, Candidates
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import DAY, Period, instant
from spaces.rulebook import Rules

DAYS_AHEAD = 7
MOST_TIMES = 2
MOST_RESOURCES = 2


@dataclass(frozen=True)
class Alternative:
    """One thing that could be booked at the moment of asking, at its price."""

    resource: ResourceOffer
    any_of_kind: ResourceKind | None
    quote: Quote


def nearest_alternatives(wish: BookingWish, *, house: HouseOffer, audience: str, at: datetime) -> list[Alternative]:
    """Return other times of the same thing, nearest first, then similar things at the same time.

    Every one of them is free and allowed at `at`, for this audience; one query.
    """
    wanted = candidates_for(wish, house)
    space, day = wanted.space, wanted.space.local(wish.period.starts_at).date()
    around = Period(
        instant(day - DAY, datetime.min.time(), space.zone),
        instant(day + (DAYS_AHEAD + 1) * DAY, datetime.min.time(), space.zone),
    )
    busy = busy_periods(Watch.over((space, resource) for resource in space.resources), around, at)
    search = _Search(space, wish, audience, at, busy)
    times = search.other_times(wanted.resources)
    similar = [r for r in space.resources if r.kind == wanted.first.kind and r not in wanted.resources]
    return [*times, *search.other_resources(similar, wanted.first.capacity)]


@dataclass(frozen=True)
class _Search:
    space: SpaceOffer
    wish: BookingWish
    audience: str
    at: datetime
    busy: dict[int, list[Period]]

    def other_times(self, resources: tuple[ResourceOffer, ...]) -> list[Alternative]:
        found: list[Alternative] = []
        for period in self._nearby_periods(resources[0]):
            if any(period.overlaps(known.quote.period) for known in found):
                continue
            for resource in resources:
                alternative = self._possible(resource, period)
                if alternative is not None:
                    found.append(alternative)
                    break
            if len(found) == MOST_TIMES:
                break
        return found

    def other_resources(self, resources: list[ResourceOffer], capacity: int) -> list[Alternative]:
        by_fit = sorted(resources, key=lambda r: (r.capacity < capacity, abs(r.capacity - capacity)))
        found = (self._possible(resource, self.wish.period) for resource in by_fit)
        return [alternative for alternative in found if alternative is not None][:MOST_RESOURCES]

    def _possible(self, resource: ResourceOffer, period: Period) -> Alternative | None:
        wish = self.wish.during(period)
        case = BookingCase.of(Candidates(self.space, (resource,)), wish, audience=self.audience, at=self.at)
        quote = quote_for(case)
        if quote is None or any(quote.period.overlaps(taken) for taken in self.busy.get(resource.id, ())):
            return None
        if reasons_not_to_book(case, is_overridden=bool(self.wish.override)) or not self._is_open(case):
            return None
        return Alternative(resource, self.wish.any_of_kind, quote)

    def _is_open(self, case: BookingCase) -> bool:
        """Tell whether the rules let the audience have the same: what circles open is not offered unasked."""
        rules = case.rules
        return (
            (not rules.open_to or self.audience in rules.open_to or case.resource.id == self.wish.resource_id)
            and (self.wish.event is None or rules.allows_community_events)
            and (not self.wish.is_option or bool(rules.option_minutes))
        )

    def _nearby_periods(self, resource: ResourceOffer) -> list[Period]:
        """Return the times to try, those nearest to the wish first."""
        wished = self.wish.period
        rules = BookingCase(self.space, resource, wished, self.audience, self.at).rules
        found = {period for period in self._times_to_try(resource, rules) if period.starts_at > self.at}
        found.discard(wished)
        return sorted(found, key=lambda p: (abs(p.starts_at - wished.starts_at), p.starts_at))

    def _times_to_try(self, resource: ResourceOffer, rules: Rules) -> Iterator[Period]:
        """Yield named periods like the wished one, else the same length at each step, over the days around."""
        wished = self.wish.period
        here = BookingCase(self.space, resource, wished, self.audience, self.at)
        unit = next((p.unit for p in packages_on_sale(here) if p.period == wished), None)
        first = self.space.local(wished.starts_at)
        for offset in range(-1, DAYS_AHEAD + 1):
            day = first.date() + offset * DAY
            if unit is not None:
                midday = instant(day, datetime.min.time(), self.space.zone)
                case = BookingCase(
                    self.space, resource, Period(midday, midday + timedelta(hours=1)), self.audience, self.at
                )
                yield from (package.period for package in packages_on_sale(case) if package.unit == unit)
            elif offset == 0:
                yield from self._steps_around(wished, rules)
            else:
                starts_at = instant(day, first.time(), self.space.zone)
                yield Period(starts_at, starts_at + wished.duration)

    def _steps_around(self, wished: Period, rules: Rules) -> Iterator[Period]:
        step = timedelta(minutes=max(rules.step_minutes, 15))
        for count in range(1, int(timedelta(hours=10) / step) + 1):
            for shift in (step * count, -step * count):
                yield Period(wished.starts_at + shift, wished.ends_at + shift)
