"""Keep who changed what, from which value to which, in the transaction of the change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from common.governance import Authority
from common.models import AuditEntry
from common.rights import Actor


def record(
    *,
    actor: Actor,
    at: datetime,
    action: str,
    subject: tuple[str, object, str],
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    note: str = "",
    authority: Authority | None = None,
) -> AuditEntry:
    """Write one entry of the audit trail.

    `action` is a past event's name (`booking.cancelled`); `subject` is (kind, key, label); `changes`
    maps a field to its (old, new) values, kept as JSON; `note` carries an override's reason.
    """
    kind, key, label = subject
    return AuditEntry.objects.create(
        at=at,
        actor_kind=actor.kind,
        actor_reference=actor.reference,
        actor_label=actor.label,
        action=action,
        subject_kind=kind,
        subject_key=str(key),
        subject_label=label,
        changes={field: [old, new] for field, (old, new) in (changes or {}).items()},
        note=note,
        authority=authority.reference if authority else "",
    )
