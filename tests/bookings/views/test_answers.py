"""A booking's own page while it waits: confirmed, left, accepted, refused, taken up again, checked in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.life import State, state_at
from bookings.models import Booking
from common.rights import Right
from members.models import Account
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, set_rule
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


@pytest.fixture
def option(house: SmallHouse, alice: Person) -> Booking:
    """Return Alice's option of 48 hours on the small room."""
    set_rule(house, "option_minutes", 48 * 60, kind="room")
    return book(alice, house.small_room, MORNING, is_option=True)


@pytest.fixture
def request_made(house: SmallHouse, alice: Person) -> Booking:
    """Return what Alice asks for, to be answered within three days."""
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    return book(alice, house.small_room, MORNING, title="Atelier")


def page(client: Client, booking: Booking) -> str:
    return text_of(client.get(f"/bookings/{booking.pk}/").content.decode())


def test_an_option_says_its_term_and_is_confirmed_in_a_tap(option: Booking, alice: Person, client_of: ClientOf) -> None:
    client = client_of(alice.account)
    text = page(client, option)
    assert "Option tenue jusqu’à jeudi 9 h" in text
    assert "Confirmer · 67,20 €" in text
    assert "Laisser" in text
    client.post(f"/bookings/{option.pk}/confirmation/")
    option.refresh_from_db()
    assert option.is_firm
    assert "Option tenue" not in page(client, option)


def test_an_option_is_left_for_nothing(option: Booking, alice: Person, client_of: ClientOf) -> None:
    client = client_of(alice.account)
    client.post(f"/bookings/{option.pk}/cancellation/")
    assert "Rien n’est dû." in page(client, option)


