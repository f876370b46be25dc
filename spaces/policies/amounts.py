"""Read an amount as people write it, in the currency of the house."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_symbol, list_currencies
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, sentence
from common.money import minor_digits
from spaces.policies import wrong

LARGEST_AMOUNT = 10**12
LONGEST_TEXT = 40
_SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]")
_NUMBER = re.compile(r"(?P<sign>[-−+]?)(?P<whole>\d*)(?:[.,](?P<part>\d*))?", re.ASCII)
_GROUPS = re.compile(r"([-−+]?\d{1,3})((?:\.\d{3})+(?=,)|(?:,\d{3})+(?=\.))", re.ASCII)


def read_amount(text: str, *, currency: str) -> int:
    """Return the minor units that a text means: « 105 », « 105,50 € », « 1 050.00 EUR ».

    Refusals: `amount_unreadable`, `currency_other`, `amount_too_precise`, `price_invalid`, `amount_too_large`.
    """
    number, mark = _parted(text)
    if mark and mark not in _signs(currency):
        raise Refused(_other_currency(mark, currency) if _is_currency(mark) else _unreadable(text))
    found = _NUMBER.fullmatch(_GROUPS.sub(lambda groups: re.sub(r"[.,]", "", groups[0]), number))
    if found is None or not (found["whole"] or found["part"]):
        raise Refused(_unreadable(text))
    if found["sign"] in {"-", "−"} and found["whole"].strip("0") + (found["part"] or "").strip("0"):
        raise Refused(Reason("price_invalid", _("Un prix est de zéro ou plus : enlever le signe moins.")))
    digits, part = minor_digits(currency), (found["part"] or "").rstrip("0")
    if len(part) > digits:
        raise Refused(_too_precise(currency, digits))
    minor = int(Decimal(f"{found['whole'] or 0}.{part or 0}").scaleb(digits))
    if minor > LARGEST_AMOUNT:
        raise Refused(too_large())
    return minor


def too_large() -> Reason:
    """Return the refusal of an amount that nobody can mean."""
    return Reason("amount_too_large", _("Ce montant est trop grand : vérifier le nombre de zéros."))


def _parted(text: str) -> tuple[str, str]:
    """Return the digits of a short text with their signs, and what stands before or behind them."""
    if len(text) > LONGEST_TEXT:
        raise Refused(_unreadable(text[:LONGEST_TEXT]))
    bare = _SPACES.sub("", text)
    number = bare.strip("".join(sign for sign in set(bare) if not (sign.isdigit() or sign in "-−+.,")))
    before, _number, after = bare.partition(number) if number else (bare, "", "")
    return number, (before + after).upper()


def _is_currency(mark: str) -> bool:
    return mark in list_currencies() or any(unicodedata.category(sign) == "Sc" for sign in mark)


@cache
def _signs(currency: str) -> frozenset[str]:
    return frozenset(
        {currency, *(get_currency_symbol(currency, locale=name).upper() for name in ("fr", "en_GB", "en"))}
    )


def _sign(currency: str) -> str:
    return str(get_currency_symbol(currency, locale="fr"))


def _unreadable(text: str) -> Reason:
    return wrong("amount_unreadable", _("« %(value)s » n’est pas un montant : écrire par exemple 105,50."), text)


def _other_currency(mark: str, currency: str) -> Reason:
    template = _("Les prix de cette maison sont en %(currency)s, pas en %(other)s.")
    text = sentence(template, currency=_sign(currency), other=mark)
    return Reason("currency_other", text, {"currency": currency, "other": mark})


def _too_precise(currency: str, digits: int) -> Reason:
    if not digits:
        text = sentence(_("Un montant en %(currency)s n’a pas de décimales."), currency=_sign(currency))
    else:
        template = _("Un montant en %(currency)s a %(digits)s décimales au plus.")
        text = sentence(template, currency=_sign(currency), digits=digits)
    return Reason("amount_too_precise", text, {"currency": currency, "digits": digits})
