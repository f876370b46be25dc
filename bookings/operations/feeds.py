"""Give the calendar of one's bookings its private address, or a new one."""

import secrets
from datetime import datetime

from django.db import transaction

from bookings.models import CalendarFeed
from common import audit
from members.people import PersonActor

KEY_BYTES = 32


@transaction.atomic
def renew_calendar_feed(*, actor: PersonActor, at: datetime) -> CalendarFeed:
    """Give the actor's calendar a new address nobody can guess; the one before, if any, ends at once."""
    feed, is_first = CalendarFeed.objects.update_or_create(
        account_id=actor.account_id, defaults={"key": secrets.token_urlsafe(KEY_BYTES), "created_at": at}
    )
    audit.record(
        actor=actor,
        at=at,
        action="calendar.opened" if is_first else "calendar.renewed",
        subject=("account", actor.account_id, actor.label),
    )
    return feed
