"""Say the values that the audit trail holds as people read them: amounts, days, hours, lengths."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from common.money import format_money, minor_digits
from common.rights import Right
from members.mail_kinds import mail_kinds
from members.tokens import Scope
from spaces.catalogue import SpaceOffer
from spaces.enums import AudienceCode, ResourceKind
from spaces.wording import day_words, hour_words, hours_words, length_words, weekday_words

PRICE = re.compile(r"(?P<amount>[\d.]+) (?P<currency>[A-Z]{3}) \+ (?P<vat>[\d.]+) %( >= (?P<least>[\d.]+))?")
SLOT = re.compile(r"(?:(?P<weekday>\d) )?(?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")


@dataclass(frozen=True)
class Reader:
    """Know what values are about: the clock and the currency of a space, and the names of resources."""

    space: SpaceOffer
    names: Mapping[int, str]

    def words(self, field: str, value: Any) -> str:
        """Return a value in words; nothing is nothing, and what is of an unknown form stays as it is."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return gettext("oui") if value else gettext("non")
        say = self._of_field(field.rpartition(":")[2]) or self._of_field(field.partition(":")[0])
        with suppress(ValueError, TypeError, KeyError):
            if say is not None:
                return say(value)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def _of_field(self, name: str) -> Callable[[Any], str] | None:
        if name in _SAY:
            return _SAY[name]
        if name in {"due", "price", "supplement"}:
            return self._amount
        if name in {"starts_at", "ends_at", "lapses_at", "changes_at"}:
            return self._instant
        if name == "expires_at":
            return self._day_of_instant
        if name.endswith("_minutes"):
            return length_words
        return {"resource": self._resource}.get(name)

    def _amount(self, value: Any) -> str:
        if isinstance(value, int):
            return format_money(value, self.space.currency)
        return _price_words(value)

    def _instant(self, value: str) -> str:
        local = self.space.local(datetime.fromisoformat(value))
        return f"{day_words(local.date(), 'short')} {hour_words(local.time())}"

    def _day_of_instant(self, value: str) -> str:
        return day_words(self.space.local(datetime.fromisoformat(value)).date(), "plain")

    def _resource(self, value: int) -> str:
        return self.names.get(value, str(value))


def _price_words(value: str) -> str:
    """Return a price of the list, kept as `105.00 EUR + 20 %`, or with ` >= 20.00` where the payer chooses."""
    found = PRICE.fullmatch(value)
    if found is None:
        return value
    said = {"amount": _money(found["amount"], found["currency"]), "rate": found["vat"]}
    if found["least"] is None:
        return gettext("%(amount)s HT, TVA %(rate)s %%") % said
    said["least"] = _money(found["least"], found["currency"])
    return gettext("au choix à partir de %(least)s HT, conseillé %(amount)s, TVA %(rate)s %%") % said


def _money(amount: str, currency: str) -> str:
    return format_money(int(Decimal(amount).scaleb(minor_digits(currency))), currency)


def _slot_words(value: str) -> str:
    """Return a stretch of a day or of a weekday, kept as `0 09:00-13:00`."""
    found = SLOT.fullmatch(value)
    if found is None:
        return value
    hours = hours_words(time.fromisoformat(found["opens"]), time.fromisoformat(found["closes"]))
    return f"{weekday_words(int(found['weekday']))} {hours}" if found["weekday"] else hours


def _tiers_words(value: list[list[int]]) -> str:
    pattern = gettext("%(percent)s %% à moins de %(length)s")
    return ", ".join(pattern % {"percent": percent, "length": length_words(minutes)} for minutes, percent in value)


def _day(value: str) -> str:
    return day_words(date.fromisoformat(value), "plain")


def _hour(value: str) -> str:
    return hour_words(time.fromisoformat(value))


def _right(value: str) -> str:
    """Return a right, kept as `see_audit`, or `see_audit@slug` where it holds in one space."""
    code, _at, slug = value.partition("@")
    label = str(Right(code).label)
    return f"{label} ({slug})" if slug else label


def _language(value: str) -> str:
    return str(dict(settings.LANGUAGES)[value])


_SAY: Mapping[str, Callable[[Any], str]] = {
    "audience": lambda value: str(AudienceCode(value).label),
    "bookable_from": _hour,
    "bookable_until": _hour,
    "cancellation_tiers": _tiers_words,
    "closes_at": _hour,
    "default_language": _language,
    "deposit_percent": lambda value: gettext("%(n)s %%") % {"n": value},
    "ends_on": _day,
    "hours": lambda value: ", ".join(map(_slot_words, value)),
    "free_when_full_of": lambda value: str(ResourceKind(value).label),
    "kind": lambda value: str(ResourceKind(value).label),
    "language": _language,
    "opens_at": _hour,
    "period": _slot_words,
    "retired_on": _day,
    "rights": _right,
    "scopes": lambda value: ", ".join(str(Scope(one).label) for one in value),
    "starts_on": _day,
    "unwanted_mails": lambda value: ", ".join(str(mail_kinds()[one].label) for one in value),
    "valid_from": _day,
    "valid_until": _day,
}
