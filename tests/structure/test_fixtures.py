"""The test run itself: its fixtures hold what they promise, on either engine."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import IntegrityError
from django.utils import timezone
from playwright.sync_api import Page

from bookings.models import Booking, Occupancy
from bookings.triggers import missing_triggers
from common import clock
from members.queries import actor_for
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.servers import Server

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_a_held_clock_stays_where_it_is(clock_at: Callable[[datetime], datetime]) -> None:
    assert clock_at(NOON) == clock.now() == clock.now()


def test_the_clock_runs_again_in_the_next_test(db: None) -> None:
    assert abs((clock.now() - timezone.now()).total_seconds()) < 60


def test_the_cast_holds_the_rights_of_its_parts(alice: Person, bob: Person, oscar: Person) -> None:
    assert not actor_for(alice.account, NOON).rights
    assert actor_for(bob.account, NOON).rights
    assert not actor_for(oscar.account, NOON).is_member


@pytest.mark.parametrize("run", [1, 2])
def test_a_flushed_database_still_refuses_double_bookings(
    transactional_db: None, house: SmallHouse, alice: Person, run: int
) -> None:
    assert missing_triggers() == []
    booking = Booking.objects.create(
        space=house.space,
        resource=house.small_room,
        starts_at=NOON,
        ends_at=NOON.replace(hour=12),
        booked_at=NOON,
        booked_by_label="Alice",
        for_member=alice.member,
        for_label="Alice",
        payer_label="Alice",
        audience="members",
        currency="EUR",
        net_minor=0,
        vat_minor=0,
        changed_at=NOON,
    )
    period = {"starts_at": NOON, "ends_at": NOON.replace(hour=12), "held_from": NOON}
    Occupancy.objects.create(booking=booking, resource=house.small_room, **period)
    with pytest.raises(IntegrityError, match="occupancy_no_double_booking"):
        Occupancy.objects.create(booking=booking, resource=house.small_room, **period)


def test_a_page_opens_on_the_live_server(page: Page) -> None:
    answer = page.goto("/nothing-here/")
    assert answer is not None
    assert answer.status == 404


def test_real_processes_answer_until_the_test_ends(running_server: Callable[..., Server]) -> None:
    server = running_server(workers=2)
    with pytest.raises(HTTPError) as refusal:
        urlopen(f"{server.url}/nothing-here/")
    with refusal.value as answer:
        assert answer.code == 404
