"""What a wish costs by the lists in force on the day of use. Pure: no database, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bookings.free_time import bookable_periods, clipped, hourly_periods, joined, without
from bookings.lines import SUPPLEMENT, Line, Quote, with_chosen
from bookings.pricing import HOUR, HourPrice, OnSale, Package, cheapest_quote
from bookings.wishes import BookingWish, Candidates
from common.money import vat_on
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import Unit
from spaces.local_time import Period, days_between, months_later
from spaces.rulebook import Rules
from spaces.supplements import SupplementFacts

MOST_MONTHS = 13
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class BookingCase:
    """All that the rules of booking look at: what is asked, by whom in which audience, and when.

    `supplements` are asked for by code and number; `chosen_minor` is the amount with VAT that the payer
    chooses where the price lets them; `is_named` says that this very resource is asked for.
    """

    space: SpaceOffer
    resource: ResourceOffer
    period: Period
    audience: str
    at: datetime
    supplements: tuple[tuple[str, int], ...] = ()
    chosen_minor: int | None = None
    is_event: bool = False
    is_named: bool = False

    @classmethod
    def of(cls, candidates: Candidates, wish: BookingWish, *, audience: str, at: datetime) -> "BookingCase":
        """Return the case of a wish; the first of the candidates stands for all of them."""
        return cls(
            candidates.space,
            candidates.first,
            wish.period,
            audience,
            at,
            supplements=wish.supplements,
            chosen_minor=wish.chosen_minor,
            is_event=wish.event is not None,
            is_named=wish.resource_id is not None,
        )

    @property
    def first_day(self) -> date:
        """Return the local day of use."""
        return self.space.local(self.period.starts_at).date()

    @property
    def rules(self) -> Rules:
        """Return the rules in force on the day of use."""
        return self.space.rules_for(self.resource, self.first_day)

    @property
    def offered(self) -> dict[str, SupplementFacts]:
        """Return the supplements on offer to the case's audience on the day of use, by code."""
        return self.space.supplements_for(self.resource, self.audience, self.first_day)


def quote_for(case: BookingCase) -> Quote | None:
    """Return the cheapest price of the case by the lists in force on the day of use, or None: not on offer.

    Hours are sold within the bookable hours, months day and night; where that cannot cover the period its
    price is counted as if hours were sold around the clock, for whoever may pass over the hours. A community
    event costs nothing but its supplements, and keeps its own hours only.
    """
    if case.is_event:
        return Quote(case.period, tuple(supplement_lines(case)))
    quote = _cover(replace(case, at=_ANY_TIME, chosen_minor=None))
    if quote is None:
        return None
    if case.chosen_minor is not None and quote.is_open and case.chosen_minor >= quote.least_gross_minor:
        return with_chosen(quote, case.chosen_minor)
    return quote


@lru_cache(maxsize=64)
def _cover(case: BookingCase) -> Quote | None:
    """Return the price of a case, whenever it is asked for: one request asks for the same several times."""
    quote = cheapest_quote(case.period, _on_sale(case))
    is_in_hours = quote is not None
    quote = quote or cheapest_quote(case.period, _around_the_clock(case))
    if quote is None:
        return None
    return replace(quote, lines=(*quote.lines, *supplement_lines(case)), is_in_hours=is_in_hours)


def fitting(case: BookingCase) -> BookingCase:
    """Return the case of a move with what can come along: the supplements on offer there, an amount not too low."""
    offered = case.offered
    kept = tuple((code, count) for code, count in case.supplements if code in offered and count <= offered[code].most)
    case = replace(case, supplements=kept)
    quote = quote_for(replace(case, chosen_minor=None)) if case.chosen_minor is not None else None
    if case.chosen_minor is None or quote is None:
        return case
    return replace(case, chosen_minor=max(case.chosen_minor, quote.least_gross_minor) if quote.is_open else None)


def kept_busy(case: BookingCase, period: Period) -> Period:
    """Return what a booking of the case keeps busy around its period: the buffers included."""
    rules = case.rules
    before, after = timedelta(minutes=rules.buffer_before_minutes), timedelta(minutes=rules.buffer_after_minutes)
    return Period(period.starts_at - before, period.ends_at + after)


def packages_on_sale(case: BookingCase) -> list[Package]:
    """Return the named packages on sale to the case's audience, over the days its period touches."""
    found = []
    for day in days_between(case.period.starts_at, case.period.ends_at, case.space.zone):
        prices = case.space.prices_for(case.resource, case.audience, day)
        for named in case.space.periods_for(case.resource, day):
            price = prices.get(named.unit)
            if price is not None and price.net_minor is not None:
                package = Package(
                    named.unit,
                    named.name,
                    named.on(day, case.space.zone),
                    price.net_minor,
                    price.vat_bp,
                    least_minor=price.least_minor,
                    label=named.label,
                )
                found.append(package)
    return found


def month_from(case: BookingCase, starts_at: datetime, count: int = 0) -> Package | None:
    """Return the month that begins `count` months after an instant, at the price of that day; None: not on sale."""
    begins = months_later(starts_at, count, case.space.zone)
    day = case.space.local(begins).date()
    price = case.space.prices_for(case.resource, case.audience, day).get(Unit.MONTH)
    if price is None or price.net_minor is None:
        return None
    period = Period(begins, months_later(starts_at, count + 1, case.space.zone))
    return Package(Unit.MONTH, "", period, price.net_minor, price.vat_bp, price.least_minor)


