"""Seats without numbers are all one; where a house numbers them, one can be chosen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from bookings.models import Booking
from members.models import Account
from spaces.enums import ResourceKind
from tests.contracts.doors import DOORS, Door
from tests.support.booking import NOW, THURSDAY, book, book_any_seat, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
MORNING, AFTERNOON = period(THURSDAY, "09:00", "13:00"), period(THURSDAY, "14:00", "18:00")
ANY = {"space": "mutualab", "kind": "seat"}
SHEET = "/book/sheet/?starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> Callable[[Person], Door]:
    opened: Callable[[Person], Door] = DOORS[request.param]
    return opened


@pytest.fixture
def numbered(house: SmallHouse) -> SmallHouse:
    set_rule(house, "is_numbered", value=True, kind=ResourceKind.SEAT)
    return house


def test_a_seat_without_a_number_is_not_chosen(
    door: Callable[[Person], Door], house: SmallHouse, alice: Person
) -> None:
    refused = door(alice).book({"resource": house.seats[1].pk}, MORNING)
    assert (refused.code, refused.status) == ("seat_not_numbered", 422)
    booking = book_any_seat(alice, house.space, MORNING)
    assert door(alice).move(booking, AFTERNOON, resource=house.seats[2].pk).code == "seat_not_numbered"
    assert door(alice).move(booking, AFTERNOON).booking is not None


def test_the_way_out_is_any_seat(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    answer = client_of(alice.account).get(f"{SHEET}&resource={house.seats[1].pk}").content.decode()
    assert "Les places n’ont pas de numéro ici" in text_of(answer)
    assert 'href="/book/sheet/?space=mutualab&amp;kind=seat&amp;starts_at=2026-12-10T08%3A00Z' in answer


def test_a_numbered_seat_is_chosen_once(
    door: Callable[[Person], Door], numbered: SmallHouse, alice: Person, charlie: Person
) -> None:
    seat = numbered.seats[1]
    made = door(alice).book({"resource": seat.pk}, MORNING).booking
    assert made is not None
    assert (made.resource, made.any_of_kind, made.net_minor) == (seat, "", 500)
    assert door(charlie).book({"resource": seat.pk}, MORNING).code == "slot_taken"
    others = [door(charlie).book(ANY, MORNING).booking for _ in range(2)]
    assert {one.resource for one in others if one} == {numbered.seats[0], numbered.seats[2]}


def test_a_move_goes_to_a_chosen_seat_or_keeps_the_own_one(
    door: Callable[[Person], Door], numbered: SmallHouse, alice: Person, charlie: Person
) -> None:
    booking = book_any_seat(alice, numbered.space, MORNING)
    moved = door(alice).move(booking, MORNING, resource=numbered.seats[2].pk).booking
    assert moved is not None
    assert (moved.resource, moved.any_of_kind) == (numbered.seats[2], "")
    book(charlie, numbered.seats[2], AFTERNOON)
    assert door(alice).move(moved, AFTERNOON).code == "slot_taken"


def test_a_chosen_seat_is_given_up_for_any(
    numbered: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    booking = book(alice, numbered.seats[1], MORNING)
    book(charlie, numbered.seats[1], AFTERNOON)
    sent = {**ANY, "starts_at": AFTERNOON.starts_at.isoformat(), "ends_at": AFTERNOON.ends_at.isoformat()}
    assert client_of(alice.account).post(f"/bookings/{booking.pk}/move/", sent).status_code == 302
    booking.refresh_from_db()
    assert (booking.any_of_kind, booking.starts_at) == ("seat", AFTERNOON.starts_at)


def test_what_was_chosen_by_number_moves_on_when_numbers_are_gone(
    door: Callable[[Person], Door], numbered: SmallHouse, alice: Person
) -> None:
    booking = book(alice, numbered.seats[1], MORNING)
    set_rule(numbered, "is_numbered", value=False, kind=ResourceKind.SEAT)
    moved = door(alice).move(booking, AFTERNOON).booking
    assert moved is not None
    assert (moved.resource, moved.any_of_kind) == (numbered.seats[1], "seat")


def test_the_sheet_lets_choose_what_is_free(
    numbered: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, numbered.seats[0], MORNING)
    sheet = client_of(alice.account).get(f"{SHEET}&space=mutualab&kind=seat").content.decode()
    assert '<optgroup label="Rez-de-chaussée">' in sheet
    assert f'<option value="{numbered.seats[1].pk}">Place 2</option>' in sheet
    assert "Place 1<" not in sheet
    chosen = client_of(alice.account).get(f"{SHEET}&space=mutualab&kind=seat&resource={numbered.seats[1].pk}")
    assert f'<option value="{numbered.seats[1].pk}" selected>' in chosen.content.decode()
    assert '<h1 id="sheet-title" data-focus>Place 2</h1>' in chosen.content.decode()


def test_without_numbers_the_sheet_offers_no_choice(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    assert 'id="seat"' not in client_of(alice.account).get(f"{SHEET}&space=mutualab&kind=seat").content.decode()


def test_who_asked_for_any_reads_which_seat_it_is(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    booking = book_any_seat(alice, house.space, MORNING)
    pages = {alice: f"/bookings/{booking.pk}/", bob: f"/manage/day/?day={THURSDAY}"}
    for person, address in pages.items():
        assert "Place 1" not in client_of(person.account).get(address).content.decode()
    set_rule(house, "is_numbered", value=True, kind=ResourceKind.SEAT)
    for person, address in pages.items():
        assert "Place 1" in client_of(person.account).get(address).content.decode()
    assert Booking.objects.get().any_of_kind == "seat"
