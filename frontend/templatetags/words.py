"""Filters that say money, days and hours as the reader's language does."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import template

from common.money import format_money
from spaces.catalogue import PriceFacts, SpaceOffer
from spaces.wording import day_words, hour_words, price_words

register = template.Library()


@register.filter
def money(minor: int, currency: str) -> str:
    """Write minor units as an amount: `{{ 6720|money:"EUR" }}` is « 67,20 € »."""
    return format_money(minor, currency)


@register.filter
def price(facts: PriceFacts, space: SpaceOffer) -> str:
    """Write a price of the list: « 105,00 € HT (126,00 € TTC) », or between what and what the payer chooses."""
    return price_words(facts, space.currency)


@register.filter
def day(value: date, form: str = "long") -> str:
    """Write a local date in words; forms: long, short, month, dated, plain."""
    return day_words(value.date() if isinstance(value, datetime) else value, form)


@register.filter
def hour(value: time | datetime) -> str:
    """Write a local time in words; an instant must be made local first, with `in_zone`."""
    return hour_words(value.time() if isinstance(value, datetime) else value)


@register.filter
def in_zone(value: datetime, zone: ZoneInfo) -> datetime:
    """Return an aware instant as the clock of `zone` shows it."""
    return value.astimezone(zone)
