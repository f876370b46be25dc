"""Write a day as a list that says all that its bars say, and the prices."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from bookings.day_grid import Look, bar, free_count, free_hours
from bookings.day_plan import DayPlan, Layout, Row
from bookings.quoting import BookingCase, packages_on_sale, quote_for
from bookings.views.bars import Drawing, heading, mine_words, row_name, wish_query
from bookings.wording import hours_said
from common.money import format_money
from spaces.local_time import Period, local_day
from spaces.wording import day_words, period_label


def listed_day(layout: Layout, drawing: Drawing) -> SafeString:
    """Return every row of a day with what can be booked, and what is taken."""
    rows = [_ListedRow(layout, row, drawing).html() for row in layout.rows]
    return mark_safe("".join(rows))  # noqa: S308 - built of escaped parts


class _ListedRow:
    """Write one row as a list."""

    def __init__(self, layout: Layout, row: Row, drawing: Drawing) -> None:
        self.layout, self.row, self.drawing = layout, row, drawing
        self.space = layout.space
        self.plan: DayPlan = layout.plans[row.key]
        self.busy, self.mine = drawing.of(row)
        self.name = f"{row_name(row)}, {day_words(layout.day)}"

    def html(self) -> SafeString:
        items = [*self._named(), *self._hours(), *self._others()]
        lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
        head = mark_safe(heading(self.row, self.space))  # noqa: S308 - escaped where it is made
        return format_html('<section class="room">{}<ul class="rows">{}</ul></section>', head, lines)

    def _named(self) -> Iterable[SafeString]:
        that_day = self._case(local_day(self.layout.day, self.space.zone))
        for package in sorted(packages_on_sale(that_day), key=lambda package: package.period.duration):
            count = free_count(self.busy, package.period)
            if not count or package.period.starts_at < self.drawing.at:
                continue
            name = period_label(package.name, package.label)
            shown = f"{name}, {hours_said(package.period, self.space)} · {self._price(package.period)}"
            yield self._link(package.period, shown, count=self._counted(count))

    def _hours(self) -> Iterable[SafeString]:
        hours = free_hours(self.space, self.plan, busy=self.busy, at=self.drawing.at)
        if not hours:
            return
        links = [self._link(hour, f"{hours_said(hour, self.space)} · {self._price(hour)}") for hour, _ in hours]
        yield format_html('<span class="hour-links">{}</span>', format_html_join(" ", "{}", ((one,) for one in links)))

    def _others(self) -> Iterable[SafeString]:
        """Say what is mine, what is taken, and what is closed."""
        if self.layout.axis is None:
            return
        stretches = bar(
            self.space, self.plan, axis=self.layout.axis, busy=self.busy, mine=self.mine, at=self.drawing.at
        )
        for stretch in stretches:
            hours = hours_said(stretch.period, self.space)
            if stretch.look is Look.MINE:
                url = reverse("booking", args=[stretch.booking_id])
                yield format_html(
                    '<a href="{}">{}</a>',
                    url,
                    mine_words(gettext("À moi, %(hours)s") % {"hours": hours}, stretch.tentative),
                )
            elif stretch.look is Look.TAKEN:
                yield format_html("<span>{}</span>", self._taken() % {"hours": hours})

    def _taken(self) -> str:
        return gettext("Tout ou partie est pris, %(hours)s") if self.row.first.parts else gettext("Pris, %(hours)s")

    def _link(self, period: Period, shown: str, *, count: str = "") -> SafeString:
        url = self.drawing.link + wish_query(self.space, self.row, period)
        before = f"{self.name}, "
        return format_html('<a href="{}"><span class="unseen">{}</span>{}{}</a>', url, before, shown, count)

    def _counted(self, count: int) -> str:
        if self.row.any_of_kind is None:
            return ""
        return " · " + ngettext("%(n)s libre", "%(n)s libres", count) % {"n": count}

    def _price(self, period: Period) -> str:
        quote = quote_for(self._case(period))
        if quote is None or not quote.gross_minor:
            return gettext("gratuit")
        return format_money(quote.gross_minor, self.space.currency)

    def _case(self, period: Period) -> BookingCase:
        return BookingCase(self.space, self.row.first, period, self.layout.audience, self.drawing.at)
