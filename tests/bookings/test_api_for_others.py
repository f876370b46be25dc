"""Booking in somebody else's name, and passing over a rule, through the API."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bookings.models import Booking
from common.models import AuditEntry
from members.models import Account
from tests.support.api import api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def test_a_co_manager_books_for_a_member_at_the_members_price(house: SmallHouse, alice: Person, bob: Person) -> None:
    made = api_of(bob).post("bookings/", {**room_asked(house), "for_whom": {"member": alice.member.pk}}).json
    assert made["for_whom"] == {"name": "Alice", "member": alice.member.pk, "account": None}
    assert (made["booked_by"], made["payer"], made["price"]["net_minor"]) == ("Bob", "Alice", 5600)
    assert api_of(alice).get(f"bookings/{made['id']}/").status == 200


def test_a_person_outside_pays_the_outside_price(house: SmallHouse, bob: Person) -> None:
    asked = {**room_asked(house), "for_whom": {"name": "Imprimerie du Beffroi"}}
    api = api_of(bob)
    assert api.post("quotes/", asked).json["price"]["net_minor"] == 8000
    made = api.post("bookings/", asked).json
    assert made["for_whom"] == {"name": "Imprimerie du Beffroi", "member": None, "account": None}
    assert made["price"]["net_minor"] == 8000


def test_an_address_that_has_an_account_means_that_account(house: SmallHouse, bob: Person, oscar: Person) -> None:
    asked = {**room_asked(house), "for_whom": {"name": "M. Oscar", "email": "OSCAR@example.org"}}
    made = api_of(bob).post("bookings/", asked).json
    assert made["for_whom"] == {"name": "Oscar", "member": None, "account": oscar.account.pk}
    assert api_of(oscar).get(f"bookings/{made['id']}/").status == 200


def test_an_address_that_is_a_members_means_that_member(house: SmallHouse, alice: Person, bob: Person) -> None:
    asked = {**room_asked(house), "for_whom": {"name": "x", "email": "alice@example.org"}}
    made = api_of(bob).post("bookings/", asked).json
    assert (made["for_whom"]["member"], made["audience"]) == (alice.member.pk, "members")


def test_an_address_nobody_has_opens_an_account_with_the_booking(house: SmallHouse, bob: Person) -> None:
    asked = {**room_asked(house), "for_whom": {"name": "Nora", "email": "nora@example.org"}}
    api = api_of(bob)
    api.post("quotes/", asked)
    assert not Account.objects.filter(name="Nora").exists()
    made = api.post("bookings/", asked).json
    account = Account.objects.get(email="nora@example.org")
    assert (made["for_whom"]["account"], account.has_usable_password()) == (account.pk, False)


def test_a_refused_booking_opens_no_account(house: SmallHouse, bob: Person, alice: Person) -> None:
    api = api_of(bob)
    api.post("bookings/", room_asked(house))
    refused = api.post("bookings/", {**room_asked(house), "for_whom": {"name": "Nora", "email": "nora@example.org"}})
    assert refused.code == "slot_taken"
    assert not Account.objects.filter(email="nora@example.org").exists()


@pytest.mark.parametrize("path", ["quotes/", "bookings/"])
def test_booking_for_others_needs_its_right_before_anything_is_told(
    house: SmallHouse, alice: Person, charlie: Person, path: str
) -> None:
    api = api_of(alice)
    for whom in ({"member": charlie.member.pk}, {"member": 10**6}, {"name": "Nora"}):
        refused = api.post(path, {**room_asked(house), "for_whom": whom})
        assert (refused.status, refused.code) == (403, "right_needed")
    assert not Booking.objects.exists()


def test_one_may_name_oneself(house: SmallHouse, alice: Person) -> None:
    asked = {**room_asked(house), "for_whom": {"member": alice.member.pk}}
    assert api_of(alice).post("bookings/", asked).status == 201


def test_a_member_who_does_not_exist_is_not_found(house: SmallHouse, bob: Person) -> None:
    refused = api_of(bob).post("bookings/", {**room_asked(house), "for_whom": {"member": 10**6}})
    assert (refused.status, refused.code) == (404, "member_unknown")


def test_a_rule_is_passed_over_by_right_and_with_a_reason(
    house: SmallHouse, alice: Person, bob: Person, clock_at: Hold
) -> None:
    clock_at(datetime.fromisoformat("2026-12-10T14:00:00+01:00") - timedelta(hours=3))
    asked = {**room_asked(house), "override_reason": "La chaudière d’à côté a lâché."}
    assert api_of(alice).post("bookings/", asked).code == "right_needed"
    assert api_of(alice).post("quotes/", asked).code == "right_needed"
    assert api_of(bob).post("quotes/", asked).status == 200
    made = api_of(bob).post("bookings/", asked)
    assert made.status == 201
    assert AuditEntry.objects.filter(subject_key=made.json["id"], note="La chaudière d’à côté a lâché.").exists()
    taken = api_of(bob).post("bookings/", asked)
    assert taken.code == "slot_taken"
