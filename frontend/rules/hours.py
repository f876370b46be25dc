"""The weekly opening hours of a space, from a date on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.forms import DayField, read
from bookings.queries.clashes import clashes_between
from common.errors import Reason
from common.governance import decided_fields
from common.rights import Right
from frontend.front_page import Line, week_lines
from frontend.rules.steps import Attempt, Change, Preview, managed_space, show_preview, step_of
from frontend.rules.week_form import WeekForm, blank_week, sent_week, with_day_copied, with_one_more_stretch
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import OpeningWeekFacts, SpaceOffer
from spaces.local_time import DAY
from spaces.operations.trial import try_change
from spaces.wording import day_words, stretches_words, weekday_words


@dataclass(frozen=True)
class PlannedWeek:
    """Hours that begin later, as the page says them."""

    valid_from: date
    lines: Sequence[Line]


class WithdrawalForm(forms.Form):
    """Which planned hours are taken back."""

    valid_from = DayField()


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_HOURS)
def hours(request: PersonRequest) -> HttpResponseBase:
    """Show the hours in force and planned; change them from a date on, once it was read over what that does."""
    space, spaces = managed_space(request, Right.MANAGE_HOURS)
    step = step_of(request)
    if step in {"preview", "confirm"}:
        return _changed(request, space, spaces, is_confirmed=step == "confirm")
    if step == "more":
        return _page(request, space, spaces, form=with_one_more_stretch(request.POST))
    if step.startswith("copy-"):
        return _page(request, space, spaces, form=with_day_copied(request.POST, step.removeprefix("copy-")))
    return _page(request, space, spaces, form=sent_week(request.POST) if step else _first_form(request, space))


@require_http_methods(["POST"])
@needs_right(Right.MANAGE_HOURS)
def withdrawal(request: PersonRequest) -> HttpResponseBase:
    """Take back hours that are planned and not in force yet."""
    space, _spaces = managed_space(request, Right.MANAGE_HOURS)
    valid_from = read(WithdrawalForm, request.POST)["valid_from"]
    operations.withdraw_opening_hours(space_id=space.id, valid_from=valid_from, actor=request.actor, at=request.at)
    messages.success(request, gettext("Le changement prévu est retiré."))
    return redirect(_address(space))


def _changed(
    request: PersonRequest, space: SpaceOffer, spaces: list[SpaceOffer], *, is_confirmed: bool
) -> HttpResponse:
    form = sent_week(request.POST)
    if not form.is_valid():
        return _page(request, space, spaces, form=form, status=400)
    week = form.week()
    with Attempt() as attempt:
        if is_confirmed:
            operations.set_opening_hours(space_id=space.id, week=week, actor=request.actor, at=request.at)
            day = day_words(week.valid_from, "dated")
            messages.success(request, gettext("Les nouveaux horaires valent à partir du %(day)s.") % {"day": day})
            return redirect(_address(space))
        return _preview(request, space, week)
    return _page(request, space, spaces, form=form, reasons=attempt.reasons, status=attempt.status)


def _preview(request: PersonRequest, space: SpaceOffer, week: OpeningWeekFacts) -> HttpResponse:
    tried = try_change(
        lambda: operations.set_opening_hours(space_id=space.id, week=week, actor=request.actor, at=request.at)
    )
    after = tried.space_of(space.id)
    later = [row.valid_from for row in space.weeks if row.valid_from > week.valid_from]
    notes = [gettext("À partir du %(day)s.") % {"day": day_words(week.valid_from, "dated")}]
    if later:
        planned = gettext("D’autres horaires sont déjà prévus à partir du %(day)s.")
        notes.append(planned % {"day": day_words(min(later), "plain")})
    preview = Preview(
        title=_("Changer les horaires ?"),
        button=_("Changer les horaires"),
        changes=_changes(space, after, week.valid_from),
        notes=notes,
        touched=clashes_between(space, after, at=request.at),
        more={"back": _address(space)},
    )
    return show_preview(request, preview, space=space)


def _changes(before: SpaceOffer, after: SpaceOffer, on: date) -> list[Change]:
    old, new = before.week_on(on), after.week_on(on)
    found = [(weekday, _said(old, weekday), _said(new, weekday)) for weekday in range(7)]
    return [Change(capfirst(weekday_words(weekday)), was, becomes) for weekday, was, becomes in found if was != becomes]


def _said(week: Sequence[tuple[int, time, time]], weekday: int) -> str:
    stretches = [(opens, closes) for day, opens, closes in week if day == weekday]
    return stretches_words(stretches) or gettext("fermé")


def _page(
    request: PersonRequest,
    space: SpaceOffer,
    spaces: list[SpaceOffer],
    *,
    form: WeekForm,
    reasons: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    today = space.local(request.at).date()
    planned = sorted(week.valid_from for week in space.weeks if week.valid_from > today)
    context = {
        "space": space,
        "spaces": spaces,
        "form": form,
        "reasons": reasons,
        "week": week_lines(space, today),
        "planned": [PlannedWeek(day, week_lines(space, day)) for day in planned],
        "decided": decided_fields([f"space:{space.id}"]).get((f"space:{space.id}", "hours")),
        "address": _address(space),
    }
    return render(request, "rules/hours.html", context, status=status)


def _first_form(request: PersonRequest, space: SpaceOffer) -> WeekForm:
    """Return the form with the hours in force, to change from tomorrow on."""
    today = space.local(request.at).date()
    return blank_week(today + DAY, space.week_on(today))


def _address(space: SpaceOffer) -> str:
    return f"{reverse('rules-hours')}?space={space.slug}"
