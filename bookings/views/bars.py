"""Write the bars of a day as HTML; by hand, since a page holds hundreds of stretches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from math import ceil

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from bookings.day_grid import Look, Mine, Stretch, bar, grouped
from bookings.day_plan import Layout, Row
from bookings.enums import Tentative
from bookings.life import State
from bookings.views.wish import iso
from bookings.wording import any_of_words, hours_said
from spaces.catalogue import SpaceOffer
from spaces.local_time import Period, up_to_step
from spaces.wording import day_words, hour_words

QUARTER = timedelta(minutes=15)
WIDEST = 96
HOUR = timedelta(hours=1)
MOST_PARTS = 5
MOST_HOURS = {False: 14, True: 5}  # that fit into a bar and can still be hit, by whether it is small
ROOM_FOR_A_WORD = {False: 0.15, True: 0.3}  # share of a bar


@dataclass(frozen=True)
class Drawing:
    """All that the bars depend on beside the layout: what is busy, what is the reader's, and the instant.

    `link` is the address that a free stretch adds its wish to; `is_small` leaves words out of short stretches.
    """

    busy: Mapping[int, Sequence[Period]]
    mine: Mapping[int, Sequence[Mine]]
    at: datetime
    link: str
    is_small: bool = False

    def of(self, row: Row) -> tuple[tuple[tuple[Period, ...], ...], list[Mine]]:
        """Return when each resource of a row is busy, and what is the reader's in it."""
        busy = tuple(tuple(self.busy.get(resource.id, ())) for resource in row.resources)
        return busy, [one for resource in row.resources for one in self.mine.get(resource.id, ())]


def day_bars(layout: Layout, drawing: Drawing) -> SafeString:
    """Return every row of a day: its name and its bar."""
    rows = (
        f'<section class="room">{heading(row, layout.space)}{_bar(layout, row, drawing)}</section>'
        for row in layout.rows
    )
    return mark_safe("".join(rows))  # noqa: S308 - built of escaped parts


def week_bars(layouts: Sequence[Layout], drawing: Drawing) -> SafeString:
    """Return the rows of a table: one for each thing that is offered, one cell for each day."""
    by_day = [{row.key: row for row in layout.rows} for layout in layouts]
    names = {key: row for rows in by_day for key, row in rows.items()}
    lines = []
    for key, named in names.items():
        cells = (
            f"<td>{_bar(layout, rows[key], drawing) if key in rows else _nothing()}</td>"
            for layout, rows in zip(layouts, by_day, strict=True)
        )
        lines.append(f'<tr><th scope="row">{_name(named)}</th>{"".join(cells)}</tr>')
    return mark_safe("".join(lines))  # noqa: S308 - built of escaped parts


def hours_above(layout: Layout) -> SafeString:
    """Return the hours above the bars, every second one written, fewer where there are many."""
    if layout.axis is None:
        return mark_safe("")
    marks = []
    instant = layout.axis.starts_at
    apart = 2 * HOUR * ceil(layout.axis.duration / HOUR / MOST_HOURS[False])
    while instant < layout.axis.ends_at:
        until = min(instant + apart, layout.axis.ends_at)
        marks.append(f'<span class="w{_units(Period(instant, until))}">{_clock(layout.space, instant)}</span>')
        instant = until
    return mark_safe("".join(marks))  # noqa: S308 - class names and clock times


def row_name(row: Row) -> str:
    """Return what a row is called: the resource's name, or any seat."""
    return any_of_words(row.any_of_kind) if row.any_of_kind else row.first.name


def wish_query(space: SpaceOffer, row: Row, period: Period) -> str:
    """Return the query string that asks for a row during a period."""
    what = f"space={space.slug}&kind={row.any_of_kind.value}" if row.any_of_kind else f"resource={row.first.id}"
    return f"{what}&starts_at={iso(period.starts_at)}&ends_at={iso(period.ends_at)}"


def heading(row: Row, space: SpaceOffer) -> str:
    """Return the heading of a row: its name, how many people it holds, and what it is made of."""
    return f"<h2>{_name(row)}</h2>{_made_of(space.part_names(row.first))}"


def _made_of(names: Sequence[str]) -> str:
    """Return what a whole is made of, the longest lists cut short."""
    if not names:
        return ""
    shown = " + ".join([*names[:MOST_PARTS], *(["…"] if len(names) > MOST_PARTS else [])])
    return f'<p class="hint">{escape(gettext("%(parts)s : prise si une partie l’est") % {"parts": shown})}</p>'


def _name(row: Row) -> str:
    return _name_in(row, get_language() or "")


@lru_cache(maxsize=2048)
def _name_in(row: Row, language: str) -> str:
    name = escape(row_name(row))
    if row.any_of_kind is not None or row.first.capacity < 2:
        return name
    people = ngettext("%(n)s personne", "%(n)s personnes", row.first.capacity) % {"n": row.first.capacity}
    return f"{name} <small>{people}</small>"


