"""Turn what a page sends into a wish: which resource, and which instants its local times mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from bookings.enums import EventCheck
from bookings.forms import SUPPLEMENT
from bookings.wishes import BookingWish, EventWish
from common.errors import Reason, Refused, WayOut, sentence
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import DAY, Period, instant, readings
from spaces.policies.amounts import read_amount
from spaces.wording import lazy_day, lazy_hour

Values = Mapping[str, Any]


def wish_of(values: Values, house: HouseOffer, *, here: str) -> BookingWish:
    """Return the wish of a cleaned form.

    `here` is the address that asks again, with `?`. Refusals: `resource_unknown`, `space_unknown` (404),
    those of `read_amount`, `period_missing`, `local_time_skipped`, and `local_time_doubled` with one way out
    for each reading.
    """
    space, what = _what(values, house)
    period = period_of(values, space, here=here)
    chosen = values.get("chosen")
    return BookingWish(
        period,
        **what,
        title=values.get("title") or "",
        override=values.get("override") or "",
        supplements=values.get("supplements") or (),
        chosen_minor=read_amount(chosen, currency=house.currency) if chosen else None,
        is_option=bool(values.get("is_option")),
        event=event_of(values),
    )


def event_of(values: Values) -> EventWish | None:
    """Return what the form says of a community event, if it is about one."""
    if not values.get("event"):
        return None
    ticked = frozenset(check.value for check in EventCheck if values.get(check.value))
    return EventWish(ticked, values.get("in_charge"))


def period_of(values: Values, space: SpaceOffer, *, here: str) -> Period:
    """Return the period asked for: two instants, or a day with two times of the space's clock."""
    if values.get("starts_at") and values.get("ends_at"):
        return Period(values["starts_at"], values["ends_at"])
    if not (values.get("day") and values.get("start") is not None and values.get("end") is not None):
        raise Refused(Reason("period_missing", _("Il manque le jour, le début ou la fin."), status=400))
    last_day = values.get("end_day") or values["day"]
    if values["end"] == time(0):
        last_day += DAY
    clock = _Clock(space, values, here)
    return Period(
        clock.instant(values["day"], values["start"], name="start_pass"),
        clock.instant(last_day, values["end"], name="end_pass"),
    )


def query_of(values: Values, **changes: object) -> str:
    """Return the values that are filled in, with `changes`, as a query string."""
    merged = spread({**values, **changes})
    return urlencode({name: _text(value) for name, value in merged.items() if value not in (None, "")})


def spread(values: Values) -> dict[str, Any]:
    """Return the values with each supplement in a field of its own, as forms send them."""
    rest = {name: value for name, value in values.items() if name != "supplements"}
    return rest | {f"{SUPPLEMENT}{code}": count for code, count in values.get("supplements") or ()}


def _what(values: Values, house: HouseOffer) -> tuple[SpaceOffer, dict[str, Any]]:
    if values.get("resource"):
        resource = house.resource(values["resource"])
        if resource is None:
            raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
        return house.space_of(resource.space_id), {"resource_id": resource.id}
    space = house.space(values.get("space") or "")
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return space, {"space_id": space.id, "any_of_kind": ResourceKind(values.get("kind") or ResourceKind.SEAT)}


@dataclass(frozen=True)
class _Clock:
    """Read the wall clock of a space; where it shows a time twice, ask which is meant."""

    space: SpaceOffer
    values: Values
    here: str

    def instant(self, day: date, at: time, *, name: str) -> datetime:
        """Return the instant at which the clock shows `at`; the value `name` says which of two."""
        found = readings(day, at, self.space.zone)
        if not found:
            raise Refused(self._skipped(day, at))
        if len(found) == 1:
            return found[0]
        if not self.values.get(name):
            raise Refused(self._doubled(day, at, name=name))
        return found[int(self.values[name]) - 1]

    def _skipped(self, day: date, at: time) -> Reason:
        text = sentence(
            _("Le %(day)s, il n’est jamais %(hour)s : l’horloge saute à %(next)s. Il faut une autre heure."),
            day=lazy_day(day),
            hour=lazy_hour(at),
            next=lazy_hour(self.space.local(instant(day, at, self.space.zone)).time()),
        )
        return Reason("local_time_skipped", text)

    def _doubled(self, day: date, at: time, *, name: str) -> Reason:
        text = sentence(
            _("Le %(day)s, il est deux fois %(hour)s, car l’horloge recule. Laquelle des deux ?"),
            day=lazy_day(day),
            hour=lazy_hour(at),
        )
        ways = [
            WayOut(_("La première fois (heure d’été)"), self.here + query_of(self.values, **{name: 1})),
            WayOut(_("La seconde fois (heure d’hiver)"), self.here + query_of(self.values, **{name: 2})),
        ]
        return Reason("local_time_doubled", text, ways_out=ways)


def iso(instant: datetime) -> str:
    """Return an instant as addresses write it, in UTC: 2026-12-10T13:00Z."""
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if instant.microsecond else "%Y-%m-%dT%H:%M:%SZ" if instant.second else ""
    return instant.astimezone(UTC).strftime(form or "%Y-%m-%dT%H:%MZ")


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value.value if isinstance(value, Enum) else value)
