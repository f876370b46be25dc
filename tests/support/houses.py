"""A small house by hand, with the field notes' hours and prices, that tests can compute in their heads."""

from dataclasses import dataclass
from datetime import date, time

from spaces.enums import AudienceCode, PeriodName, ResourceKind, Unit
from spaces.models import (
    Audience,
    House,
    NamedPeriod,
    OpeningSlot,
    OpeningWeek,
    Price,
    Resource,
    Rule,
    Space,
    Zone,
)
from spaces.queries import forget_catalogue

SINCE = date(2026, 1, 1)
VAT_BP = 2000


@dataclass(frozen=True)
class SmallHouse:
    """Two rooms, one phone room and three seats in one space that is open 9–19 on weekdays."""

    house: House
    space: Space
    small_room: Resource
    large_room: Resource
    phone_room: Resource
    seats: list[Resource]
    members: Audience
    outside: Audience


def make_house() -> SmallHouse:
    """Return the house: open Monday to Friday 9–19; rooms sold by hour, half-day and day, seats without hours."""
    house = House.objects.create(pk=1, name="Mutualab", slug="mutualab", contact_email="bonjour@example.org")
    space = make_space("mutualab")
    rooms = [
        make_resource(space, ResourceKind.ROOM, "petite-salle", name="Petite salle", capacity=6),
        make_resource(space, ResourceKind.ROOM, "grande-salle", name="Grande salle", capacity=20),
    ]
    phone_room = make_resource(space, ResourceKind.PHONE_ROOM, "cabine-1", name="Cabine 1")
    seats = [make_resource(space, ResourceKind.SEAT, f"place-{n}", name=f"Place {n}") for n in (1, 2, 3)]
    members = make_audience(AudienceCode.MEMBERS)
    outside = make_audience(AudienceCode.OUTSIDE)
    made = SmallHouse(
        house=house,
        space=space,
        small_room=rooms[0],
        large_room=rooms[1],
        phone_room=phone_room,
        seats=seats,
        members=members,
        outside=outside,
    )
    _set_hours(space)
    _set_prices(made)
    _set_rules(space)
    return made


def make_space(slug: str, *, time_zone: str = "Europe/Paris") -> Space:
    return Space.objects.create(slug=slug, name=slug.capitalize(), time_zone=time_zone, country="FR")


def make_resource(space: Space, kind: ResourceKind, slug: str, *, name: str = "", capacity: int = 1) -> Resource:
    zone, _ = Zone.objects.get_or_create(space=space, name="Rez-de-chaussée")
    return Resource.objects.create(
        space=space,
        zone=zone,
        kind=kind,
        slug=slug,
        name=name or slug,
        capacity=capacity,
        position=space.resources.count(),
    )


def make_audience(code: AudienceCode) -> Audience:
    return Audience.objects.get_or_create(code=code, defaults={"name": str(code.label)})[0]


def _set_hours(space: Space) -> None:
    week = OpeningWeek.objects.create(space=space, valid_from=SINCE)
    OpeningSlot.objects.bulk_create(
        OpeningSlot(week=week, weekday=weekday, opens_at=time(9), closes_at=time(19)) for weekday in range(5)
    )
    NamedPeriod.objects.bulk_create(
        NamedPeriod(space=space, unit=unit, name=name, starts_at=time(start), ends_at=time(end), valid_from=SINCE)
        for unit, name, start, end in [
            (Unit.HALF_DAY, PeriodName.MORNING, 9, 13),
            (Unit.HALF_DAY, PeriodName.AFTERNOON, 14, 18),
            (Unit.DAY, PeriodName.DAY, 9, 18),
        ]
    )


def _set_prices(made: SmallHouse) -> None:
    """Price the rooms as the field notes do, the hour and the seats by invention; minor units without VAT."""
    common = {"space": made.space, "vat_bp": VAT_BP, "valid_from": SINCE}
    rooms = [
        Price(resource=resource, unit=unit, audience=audience, net_minor=amount, **common)
        for resource, unit, for_members, for_outside in [
            (made.small_room, Unit.HOUR, 1750, 2500),
            (made.small_room, Unit.HALF_DAY, 5600, 8000),
            (made.small_room, Unit.DAY, 10500, 15000),
            (made.large_room, Unit.HOUR, 3500, 5000),
            (made.large_room, Unit.HALF_DAY, 11200, 16000),
            (made.large_room, Unit.DAY, 25200, 36000),
        ]
        for audience, amount in [(made.members, for_members), (made.outside, for_outside)]
    ]
    others = [
        Price(kind=kind, unit=unit, audience=made.members, net_minor=amount, **common)
        for kind, unit, amount in [
            (ResourceKind.SEAT, Unit.HALF_DAY, 500),
            (ResourceKind.SEAT, Unit.DAY, 1000),
            (ResourceKind.PHONE_ROOM, Unit.HOUR, 0),
        ]
    ]
    Price.objects.bulk_create([*rooms, *others])


def _set_rules(space: Space) -> None:
    """Give rooms the field notes' notice, hours, deposit and tiers; seats and phone rooms are free to cancel."""
    values: dict[str, object] = {
        "notice_minutes": 48 * 60,
        "step_minutes": 60,
        "shortest_minutes": 60,
        "bookable_from": "09:00",
        "bookable_until": "18:00",
        "deposit_percent": 50,
        "cancellation_tiers": [[15 * 24 * 60, 50], [72 * 60, 100]],
    }
    Rule.objects.bulk_create(
        Rule(space=space, kind=ResourceKind.ROOM, name=name, value=value, valid_from=SINCE)
        for name, value in values.items()
    )


def set_rule(house: SmallHouse, name: str, value: object, *, resource: Resource | None = None, kind: str = "") -> None:
    """Give a resource, a kind or the whole space a rule, and have it read again."""
    Rule.objects.update_or_create(
        space=house.space, resource=resource, kind=kind, name=name, valid_from=SINCE, defaults={"value": value}
    )
    forget_catalogue()
