"""Set up a real house: its one space, the circles every house has, and the person who fills them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.rights import Actor, Right
from members import operations as people
from members.models import Circle, Member
from spaces import operations as spaces
from spaces.catalogue import OpeningWeekFacts, PackagePeriod
from spaces.details import HouseDetails, SpaceDetails
from spaces.enums import PeriodName, Unit

WORKING_DAYS = range(5)
HOURS = (time(9), time(19))
PERIODS = (
    (Unit.HALF_DAY, PeriodName.MORNING, time(9), time(13)),
    (Unit.HALF_DAY, PeriodName.AFTERNOON, time(14), time(18)),
    (Unit.DAY, PeriodName.DAY, time(9), time(18)),
)


@dataclass(frozen=True)
class CirclePlan:
    """A working group, what it is for, and the rights it gives in the whole house."""

    slug: str
    name: str | Promise
    purpose: str | Promise
    rights: Sequence[Right]


CIRCLES = (
    CirclePlan(
        "accueil",
        _("Accueil"),
        _("Tenir la permanence : ouvrir, accueillir, renseigner, fermer."),
        (Right.BOOK_FOR_OTHERS, Right.SEE_ALL_BOOKINGS, Right.MANAGE_MEMBERS),
    ),
    CirclePlan(
        "salles",
        _("Salles"),
        _("Louer les salles et répondre aux demandes."),
        (
            Right.BOOK_FOR_OTHERS,
            Right.SEE_ALL_BOOKINGS,
            Right.CHANGE_ALL_BOOKINGS,
            Right.OVERRIDE_BOOKING_RULES,
            Right.APPROVE_BOOKINGS,
            Right.MANAGE_RESOURCES,
            Right.MANAGE_HOURS,
            Right.MANAGE_ACCESS,
            Right.SEE_AUDIT,
        ),
    ),
    CirclePlan(
        "tresorerie",
        _("Trésorerie"),
        _("Tenir les comptes et les tarifs."),
        (Right.MANAGE_PRICES, Right.SEE_ALL_BOOKINGS, Right.SEE_AUDIT),
    ),
    CirclePlan(
        "college",
        _("Collège"),
        _("Porter la maison entre deux assemblées."),
        (Right.MANAGE_RULES, Right.MANAGE_HOURS, Right.MANAGE_MEMBERS, Right.MANAGE_CIRCLES, Right.SEE_AUDIT),
    ),
    CirclePlan(
        "reseau",
        _("Réseau"),
        _("Tenir l’informatique et les liens avec les autres espaces."),
        (Right.SEE_AUDIT,),
    ),
)


@dataclass(frozen=True)
class Founder:
    """The first co-manager, by name and by the address that signs them in with a mailed code."""

    name: str
    email: str


@transaction.atomic
def found_real_house(
    *, details: HouseDetails, space: SpaceDetails, founder: Founder, actor: Actor, at: datetime
) -> None:
    """Set up the house with one space, open 9–19 on working days, and its circles, the founder in each.

    Rooms and prices are the founder's to add. Refusals: those of `found_house`, `add_space`, `open_account`.
    """
    with translation.override(details.default_language):
        spaces.found_house(details=details, actor=actor, at=at)
        made = spaces.add_space(details=space, actor=actor, at=at)
        today = at.astimezone(ZoneInfo(made.time_zone)).date()
        _set_first_hours(made.pk, today, actor=actor, at=at)
        member = _bring_in(founder, details, today, actor=actor, at=at)
        form_circles(CIRCLES, {plan.slug: [member] for plan in CIRCLES}, actor=actor, at=at)


def form_circles(
    plans: Sequence[CirclePlan], people_of: Mapping[str, Sequence[Member]], *, actor: Actor, at: datetime
) -> None:
    """Form each circle with its rights and, by its slug, its people."""
    for plan in plans:
        circle: Circle = people.open_circle(
            actor=actor, at=at, slug=plan.slug, name=str(plan.name), purpose=str(plan.purpose)
        )
        for right in plan.rights:
            people.give_right_to_circle(actor=actor, at=at, circle=circle, right=right)
        for member in people_of.get(plan.slug, ()):
            people.add_to_circle(actor=actor, at=at, circle=circle, member=member)


def _set_first_hours(space_id: int, today: date, *, actor: Actor, at: datetime) -> None:
    week = OpeningWeekFacts(today, tuple((day, *HOURS) for day in WORKING_DAYS))
    spaces.set_opening_hours(space_id=space_id, week=week, actor=actor, at=at)
    for unit, name, starts_at, ends_at in PERIODS:
        period = PackagePeriod("", None, unit, name.value, starts_at, ends_at, today, None)
        spaces.set_named_period(space_id=space_id, period=period, actor=actor, at=at)


def _bring_in(founder: Founder, details: HouseDetails, today: date, *, actor: Actor, at: datetime) -> Member:
    account = people.open_account(
        actor=actor, at=at, name=founder.name, email=founder.email, language=details.default_language
    )
    member = people.add_member(actor=actor, at=at, name=founder.name, email=account.email, account=account)
    year_end = date(today.year, 12, 31)
    people.start_membership(actor=actor, at=at, member=member, starts_on=today, ends_on=year_end)
    return member
