"""The day with all names, for those who look after the bookings."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.day_plan import Row, rows_of
from bookings.forms import DayForm, read
from bookings.models import Booking
from bookings.queries.day import bookings_on
from bookings.queries.possible import Act, possible_acts
from bookings.views.bars import row_name
from bookings.views.book import space_of
from common.rights import Right, refuse_without_right
from members.web import PersonRequest, needs_right
from spaces.catalogue import SpaceOffer
from spaces.local_time import DAY, local_day


@dataclass(frozen=True)
class RoomDay:
    """One row of the house on a day: its name and who has it when."""

    name: str
    bookings: list[Booking]
    is_taken: bool = False


@require_safe
@needs_right(Right.SEE_ALL_BOOKINGS)
def day(request: PersonRequest) -> HttpResponseBase:
    """Show who has what on a day, for whom, and what is to be invoiced."""
    values = read(DayForm, request.GET)
    spaces, space = _spaces(request, values["space"])
    on = values["day"] or space.local(request.at).date()
    bookings = bookings_on(space.id, local_day(on, space.zone), request.at)
    rooms = _rooms(space, on, bookings)
    context = {
        "space": space,
        "spaces": spaces,
        "days": {"shown": on, "before": on - DAY, "after": on + DAY},
        "rooms": [room for room in rooms if room.bookings],
        "free": [room for room in rooms if not (room.bookings or room.is_taken)],
        "count": len(bookings),
        "to_invoice": sum(booking.is_to_be_invoiced for booking in bookings),
        **_links(request, bookings),
    }
    return render(request, "bookings/manage_day.html", context)


def _links(request: PersonRequest, bookings: list[Booking]) -> dict[str, set[int]]:
    """Return the keys of what the reader can change, answer, or check in."""
    acts = {booking.pk: possible_acts(request.actor, booking, request.at) for booking in bookings}
    return {
        name: {pk for pk, possible in acts.items() if act in possible}
        for name, act in (("changeable", Act.MOVE), ("answerable", Act.REFUSAL), ("arriving", Act.CHECK_IN))
    }


def _spaces(request: PersonRequest, slug: str) -> tuple[list[SpaceOffer], SpaceOffer]:
    """Return the spaces whose bookings the reader may see, and the one asked for. Refusal: `right_needed`."""
    spaces = [one for one in request.house.spaces if request.actor.has_right(Right.SEE_ALL_BOOKINGS, one.id)]
    space = space_of(request.house, slug or next((one.slug for one in spaces), ""))
    refuse_without_right(request.actor, Right.SEE_ALL_BOOKINGS, space_id=space.id)
    return spaces, space


def _rooms(space: SpaceOffer, on: date, bookings: list[Booking]) -> list[RoomDay]:
    """Return the rows of the space with their bookings; what is no longer there comes last."""
    by_resource = defaultdict(list)
    for booking in bookings:
        by_resource[booking.resource_id].append(booking)
    taken = _atoms(space, by_resource)
    rooms = [
        RoomDay(
            row_name(row),
            _of_row(row, by_resource),
            is_taken=bool(taken & _atoms(space, {r.id for r in row.resources})),
        )
        for row in rows_of(space, on)
    ]
    gone = [RoomDay(left[0].resource.name, left) for left in by_resource.values()]
    return rooms + gone


def _atoms(space: SpaceOffer, resource_ids: Collection[int]) -> set[int]:
    """Return the keys of what the resources keep busy: a booked whole leaves none of its parts free."""
    return {atom for resource in space.resources if resource.id in resource_ids for atom in space.atoms(resource)}


def _of_row(row: Row, by_resource: dict[int, list[Booking]]) -> list[Booking]:
    """Take the bookings of a row out of `by_resource`, in order of their start."""
    found = [booking for resource in row.resources for booking in by_resource.pop(resource.id, [])]
    return sorted(found, key=lambda booking: (booking.starts_at, booking.pk))
