"""Make one house to be measured, in the database of DATABASE_URL; print what the load needs, as JSON."""

import json
import sys
from datetime import timedelta
from itertools import islice

import django
from django.core.management import call_command
from django.utils import timezone

MOST_POSTED = 60_000


def prepare(bookings: int) -> dict[str, object]:
    from members.operations import create_token
    from members.queries import actor_for
    from tests.bench.fill import fill

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    filled = fill(bookings)
    at = timezone.now()
    new = create_token(
        actor=actor_for(filled.member, at),
        at=at,
        account=filled.member,
        name="bench",
        scopes=["read", "book"],
        expires_at=at + timedelta(days=1),
    )
    return {
        "space": filled.house.space.slug,
        "day": filled.day.isoformat(),
        "cookie": filled.session_cookie(),
        "token": new.key,
        "bodies": [body.decode() for body in islice(filled.free_slots(), MOST_POSTED)],
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare(int(sys.argv[1]))))
