"""The form of a price."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.rules.money.fields import AmountField, FromField, MoneyForm, RateField
from frontend.rules.money.scopes import Scope
from spaces.catalogue import PriceFacts
from spaces.enums import Unit


class PriceForm(MoneyForm):
    """A price from a date on: fixed, chosen by the payer, or off sale."""

    unit = forms.ChoiceField(label=_("Vendu à"), choices=Unit.choices)
    audience = forms.ChoiceField(label=_("Pour qui"))
    amount = AmountField(label=_("Prix hors TVA"))
    valid_from = FromField()
    vat = RateField(label=_("TVA, en %"))
    is_open = forms.BooleanField(
        label=_("Prix libre"), required=False, help_text=_("Qui paie choisit ; le prix ci-dessus est alors conseillé.")
    )
    least = AmountField(label=_("Au moins, hors TVA"), required=False, help_text=_("Pour un prix libre ; vide : zéro."))
    is_off = forms.BooleanField(label=_("Ne plus vendre à partir de cette date"), required=False)
    note = forms.CharField(label=_("Pourquoi"), required=False, max_length=200)

    def __init__(self, *args: Any, audiences: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["audience"].choices = audiences  # type: ignore[attr-defined]

    def facts(self, scope: Scope) -> PriceFacts:
        """Return the price that was written down."""
        values = self.cleaned_data
        is_open = values["is_open"] and not values["is_off"]
        return PriceFacts(
            kind=scope.kind,
            resource_id=scope.resource_id,
            unit=Unit(values["unit"]),
            audience=values["audience"],
            net_minor=None if values["is_off"] else values["amount"],
            vat_bp=values["vat"],
            valid_from=values["valid_from"],
            least_minor=(values["least"] or 0) if is_open else None,
            note=values["note"],
        )
