"""Whatever people do, in whatever order: no overlap, no orphan, no booking lost."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookings.life import cancellation_cost
from bookings.models import Booking, Occupancy
from bookings.operations import cancel_booking, move_booking
from common import clock
from common.errors import Refused
from spaces.local_time import Period
from spaces.models import Resource
from spaces.queries import forget_catalogue
from tests.support.booking import NOW, actor_of, book, period
from tests.support.cast import Person, make_member
from tests.support.houses import make_house

DAYS = [date(2026, 12, 10), date(2026, 12, 11)]
periods = st.builds(
    lambda day, start, length: period(day, f"{start:02}:00", f"{min(start + length, 18):02}:00"),
    st.sampled_from(DAYS),
    st.integers(9, 17),
    st.integers(1, 9),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("book"), st.integers(0, 1), periods),
        st.tuples(st.just("cancel"), st.integers(0, 9), st.none()),
        st.tuples(st.just("move"), st.integers(0, 9), periods),
        st.tuples(st.just("wait"), st.integers(1, 600), st.none()),
    ),
    max_size=25,
)


class House:
    """Carry out steps as one member after another, and remember how many were accepted."""

    def __init__(self, people: list[Person], rooms: list[Resource]) -> None:
        self.people, self.rooms, self.at, self.made = people, rooms, NOW, 0

    def do(self, action: str, number: int, when: Period | None) -> None:
        clock.freeze(self.at)
        person = self.people[number % 2]
        try:
            if action == "wait":
                self.at += timedelta(minutes=number)
            elif action == "book" and when is not None:
                book(person, self.rooms[number], when, at=self.at)
                self.made += 1
            else:
                self.change(action, number, when)
        except Refused:
            return

    def change(self, action: str, number: int, when: Period | None) -> None:
        bookings = list(Booking.objects.order_by("pk"))
        if not bookings:
            return
        booking = bookings[number % len(bookings)]
        owner = next(person for person in self.people if person.member.pk == booking.for_member_id)
        if action == "cancel":
            cost = cancellation_cost(booking, self.at)
            done = cancel_booking(actor=actor_of(owner), at=self.at, booking_id=booking.pk)
            assert done.due_minor == cost.due_minor >= booking.least_due_minor
        elif when is not None:
            least = cancellation_cost(booking, self.at).due_minor
            moved = move_booking(actor=actor_of(owner), at=self.at, booking_id=booking.pk, period=when)
            assert moved.least_due_minor == least


class TestAlways(TestCase):
    people: list[Person]
    rooms: list[Resource]

    @classmethod
    def setUpTestData(cls) -> None:
        forget_catalogue()
        house = make_house()
        cls.rooms = [house.small_room, house.large_room]
        cls.people = [make_member("Alice"), make_member("Charlie")]

    def setUp(self) -> None:
        forget_catalogue()
        self.addCleanup(clock.freeze, None)

    @settings(deadline=None)
    @given(steps)
    def test_no_overlap_no_orphan_nothing_lost(self, taken: list[tuple[str, int, Any]]) -> None:
        house = House(self.people, self.rooms)
        for step in taken:
            house.do(*step)
        assert Booking.objects.count() == house.made
        held = list(Occupancy.objects.filter(held_until=None).order_by("resource", "starts_at"))
        for earlier, later in pairwise(held):
            assert earlier.resource_id != later.resource_id or earlier.ends_at <= later.starts_at
        for booking in Booking.objects.all():
            current = [row for row in held if row.booking_id == booking.pk]
            expected = [] if booking.is_cancelled else [(booking.resource_id, booking.starts_at, booking.ends_at)]
            assert [(row.resource_id, row.starts_at, row.ends_at) for row in current] == expected
            assert booking.occupancies.count() >= 1