def test_a_lapsed_option_is_taken_up_again_while_it_is_free(
    house: SmallHouse, option: Booking, alice: Person, charlie: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    clock_at(NOW + timedelta(hours=50))
    client = client_of(alice.account)
    text = page(client, option)
    assert "L’option n’a pas été confirmée à temps" in text
    assert "Reprendre" in text
    late = clock_at(NOW + timedelta(hours=51))
    book(charlie, house.small_room, MORNING, at=late)
    text = page(client, option)
    assert "Il est pris maintenant. Libre aussi :" in text
    assert "Reprendre" not in text
    assert "Grande salle · 134,40 €" in text
    refused = client.post(f"/bookings/{option.pk}/confirmation/")
    assert refused.status_code == 409
    assert "Grande salle · 134,40 €" in text_of(refused.content.decode())


def test_who_asked_sees_that_it_is_asked_and_may_take_it_back(
    request_made: Booking, alice: Person, client_of: ClientOf
) -> None:
    text = page(client_of(alice.account), request_made)
    assert "C’est demandé. Le créneau est gardé jusqu’à vendredi 9 h, le temps que la maison réponde." in text
    assert "Retirer la demande" in text
    assert "Accepter" not in text


def test_a_request_is_accepted_by_who_may_and_its_author_sees_it(
    request_made: Booking, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    text = page(client_of(bob.account), request_made)
    assert "Alice attend une réponse" in text
    answered = client_of(bob.account).post(f"/bookings/{request_made.pk}/confirmation/", {"back": "to-do"}, follow=True)
    assert "Accepté : Alice l’apprend par mail." in text_of(answered.content.decode())
    assert "acceptée par Bob, mardi 24 novembre" in page(client_of(alice.account), request_made)


def test_a_refusal_asks_why_and_tells_it_with_what_is_free(
    request_made: Booking, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    client, address = client_of(bob.account), f"/bookings/{request_made.pk}/refusal/"
    assert "Une phrase que Alice lira." in text_of(client.get(address).content.decode())
    unsaid = client.post(address, {"because": " "})
    assert (unsaid.status_code, unsaid.context["reasons"][0].code) == (422, "reason_needed")
    client.post(address, {"because": "Travaux ce jour-là."})
    text = page(client_of(alice.account), request_made)
    assert "Demande refusée par Bob : « Travaux ce jour-là. »" in text
    assert "Libre aussi :" in text


def test_a_suggestion_refuses_in_one_tap(request_made: Booking, bob: Person, client_of: ClientOf) -> None:
    client, address = client_of(bob.account), f"/bookings/{request_made.pk}/refusal/"
    suggestion = client.get(address).context["suggestions"][1]
    client.post(address, {"because": str(suggestion), "back": "to-do"})
    request_made.refresh_from_db()
    assert request_made.refused_because == "Personne ne peut ouvrir et fermer à ces heures."


def test_nobody_answers_without_the_right(
    request_made: Booking, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    for name in ("confirmation", "refusal"):
        address = f"/bookings/{request_made.pk}/{name}/"
        assert client_of(alice.account).post(address, {"because": "Non."}).status_code == 403
        assert client_of(charlie.account).post(address, {"because": "Non."}).status_code == 404
    assert client_of(alice.account).get(f"/bookings/{request_made.pk}/refusal/").status_code == 403


def test_one_arrives_from_the_minute_it_opens_and_not_before(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    set_rule(house, "release_after_minutes", 20, kind="room")
    booking = book(alice, house.small_room, MORNING)
    client = client_of(alice.account)
    assert "à dire entre 8 h 45 et 9 h 20, sinon le créneau est rendu" in page(client, booking)
    assert "Je suis là" not in page(client, booking)
    clock_at(MORNING.starts_at - timedelta(minutes=15))
    assert "Sans arrivée à 9 h 20, le créneau est rendu aux autres." in page(client, booking)
    today = text_of(client.get("/").content.decode())
    assert "Je suis là" in today
    client.post(f"/bookings/{booking.pk}/check-in/", {"back": "today"})
    assert "Je suis là" not in text_of(client.get("/").content.decode())
    assert "Arrivée à 8 h 45" in page(client, booking)


def test_nobody_there_in_time_is_said_kindly_and_mended(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    set_rule(house, "release_after_minutes", 20, kind="room")
    set_rule(house, "notice_minutes", 0, kind="room")
    booking = book(alice, house.small_room, MORNING)
    late = clock_at(MORNING.starts_at + timedelta(minutes=40))
    client = client_of(alice.account)
    assert "Sans nouvelle à 9 h 20, le créneau a été rendu aux autres. Cela arrive." in page(client, booking)
    client.post(f"/bookings/{booking.pk}/check-in/")
    booking.refresh_from_db()
    assert state_at(booking, late) is State.CHECKED_IN


def test_my_list_says_what_is_not_firm_and_until_when(
    house: SmallHouse, option: Booking, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    client = client_of(alice.account)
    assert "en option, jusqu’à jeudi 9 h" in text_of(client.get("/bookings/").content.decode())
    clock_at(NOW + timedelta(hours=49))
    assert "rendue" in text_of(client.get("/bookings/").content.decode())


def test_the_grid_says_that_mine_is_an_option_and_that_others_have_taken_it(
    option: Booking, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    day = f"/book/?day={THURSDAY}"
    mine = client_of(alice.account).get(f"{day}&view=day").content.decode()
    assert "à moi, en option" in mine
    listed = text_of(client_of(alice.account).get(f"{day}&view=list").content.decode())
    assert "À moi, 9 h–13 h, en option" in listed
    theirs = text_of(client_of(charlie.account).get(f"{day}&view=list").content.decode())
    assert "Pris, 9 h–13 h" in theirs
    assert "option" not in theirs


def test_the_day_of_all_shows_what_waits_and_who_has_not_come(
    house: SmallHouse, request_made: Booking, alice: Person, bob: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    set_rule(house, "release_after_minutes", 20, resource=house.large_room)
    expected = book(alice, house.large_room, MORNING)
    client, day = client_of(bob.account), f"/manage/day/?day={THURSDAY}"
    text = text_of(client.get(day).content.decode())
    assert "demandée, jusqu’à vendredi 9 h" in text
    assert "Répondre" in text
    assert "Noter l’arrivée" not in text
    here = clock_at(MORNING.starts_at)
    assert "Noter l’arrivée" in text_of(client.get(day).content.decode())
    noted = client.post(f"/bookings/{expected.pk}/check-in/", {"back": "day"})
    assert noted.headers["Location"] == f"/manage/day/?space=mutualab&day={THURSDAY}"
    expected.refresh_from_db()
    assert (expected.checked_in_at, expected.checked_in_by_label) == (here, "Bob")


def test_the_queue_shows_who_wants_what_beside_what_the_soonest_term_first(
    house: SmallHouse, request_made: Booking, alice: Person, charlie: Person, bob: Person, client_of: ClientOf
) -> None:
    book(charlie, house.large_room, MORNING, title="Commission")
    set_rule(house, "approval_minutes", 60, resource=house.small_room)
    book(charlie, house.small_room, period(THURSDAY, "14:00", "18:00"))
    text = text_of(client_of(bob.account).get("/manage/to-do/").content.decode())
    assert text.index("Charlie · Petite salle") < text.index("Alice · Petite salle")
    assert "Atelier · 67,20 € TTC · tarif membre" in text
    assert "Gardé jusqu’à vendredi 9 h. Ce jour-là aussi :" in text
    assert "9 h–13 h · Grande salle · Charlie" in text


def test_an_empty_queue_says_so_and_the_menu_counts(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    client = client_of(bob.account)
    assert "Rien n’attend : tout le monde a sa réponse." in text_of(client.get("/manage/to-do/").content.decode())
    assert 'class="count"' not in client.get("/").content.decode()
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    book(alice, house.small_room, MORNING)
    html = client.get("/").content.decode()
    assert '<span class="count">1<span class="unseen"> à traiter</span></span>' in html
    assert 'class="count"' not in client_of(alice.account).get("/").content.decode()


def test_a_queue_shows_only_the_spaces_of_ones_right(
    house: SmallHouse, request_made: Booking, charlie: Person, client_of: ClientOf
) -> None:
    assert client_of(charlie.account).get("/manage/to-do/").status_code == 403
    make_circle("oui", [Right.APPROVE_BOOKINGS], charlie)
    assert "Alice · Petite salle" in text_of(client_of(charlie.account).get("/manage/to-do/").content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_queries_however_long_it_is(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf, query_count: CaptureQueriesContext, count: int
) -> None:
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    for week in range(count):
        book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * week), "09:00", "13:00"))
    client = client_of(bob.account)
    client.get("/manage/to-do/")
    with query_count as queries:
        html = client.get("/manage/to-do/").content.decode()
    assert html.count(">Accepter") == count
    assert len(queries) == 7
