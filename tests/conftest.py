"""Fixtures of every test: the clock, a small house, the cast, clients, browser pages and real servers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from common import clock
from members.models import Account
from spaces.queries import forget_catalogue
from tests.support import browsers, cast, houses, servers
from tests.support.booking import NOW
from tests.support.scene import Scene, make_scene

pytest_plugins = ["tests.support.figures"]
OF_PAGES = (
    "tests/access/",
    "tests/bookings/test_ical_clients.py",
    "tests/frontend/",
    "tests/journeys/",
    "tests/members/test_journeys.py",
    "tests/reading/",
)
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="run only what touches the database")
    parser.addoption("--long", action="store_true", help="run the tests marked long too, and thousands of cases")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.register_profile("short", max_examples=50, deadline=None)
    hypothesis.settings.register_profile("long", max_examples=1000, deadline=None)
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    database_only, is_long = config.getoption("--database-only"), config.getoption("--long")
    chosen = [
        item
        for item in items
        if (is_long or not item.get_closest_marker("long"))
        and (not database_only or (_touches_database(item) and (is_long or not _is_of_pages(item))))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _is_of_pages(item: pytest.Item) -> bool:
    """Tell whether a test reads pages as people do: what they show is the same on either engine, in a short run."""
    return item.nodeid.startswith(OF_PAGES)


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Start each test in French; let the clock go and forget what the process kept."""
    translation.activate("fr")
    forget_catalogue()
    yield
    clock.freeze(None)
    forget_catalogue()


@pytest.fixture
def clock_at() -> Callable[[datetime], datetime]:
    """Return a function that holds this process's clock at an aware instant until the test ends."""

    def hold(at: datetime) -> datetime:
        clock.freeze(at)
        return at

    return hold


@pytest.fixture
def house(db: None) -> houses.SmallHouse:
    """Return a small Mutualab: two rooms, a phone room and three seats."""
    return houses.make_house()


@pytest.fixture
def alice(db: None) -> cast.Person:
    """Return a member who books for herself."""
    return cast.make_member("Alice")


@pytest.fixture
def bob(db: None) -> cast.Person:
    """Return a member whose circle looks after the bookings of all."""
    person = cast.make_member("Bob")
    cast.make_circle("reservations", cast.CIRCLE_RIGHTS, person)
    return person


@pytest.fixture
def charlie(db: None) -> cast.Person:
    """Return another member, a stranger to the others' bookings."""
    return cast.make_member("Charlie")


@pytest.fixture
def oscar(db: None) -> cast.Person:
    """Return an outside customer: an account without a membership."""
    return cast.make_outside_customer("Oscar")


@pytest.fixture
def client_of(db: None) -> Callable[[Account], Client]:
    """Return a function that gives a browser-like client, signed in as an account a moment ago."""

    return cast.client_of


@pytest.fixture
def scene(
    request: pytest.FixtureRequest,
    settings: Settings,
    house: houses.SmallHouse,
    client_of: Callable[[Account], Client],
) -> Scene:
    """Return the whole cast in the small house, in a demo whose clock stands, with Alice's things."""
    settings.IS_DEMO = True
    clock.freeze(NOW)
    people = {name: request.getfixturevalue(name) for name in ("oscar", "charlie", "alice", "bob")}
    return make_scene(house, people, client_of)


@pytest.fixture
def query_count(db: None) -> CaptureQueriesContext:
    """Return a context manager that counts queries: `with query_count as queries: …; len(queries)`."""
    return CaptureQueriesContext(connection)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """Return the URL of this test's database; other processes see what the test commits."""
    return servers.current_database_url()


@pytest.fixture
def running_server(database_url: str, tmp_path: Path) -> Iterator[Callable[..., servers.Server]]:
    """Return a function that serves the test's database by real processes; see `servers.running_server`."""
    with ExitStack() as stack:

        def start(**options: Any) -> servers.Server:
            log = tmp_path / f"server-{len(list(tmp_path.iterdir()))}.log"
            return stack.enter_context(servers.running_server(database_url, log=log, **options))

        yield start


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **browsers.launch_arguments()}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Let pages open on the live server by path; a test with a page is therefore transactional."""
    return str(live_server.url)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a function that fails with every accessibility violation of a page."""

    def check(page: Page) -> None:
        violations = browsers.axe_violations(page)
        assert not violations, "\n".join([page.url, *violations])

    return check
