"""What is paid beside the packages: the supplements of a space, and the page of one."""

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
from common.dated import in_force
from common.governance import Decided, decided_fields
from common.rights import Right
from frontend.rules.money.fields import AmountField, FromField, MoneyForm, RateField, TimeField
from frontend.rules.money.price import plain_amount
from frontend.rules.money.scopes import Scope, audience_words, scope_called, scopes_of
from frontend.rules.money.setting import Setting, from_words, setting_response
from frontend.rules.steps import Change, Preview, managed_space
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import SpaceOffer
from spaces.local_time import DAY
from spaces.operations.change import field_name
from spaces.supplements import SupplementFacts
from spaces.wording import amount_words, hours_words


class AboutForm(forms.Form):
    """Which supplement a page is about; nothing: a new one."""

    scope = forms.CharField(required=False, max_length=20)
    code = forms.SlugField(required=False, max_length=50)


class SupplementForm(MoneyForm):
    """A supplement from a date on, for some audiences: hours that it opens, or a thing by number."""

    name = forms.CharField(label=_("Nom"), max_length=100)
    scope = forms.ChoiceField(label=_("Pour quoi"))
    audiences = forms.MultipleChoiceField(label=_("Pour qui"), widget=forms.CheckboxSelectMultiple)
    amount = AmountField(label=_("Prix hors TVA, pour un"))
    vat = RateField(label=_("TVA, en %"))
    starts_at = TimeField(label=_("Ouvre de"), required=False, help_text=_("Seulement pour des heures en plus."))
    ends_at = TimeField(label=_("Ouvre jusqu’à"), required=False)
    most = forms.IntegerField(label=_("Combien au plus"), min_value=1, max_value=1000)
    valid_from = FromField()
    is_off = forms.BooleanField(label=_("Ne plus vendre à partir de cette date"), required=False)

    def facts(self, scopes: Sequence[Scope], code: str) -> list[SupplementFacts]:
        """Return the supplement that was written down, once for each audience."""
        values = self.cleaned_data
        scope = scope_called(values["scope"], scopes) or Scope()
        common = {
            "kind": scope.kind,
            "resource_id": scope.resource_id,
            "code": code or slugify(values["name"])[:50].strip("-"),
            "net_minor": None if values["is_off"] else values["amount"],
            "vat_bp": values["vat"],
        }
        rest = {name: values[name] for name in ("name", "starts_at", "ends_at", "most", "valid_from")}
        return [SupplementFacts(audience=audience, **common, **rest) for audience in values["audiences"]]


@dataclass(frozen=True)
class Line:
    """One supplement of one scope as the list says it."""

    scope: Scope
    code: str
    name: str
    says: Sequence[str]
    planned: Sequence[str]
    decided: Decided | None


