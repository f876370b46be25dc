"""Nonsense through the API: a clear refusal with a code, no row left behind, never a 500."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from bookings.models import Booking, Occupancy
from common.models import AuditEntry
from members.models import Account
from spaces.models import Price
from tests.support.api import Answer, Api, api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

KEPT: list[type[Model]] = [Booking, Occupancy, Account]
Hold = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


@pytest.fixture
def api(house: SmallHouse, bob: Person) -> Api:
    return api_of(bob)


def refused(api: Api, path: str, body: object) -> Answer:
    """Send what makes no sense, and return the refusal; nothing is left behind."""
    before = [list(model._default_manager.values_list("pk", flat=True)) for model in KEPT]
    trail = AuditEntry.objects.count()
    answer = api.post(path, body)
    assert 400 <= answer.status < 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["detail"]
    assert [list(model._default_manager.values_list("pk", flat=True)) for model in KEPT] == before
    assert AuditEntry.objects.count() == trail
    return answer


@pytest.mark.parametrize("path", ["bookings/", "quotes/"])
@pytest.mark.parametrize(
    ("starts_at", "ends_at", "code"),
    [
        ("2026-11-23T14:00:00+01:00", "2026-11-23T18:00:00+01:00", "period_in_past"),
        ("2026-12-10T18:00:00+01:00", "2026-12-10T14:00:00+01:00", "period_reversed"),
        ("2026-12-10T14:00:00+01:00", "2026-12-10T14:00:00+01:00", "period_empty"),
        ("2026-12-10T18:00:00+01:00", "2026-12-11T10:00:00+01:00", "outside_opening_hours"),
        ("2036-12-10T14:00:00+01:00", "2036-12-10T18:00:00+01:00", "too_far_ahead"),
        ("2026-12-10T14:00:00", "2026-12-10T18:00:00", "naive_time"),
        ("2026-12-10", "2026-12-11", "instant_invalid"),
        ("2026-02-30T14:00:00+01:00", "2026-12-10T18:00:00+01:00", "instant_invalid"),
        ("2026-12-10T14:00:00+25:00", "2026-12-10T18:00:00+01:00", "instant_invalid"),
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "instant_invalid"),
        (1796914800, 1796929200, "instant_invalid"),
        (None, None, "null"),
        ("2026-12-10T14:00:00.000001+01:00", "2026-12-10T18:00:00+01:00", "off_step"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(
    house: SmallHouse, api: Api, path: str, starts_at: Any, ends_at: Any, code: str
) -> None:
    assert code in refused(api, path, room_asked(house, starts_at, ends_at)).codes


def test_a_resource_that_is_not_on_offer_to_me_is_refused(house: SmallHouse, oscar: Person) -> None:
    asked = {**room_asked(house), "resource": house.phone_room.pk}
    assert refused(api_of(oscar), "bookings/", asked).code == "not_on_offer"


def test_a_resource_without_a_price_any_more_is_refused(house: SmallHouse, api: Api) -> None:
    Price.objects.filter(resource=house.small_room).update(net_minor=None)
    assert "not_on_offer" in refused(api, "bookings/", room_asked(house)).codes


@pytest.mark.parametrize("field", ["price", "net_minor", "booked_by", "audience", "terms"])
def test_a_field_that_is_ours_to_fill_is_refused(house: SmallHouse, api: Api, field: str) -> None:
    answer = refused(api, "bookings/", {**room_asked(house), field: 1})
    assert (answer.status, answer.code) == (422, "unknown_field")
    assert answer.json["reasons"][0]["field"] == field


def test_a_title_of_a_megabyte_is_refused(house: SmallHouse, api: Api) -> None:
    answer = refused(api, "bookings/", {**room_asked(house), "title": "x" * 1_000_000})
    assert (answer.status, answer.json["reasons"][0]["field"]) == (422, "title")


def test_a_body_of_three_megabytes_is_refused(house: SmallHouse, api: Api) -> None:
    answer = refused(api, "bookings/", {**room_asked(house), "title": "x" * 3_000_000})
    assert (answer.status, answer.code) == (413, "body_too_large")


@pytest.mark.parametrize(
    "body", ["{", "", "nonsense", b"\xff\xfe", "[" * 50_000, '{"resource": NaN}', '{"title": "\\ud800"}']
)
def test_a_body_that_is_not_json_is_refused(house: SmallHouse, api: Api, body: str | bytes) -> None:
    assert refused(api, "bookings/", body).status in {400, 422}


@pytest.mark.parametrize("body", ["[]", "null", "12", '"text"', "true"])
def test_a_body_that_is_not_an_object_is_refused(house: SmallHouse, api: Api, body: str) -> None:
    assert refused(api, "bookings/", body).status == 422


def test_a_form_is_not_read_as_json(house: SmallHouse, api: Api) -> None:
    answer = api.post("bookings/", "resource=1", Content_Type="application/x-www-form-urlencoded")
    assert (answer.status, answer.code) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "changed",
    [
        {"resource": True},
        {"resource": "1"},
        {"resource": 1.5},
        {"resource": -1},
        {"resource": 10**30},
        {"resource": [1]},
        {"resource": {"id": 1}},
        {"title": 12},
        {"title": "nul\x00"},
        {"title": ["x"]},
        {"space": "mutualab", "kind": "seat"},
        {"kind": "seat"},
        {"for_whom": "Bob"},
        {"for_whom": {}},
        {"for_whom": {"member": 1, "name": "x"}},
        {"for_whom": {"member": 1, "email": "x@example.org"}},
        {"for_whom": {"email": "x@example.org"}},
        {"for_whom": {"name": "x", "email": "no address"}},
        {"for_whom": {"name": "x" * 151}},
        {"for_whom": {"name": "x", "role": "king"}},
        {"override_reason": ""},
        {"override_reason": "x" * 501},
    ],
)
def test_a_field_that_makes_no_sense_is_refused(house: SmallHouse, api: Api, changed: dict[str, Any]) -> None:
    assert refused(api, "bookings/", {**room_asked(house), **changed}).status == 422


def test_all_that_is_wrong_is_said_at_once(house: SmallHouse, api: Api) -> None:
    wrong = {**room_asked(house, "2026-12-10T14:00:00"), "price": 1, "for_whom": {"name": "x", "email": "y"}}
    answer = refused(api, "bookings/", wrong)
    assert {reason["field"]: reason["code"] for reason in answer.json["reasons"]} == {
        "price": "unknown_field",
        "starts_at": "naive_time",
        "for_whom.email": "invalid",
    }


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"resource": 10**9}, "resource_unknown"),
        ({"space": "nowhere", "kind": "seat"}, "space_unknown"),
        ({"space": "mutualab", "kind": "equipment"}, "kind_not_offered"),
    ],
)
def test_what_does_not_exist_is_not_found(house: SmallHouse, api: Api, asked: dict[str, Any], code: str) -> None:
    period = {name: value for name, value in room_asked(house).items() if name != "resource"}
    answer = refused(api, "bookings/", {**asked, **period})
    assert (answer.status, answer.code) == (404, code)


def test_a_booking_that_does_not_exist_is_not_found(house: SmallHouse, api: Api) -> None:
    for number in (0, 1, 10**30):
        assert api.get(f"bookings/{number}/").status == 404
        assert api.post(f"bookings/{number}/cancellation/").status == 404


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-12-10T09:00:00",
        "from=yesterday",
        "from=2026-13-01",
        "from=0001-01-01",
        "to=9999-12-31",
        "from=2026-12-10&to=2026-12-09",
        "from=2026-01-01&to=2026-12-31",
        "kind=castle",
        "space=no%20slug",
        "spaces=mutualab",
        "from=",
        "from=%00",
    ],
)
def test_a_range_that_makes_no_sense_is_refused(house: SmallHouse, query: str) -> None:
    answer = Api().get(f"availability/?{query}")
    assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=WyJ4IiwieSJd", "state=lost", "since=now", "resource=x"],
)
def test_a_list_asked_for_nonsense_is_refused(house: SmallHouse, api: Api, query: str) -> None:
    assert api.get(f"bookings/?{query}").status == 422


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_that_means_nothing_here_is_refused(house: SmallHouse, api: Api, method: str) -> None:
    call = getattr(api.client, method)
    answer = call("/api/v1/bookings/", headers={"Authorization": f"Bearer {api.key}"})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_an_address_with_nothing_behind_it_is_a_problem_too(house: SmallHouse) -> None:
    strict = Client(enforce_csrf_checks=True)
    for answer in (Api().get("nothing/here/"), Api(client=strict).post("bookings/x/cancellation/")):
        assert (answer.status, answer.code) == (404, "not_found")
