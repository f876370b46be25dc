"""States of the pages of prices, and of the sheet with what is priced apart: name, reader, address, and the rest."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.test import Client

from spaces.models import Price, Supplement
from spaces.queries import forget_catalogue
from tests.support.booking import book, period
from tests.support.houses import SINCE
from tests.support.scene import Scene

MORNING = "starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"
EARLY_HOURS = "starts_at=2026-12-10T07:30Z&ends_at=2026-12-10T12:00Z"
SHEET, ROOM = "/book/sheet/?", "resource={house.small_room.pk}"
SEAT_SHEET = f"{SHEET}space=mutualab&kind=seat&{MORNING}"
PRICE = "/manage/rules/prices/change/?scope={house.small_room.pk}&unit=day&audience=members"
DEARER = {"unit": "day", "audience": "members", "amount": "110", "vat": "20", "valid_from": "2026-12-07"}
SUPPLEMENT = "/manage/rules/prices/supplements/change/"
COFFEE = {"name": "Zoé", "scope": "room", "audiences": "members", "amount": "2", "vat": "20", "most": "20"}
EARLY = {**COFFEE, "starts_at": "08:30", "ends_at": "09:00", "most": "1", "valid_from": "2026-12-07"}
PERIOD = "/manage/rules/prices/periods/change/?scope=space&unit=half_day&name=morning"
SHORTER = {"scope": "space", "unit": "half_day", "name": "morning", "starts_at": "08:30", "ends_at": "12:30"}


def with_supplements(scene: Scene, client: Client) -> None:
    common = {"space": scene.house.space, "kind": "room", "audience": scene.house.members, "vat_bp": 2000}
    common["valid_from"] = SINCE
    hours = {"starts_at": time(8, 30), "ends_at": time(9)}
    Supplement.objects.create(code="early", name="Zoé", net_minor=4000, **hours, **common)
    Supplement.objects.create(code="cups", name="Zoé", net_minor=200, most=20, **common)
    Supplement.objects.create(code="screen", name="Zoé", net_minor=1000, **common)
    forget_catalogue()


def with_open_price(scene: Scene, client: Client) -> None:
    Price.objects.filter(kind="seat").update(least_minor=100)
    forget_catalogue()


def _dearer(scene: Scene, client: Client) -> None:
    book(scene.people["alice"], scene.house.small_room, period(date(2026, 12, 15), "09:00", "18:00"))


OF_PRICES: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("a price with its history", "bob", PRICE, {}),
    ("a price of nothing yet", "bob", "/manage/rules/prices/change/?scope=room", {}),
    ("a price read over", "bob", PRICE, {"sent": DEARER, "before": _dearer}),
    ("a price changed", "bob", PRICE, {"sent": {**DEARER, "step": "confirm"}}),
    ("a price taken off sale", "bob", PRICE, {"sent": {**DEARER, "is_off": "on"}}),
    ("a price that people choose", "bob", PRICE, {"sent": {**DEARER, "is_open": "on", "least": "20"}}),
    ("a month that nobody may book", "bob", PRICE, {"sent": {**DEARER, "unit": "month"}}),
    ("a price in dollars", "bob", PRICE, {"sent": {**DEARER, "amount": "110 $", "vat": "x"}}),
    ("a price below zero", "bob", PRICE, {"sent": {**DEARER, "amount": "-1"}}),
    ("a price too precise", "bob", PRICE, {"sent": {**DEARER, "amount": "1,234"}}),
    ("a price too large", "bob", PRICE, {"sent": {**DEARER, "amount": "9" * 15}}),
    ("a price of a far day", "bob", PRICE, {"sent": {**DEARER, "valid_from": "2150-01-01"}}),
    ("a least above the price", "bob", PRICE, {"sent": {**DEARER, "is_open": "on", "least": "200"}}),
    ("no price at all", "bob", PRICE, {"sent": {}}),
    ("a price of nothing here", "bob", "/manage/rules/prices/change/?scope=99999", {}),
    ("a supplement read over", "bob", SUPPLEMENT, {"sent": EARLY}),
    ("a supplement changed", "bob", SUPPLEMENT, {"sent": {**EARLY, "step": "confirm"}}),
    ("a supplement without end", "bob", SUPPLEMENT, {"sent": {**EARLY, "ends_at": "", "most": "0"}}),
    ("a supplement of many hours", "bob", SUPPLEMENT, {"sent": {**EARLY, "most": "3"}}),
    ("supplements on offer", "bob", "/manage/rules/prices/supplements/", {"before": with_supplements}),
    ("a known supplement", "bob", f"{SUPPLEMENT}?scope=room&code=early", {"before": with_supplements}),
    ("a sheet with supplements", "alice", f"{SHEET}{ROOM}&{MORNING}", {"before": with_supplements}),
    ("early without the supplement", "alice", f"{SHEET}{ROOM}&{EARLY_HOURS}", {"before": with_supplements}),
    (
        "a sheet with what was asked",
        "alice",
        f"{SHEET}{ROOM}&{EARLY_HOURS}&supplement-early=1&supplement-cups=3",
        {"before": with_supplements},
    ),
    ("too many of a supplement", "alice", f"{SHEET}{ROOM}&{MORNING}&supplement-cups=300", {"before": with_supplements}),
    ("an unknown supplement", "alice", f"{SHEET}{ROOM}&{MORNING}&supplement-tea=1", {}),
    ("a supplement in letters", "alice", f"{SHEET}{ROOM}&{MORNING}&supplement-tea=x", {}),
    ("a sheet where people choose", "alice", SEAT_SHEET, {"before": with_open_price}),
    ("an amount too low", "alice", f"{SEAT_SHEET}&chosen=0,50", {"before": with_open_price}),
    ("an amount for a fixed price", "alice", f"{SHEET}{ROOM}&{MORNING}&chosen=1", {}),
    ("an amount too large", "alice", f"{SEAT_SHEET}&chosen=99999999999", {"before": with_open_price}),
    ("a period read over", "bob", PERIOD, {"sent": {**SHORTER, "valid_from": "2026-12-07"}}),
    ("a period changed", "bob", PERIOD, {"sent": {**SHORTER, "valid_from": "2026-12-07", "step": "confirm"}}),
    ("a period ended", "bob", PERIOD, {"sent": {**SHORTER, "valid_from": "2026-12-07", "is_off": "on"}}),
    ("a period reversed", "bob", PERIOD, {"sent": {**SHORTER, "valid_from": "2026-12-07", "ends_at": "08:00"}}),
    ("an audience read over", "bob", "/manage/rules/prices/audiences/", {"sent": {"name": "Zoé"}}),
    ("an audience added", "bob", "/manage/rules/prices/audiences/", {"sent": {"name": "Zoé", "step": "confirm"}}),
    ("an audience of that name", "bob", "/manage/rules/prices/audiences/", {"sent": {"name": "Members"}}),
)
