"""Availability, quotes and bookings through the API."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bookings.models import Booking
from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def test_a_booking_is_made_and_can_be_read(house: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    made = api.post("bookings/", {**room_asked(house), "title": "Répétition"})
    assert made.status == 201
    shown = api.get(made.headers["Location"].removeprefix("/api/v1/"))
    assert shown.json == made.json
    assert shown.json["price"] == {"currency": "EUR", "net_minor": 5600, "vat_minor": 1120, "gross_minor": 6720}
    assert (shown.json["starts_at"], shown.json["title"]) == ("2026-12-10T14:00:00+01:00", "Répétition")


def test_any_seat_of_a_space_can_be_asked_for(house: SmallHouse, alice: Person) -> None:
    asked = room_asked(house, "2026-12-10T09:00:00+01:00", "2026-12-10T13:00:00+01:00")
    del asked["resource"]
    made = api_of(alice).post("bookings/", {**asked, "space": "mutualab", "kind": "seat"})
    assert (made.status, made.json["any_of_kind"], made.json["resource"]["kind"]) == (201, "seat", "seat")


def test_a_taken_slot_is_refused_with_alternatives_that_can_be_booked(
    house: SmallHouse, alice: Person, charlie: Person
) -> None:
    assert api_of(charlie).post("bookings/", room_asked(house)).status == 201
    api = api_of(alice)
    refused = api.post("bookings/", room_asked(house))
    assert (refused.status, refused.code) == (409, "slot_taken")
    assert refused.headers["Content-Type"] == "application/problem+json"
    alternatives = refused.json["reasons"][0]["facts"]["alternatives"]
    assert alternatives
    for alternative in alternatives:
        asked = {name: alternative[name] for name in ("resource", "starts_at", "ends_at")}
        made = api.post("bookings/", asked)
        assert made.status == 201
        assert made.json["price"] == alternative["price"]


def test_a_booking_of_somebody_else_does_not_exist(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = api_of(alice).post("bookings/", room_asked(house)).json["id"]
    api = api_of(charlie)
    for refused in (
        api.get(f"bookings/{booking}/"),
        api.post(f"bookings/{booking}/cancellation/"),
        api.post(f"bookings/{booking}/move/", _moved()),
    ):
        assert (refused.status, refused.code) == (404, "booking_unknown")
    assert api.get("bookings/").json["results"] == []


def test_a_booking_is_moved_and_then_cancelled(house: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    booking = api.post("bookings/", room_asked(house)).json["id"]
    moved = api.post(f"bookings/{booking}/move/", {**_moved(), "resource": house.large_room.pk})
    assert (moved.status, moved.json["resource"]["id"], moved.json["sequence"]) == (200, house.large_room.pk, 1)
    cancelled = api.post(f"bookings/{booking}/cancellation/")
    assert cancelled.json["cancelled"] == {
        "at": "2026-11-24T09:00:00+01:00",
        "by": "Alice",
        "is_undone": True,
        "due_minor": 0,
    }
    assert api.post(f"bookings/{booking}/cancellation/").code == "already_cancelled"


def test_a_quote_says_the_price_and_the_terms_and_books_nothing(house: SmallHouse, alice: Person) -> None:
    quote = api_of(alice, scopes=("read",)).post("quotes/", room_asked(house))
    assert quote.status == 200
    assert (quote.json["price"]["net_minor"], quote.json["is_free"]) == (5600, True)
    assert [step["percent"] for step in quote.json["cancellation"]["steps"]] == [0, 50, 100]
    assert not Booking.objects.exists()


def test_nobody_books_without_a_token_or_its_scope(house: SmallHouse, alice: Person) -> None:
    refused = Api().post("bookings/", room_asked(house))
    assert (refused.status, refused.code) == (401, "not_authenticated")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    refused = api_of(alice, scopes=("read",)).post("bookings/", room_asked(house))
    assert (refused.status, refused.code) == (403, "scope_missing")


def test_availability_is_public_and_names_nobody(house: SmallHouse, alice: Person) -> None:
    api_of(alice).post("bookings/", {**room_asked(house), "title": "Secret"})
    seen = Api().get("availability/?space=mutualab&kind=room&from=2026-12-10&to=2026-12-10")
    assert seen.json["results"][0] == {
        "resource": house.small_room.pk,
        "space": "mutualab",
        "kind": "room",
        "name": "Petite salle",
        "busy": [{"starts_at": "2026-12-10T14:00:00+01:00", "ends_at": "2026-12-10T18:00:00+01:00"}],
        "free": [{"starts_at": "2026-12-10T09:00:00+01:00", "ends_at": "2026-12-10T14:00:00+01:00"}],
    }
    assert b"Secret" not in seen.body
    assert b"Alice" not in seen.body


def _moved() -> dict[str, str]:
    return {"starts_at": "2026-12-11T14:00:00+01:00", "ends_at": "2026-12-11T18:00:00+01:00"}
