"""Count money in whole minor units of the house's currency; round half up, away from zero."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import format_currency
from django.utils.translation import get_language


@dataclass(frozen=True, order=True)
class Money:
    """Hold an amount in minor units (cents, or whole yen) and its ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.minor + other.minor, self.currency)

    def __str__(self) -> str:
        return format_money(self.minor, self.currency)


def percentage_of(minor: int, percent: int) -> int:
    """Return `percent` (0 to 100) of `minor` units, rounded half up."""
    return round_half_up(Decimal(minor) * percent / 100)


def vat_on(net_minor: int, rate_bp: int) -> int:
    """Return the VAT on a net amount, in minor units; `rate_bp` is in basis points (2000 is 20 %)."""
    return round_half_up(Decimal(net_minor) * rate_bp / 10_000)


def round_half_up(value: Decimal) -> int:
    """Return `value` as a whole number, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def decimal_amount(minor: int, currency: str) -> Decimal:
    """Return minor units as a decimal of the currency: 6720 EUR is 67.20."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def minor_digits(currency: str) -> int:
    """Return how many digits the currency's minor unit has (ISO 4217, from CLDR): EUR 2, JPY 0."""
    fractions = get_global("currency_fractions")
    digits, *_ = fractions.get(currency) or fractions["DEFAULT"]
    return int(digits)


def format_money(minor: int, currency: str) -> str:
    """Return the amount as the reader's language writes it: « 67,20 € »."""
    return _formatted(minor, currency, get_language() or "fr")


@lru_cache(maxsize=4096)
def _formatted(minor: int, currency: str, language: str) -> str:
    locale = language.replace("-", "_")
    return str(format_currency(decimal_amount(minor, currency), currency, locale=locale if locale != "en" else "en_GB"))
