"""Say a booking as people do: what, when, and on which terms. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext

from bookings.lines import SUPPLEMENT
from bookings.terms import Step
from common.money import format_money
from spaces.catalogue import SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import DAY, Period, readings
from spaces.wording import day_words, hour_words, hours_words, period_label, weekday_words


def any_of_words(kind: str) -> str:
    """Return what « any of a kind » is called."""
    if kind == ResourceKind.SEAT:
        return gettext("Une place, open space")
    return str(ResourceKind(kind).label).capitalize()


def hours_said(period: Period, space: SpaceOffer) -> str:
    """Return the hours of a period, as the space's clock shows them: « 14 h–18 h ».

    Where the clock shows an hour twice, they are followed by which of the two is meant.
    """
    first, last = space.local(period.starts_at), space.local(period.ends_at)
    said = hours_words(first.time(), last.time())
    doubled = next(
        (local for local in (first, last) if len(readings(local.date(), local.time(), space.zone)) > 1), None
    )
    if doubled is None:
        return said
    return f"{said} ({gettext('heure d’été') if doubled.dst() else gettext('heure d’hiver')})"


def day_and_hours(period: Period, space: SpaceOffer, form: str = "long") -> str:
    """Return when a period is: « jeudi 10 décembre, 14 h–18 h », or from when to when over several days."""
    first, last = space.local(period.starts_at), space.local(period.ends_at)
    ends_on = last.date() - DAY if last.time() == time(0) and last.date() > first.date() else last.date()
    if ends_on == first.date():
        return f"{day_words(first.date(), form)}, {hours_said(period, space)}"
    return gettext("du %(start)s au %(end)s") % {
        "start": f"{day_words(first.date(), form)} {hour_words(first.time())}",
        "end": f"{day_words(last.date(), form)} {hour_words(last.time())}",
    }


def line_words(line: Mapping[str, Any]) -> str:
    """Return what a line of a price is for: « Matin », « 3 × heure », « Ouverture à 8 h 30 »."""
    if line["unit"] == SUPPLEMENT:
        said = line["title"]
    elif line["name"]:
        said = str(period_label(line["name"], line.get("title", "")))
    else:
        said = str(Unit(line["unit"]).label)
    return said if line["quantity"] == 1 and line["name"] else f"{line['quantity']} × {said}"


def until_words(instant: datetime, space: SpaceOffer, at: datetime) -> str:
    """Return a term as one reads it at an instant: « jusqu’à 18 h », « jusqu’à demain 18 h », « jusqu’à jeudi 18 h »,
    and a week ahead « jusqu’au jeudi 10 décembre, 18 h ».
    """
    local, today = space.local(instant), space.local(at).date()
    said = {"hour": hour_words(local.time()), "day": day_words(local.date())}
    if local.date() == today:
        return gettext("jusqu’à %(hour)s") % said
    if local.date() == today + DAY:
        return gettext("jusqu’à demain %(hour)s") % said
    if today < local.date() < today + 7 * DAY:
        return gettext("jusqu’à %(day)s %(hour)s") % {**said, "day": weekday_words(local.weekday())}
    return gettext("jusqu’au %(day)s, %(hour)s") % said


def terms_words(steps: Sequence[Step], space: SpaceOffer) -> str:
    """Return what cancelling costs: « gratuit jusqu’au mer. 25 nov. 14 h, 67,20 € ensuite »."""
    if len(steps) == 1 and not steps[0].due_minor:
        return gettext("gratuit jusqu’au début.")
    if len(steps) == 1:
        return gettext("%(amount)s dès maintenant.") % {"amount": format_money(steps[0].due_minor, space.currency)}
    return ", ".join(_step_words(step, space) for step in steps) + "."


def _step_words(step: Step, space: SpaceOffer) -> str:
    amount = format_money(step.due_minor, space.currency) if step.due_minor else gettext("gratuit")
    if step.until is None:
        return gettext("%(amount)s ensuite") % {"amount": amount}
    until = space.local(step.until)
    return gettext("%(amount)s jusqu’au %(day)s %(hour)s") % {
        "amount": amount,
        "day": day_words(until.date(), "short"),
        "hour": hour_words(until.time()),
    }
