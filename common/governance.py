"""Guard what a decision governs: it changes by another decision, not by hand."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, sentence
from common.models import GovernedField


@dataclass(frozen=True)
class Authority:
    """Name the decision in whose name an operation acts: its reference, such as 2026-014."""

    reference: str


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
