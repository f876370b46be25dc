"""Everything the house offers, as loaded values: spaces, resources, hours, prices and rules.

Loaded once per version of the house (`spaces.queries.catalogue`), then read without the database.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property, lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import holidays

from common.dated import in_force
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period, days_between, end_instant, instant
from spaces.rulebook import Rules
from spaces.supplements import SupplementFacts

MOST_REMEMBERED = 50_000
P = ParamSpec("P")
R = TypeVar("R")


def remembered(
    method: Callable[Concatenate["SpaceOffer", P], R],
) -> Callable[Concatenate["SpaceOffer", P], R]:
    """Keep a method's answers as long as the offer lives: until the house's next version."""

    @wraps(method)
    def answer(self: "SpaceOffer", /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (method.__name__, *(getattr(arg, "id", arg) for arg in args), *kwargs.values())
        if key in self.memory:
            found: R = self.memory[key]
        else:
            found = method(self, *args, **kwargs)
            if len(self.memory) > MOST_REMEMBERED:
                self.memory.clear()
            self.memory[key] = found
        return found

    return answer


@dataclass(frozen=True)
class ResourceOffer:
    """One bookable thing, with what concerns it alone."""

    id: int
    space_id: int
    slug: str
    name: str
    kind: ResourceKind
    capacity: int
    features: tuple[str, ...] = ()
    zone: str = ""
    position: int = 0
    retired_on: date | None = None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpeningWeekFacts:
    valid_from: date
    slots: tuple[tuple[int, time, time], ...]


@dataclass(frozen=True)
class ExceptionFacts:
    starts_on: date
    ends_on: date
    opens_at: time | None
    closes_at: time | None
    label: str


@dataclass(frozen=True)
class PackagePeriod:
    """A named stretch of the day on sale, for a kind, a resource, or (neither) the whole space."""

    kind: str
    resource_id: int | None
    unit: Unit
    name: str
    starts_at: time
    ends_at: time
    valid_from: date
    valid_until: date | None
    label: str = ""
    authority: str = ""

    def on(self, day: date, zone: ZoneInfo) -> Period:
        """Return the instants it covers on a local day."""
        return Period(instant(day, self.starts_at, zone), end_instant(day, self.ends_at, zone))


@dataclass(frozen=True)
class PriceFacts:
    """What a unit costs in minor units without VAT; with `least_minor` the payer chooses, from there up."""

    kind: str
    resource_id: int | None
    unit: Unit
    audience: str
    net_minor: int | None
    vat_bp: int
    valid_from: date
    least_minor: int | None = None
    note: str = ""
    authority: str = ""


@dataclass(frozen=True)
class RuleFacts:
    kind: str
    resource_id: int | None
    name: str
    value: object
    valid_from: date
    is_cleared: bool = False
    authority: str = ""


@dataclass(frozen=True, eq=False)
class SpaceOffer:
    """One site with its dated hours, prices and rules.

    `access_minutes`: how long before a booking its codes may be shown; None where there is nothing to be shown.
    """

    id: int
    slug: str
    name: str
    description: str
    address: str
    how_to_come: str
    country: str
    subdivision: str
    zone: ZoneInfo
    is_closed_on_public_holidays: bool
    currency: str
    resources: tuple[ResourceOffer, ...] = ()
    weeks: tuple[OpeningWeekFacts, ...] = ()
    exceptions: tuple[ExceptionFacts, ...] = ()
    periods: tuple[PackagePeriod, ...] = ()
    prices: tuple[PriceFacts, ...] = ()
    rules: tuple[RuleFacts, ...] = ()
    supplements: tuple[SupplementFacts, ...] = ()
    access_minutes: int | None = None
    memory: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, init=False)

    def local(self, at: datetime) -> datetime:
        """Return the instant as this space's clock shows it."""
        return at.astimezone(self.zone)

    @remembered
    def hours_on(self, day: date) -> list[tuple[time, time]]:
        """Return the opening hours of a local day in order; empty when closed. A close at 00:00 ends the day."""
        for exception in self.exceptions:
            if exception.starts_on <= day <= exception.ends_on:
                if exception.opens_at is None or exception.closes_at is None:
                    return []
                return [(exception.opens_at, exception.closes_at)]
        if self.public_holiday(day):
            return []
        return [(opens, closes) for weekday, opens, closes in self.week_on(day) if weekday == day.weekday()]

    def week_on(self, day: date) -> list[tuple[int, time, time]]:
        """Return the usual week in force on a local day: weekday (0 is Monday), opening, closing, in order."""
        week = in_force(self.weeks, day, key=lambda _: None).get(None)
        return sorted(week.slots) if week else []

    def resources_on(self, day: date) -> list[ResourceOffer]:
        """Return the resources that are not retired on a local day, in their order."""
        return [r for r in self.resources if r.retired_on is None or day < r.retired_on]

    @cached_property
    def has_buffers(self) -> bool:
        """Tell whether any resource here asks for time kept free before or after."""
        return any(rule.name in {"buffer_before_minutes", "buffer_after_minutes"} for rule in self.rules)

    @property
    def has_requests(self) -> bool:
        """Tell whether anything here is, or ever was, to be asked for."""
        return any(rule.name == "approval_for" for rule in self.rules)

    @cached_property
    def lends_rooms(self) -> bool:
        """Tell whether any resource here may be used without booking while all of another kind are taken."""
        return any(rule.name == "free_when_full_of" and rule.value for rule in self.rules)

    @remembered
    def scope_of_rule(self, resource: ResourceOffer, name: str, day: date) -> tuple[int, ...]:
        """Return the keys of the resources that the rule in force for `resource` on `day` is set for together."""
        named = [rule for rule in self.rules if rule.name == name and rule.valid_from <= day]
        if any(rule.resource_id == resource.id for rule in named):
            return (resource.id,)
        by_kind = any(rule.kind == resource.kind.value for rule in named)
        return tuple(other.id for other in self.resources if not by_kind or other.kind is resource.kind)

    @remembered
    def part_names(self, resource: ResourceOffer) -> tuple[str, ...]:
        """Return what the resource is made of, each name once."""
        names = {other.id: other.name for other in self.resources}
        return tuple(dict.fromkeys(names[key] for key in resource.parts if key in names))

    @remembered
    def atoms(self, resource: ResourceOffer) -> tuple[int, ...]:
        """Return the keys, in order, of what a booking of `resource` keeps busy: its parts' parts, or itself."""
        by_id = {other.id: other for other in self.resources}
        found: set[int] = set()
        waiting = [resource]
        while waiting:
            whole = waiting.pop()
            waiting.extend(by_id[key] for key in whole.parts if key in by_id)
            if not whole.parts:
                found.add(whole.id)
        return tuple(sorted(found))

    @remembered
    def public_holiday(self, day: date, language: str = "fr") -> str:
        """Return the name of the public holiday that closes this space on `day`, or nothing."""
        if not self.is_closed_on_public_holidays:
            return ""
        return _holidays(self.country, self.subdivision, day.year, language=language).get(day, "").replace("'", "’")

    def closed_because(self, day: date, language: str = "fr") -> str:
        """Return what closes this space on `day`: an exception's label, a public holiday, or nothing."""
        for exception in self.exceptions:
            if exception.starts_on <= day <= exception.ends_on:
                return "" if exception.opens_at else exception.label
        return self.public_holiday(day, language)

    def open_periods(self, starts_at: datetime, ends_at: datetime) -> list[Period]:
        """Return when the space is open during the days a period touches; stretches that touch are joined."""
        joined: list[Period] = []
        for day in days_between(starts_at, ends_at, self.zone):
            for stretch in self.open_stretches(day):
                if joined and joined[-1].ends_at >= stretch.starts_at:
                    last = joined.pop()
                    joined.append(Period(last.starts_at, max(last.ends_at, stretch.ends_at)))
                else:
                    joined.append(stretch)
        return joined

    @remembered
    def is_usual_day(self, day: date) -> bool:
        """Tell whether the space opens on `day`, and not by an exception."""
        excepted = any(exception.starts_on <= day <= exception.ends_on for exception in self.exceptions)
        return not excepted and bool(self.hours_on(day))

    @remembered
    def evenings_on(self, resource: ResourceOffer, day: date) -> list[PackagePeriod]:
        """Return the evenings that somebody can book on `day`, even after the usual closing time."""
        if not self.is_usual_day(day):
            return []
        audiences = {price.audience for price in self.prices}
        is_sold = any(Unit.EVENING in self.prices_for(resource, audience, day) for audience in audiences)
        return [period for period in self.periods_for(resource, day) if is_sold and period.unit is Unit.EVENING]

    @remembered
    def open_stretches(self, day: date) -> list[Period]:
        """Return the opening hours of a local day as instants, without what the clock jumps over."""
        stretches = [
            Period(instant(day, opens, self.zone), end_instant(day, closes, self.zone))
            for opens, closes in self.hours_on(day)
        ]
        return [stretch for stretch in stretches if stretch.starts_at < stretch.ends_at]

    @remembered
    def rules_for(self, resource: ResourceOffer, day: date) -> Rules:
        """Return the rules in force on `day`: those of the resource before its kind's, before the space's."""
        chosen: dict[str, object] = {}
        for scope in (("", None), (resource.kind.value, None), ("", resource.id)):
            rows = [rule for rule in self.rules if (rule.kind, rule.resource_id) == scope]
            current = in_force(rows, day, key=lambda rule: rule.name)
            chosen |= {name: row.value for name, row in current.items() if not row.is_cleared}
        return Rules().with_values(chosen)

    @remembered
    def prices_for(self, resource: ResourceOffer, audience: str, day: date) -> dict[Unit, PriceFacts]:
        """Return what each unit costs an audience on `day`; units that are not on offer are absent."""
        chosen: dict[Unit, PriceFacts] = {}
        for scope in ((resource.kind.value, None), ("", resource.id)):
            rows = [
                price
                for price in self.prices
                if price.audience == audience and (price.kind, price.resource_id) == scope
            ]
            chosen |= in_force(rows, day, key=lambda price: price.unit)
        return {unit: price for unit, price in chosen.items() if price.net_minor is not None}

    @remembered
    def supplements_for(self, resource: ResourceOffer, audience: str, day: date) -> dict[str, SupplementFacts]:
        """Return the supplements an audience can ask for on `day`, by code, in order of name.

        Those of the resource come before its kind's, and these before the space's.
        """
        chosen: dict[str, SupplementFacts] = {}
        for scope in (("", None), (resource.kind.value, None), ("", resource.id)):
            rows = [
                row for row in self.supplements if row.audience == audience and (row.kind, row.resource_id) == scope
            ]
            chosen |= in_force(rows, day, key=lambda row: row.code)
        on_offer = [row for row in chosen.values() if row.net_minor is not None]
        return {row.code: row for row in sorted(on_offer, key=lambda row: (row.starts_at is None, row.name))}

    @remembered
    def is_sold_apart(self, resource: ResourceOffer) -> bool:
        """Tell whether the resource has settings of its own, so that it is chosen by name."""
        rows: Iterable[PriceFacts | RuleFacts | PackagePeriod | SupplementFacts] = (
            *self.prices,
            *self.rules,
            *self.periods,
            *self.supplements,
        )
        return any(row.resource_id == resource.id for row in rows)

    @remembered
    def is_interchangeable(self, resource: ResourceOffer, day: date) -> bool:
        """Tell whether the resource is a seat like the others, without a number: any of them is asked for."""
        is_seat = resource.kind is ResourceKind.SEAT and not resource.parts and not self.is_sold_apart(resource)
        return is_seat and not self.rules_for(resource, day).is_numbered

    @remembered
    def periods_for(self, resource: ResourceOffer, day: date) -> list[PackagePeriod]:
        """Return the named periods of `day` in order: the resource's own, else its kind's, else the space's."""
        current = [
            period
            for period in self.periods
            if period.valid_from <= day and (period.valid_until is None or day <= period.valid_until)
        ]
        for scope in (("", resource.id), (resource.kind.value, None), ("", None)):
            found = [period for period in current if (period.kind, period.resource_id) == scope]
            if found:
                return sorted(found, key=lambda period: (period.starts_at, period.unit != Unit.HALF_DAY))
        return []


@dataclass(frozen=True, eq=False)
class HouseOffer:
    """The whole house at one version."""

    version: str
    name: str
    currency: str
    default_language: str
    contact_email: str
    contact_phone: str
    is_demo: bool
    features: frozenset[str] = frozenset()
    audiences: tuple[tuple[str, str], ...] = ()
    spaces: Sequence[SpaceOffer] = field(default_factory=tuple)

    def space(self, slug: str) -> SpaceOffer | None:
        return next((space for space in self.spaces if space.slug == slug), None)

    def space_of(self, space_id: int) -> SpaceOffer:
        return next(space for space in self.spaces if space.id == space_id)

    @cached_property
    def resources_by_id(self) -> dict[int, ResourceOffer]:
        return {resource.id: resource for space in self.spaces for resource in space.resources}

    def resource(self, resource_id: int) -> ResourceOffer | None:
        return self.resources_by_id.get(resource_id)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str, year: int, *, language: str) -> dict[date, str]:
    language = "en_US" if language.startswith("en") else language
    calendar = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language)
    return dict(calendar.items())
