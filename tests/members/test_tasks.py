"""What is over is forgotten, and only that."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from members.tasks import forget_attempts, forget_devices
from tests.support.cast import PASSWORD, Person


def test_a_device_is_forgotten_with_its_session_and_not_before(alice: Person) -> None:
    for _ in range(2):
        Client().post("/account/login/", {"login": "alice@example.org", "password": PASSWORD})
    kept = UserSession.objects.latest("id")
    Session.objects.exclude(session_key=kept.session_key).delete()
    forget_devices(timezone.now())
    assert UserSession.objects.get() == kept


@pytest.mark.django_db
def test_counts_are_forgotten_once_they_no_longer_count() -> None:
    cache.clear()
    cache.set("old", 1, timeout=60)
    cache.set("new", 1, timeout=7200)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        forget_attempts(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM cache")
            assert cursor.fetchone() == (1,)
        assert cache.get("new") == 1
