"""Guard what a decision governs, and say so: it changes by another decision, not by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, sentence
from common.models import AuditEntry, GovernedField


@dataclass(frozen=True)
class Authority:
    """Name the decision in whose name an operation acts: its reference, such as 2026-014."""

    reference: str


@dataclass(frozen=True)
class Decided:
    """Say which decision governs a field, and when it was last carried out; no instant: not yet."""

    decision: str
    at: datetime | None = None


def decided_fields(subjects: Collection[str]) -> dict[tuple[str, str], Decided]:
    """Return what decisions govern of some things, by (subject, field); one query, or two where there is any."""
    rows = list(GovernedField.objects.filter(subject__in=subjects))
    decisions = {row.decision for row in rows}
    if not decisions:
        return {}
    entries = AuditEntry.objects.filter(authority__in=decisions).values("authority").annotate(at=Max("at"))
    carried_out = {entry["authority"]: entry["at"] for entry in entries}
    return {(row.subject, row.field): Decided(row.decision, carried_out.get(row.decision)) for row in rows}


def refuse_if_governed(subject: str, field: str, *, authority: Authority | None) -> None:
    """Raise `Refused` (`governed_by_decision`) when a decision governs the field and none is the authority.

    `subject` names a thing in the form `resource:12`, `space:1`, `house`.
    """
    if authority is not None:
        return
    governed = GovernedField.objects.filter(subject=subject, field=field).first()
    if governed is None:
        return
    text = sentence(
        _("Cette valeur vient de la décision %(decision)s : une nouvelle décision peut la changer."),
        decision=governed.decision,
    )
    raise Refused(Reason("governed_by_decision", text, {"decision": governed.decision}))
