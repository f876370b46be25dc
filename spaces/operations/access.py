"""Say how to get in: steps with pictures, codes that rotate, and from when they may be shown."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from common.errors import Reason, refuse_unless_empty
from common.governance import Authority
from common.rights import Actor, Right
from spaces.details import StepDetails
from spaces.models.access import AccessCode, AccessCodeValue, AccessPicture, AccessSetting, AccessStep
from spaces.operations.change import find_space, finish_change, lock_house, refuse_change
from spaces.pictures import Picture
from spaces.policies import access as policies
from spaces.queries.access import find_code, find_step, minutes_before
from spaces.sealing import seal

FIELD = "access"


@transaction.atomic
def add_access_step(
    *,
    space_id: int,
    details: StepDetails,
    picture: Picture | None = None,
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> AccessStep:
    """Add one step of how to get into a space.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `too_many_steps`, those of
    `policies.reasons_against_step`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    refuse_unless_empty(
        [*_reasons_against(details), *policies.reasons_against_one_more_step(space.access_steps.count())]
    )
    texts = _clean(details)
    step = AccessStep.objects.create(space=space, position=details.position, texts=texts)
    _put_picture(step, picture)
    changes = {"step": (None, _written(texts)), "picture": (None, True if picture else None)}
    finish_change(house, space, action="access.step_added", changes=changes, actor=actor, at=at, authority=authority)
    return step


@transaction.atomic
def change_access_step(
    *,
    space_id: int,
    step_id: int,
    details: StepDetails,
    picture: Picture | None = None,
    keeps_picture: bool = True,
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> AccessStep:
    """Write a step anew; a new picture takes the place of the old one, which `keeps_picture` may also drop.

    Refusals: those of `add_access_step`, `step_unknown`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    step = find_step(space_id, step_id)
    refuse_unless_empty(_reasons_against(details))
    old, had_picture = step.texts, AccessPicture.objects.filter(step=step).exists()
    step.texts, step.position = _clean(details), details.position
    step.save(update_fields=["texts", "position"])
    if picture or not keeps_picture:
        AccessPicture.objects.filter(step=step).delete()
        _put_picture(step, picture)
    has_picture = AccessPicture.objects.filter(step=step).exists()
    changes = {"step": (_written(old), _written(step.texts)), "picture": (had_picture or None, has_picture or None)}
    finish_change(house, space, action="access.step_changed", changes=changes, actor=actor, at=at, authority=authority)
    return step


@transaction.atomic
def remove_access_step(
    *, space_id: int, step_id: int, actor: Actor, at: datetime, authority: Authority | None = None
) -> None:
    """Take a step away, with its picture.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `step_unknown`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    step = find_step(space_id, step_id)
    changes = {"step": (_written(step.texts), None)}
    step.delete()
    finish_change(house, space, action="access.step_removed", changes=changes, actor=actor, at=at, authority=authority)


@transaction.atomic
def set_access_window(
    *, space_id: int, minutes: int, actor: Actor, at: datetime, authority: Authority | None = None
) -> AccessSetting:
    """Say how many minutes before a reason begins its codes may be shown.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `window_invalid`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "access_window", actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    refuse_unless_empty(policies.reasons_against_window(minutes))
    changes = {"shown_minutes": (minutes_before(space_id), minutes)}
    values = {"minutes_before": minutes, "authority": authority.reference if authority else ""}
    row, _is_new = AccessSetting.objects.update_or_create(space=space, defaults=values)
    finish_change(house, space, action="access.window_set", changes=changes, actor=actor, at=at, authority=authority)
    return row


@transaction.atomic
def add_access_code(
    *, space_id: int, name: str, value: str, actor: Actor, at: datetime, authority: Authority | None = None
) -> AccessCode:
    """Add something that opens by a code, with the code it has from `at` on; the trail never holds the value.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `code_exists`, those of a name and a value.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    is_taken = AccessCode.objects.filter(space=space, name__iexact=name.strip(), retired_at=None).exists()
    refuse_unless_empty(
        [*policies.reasons_against_code_name(name, is_taken=is_taken), *policies.reasons_against_value(value)]
    )
    code = AccessCode.objects.create(space=space, name=name.strip())
    _set_value(code, value, valid_from=at, actor=actor)
    changes = {"code": (None, code.name)}
    finish_change(house, space, action="access.code_added", changes=changes, actor=actor, at=at, authority=authority)
    return code


@transaction.atomic
def rotate_access_code(
    *,
    space_id: int,
    code_id: int,
    value: str,
    valid_from: datetime | None = None,
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> AccessCodeValue:
    """Change a code from `valid_from` on (at once where nothing is said); the one before is kept and not shown.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `code_unknown`, those of a value and of
    `policies.reasons_against_rotation`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    code, valid_from = find_code(space_id, code_id), valid_from or at
    is_taken = code.values.filter(valid_from=valid_from).exists()
    refuse_unless_empty(
        [
            *policies.reasons_against_value(value),
            *policies.reasons_against_rotation(valid_from, at=at, is_taken=is_taken),
        ]
    )
    row = _set_value(code, value, valid_from=valid_from, actor=actor)
    changes = {"code": (code.name, code.name), "changes_at": (None, valid_from.isoformat())}
    finish_change(house, space, action="access.code_rotated", changes=changes, actor=actor, at=at, authority=authority)
    return row


@transaction.atomic
def retire_access_code(
    *, space_id: int, code_id: int, actor: Actor, at: datetime, authority: Authority | None = None
) -> AccessCode:
    """Show a code to nobody any more; who was shown it stays on record.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `code_unknown`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, FIELD, actor=actor, right=Right.MANAGE_ACCESS, authority=authority)
    code = find_code(space_id, code_id)
    code.retired_at = at
    code.save(update_fields=["retired_at"])
    changes = {"code": (code.name, None)}
    finish_change(house, space, action="access.code_retired", changes=changes, actor=actor, at=at, authority=authority)
    return code


def _reasons_against(details: StepDetails) -> list[Reason]:
    return policies.reasons_against_step(details.texts, languages=dict(settings.LANGUAGES))


def _clean(details: StepDetails) -> dict[str, str]:
    return {language: text.strip() for language, text in details.texts.items() if text.strip()}


def _written(texts: dict[str, str]) -> str:
    return " / ".join(texts.values())


def _put_picture(step: AccessStep, picture: Picture | None) -> None:
    if picture is not None:
        AccessPicture.objects.create(step=step, content=picture.content, width=picture.width, height=picture.height)


def _set_value(code: AccessCode, value: str, *, valid_from: datetime, actor: Actor) -> AccessCodeValue:
    return AccessCodeValue.objects.create(
        code=code, sealed=seal(value.strip()), valid_from=valid_from, set_by_label=actor.label
    )
