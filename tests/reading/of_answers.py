"""States of what waits for an answer or an arrival: name, reader, address, what is sent, what was done before."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.test import Client

from bookings.models import Booking
from bookings.operations import confirm_booking, refuse_request
from common import clock
from tests.support.booking import NOW, actor_of, book, period
from tests.support.houses import set_rule
from tests.support.scene import Scene

Prepare = Callable[[Scene, Client], object]
State = tuple[str, str, str, Mapping[str, str] | None, Prepare | None]
FRIDAY = (NOW + timedelta(days=17)).date()
MORNING = period(FRIDAY, "09:00", "13:00")
SHEET = "/book/sheet/?resource={house.small_room.pk}&starts_at=2026-12-11T08:00Z&ends_at=2026-12-11T12:00Z"
REQUEST, ARRIVAL, LIST = "/bookings/{request.pk}/", "/bookings/{arrival.pk}/", "/bookings/"
TO_DO = "/manage/to-do/"


def at(moment: timedelta) -> Prepare:
    return lambda scene, client: clock.freeze(NOW + moment)


def with_options(scene: Scene, client: Client) -> None:
    set_rule(scene.house, "option_minutes", 48 * 60, resource=scene.house.small_room)


def to_be_asked_for(scene: Scene, client: Client) -> None:
    set_rule(scene.house, "approval_for", ["members"], resource=scene.house.small_room)


def refused(scene: Scene, client: Client) -> None:
    refuse_request(actor=actor_of(scene.people["bob"]), at=NOW, booking_id=scene.request.pk, because="Zoé")


def accepted(scene: Scene, client: Client) -> None:
    confirm_booking(actor=actor_of(scene.people["bob"]), at=NOW, booking_id=scene.request.pk)


def as_an_option(scene: Scene, client: Client) -> None:
    Booking.objects.filter(pk=scene.request.pk).update(tentative="option")


def option_lapsed(scene: Scene, client: Client) -> None:
    as_an_option(scene, client)
    clock.freeze(NOW + timedelta(days=4))


def option_sold(scene: Scene, client: Client) -> None:
    option_lapsed(scene, client)
    asked = scene.request
    when = period((NOW + timedelta(days=21)).date(), "14:00", "18:00")
    book(scene.people["charlie"], asked.resource, when, at=NOW + timedelta(days=4))


def nobody_came(scene: Scene, client: Client) -> None:
    clock.freeze(NOW + timedelta(minutes=20))


OF_ANSWERS: tuple[State, ...] = (
    ("a sheet with an option", "alice", SHEET, None, with_options),
    ("a sheet that asks", "alice", SHEET, None, to_be_asked_for),
    ("a request that waits", "alice", REQUEST, None, None),
    ("a request to answer", "bob", REQUEST, None, None),
    ("a request nobody answered", "alice", REQUEST, None, at(timedelta(days=4))),
    ("a request one may still answer", "bob", REQUEST, None, at(timedelta(days=4))),
    ("what is to be done", "bob", TO_DO, None, None),
    ("nothing to be done", "bob", TO_DO, None, accepted),
    ("a request accepted", "bob", f"{REQUEST}confirmation/", {"back": "to-do"}, None),
    ("an answer that was accepted", "alice", REQUEST, None, accepted),
    ("an answer twice", "bob", f"{REQUEST}confirmation/", {}, accepted),
    ("an answer without the right", "alice", f"{REQUEST}confirmation/", {}, None),
    ("a refusal to write", "bob", f"{REQUEST}refusal/?back=to-do", None, None),
    ("a refusal without a reason", "bob", f"{REQUEST}refusal/", {"because": " "}, None),
    ("a refusal too long", "bob", f"{REQUEST}refusal/", {"because": "é" * 501}, None),
    ("a request refused", "bob", f"{REQUEST}refusal/", {"because": "Zoé", "back": "to-do"}, None),
    ("an answer that was refused", "alice", REQUEST, None, refused),
    ("an option", "alice", REQUEST, None, as_an_option),
    ("an option refused", "bob", f"{REQUEST}refusal/", {"because": "Zoé"}, as_an_option),
    ("an option lapsed", "alice", REQUEST, None, option_lapsed),
    ("an option sold meanwhile", "alice", REQUEST, None, option_sold),
    ("an option confirmed too late", "alice", f"{REQUEST}confirmation/", {}, option_sold),
    ("my bookings with what waits", "alice", LIST, None, as_an_option),
    ("somebody awaited", "alice", ARRIVAL, None, None),
    ("somebody awaited by the house", "bob", ARRIVAL, None, None),
    ("the day with somebody awaited", "bob", "/manage/day/", None, None),
    ("the first page with an arrival", "alice", "/", None, None),
    ("somebody who has come", "alice", f"{ARRIVAL}check-in/", {}, None),
    ("somebody who did not come", "alice", ARRIVAL, None, nobody_came),
    ("somebody who comes too early", "alice", "/bookings/{booking.pk}/check-in/", {}, None),
    ("somebody who comes when it is over", "alice", f"{ARRIVAL}check-in/", {}, at(timedelta(hours=2))),
)
