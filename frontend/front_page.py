"""What a space tells the public: when it is open, what it costs, on which conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.dated import in_force
from common.money import format_money, vat_on
from spaces.catalogue import PackagePeriod, PriceFacts, ResourceOffer, SpaceOffer
from spaces.enums import AudienceCode, ResourceKind, Unit
from spaces.rulebook import Rules
from spaces.wording import day_words, hours_words, length_words, opening_status, stretches_words, weekday_words

AHEAD = timedelta(days=60)
Stretches = tuple[tuple[time, time], ...]
Audiences = Sequence[tuple[str, str]]
ANY_OF: dict[ResourceKind, Promise] = {
    ResourceKind.SEAT: _("Une place"),
    ResourceKind.ROOM: _("Une salle"),
    ResourceKind.PHONE_ROOM: _("Une cabine"),
    ResourceKind.EVENT_SPACE: _("Un espace événementiel"),
    ResourceKind.EQUIPMENT: _("Un équipement"),
}


@dataclass(frozen=True)
class Line:
    """Hold one line of a list: what, and what is said about it."""

    what: str
    says: str
    is_today: bool = False


@dataclass(frozen=True)
class Amount:
    """Hold a price in minor units, without and with VAT; with `least_minor` (VAT included) the payer chooses."""

    net_minor: int
    gross_minor: int
    least_minor: int | None = None


@dataclass(frozen=True)
class UnitPrice:
    """Hold what one unit costs outside customers, members, and the house's own audiences; None is not on offer."""

    unit: str
    outside: Amount | None
    members: Amount | None
    others: tuple[tuple[str, Amount], ...] = ()


@dataclass(frozen=True)
class OfferLine:
    """Hold what one resource costs, or each of several alike."""

    name: str
    capacity: int
    prices: Sequence[UnitPrice]


@dataclass(frozen=True)
class SpacePage:
    """Hold all that a space tells the public at an instant."""

    space: SpaceOffer
    status: str
    week: Sequence[Line]
    changes: Sequence[Line]
    offers: Sequence[OfferLine]
    supplements: Sequence[Line]
    periods: Sequence[Line]
    conditions: Sequence[str]


def space_page(space: SpaceOffer, at: datetime, *, audiences: Audiences = ()) -> SpacePage:
    """Return what the space tells at the instant `at`; `audiences` names those of the house."""
    today = space.local(at).date()
    return SpacePage(
        space=space,
        status=opening_status(space, at),
        week=week_lines(space, today),
        changes=coming_changes(space, today),
        offers=offer_lines(space, today, audiences=audiences),
        supplements=supplement_lines(space, today),
        periods=period_lines(space, today),
        conditions=condition_lines(space, today),
    )


def week_lines(space: SpaceOffer, today: date) -> list[Line]:
    """Return the usual week, days with the same hours on one line."""
    lines = []
    for hours, days in groupby(range(7), key=lambda weekday: _usual_hours(space, today, weekday)):
        weekdays = list(days)
        lines.append(Line(_days(weekdays), _hours(hours), today.weekday() in weekdays))
    return lines


def coming_changes(space: SpaceOffer, today: date) -> list[Line]:
    """Return the days of the next weeks on which the usual hours do not hold, with the reason."""
    changed: list[tuple[date, date, str, Stretches]] = []
    for day in (today + timedelta(days=n) for n in range(AHEAD.days)):
        usual = _usual_hours(space, day, day.weekday())
        hours = tuple(space.hours_on(day))
        if hours == usual:
            continue
        reason = _reason(space, day)
        if changed and changed[-1][2:] == (reason, hours) and not _is_usual_between(space, changed[-1][1], day):
            changed[-1] = (changed[-1][0], day, reason, hours)
        else:
            changed.append((day, day, reason, hours))
    return [Line(_span(first, last), _change(reason, hours)) for first, last, reason, hours in changed]


def offer_lines(space: SpaceOffer, today: date, *, audiences: Audiences = ()) -> list[OfferLine]:
    """Return what each resource costs by the price list of today; those alike on one line."""
    found: dict[tuple[ResourceKind, int, tuple[UnitPrice, ...]], list[str]] = {}
    for resource in _current(space, today):
        prices = _unit_prices(space, resource, today, audiences=audiences)
        if prices:
            found.setdefault((resource.kind, resource.capacity, prices), []).append(resource.name)
    return [
        OfferLine(names[0] if len(names) == 1 else str(ANY_OF[kind]), capacity, prices)
        for (kind, capacity, prices), names in found.items()
    ]


def supplement_lines(space: SpaceOffer, today: date) -> list[Line]:
    """Return what can be asked for on top, once each, at the price for outside customers, else for members."""
    found: dict[str, Line] = {}
    for audience in (AudienceCode.OUTSIDE, AudienceCode.MEMBERS):
        for resource in _current(space, today):
            for facts in space.supplements_for(resource, audience, today).values():
                net = facts.net_minor or 0
                gross = format_money(net + vat_on(net, facts.vat_bp), space.currency)
                says = gettext("%(price)s TTC") % {"price": gross} if facts.vat_bp else gross
                if audience is AudienceCode.MEMBERS:
                    says = gettext("%(price)s, membres") % {"price": says}
                found.setdefault(facts.code, Line(facts.name, says))
    return list(found.values())


