"""Options, requests and check-ins through the API."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from common.rights import Right
from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, set_rule

ClockAt = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")
TERM = "2026-11-26T09:00:00+01:00"


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


@pytest.fixture
def with_options(house: SmallHouse) -> SmallHouse:
    """Return the house, whose rooms may be held for 48 hours without obligation."""
    set_rule(house, "option_minutes", 48 * 60, kind="room")
    return house


@pytest.fixture
def with_requests(house: SmallHouse) -> SmallHouse:
    """Return the house, whose small room members must ask for."""
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    return house


def test_a_quote_says_what_it_would_become_and_until_when(with_options: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    firm = api.post("quotes/", room_asked(with_options)).json
    assert (firm["tentative"], firm["lapses_at"], firm["option_until"]) == (None, None, TERM)
    option = api.post("quotes/", {**room_asked(with_options), "is_option": True}).json
    assert (option["tentative"], option["lapses_at"]) == ("option", TERM)
    set_rule(with_options, "approval_for", ["members"], kind="room")
    asked = api.post("quotes/", room_asked(with_options)).json
    assert (asked["tentative"], asked["lapses_at"]) == ("request", "2026-11-27T09:00:00+01:00")
    assert asked["option_until"] is None


def test_an_option_is_made_seen_and_confirmed(with_options: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    made = api.post("bookings/", {**room_asked(with_options), "is_option": True}).json
    assert (made["state"], made["tentative"], made["lapses_at"]) == ("option", "option", TERM)
    assert made["possible"] == ["confirmation", "cancellation", "move"]
    assert made["cancellation"]["due_now_minor"] == 0
    assert [one["id"] for one in api.get("bookings/?state=option").json["results"]] == [made["id"]]

    firm = api.post(f"bookings/{made['id']}/confirmation/").json
    assert (firm["state"], firm["lapses_at"], firm["is_to_be_invoiced"]) == ("confirmed", None, True)
    assert firm["confirmed"] == {"at": "2026-11-24T09:00:00+01:00", "by": "Alice"}
    assert firm["possible"] == ["cancellation", "move"]
    assert api.post(f"bookings/{made['id']}/confirmation/").code == "already_firm"


def test_where_none_is_offered_an_option_is_refused(house: SmallHouse, alice: Person) -> None:
    for path in ("quotes/", "bookings/"):
        refused = api_of(alice).post(path, {**room_asked(house), "is_option": True})
        assert (refused.status, refused.code) == (422, "option_not_offered")


def test_the_queue_of_requests_is_for_whoever_may_answer_them(
    with_requests: SmallHouse, alice: Person, charlie: Person
) -> None:
    make_circle("oui", [Right.APPROVE_BOOKINGS], charlie)
    asked = book(alice, with_requests.small_room, MORNING)
    firm = book(alice, with_requests.large_room, MORNING)
    api = api_of(charlie)
    (waiting,) = api.get("bookings/?state=requested").json["results"]
    assert (waiting["id"], waiting["possible"]) == (asked.pk, ["confirmation", "refusal"])
    assert api.get(f"bookings/{firm.pk}/").status == 404
    assert api_of(alice).get(f"bookings/{asked.pk}/").json["possible"] == ["cancellation", "move"]


def test_a_request_is_refused_with_a_reason_its_author_reads(
    with_requests: SmallHouse, alice: Person, bob: Person
) -> None:
    asked = book(alice, with_requests.small_room, MORNING)
    api = api_of(bob)
    assert api.post(f"bookings/{asked.pk}/refusal/", {"because": " "}).code == "reason_needed"
    assert api.post(f"bookings/{asked.pk}/refusal/").code == "required"
    assert api.post(f"bookings/{asked.pk}/refusal/", {"because": "Travaux."}).status == 200
    seen = api_of(alice).get(f"bookings/{asked.pk}/").json
    assert (seen["state"], seen["possible"], seen["cancellation"]) == ("refused", [], None)
    assert seen["refused"] == {"at": "2026-11-24T09:00:00+01:00", "by": "Bob", "because": "Travaux."}


def test_one_checks_in_while_the_door_is_open(
    house: SmallHouse, alice: Person, charlie: Person, clock_at: ClockAt
) -> None:
    set_rule(house, "release_after_minutes", 20, kind="room")
    booking = book(alice, house.small_room, MORNING)
    api = api_of(alice)
    shown = api.get(f"bookings/{booking.pk}/").json
    assert shown["check_in"] == {
        "opens_at": "2026-12-10T08:45:00+01:00",
        "closes_at": "2026-12-10T09:20:00+01:00",
        "done": None,
    }
    assert "check-in" not in shown["possible"]
    assert api.post(f"bookings/{booking.pk}/check-in/").code == "check_in_too_early"

    clock_at(MORNING.starts_at + timedelta(minutes=5))
    assert api.get(f"bookings/{booking.pk}/").json["possible"] == ["check-in"]
    assert api_of(charlie).post(f"bookings/{booking.pk}/check-in/").status == 404
    arrived = api.post(f"bookings/{booking.pk}/check-in/").json
    assert (arrived["state"], arrived["lapses_at"], arrived["possible"]) == ("checked_in", None, [])
    assert arrived["check_in"]["done"] == {"at": "2026-12-10T09:05:00+01:00", "by": "Alice"}
    assert api.post(f"bookings/{booking.pk}/check-in/").json["changed_at"] == arrived["changed_at"]


def test_what_lapsed_may_still_be_confirmed_and_nothing_else(
    with_options: SmallHouse, alice: Person, clock_at: ClockAt
) -> None:
    option = book(alice, with_options.small_room, MORNING, is_option=True)
    clock_at(NOW + timedelta(hours=48))
    api = api_of(alice)
    shown = api.get(f"bookings/{option.pk}/").json
    assert (shown["state"], shown["possible"], shown["cancellation"]) == ("lapsed", ["confirmation"], None)
    assert api.post(f"bookings/{option.pk}/confirmation/").json["state"] == "confirmed"


def test_sending_a_confirmation_twice_answers_the_same(with_options: SmallHouse, alice: Person) -> None:
    option = book(alice, with_options.small_room, MORNING, is_option=True)
    sent = [api_of(alice).post(f"bookings/{option.pk}/confirmation/", {}, Idempotency_Key="one") for _ in range(2)]
    assert [answer.status for answer in sent] == [200, 200]
    assert sent[0].body == sent[1].body


def test_the_rules_a_booker_meets_are_read_with_the_resource(with_requests: SmallHouse) -> None:
    rooms = {room["slug"]: room["rules"] for room in Api().get("resources/?kind=room").json["results"]}
    assert rooms["petite-salle"]["approval_for"] == ["members"]
    assert (rooms["grande-salle"]["approval_for"], rooms["grande-salle"]["option_minutes"]) == ([], 0)
