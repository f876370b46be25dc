"""The house that is measured: 48 rooms, as many bookings as asked, 29 of them on the measured day."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, product
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from bookings.models import Booking, Occupancy
from members.models import Account
from spaces.enums import ResourceKind, Unit
from spaces.models import Price, Resource
from tests.support import cast, houses
from tests.support.booking import PARIS

ROOMS = 48
ON_MEASURED_DAY = 29
HOURS = range(9, 18)


@dataclass(frozen=True)
class Filled:
    """What the load needs to know of the house."""

    house: houses.SmallHouse
    member: Account
    rooms: list[Resource]
    day: date

    def session_cookie(self) -> str:
        """Return the cookie of a session of the member."""
        session = SessionStore()
        session["_auth_user_id"] = str(self.member.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = self.member.get_session_auth_hash()
        session.save()
        return f"sessionid={session.session_key}"

    def free_slots(self) -> Iterator[bytes]:
        """Yield bodies of bookings of one hour, none twice, on the working days after the measured one."""
        for day in working_days(self.day + timedelta(days=1), 1):
            for hour, room in product(HOURS, self.rooms):
                starts_at = datetime.combine(day, time(hour), tzinfo=PARIS)
                body = {
                    "resource": room.pk,
                    "starts_at": starts_at.isoformat(),
                    "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
                }
                yield json.dumps(body).encode()


def fill(bookings: int) -> Filled:
    """Make the house with `bookings` bookings of one hour, all but those of the measured day in the past."""
    house = houses.make_house()
    Resource.objects.exclude(pk__in=[house.small_room.pk, house.large_room.pk]).update(retired_on=date(2026, 1, 1))
    rooms = [house.small_room, house.large_room] + [
        houses.make_resource(house.space, ResourceKind.ROOM, f"salle-{n}", name=f"Salle {n}", capacity=4 + n % 12)
        for n in range(3, ROOMS + 1)
    ]
    Price.objects.create(
        space=house.space,
        kind=ResourceKind.ROOM,
        unit=Unit.HOUR,
        audience=house.members,
        net_minor=2000,
        vat_bp=2000,
        valid_from=houses.SINCE,
    )
    people = [cast.make_member(f"Member{n}") for n in range(20)]
    today = timezone.now().astimezone(PARIS).date()
    day = next(working_days(today + timedelta(days=5), 1))
    made = Filled(house, people[0].account, rooms, day)
    on_the_day = islice(((day, hour, room) for hour, room in product(HOURS, rooms)), 0, ON_MEASURED_DAY * 7, 7)
    before = ((d, hour, room) for d in working_days(today, -1) for hour, room in product(HOURS, rooms))
    _write(made, list(on_the_day), people)
    _write(made, list(islice(before, bookings - ON_MEASURED_DAY)), people)
    return made


def working_days(first: date, step: int) -> Iterator[date]:
    day = first
    while True:
        if day.weekday() < 5 and (day.month, day.day) not in {(12, 25), (1, 1), (5, 1), (5, 8), (7, 14), (8, 15)}:
            yield day
        day += timedelta(days=step)


def _write(made: Filled, slots: list[tuple[date, int, Resource]], people: list[cast.Person]) -> None:
    for start in range(0, len(slots), 5000):
        rows = [
            _booking(made, *slot, person=people[n % len(people)]) for n, slot in enumerate(slots[start : start + 5000])
        ]
        Booking.objects.bulk_create(rows)
        Occupancy.objects.bulk_create(
            Occupancy(
                booking=row,
                resource_id=row.resource_id,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                held_from=row.booked_at,
            )
            for row in rows
        )


def _booking(made: Filled, day: date, hour: int, room: Resource, *, person: cast.Person) -> Booking:
    starts_at = datetime.combine(day, time(hour), tzinfo=ZoneInfo("Europe/Paris"))
    booked_at = starts_at - timedelta(days=30)
    return Booking(
        space=made.house.space,
        resource=room,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        booked_at=booked_at,
        changed_at=booked_at,
        booked_by=person.account,
        booked_by_label=person.account.name,
        for_member=person.member,
        for_label=person.member.name,
        payer_member=person.member,
        payer_label=person.member.name,
        audience="members",
        currency="EUR",
        net_minor=2000,
        vat_minor=400,
    )