def period_lines(space: SpaceOffer, today: date) -> list[Line]:
    """Return the hours of the named periods that rooms are sold by, one line per unit."""
    resource = _typical(space, today)
    periods = space.periods_for(resource, today) if resource else []
    lines = []
    for unit in Unit:
        hours = [_period_words(period) for period in periods if period.unit == unit]
        if hours:
            lines.append(Line(capfirst(str(unit.label)), gettext(" ou ").join(dict.fromkeys(hours))))
    return lines


def condition_lines(space: SpaceOffer, today: date) -> list[str]:
    """Return the conditions of booking a room, in sentences."""
    resource = _typical(space, today)
    return list(_conditions(space.rules_for(resource, today))) if resource else []


def _conditions(rules: Rules) -> Iterator[str]:
    if rules.notice_minutes:
        yield gettext("À demander au moins %(length)s à l’avance.") % {"length": length_words(rules.notice_minutes)}
    if rules.deposit_percent:
        yield gettext("Acompte de %(percent)s %% à la réservation.") % {"percent": rules.deposit_percent}
    if rules.cancellation_tiers:
        length = length_words(rules.cancellation_tiers[0].minutes_before)
        yield gettext("Annuler est gratuit jusqu’à %(length)s avant.") % {"length": length}
    for tier in rules.cancellation_tiers:
        values = {"length": length_words(tier.minutes_before), "percent": tier.percent}
        yield gettext("Annuler à moins de %(length)s du début : %(percent)s %% du prix.") % values


def _current(space: SpaceOffer, today: date) -> list[ResourceOffer]:
    return [r for r in space.resources if r.retired_on is None or r.retired_on > today]


def _typical(space: SpaceOffer, today: date) -> ResourceOffer | None:
    """Return the room whose periods and rules stand for the rooms; without rooms the first resource."""
    current = _current(space, today)
    return next((r for r in current if r.kind == ResourceKind.ROOM), current[0] if current else None)


def _period_words(period: PackagePeriod) -> str:
    """Return the hours of a named period, with its name where the house gave it one."""
    hours = hours_words(period.starts_at, period.ends_at)
    return f"{period.label} {hours}" if period.label else hours


def _unit_prices(
    space: SpaceOffer, resource: ResourceOffer, today: date, *, audiences: Audiences
) -> tuple[UnitPrice, ...]:
    outside = space.prices_for(resource, AudienceCode.OUTSIDE, today)
    members = space.prices_for(resource, AudienceCode.MEMBERS, today)
    own = [
        (name, space.prices_for(resource, code, today)) for code, name in audiences if code not in AudienceCode.values
    ]
    lines = []
    for unit in Unit:
        others = tuple((name, amount) for name, prices in own if (amount := _amount(prices.get(unit))) is not None)
        if unit in outside or unit in members or others:
            names = capfirst(str(unit.label)), _amount(outside.get(unit)), _amount(members.get(unit))
            lines.append(UnitPrice(*names, others))
    return tuple(lines)


def _amount(price: PriceFacts | None) -> Amount | None:
    if price is None or price.net_minor is None:
        return None
    least = price.least_minor
    least_gross = None if least is None else least + vat_on(least, price.vat_bp)
    return Amount(price.net_minor, price.net_minor + vat_on(price.net_minor, price.vat_bp), least_gross)


def _usual_hours(space: SpaceOffer, day: date, weekday: int) -> Stretches:
    week = in_force(space.weeks, day, key=lambda _: None).get(None)
    return tuple((opens, closes) for d, opens, closes in (week.slots if week else ()) if d == weekday)


def _is_usual_between(space: SpaceOffer, last: date, day: date) -> bool:
    """Tell whether the space opens as usual on some day strictly between the two."""
    between = (last + timedelta(days=n) for n in range(1, (day - last).days))
    return any(space.hours_on(d) for d in between)


def _reason(space: SpaceOffer, day: date) -> str:
    for exception in space.exceptions:
        if exception.starts_on <= day <= exception.ends_on:
            return exception.label
    return space.public_holiday(day, get_language() or "fr")


def _change(reason: str, hours: Stretches) -> str:
    return f"{_hours(hours)} ({reason})" if reason else _hours(hours)


def _hours(hours: Stretches) -> str:
    return stretches_words(hours) or gettext("fermé")


def _days(weekdays: Sequence[int]) -> str:
    first, last = weekday_words(weekdays[0]), weekday_words(weekdays[-1])
    if len(weekdays) == 1:
        return capfirst(first)
    pattern = gettext("%(first)s et %(last)s") if len(weekdays) == 2 else gettext("%(first)s à %(last)s")
    return capfirst(pattern % {"first": first, "last": last})


def _span(first: date, last: date) -> str:
    if first == last:
        return capfirst(day_words(first))
    return gettext("Du %(first)s au %(last)s") % {"first": day_words(first), "last": day_words(last)}
