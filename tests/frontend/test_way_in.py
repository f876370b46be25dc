"""« Comment entrer »: for who comes in, and the code only while it is time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.operations import cancel_booking
from members.models import Account
from spaces.details import StepDetails
from spaces.models.access import CodeShowing
from spaces.operations import access
from tests.support.access import DOOR_CODE, WayIn, make_way_in
from tests.support.booking import NOW, SEED, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]
AFTERNOON = period(THURSDAY, "14:00", "18:00")
PAGE, SHOW = "/way-in/mutualab/", "/way-in/mutualab/showings/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def way(house: SmallHouse, clock_at: ClockAt) -> WayIn:
    clock_at(NOW)
    return make_way_in(house.space)


@pytest.fixture
def page(way: WayIn, house: SmallHouse, alice: Person, client_of: ClientOf) -> Client:
    book(alice, house.small_room, AFTERNOON)
    return client_of(alice.account)


def read(client: Client, path: str) -> str:
    return text_of(client.get(path).content.decode())


def test_days_before_it_says_how_to_come_in_and_from_when_the_code_shows(page: Client) -> None:
    text = read(page, PAGE)
    assert "Petite salle, jeudi 10 décembre à 14 h" in text
    assert "Le code se montre ici à partir de 13 h 45, jeudi 10 décembre." in text
    assert "Sonner à gauche du café." in text
    assert "Montrer le code" not in text
    refused = page.post(SHOW)
    assert (refused.status_code, refused.context["reasons"][0].code) == (403, "access_too_early")


def test_ten_minutes_before_one_button_shows_the_code_and_keeps_that_it_did(page: Client, clock_at: ClockAt) -> None:
    at = clock_at(AFTERNOON.starts_at - 10 * MINUTE)
    html = page.get(PAGE).content.decode()
    assert "Montrer le code" in html
    assert DOOR_CODE not in html
    shown = page.post(SHOW)
    assert DOOR_CODE in shown.content.decode()
    assert "Valable jusqu’à 18 h" in text_of(shown.content.decode())
    assert "no-store" in shown.headers["Cache-Control"]
    kept = CodeShowing.objects.get()
    assert (kept.actor_label, kept.at, kept.reason_kind) == ("Alice", at, "booking")


def test_after_the_end_there_is_nothing_to_see(page: Client, clock_at: ClockAt) -> None:
    clock_at(AFTERNOON.ends_at)
    for answer in (page.get(PAGE), page.post(SHOW)):
        assert (answer.status_code, answer.context["reasons"][0].code) == (403, "access_without_reason")


def test_strangers_read_neither_steps_nor_pictures_nor_codes(
    page: Client, way: WayIn, charlie: Person, oscar: Person, client_of: ClientOf, client: Client
) -> None:
    picture = f"/way-in/pictures/{way.picture.pk}/"
    for stranger in (client_of(charlie.account), client_of(oscar.account)):
        assert [stranger.get(PAGE).status_code, stranger.post(SHOW).status_code] == [403, 403]
        assert stranger.get(picture).status_code == 403
    assert client.get(picture).headers["Location"].startswith("/account/login/")
    assert not CodeShowing.objects.exists()


def test_a_picture_is_private_and_nothing_but_a_picture(page: Client, way: WayIn) -> None:
    answer = page.get(f"/way-in/pictures/{way.picture.pk}/")
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, max-age=600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert page.get("/way-in/pictures/99999/").status_code == 404


def test_a_customer_comes_in_like_anybody(
    way: WayIn, house: SmallHouse, oscar: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    book(oscar, house.large_room, AFTERNOON)
    clock_at(AFTERNOON.starts_at)
    assert DOOR_CODE in client_of(oscar.account).post(SHOW).content.decode()


def test_the_booking_and_the_day_lead_to_the_door_when_it_is_near(
    page: Client, house: SmallHouse, alice: Person, clock_at: ClockAt
) -> None:
    link = f'href="{PAGE}"'
    assert link not in page.get("/").content.decode()
    booking = alice.member.bookings.get()
    assert link in page.get(f"/bookings/{booking.pk}/").content.decode()
    clock_at(AFTERNOON.starts_at - 60 * MINUTE)
    assert link in page.get("/").content.decode()
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    assert link not in page.get(f"/bookings/{booking.pk}/").content.decode()


def test_a_house_that_tells_nothing_shows_it_nowhere(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    clock_at(NOW)
    booking = book(alice, house.small_room, AFTERNOON)
    clock_at(AFTERNOON.starts_at)
    client = client_of(alice.account)
    for path in ("/", f"/bookings/{booking.pk}/", "/me/"):
        html = client.get(path).content.decode()
        assert "way-in" not in html
        assert "Mes clés" not in html


def test_a_place_that_is_not_there_is_a_page_that_says_so(page: Client) -> None:
    assert page.get("/way-in/nowhere/").status_code == 404
    assert page.post("/way-in/nowhere/showings/").status_code == 404


def test_three_steps_and_codes_cost_as_much_as_one(
    page: Client, house: SmallHouse, clock_at: ClockAt, query_count: CaptureQueriesContext
) -> None:
    clock_at(AFTERNOON.starts_at)
    page.get(PAGE)
    with query_count as one:
        page.get(PAGE)
    for number in range(3):
        details = StepDetails({"fr": "Monter."}, number)
        access.add_access_step(space_id=house.space.pk, details=details, actor=SEED, at=NOW)
        access.add_access_code(space_id=house.space.pk, name=f"Porte {number}", value="1", actor=SEED, at=NOW)
    page.get(PAGE)
    with query_count as three:
        page.get(PAGE)
    assert (len(one), len(three)) == (8, 8)
