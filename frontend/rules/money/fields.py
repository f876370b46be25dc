"""Fields of the price forms: amounts in the house's currency, rates of VAT, dates."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.forms import ClockField, DayField
from common.errors import Refused
from spaces.policies.amounts import read_amount


class AmountField(forms.CharField):
    """Read an amount as people write it, in minor units of the currency that the form knows."""

    currency = "EUR"

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 10})
        super().__init__(max_length=40, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_amount(text, currency=self.currency)
        except Refused as refusal:
            raise ValidationError(str(refusal.reason.sentence), refusal.reason.code) from refusal


class RateField(forms.DecimalField):
    """Read a rate of VAT in percent, in basis points: 5,5 is 550."""

    default_error_messages = {"invalid": _("Ce taux n’est pas lisible : écrire par exemple 20 ou 5,5.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6})
        super().__init__(min_value=0, max_value=100, decimal_places=2, localize=False, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = str(value or "").replace(",", ".").removesuffix("%").strip()
        rate = super().clean(text)
        return None if rate is None else int(rate * 100)


class FromField(DayField):
    """Read the first day on which something holds."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=_("À partir du"), widget=widget, **options)


class TimeField(ClockField):
    """Read a time of day in a field of a clock."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class MoneyForm(forms.Form):
    """A form whose amounts are in the currency of the house."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, AmountField):
                field.currency = currency


def next_month(today: date) -> date:
    """Return the first day of the next month: from when most prices change."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
