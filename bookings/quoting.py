"""What a wish costs by the lists in force on the day of use. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import datetime

from bookings.pricing import HourPrice, Package, Quote, cheapest_quote
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import Unit
from spaces.local_time import Period, days_between
from spaces.rulebook import Rules


@dataclass(frozen=True)
class BookingCase:
    """All that the rules of booking look at: what is asked, by whom in which audience, and when."""

    space: SpaceOffer
    resource: ResourceOffer
    period: Period
    audience: str
    at: datetime

    @property
    def rules(self) -> Rules:
        """Return the rules in force on the day of use."""
        return self.space.rules_for(self.resource, self.space.local(self.period.starts_at).date())


def quote_for(case: BookingCase) -> Quote | None:
    """Return the cheapest price of the case by the lists in force on the day of use, or None: not on offer."""
    day = case.space.local(case.period.starts_at).date()
    hour = case.space.prices_for(case.resource, case.audience, day).get(Unit.HOUR)
    price = HourPrice(hour.net_minor, hour.vat_bp) if hour and hour.net_minor is not None else None
    return cheapest_quote(case.period, packages_on_sale(case), price)


def packages_on_sale(case: BookingCase) -> list[Package]:
    """Return the named packages on sale to the case's audience, over the days its period touches."""
    found = []
    for day in days_between(case.period.starts_at, case.period.ends_at, case.space.zone):
        prices = case.space.prices_for(case.resource, case.audience, day)
        for named in case.space.periods_for(case.resource, day):
            price = prices.get(named.unit)
            if price is not None and price.net_minor is not None:
                period = named.on(day, case.space.zone)
                found.append(Package(named.unit, named.name, period, price.net_minor, price.vat_bp))
    return found
