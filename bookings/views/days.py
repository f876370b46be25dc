"""What the page of a day holds: its bars, its week's, or its list, and the ways to other days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from bookings.day_plan import Layout, layout_of
from bookings.queries.day import taken_along
from bookings.views.bars import Drawing, day_bars, hours_above, week_bars
from bookings.views.listing import listed_day
from members.people import PersonActor
from spaces.catalogue import SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import DAY
from spaces.wording import day_words, weekday_words

DAYS_LOOKED_AHEAD = 14
LONG_DAY = timedelta(hours=14)


@dataclass(frozen=True)
class Aim:
    """What a free stretch is chosen for: a new booking, or the new place of one that is `moving` (its key).

    `address` is the page's own, `link` the address that a stretch adds its wish to; `kind` leaves out the others.
    """

    address: str
    link: str
    audience: str
    kind: ResourceKind | None = None
    moving: int | None = None


@dataclass(frozen=True)
class DaysPage:
    """One space on a day, drawn as `view` says, for one reader at one instant."""

    spaces: Sequence[SpaceOffer]
    space: SpaceOffer
    day: date
    view: str
    actor: PersonActor
    at: datetime
    aim: Aim

    @property
    def own_address(self) -> str:
        return self.address_of()

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
        all_days = [self._layout(day) for day in self.days]
        return [one for one in all_days if len(all_days) == 1 or one.axis or self._closed_because(one.day)]

    @property
    def is_closed(self) -> bool:
        return all(layout.axis is None for layout in self.layouts)

    @property
    def is_long(self) -> bool:
        """Tell whether a day has too many hours for a narrow bar."""
        return any(layout.axis and layout.axis.duration > LONG_DAY for layout in self.layouts)

    @property
    def closed_because(self) -> str:
        return self._closed_because(self.day)

    @cached_property
    def drawing(self) -> Drawing:
        taken = taken_along(self.layouts, self.actor, self.at, except_booking=self.aim.moving)
        return Drawing(
            busy=taken.busy,
            mine=taken.mine,
            at=self.at,
            link=self.aim.link,
            is_small=self.view == "week",
        )

    @property
    def bars(self) -> SafeString:
        return day_bars(self.layouts[0], self.drawing)

    @property
    def listed(self) -> SafeString:
        return listed_day(self.layouts[0], self.drawing)

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
    def before_name(self) -> str:
        return self._name(self.before)

    @property
    def after_name(self) -> str:
        return self._name(self.after)

    @property
    def before_url(self) -> str:
        return self.address_of(day=self.before)

    @property
    def after_url(self) -> str:
        return self.address_of(day=self.after)

    @property
    def other_views(self) -> list[tuple[str, str]]:
        """Return the other ways to draw the same days: label and address."""
        labels = {"day": gettext("Jour"), "week": gettext("Semaine"), "list": gettext("Liste")}
        return [(label, self.address_of(view=name)) for name, label in labels.items() if name != self.view]

    @property
    def other_spaces(self) -> list[tuple[str, str]]:
        """Return the house's other spaces on the same day: name and address."""
        return [(one.name, self.address_of(space=one.slug)) for one in self.spaces if one.slug != self.space.slug]

    @cached_property
    def next_open(self) -> date | None:
        """Return the next day on which something can be booked, if it is near."""
        days = (self.days[-1] + n * DAY for n in range(1, DAYS_LOOKED_AHEAD))
        return next(
            (day for day in days if layout_of(self.space, day, self.aim.audience, kind=self.aim.kind).axis), None
        )

    @property
    def next_open_url(self) -> str:
        return self.address_of(day=self.next_open)

    def address_of(self, **changes: object) -> str:
        """Return the address of this page with something else chosen."""
        values = {"space": self.space.slug, "day": self.day.isoformat(), "view": self.view, **changes}
        return f"{self.aim.address}?{urlencode(values)}"

    def _layout(self, day: date) -> Layout:
        return layout_of(self.space, day, self.aim.audience, kind=self.aim.kind)

    def _name(self, day: date) -> str:
        """Return what a neighbouring day is called: its weekday, a week by its first day."""
        return day_words(day, "short") if self.view == "week" else weekday_words(day.weekday(), "short")

    def _closed_because(self, day: date) -> str:
        return self.space.closed_because(day, get_language() or "fr")
