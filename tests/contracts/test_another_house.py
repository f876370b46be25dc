"""The rules of quite another place, entered through the pages alone, hold at both doors.

Swiss francs, half-days from 8:30, tiers from an hour to thirty days on the total with VAT, an option that lapses after
two weeks, hours of its own, a limit for outside customers.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from bookings.life import State, cancellation_cost, state_at
from bookings.models import Booking
from frontend.founding import Founder, found_real_house
from members.models import Account
from spaces.details import HouseDetails, SpaceDetails
from spaces.models import Resource
from tests.contracts.doors import DOORS, Door
from tests.support.booking import SEED, period
from tests.support.cast import Person, client_of, make_outside_customer
from tests.support.reading import text_of

ZURICH = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZURICH)
TODAY = "2026-11-24"
RULES = "/manage/rules/"
DAY = date(2027, 1, 12)
MORNING = period(DAY, "08:30", "12:30", zone=ZURICH)
Hold = Callable[[datetime], datetime]


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> Callable[[Person], Door]:
    """Return a function that opens one of the doors to a person."""
    opened: Callable[[Person], Door] = DOORS[request.param]
    return opened


@pytest.fixture
def dora(db: None, clock_at: Hold) -> Person:
    """Return the founder of a house by the lake, once she has entered its rules on the pages."""
    clock_at(NOW)
    details = HouseDetails("Atelier du Lac", "atelier-du-lac", currency="CHF", contact_email="dora@lac.example")
    space = SpaceDetails("atelier-du-lac", "Atelier du Lac", country="CH", time_zone="Europe/Zurich")
    founder = Founder("Dora", "dora@lac.example")
    found_real_house(details=details, space=space, founder=founder, actor=SEED, at=NOW)
    account = Account.objects.get(email="dora@lac.example")
    _enter_rules(client_of(account))
    return Person(account, account.member)


@pytest.fixture
def room(dora: Person) -> dict[str, Any]:
    return {"resource": Resource.objects.get(name="Salle du Lac").pk}


def _enter_rules(pages: Client) -> None:
    _change(
        pages,
        "hours/",
        valid_from=TODAY,
        **{f"opens-{day}-0": "08:00" for day in range(5)},
        **{f"closes-{day}-0": "18:00" for day in range(5)},
    )
    _change(
        pages,
        "rooms/new/",
        name="Salle du Lac",
        kind="room",
        capacity="12",
        notice="1",
        notice_unit="days",
        step_minutes="30",
        vat="8.1",
        **{"morning-from": "08:30", "morning-to": "12:30", "afternoon-from": "13:30", "afternoon-to": "17:30"},
        **{"price-outside-hour": "40", "price-outside-half_day": "120,50", "price-members-hour": "30"},
    )
    for feature in ("options", "limits"):
        sent = {"feature": feature, "is_on": "yes"}
        assert pages.post(f"{RULES}features/", sent, follow=True).status_code == 200
    tiers = [("30", "days", "10"), ("7", "days", "50"), ("1", "hours", "100")]
    _rule(
        pages,
        "cancellation_tiers",
        **{
            f"{name}-{number}": value
            for number, tier in enumerate(tiers)
            for name, value in zip(("amount", "unit", "percent"), tier, strict=True)
        },
    )
    _rule(pages, "option_minutes", amount="2", unit="weeks")
    _rule(pages, "most_upcoming", value="3")


def _rule(pages: Client, name: str, **sent: str) -> None:
    _change(pages, f"rules/{name}/?space=atelier-du-lac&kind=room", valid_from=TODAY, **sent)


def _change(pages: Client, path: str, **sent: str) -> None:
    """See what a change does, then do it, as a person would."""
    preview = pages.post(RULES + path, {**sent, "step": "preview"})
    assert preview.status_code == 200, text_of(preview.content.decode())
    done = pages.post(RULES + path, {**sent, "step": "confirm"})
    assert done.status_code == 302, text_of(done.content.decode())


@pytest.fixture
def oscar(dora: Person) -> Person:
    return make_outside_customer("Oscar")


def test_the_right_price_and_period(door: Callable[[Person], Door], room: dict[str, Any], oscar: Person) -> None:
    made = door(oscar).book(room, MORNING).booking
    assert made is not None
    assert (made.currency, made.net_minor, made.vat_minor) == ("CHF", 12050, 976)
    hours = door(oscar).book(room, period(DAY, "13:30", "15:00", zone=ZURICH)).booking
    assert hours is not None
    assert (hours.net_minor, hours.ends_at) == (8000, period(DAY, "13:30", "15:30", zone=ZURICH).ends_at)


@pytest.mark.parametrize(
    ("before", "percent"),
    [
        (timedelta(days=30), 0),
        (timedelta(days=30) - timedelta(seconds=1), 10),
        (timedelta(days=7), 10),
        (timedelta(days=7) - timedelta(seconds=1), 50),
        (timedelta(hours=1), 50),
        (timedelta(hours=1) - timedelta(seconds=1), 100),
    ],
)
def test_the_right_share_of_the_total_with_vat_at_the_exact_limits(
    door: Callable[[Person], Door], room: dict[str, Any], oscar: Person, before: timedelta, percent: int
) -> None:
    made = door(oscar).book(room, MORNING).booking
    assert made is not None
    cost = cancellation_cost(made, MORNING.starts_at - before)
    assert (cost.percent, cost.due_minor) == (percent, round(13026 * percent / 100))


def test_the_right_refusals(
    door: Callable[[Person], Door], room: dict[str, Any], oscar: Person, clock_at: Hold
) -> None:
    knock = door(oscar).book
    assert knock(room, period(DAY, "07:30", "08:30", zone=ZURICH)).code == "outside_opening_hours"
    assert knock(room, period(DAY, "09:15", "10:15", zone=ZURICH)).code == "off_step"
    assert knock(room, period(date(2027, 1, 1), "09:00", "10:00", zone=ZURICH)).code == "outside_opening_hours"
    for hour in (9, 10, 11):
        assert knock(room, period(DAY, f"{hour:02}:00", f"{hour + 1:02}:00", zone=ZURICH)).booking is not None
    assert knock(room, period(DAY, "14:00", "15:00", zone=ZURICH)).code == "too_many_upcoming"


def test_the_notice_of_a_day_to_the_second(
    door: Callable[[Person], Door], room: dict[str, Any], oscar: Person, clock_at: Hold
) -> None:
    clock_at(MORNING.starts_at - timedelta(hours=24) + timedelta(seconds=1))
    assert door(oscar).book(room, MORNING).code == "notice_too_short"
    clock_at(MORNING.starts_at - timedelta(hours=24))
    assert door(oscar).book(room, MORNING).booking is not None


def test_an_option_lapses_after_two_weeks_to_the_second(
    door: Callable[[Person], Door], room: dict[str, Any], oscar: Person, clock_at: Hold
) -> None:
    assert door(oscar).book(room, MORNING, is_option=True).booking is not None
    option = Booking.objects.get()
    lapse = NOW + timedelta(days=14)
    assert [state_at(option, at) for at in (lapse - timedelta(seconds=1), lapse)] == [State.OPTION, State.LAPSED]
    clock_at(lapse)
    assert door(make_outside_customer("Paula")).book(room, MORNING).booking is not None
