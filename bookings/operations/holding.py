"""Lock, look and take: the steps by which every operation keeps a resource busy.

Lock order: resources by key, then bookings by key, then the person booked for. Whoever holds a
resource's lock is alone in deciding about its occupancies, and reads the clock again under it, so
that nobody's hold begins before the end of a hold they have just seen closed. The constraint proves
what the lock arranges.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, Occupancy
from bookings.queries.alternatives import Alternative, nearest_alternatives
from bookings.queries.occupied import Watch, busy_resources, watch_of
from bookings.queries.visible import booking_unknown
from bookings.wishes import BookingWish, Candidates
from common import clock
from common.errors import Reason, Refused
from members.models import Account, Member
from members.people import Party
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.local_time import Period
from spaces.models import Resource
from spaces.queries import catalogue


class Taken(Exception):
    """Say that none of the candidates is free; `refuse_taken` turns it into the refusal with alternatives."""


def lock_resources(resource_ids: Iterable[int]) -> datetime:
    """Lock resources in key order and return the instant it is then."""
    locked = Resource.objects.select_for_update(no_key=True).filter(pk__in=resource_ids).order_by("pk")
    list(locked.values_list("pk"))
    return clock.now()


def lock_booking(booking_id: int, *, and_resources: Collection[int] = ()) -> Booking:
    """Lock a booking after all it keeps busy and `and_resources`; refusal: `booking_unknown`."""
    held = _held_by(booking_id)
    while held:
        lock_resources({*held, *and_resources})
        booking = (
            Booking.objects.select_for_update(of=("self",)).select_related("resource").filter(pk=booking_id).first()
        )
        held, before = _held_by(booking_id), held
        if booking is not None and held <= before:
            return booking
    raise Refused(booking_unknown())


def atoms_in(house: HouseOffer, resource_id: int) -> tuple[int, ...]:
    """Return the keys of what a booking of the resource keeps busy; itself, where the house has forgotten it."""
    resource = house.resource(resource_id)
    return house.space_of(resource.space_id).atoms(resource) if resource else (resource_id,)


def lock_party(party: Party) -> None:
    """Lock the person a booking is for, so that two of their bookings at once are counted one after the other."""
    if party.member_id is not None:
        list(Member.objects.select_for_update(no_key=True).filter(pk=party.member_id).values_list("pk"))
    elif party.account_id is not None:
        list(Account.objects.select_for_update(no_key=True).filter(pk=party.account_id).values_list("pk"))


def take_first_free(
    candidates: Candidates, kept: Period, *, at: datetime, except_booking: int | None = None
) -> tuple[ResourceOffer, datetime]:
    """Lock and return the first candidate free for the whole period kept busy, and when its hold begins.

    Raises `Taken`. Candidates are tried in their order, by key unless the caller has locked them all; one
    that is lost in the meantime is passed over.
    """
    several = len(candidates.resources) > 1
    if several and not watch_of(candidates).is_plain:
        lock_resources(watch_of(candidates).by_atom)
    busy = busy_resources(watch_of(candidates), kept, at, except_booking=except_booking) if several else set()
    for resource in candidates.resources:
        if resource.id in busy:
            continue
        alone = Watch.over([(candidates.space, resource)])
        now = max(lock_resources(alone.by_atom), at)
        _refuse_if_composed_anew(candidates.space, resource)
        if not busy_resources(alone, kept, now, except_booking=except_booking):
            return resource, now
    raise Taken


def _refuse_if_composed_anew(space: SpaceOffer, resource: ResourceOffer) -> None:
    """Refuse (`settings_changed`, 409) when what the resource is made of has changed since the wish was read."""
    if atoms_in(catalogue(), resource.id) != space.atoms(resource):
        raise Refused(settings_changed())


def settings_changed() -> Reason:
    """Return the refusal of a wish that was read before the house changed what it is about."""
    text = _("Cette salle vient d’être modifiée : recharger la page et recommencer.")
    return Reason("settings_changed", text, status=409)


def hold(booking: Booking, atoms: Collection[int], *, kept: Period, held_from: datetime) -> None:
    """Keep each of the resources `atoms` busy for the period `kept`, from `held_from` until the booking lapses."""
    Occupancy.objects.bulk_create(
        Occupancy(
            booking=booking,
            resource_id=atom,
            starts_at=kept.starts_at,
            ends_at=kept.ends_at,
            held_from=held_from,
            held_until=None if booking.lapses_at is None else max(booking.lapses_at, held_from),
            yields=booking.is_yielding,
        )
        for atom in atoms
    )


def release(booking: Booking, at: datetime) -> None:
    """Close every hold of the booking at the instant `at`, never before it began."""
    closing = Greatest("held_from", Value(at, output_field=DateTimeField()))
    Occupancy.objects.filter(booking=booking).still_held(at).update(held_until=closing)


def _held_by(booking_id: int) -> set[int]:
    """Return the keys of all a booking ever kept busy, or would keep busy now."""
    house, found = catalogue(), set[int]()
    rows = Booking.objects.filter(pk=booking_id).values_list("resource_id", "occupancies__resource_id")
    for resource_id, held_id in rows:
        found |= {held_id, *atoms_in(house, resource_id)}
    return found


@contextmanager
def refuse_taken(wish: BookingWish, *, house: HouseOffer, audience: str, at: datetime) -> Iterator[None]:
    """Turn `Taken`, or the constraint's own refusal, into `slot_taken` (409) with what is free nearby.

    Wraps the transaction: when it speaks, nothing is left of the attempt.
    """
    try:
        yield
    except (Taken, IntegrityError) as error:
        if isinstance(error, IntegrityError) and "occupancy_no_double_booking" not in str(error):
            raise
        alternatives = nearest_alternatives(wish, house=house, audience=audience, at=max(at, clock.now()))
        raise Refused(slot_taken(alternatives, is_whole=_is_whole(wish, house))) from error


@contextmanager
def refuse_taken_again(booking_id: int, *, at: datetime) -> Iterator[None]:
    """Turn the constraint's refusal of a booking's own slot, sold meanwhile, into `slot_taken` with alternatives."""
    booking = Booking.objects.filter(pk=booking_id).first()
    if booking is None:
        raise Refused(booking_unknown())
    wish = BookingWish(Period(booking.starts_at, booking.ends_at), resource_id=booking.resource_id)
    with refuse_taken(wish, house=catalogue(), audience=booking.audience, at=at):
        yield


def _is_whole(wish: BookingWish, house: HouseOffer) -> bool:
    resource = house.resource(wish.resource_id) if wish.resource_id else None
    return resource is not None and bool(resource.parts)


def slot_taken(alternatives: list[Alternative], *, is_whole: bool = False) -> Reason:
    """Return the refusal of a slot that somebody else has, or of a whole whose parts they have, with what is free."""
    text = _("C’est déjà pris sur ce créneau.") if not alternatives else _("C’est déjà pris. Libre aussi :")
    if is_whole:
        text = _("Tout ou partie est déjà pris.") if not alternatives else _("Une partie est prise. Libre aussi :")
    return Reason("slot_taken", text, {"alternatives": alternatives}, status=409)
