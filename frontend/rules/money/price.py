"""One price: what it was, is and will be, and a new one from a date on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.forms import read
from common.dated import in_force
from common.errors import Reason, Refused
from common.governance import decided_fields
from common.money import decimal_amount, minor_digits
from common.rights import Right
from frontend.rules.money.fields import next_month
from frontend.rules.money.grid import history_of, price_field
from frontend.rules.money.price_form import PriceForm
from frontend.rules.money.price_preview import price_preview
from frontend.rules.money.scopes import Scope, audience_words, scope_called, scopes_of
from frontend.rules.money.setting import Setting, setting_response
from frontend.rules.steps import managed_space
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import PriceFacts, SpaceOffer
from spaces.enums import Unit


class AboutForm(forms.Form):
    """Which price a page is about; unit and audience may still be open."""

    scope = forms.CharField(required=False, max_length=20)
    unit = forms.ChoiceField(required=False, choices=Unit.choices)
    audience = forms.SlugField(required=False, max_length=50)


@dataclass(frozen=True)
class About:
    """The price a page is about."""

    scope: Scope
    unit: str
    audience: str
    history: Sequence[PriceFacts]

    def in_force_on(self, day: date) -> PriceFacts | None:
        return in_force(self.history, day, key=lambda _: None).get(None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_PRICES)
def price(request: PersonRequest) -> HttpResponseBase:
    """Show a price with its history; change it from a date on, once it was read over what changes for whom."""
    space, _spaces = managed_space(request, Right.MANAGE_PRICES)
    about = _about(request, space)
    form = _form(request, space, about)
    field = price_field(about.scope, about.unit, about.audience)
    setting = Setting(
        space=space,
        form=form,
        change=lambda: operations.set_price(
            space_id=space.id, price=form.facts(about.scope), actor=request.actor, at=request.at
        ),
        preview=lambda: price_preview(request, space, form.facts(about.scope), scope=about.scope),
        done=_("Le nouveau prix est noté."),
        back=f"{reverse('rules-prices')}?space={space.slug}",
        template="rules/price.html",
        context={
            "about": about,
            "unit_name": capfirst(str(Unit(about.unit).label)) if about.unit else "",
            "audience_name": audience_words(request.house, about.audience) if about.audience else "",
            "now": about.in_force_on(space.local(request.at).date()),
            "decided": decided_fields([about.scope.subject(space)]).get((about.scope.subject(space), field)),
            "today": space.local(request.at).date(),
        },
    )
    return setting_response(request, setting)


def _about(request: PersonRequest, space: SpaceOffer) -> About:
    asked = read(AboutForm, request.GET)
    scopes = scopes_of(space, has_space=False)
    scope = scope_called(asked["scope"], scopes) if asked["scope"] else next(iter(scopes), None)
    if scope is None:
        raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
    history = history_of(space, scope, asked["unit"], audience=asked["audience"])
    return About(scope, asked["unit"], asked["audience"], history)


def _form(request: PersonRequest, space: SpaceOffer, about: About) -> PriceForm:
    """Return the form, filled with what holds now, to change from the first of next month on."""
    today, currency = space.local(request.at).date(), space.currency
    now = about.in_force_on(today) or (about.history[0] if about.history else None)
    others = [price.vat_bp for price in space.prices]
    initial: dict[str, Any] = {
        "unit": about.unit or Unit.HOUR,
        "audience": about.audience,
        "valid_from": next_month(today),
        "vat": f"{(now.vat_bp if now else max(others, key=others.count) if others else 0) / 100:g}",
    }
    if now and now.net_minor is not None:
        initial["amount"] = plain_amount(now.net_minor, currency)
        if now.least_minor is not None:
            initial |= {"is_open": True, "least": plain_amount(now.least_minor, currency)}
    audiences = [(code, audience_words(request.house, code)) for code, _name in request.house.audiences]
    data = request.POST if request.method == "POST" else None
    return PriceForm(data, initial=initial, audiences=audiences, currency=currency)


def plain_amount(minor: int, currency: str) -> str:
    """Return an amount as it is typed in the reader's language, without its sign: 105,00."""
    return number_format(decimal_amount(minor, currency), minor_digits(currency), use_l10n=True)
