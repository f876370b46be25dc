"""Fill an empty instance with a demo house, as it is at an instant: all of it or nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from bookings.operations.telling import silently
from common.rights import ActorKind, SystemActor
from frontend.demo.bookings import book_ahead, write_past
from frontend.demo.founding import found
from frontend.demo.habits import Imagination, Intention
from frontend.demo.lantern import LANTERN
from frontend.demo.mutualab import MUTUALAB
from frontend.demo.people import PASSWORD, Crowd, settle
from frontend.demo.plan import HousePlan
from spaces.catalogue import HouseOffer
from spaces.local_time import DAY
from spaces.queries import catalogue

HOUSES = {plan.details.slug: plan for plan in (MUTUALAB, LANTERN)}
SEED = SystemActor(ActorKind.COMMAND, "seed_demo", "seed_demo")
Tell = Callable[[str], None]


def seed(plan: HousePlan, *, at: datetime, tell: Tell) -> None:
    """Set up the house with its people and its bookings around the instant `at`; `tell` hears how far it is."""
    password_hash = make_password(PASSWORD)
    with transaction.atomic(), silently(), translation.override(plan.details.default_language):
        _seed(plan, password_hash=password_hash, at=at, tell=tell)


def _seed(plan: HousePlan, *, password_hash: str, at: datetime, tell: Tell) -> None:
    today = at.astimezone(ZoneInfo(plan.spaces[0].details.time_zone)).date()
    random = Random(f"{plan.details.slug} {today}")  # noqa: S311 - a demo, not a secret
    long_ago = datetime(today.year - 2, 1, 1, 9, tzinfo=UTC)
    found(plan, actor=SEED, at=long_ago, this_year=today.year)
    house = catalogue()
    tell(f"{plan.details.name}: {sum(len(space.resources) for space in house.spaces)} resources")
    crowd = settle(plan, password_hash=password_hash, actor=SEED, at=long_ago, this_year=today.year, random=random)
    tell(f"{plan.details.name}: {len(crowd.members)} members")
    past, ahead = _intentions(plan, house, crowd, random=random, at=at, today=today)
    tell(f"{plan.details.name}: {write_past(past)} past bookings")
    tell(f"{plan.details.name}: {book_ahead(ahead, house=house, at=at, answering=crowd.receptionist)} bookings to come")


def _intentions(
    plan: HousePlan, house: HouseOffer, crowd: Crowd, *, random: Random, at: datetime, today: date
) -> tuple[list[Intention], list[Intention]]:
    """Return the bookings that have begun, and those of today and the days to come."""
    past: list[Intention] = []
    ahead: list[Intention] = []
    for space_plan, space in zip(plan.spaces, house.spaces, strict=True):
        imagination = Imagination(space, crowd, random, at)
        for wish in space_plan.appointments:
            ahead += imagination.appointment(wish, today + wish.days_ahead * DAY)
        for days in range(-plan.days_back, 0):
            past += imagination.day(today + days * DAY, space_plan.habits, can_cancel=True)
        for days in range(plan.days_ahead):
            share = max(0.2, 1 - days / plan.days_ahead)
            ahead += imagination.day(today + days * DAY, space_plan.habits, share=share, can_cancel=False)
    begun = [one for one in ahead if one.case.period.starts_at <= at]
    return past + begun, [one for one in ahead if one.case.period.starts_at > at]
