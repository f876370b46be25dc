"""Write bookings as calendars (RFC 5545), and as messages to one (RFC 5546). No clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from bookings.life import TENTATIVE, State, state_at
from bookings.models import Booking
from bookings.wording import any_of_words
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.local_time import SECOND, Period, offset_changes

REFRESH = timedelta(hours=1)
NAMELESS = UUID("6f0e7a52-3c1f-5d0b-9a35-0d9c1e6b7a11")
OFF = frozenset({State.CANCELLED, State.REFUSED, State.LAPSED, State.NO_SHOW})
BY_THE_CLOCK = frozenset({State.LAPSED, State.NO_SHOW})


@dataclass(frozen=True)
class Telling:
    """Say what a calendar tells of each booking, its time and resource apart.

    `is_named`: for whom and what for; otherwise only that it is taken. `is_mine`: its reader knows for
    whom. `resource_id`: the calendar is that resource's, which goes without saying.
    """

    is_named: bool = True
    is_mine: bool = False
    resource_id: int | None = None


MINE = Telling(is_mine=True)


@dataclass(frozen=True)
class Correspondent:
    """Hold somebody's name and mail address."""

    name: str
    email: str

    def as_address(self, **parameters: str) -> vCalAddress:
        """Return the address as a calendar writes it."""
        address = vCalAddress(f"mailto:{self.email}")
        address.params.update({"CN": self.name, **{key.upper(): value for key, value in parameters.items()}})
        return address


def calendar_of(
    bookings: Iterable[Booking], *, name: str, house: HouseOffer, at: datetime, telling: Telling = MINE
) -> bytes:
    """Return the bookings as one calendar as they are at `at`, with its time zones; in the language in force."""
    listed = list(bookings)
    calendar = _calendar(listed, house)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for booking in listed:
        calendar.add_component(_event(booking, house, at=at, telling=telling))
    return _written(calendar)


def message_to_calendar(
    booking: Booking, *, house: HouseOffer, at: datetime, organizer: Correspondent, attendee: Correspondent
) -> tuple[str, bytes]:
    """Return the method (REQUEST or CANCEL) and the message by which the attendee's calendar follows the booking."""
    method = "CANCEL" if state_at(booking, at) in OFF else "REQUEST"
    calendar = _calendar([booking], house)
    calendar.add("method", method)
    event = _event(booking, house, at=at, telling=MINE)
    event.add("organizer", organizer.as_address())
    attending = attendee.as_address(cutype="INDIVIDUAL", role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp="FALSE")
    event.add("attendee", attending)
    calendar.add_component(event)
    return method, _written(calendar)


def _calendar(bookings: Iterable[Booking], house: HouseOffer) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Beffroi//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    for zone, years in sorted(_zones(bookings, house).items(), key=lambda item: item[0].key):
        calendar.add_component(time_zone(zone, min(years), max(years)))
    return calendar


def _written(calendar: Calendar) -> bytes:
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


def _event(booking: Booking, house: HouseOffer, *, at: datetime, telling: Telling) -> Event:
    space, state = house.space_of(booking.space_id), state_at(booking, at)
    changed_at = _changed_at(booking, state)
    event = Event()
    event.add("uid", str(booking.uid if telling.is_named else uuid5(NAMELESS, str(booking.uid))))
    event.add("dtstamp", changed_at)
    event.add("created", booking.booked_at)
    event.add("last-modified", changed_at)
    event.add("sequence", booking.sequence + (state in BY_THE_CLOCK))
    event.add("dtstart", _told(booking.starts_at, space))
    event.add("dtend", _told(booking.ends_at, space))
    event.add("summary", _summary(booking, house, telling))
    event.add("location", ", ".join(filter(None, [space.name, space.address])))
    if telling.is_named:
        event.add("url", settings.PUBLIC_URL + reverse("booking", args=[booking.pk]))
    is_off = state in OFF
    event.add("status", "CANCELLED" if is_off else "TENTATIVE" if state in TENTATIVE else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return event


def _changed_at(booking: Booking, state: State) -> datetime:
    """Return when the booking last changed, be it by the clock alone."""
    lapsed_at = booking.lapses_at if state in BY_THE_CLOCK else None
    return lapsed_at or booking.changed_at


def _told(instant: datetime, space: SpaceOffer) -> datetime:
    """Return an instant by the clock of the space; by UTC the second time that clock shows the same."""
    local = space.local(instant)
    return instant.astimezone(UTC) if local.fold else local


def _summary(booking: Booking, house: HouseOffer, telling: Telling) -> str:
    """Return what is booked, for whom and what for, as far as it is told: « Petite salle · Alice · Répétition »."""
    parts = [] if booking.resource_id == telling.resource_id else [_what(booking, house)]
    if not telling.is_named:
        parts.append(gettext("Réservé"))
    elif not telling.is_mine:
        parts.append(booking.for_label)
    return " · ".join(filter(None, [*parts, booking.title if telling.is_named else ""]))


def _what(booking: Booking, house: HouseOffer) -> str:
    return any_of_words(booking.any_of_kind) if booking.any_of_kind else house.resources_by_id[booking.resource_id].name
