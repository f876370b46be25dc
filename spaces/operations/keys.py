"""The register of keys: each hand-over, return or loss is a line that stays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.governance import Authority
from common.rights import Actor, Right
from spaces.details import Holder, Training
from spaces.models import Space
from spaces.models.access import Key, KeyMove
from spaces.operations.change import find_space, finish_change, lock_house, refuse_change
from spaces.policies import access as policies
from spaces.queries.access import find_key, last_move

FIELD = "keys"


@transaction.atomic
def add_key(
    *,
    space_id: int,
    number: str,
    opens: str = "",
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> Key:
    """Enter a key by its number.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, those of `policies.reasons_against_key`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    is_taken = space.keys.filter(number__iexact=number.strip()).exists()
    refuse_unless_empty(policies.reasons_against_key(number, opens, is_taken=is_taken))
    key = Key.objects.create(space=space, number=number.strip(), opens=opens.strip())
    changes = {"key": (None, key.number), "opens": (None, key.opens or None)}
    finish_change(house, space, action="key.added", changes=changes, actor=actor, at=at, authority=authority)
    return key


@transaction.atomic
def hand_key(
    *,
    space_id: int,
    key_id: int,
    holder: Holder,
    training: Training | None = None,
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> KeyMove:
    """Write down that a key was handed to somebody, and who trained them.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `key_unknown`, `key_held` (409), those of
    `policies.reasons_against_handover`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    key = find_key(space_id, key_id)
    held = _held(key)
    if held is not None:
        text = _("Cette clé est déjà chez quelqu’un : noter d’abord son retour.")
        raise Refused(Reason("key_held", text, {"holder": held.holder_label}, status=409))
    refuse_unless_empty(policies.reasons_against_handover(holder, training, today=_today(space, at)))
    move = _write(key, KeyMove.HANDED, holder, actor=actor, at=at)
    if training is not None:
        move.trained_by, move.trained_on = training.by.strip(), training.on
    move.save()
    changes = {
        "key": (key.number, key.number),
        "holder": (None, move.holder_label),
        "trained_by": (None, move.trained_by or None),
    }
    finish_change(house, space, action="key.handed", changes=changes, actor=actor, at=at, authority=authority)
    return move


@transaction.atomic
def take_back_key(
    *, space_id: int, key_id: int, is_lost: bool = False, actor: Actor, at: datetime, authority: Authority | None = None
) -> KeyMove:
    """Write down that a key came back, or that its holder lost it.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `key_unknown`, `key_not_held` (409).
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    key = find_key(space_id, key_id)
    held = _held(key)
    if held is None:
        raise Refused(Reason("key_not_held", _("Cette clé n’est chez personne."), status=409))
    holder = Holder(held.holder_label, held.holder_reference)
    move = _write(key, KeyMove.LOST if is_lost else KeyMove.RETURNED, holder, actor=actor, at=at)
    move.save()
    changes = {"key": (key.number, key.number), "holder": (held.holder_label, None)}
    action = "key.lost" if is_lost else "key.returned"
    finish_change(house, space, action=action, changes=changes, actor=actor, at=at, authority=authority)
    return move


def _held(key: Key) -> KeyMove | None:
    move = last_move(key)
    return move if move is not None and move.kind == KeyMove.HANDED else None


def _write(key: Key, kind: str, holder: Holder, *, actor: Actor, at: datetime) -> KeyMove:
    return KeyMove(
        key=key,
        kind=kind,
        at=at,
        holder_reference=holder.reference,
        holder_label=holder.label.strip(),
        by_label=actor.label,
    )


def _today(space: Space, at: datetime) -> date:
    return at.astimezone(ZoneInfo(space.time_zone)).date()
