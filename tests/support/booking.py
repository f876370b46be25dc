"""Short ways to book in tests: instants in Paris, wishes, parties."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bookings.models import Booking
from bookings.operations import book_resource
from bookings.wishes import BookingWish
from common.rights import ActorKind, SystemActor
from members.people import PersonActor
from members.queries import actor_for
from spaces.enums import ResourceKind
from spaces.local_time import Period, end_instant, instant
from spaces.models import Resource, Space
from tests.support.cast import Person

PARIS = ZoneInfo("Europe/Paris")
SEED = SystemActor(ActorKind.COMMAND, "tests", "tests")
THURSDAY = date(2026, 12, 10)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=PARIS)


def period(on: date, starts: str, ends: str, *, zone: ZoneInfo = PARIS) -> Period:
    """Return the period between two local times of a day; an end at 00:00 is the end of the day."""
    return Period(
        instant(on, time.fromisoformat(starts), zone),
        end_instant(on, time.fromisoformat(ends), zone),
    )


def actor_of(person: Person, at: datetime = NOW) -> PersonActor:
    return actor_for(person.account, at)


def book(person: Person, resource: Resource, when: Period, *, at: datetime = NOW, **wish: Any) -> Booking:
    """Book a resource for a person, by that person."""
    actor = actor_of(person, at)
    wanted = BookingWish(when, resource_id=resource.pk, **wish)
    return book_resource(actor=actor, at=at, wish=wanted, party=actor.party)


def book_any_seat(person: Person, space: Space, when: Period, *, at: datetime = NOW) -> Booking:
    """Book any seat of a space for a person, by that person."""
    actor = actor_of(person, at)
    wanted = BookingWish(when, space_id=space.pk, any_of_kind=ResourceKind.SEAT)
    return book_resource(actor=actor, at=at, wish=wanted, party=actor.party)
