"""What the page of a day holds: its bars, its week's, or its list, and the ways to other days."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from bookings.day_grid import Layout, layout_of
from bookings.queries.day import busy_along, mine_along
from bookings.views.bars import Drawing, day_bars, hours_above, week_bars
from members.people import PersonActor
from spaces.catalogue import SpaceOffer
from spaces.local_time import DAY

DAYS_LOOKED_AHEAD = 14


@dataclass(frozen=True)
class DaysPage:
    """One space on a day, drawn as `view` says, for one reader at one instant.

    `address` is the page's own, `link` the address that a free stretch adds its wish to.
    """

    space: SpaceOffer
    day: date
    view: str
    actor: PersonActor
    at: datetime
    address: str
    link: str

    @property
    def today(self) -> date:
        return self.space.local(self.at).date()

    @cached_property
    def days(self) -> list[date]:
        """Return the days shown: one, or its whole week from Monday on."""
        if self.view != "week":
            return [self.day]
        monday = self.day - self.day.weekday() * DAY
        return [monday + n * DAY for n in range(7)]

    @cached_property
    def layouts(self) -> list[Layout]:
        """Return the days that are drawn: in a week, closed days only where something closes them."""
        all_days = [layout_of(self.space, day, self.actor.party.audience) for day in self.days]
        return [one for one in all_days if len(all_days) == 1 or one.axis or self._closed_because(one.day)]

    @property
    def is_closed(self) -> bool:
        return all(layout.axis is None for layout in self.layouts)

    @property
    def closed_because(self) -> str:
        return self._closed_because(self.day)

    @cached_property
    def drawing(self) -> Drawing:
        return Drawing(
            busy=busy_along(self.layouts, self.at),
            mine=mine_along(self.layouts, self.actor),
            at=self.at,
            link=self.link,
            is_small=self.view == "week",
        )

    @property
    def bars(self) -> SafeString:
        return day_bars(self.layouts[0], self.drawing)

    @property
    def week(self) -> SafeString:
        return week_bars(self.layouts, self.drawing)

    @property
    def hours(self) -> SafeString:
        return hours_above(self.layouts[0])

    @property
    def before(self) -> date:
        return self.days[0] - DAY * len(self.days)

    @property
    def after(self) -> date:
        return self.days[0] + DAY * len(self.days)

    @property
    def before_url(self) -> str:
        return self.address_of(day=self.before)

    @property
    def after_url(self) -> str:
        return self.address_of(day=self.after)

    @property
    def views(self) -> list[tuple[str, str, str]]:
        """Return the ways to draw the same days: name, label, address."""
        labels = {"day": gettext("Jour"), "week": gettext("Semaine"), "list": gettext("Liste")}
        return [(name, label, self.address_of(view=name)) for name, label in labels.items()]

    @cached_property
    def next_open(self) -> date | None:
        """Return the next day on which something can be booked, if it is near."""
        days = (self.days[-1] + n * DAY for n in range(1, DAYS_LOOKED_AHEAD))
        return next((day for day in days if layout_of(self.space, day, self.actor.party.audience).axis), None)

    @property
    def next_open_url(self) -> str:
        return self.address_of(day=self.next_open)

    def address_of(self, **changes: object) -> str:
        """Return the address of this page with something else chosen."""
        values = {"space": self.space.slug, "day": self.day.isoformat(), "view": self.view, **changes}
        joint = "&" if "?" in self.address else "?"
        return f"{self.address}{joint}{urlencode(values)}"

    def _closed_because(self, day: date) -> str:
        return self.space.closed_because(day, get_language() or "fr")
