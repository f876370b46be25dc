"""Closing a day as a page: the clashes first, a choice and a message, then the one button."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking
from common.rights import Right
from members.models import Account
from spaces.models import OpeningException
from spaces.queries import catalogue
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
CLOSURES = "/manage/rules/closures/"
DAY = {"first": "2026-12-10", "kind": "closed", "label": "Inventaire"}


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def booking(house: SmallHouse, alice: Person) -> Booking:
    return book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))


def test_the_clashes_are_read_before_the_day_is_closed(booking: Booking, bob: Person, client_of: ClientOf) -> None:
    html = client_of(bob.account).post(CLOSURES, DAY).content.decode()
    assert "jeudi 10 décembre 2026" in html
    assert "1 réservation tombe en dehors" in html
    assert "<strong>Alice</strong>" in html
    assert "67,20" in html
    assert "Mutualab sera fermé\u00a0: Inventaire. Rien n’est dû." in html
    assert not OpeningException.objects.exists()


def test_cancelling_is_free_and_says_why(booking: Booking, bob: Person, client_of: ClientOf) -> None:
    sent = {**DAY, "step": "confirm", "settle": "cancel", "seen": booking.pk, "message": "Pardon, on compte tout."}
    answer = client_of(bob.account).post(CLOSURES, sent, follow=True)
    assert "1 réservation annulée sans frais" in answer.content.decode()
    booking.refresh_from_db()
    assert (booking.due_minor, booking.cancel_reason) == (0, "Pardon, on compte tout.")


def test_one_can_be_kept_among_those_cancelled(
    house: SmallHouse, booking: Booking, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    other = book(alice, house.large_room, period(THURSDAY, "14:00", "18:00"))
    sent = {**DAY, "step": "confirm", "settle": "cancel", "seen": [booking.pk, other.pk], "kept": other.pk}
    client_of(bob.account).post(CLOSURES, sent)
    assert [b.is_cancelled for b in Booking.objects.order_by("pk")] == [True, False]


def test_nothing_is_done_while_nobody_said_what_becomes_of_the_bookings(
    house: SmallHouse, booking: Booking, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    client = client_of(bob.account)
    answer = client.post(CLOSURES, {**DAY, "step": "confirm", "seen": booking.pk})
    assert answer.status_code == 409
    assert "Choisir ce que deviennent" in answer.content.decode()
    book(alice, house.large_room, period(THURSDAY, "14:00", "18:00"))
    answer = client.post(CLOSURES, {**DAY, "step": "confirm", "settle": "cancel", "seen": booking.pk})
    assert answer.status_code == 409
    assert "a changé\u00a0: la relire" in answer.content.decode()
    assert not OpeningException.objects.exists()


def test_a_public_holiday_is_listed_and_opened(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    client = client_of(bob.account)
    html = client.get(CLOSURES).content.decode()
    assert "Vendredi 25 décembre 2026" in html
    html = client.get(f"{CLOSURES}?day=2026-12-25&kind=open").content.decode()
    assert 'value="2026-12-25"' in html
    sent = {"first": "2026-12-25", "kind": "open", "opens_at": "10:00", "closes_at": "12:00", "step": "confirm"}
    assert client.post(CLOSURES, sent).status_code == 302
    assert catalogue().spaces[0].hours_on(date(2026, 12, 25)) == [(time(10), time(12))]


def test_a_closing_is_taken_back(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    client = client_of(bob.account)
    client.post(CLOSURES, {**DAY, "step": "confirm"})
    row = OpeningException.objects.get()
    assert "Inventaire" in client.get(f"{CLOSURES}{row.pk}/withdrawal/").content.decode()
    assert client.post(f"{CLOSURES}{row.pk}/withdrawal/").status_code == 302
    assert not OpeningException.objects.exists()
    assert client.post(f"{CLOSURES}{row.pk}/withdrawal/").status_code == 404


def test_who_may_not_see_names_reads_none_and_who_may_not_cancel_keeps_all(
    booking: Booking, charlie: Person, client_of: ClientOf
) -> None:
    make_circle("horaires", [Right.MANAGE_HOURS], charlie)
    client = client_of(charlie.account)
    html = client.post(CLOSURES, DAY).content.decode()
    assert "Alice" not in html
    assert "Les annuler demande le droit" in html
    sent = {**DAY, "step": "confirm", "settle": "cancel", "seen": booking.pk}
    assert client.post(CLOSURES, sent).status_code == 403
    assert client.post(CLOSURES, {**sent, "settle": "keep"}).status_code == 302
    booking.refresh_from_db()
    assert not booking.is_cancelled


@pytest.mark.parametrize(
    "sent",
    [
        {**DAY, "last": "2026-12-01"},
        {**DAY, "first": "2026-01-01"},
        {**DAY, "kind": "open"},
        {**DAY, "kind": "open", "opens_at": "12:00", "closes_at": "09:00"},
        {**DAY, "label": "x" * 101},
        {**DAY, "kind": "ajar"},
        {"first": "tomorrow"},
        {},
    ],
)
def test_what_makes_no_sense_is_refused(
    house: SmallHouse, bob: Person, client_of: ClientOf, sent: dict[str, str]
) -> None:
    for step in ("preview", "confirm"):
        answer = client_of(bob.account).post(CLOSURES, {**sent, "step": step})
        assert 400 <= answer.status_code < 500
        assert b"refused" in answer.content or b"errorlist" in answer.content
    assert not OpeningException.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_as_much_for_three_closures_as_for_one(
    house: SmallHouse, bob: Person, client_of: ClientOf, query_count: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        day = date(2027, 3, 1 + number)
        OpeningException.objects.create(space=house.space, starts_on=day, ends_on=day, label="Travaux")
    client = client_of(bob.account)
    client.get(CLOSURES)
    with query_count as queries:
        html = client.get(CLOSURES).content.decode()
    assert html.count("Travaux") == count
    assert len(queries) == 6
