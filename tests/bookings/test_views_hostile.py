"""Whatever is sent to a page of bookings, the answer is a page: a refusal at worst, never a breakdown."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bookings.models import Booking, Occupancy
from common.models import AuditEntry, IdempotencyRecord
from members.models import Account
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
MORNING = period(THURSDAY, "09:00", "13:00")
CALM = {200, 302, 400, 403, 404, 409, 422}
EXAMPLES = 120

odd_text = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "1e9",
            "9" * 30,
            str(2**63),
            "NaN",
            "true",
            "\x00",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "é" * 300,
            "../../etc/passwd",
            "%00",
            "١٢",
            "🜁",
        ]
    ),
)
instants = st.one_of(
    odd_text,
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(lambda at: at.isoformat()),  # noqa: DTZ001 - naive
    st.datetimes(datetime(1999, 1, 1), datetime(2201, 1, 1)).map(lambda at: f"{at.isoformat()}+02:00"),  # noqa: DTZ001
    st.sampled_from(
        [
            "2026-12-10T13:00Z",
            "2026-12-10T12:00Z",
            "2027-03-28T01:30+00:00",
            "0001-01-01T00:00+23:59",
            "9999-12-31T23:59-23:59",
            "2199-12-31T23:59Z",
            "2000-01-01T00:00Z",
        ]
    ),
)
days = st.one_of(odd_text, st.dates().map(str), st.sampled_from(["2027-03-28", "2027-10-31", "2026-12-10"]))
clocks = st.one_of(odd_text, st.times().map(lambda at: f"{at:%H:%M}"), st.sampled_from(["24:00", "00:00", "02:30"]))
kinds = st.one_of(odd_text, st.sampled_from(["seat", "room", "phone_room"]))
queries = st.fixed_dictionaries(
    {},
    optional={
        "resource": st.one_of(odd_text, st.integers(-2, 12).map(str)),
        "space": st.one_of(odd_text, st.just("mutualab")),
        "kind": kinds,
        "starts_at": instants,
        "ends_at": instants,
        "day": days,
        "start": clocks,
        "end": clocks,
        "end_day": days,
        "start_pass": odd_text,
        "end_pass": odd_text,
        "title": odd_text,
        "for_member": odd_text,
        "for_name": odd_text,
        "for_mail": odd_text,
        "member": odd_text,
        "override": odd_text,
        "token": st.one_of(odd_text, st.uuids().map(str)),
        "seen_at": instants,
        "view": st.one_of(odd_text, st.sampled_from(["day", "week", "list"])),
        "page": odd_text,
        "past": odd_text,
        "since": days,
        "until": days,
        "before": odd_text,
        "action": odd_text,
    },
)
headers = st.sampled_from([{}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "sheet"}])
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def booking(house: SmallHouse, alice: Person) -> Booking:
    return book(alice, house.small_room, MORNING)


@pytest.fixture
def clients(alice: Person, bob: Person, client_of: ClientOf) -> list[Client]:
    """Return a member's client and a co-manager's."""
    return [client_of(alice.account), client_of(bob.account)]


@thorough
@given(query=queries, sent=headers, who=st.integers(0, 1), page=st.integers(0, 10))
def test_no_address_breaks_a_page(
    booking: Booking, clients: list[Client], *, query: dict[str, str], sent: dict[str, str], who: int, page: int
) -> None:
    pages = [
        "/",
        "/book/",
        "/book/sheet/",
        "/book/people/",
        "/bookings/",
        f"/bookings/{booking.pk}/",
        f"/bookings/{booking.pk}/cancellation/",
        f"/bookings/{booking.pk}/move/",
        "/bookings/99999999999999999999999/",
        "/manage/day/",
        "/manage/audit/",
    ]
    response = clients[who].get(pages[page], query, headers=sent)
    assert response.status_code in CALM


@thorough
@given(form=queries, sent=headers, who=st.integers(0, 1), where=st.integers(0, 2))
@example(form={"title": "x" * 1_000_000, "resource": "1"}, sent={}, who=0, where=0)
def test_no_form_breaks_a_page_or_leaves_half_a_booking(
    booking: Booking, clients: list[Client], *, form: dict[str, str], sent: dict[str, str], who: int, where: int
) -> None:
    places = ["/bookings/", f"/bookings/{booking.pk}/move/", "/bookings/99999999999999999999999/cancellation/"]
    response = clients[who].post(places[where], form, headers=sent)
    assert response.status_code in CALM
    held = Occupancy.objects.filter(held_until=None).count()
    assert held == Booking.objects.filter(cancelled_at=None).count()


def wish(house: SmallHouse, **changes: Any) -> dict[str, Any]:
    asked = {"resource": house.small_room.pk, "starts_at": MORNING.starts_at.isoformat()}
    return {**asked, "ends_at": MORNING.ends_at.isoformat(), "token": uuid.uuid4(), **changes}


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"starts_at": "2026-12-10T13:00Z", "ends_at": "2026-12-10T09:00Z"}, 422, "La fin est avant le début"),
        ({"starts_at": "2026-12-10T09:00Z", "ends_at": "2026-12-10T09:00Z"}, 422, "au même moment"),
        ({"starts_at": "2026-11-20T09:00Z", "ends_at": "2026-11-20T12:00Z"}, 422, "déjà passé"),
        ({"starts_at": "2036-12-10T09:00Z", "ends_at": "2036-12-10T12:00Z"}, 422, "à l’avance"),
        ({"starts_at": "2026-12-10T22:00Z", "ends_at": "2026-12-11T02:00Z"}, 422, "dans ces heures"),
        ({"starts_at": "2026-12-10T09:00", "ends_at": "2026-12-10T12:00"}, 400, "pas lisible"),
        ({"starts_at": "", "ends_at": "", "day": "2027-03-28", "start": "02:30", "end": "04:00"}, 422, "jamais"),
        ({"starts_at": "", "ends_at": "", "day": "2027-10-31", "start": "02:30", "end": "04:00"}, 422, "deux fois"),
        ({"starts_at": "", "ends_at": ""}, 400, "Il manque"),
        ({"resource": "99999"}, 404, "n’existe pas"),
        ({"title": "x" * 1_000_000}, 400, "200"),
    ],
)
def test_nonsense_is_refused_with_its_reason_and_leaves_nothing(
    house: SmallHouse, alice: Person, client_of: ClientOf, *, changes: dict[str, Any], code: int, says: str
) -> None:
    response = client_of(alice.account).post("/bookings/", wish(house, **changes))
    assert response.status_code == code
    assert says in response.content.decode()
    assert not any(table.objects.exists() for table in (Booking, Occupancy, AuditEntry, IdempotencyRecord))


def test_what_is_not_on_offer_to_me_is_refused(house: SmallHouse, oscar: Person, client_of: ClientOf) -> None:
    response = client_of(oscar.account).post("/bookings/", wish(house, resource=house.phone_room.pk))
    assert response.status_code == 422
    assert "pas proposé" in response.content.decode()
