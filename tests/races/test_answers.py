"""Options, requests and bookings race for one slot around a term: at most one of them ever holds it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations, cycle, islice
from typing import Any

import pytest

from bookings.life import State, state_at
from bookings.models import Booking, Occupancy
from common import clock
from members.operations import create_token
from members.queries import actor_for
from spaces.queries import forget_catalogue
from tests.races.contest import Answer, Call, all_at_once, send, times
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import CIRCLE_RIGHTS, Person, make_circle, make_member
from tests.support.houses import SmallHouse, make_house, set_rule
from tests.support.servers import Server

StartServer = Callable[..., Server]
WORKERS = [2, pytest.param(8, marks=pytest.mark.long)]
MORNING = period(THURSDAY, "09:00", "13:00")
MINUTES = 24 * 60
pytestmark = pytest.mark.race


@pytest.fixture
def house(transactional_db: None) -> SmallHouse:
    clock.set_clock(NOW)
    forget_catalogue()
    return make_house()


@pytest.fixture
def people(transactional_db: None) -> list[Person]:
    """Return five members, the first of whom may answer requests."""
    found = [make_member(f"Membre{number}") for number in range(5)]
    make_circle("reservations", CIRCLE_RIGHTS, found[0])
    return found


@pytest.fixture
def keys(people: list[Person]) -> list[str]:
    made = [
        create_token(
            actor=actor_for(person.account, NOW),
            at=NOW,
            account=person.account,
            name="race",
            scopes=["read", "book"],
            expires_at=None,
        )
        for person in people
    ]
    return [one.key for one in made]


def asked(house: SmallHouse, **more: Any) -> dict[str, Any]:
    return {"resource": house.small_room.pk, **times(MORNING), **more}


def option_of(person: Person, house: SmallHouse) -> Booking:
    set_rule(house, "option_minutes", MINUTES, kind="room")
    return book(person, house.small_room, MORNING, at=clock.now(), is_option=True)


def won(answers: list[Answer]) -> list[Answer]:
    """Return who got what they asked for; the others were refused with 409, none otherwise."""
    assert {answer.status for answer in answers} <= {200, 201, 409}, {a.status: a.body for a in answers}
    return [answer for answer in answers if answer.status != 409]


def codes(answers: list[Answer]) -> set[str]:
    return {answer.body["code"] for answer in answers if answer.status == 409}


def assert_nothing_is_ever_held_twice() -> None:
    """Compare every two holds: no instant at which both keep some of the same time busy."""
    held = list(Occupancy.objects.order_by("pk"))
    for one, other in combinations(held, 2):
        is_same_time = one.starts_at < other.ends_at and other.starts_at < one.ends_at
        both_held = _until(one) > other.held_from and _until(other) > one.held_from
        is_empty = one.held_from == one.held_until or other.held_from == other.held_until
        assert one.resource_id != other.resource_id or not is_same_time or not both_held or is_empty


def _until(held: Occupancy) -> datetime:
    return held.held_until or NOW + timedelta(days=10_000)


@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize("before", [timedelta(milliseconds=400), timedelta(hours=-1)])
def test_around_a_term_one_confirmation_or_one_booking_wins(
    house: SmallHouse,
    people: list[Person],
    keys: list[str],
    running_server: StartServer,
    *,
    workers: int,
    before: timedelta,
) -> None:
    option = option_of(people[1], house)
    server = running_server(workers=workers)
    assert option.lapses_at is not None
    clock.set_clock(option.lapses_at - before)
    confirm = Call(f"bookings/{option.pk}/confirmation/", {}, keys[1])
    calls = [Call("bookings/", asked(house), key) for key in islice(cycle(keys), 40)]
    answers = all_at_once(server.url, [*calls[:20], *[confirm] * 10, *calls[20:]])
    assert len(won(answers)) == 1
    assert codes(answers) <= {"slot_taken", "already_firm"}
    standing = Booking.objects.standing(clock.now()).filter(resource=house.small_room)
    assert [booking.is_firm for booking in standing] == [True]
    assert_nothing_is_ever_held_twice()


@pytest.mark.parametrize("workers", WORKERS)
def test_after_one_option_another_wins_alone_and_the_first_comes_too_late(
    house: SmallHouse, people: list[Person], keys: list[str], running_server: StartServer, workers: int
) -> None:
    first = option_of(people[1], house)
    server = running_server(workers=workers)
    body = asked(house, is_option=True)
    early = all_at_once(server.url, [Call("bookings/", body, key) for key in islice(cycle(keys), 10)])
    assert (won(early), codes(early)) == ([], {"slot_taken"})

    assert first.lapses_at is not None
    clock.set_clock(first.lapses_at)
    answers = all_at_once(server.url, [Call("bookings/", body, key) for key in islice(cycle(keys), 50)])
    (second,) = won(answers)
    assert second.body["state"] == "option"
    late = send(server.url, Call(f"bookings/{first.pk}/confirmation/", {}, keys[1]))
    assert (late.status, late.body["code"]) == (409, "slot_taken")
    assert_nothing_is_ever_held_twice()


@pytest.mark.parametrize("workers", WORKERS)
def test_a_request_is_accepted_or_refused_and_never_both(
    house: SmallHouse, people: list[Person], keys: list[str], running_server: StartServer, workers: int
) -> None:
    set_rule(house, "approval_for", ["members"], kind="room")
    request = book(people[1], house.small_room, MORNING, at=clock.now())
    server = running_server(workers=workers)
    accept = Call(f"bookings/{request.pk}/confirmation/", {}, keys[0])
    refuse = Call(f"bookings/{request.pk}/refusal/", {"because": "Travaux."}, keys[0])
    answers = all_at_once(server.url, [accept, refuse] * 20)
    (winner,) = won(answers)
    assert codes(answers) == ({"already_firm"} if winner.body["state"] == "confirmed" else {"already_refused"})
    request.refresh_from_db()
    assert state_at(request, clock.now()) in {State.CONFIRMED, State.REFUSED}
    assert_nothing_is_ever_held_twice()
