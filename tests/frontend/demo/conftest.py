"""Demo houses, each seeded once for all the tests of a module and rolled back after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from common import clock
from frontend.demo.mutualab import MUTUALAB
from frontend.demo.plan import HousePlan
from frontend.demo.seeding import seed
from spaces.catalogue import HouseOffer
from spaces.queries import catalogue, forget_catalogue

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@contextmanager
def seeded_house(plan: HousePlan, at: datetime, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep a seeded house in the database, around all that its tests write and undo."""
    with blocker.unblock(), transaction.atomic():
        clock.freeze(at)
        seed(plan, at=at, tell=lambda _: None)
        clock.freeze(None)
        yield
        transaction.set_rollback(True)
    forget_catalogue()


@pytest.fixture(scope="module")
def _seeded_mutualab(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded_house(MUTUALAB, NOW, django_db_blocker):
        yield


@pytest.fixture
def mutualab(_seeded_mutualab: None, db: None) -> HouseOffer:
    """Return all that the seeded Mutualab offers, the clock held at the instant of its seed."""
    clock.freeze(NOW)
    return catalogue()