@require_safe
@needs_right(Right.MANAGE_PRICES)
def supplements(request: PersonRequest) -> HttpResponseBase:
    """List the supplements on offer and planned."""
    space, spaces = managed_space(request, Right.MANAGE_PRICES)
    context = {"space": space, "spaces": spaces, "lines": _lines(request, space)}
    return render(request, "rules/supplements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_PRICES)
def supplement(request: PersonRequest) -> HttpResponseBase:
    """Add a supplement, or change one from a date on, once it was read over."""
    space, _spaces = managed_space(request, Right.MANAGE_PRICES)
    asked, scopes = read(AboutForm, request.GET), scopes_of(space)
    known = _known(space, asked["scope"], asked["code"], today=space.local(request.at).date())
    form = _form(request, space, known, scopes=scopes)
    setting = Setting(
        space=space,
        form=form,
        change=lambda: operations.set_supplements(
            space_id=space.id, supplements=form.facts(scopes, asked["code"]), actor=request.actor, at=request.at
        ),
        preview=lambda: _preview(request, space, form.facts(scopes, asked["code"])),
        done=_("Le supplément est noté."),
        back=f"{reverse('rules-supplements')}?space={space.slug}",
        template="rules/setting.html",
        context={"title": known[0].name if known else _("Ajouter un supplément")},
    )
    return setting_response(request, setting)


def _lines(request: PersonRequest, space: SpaceOffer) -> list[Line]:
    today, scopes = space.local(request.at).date(), scopes_of(space)
    decided = decided_fields({scope.subject(space) for scope in scopes})
    found = []
    for scope in scopes:
        rows = [row for row in space.supplements if (row.kind, row.resource_id) == scope.key]
        for code in dict.fromkeys(row.code for row in rows):
            same = [row for row in rows if row.code == code]
            now = in_force(same, today, key=lambda row: row.audience)
            later = sorted((row for row in same if row.valid_from > today), key=lambda row: row.valid_from)
            fields = [(scope.subject(space), _field(row)) for row in same]
            found.append(
                Line(
                    scope,
                    code,
                    same[-1].name,
                    [_says(request, space, row) for row in now.values()],
                    [f"{from_words(row.valid_from)} {_says(request, space, row)}" for row in later],
                    next((decided[field] for field in fields if field in decided), None),
                )
            )
    return found


def _known(space: SpaceOffer, scope: str, code: str, *, today: date) -> list[SupplementFacts]:
    """Return the rows in force, or else the coming ones, of the supplement a page is about: one for each audience."""
    found = scope_called(scope, scopes_of(space))
    rows = [row for row in space.supplements if found and row.code == code and (row.kind, row.resource_id) == found.key]
    return list(in_force(rows, today, key=lambda row: row.audience).values()) or rows


def _form(
    request: PersonRequest, space: SpaceOffer, known: Sequence[SupplementFacts], *, scopes: Sequence[Scope]
) -> SupplementForm:
    vats = [price.vat_bp for price in space.prices]
    initial: dict[str, Any] = {
        "valid_from": space.local(request.at).date() + DAY,
        "vat": f"{(max(vats, key=vats.count) if vats else 0) / 100:g}",
        "most": 1,
        "audiences": [row.audience for row in known],
    }
    if known:
        first = known[0]
        scope = next((scope for scope in scopes if scope.key == (first.kind, first.resource_id)), None)
        initial |= {name: getattr(first, name) for name in ("name", "starts_at", "ends_at", "most")}
        initial |= {"vat": f"{first.vat_bp / 100:g}", "scope": scope.code if scope else ""}
        if first.net_minor is not None:
            initial["amount"] = plain_amount(first.net_minor, space.currency)
    data = request.POST if request.method == "POST" else None
    form = SupplementForm(data, initial=initial, currency=space.currency)
    form.fields["scope"].choices = [(scope.code, scope.name) for scope in scopes]  # type: ignore[attr-defined]
    audiences = [(code, audience_words(request.house, code)) for code, _name in request.house.audiences]
    form.fields["audiences"].choices = audiences  # type: ignore[attr-defined]
    return form


def _preview(request: PersonRequest, space: SpaceOffer, rows: Sequence[SupplementFacts]) -> Preview:
    changes = []
    for row in rows:
        same = [
            other
            for other in space.supplements
            if (other.kind, other.resource_id, other.code, other.audience)
            == (row.kind, row.resource_id, row.code, row.audience)
        ]
        old = in_force(same, row.valid_from, key=lambda _: None).get(None)
        was = amount_words(old.net_minor, old.vat_bp, space.currency) if old else gettext("hors vente")
        becomes = amount_words(row.net_minor, row.vat_bp, space.currency)
        changes.append(Change(audience_words(request.house, row.audience), was, becomes))
    first = rows[0]
    hours = [hours_words(first.starts_at, first.ends_at)] if first.starts_at and first.ends_at else []
    return Preview(
        title=_("Changer ce supplément ?"),
        button=_("Changer le supplément"),
        changes=[change for change in changes if change.old != change.new],
        notes=[
            " · ".join([first.name, *hours]),
            from_words(first.valid_from),
            gettext("Les réservations déjà faites gardent leur prix."),
        ],
    )


def _says(request: PersonRequest, space: SpaceOffer, row: SupplementFacts) -> str:
    hours = f"{hours_words(row.starts_at, row.ends_at)} · " if row.starts_at and row.ends_at else ""
    amount = amount_words(row.net_minor, row.vat_bp, space.currency)
    return f"{hours}{audience_words(request.house, row.audience)} · {amount}"


def _field(row: SupplementFacts) -> str:
    return field_name("supplement", row.kind, row.code, row.audience)
