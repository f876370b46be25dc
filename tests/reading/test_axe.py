"""Every page in a real browser: no accessibility violation, nothing from elsewhere, no scrolling sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from common import clock
from tests.reading.pages import pages
from tests.reading.situations import SITUATIONS
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.database import undone
from tests.support.scene import Scene
from tests.support.shown import AXE_OPTIONS, Window

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
WIDE = {"today", "place", "book", "my-bookings", "manage-day", "audit", "me"}
MORNING = "starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"
AFTERNOON = "starts_at=2026-12-10T13:00Z&ends_at=2026-12-10T17:00Z"
SHEET = "/book/sheet/?resource={scene.house.small_room.pk}"
WEEK = "/book/?day=2026-12-10&view=week"
STATES = [
    ("a slot that is taken", "charlie", f"{SHEET}&{AFTERNOON}"),
    ("too short a notice", "alice", f"{SHEET}&starts_at=2026-11-25T08:00Z&ends_at=2026-11-25T12:00Z"),
    ("a co-manager's sheet", "bob", f"{SHEET}&{MORNING}"),
    ("an hour that comes twice", "alice", f"{SHEET}&day=2027-10-31&start=02:30&end=04:00"),
    ("a day as a list", "alice", "/book/?day=2026-12-10&view=list"),
    ("a week", "alice", WEEK),
    ("a closed day", "alice", "/book/?day=2026-12-13&view=day"),
    ("no bookings yet", "charlie", "/bookings/"),
    ("the sheet of a move", "alice", f"/bookings/{{scene.booking.pk}}/move/?{MORNING}"),
    ("a refusal", "charlie", "/bookings/{scene.booking.pk}/"),
    ("no such page", "alice", "/nowhere/"),
]
SENT: list[tuple[str, str, str, dict[str, str]]] = [
    ("signing in with nothing", "anonymous", "/account/login/", {}),
    ("a profile with nothing", "alice", "/me/profile/", {}),
    ("a token of nonsense", "alice", "/me/tokens/new/", {"name": "", "term": "x"}),
    ("a poor password", "alice", "/me/password/", {"password": "1234"}),
]


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    page = browser.new_page(viewport=PHONE, color_scheme="light")
    yield Window(page)
    page.close()


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
def test_every_page_can_be_read_by_everybody(window: Window, scene: Scene, language: str) -> None:
    faults = []
    for page in pages():
        with undone():
            window.show(page.answer(scene, language), page.path(scene))
        faults += [f"{page}: {fault}" for fault in window.faults()]
    assert faults + window.strangers + window.said == []


def test_every_state_of_a_page_can_be_read_by_everybody(window: Window, scene: Scene) -> None:
    faults = []
    for name, who, address in STATES:
        path = address.format(scene=scene)
        window.show(scene.client_of(who).get(path), path)
        faults += [f"{name}: {fault}" for fault in window.faults()]
    for name, who, path, sent in SENT:
        window.show(scene.client_of(who).post(path, sent), path)
        faults += [f"{name}: {fault}" for fault in window.faults()]
    assert faults + window.strangers == []


def test_the_main_pages_can_be_read_at_a_desk(window: Window, scene: Scene) -> None:
    window.page.set_viewport_size(DESK)
    faults = []
    for page in pages():
        if page.name in WIDE:
            window.show(page.answer(scene), page.path(scene))
            faults += [f"{page}: {fault}" for fault in [*window.violations(AXE_OPTIONS), *window.too_wide(1280)]]
    window.show(scene.client_of("alice").get(WEEK), WEEK)
    assert faults + window.violations(AXE_OPTIONS) == []


def test_the_open_sheet_can_be_read_by_everybody(window: Window, scene: Scene) -> None:
    path = "/book/?day=2026-12-10&view=day"
    client = scene.client_of("alice")
    window.show(client.get(path), path, client=client)
    window.page.locator("li.free a").first.click()
    expect(window.page.locator("#sheet-title")).to_be_focused()
    assert window.faults() == []


def test_a_sheet_that_is_refused_can_be_read_by_everybody(window: Window, scene: Scene) -> None:
    path = "/book/?day=2026-12-10&view=day"
    client = scene.client_of("charlie")
    window.show(client.get(path), path, client=client)
    book(scene.people["alice"], scene.house.large_room, period(THURSDAY, "09:00", "13:00"))
    window.page.locator(f"a[href*='resource={scene.house.large_room.pk}&']").first.click()
    expect(window.page.locator("#sheet .panel.refused")).to_contain_text("pris")
    assert window.faults() == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_situation_can_be_read_by_everybody(window: Window, scene: Scene, language: str) -> None:
    faults = []
    scene.speak(language)
    for situation in SITUATIONS:
        with undone():
            answer = situation.answer(scene, language)
        clock.freeze(NOW)
        if b"<html" in answer.content:
            window.show(answer, "/")
            faults += [f"{situation}: {fault}" for fault in window.faults()]
    assert faults + window.strangers == []
