"""A house in which anything may happen in any order, and what must be true after each step.

People book, take options, ask, confirm, approve, refuse, move, cancel, undo, arrive and use rooms freely; the house
closes days, changes prices and rules and puts rooms together; the clock goes on.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from typing import Any

from django.db import transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bookings import operations
from bookings.life import OVER, State, cancellation_cost, state_at
from bookings.models import Booking, Occupancy
from bookings.operations.close import Settling
from bookings.queries.chosen import in_state
from common import clock
from common.errors import Refused
from common.models import AuditEntry
from members.people import PersonActor
from spaces import operations as settings_of
from spaces.catalogue import ExceptionFacts, PriceFacts, RuleFacts
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period
from spaces.models import Price, Resource
from spaces.queries import catalogue, forget_catalogue
from tests.support.booking import NOW, SEED, actor_of, book, period
from tests.support.cast import CIRCLE_RIGHTS, Person, make_circle, make_member
from tests.support.houses import SINCE, SmallHouse, make_house, make_resource

DAYS = [date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 10)]
RULES: list[tuple[str, object]] = [
    ("option_minutes", 120),
    ("option_minutes", 3 * 24 * 60),
    ("approval_minutes", 600),
    ("buffer_before_minutes", 60),
    ("buffer_after_minutes", 0),
    ("buffer_after_minutes", 60),
    ("release_after_minutes", 0),
    ("release_after_minutes", 30),
    ("notice_minutes", 0),
    ("notice_minutes", 48 * 60),
    ("most_upcoming", 0),
    ("most_upcoming", 3),
    ("cancellation_tiers", [[60, 100]]),
    ("cancellation_tiers", [[15 * 24 * 60, 50], [72 * 60, 100]]),
]
periods = st.builds(
    lambda day, start, length: period(day, f"{start:02}:00", f"{min(start + length, 18):02}:00"),
    st.sampled_from(DAYS),
    st.integers(9, 17),
    st.integers(1, 9),
)
numbers = st.integers(0, 30)


class HouseMachine(RuleBasedStateMachine):
    """Do one thing after another in a house of its own, taken back at the end."""

    def __init__(self) -> None:
        super().__init__()
        forget_catalogue()
        self.all_of_it = transaction.atomic()
        self.all_of_it.__enter__()
        self.at = NOW
        self.frozen: dict[int, tuple[object, ...]] = {}
        self.house: SmallHouse
        self.people: list[Person]
        self.rooms: list[Resource]

    @initialize()
    def found(self) -> None:
        clock.freeze(self.at)
        self.house = make_house()
        hall = make_resource(self.house.space, ResourceKind.ROOM, "espace-modulaire", name="Espace modulaire")
        Price.objects.bulk_create(
            Price(
                space=self.house.space,
                resource=hall,
                unit=unit,
                audience=self.house.members,
                net_minor=9000,
                valid_from=SINCE,
            )
            for unit in (Unit.HOUR, Unit.DAY)
        )
        forget_catalogue()
        self.rooms = [self.house.small_room, self.house.large_room, hall]
        self.people = [make_member("Alice"), make_member("Charlie"), make_member("Bob")]
        make_circle("reservations", CIRCLE_RIGHTS, self.people[2])
        for name, value in [
            ("notice_minutes", 0),
            ("free_when_full_of", "phone_room"),
            ("option_minutes", 2 * 24 * 60),
        ]:
            self.change_rule((name, value))
        for day in DAYS[:2]:
            self.keep(partial(book, self.people[1], self.house.phone_room, period(day, "09:00", "18:00")))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.all_of_it.__exit__(None, None, None)
        clock.freeze(None)
        forget_catalogue()

    @rule(person=st.integers(0, 2), room=st.integers(0, 2), when=periods)
    def book(self, person: int, room: int, when: Period) -> None:
        self.keep(lambda: book(self.people[person], self.rooms[room], when, at=self.at))

    @rule(person=st.integers(0, 1), room=st.integers(0, 2), when=periods)
    def take_option(self, person: int, room: int, when: Period) -> None:
        self.keep(lambda: book(self.people[person], self.rooms[room], when, at=self.at, is_option=True))

    @rule(room=st.integers(0, 2), when=periods)
    def ask(self, room: int, when: Period) -> None:
        self.change_rule(("approval_for", ["members"]))
        self.keep(lambda: book(self.people[0], self.rooms[room], when, at=self.at))
        self.change_rule(("approval_for", []))

    @rule(person=st.integers(0, 2))
    def use_freely(self, person: int) -> None:
        room = self.house.large_room.pk
        self.keep(lambda: operations.use_freely(actor=self.actor(person), at=self.at, resource_id=room))

    @precondition(lambda self: self.waiting())
    @rule(number=numbers, person=st.integers(0, 2))
    def confirm(self, number: int, person: int) -> None:
        booking = self.chosen(number, among=self.waiting())
        self.attempt(lambda: operations.confirm_booking(actor=self.actor(person), at=self.at, booking_id=booking.pk))

    @precondition(lambda self: self.waiting())
    @rule(number=numbers, person=st.integers(1, 2))
    def refuse(self, number: int, person: int) -> None:
        booking = self.chosen(number, among=self.waiting())
        self.attempt(
            lambda: operations.refuse_request(
                actor=self.actor(person), at=self.at, booking_id=booking.pk, because="Travaux."
            )
        )

    @precondition(lambda self: self.frozen)
    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        booking = self.chosen(number)
        cost = cancellation_cost(booking, self.at)
        done = self.attempt(
            lambda: operations.cancel_booking(actor=self.owner(booking), at=self.at, booking_id=booking.pk)
        )
        if done is not None:
            assert (done.due_minor, done.is_undone) == (cost.due_minor, cost.is_undo)
            assert cost.is_undo or not booking.is_firm or cost.due_minor >= booking.least_due_minor

    @precondition(lambda self: self.frozen)
    @rule(number=numbers, when=periods, room=st.none() | st.integers(0, 2))
    def move(self, number: int, when: Period, room: int | None) -> None:
        booking = self.chosen(number)
        least = cancellation_cost(booking, self.at).due_minor
        resource_id = None if room is None else self.rooms[room].pk
        moved = self.attempt(
            lambda: operations.move_booking(
                actor=self.owner(booking), at=self.at, booking_id=booking.pk, period=when, resource_id=resource_id
            )
        )
        if moved is not None:
            assert moved.least_due_minor == least
            self.freeze(moved)

    @precondition(lambda self: self.frozen)
    @rule(number=numbers)
    def arrive(self, number: int) -> None:
        booking = self.chosen(number)
        self.attempt(lambda: operations.check_in(actor=self.owner(booking), at=self.at, booking_id=booking.pk))

    @precondition(lambda self: Booking.objects.filter(is_yielding=True).exists())
    @rule(number=numbers)
    def leave(self, number: int) -> None:
        booking = self.chosen(number, among=Booking.objects.filter(is_yielding=True).values_list("pk", flat=True))
        self.attempt(lambda: operations.leave_room(actor=self.owner(booking), at=self.at, booking_id=booking.pk))

    @precondition(lambda self: len(self.frozen) > 4)
    @rule(day=st.sampled_from(DAYS[2:]), number=numbers)
    def close_day(self, day: date, number: int) -> None:
        """Close a day as the clock's own act, and cancel one of the bookings it touches."""
        facts = ExceptionFacts(day, day, None, None, "Fermé")
        touched = Booking.objects.standing(self.at).filter(starts_at__date=day, starts_at__gt=self.at)
        picked = [booking.pk for booking in touched[number % 3 : number % 3 + 1]]
        self.attempt(
            lambda: operations.close_period(
                actor=self.manager(),
                at=self.at,
                space_id=self.house.space.pk,
                exception=facts,
                settling=Settling(picked, "Fermé."),
            )
        )

    @rule(room=st.integers(0, 1), amount=st.integers(0, 50_000))
    def change_price(self, room: int, amount: int) -> None:
        facts = PriceFacts("", self.rooms[room].pk, Unit.HOUR, "members", amount, 2000, self.at.date())
        settings_of.set_price(space_id=self.house.space.pk, price=facts, actor=SEED, at=self.at)

    @rule(change=st.sampled_from(RULES))
    def change_rule(self, change: tuple[str, object]) -> None:
        facts = RuleFacts(ResourceKind.ROOM, None, change[0], change[1], self.at.date())
        self.attempt(lambda: settings_of.set_rule(space_id=self.house.space.pk, rule=facts, actor=SEED, at=self.at))

    @rule(is_whole=st.booleans())
    def compose(self, *, is_whole: bool) -> None:
        parts = [self.rooms[0].pk, self.rooms[1].pk] if is_whole else []
        self.attempt(
            lambda: operations.compose_resource(resource_id=self.rooms[2].pk, part_ids=parts, actor=SEED, at=self.at)
        )

    @rule(minutes=st.sampled_from([5, 15, 45, 120, 24 * 60, 3 * 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        clock.freeze(self.at)

    @invariant()
    def no_resource_is_held_twice(self) -> None:
        held = list(Occupancy.objects.order_by("resource", "pk"))
        for one, other in combinations(held, 2):
            if one.resource_id == other.resource_id and one.booking_id != other.booking_id:
                assert not (_meet(one.starts_at, one.ends_at, other) and _both_hold(one, other)), (one, other)

    @invariant()
    def nothing_is_lost_and_prices_stay(self) -> None:
        found = {booking.pk: booking for booking in Booking.objects.all()}
        assert set(found) == set(self.frozen)
        for key, booking in found.items():
            assert _price_of(booking) == self.frozen[key]
            assert AuditEntry.objects.filter(subject_kind="booking", subject_key=str(key)).exists()

    @invariant()
    def what_stands_holds_all_its_parts_and_nothing_else_does(self) -> None:
        house = catalogue() if self.frozen else None
        for booking in Booking.objects.all():
            state = state_at(booking, self.at)
            assert list(State)
            assert Booking.objects.filter(in_state(state, self.at), pk=booking.pk).exists()
            rows = list(Occupancy.objects.filter(booking=booking).still_held(self.at))
            if state in OVER - {State.DONE}:
                assert rows == []
            elif state is not State.DONE and house is not None:
                resource = house.resources_by_id[booking.resource_id]
                atoms = house.space_of(booking.space_id).atoms(resource)
                assert sorted(row.resource_id for row in rows) == list(atoms)
                assert all(r.starts_at <= booking.starts_at and booking.ends_at <= r.ends_at for r in rows)
                assert all(row.held_until == booking.lapses_at for row in rows)

    def keep(self, act: Callable[[], Booking]) -> None:
        made = self.attempt(act)
        if made is not None:
            self.freeze(made)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do what may be refused; a refusal leaves no trace."""
        before = Booking.objects.count(), Occupancy.objects.count(), AuditEntry.objects.count()
        try:
            done = act()
        except Refused as refusal:
            event(f"refused: {refusal.reason.code}")
            assert (Booking.objects.count(), Occupancy.objects.count(), AuditEntry.objects.count()) == before
            return None
        event(f"done: {type(done).__name__} {getattr(done, 'tentative', '')}")
        return done

    def freeze(self, booking: Booking) -> None:
        self.frozen[booking.pk] = _price_of(booking)

    def waiting(self) -> list[int]:
        """Return what is asked and not answered, in its term or beyond."""
        asked = Booking.objects.exclude(tentative="").filter(confirmed_at=None, cancelled_at=None, refused_at=None)
        return list(asked.order_by("pk").values_list("pk", flat=True))

    def chosen(self, number: int, *, among: Iterable[int] = ()) -> Booking:
        keys = sorted(among or self.frozen)
        return Booking.objects.get(pk=keys[number % len(keys)])

    def actor(self, number: int) -> PersonActor:
        return actor_of(self.people[number], self.at)

    def manager(self) -> PersonActor:
        """Return Bob with the right to close days besides."""
        actor = self.actor(2)
        return PersonActor(actor.account_id, actor.party, actor.rights | {("manage_hours", None)})

    def owner(self, booking: Booking) -> PersonActor:
        number = next(n for n, person in enumerate(self.people) if person.member.pk == booking.for_member_id)
        return self.actor(number)


def _price_of(booking: Booking) -> tuple[object, ...]:
    return booking.net_minor, booking.vat_minor, booking.currency, _written(booking.lines), _written(booking.terms)


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _meet(starts_at: Any, ends_at: Any, other: Occupancy) -> bool:
    return bool(starts_at < other.ends_at and other.starts_at < ends_at)


def _both_hold(one: Occupancy, other: Occupancy) -> bool:
    """Tell whether there is an instant at which both hold."""
    begins = max(one.held_from, other.held_from)
    ends = [row.held_until for row in (one, other) if row.held_until is not None]
    return not ends or begins < min(ends)
