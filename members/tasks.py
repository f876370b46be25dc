"""The chores of signing in: forget what is over."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from common import clock
from common.chores import chore


@chore("forget_devices", cron="40 3 * * *")
def forget_devices(slot_at: datetime) -> None:
    """Remove what was kept of devices whose session is gone."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@chore("forget_attempts", cron="50 * * * *")
def forget_attempts(slot_at: datetime) -> None:
    """Remove what the database cache no longer counts; another cache forgets by itself."""
    cache = settings.CACHES["default"]
    if not str(cache["BACKEND"]).endswith(".DatabaseCache"):
        return
    before = connection.ops.adapt_datetimefield_value(clock.real_now().replace(microsecond=0))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(str(cache["LOCATION"]))
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [before])  # noqa: S608 - our own table