def _nothing() -> str:
    return f'<span class="muted small">{gettext("fermé")}</span>'


def _bar(layout: Layout, row: Row, drawing: Drawing) -> str:
    """Return one bar; what holds nothing of the reader's own is the same for all, and written once."""
    if layout.axis is None:
        return _nothing()
    lists, own = drawing.of(row)
    if own:
        return _Cells(layout, row, drawing).bar(layout.axis, busy=lists, mine=own)
    at = layout.axis.starts_at
    if drawing.at > at:
        at = min(up_to_step(drawing.at, layout.plans[row.key].step, layout.space.zone), layout.axis.ends_at)
    return _shared(
        layout, row, busy=lists, at=at, link=drawing.link, is_small=drawing.is_small, language=get_language() or ""
    )


@lru_cache(maxsize=8192)
def _shared(
    layout: Layout,
    row: Row,
    *,
    busy: tuple[tuple[Period, ...], ...],
    at: datetime,
    link: str,
    is_small: bool,
    language: str,
) -> str:
    if layout.axis is None:
        return _nothing()
    return _Cells(layout, row, Drawing({}, {}, at, link, is_small)).bar(layout.axis, busy=busy, mine=())


class _Cells:
    """Write the stretches of one row."""

    def __init__(self, layout: Layout, row: Row, drawing: Drawing) -> None:
        self.space, self.plan, self.row = layout.space, layout.plans[row.key], row
        self.link, self.at = drawing.link, drawing.at
        self.is_small = drawing.is_small
        self.name = f"{row_name(row)}, {day_words(layout.day)}"
        self.saying = gettext("%(what)s : %(says)s")
        self.words = {
            Look.FREE: gettext("libre"),
            Look.TAKEN: gettext("pris"),
            Look.MINE: gettext("à moi"),
            Look.CLOSED: gettext("fermé"),
            Look.PAST: gettext("passé"),
        }

    def bar(self, axis: Period, *, busy: Sequence[Sequence[Period]], mine: Sequence[Mine]) -> str:
        stretches = bar(self.space, self.plan, axis=axis, busy=busy, mine=mine, at=self.at)
        most = ceil(axis.duration / HOUR / MOST_HOURS[self.is_small])
        room = axis.duration * ROOM_FOR_A_WORD[self.is_small]
        cells = []
        for word, alike in groupby(grouped(stretches, most), key=self._word):
            run = list(alike)
            is_wide = run[-1].period.ends_at - run[0].period.starts_at >= room
            for index, stretch in enumerate(run):
                cells.append(self._cell(stretch, word, shown=word if is_wide and not index else ""))
        return f'<ul class="bar">{"".join(cells)}</ul>'

    def _cell(self, stretch: Stretch, word: str, *, shown: str) -> str:
        classes = f"{stretch.look} w{_units(stretch.period)}"
        url, period = self._target(stretch)
        if url:
            what = f"{self.name}, {hours_said(period, self.space)}"
            label = self.saying % {"what": what, "says": mine_words(word, stretch.tentative)}
            shown = f"<span>{shown}</span>" if shown else ""
            return f'<li class="{classes}"><a href="{escape(url)}" aria-label="{escape(label)}">{shown}</a></li>'
        seen = f'<b aria-hidden="true">{shown}</b>' if shown and stretch.look is Look.TAKEN else ""
        said = self.saying % {"what": hours_said(stretch.period, self.space), "says": word}
        unseen = f'<span class="unseen">{said}</span>'
        return f'<li class="{classes}"><span>{seen}{unseen}</span></li>'

    def _target(self, stretch: Stretch) -> tuple[str, Period]:
        """Return where a click leads, and the period that is said."""
        if stretch.opens is not None:
            said = stretch.opens if stretch.opens.contains(stretch.period) else stretch.period
            return self.link + wish_query(self.space, self.row, stretch.opens), said
        if stretch.booking_id is not None:
            return reverse("booking", args=[stretch.booking_id]), stretch.period
        return "", stretch.period

    def _word(self, stretch: Stretch) -> str:
        if stretch.look is Look.FREE and self.row.any_of_kind is not None:
            return ngettext("%(n)s libre", "%(n)s libres", stretch.free) % {"n": stretch.free}
        return self.words[stretch.look]


def mine_words(word: str, tentative: str) -> str:
    """Return a word with what of mine is not firm yet: « à moi, en option »."""
    if not tentative:
        return word
    state = State.OPTION if tentative == Tentative.OPTION else State.REQUESTED
    return f"{word}, {state.label}"


def _units(period: Period) -> int:
    return max(1, min(WIDEST, round(period.duration / QUARTER)))


def _clock(space: SpaceOffer, instant: datetime) -> str:
    return hour_words(space.local(instant).time())
