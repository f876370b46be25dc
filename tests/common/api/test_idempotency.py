"""A call sent again under its key: the same answer, and the effect once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import orjson
import pytest
from django.db import OperationalError

from bookings.models import Booking
from common import clock
from common.models import IdempotencyRecord
from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, make_house
from tests.support.servers import Server

Hold = Callable[[datetime], datetime]
KEY = {"Idempotency_Key": "6f1c7d2e"}


@pytest.fixture
def api(house: SmallHouse, alice: Person, clock_at: Hold) -> Api:
    clock_at(NOW)
    return api_of(alice)


def test_the_same_call_gets_the_same_answer_and_books_once(house: SmallHouse, api: Api) -> None:
    first = api.post("bookings/", room_asked(house), **KEY)
    again = api.post("bookings/", dict(reversed(room_asked(house).items())), **KEY)
    assert (again.status, again.headers, again.body) == (first.status, first.headers, first.body)
    assert again.status == 201
    assert Booking.objects.count() == 1


def test_a_cancelled_booking_is_cancelled_again_with_the_first_answer(house: SmallHouse, api: Api) -> None:
    booking = api.post("bookings/", room_asked(house)).json["id"]
    first = api.post(f"bookings/{booking}/cancellation/", {}, **KEY)
    assert api.post(f"bookings/{booking}/cancellation/", {}, **KEY).body == first.body
    assert api.post(f"bookings/{booking}/cancellation/", {}).code == "already_cancelled"


def test_another_body_or_address_under_the_same_key_is_refused(house: SmallHouse, api: Api) -> None:
    booking = api.post("bookings/", room_asked(house), **KEY).json["id"]
    for refused in (
        api.post("bookings/", {**room_asked(house), "title": "x"}, **KEY),
        api.post(f"bookings/{booking}/cancellation/", room_asked(house), **KEY),
    ):
        assert (refused.status, refused.code) == (422, "idempotency_key_reused")


def test_a_refusal_is_not_kept(house: SmallHouse, api: Api, charlie: Person) -> None:
    taken = api_of(charlie).post("bookings/", room_asked(house)).json["id"]
    assert api.post("bookings/", room_asked(house), **KEY).code == "slot_taken"
    assert not IdempotencyRecord.objects.exists()
    api_of(charlie).post(f"bookings/{taken}/cancellation/")
    assert api.post("bookings/", room_asked(house), **KEY).status == 201


def test_the_key_is_the_callers_own(house: SmallHouse, api: Api, charlie: Person) -> None:
    assert api.post("bookings/", room_asked(house), **KEY).status == 201
    assert api_of(charlie).post("bookings/", room_asked(house), **KEY).code == "slot_taken"


def test_a_key_is_forgotten_after_a_day(house: SmallHouse, api: Api, clock_at: Hold) -> None:
    booking = api.post("bookings/", room_asked(house), **KEY).json["id"]
    clock_at(NOW + timedelta(hours=23, minutes=59))
    assert api.post("bookings/", room_asked(house), **KEY).json["id"] == booking
    clock_at(NOW + timedelta(hours=24))
    assert api.post("bookings/", room_asked(house), **KEY).code == "slot_taken"
    other = room_asked(house, "2026-12-11T14:00:00+01:00", "2026-12-11T18:00:00+01:00")
    assert api.post("bookings/", other, **KEY).status == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "é", "a b\x7f"])
def test_a_key_that_is_none_is_refused(house: SmallHouse, api: Api, key: str) -> None:
    refused = api.post("bookings/", room_asked(house), Idempotency_Key=key)
    assert (refused.status, refused.code) == (422, "idempotency_key_invalid")


def test_nothing_is_kept_of_a_call_whose_effect_failed(house: SmallHouse, api: Api) -> None:
    api.post("bookings/", {**room_asked(house), "resource": 10**6}, **KEY)
    assert (IdempotencyRecord.objects.count(), Booking.objects.count()) == (0, 0)


def test_a_twin_that_cannot_wait_any_longer_is_told_so(
    house: SmallHouse, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait_in_vain(call: object) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr("common.api.idempotency._claim", wait_in_vain)
    refused = api.post("bookings/", room_asked(house), **KEY)
    assert (refused.status, refused.code) == (409, "idempotency_in_flight")


@pytest.mark.django_db(transaction=True)
def test_twins_in_flight_get_one_booking_and_one_answer(running_server: Callable[..., Server]) -> None:
    """Eight processes get the same call at once; those that come second wait for the first."""
    clock.set_clock(NOW)
    house, api = make_house(), api_of(make_member("Alice"))
    server = running_server(workers=4)
    body = orjson.dumps(room_asked(house))
    headers = {"Authorization": f"Bearer {api.key}", "Content-Type": "application/json", "Idempotency-Key": "twin"}

    def call(_: int) -> tuple[int, bytes]:
        with closing(HTTPConnection(urlsplit(server.url).netloc, timeout=30)) as client:
            client.request("POST", "/api/v1/bookings/", body, headers)
            answer = client.getresponse()
            return answer.status, answer.read()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(call, range(32)))
    assert {status for status, _ in answers} == {201}
    assert len({content for _, content in answers}) == 1
    assert Booking.objects.count() == 1
