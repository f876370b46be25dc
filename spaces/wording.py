"""Say days and hours as the reader's language says them: « mardi 24 novembre », « 14 h–18 h »."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, ngettext

from common.errors import Sentence
from common.money import format_money, vat_on
from spaces.catalogue import PriceFacts, SpaceOffer
from spaces.enums import PeriodName

ALL_DAY = timedelta(days=1)
NO_BREAK = "\u00a0"
PATTERNS = {
    "long": "EEEE d MMMM",
    "short": "EEE d MMM",
    "month": "MMMM y",
    "dated": "EEEE d MMMM y",
    "plain": "d MMMM y",
}


def day_words(day: date, form: str = "long") -> str:
    """Return a local date in words; `form` is long, short, month, dated (with its year) or plain (no weekday)."""
    return _day(day, form, _locale())


def weekday_words(weekday: int, form: str = "long") -> str:
    """Return the name of a weekday; 0 is Monday; `form` is long or short."""
    width = "abbreviated" if form == "short" else "wide"
    return str(Locale.parse(_locale()).days["stand-alone"][width][weekday])


def hour_words(at: time) -> str:
    """Return a local time: « 9 h 30 » in French, 9:30 elsewhere."""
    if not _locale().startswith("fr"):
        return f"{at:%H:%M}".removeprefix("0")
    minutes = f"{NO_BREAK}{at:%M}" if at.minute else ""
    return f"{at.hour}{NO_BREAK}h{minutes}"


def hours_words(opens: time, closes: time) -> str:
    """Return a stretch of a day; an end at 00:00 is said as 24."""
    end = hour_words(closes)
    if closes == time(0):
        end = end.replace("0", "24", 1)
    return f"{hour_words(opens)}–{end}"


def stretches_words(stretches: Sequence[tuple[time, time]]) -> str:
    """Return the stretches of a day: « 9 h–13 h, 14 h–18 h »; nothing when there are none."""
    return ", ".join(hours_words(opens, closes) for opens, closes in stretches)


def period_label(name: str, label: str) -> Sentence:
    """Return what a named period is called: in the house's own words, else in those of every language."""
    return label or (PeriodName(name).label if name in PeriodName.values else name)


def amount_words(net_minor: int | None, vat_bp: int, currency: str) -> str:
    """Return an amount without VAT, and with it where that differs: « 105,00 € HT (126,00 € TTC) »."""
    if net_minor is None:
        return gettext("hors vente")
    if not vat_bp or not net_minor:
        return format_money(net_minor, currency)
    gross = format_money(net_minor + vat_on(net_minor, vat_bp), currency)
    return gettext("%(net)s HT (%(gross)s TTC)") % {"net": format_money(net_minor, currency), "gross": gross}


def price_words(price: PriceFacts, currency: str) -> str:
    """Return a price of the list: as `amount_words`, or with the least where the payer chooses."""
    said = amount_words(price.net_minor, price.vat_bp, currency)
    if price.least_minor is None:
        return said
    least = amount_words(price.least_minor, price.vat_bp, currency)
    return gettext("prix libre à partir de %(least)s, conseillé %(amount)s") % {"least": least, "amount": said}


def length_words(minutes: int) -> str:
    """Return a duration: minutes, hours up to three days, days beyond."""
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours % 24 or hours <= 72:
        return gettext("%(n)s h") % {"n": hours}
    return ngettext("%(n)s jour", "%(n)s jours", hours // 24) % {"n": hours // 24}


def opening_status(space: SpaceOffer, at: datetime) -> str:
    """Say until when the space is open, or when it opens next."""
    for period in space.open_periods(at, at + timedelta(days=14)):
        if period.starts_at <= at < period.ends_at - ALL_DAY:
            return gettext("Ouvert jour et nuit")
        if period.starts_at <= at < period.ends_at:
            return gettext("Ouvert jusqu’à %(hour)s") % {"hour": hour_words(space.local(period.ends_at).time())}
        if period.starts_at > at:
            opens = space.local(period.starts_at)
            hour = hour_words(opens.time())
            if opens.date() == space.local(at).date():
                return gettext("Fermé pour le moment, ouvre à %(hour)s") % {"hour": hour}
            return gettext("Fermé, ouvre %(day)s à %(hour)s") % {"day": day_words(opens.date()), "hour": hour}
    return gettext("Fermé en ce moment")


def _locale() -> str:
    language = (get_language() or "fr").replace("-", "_")
    return "en_GB" if language == "en" else language


@lru_cache(maxsize=4096)
def _day(day: date, form: str, locale: str) -> str:
    words = format_date(day, PATTERNS[form], locale=locale)
    if day.day == 1 and form != "month" and locale.startswith("fr"):
        return re.sub(r"\b1 ", "1ᵉʳ ", words, count=1)
    return words


lazy_day = lazy(day_words, str)
lazy_hour = lazy(hour_words, str)
lazy_hours = lazy(hours_words, str)
lazy_stretches = lazy(stretches_words, str)
lazy_length = lazy(length_words, str)
