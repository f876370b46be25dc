"""Show codes to whoever has a reason to come in, and keep each showing for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.rights import Actor, Right
from spaces.access import BY_RIGHT, AccessReason, access_reasons, open_reason, reasons_not_to_show
from spaces.models.access import AccessCodeValue, CodeShowing
from spaces.operations.change import find_space
from spaces.queries.access import codes_of, find_code, minutes_before, values_in_force
from spaces.sealing import unseal


@dataclass(frozen=True)
class ShownCode:
    """A code as it is shown, once."""

    id: int
    name: str
    value: str


@transaction.atomic
def show_codes(*, space_id: int, code_id: int | None = None, actor: Actor, at: datetime) -> Sequence[ShownCode]:
    """Show one code of a space, or all, and log each: who, when, for which reason.

    Whoever manages access is shown them at any time, and that is logged too. Refusals: `space_unknown`,
    `code_unknown`, `access_too_early`, `access_without_reason` (403), `code_unreadable` (409).
    """
    find_space(space_id)
    reason = _reason(actor, space_id, at)
    codes = codes_of(space_id)
    if code_id is not None:
        codes = codes.filter(pk=find_code(space_id, code_id).pk)
    values = values_in_force(codes, at)
    shown = [ShownCode(value.code_id, value.code.name, _opened(value)) for value in values]
    CodeShowing.objects.bulk_create(
        CodeShowing(
            value=value,
            at=at,
            actor_kind=actor.kind,
            actor_reference=actor.reference,
            actor_label=actor.label,
            reason_kind=reason.kind if reason else BY_RIGHT,
            reason_label=str(reason.label)[:200] if reason else "",
            reason_subject=reason.subject if reason else "",
        )
        for value in values
    )
    return shown


def _reason(actor: Actor, space_id: int, at: datetime) -> AccessReason | None:
    """Return the reason that opens the codes, or nothing where the right does."""
    reasons, minutes = access_reasons(actor, space_id, at), minutes_before(space_id)
    if found := open_reason(reasons, at=at, minutes_before=minutes):
        return found
    if not actor.has_right(Right.MANAGE_ACCESS, space_id):
        refuse_unless_empty(reasons_not_to_show(reasons, at=at, minutes_before=minutes))
    return None


def _opened(value: AccessCodeValue) -> str:
    opened = unseal(value.sealed)
    if opened is None:
        text = _("Ce code ne se lit plus : la clé secrète de la maison a changé. Il faut le saisir de nouveau.")
        raise Refused(Reason("code_unreadable", text, {"code": value.code.name}, status=409))
    return opened
