"""Nobody is ever sold what somebody else has: fifty at once, real processes, both engines."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice, pairwise

import pytest
from django.db.models import Count, Model

from bookings.models import Booking, Occupancy
from common import clock
from common.models import AuditEntry, IdempotencyRecord, OutboxJob
from members.operations import create_token
from members.queries import actor_for
from spaces.local_time import Period
from spaces.queries import forget_catalogue
from tests.races.contest import Answer, Call, all_at_once, send, times
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, make_house
from tests.support.servers import Server

CROWD = 50
HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1)}
StartServer = Callable[..., Server]
WORKERS = [2, pytest.param(8, marks=pytest.mark.long)]
pytestmark = pytest.mark.race
KEPT: tuple[type[Model], ...] = (Booking, Occupancy, AuditEntry, IdempotencyRecord, OutboxJob)


@pytest.fixture
def house(transactional_db: None) -> SmallHouse:
    clock.set_clock(NOW)
    forget_catalogue()
    return make_house()


@pytest.fixture
def people(transactional_db: None) -> list[Person]:
    return [make_member(f"Membre{number}") for number in range(5)]


@pytest.fixture
def keys(people: list[Person]) -> list[str]:
    return [_key_of(person) for person in people]


def _key_of(person: Person) -> str:
    actor = actor_for(person.account, NOW)
    new = create_token(
        actor=actor, at=NOW, account=person.account, name="race", scopes=["read", "book"], expires_at=None
    )
    return new.key


def working_days(count: int) -> list[date]:
    days = (THURSDAY + timedelta(days=n) for n in range(60))
    return list(islice((day for day in days if day.weekday() < 5 and day not in HOLIDAYS), count))


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in KEPT}


def judge(answers: list[Answer]) -> tuple[list[Answer], list[Answer]]:
    """Return winners and losers; any other answer fails."""
    winners = [answer for answer in answers if answer.status == 201]
    losers = [answer for answer in answers if answer.status == 409 and answer.body["code"] == "slot_taken"]
    assert len(winners) + len(losers) == len(answers), {a.status: a.body for a in answers if a.status not in {201, 409}}
    return winners, losers


def assert_no_overlap() -> None:
    held = list(Occupancy.objects.filter(held_until=None).order_by("resource", "starts_at"))
    for earlier, later in pairwise(held):
        assert earlier.resource_id != later.resource_id or earlier.ends_at <= later.starts_at
    assert not Booking.objects.annotate(n=Count("occupancies")).exclude(n__gte=1).exists()


@pytest.fixture
def days(request: pytest.FixtureRequest, workers: int, figure: Callable[[str], None]) -> list[date]:
    """Return the days that are raced for, one slot each: twenty in the long run."""
    chosen = working_days(20 if request.config.getoption("--long") else 2)
    figure(
        f"{request.node.originalname}: {workers} workers, {len(chosen)} slots, {CROWD} requests for each, one winner"
    )
    return chosen


@pytest.mark.parametrize("workers", WORKERS)
def test_fifty_people_and_one_slot_make_one_booking(
    house: SmallHouse, keys: list[str], running_server: StartServer, workers: int, days: list[date]
) -> None:
    server = running_server(workers=workers)
    for number, day in enumerate(days):
        before = rows()
        body = {"resource": house.small_room.pk, **times(period(day, "14:00", "18:00"))}
        calls = [Call("bookings/", body, key, f"{number}-{n}") for n, key in enumerate(islice(cycle(keys), CROWD))]
        winners, losers = judge(all_at_once(server.url, calls))
        assert len(winners) == 1
        after = rows()
        assert {name: after[name] - before[name] for name in after} == {
            "Booking": 1,
            "Occupancy": 1,
            "AuditEntry": 1,
            "IdempotencyRecord": 1,
            "OutboxJob": 1,
        }
        assert_alternatives_can_be_booked(server, losers[-1], keys[0])
    assert_no_overlap()


def assert_alternatives_can_be_booked(server: Server, loser: Answer, key: str) -> None:
    """Book each alternative a loser was offered, and give it back for the slots that are still to come."""
    offered = loser.body["reasons"][0]["facts"]["alternatives"]
    assert offered
    for alternative in offered:
        wanted = {name: alternative[name] for name in ("resource", "starts_at", "ends_at")}
        answer = send(server.url, Call("bookings/", wanted, key))
        assert answer.status == 201, answer.body
        assert send(server.url, Call(f"bookings/{answer.body['id']}/cancellation/", {}, key)).status == 200


@pytest.mark.parametrize("workers", WORKERS)
def test_unequal_periods_that_share_an_hour_make_one_booking(
    house: SmallHouse, keys: list[str], running_server: StartServer, workers: int, days: list[date]
) -> None:
    server = running_server(workers=workers)
    unequal = [period(THURSDAY, f"{start:02}:00", f"{end:02}:00") for start in (9, 10, 11) for end in (12, 13, 14, 15)]
    for day in days:
        shift = timedelta(days=(day - THURSDAY).days)
        calls = [
            Call(
                "bookings/",
                {
                    "resource": house.large_room.pk,
                    "starts_at": (wanted.starts_at + shift).isoformat(),
                    "ends_at": (wanted.ends_at + shift).isoformat(),
                },
                key,
            )
            for wanted, key in islice(zip(cycle(unequal), cycle(keys), strict=False), CROWD)
        ]
        winners, _ = judge(all_at_once(server.url, calls))
        assert len(winners) == 1
    assert_no_overlap()


@pytest.mark.parametrize("workers", WORKERS)
def test_moves_and_bookings_for_one_slot_have_one_winner(
    house: SmallHouse, people: list[Person], keys: list[str], running_server: StartServer, workers: int
) -> None:
    wanted = period(THURSDAY, "14:00", "18:00")
    movers = list(_bookings_elsewhere(house, people))
    server = running_server(workers=workers)
    moves = [Call(f"bookings/{pk}/move/", times(wanted), key) for pk, key in zip(movers, cycle(keys), strict=False)]
    books = [
        Call("bookings/", {"resource": house.small_room.pk, **times(wanted)}, key) for key in islice(cycle(keys), 40)
    ]
    answers = all_at_once(server.url, [*moves, *books])
    moved = [answer for answer in answers[: len(moves)] if answer.status == 200]
    booked = [answer for answer in answers[len(moves) :] if answer.status == 201]
    assert len(moved) + len(booked) == 1
    assert {answer.body.get("code", "ok") for answer in answers} == {"ok", "slot_taken"}
    assert Booking.objects.filter(starts_at=wanted.starts_at).count() == 1
    assert_no_overlap()


def _bookings_elsewhere(house: SmallHouse, people: list[Person]) -> Iterator[int]:
    for number, person in enumerate(people):
        elsewhere = period(THURSDAY + timedelta(days=number % 2), "09:00", "10:00")
        shift = timedelta(hours=number // 2)
        yield book(person, house.small_room, _shifted(elsewhere, shift), at=clock.now()).pk


def _shifted(when: Period, by: timedelta) -> Period:
    return Period(when.starts_at + by, when.ends_at + by)


@pytest.mark.parametrize("workers", WORKERS)
def test_the_last_free_seats_go_to_as_many_people(
    house: SmallHouse, keys: list[str], running_server: StartServer, workers: int
) -> None:
    server = running_server(workers=workers)
    body = {"space": house.space.slug, "kind": "seat", **times(period(THURSDAY, "09:00", "13:00"))}
    winners, losers = judge(
        all_at_once(server.url, [Call("bookings/", body, key) for key in islice(cycle(keys), CROWD)])
    )
    assert (len(winners), len(losers)) == (len(house.seats), CROWD - len(house.seats))
    assert_no_overlap()


@pytest.mark.parametrize("workers", WORKERS)
def test_a_twin_in_flight_gets_the_first_answer(
    house: SmallHouse, keys: list[str], running_server: StartServer, workers: int
) -> None:
    server = running_server(workers=workers)
    body = {"resource": house.small_room.pk, **times(period(THURSDAY, "14:00", "18:00"))}
    answers = all_at_once(server.url, [Call("bookings/", body, keys[0], "same-key")] * 20)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["id"] for answer in answers}) == 1
    assert Booking.objects.count() == 1
