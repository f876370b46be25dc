"""States of the pages of « Règles et tarifs »: name, reader, address, what is sent, what was done before."""

from collections.abc import Callable, Mapping

from django.test import Client

from spaces.features import FEATURES
from spaces.operations import switch_feature
from tests.support.booking import NOW, actor_of
from tests.support.scene import Scene

State = (
    tuple[str, str, str]
    | tuple[str, str, str, Mapping[str, str] | None]
    | tuple[str, str, str, None, Callable[[Scene, Client], object]]
)
HOURS, CLOSURES, RULES = "/manage/rules/hours/", "/manage/rules/closures/", "/manage/rules/rules/"
ROOMS = "/manage/rules/rooms/"
ROOM = {"name": "Zoé", "kind": "room", "capacity": "6", "zone": "Zoé", "notice": "2", "price-members-day": "90"}
HOUSE = "/manage/rules/house/"
THE_HOUSE = {"what": "house", "name": "Zoé", "default_language": "fr", "currency": "EUR"}
THE_PLACE = {"what": "space", "name": "Zoé", "country": "FR", "time_zone": "Europe/Paris"}
FEATURES_PAGE = "/manage/rules/features/"
DO_IT = {"step": "confirm"}
FROM_MONDAY = {"valid_from": "2026-12-07"}
THREE_DAYS = {"amount": "3", "unit": "days", **FROM_MONDAY}
TO_FOUR = {"value": "16:00", **FROM_MONDAY}
NO_THURSDAYS = {**FROM_MONDAY, "stretches": "2", "opens-0-0": "08:00", "closes-0-0": "12:00"}
CLOSED = {"first": "2026-12-10", "kind": "closed", "label": "Zoé"}
SHORT_DAY = {"first": "2026-12-10", "kind": "open", "opens_at": "09:00", "closes_at": "12:00"}
CANCELLED = {**CLOSED, **DO_IT, "settle": "cancel", "seen": "{booking.pk}", "message": "Zoé"}
UNSAID = {**CLOSED, **DO_IT, "seen": "{booking.pk}"}
OF_SHAPES = ("cancellation_tiers", "bookable_from", "open_to", "approval_for", "is_numbered", "free_when_full_of")


def all_in_use(scene: Scene, client: Client) -> None:
    for feature in FEATURES:
        switch_feature(feature=feature, is_on=True, actor=actor_of(scene.people["bob"]), at=NOW)


