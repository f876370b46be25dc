"""Add to a refusal what to do next, as buttons of the booking pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from bookings.enums import EventCheck
from bookings.limits import LIMITS
from bookings.queries.alternatives import Alternative
from bookings.quoting import BookingCase
from bookings.views.wish import query_of
from common.errors import Reason, Sentence, WayOut, sentence
from common.money import format_money
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.local_time import DAY, Period
from spaces.wording import lazy_day, lazy_hours

EVENT = ("event", *(check.value for check in EventCheck), "in_charge")
KEPT = ("title", "for_member", "for_name", "for_mail", "override", "supplements", *EVENT)
DAY_LABELS: dict[str, Sentence] = {
    "notice_too_short": _("Voir ce qui est libre ce jour-là"),
    "not_on_offer": _("Voir les autres salles ce jour-là"),
    "not_open_to_you": _("Voir les autres salles ce jour-là"),
}
MORE_PAGES: dict[str, tuple[Sentence, str]] = {
    "not_open_to_you": (_("Qui peut quoi"), "who-may-do-what"),
    **dict.fromkeys((code for code, _text in LIMITS.values()), (_("Voir mes réservations"), "my-bookings")),
}
lazy_money = lazy(format_money, str)


@dataclass(frozen=True)
class WaysOut:
    """Know the addresses that a refusal leads to: the sheet, with its `?`, and the page of a day.

    `values` are those of the form; what does not depend on the period is kept on the way.
    """

    house: HouseOffer
    sheet: str
    day_page: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_booking(cls, house: HouseOffer, values: Mapping[str, Any]) -> "WaysOut":
        """Return the ways out of a new booking."""
        return cls(house, f"{reverse('book-sheet')}?", reverse("book"), values)

    def added_to(self, reasons: Iterable[Reason], case: BookingCase) -> list[Reason]:
        """Return the reasons, each with the buttons that lead on."""
        return [reason if reason.ways_out else replace(reason, ways_out=self._ways(reason, case)) for reason in reasons]

    def day(self, space: SpaceOffer, day: date) -> str:
        """Return the address of a day's page."""
        return f"{self.day_page}?{urlencode({'space': space.slug, 'day': day.isoformat()})}"

    def _ways(self, reason: Reason, case: BookingCase) -> list[WayOut]:
        if reason.code == "slot_taken":
            return [self._alternative(one, case) for one in reason.facts["alternatives"]]
        if reason.code == "supplement_needed":
            return [self._with_supplement(one, case) for one in reason.facts["supplements"]]
        if reason.code == "seat_not_numbered":
            return [self._any_seat(reason, case)]
        today, asked = (case.space.local(instant).date() for instant in (case.at, case.period.starts_at))
        if reason.code in ("period_in_past", "too_far_ahead"):
            return [WayOut(_("Voir les jours à venir"), self.day(case.space, today))]
        ways = [WayOut(DAY_LABELS.get(reason.code, _("Voir cette journée")), self.day(case.space, asked))]
        if reason.code == "notice_too_short":
            ways += self._ways_from_notice(case, minutes=reason.facts["notice_minutes"])
        if reason.code in MORE_PAGES:
            label, name = MORE_PAGES[reason.code]
            ways.append(WayOut(label, reverse(name)))
        return ways

    def _ways_from_notice(self, case: BookingCase, *, minutes: int) -> list[WayOut]:
        first = case.space.local(case.at + timedelta(minutes=minutes)).date() + DAY
        ways = [WayOut(sentence(_("Voir le %(day)s"), day=lazy_day(first)), self.day(case.space, first))]
        if self.house.contact_phone:
            ways.append(WayOut(_("Appeler"), f"tel:{self.house.contact_phone.replace(' ', '')}"))
        return ways

    def _with_supplement(self, one: Mapping[str, Any], case: BookingCase) -> WayOut:
        """Return one tap to the same hours with the supplement that opens them."""
        what: Mapping[str, Any] = {"resource": case.resource.id}
        if self.values.get("kind") and not self.values.get("resource"):
            what = {"space": case.space.slug, "kind": self.values["kind"]}
        kept = {name: self.values.get(name) for name in KEPT}
        kept["supplements"] = (*case.supplements, (one["code"], 1))
        times = {"starts_at": case.period.starts_at, "ends_at": case.period.ends_at}
        price = lazy_money(one["gross_minor"], case.space.currency)
        label = sentence(_("Ajouter « %(name)s » · %(price)s"), name=one["name"], price=price)
        return WayOut(label, self.sheet + query_of({**kept, **what, **times}))

    def _any_seat(self, reason: Reason, case: BookingCase) -> WayOut:
        kept = {name: self.values.get(name) for name in KEPT}
        period = {"starts_at": case.period.starts_at, "ends_at": case.period.ends_at}
        return WayOut(_("Prendre une place"), self.sheet + query_of({**kept, **reason.facts, **period}))

    def _alternative(self, one: Alternative, case: BookingCase) -> WayOut:
        """Return one tap to what is free: the day and hours where the thing is the same, else its name and price."""
        period = one.quote.period
        any_seat = {"space": case.space.slug, "kind": one.any_of_kind}
        what: Mapping[str, Any] = any_seat if one.any_of_kind else {"resource": one.resource.id}
        kept = {name: self.values.get(name) for name in KEPT}
        url = self.sheet + query_of({**kept, **what, "starts_at": period.starts_at, "ends_at": period.ends_at})
        price = lazy_money(one.quote.gross_minor, case.space.currency)
        if one.resource.id == case.resource.id or one.any_of_kind:
            label = sentence(
                _("%(day)s, %(hours)s · %(price)s"),
                day=lazy_day(case.space.local(period.starts_at).date()),
                hours=_hours(case.space, period),
                price=price,
            )
        else:
            label = sentence(_("%(room)s · %(price)s"), room=one.resource.name, price=price)
        return WayOut(label, url)


def _hours(space: SpaceOffer, period: Period) -> object:
    return lazy_hours(space.local(period.starts_at).time(), space.local(period.ends_at).time())
