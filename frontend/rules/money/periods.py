"""The stretches of the day that are sold by name: half-days, days, evenings, with the hours of each house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms import read
from common.governance import Decided, decided_fields
from common.rights import Right
from frontend.rules.money.fields import FromField, TimeField
from frontend.rules.money.scopes import Scope, scope_called, scopes_of
from frontend.rules.money.setting import Setting, from_words, setting_response
from frontend.rules.steps import Change, Preview, managed_space
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import PackagePeriod, SpaceOffer
from spaces.enums import NAMED_UNITS, PeriodName, Unit
from spaces.local_time import DAY
from spaces.operations.change import field_name
from spaces.wording import day_words, hours_words, period_label

OWN = "own"


class AboutForm(forms.Form):
    """Which named period a page is about; nothing: a new one."""

    scope = forms.CharField(required=False, max_length=20)
    unit = forms.ChoiceField(required=False, choices=Unit.choices)
    name = forms.SlugField(required=False, max_length=50)


class PeriodForm(forms.Form):
    """A named period from a date on, or its end."""

    scope = forms.ChoiceField(label=_("Pour quoi"))
    unit = forms.ChoiceField(label=_("Vendue comme"), choices=[(unit.value, unit.label) for unit in NAMED_UNITS])
    name = forms.ChoiceField(label=_("Nom"), choices=[*PeriodName.choices, (OWN, _("Un autre nom"))])
    label = forms.CharField(label=_("Autre nom"), required=False, max_length=100)
    starts_at = TimeField(label=_("De"))
    ends_at = TimeField(label=_("À"), help_text=_("Minuit s’écrit comme 00:00."))
    valid_from = FromField()
    is_off = forms.BooleanField(label=_("Ne plus vendre à partir de cette date"), required=False)

    def period(self, scopes: Sequence[Scope], known: PackagePeriod | None) -> PackagePeriod:
        """Return the period that was written down; its short name stays the one it is known by."""
        values = self.cleaned_data
        scope = scope_called(values["scope"], scopes) or Scope()
        name = values["name"] if values["name"] != OWN else slugify(values["label"])[:50].strip("-")
        if known is not None:
            name = known.name
        return PackagePeriod(
            kind=scope.kind,
            resource_id=scope.resource_id,
            unit=Unit(values["unit"]),
            name=name,
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            valid_from=values["valid_from"],
            valid_until=None,
            label=values["label"],
        )


@dataclass(frozen=True)
class Line:
    """One named period of a scope, now and planned."""

    period: PackagePeriod
    name: str
    hours: str
    when: str
    decided: Decided | None


@dataclass(frozen=True)
class Block:
    scope: Scope
    lines: Sequence[Line]


@require_safe
@needs_right(Right.MANAGE_PRICES)
def periods(request: PersonRequest) -> HttpResponseBase:
    """List the named periods in force and planned, for each thing that has its own."""
    space, spaces = managed_space(request, Right.MANAGE_PRICES)
    today = space.local(request.at).date()
    blocks = [block for scope in scopes_of(space) if (block := _block(space, scope, today)).lines]
    return render(request, "rules/periods.html", {"space": space, "spaces": spaces, "blocks": blocks})


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_PRICES)
def period(request: PersonRequest) -> HttpResponseBase:
    """Add a named period, or change or end one from a date on, once it was read over."""
    space, _spaces = managed_space(request, Right.MANAGE_PRICES)
    asked, scopes = read(AboutForm, request.GET), scopes_of(space)
    today = space.local(request.at).date()
    known = _known(space, scope_called(asked["scope"], scopes), unit=asked["unit"], name=asked["name"], today=today)
    form = _form(request, space, known, scopes=scopes)
    setting = Setting(
        space=space,
        form=form,
        change=lambda: _change(request, space, form, period=form.period(scopes, known)),
        preview=lambda: _preview(space, form.period(scopes, known), is_off=form.cleaned_data["is_off"]),
        done=_("La plage est notée."),
        back=f"{reverse('rules-periods')}?space={space.slug}",
        template="rules/setting.html",
        context={"title": period_label(known.name, known.label) if known else _("Ajouter une plage")},
    )
    return setting_response(request, setting)


def _change(request: PersonRequest, space: SpaceOffer, form: PeriodForm, *, period: PackagePeriod) -> None:
    if form.cleaned_data["is_off"]:
        operations.end_named_period(
            space_id=space.id,
            period=period,
            last_day=period.valid_from - DAY,
            actor=request.actor,
            at=request.at,
        )
    else:
        operations.set_named_period(space_id=space.id, period=period, actor=request.actor, at=request.at)


def _block(space: SpaceOffer, scope: Scope, today: date) -> Block:
    decided = decided_fields([scope.subject(space)])
    rows = [row for row in space.periods if (row.kind, row.resource_id) == scope.key]
    shown = [row for row in rows if row.valid_until is None or row.valid_until >= today]
    lines = [
        Line(
            row,
            str(period_label(row.name, row.label)),
            hours_words(row.starts_at, row.ends_at),
            _when(row, today),
            decided.get((scope.subject(space), field_name("period", row.kind, row.unit, row.name))),
        )
        for row in sorted(shown, key=lambda row: (row.starts_at, row.ends_at, row.valid_from))
    ]
    return Block(scope, lines)


def _when(row: PackagePeriod, today: date) -> str:
    if row.valid_from > today:
        return from_words(row.valid_from)
    if row.valid_until is not None:
        return gettext("Jusqu’au %(day)s.") % {"day": day_words(row.valid_until, "dated")}
    return ""


def _known(space: SpaceOffer, scope: Scope | None, *, unit: str, name: str, today: date) -> PackagePeriod | None:
    """Return the period a page is about as it is now, or else as it will be first."""
    rows = [
        row
        for row in space.periods
        if scope and (row.kind, row.resource_id, row.unit, row.name) == (*scope.key, unit, name)
    ]
    now = [row for row in rows if row.valid_from <= today and (row.valid_until is None or today <= row.valid_until)]
    return next(iter([*now, *sorted(rows, key=lambda row: row.valid_from)]), None)


def _form(
    request: PersonRequest, space: SpaceOffer, known: PackagePeriod | None, *, scopes: Sequence[Scope]
) -> PeriodForm:
    initial: dict[str, Any] = {"valid_from": space.local(request.at).date() + DAY}
    if known is not None:
        scope = next((scope for scope in scopes if scope.key == (known.kind, known.resource_id)), None)
        initial |= {name: getattr(known, name) for name in ("unit", "label", "starts_at", "ends_at")}
        initial |= {
            "scope": scope.code if scope else "",
            "name": known.name if known.name in PeriodName.values else OWN,
        }
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["scope"].choices = [(scope.code, scope.name) for scope in scopes]  # type: ignore[attr-defined]
    return form


def _preview(space: SpaceOffer, new: PackagePeriod, *, is_off: bool) -> Preview:
    same = [
        row
        for row in space.periods
        if (row.kind, row.resource_id, row.unit, row.name) == (new.kind, new.resource_id, new.unit, new.name)
    ]
    old = next(
        (
            row
            for row in same
            if row.valid_from <= new.valid_from and (row.valid_until is None or new.valid_from <= row.valid_until)
        ),
        None,
    )
    was = hours_words(old.starts_at, old.ends_at) if old else gettext("hors vente")
    becomes = gettext("hors vente") if is_off else hours_words(new.starts_at, new.ends_at)
    return Preview(
        title=_("Changer cette plage ?"),
        button=_("Changer la plage"),
        changes=[Change(str(period_label(new.name, new.label)), was, becomes)],
        notes=[from_words(new.valid_from), gettext("Les réservations déjà faites gardent leurs heures et leur prix.")],
    )
