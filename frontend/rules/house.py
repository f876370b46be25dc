"""The facts of the house and of its spaces: name, contact, address, holidays, clock, currency, zones."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

import holidays
from babel import Locale
from babel.numbers import list_currencies
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.operations import change_place
from common.errors import Reason
from common.governance import decided_fields
from common.rights import Right
from frontend.audit_words import FIELDS
from frontend.rules.steps import Attempt, Change, Preview, managed_space, show_preview, step_of
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.details import HouseDetails, SpaceDetails
from spaces.operations.trial import try_change
from spaces.queries import zones_of

HOUSE, SPACE, ZONE = "house", "space", "zone"


class HouseForm(forms.Form):
    """The house itself."""

    name = forms.CharField(label=_("Nom de la maison"), max_length=100)
    contact_email = forms.EmailField(label=_("Mail de contact"), required=False)
    contact_phone = forms.CharField(label=_("Téléphone"), required=False, max_length=40)
    default_language = forms.ChoiceField(label=_("Langue de la maison"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(label=_("Monnaie"), help_text=_("Elle ne change plus dès qu’il y a un prix."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = Locale.parse((get_language() or "fr").replace("-", "_")).currencies
        known = sorted(code for code in list_currencies() if len(code) == 3)
        self.fields["currency"].choices = [(code, f"{code} · {names.get(code, code)}") for code in known]  # type: ignore[attr-defined]


class SpaceForm(forms.Form):
    """One site: where it is, how to come, which holidays and which clock it keeps."""

    name = forms.CharField(label=_("Nom du lieu"), max_length=100)
    address = forms.CharField(label=_("Adresse"), required=False, max_length=200)
    how_to_come = forms.CharField(
        label=_("Comment venir"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    country = forms.ChoiceField(label=_("Pays, pour les jours fériés"))
    subdivision = forms.CharField(
        label=_("Région"),
        help_text=_("Son code, si elle a ses propres jours fériés : « 57 », « BY »."),
        required=False,
        max_length=6,
    )
    is_closed_on_public_holidays = forms.BooleanField(label=_("Fermé les jours fériés"), required=False)
    time_zone = forms.ChoiceField(label=_("Fuseau horaire"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = Locale.parse((get_language() or "fr").replace("-", "_")).territories
        codes = sorted(
            (str(names.get(code, code)), code) for code in holidays.list_supported_countries() if len(code) == 2
        )
        self.fields["country"].choices = [(code, name) for name, code in codes]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [(key, key) for key in sorted(available_timezones())]  # type: ignore[attr-defined]


class ZoneForm(forms.Form):
    """A part of the building."""

    zone = forms.CharField(label=_("Nouvelle zone"), max_length=100)


Form = HouseForm | SpaceForm | ZoneForm


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_RULES, Right.MANAGE_RESOURCES)
def house(request: PersonRequest) -> HttpResponseBase:
    """Show the facts of the house and of one space, and change them once they were read over."""
    right = Right.MANAGE_RESOURCES if request.actor.has_right_somewhere(Right.MANAGE_RESOURCES) else Right.MANAGE_RULES
    space, spaces = managed_space(request, right)
    step, what = step_of(request), request.POST.get("what", "")
    forms_ = _forms(request, space, sent=what if step else "")
    form = forms_.get(what)
    if not step or step == "edit" or form is None:
        return _page(request, space, spaces, forms_=forms_)
    if not form.is_valid():
        return _page(request, space, spaces, forms_=forms_, status=400)
    with Attempt() as attempt:
        if step == "confirm":
            _do(request, space, form)
            messages.success(request, gettext("C’est fait."))
            return redirect(f"{reverse('rules-house')}?space={space.slug}")
        return _preview(request, space, form)
    return _page(request, space, spaces, forms_=forms_, reasons=attempt.reasons, status=attempt.status)


def _forms(request: PersonRequest, space: SpaceOffer, *, sent: str) -> dict[str, Form]:
    data = {name: request.POST if sent == name else None for name in (HOUSE, SPACE, ZONE)}
    return {
        HOUSE: HouseForm(data[HOUSE], initial=_house_values(request.house)),
        SPACE: SpaceForm(data[SPACE], initial=_space_values(space), auto_id="space_%s"),
        ZONE: ZoneForm(data[ZONE]),
    }


def _do(request: PersonRequest, space: SpaceOffer, form: Form) -> None:
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if isinstance(form, HouseForm):
        operations.change_house(details=HouseDetails(slug="x", **form.cleaned_data), **who)
    elif isinstance(form, SpaceForm):
        details = SpaceDetails(slug=space.slug, **form.cleaned_data)
        change_place(space_id=space.id, details=details, **who)
    else:
        operations.add_zone(space_id=space.id, name=form.cleaned_data["zone"], **who)


def _preview(request: PersonRequest, space: SpaceOffer, form: Form) -> HttpResponse:
    tried = try_change(lambda: _do(request, space, form))
    if isinstance(form, HouseForm):
        old, new = _house_values(request.house), _house_values(tried)
    elif isinstance(form, SpaceForm):
        old, new = _space_values(space), _space_values(tried.space_of(space.id))
    else:
        old, new = {"zone": ""}, {"zone": form.cleaned_data["zone"]}
    changes = [Change(str(FIELDS[name]), _said(old[name]), _said(new[name])) for name in new if old[name] != new[name]]
    preview = Preview(
        title=_("Changer ces informations ?"), button=_("Changer"), changes=changes, is_about_bookings=False
    )
    return show_preview(request, preview, space=space)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return gettext("oui") if value else gettext("non")
    return str(value)


def _house_values(found: HouseOffer) -> dict[str, Any]:
    names = ("name", "contact_email", "contact_phone", "default_language", "currency")
    return {name: getattr(found, name) for name in names}


def _space_values(space: SpaceOffer) -> dict[str, Any]:
    names = ("name", "address", "how_to_come", "description", "country", "subdivision", "is_closed_on_public_holidays")
    return {**{name: getattr(space, name) for name in names}, "time_zone": space.zone.key}


def _page(
    request: PersonRequest,
    space: SpaceOffer,
    spaces: list[SpaceOffer],
    *,
    forms_: dict[str, Form],
    reasons: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    decided = decided_fields(["house", f"space:{space.id}"])
    context = {
        "space": space,
        "spaces": spaces,
        "forms": forms_,
        "reasons": reasons,
        "zones": zones_of(space.id),
        "of_house": decided.get(("house", "details")),
        "of_space": decided.get((f"space:{space.id}", "details")),
        "may_house": request.actor.has_right(Right.MANAGE_RULES),
        "may_space": request.actor.has_right(Right.MANAGE_RESOURCES, space.id),
    }
    return render(request, "rules/house.html", context, status=status)
