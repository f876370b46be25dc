"""Every line of bad input that the plan names, through the page: a clear refusal, and nothing half-written."""

from typing import Any

import pytest
from django.utils.html import conditional_escape

from bookings.models import Booking
from tests.support.database import contents
from tests.support.scene import Scene

MORNING = {"starts_at": "2026-12-14T08:00Z", "ends_at": "2026-12-14T12:00Z"}
LOCAL = {"day": "2026-12-14", "start": "09:00", "end": "13:00"}
REFUSALS: dict[str, tuple[dict[str, str], str]] = {
    "in the past": ({"starts_at": "2026-11-20T08:00Z", "ends_at": "2026-11-20T12:00Z"}, "period_in_past"),
    "reversed": ({"starts_at": "2026-12-14T12:00Z", "ends_at": "2026-12-14T08:00Z"}, "period_reversed"),
    "reversed by the clock": ({**LOCAL, "start": "13:00", "end": "09:00"}, "period_reversed"),
    "across midnight where closed": (
        {"day": "2026-12-14", "start": "17:00", "end": "10:00", "end_day": "2026-12-15"},
        "outside_opening_hours",
    ),
    "in a local hour that does not exist": (
        {"day": "2027-03-28", "start": "02:30", "end": "04:00"},
        "local_time_skipped",
    ),
    "in a local hour that comes twice": ({"day": "2027-10-31", "start": "02:30", "end": "04:00"}, "local_time_doubled"),
    "of zero length": ({"starts_at": "2026-12-14T08:00Z", "ends_at": "2026-12-14T08:00Z"}, "period_empty"),
    "ten years ahead": ({"starts_at": "2036-12-10T08:00Z", "ends_at": "2036-12-10T12:00Z"}, "too_far_ahead"),
    "with a naive time": ({"starts_at": "2026-12-14T08:00", "ends_at": "2026-12-14T12:00"}, "input_invalid"),
    "with a title of a megabyte": ({**MORNING, "title": "x" * 1_000_000}, "input_invalid"),
    "without a period": ({}, "period_missing"),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_bad_input_is_refused_with_its_reason_before_and_after_the_button(scene: Scene, what: str) -> None:
    sent, code = REFUSALS[what]
    form: dict[str, Any] = {"resource": scene.house.large_room.pk, **sent}
    client, before = scene.client_of("alice"), contents()
    answers = [client.post("/bookings/", form)]
    answers += [client.get("/book/sheet/", form)] if len(sent.get("title", "")) < 1000 else []
    for answer in answers:
        reasons = answer.context["reasons"]
        assert code in {reason.code for reason in reasons}
        assert 200 <= answer.status_code < 500
        assert all(conditional_escape(reason.sentence) in answer.content.decode() for reason in reasons)
    assert answers[0].status_code in {400, 422}
    assert contents() == before


def test_what_is_not_on_offer_to_me_is_refused(scene: Scene) -> None:
    before = contents()
    form: dict[str, Any] = {"resource": scene.house.phone_room.pk, **MORNING}
    answer: Any = scene.client_of("oscar").post("/bookings/", form)
    assert (answer.status_code, answer.context["reasons"][0].code) == (422, "not_on_offer")
    assert contents() == before


def test_a_price_in_the_form_changes_nothing(scene: Scene) -> None:
    form: dict[str, Any] = {"resource": scene.house.large_room.pk, **MORNING, "net_minor": "1", "price": "0.01"}
    assert scene.client_of("alice").post("/bookings/", form).status_code == 302
    assert Booking.objects.filter(resource=scene.house.large_room).latest("pk").net_minor == 11200
