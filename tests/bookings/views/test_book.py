"""The page of a day: who sees what as free, taken and theirs."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Account
from tests.support.booking import NOW, PARIS, THURSDAY, book, book_any_seat, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.reading import plain, text_of

ClientOf = Callable[[Account], Client]
DAY = f"/book/?day={THURSDAY}&view=day"


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def bar_of(html: str, name: str) -> str:
    """Return the bar of the row that is called `name`."""
    found = re.search(rf"<h2>{name}.*?</h2>(<ul.*?</ul>)", html)
    assert found, name
    return found.group(1)


def test_each_room_is_a_row_and_the_seats_are_one(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    html = client_of(alice.account).get(DAY).content.decode()
    names = re.findall(r"<h2>(.*?)(?: <small>.*?)?</h2>", html)
    assert names == ["Petite salle", "Grande salle", "Cabine 1", "Une place, open space"]


def test_a_free_stretch_opens_the_named_period_that_holds_it(
    house: SmallHouse, alice: Person, client_of: ClientOf
) -> None:
    bar = bar_of(client_of(alice.account).get(DAY).content.decode(), "Petite salle")
    link = f"/book/sheet/?resource={house.small_room.pk}&amp;starts_at=2026-12-10T13:00Z&amp;ends_at=2026-12-10T17:00Z"
    assert f'<a href="{link}" aria-label="Petite salle, jeudi 10 décembre, 14 h–18 h : libre">' in plain(bar)


def test_what_others_booked_is_taken_and_says_no_name(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, period(THURSDAY, "09:00", "13:00"))
    html = client_of(alice.account).get(DAY).content.decode()
    assert 'class="taken w16"' in bar_of(html, "Petite salle")
    assert "Charlie" not in html


def test_what_is_mine_says_so_and_leads_to_my_booking(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    bar = bar_of(client_of(alice.account).get(DAY).content.decode(), "Petite salle")
    assert f'<li class="mine w16"><a href="/bookings/{booking.pk}/"' in bar
    assert "<span>à moi</span></a>" in bar


def test_the_seats_say_how_many_are_free(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book_any_seat(charlie, house.space, period(THURSDAY, "09:00", "13:00"))
    bar = bar_of(client_of(alice.account).get(DAY).content.decode(), "Une place, open space")
    assert ">2 libres<" in bar
    assert ">3 libres<" in bar


def test_the_list_says_room_day_hours_and_price(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, period(THURSDAY, "09:00", "13:00"))
    html = client_of(alice.account).get(f"/book/?day={THURSDAY}&view=list").content.decode()
    text = text_of(html)
    assert "Petite salle, jeudi 10 décembre, Après-midi, 14 h–18 h · 67,20 €" in text
    assert "Petite salle, jeudi 10 décembre, Matin" not in text
    assert "Pris, 9 h–13 h" in text


def test_a_desktop_is_shown_the_week(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    client = client_of(alice.account)
    desktop = client.get(f"/book/?day={THURSDAY}", headers={"Sec-CH-UA-Mobile": "?0"}).content.decode()
    phone = client.get(f"/book/?day={THURSDAY}", headers={"Sec-CH-UA-Mobile": "?1"}).content.decode()
    assert "Semaine du lundi 7 décembre" in desktop
    assert "<h1 data-focus>Jeudi 10 décembre</h1>" in phone


def test_a_closed_day_says_why_and_leads_on(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    html = client_of(alice.account).get("/book/?day=2026-12-25&view=day").content.decode()
    assert "Fermé : Noël." in text_of(html)
    assert "day=2026-12-28" in html


def test_the_day_to_book_on_is_the_next_that_is_open(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(datetime(2026, 12, 11, 20, tzinfo=PARIS))
    html = client_of(alice.account).get("/book/").content.decode()
    assert "<h1 data-focus>Lundi 14 décembre</h1>" in html


def test_what_is_not_sold_to_me_is_not_shown(house: SmallHouse, oscar: Person, client_of: ClientOf) -> None:
    html = client_of(oscar.account).get(DAY).content.decode()
    assert "Petite salle" in html
    assert "Cabine 1" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_costs_the_same_queries_whatever_is_booked(
    house: SmallHouse,
    alice: Person,
    client_of: ClientOf,
    query_count: CaptureQueriesContext,
    count: int,
) -> None:
    for hour in range(9, 9 + count):
        book(alice, house.small_room, period(THURSDAY, f"{hour:02}:00", f"{hour + 1:02}:00"))
    client = client_of(alice.account)
    client.get(DAY)
    with query_count as queries:
        client.get(DAY)
    assert len(queries) == 5
