"""What stands in the database, to tell whether anything was written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

KEPT_ALONG = {"sessions.Session", "usersessions.UserSession"}


def contents() -> dict[str, list[str]]:
    """Return all rows of every table but those of sessions."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in _tables()}


def sizes() -> dict[str, int]:
    """Return how many rows each table has but those of sessions; one query."""
    tables = _tables()
    counts = ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


@contextmanager
def undone() -> Iterator[None]:
    """Undo at its end what the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows(cursor: CursorWrapper, table: str) -> list[str]:
    cursor.execute(f'SELECT * FROM "{table}"')
    return sorted(map(str, cursor.fetchall()))


def _tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if model._meta.label not in KEPT_ALONG]
