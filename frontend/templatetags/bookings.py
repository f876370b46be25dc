"""Filters that say bookings, offers and their terms in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookings import wording
from bookings.life import TENTATIVE, State, state_at
from bookings.lines import Line
from bookings.models import Booking
from bookings.terms import Step
from bookings.views.offer import Choice, Offer
from members.web import at_of
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.enums import AudienceCode
from spaces.local_time import Period
from spaces.wording import weekday_words

PLAIN = frozenset({State.CONFIRMED, State.RUNNING, State.DONE})
register = template.Library()


@register.filter
def booking_name(booking: Booking) -> str:
    """Say what is booked: the resource, or any seat."""
    return wording.any_of_words(booking.any_of_kind) if booking.any_of_kind else booking.resource.name


@register.filter
def seat_given(booking: Booking, space: SpaceOffer) -> str:
    """Name the numbered seat of somebody who asked for any of them; else nothing."""
    seat = next((one for one in space.resources if booking.any_of_kind and one.id == booking.resource_id), None)
    is_numbered = seat is not None and space.rules_for(seat, space.local(booking.starts_at).date()).is_numbered
    return booking.resource.name if is_numbered else ""


@register.filter
def offer_name(offer: Offer) -> str:
    """Say what is offered: the resource, or any seat."""
    kind = offer.wish.any_of_kind
    return wording.any_of_words(kind) if kind else offer.case.resource.name


@register.filter
def day_and_hours(period: Period | Booking, space: SpaceOffer) -> str:
    """Say when: « jeudi 10 décembre, 14 h–18 h »."""
    return wording.day_and_hours(Period(period.starts_at, period.ends_at), space)


@register.filter
def when(period: Period | Booking, space: SpaceOffer) -> SafeString:
    """Say when, as `day_and_hours`, with hours that stay on one line."""
    words = day_and_hours(period, space)
    hours = wording.hours_said(Period(period.starts_at, period.ends_at), space)
    if not words.endswith(hours):
        return format_html("{}", words)
    return format_html('{}<span class="nowrap">{}</span>', words.removesuffix(hours), hours)


@register.filter
def hours_on(booking: Booking, space: SpaceOffer) -> str:
    """Say the hours of a booking, with its days where it lasts several."""
    words = day_and_hours(booking, space)
    hours = wording.hours_said(Period(booking.starts_at, booking.ends_at), space)
    return hours if words.endswith(hours) else words


@register.filter
def weekday(value: date) -> str:
    """Say a weekday in short: « jeu. »."""
    return weekday_words(value.weekday(), "short")


@register.filter
def short_when(booking: Booking, house: HouseOffer) -> str:
    """Say when, in short: « jeu. 26 nov., 14 h–18 h »."""
    space = house.space_of(booking.space_id)
    return wording.day_and_hours(Period(booking.starts_at, booking.ends_at), space, "short")


@register.filter
def choice_name(choice: Choice, space: SpaceOffer) -> str:
    """Say one of the periods on sale: « Après-midi 14 h–18 h », « 1 h »."""
    return f"{choice.label} {wording.hours_said(choice.period, space)}" if choice.says_hours else str(choice.label)


@register.filter
def tariff(offer: Offer) -> str:
    """Say whose price it is."""
    known = {AudienceCode.MEMBERS: gettext("tarif membre"), AudienceCode.OUTSIDE: gettext("tarif extérieur")}
    audience = AudienceCode(offer.case.audience) if offer.case.audience in AudienceCode.values else None
    return known[audience] if audience else gettext("tarif réservé à certains publics")


@register.filter
def line_words(line: Line | dict[str, Any]) -> str:
    """Say one line of a price: « Matin », « 3 × heure », « Ouverture à 8 h 30 »."""
    return wording.line_words(line if isinstance(line, dict) else line.as_json())


@register.filter
def line_gross(line: Line | dict[str, Any]) -> int:
    """Return what a line costs with VAT, in minor units."""
    values = line if isinstance(line, dict) else line.as_json()
    return int(values["net_minor"] + values["vat_minor"])


@register.filter
def terms_words(steps: Sequence[Step], space: SpaceOffer) -> str:
    """Say what cancelling costs, as dates."""
    return wording.terms_words(steps, space)


@register.simple_tag(takes_context=True)
def until(context: Mapping[str, Any], instant: datetime | None, space: SpaceOffer) -> str:
    """Say a term as it is read now: « jusqu’à jeudi 18 h »; nothing where there is none."""
    return wording.until_words(instant, space, at_of(context["request"])) if instant else ""


@register.simple_tag(takes_context=True)
def state_words(context: Mapping[str, Any], booking: Booking) -> str:
    """Say how a booking stands where that needs saying: « en option, jusqu’à jeudi 18 h », « refusée »."""
    at, house = at_of(context["request"]), context["house"]
    state = state_at(booking, at)
    if state in PLAIN:
        return ""
    if state in TENTATIVE and booking.lapses_at:
        until_when = wording.until_words(booking.lapses_at, house.space_of(booking.space_id), at)
        return gettext("%(state)s, %(until)s") % {"state": state.label, "until": until_when}
    return str(state.label)


@register.filter
def audience_words(booking: Booking) -> str:
    """Say in whose prices somebody books."""
    return gettext("tarif membre") if booking.audience == AudienceCode.MEMBERS else gettext("tarif extérieur")


@register.filter
def space_in(booking: Booking, house: HouseOffer) -> SpaceOffer:
    """Return the space of a booking."""
    return house.space_of(booking.space_id)
