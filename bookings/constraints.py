"""The constraint that makes double booking impossible, on both engines.

PostgreSQL proves it with an exclusion constraint over the busy period and the hold; SQLite with a
trigger of the same rule (`bookings.triggers`), which Django's schema editor knows nothing about.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Func, Q


class _InstantRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class NoDoubleBooking(ExclusionConstraint):
    """Refuse two occupancies of one resource whose periods overlap while both hold it."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            name=name,
            expressions=[
                (F("resource"), RangeOperators.EQUAL),
                (_InstantRange(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                (_InstantRange(F("held_from"), F("held_until")), RangeOperators.OVERLAPS),
            ],
        )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return "bookings.constraints.NoDoubleBooking", (), {"name": self.name}

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().constraint_sql(model, schema_editor) if _is_postgresql(schema_editor) else None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().create_sql(model, schema_editor) if _is_postgresql(schema_editor) else None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().remove_sql(model, schema_editor) if _is_postgresql(schema_editor) else None

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:  # noqa: PLR0917
        """Raise `ValidationError` when another occupancy overlaps; an ORM query, the same on both engines."""
        others = model.objects.using(using).filter(resource=instance.resource).exclude(pk=instance.pk)
        holding = Q(held_until=None) | Q(held_until__gt=instance.held_from)
        if instance.held_until is not None:
            holding &= Q(held_from__lt=instance.held_until)
        if others.overlapping(instance.starts_at, instance.ends_at).filter(holding).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")
