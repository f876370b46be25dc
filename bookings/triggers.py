"""SQLite's half of `occupancy_no_double_booking`: triggers with the rule of the exclusion constraint.

A migration that rebuilds the table drops its triggers without a word, so they are put back after
every migrate (`bookings.apps`), and a system check asks whether they are there.
"""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connection, connections

_OVERLAP = """
    SELECT RAISE(ABORT, 'occupancy_no_double_booking') WHERE EXISTS (
        SELECT 1 FROM bookings_occupancy o
        WHERE o.resource_id = NEW.resource_id AND o.id IS NOT NEW.id
          AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at
          AND (o.held_until IS NULL OR (o.held_from < o.held_until AND NEW.held_from < o.held_until))
          AND (NEW.held_until IS NULL OR (NEW.held_from < NEW.held_until AND o.held_from < NEW.held_until))
    );
"""
_TRIGGERS = {
    "occupancy_no_double_booking_insert": f"BEFORE INSERT ON bookings_occupancy BEGIN {_OVERLAP} END",
    "occupancy_no_double_booking_update": f"BEFORE UPDATE ON bookings_occupancy BEGIN {_OVERLAP} END",
}


def install_triggers(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the triggers back, on SQLite; receiver of `post_migrate`."""
    if connections[using].vendor != "sqlite":
        return
    with connections[using].cursor() as cursor:
        for name, body in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def missing_triggers() -> list[str]:
    """Return the names of the triggers that a SQLite database lacks."""
    if connection.vendor != "sqlite" or "bookings_occupancy" not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return sorted(set(_TRIGGERS) - present)


def check_triggers(app_configs: object, databases: object = None, **kwargs: Any) -> list[CheckMessage]:
    """Report an error (bookings.E001) where a trigger against double booking is missing."""
    if not databases:
        return []
    return [
        Error(f"The trigger {name} is missing.", hint="Run manage.py migrate.", id="bookings.E001")
        for name in missing_triggers()
    ]
