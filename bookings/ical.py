"""Write bookings as a calendar (RFC 5545). No clock: what it says depends on the bookings alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from bookings.models import Booking
from bookings.wording import any_of_words
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.local_time import SECOND, Period, offset_changes

REFRESH = timedelta(hours=1)


def calendar_of(bookings: Iterable[Booking], *, name: str, house: HouseOffer) -> bytes:
    """Return the bookings as one calendar, with the time zones it needs; in the language in force."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Beffroi//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    listed = list(bookings)
    for zone, years in sorted(_zones(listed, house).items(), key=lambda item: item[0].key):
        calendar.add_component(time_zone(zone, min(years), max(years)))
    for booking in listed:
        calendar.add_component(_event(booking, house))
    content: bytes = calendar.to_ical()
    return content


@lru_cache(maxsize=64)
def time_zone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """Return the rules of a zone over whole years: each offset with the local times at which it begins.

    An onset is told by the clock that it ends, as RFC 5545 asks.
    """
    within = Period(datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC))
    onsets: dict[_Offset, list[datetime]] = {_Offset.at(within.starts_at, zone, is_first=True): [within.starts_at]}
    for at in offset_changes(zone, within):
        onsets.setdefault(_Offset.at(at, zone), []).append(at)
    component = Timezone()
    component.add("tzid", zone.key)
    for offset, instants in onsets.items():
        first, *others = ((at + offset.before).replace(tzinfo=None) for at in instants)
        part = TimezoneDaylight() if offset.is_summer else TimezoneStandard()
        part.add("dtstart", first)
        if others:
            part.add("rdate", others)
        part.add("tzname", offset.name)
        part.add("tzoffsetfrom", offset.before)
        part.add("tzoffsetto", offset.after)
        component.add_component(part)
    return component


@dataclass(frozen=True)
class _Offset:
    """Name a change of a zone's offset: from which to which, and what the new one is called."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @classmethod
    def at(cls, at: datetime, zone: ZoneInfo, *, is_first: bool = False) -> "_Offset":
        local, earlier = at.astimezone(zone), (at - SECOND).astimezone(zone)
        after = local.utcoffset() or timedelta()
        before = after if is_first else earlier.utcoffset() or timedelta()
        return cls(before, after, local.tzname() or "", bool(local.dst()))


def _zones(bookings: Iterable[Booking], house: HouseOffer) -> dict[ZoneInfo, set[int]]:
    """Return the zones of the bookings, each with the years they touch."""
    found: dict[ZoneInfo, set[int]] = defaultdict(set)
    for booking in bookings:
        space = house.space_of(booking.space_id)
        found[space.zone] |= {space.local(booking.starts_at).year, space.local(booking.ends_at).year}
    return found


def _event(booking: Booking, house: HouseOffer) -> Event:
    space = house.space_of(booking.space_id)
    event = Event()
    event.add("uid", str(booking.uid))
    event.add("dtstamp", booking.changed_at)
    event.add("created", booking.booked_at)
    event.add("last-modified", booking.changed_at)
    event.add("sequence", booking.sequence)
    event.add("dtstart", _told(booking.starts_at, space))
    event.add("dtend", _told(booking.ends_at, space))
    event.add("summary", _summary(booking, house))
    event.add("location", ", ".join(filter(None, [space.name, space.address])))
    event.add("url", settings.PUBLIC_URL + reverse("booking", args=[booking.pk]))
    event.add("status", "CANCELLED" if booking.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if booking.is_cancelled else "OPAQUE")
    return event


def _told(instant: datetime, space: SpaceOffer) -> datetime:
    """Return an instant by the clock of the space; by UTC the second time that clock shows the same."""
    local = space.local(instant)
    return instant.astimezone(UTC) if local.fold else local


def _summary(booking: Booking, house: HouseOffer) -> str:
    """Return what is booked, and what for: « Petite salle · Répétition »."""
    what = any_of_words(booking.any_of_kind) if booking.any_of_kind else house.resources_by_id[booking.resource_id].name
    return f"{what} · {booking.title}" if booking.title else what
