"""What a demo house is made of, written down before it is set up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from frontend.founding import CirclePlan
from spaces.details import HouseDetails, ResourceDetails, SpaceDetails
from spaces.enums import PeriodName, ResourceKind, Unit

INVENTED = "inventé"


@dataclass(frozen=True)
class PeriodPlan:
    """A named stretch of the day that some kinds are sold by, in local time."""

    kinds: Sequence[ResourceKind]
    unit: Unit
    name: PeriodName
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class PricePlan:
    """What a unit costs an audience, without VAT, for a kind or for the resource with that slug.

    It holds from 1 January `years_ago` years before the present one.
    """

    target: ResourceKind | str
    unit: Unit
    audience: str
    net_minor: int
    vat_bp: int
    note: str = ""
    years_ago: int = 2


@dataclass(frozen=True)
class SupplementPlan:
    """What can be paid beside the packages of a kind, without VAT: hours of a day, or a thing up to `most` times."""

    kind: str
    code: str
    name: str
    net_minor: int
    vat_bp: int
    starts_at: time | None = None
    ends_at: time | None = None
    most: int = 1
    audiences: Sequence[str] = ("members", "outside")


@dataclass(frozen=True)
class RulePlan:
    """The value of a rule for some kinds, or for resources by slug."""

    targets: Sequence[ResourceKind | str]
    name: str
    value: object


@dataclass(frozen=True)
class Habit:
    """How some resources are used: how often on a day, for how long, by whom, how long before.

    `per_day` counts attempts for each resource, or for all of the kind together where any will do.
    `units` weighs what is bought; an hourly stretch takes one of `lengths` in minutes. A share is in percent.
    """

    kind: ResourceKind
    per_day: float
    units: dict[Unit, int]
    is_any_of_kind: bool = False
    lengths: Sequence[int] = (60, 120, 180)
    outside_share: int = 0
    days_before: tuple[int, int] = (0, 20)
    cancelled_share: int = 0
    titles: Sequence[str] = ("",)


@dataclass(frozen=True)
class Appointment:
    """A booking to come that one of the cast is sure to have, on the first day from `days_ahead` on that has room.

    `resource` is a slug; without it, any of the kind will do. `by` books for `who`, both by first name.
    `tentative`: made a moment ago, and still an option, or a request without an answer. An event is hosted
    free of charge, `who` being in charge of it.
    """

    who: str
    kind: ResourceKind
    unit: Unit
    days_ahead: int
    resource: str = ""
    title: str = ""
    by: str = ""
    tentative: str = ""
    is_event: bool = False


@dataclass(frozen=True)
class AccessPlan:
    """How to get in: steps by language, codes by name, keys by number with what they open."""

    steps: Sequence[Mapping[str, str]] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SpacePlan:
    """A space with its hours (weekdays, opening, closing), what it holds and sells, and how it is used.

    `wholes` names the parts of what is made of others, all by slug.
    """

    details: SpaceDetails
    zones: Sequence[str]
    resources: Sequence[ResourceDetails]
    hours: Sequence[tuple[range, time, time]]
    periods: Sequence[PeriodPlan]
    prices: Sequence[PricePlan]
    rules: Sequence[RulePlan]
    habits: Sequence[Habit]
    wholes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    appointments: Sequence[Appointment] = ()
    supplements: Sequence[SupplementPlan] = ()
    access: AccessPlan = AccessPlan()


@dataclass(frozen=True)
class CastPerson:
    """Somebody of the house with an account, and the slugs of their circles; the password is the demo's."""

    name: str
    role: str
    is_member: bool = True
    has_password: bool = False
    circles: Sequence[str] = ()

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class PeoplePlan:
    """Who the members are: how many, what they may be called, and the customers without membership."""

    mail_domain: str
    member_count: int
    given_names: Sequence[str]
    family_names: Sequence[str]
    cast: Sequence[CastPerson]
    customers: Sequence[str]
    guests: Sequence[str]
    receptionist: str


@dataclass(frozen=True)
class HousePlan:
    """A whole demo house."""

    details: HouseDetails
    spaces: Sequence[SpacePlan]
    circles: Sequence[CirclePlan]
    people: PeoplePlan
    days_ahead: int = 60
    days_back: int = 365
