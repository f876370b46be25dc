"""Rooms and seats as pages: a new room with its rule and price, one described otherwise, fewer seats."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.operations import set_number_of
from common.errors import Refused
from common.models import AuditEntry
from common.rights import Right
from members.models import Account
from spaces.models import NamedPeriod, Price, Resource, Rule, Zone
from spaces.queries import catalogue
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, set_rule

ClientOf = Callable[[Account], Client]
ROOMS = "/manage/rules/rooms/"
BLUE = {"name": "Salle bleue", "kind": "room", "capacity": "6", "zone": "Étage", "features": "écran, vue, écran"}
CONFIRMED = {"step": "confirm"}


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def client(bob: Person, house: SmallHouse, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def test_a_room_is_added_with_its_rules_half_days_and_prices(client: Client) -> None:
    sent = {
        **BLUE,
        "notice": "1",
        "notice_unit": "days",
        "step": "preview",
        "morning-from": "08:30",
        "morning-to": "12:15",
        "price-members-half_day": "56,50",
        "vat": "20",
    }
    html = client.post(f"{ROOMS}new/", sent).content.decode()
    assert "1 jour" in html or "24\u00a0h" in html
    assert "8\u00a0h\u00a030–12\u00a0h\u00a015" in html
    assert "56,50\u00a0€ HT" in html
    assert not Resource.objects.filter(name="Salle bleue").exists()

    assert client.post(f"{ROOMS}new/", {**sent, **CONFIRMED}).status_code == 302
    room = Resource.objects.get(name="Salle bleue")
    assert (room.slug, room.features) == ("salle-bleue", ["écran", "vue"])
    assert room.zone is not None
    assert room.zone.name == "Étage"
    assert Rule.objects.get(resource=room).value == 1440
    assert NamedPeriod.objects.get(resource=room).name == "morning"
    assert Price.objects.get(resource=room).net_minor == 5650


def test_two_of_one_name_get_two_slugs(client: Client) -> None:
    for _ in range(2):
        client.post(f"{ROOMS}new/", {**BLUE, **CONFIRMED})
    assert set(Resource.objects.filter(name="Salle bleue").values_list("slug", flat=True)) == {
        "salle-bleue",
        "salle-bleue-2",
    }


def test_a_room_whose_rule_is_refused_is_not_added_at_all(client: Client) -> None:
    sent = {**BLUE, "bookable_from": "18:00", "bookable_until": "09:00", **CONFIRMED}
    assert client.post(f"{ROOMS}new/", sent).status_code == 409
    assert not Resource.objects.filter(name="Salle bleue").exists()
    assert not Zone.objects.filter(name="Étage").exists()


def test_prices_need_their_own_right(house: SmallHouse, charlie: Person, client_of: ClientOf) -> None:
    make_circle("salles", [Right.MANAGE_RESOURCES], charlie)
    client = client_of(charlie.account)
    assert client.post(f"{ROOMS}new/", {**BLUE, "price-members-day": "90", **CONFIRMED}).status_code == 403
    assert client.post(f"{ROOMS}new/", {**BLUE, **CONFIRMED}).status_code == 302


def test_a_room_is_described_otherwise(client: Client, house: SmallHouse) -> None:
    path, sent = f"{ROOMS}{house.small_room.pk}/", {"what": "words", "name": "Salle verte", "capacity": "9"}
    html = client.post(path, sent).content.decode()
    assert "Petite salle</del>" in html
    assert "<ins>Salle verte</ins>" in html
    assert client.post(path, {**sent, **CONFIRMED}).status_code == 302
    house.small_room.refresh_from_db()
    described = (house.small_room.name, house.small_room.capacity, house.small_room.slug)
    assert described == ("Salle verte", 9, "petite-salle")
    assert AuditEntry.objects.get(action="resource.changed").changes["name"] == ["Petite salle", "Salle verte"]


def test_retiring_shows_who_is_booked_there_and_can_be_undone(client: Client, house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    path, sent = f"{ROOMS}{house.small_room.pk}/", {"what": "retirement", "on": "2026-12-01"}
    html = client.post(path, sent).content.decode()
    assert "<strong>Alice</strong>" in html
    assert client.post(path, {**sent, **CONFIRMED}).status_code == 302
    assert Resource.objects.get(pk=house.small_room.pk).retired_on == date(2026, 12, 1)
    booking.refresh_from_db()
    assert not booking.is_cancelled
    assert client.post(path, {"what": "retirement", "on": "", **CONFIRMED}).status_code == 302
    assert Resource.objects.get(pk=house.small_room.pk).retired_on is None
    assert client.post(path, {**sent, "on": "2026-01-01", **CONFIRMED}).status_code == 409


def test_a_room_is_made_of_others(client: Client, house: SmallHouse) -> None:
    path, sent = f"{ROOMS}{house.large_room.pk}/", {"what": "parts", "parts": str(house.small_room.pk)}
    assert "<ins>Petite salle</ins>" in client.post(path, sent).content.decode()
    assert client.post(path, {**sent, **CONFIRMED}).status_code == 302
    found = catalogue().resource(house.large_room.pk)
    assert found is not None
    assert found.parts == (house.small_room.pk,)
    back = {"what": "parts", "parts": str(house.large_room.pk)}
    assert client.post(f"{ROOMS}{house.small_room.pk}/", {**back, **CONFIRMED}).status_code >= 400


def test_seats_are_counted_added_and_retired(client: Client, house: SmallHouse, alice: Person) -> None:
    assert "3 pareilles" in client.get(ROOMS).content.decode()
    path = f"{ROOMS}number/seat/"
    assert client.post(path, {"number": "5", "on": "2026-11-24", **CONFIRMED}).status_code == 302
    names = list(Resource.objects.filter(kind="seat").order_by("position").values_list("name", flat=True))
    assert names == ["Place 1", "Place 2", "Place 3", "Place 4", "Place 5"]
    set_rule(house, "is_numbered", True, kind="seat")
    booked = book(alice, Resource.objects.get(name="Place 5"), period(THURSDAY, "09:00", "13:00"))
    assert client.post(path, {"number": "1", "on": "2026-12-01", **CONFIRMED}).status_code == 302
    left = Resource.objects.filter(kind="seat", retired_on=None)
    assert [seat.pk for seat in left] == [booked.resource_id]


def test_a_number_out_of_range_is_refused(house: SmallHouse, bob: Person) -> None:
    who = {"actor": actor_of(bob), "at": NOW}
    for number, kind, code in ((0, "seat", "number_out_of_range"), (2, "event_space", "kind_not_offered")):
        with pytest.raises(Refused, match=code):
            set_number_of(space_id=house.space.pk, kind=kind, number=number, on=THURSDAY, **who)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {**BLUE, "name": ""},
        {**BLUE, "capacity": "0"},
        {**BLUE, "kind": "castle"},
        {**BLUE, "morning-from": "09:00"},
        {**BLUE, "price-members-day": "cheap"},
        {**BLUE, "price-members-day": "-1"},
        {**BLUE, "vat": "200"},
        {**BLUE, "notice": "-1"},
    ],
)
def test_what_makes_no_sense_is_refused_above_the_form(client: Client, sent: dict[str, str]) -> None:
    before = Resource.objects.count()
    for step in ("preview", "confirm"):
        answer = client.post(f"{ROOMS}new/", {**sent, "step": step})
        assert 400 <= answer.status_code < 500
        assert b"refused" in answer.content or b"errorlist" in answer.content
    assert Resource.objects.count() == before


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, house: SmallHouse, query_count: CaptureQueriesContext
) -> None:
    counts = []
    for _ in range(3):
        client.post(f"{ROOMS}new/", {**BLUE, **CONFIRMED})
        client.get(ROOMS)
        client.get(ROOMS)
        with query_count as queries:
            client.get(ROOMS)
        counts.append(len(queries))
    assert counts == [5, 5, 5]
