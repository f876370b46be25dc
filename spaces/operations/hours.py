"""Say when a space is open: week by week from a date on, and otherwise on some days."""

from dataclasses import asdict
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.governance import Authority
from common.rights import Actor, Right
from spaces import policies
from spaces.catalogue import ExceptionFacts, OpeningWeekFacts
from spaces.local_time import DAY
from spaces.models import OpeningException, OpeningSlot, OpeningWeek
from spaces.operations.change import find_space, finish_change, lock_house, refuse_change, refuse_past, refuse_rewriting

EXCEPTION_FIELDS = ("starts_on", "ends_on", "opens_at", "closes_at", "label")


@transaction.atomic
def set_opening_hours(
    *, space_id: int, week: OpeningWeekFacts, actor: Actor, at: datetime, authority: Authority | None = None
) -> OpeningWeek:
    """Set the weekly hours (local time) that hold from `week.valid_from`; the same date replaces them.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `date_past` (409), those of
    `policies.reasons_not_to_set_hours`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "hours", actor=actor, right=Right.MANAGE_HOURS, authority=authority)
    refuse_rewriting(week.valid_from, space, actor=actor, at=at)
    refuse_unless_empty(policies.reasons_not_to_set_hours(week))
    before = space.opening_weeks.filter(valid_from__lte=week.valid_from).order_by("-valid_from").first()
    changes = {
        "hours": (_written_hours(before), [_written_slot(*slot) for slot in sorted(week.slots)]),
        "valid_from": (before and before.valid_from, week.valid_from),
    }
    row, _is_new = OpeningWeek.objects.update_or_create(
        space=space, valid_from=week.valid_from, defaults={"authority": authority.reference if authority else ""}
    )
    row.slots.all().delete()
    OpeningSlot.objects.bulk_create(
        OpeningSlot(week=row, weekday=weekday, opens_at=opens, closes_at=closes)
        for weekday, opens, closes in week.slots
    )
    finish_change(house, space, action="hours.set", changes=changes, actor=actor, at=at, authority=authority)
    return row


def close_days(
    *,
    space_id: int,
    days: tuple[date, date],
    label: str = "",
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> OpeningException:
    """Close a space from the first to the last of `days`, both included; bookings there are the door's to settle.

    Refusals: those of `open_specially`.
    """
    closing = ExceptionFacts(*days, opens_at=None, closes_at=None, label=label)
    return _except_days(
        space_id=space_id, exception=closing, action="days.closed", actor=actor, at=at, authority=authority
    )


def open_specially(
    *,
    space_id: int,
    days: tuple[date, date],
    hours: tuple[time, time],
    label: str = "",
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> OpeningException:
    """Open a space at other `hours` (local time) on some days; of several exceptions for a day the last one holds.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, `date_past` (409), those of
    `policies.reasons_not_to_except`.
    """
    opening = ExceptionFacts(*days, *hours, label=label)
    return _except_days(
        space_id=space_id, exception=opening, action="days.opened", actor=actor, at=at, authority=authority
    )


@transaction.atomic
def _except_days(
    *,
    space_id: int,
    exception: ExceptionFacts,
    action: str,
    actor: Actor,
    at: datetime,
    authority: Authority | None,
) -> OpeningException:
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "exceptions", actor=actor, right=Right.MANAGE_HOURS, authority=authority)
    refuse_rewriting(exception.ends_on, space, actor=actor, at=at)
    refuse_unless_empty(policies.reasons_not_to_except(exception))
    row = OpeningException.objects.create(
        space=space, **asdict(exception), authority=authority.reference if authority else ""
    )
    changes = {name: (None, value) for name, value in asdict(exception).items()}
    finish_change(house, space, action=action, changes=changes, actor=actor, at=at, authority=authority)
    return row


@transaction.atomic
def withdraw_exception(
    *, space_id: int, exception_id: int, actor: Actor, at: datetime, authority: Authority | None = None
) -> None:
    """Take back other hours on some days: the usual ones hold there again; what was cancelled stays so.

    Refusals: `space_unknown`, `exception_unknown` (404), `right_needed`, `governed_by_decision`, `date_past` (409).
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "exceptions", actor=actor, right=Right.MANAGE_HOURS, authority=authority)
    row = space.opening_exceptions.filter(pk=exception_id).first()
    if row is None:
        text = _("Cette fermeture n’existe pas (ou plus) ici.")
        raise Refused(Reason("exception_unknown", text, {"closure": exception_id}, status=404))
    refuse_past(row.ends_on, space, at)
    changes = {name: (getattr(row, name), None) for name in EXCEPTION_FIELDS}
    row.delete()
    finish_change(house, space, action="days.withdrawn", changes=changes, actor=actor, at=at, authority=authority)


@transaction.atomic
def withdraw_opening_hours(
    *, space_id: int, valid_from: date, actor: Actor, at: datetime, authority: Authority | None = None
) -> None:
    """Take back weekly hours that are planned and not in force yet.

    Refusals: `space_unknown`, `hours_unknown` (404), `right_needed`, `governed_by_decision`, `date_past` (409).
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "hours", actor=actor, right=Right.MANAGE_HOURS, authority=authority)
    week = space.opening_weeks.filter(valid_from=valid_from).first()
    if week is None:
        text = _("Aucun changement d’horaires n’est prévu à cette date.")
        raise Refused(Reason("hours_unknown", text, {"valid_from": valid_from.isoformat()}, status=404))
    refuse_past(valid_from - DAY, space, at)
    changes = {"hours": (_written_hours(week), None), "valid_from": (valid_from, None)}
    week.delete()
    finish_change(house, space, action="hours.withdrawn", changes=changes, actor=actor, at=at, authority=authority)


def _written_hours(week: OpeningWeek | None) -> list[str] | None:
    if week is None:
        return None
    return [_written_slot(slot.weekday, slot.opens_at, slot.closes_at) for slot in week.slots.all()]


def _written_slot(weekday: int, opens_at: time, closes_at: time) -> str:
    return f"{weekday} {opens_at:%H:%M}-{closes_at:%H:%M}"
