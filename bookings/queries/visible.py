"""Reads of bookings, each within what its reader may see."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bookings.enums import Tentative
from bookings.models import Booking
from common.errors import Reason, Refused
from common.rights import Right
from members.people import PersonActor


def my_bookings(actor: PersonActor) -> QuerySet[Booking]:
    """Return the bookings that are for the actor, that they pay or are in charge of, in order of their start."""
    return Booking.objects.filter(_is_mine(actor)).select_related("resource", "space").order_by("starts_at", "id")


def bookings_visible_to(actor: PersonActor) -> QuerySet[Booking]:
    """Return what the actor may read: their own bookings, those they made, and what a right shows them.

    That is all bookings of a space, or the requests that are theirs to answer.
    """
    query = _is_mine(actor) | Q(booked_by=actor.account_id)
    if actor.has_right(Right.SEE_ALL_BOOKINGS):
        query = Q()
    else:
        query |= where_right(actor, Right.SEE_ALL_BOOKINGS)
        query |= Q(tentative=Tentative.REQUEST) & where_right(actor, Right.APPROVE_BOOKINGS)
    return Booking.objects.filter(query).select_related("resource", "space").order_by("starts_at", "id")


def where_right(actor: PersonActor, right: Right) -> Q:
    """Return the condition that a booking lies in a space where the actor holds a right."""
    if actor.has_right(right):
        return Q(pk__isnull=False)
    return Q(space__in=[space for held, space in actor.rights if held == right and space is not None])


def booking_visible_to(actor: PersonActor, booking_id: int) -> Booking:
    """Return one booking; to whoever may not read it, it does not exist (`booking_unknown`, 404)."""
    booking = bookings_visible_to(actor).filter(pk=booking_id).first()
    if booking is None:
        raise Refused(booking_unknown())
    return booking


def may_change(actor: PersonActor, booking: Booking) -> bool:
    """Tell whether the actor may cancel or move the booking: theirs, made by them, or by right."""
    is_theirs = actor.party.is_same_as(booking.for_member_id, booking.for_account_id) or actor.party.is_same_as(
        booking.payer_member_id, booking.payer_account_id
    )
    return (
        is_theirs
        or booking.booked_by_id == actor.account_id
        or actor.has_right(Right.CHANGE_ALL_BOOKINGS, booking.space_id)
    )


def upcoming(bookings: QuerySet[Booking], at: datetime) -> QuerySet[Booking]:
    """Keep what is not over and stands at `at`: neither cancelled nor refused nor lapsed."""
    return bookings.filter(_stands(at), ends_at__gt=at)


def past(bookings: QuerySet[Booking], at: datetime) -> QuerySet[Booking]:
    """Keep what is over, or does not stand any more at `at`, the latest first."""
    return bookings.exclude(_stands(at), ends_at__gt=at).order_by("-starts_at", "-id")


def _stands(at: datetime) -> Q:
    return Q(Q(lapses_at=None) | Q(lapses_at__gt=at), cancelled_at=None, refused_at=None)


def booking_unknown() -> Reason:
    return Reason(
        "booking_unknown", _("Cette réservation n’existe pas, ou appartient à quelqu’un d’autre."), status=404
    )


def _is_mine(actor: PersonActor) -> Q:
    account = Q(for_account=actor.account_id) | Q(payer_account=actor.account_id)
    member_id = actor.party.member_id
    if member_id is None:
        return account
    return account | Q(for_member=member_id) | Q(payer_member=member_id) | Q(in_charge=member_id)
