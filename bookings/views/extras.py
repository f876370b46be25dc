"""What the sheet offers beside the packages: supplements to ask for, and an amount to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookings.forms import SUPPLEMENT
from bookings.views.offer import Offer
from bookings.views.wish import iso, query_of
from common.money import decimal_amount, vat_on
from spaces.local_time import Period
from spaces.supplements import SupplementFacts


@dataclass(frozen=True)
class Option:
    """A supplement of the sheet's form: how many are asked for, at which price for one."""

    facts: SupplementFacts
    count: int

    @property
    def field(self) -> str:
        return f"{SUPPLEMENT}{self.facts.code}"

    @property
    def net_minor(self) -> int:
        return self.facts.net_minor or 0

    @property
    def gross_minor(self) -> int:
        return self.net_minor + vat_on(self.net_minor, self.facts.vat_bp)


@dataclass(frozen=True)
class Widening:
    """One tap to the same booking with hours that a supplement opens, or without them again."""

    option: Option
    url: str
    is_asked: bool


@dataclass(frozen=True)
class Extras:
    """The options by number or tick, the hours that can be added, and what else their form sends."""

    options: Sequence[Option]
    widenings: Sequence[Widening]
    kept: Mapping[str, Any]
    chosen: str

    def __bool__(self) -> bool:
        return bool(self.options or self.widenings)


def extras_of(offer: Offer, lasting: Mapping[str, Any], *, address: str) -> Extras:
    """Return what can be added to an offer; `lasting` is what its form sends whatever the period."""
    asked = dict(offer.case.supplements)
    offered = [Option(facts, asked.get(facts.code, 0)) for facts in offer.case.offered.values()]
    options = [option for option in offered if not option.facts.is_of_hours]
    times = {"starts_at": iso(offer.case.period.starts_at), "ends_at": iso(offer.case.period.ends_at)}
    fields = {option.field for option in options}
    currency = offer.space.currency
    return Extras(
        options=options,
        widenings=[one for option in offered if (one := _widening(offer, option, lasting, address=address))],
        kept={name: value for name, value in {**lasting, **times}.items() if name not in fields},
        chosen=str(decimal_amount(offer.quote.chosen_gross_minor, currency)) if offer.quote else "",
    )


def _widening(offer: Offer, option: Option, lasting: Mapping[str, Any], *, address: str) -> Widening | None:
    """Return how to add the hours of a supplement where they touch the period, or how to leave them out."""
    window = option.facts.on(offer.case.first_day, offer.space.zone)
    if window is None:
        return None
    period = offer.case.period
    is_asked = bool(option.count) and window.overlaps(period)
    if is_asked:
        rest = Period(max(window.ends_at, period.starts_at), period.ends_at)
        if window.starts_at > period.starts_at:
            rest = Period(period.starts_at, min(window.starts_at, period.ends_at))
    elif window.ends_at == period.starts_at:
        rest = Period(window.starts_at, period.ends_at)
    elif window.starts_at == period.ends_at:
        rest = Period(period.starts_at, window.ends_at)
    else:
        return None
    values = {**lasting, option.field: "" if is_asked else 1}
    values |= {"starts_at": iso(rest.starts_at), "ends_at": iso(rest.ends_at)}
    return Widening(option, f"{address}?{query_of(values)}", is_asked)
