"""While the phone rooms are taken, a room is used without booking: offered, begun and given back at both doors."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking
from members.models import Account
from tests.support.api import api_of
from tests.support.booking import PARIS, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=PARIS)
TODAY = NOON.date()
HALF_AN_HOUR = timedelta(minutes=30)
OFFER = "Les cabines sont prises. Grande salle : libre jusqu’à 15 h, sans réserver, porte ouverte."


@pytest.fixture(autouse=True)
def _full(house: SmallHouse, alice: Person, clock_at: ClockAt) -> None:
    """Lend the large room, booked from three o'clock, while the phone room is taken from noon to two."""
    clock_at(NOON)
    set_rule(house, "free_when_full_of", "phone_room", resource=house.large_room)
    set_rule(house, "notice_minutes", 0, kind="room")
    book(alice, house.phone_room, period(TODAY, "12:00", "14:00"), at=NOON)
    book(alice, house.large_room, period(TODAY, "15:00", "16:00"), at=NOON)


def text_at(client: Client, address: str) -> str:
    return text_of(client.get(address).content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("address", ["/", "/book/", f"/book/?day={TODAY}&view=list"])
def test_the_pages_offer_it_to_members_while_it_lasts(
    house: SmallHouse, charlie: Person, oscar: Person, client_of: ClientOf, clock_at: ClockAt, address: str
) -> None:
    assert OFFER in text_at(client_of(charlie.account), address)
    assert "sans réserver" not in text_at(client_of(oscar.account), address)
    clock_at(NOON + timedelta(hours=2))
    assert "sans réserver" not in text_at(client_of(charlie.account), address)


def test_another_day_does_not_offer_what_is_free_now(house: SmallHouse, charlie: Person, client_of: ClientOf) -> None:
    assert "sans réserver" not in text_at(client_of(charlie.account), f"/book/?day={TODAY + timedelta(days=1)}")


def test_a_tap_begins_it_and_a_tap_ends_it(
    house: SmallHouse, charlie: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    client = client_of(charlie.account)
    began = client.post("/free-uses/", {"resource": house.large_room.pk}, follow=True)
    using = Booking.objects.get(is_yielding=True)
    assert "Utilisée sans réserver jusqu’à 15 h, porte ouverte." in text_of(began.content.decode()).replace("\xa0", " ")
    assert "Je rends la salle" in text_at(client, "/")
    assert "Grande salle" in text_at(client, "/bookings/")
    clock_at(NOON + HALF_AN_HOUR)
    left = client.post(f"/bookings/{using.pk}/departure/", follow=True)
    assert "La salle est rendue." in text_of(left.content.decode())
    assert OFFER in text_at(client, "/")


def test_the_page_says_that_somebody_has_booked(
    house: SmallHouse, charlie: Person, oscar: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    client = client_of(charlie.account)
    client.post("/free-uses/", {"resource": house.large_room.pk})
    page = f"/bookings/{Booking.objects.get(is_yielding=True).pk}/"
    book(oscar, house.large_room, period(TODAY, "14:00", "15:00"), at=clock_at(NOON + HALF_AN_HOUR))
    assert "jusqu’à 14 h, porte ouverte. Quelqu’un a réservé la suite" in text_at(client, page)
    book(oscar, house.large_room, period(TODAY, "13:00", "14:00"), at=clock_at(NOON + 2 * HALF_AN_HOUR))
    assert "Quelqu’un a réservé la salle" in text_at(client, page)


def test_it_stays_free_to_book(house: SmallHouse, charlie: Person, oscar: Person, client_of: ClientOf) -> None:
    client_of(charlie.account).post("/free-uses/", {"resource": house.large_room.pk})
    page = client_of(oscar.account).get("/book/").content.decode()
    assert f"resource={house.large_room.pk}&amp;starts_at=2026-11-24T12:00Z" in page


def test_programs_list_begin_and_end_it(house: SmallHouse, charlie: Person, oscar: Person, clock_at: ClockAt) -> None:
    api = api_of(charlie, at=NOON)
    (offered,) = api.get("free-uses/?space=mutualab").json["results"]
    assert (offered["resource"]["id"], offered["until"]) == (house.large_room.pk, "2026-11-24T15:00:00+01:00")
    made = api.post("free-uses/", {"resource": house.large_room.pk})
    assert (made.status, made.json["is_free_use"], made.json["price"]["gross_minor"]) == (201, True, 0)
    assert made.json["possible"] == ["departure"]
    assert api.get("free-uses/").json["results"] == []
    assert api.post("free-uses/", {"resource": house.large_room.pk}).codes == {"already_using", "slot_taken"}
    clock_at(NOON + HALF_AN_HOUR)
    assert api_of(oscar, at=NOON).post(f"bookings/{made.json['id']}/departure/").code == "booking_unknown"
    left = api.post(f"bookings/{made.json['id']}/departure/")
    assert (left.json["state"], left.json["ends_at"]) == ("done", "2026-11-24T12:30:00+01:00")
    assert api.post(f"bookings/{made.json['id']}/departure/").code == "not_in_use"


def test_what_is_not_lent_is_refused_at_both_doors(
    house: SmallHouse, charlie: Person, oscar: Person, client_of: ClientOf
) -> None:
    for person, resource_id, code in [
        (charlie, house.small_room.pk, "not_free_when_full"),
        (charlie, 987_654, "resource_unknown"),
        (oscar, house.large_room.pk, "members_only"),
    ]:
        refused = client_of(person.account).post("/free-uses/", {"resource": resource_id})
        assert [reason.code for reason in refused.context["reasons"]] == [code]
        assert api_of(person, at=NOON).post("free-uses/", {"resource": resource_id}).code == code
    assert api_of(oscar, at=NOON).get("free-uses/").json["results"] == []
    assert client_of(charlie.account).post("/free-uses/", {"resource": "x"}).status_code == 400


def test_houses_without_such_a_rule_pay_no_query(
    house: SmallHouse, charlie: Person, client_of: ClientOf, query_count: CaptureQueriesContext
) -> None:
    client = client_of(charlie.account)
    client.get("/")
    with query_count as queries:
        client.get("/")
    with_rule = len(queries)
    set_rule(house, "free_when_full_of", "", resource=house.large_room)
    client.get("/")
    with query_count as queries:
        client.get("/")
    assert with_rule - len(queries) == 2