def stretches_of(case: BookingCase, asked: Period) -> list[Period]:
    """Return when the case may be booked over the days `asked` touches: with the hours its supplements open."""
    opened = [window for window, _facts in _windows(case)]
    bookable = bookable_periods(case.space, case.resource, asked)
    return joined(sorted([*bookable, *opened], key=lambda period: period.starts_at)) if opened else bookable


def is_open(case: BookingCase, quote: Quote | None) -> bool:
    """Tell whether what is kept lies in bookable hours, but for what is sold by the month: day and night."""
    asked = quote.period if quote else case.period
    stretches = stretches_of(case, asked)
    left = without([asked], quote.months) if quote else [asked]
    return all(any(stretch.contains(piece) for stretch in stretches) for piece in left)


def supplement_stretches(case: BookingCase) -> list[Period]:
    """Return the hours that supplements on offer open over the days of the case, asked for or not."""
    every = replace(case, supplements=tuple((code, 1) for code in case.offered))
    return [window for window, _facts in _windows(every)]


def supplements_that_open(case: BookingCase) -> list[SupplementFacts]:
    """Return the supplements of hours with which the case could be booked, and which it does not ask for."""
    asked = dict(case.supplements)
    found = []
    for facts in case.offered.values():
        if facts.is_of_hours and facts.code not in asked:
            more = replace(case, supplements=(*case.supplements, (facts.code, 1)))
            quote = quote_for(more)
            if quote is not None and quote.is_in_hours and is_open(more, quote):
                found.append(facts)
    return found


def supplement_lines(case: BookingCase) -> Iterator[Line]:
    """Yield what the supplements of the case cost: those of hours where the period needs them, then the others."""
    needed = [facts for window, facts in _windows(case) if _is_needed(case, window)]
    taken = [(facts, needed.count(facts)) for facts in dict.fromkeys(needed)]
    offered = case.offered
    taken += [
        (offered[code], count) for code, count in case.supplements if code in offered and not offered[code].is_of_hours
    ]
    for facts, count in taken:
        net = (facts.net_minor or 0) * count
        yield Line(SUPPLEMENT, facts.code, count, net, facts.vat_bp, vat_on(net, facts.vat_bp), facts.name)


def _windows(case: BookingCase) -> list[tuple[Period, SupplementFacts]]:
    """Return the hours that the case's supplements open, on the days its period touches on which one opens."""
    found = []
    for day in days_between(case.period.starts_at, case.period.ends_at, case.space.zone) if case.supplements else ():
        offered = case.space.supplements_for(case.resource, case.audience, day)
        for code, _count in case.supplements:
            window = offered[code].on(day, case.space.zone) if code in offered else None
            if window and window.overlaps(case.period) and case.space.hours_on(day):
                found.append((window, offered[code]))
    return found


def _is_needed(case: BookingCase, window: Period) -> bool:
    """Tell whether the period needs the hours of a window: some of them are not bookable without."""
    within = Period(max(window.starts_at, case.period.starts_at), min(window.ends_at, case.period.ends_at))
    return bool(without([within], bookable_periods(case.space, case.resource, within)))


def _on_sale(case: BookingCase) -> OnSale:
    """Return what the case can be covered with: packages and hours within bookable hours, months day and night."""
    hourly, stretches = hourly_periods(case.space, case.resource, case.period), stretches_of(case, case.period)
    opened = [
        Package(Unit.HOUR, facts.code, window, 0, 0, is_paid_apart=True)
        for window, facts in _windows(case)
        if _is_needed(case, window)
    ]
    named = [
        replace(package, period=piece)
        for package in packages_on_sale(case)
        for piece in clipped(stretches, package.period.starts_at, package.period.ends_at)
    ]

    def hour_at(at: datetime) -> HourPrice | None:
        hour = Period(at, at + HOUR)
        return _hour_price(case, at) if any(stretch.contains(hour) for stretch in hourly) else None

    return OnSale([*opened, *named], hour_at, lambda at: _months(case, at))


def _around_the_clock(case: BookingCase) -> OnSale:
    return OnSale(packages_on_sale(case), lambda at: _hour_price(case, at), lambda at: _months(case, at))


def _hour_price(case: BookingCase, at: datetime) -> HourPrice | None:
    """Return what the hour that begins at an instant costs, by the list of its local day."""
    day = case.space.local(at).date()
    price = case.space.prices_for(case.resource, case.audience, day).get(Unit.HOUR)
    if price is None or price.net_minor is None:
        return None
    return HourPrice(price.net_minor, price.vat_bp, price.least_minor)


def _months(case: BookingCase, at: datetime) -> Iterator[Package]:
    """Yield the months that follow each other from an instant on, as long as they are on sale.

    Where each ends on the day and time it began, the next is bought from there: only months cut short at the
    end of a shorter month, or by a change of the clock, are counted from the first.
    """
    begins = case.space.local(at)
    for count in range(MOST_MONTHS):
        month = month_from(case, at, count)
        if month is None:
            return
        yield month
        ends = case.space.local(month.period.ends_at)
        if (ends.day, ends.time()) == (begins.day, begins.time()):
            return


def length_of(case: BookingCase) -> timedelta:
    """Return how long the period is; where the clock changes meanwhile, the shorter of elapsed and clock time."""
    local = [case.space.local(instant).replace(tzinfo=None) for instant in (case.period.starts_at, case.period.ends_at)]
    return min(case.period.duration, local[1] - local[0])