OF_RULES: tuple[State, ...] = (
    ("hours read over", "bob", HOURS, NO_THURSDAYS),
    ("hours changed", "bob", HOURS, {**NO_THURSDAYS, **DO_IT}),
    ("hours that make no sense", "bob", HOURS, {"opens-0-0": "25:00", "opens-1-0": "9"}),
    ("hours by halves", "bob", HOURS, {**NO_THURSDAYS, "closes-0-0": ""}),
    ("hours of the past", "bob", HOURS, {**NO_THURSDAYS, "valid_from": "2026-01-01"}),
    ("one more stretch", "bob", HOURS, {**NO_THURSDAYS, "step": "more"}),
    ("no hours to take back", "bob", f"{HOURS}withdrawal/", FROM_MONDAY),
    ("a day to close", "bob", CLOSURES, CLOSED),
    ("a day closed", "bob", CLOSURES, CANCELLED),
    ("closed without a word", "bob", CLOSURES, UNSAID),
    ("days reversed", "bob", CLOSURES, {**CLOSED, "last": "2026-12-01"}),
    ("a day of nonsense", "bob", CLOSURES, {"first": "x", "kind": "open"}),
    ("months closed", "bob", CLOSURES, {**CLOSED, "last": "2027-03-01"}),
    ("a holiday to open", "bob", f"{CLOSURES}?day=2026-12-25&kind=open"),
    ("open at other hours", "bob", CLOSURES, SHORT_DAY),
    ("a closing taken back", "bob", f"{CLOSURES}{{closure.pk}}/withdrawal/", {}),
    *((f"the rule {name}", "bob", f"{RULES}{name}/?space=mutualab&kind=room") for name in OF_SHAPES),
    ("rules of rooms", "bob", f"{RULES}?kind=room"),
    ("rules with all there is", "bob", RULES, None, all_in_use),
    ("a rule read over", "bob", f"{RULES}notice_minutes/?kind=room", THREE_DAYS),
    ("a rule set", "bob", f"{RULES}notice_minutes/?kind=room", {**THREE_DAYS, **DO_IT}),
    ("a rule removed", "bob", f"{RULES}notice_minutes/?kind=room", {**THREE_DAYS, "clear": "yes"}),
    ("hours cut", "bob", f"{RULES}bookable_until/?kind=room", TO_FOUR),
    ("rules at odds", "bob", f"{RULES}shortest_minutes/", {**THREE_DAYS, "amount": "90"}),
    ("tiers by halves", "bob", f"{RULES}cancellation_tiers/", {"amount-0": "1", **FROM_MONDAY}),
    ("one more tier", "bob", f"{RULES}cancellation_tiers/", {"amount-0": "1", "step": "more"}),
    ("no such rule", "bob", f"{RULES}nonsense/"),
    ("a rule of nonsense", "bob", f"{RULES}notice_minutes/", {"amount": "x", "unit": "years"}),
    ("a room to add", "bob", f"{ROOMS}new/", ROOM),
    ("a room added", "bob", f"{ROOMS}new/", {**ROOM, **DO_IT}),
    ("a room of nonsense", "bob", f"{ROOMS}new/", {"name": "", "kind": "x", "capacity": "0", "morning-from": "9"}),
    ("a room at odds", "bob", f"{ROOMS}new/", {**ROOM, "bookable_from": "18:00", "bookable_until": "09:00"}),
    ("a price of nonsense", "bob", f"{ROOMS}new/", {**ROOM, "price-members-day": "much"}),
    ("a room described", "bob", f"{ROOMS}{{house.small_room.pk}}/", {**ROOM, "what": "words"}),
    ("a room to retire", "bob", f"{ROOMS}{{house.small_room.pk}}/", {"what": "retirement", "on": "2026-12-01"}),
    ("a room retired", "bob", f"{ROOMS}{{house.small_room.pk}}/", {"what": "retirement", "on": "2026-12-01", **DO_IT}),
    ("a room of parts", "bob", f"{ROOMS}{{house.large_room.pk}}/", {"what": "parts", "parts": "{house.small_room.pk}"}),
    ("a room of itself", "bob", f"{ROOMS}{{house.large_room.pk}}/", {"what": "parts", "parts": "9999"}),
    ("fewer seats", "bob", f"{ROOMS}number/seat/", {"number": "1", "on": "2026-12-07"}),
    ("more seats", "bob", f"{ROOMS}number/seat/", {"number": "5", "on": "2026-12-07", **DO_IT}),
    ("no room there", "bob", f"{ROOMS}99999/"),
    ("a zone to add", "bob", HOUSE, {"what": "zone", "zone": "Zoé"}),
    ("a zone that is there", "bob", HOUSE, {"what": "zone", "zone": "Rez-de-chaussée"}),
    ("the house otherwise", "bob", HOUSE, THE_HOUSE),
    ("another currency", "bob", HOUSE, {**THE_HOUSE, "currency": "CHF"}),
    ("the place otherwise", "bob", HOUSE, THE_PLACE),
    ("another clock", "bob", HOUSE, {**THE_PLACE, "time_zone": "Asia/Tokyo"}),
    ("a place of nonsense", "bob", HOUSE, {"what": "space", "country": "zz", "time_zone": "x"}),
    ("a feature in use", "bob", FEATURES_PAGE, {"feature": "deposit", "is_on": "no"}),
    ("a feature switched on", "bob", FEATURES_PAGE, {"feature": "options", "is_on": "yes"}),
)
