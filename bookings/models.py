"""A booking, and the occupancies by which it keeps resources busy."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from bookings.constraints import NoDoubleBooking
from bookings.enums import Tentative
from members.models import Account, Member
from spaces.enums import ResourceKind
from spaces.models import Resource, Space

# What tells whether a calendar changed: in the index, so that no booking is read to find that none has.
SEEN_IN_CALENDARS = ["resource", "is_yielding", "sequence", "changed_at", "lapses_at"]


class BookingQuerySet(models.QuerySet["Booking"]):
    def standing(self, at: datetime) -> "BookingQuerySet":
        """Keep what is neither cancelled nor refused, nor lapsed by the instant `at`."""
        return self.filter(Q(lapses_at=None) | Q(lapses_at__gt=at), cancelled_at=None, refused_at=None)


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    def still_held(self, at: datetime) -> "OccupancyQuerySet":
        """Keep what still holds its resource after the instant `at`."""
        return self.filter(Q(held_until=None) | Q(held_until__gt=at))

    def firmly_held(self, at: datetime) -> "OccupancyQuerySet":
        """Keep what holds its resource at the instant `at` against anybody who books."""
        return self.still_held(at).filter(yields=False)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "OccupancyQuerySet":
        """Keep what is busy at some time of the half-open period."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Booking(models.Model):
    """What somebody booked, for whom, who pays, and the price and terms frozen when it was made.

    Its state is derived at an instant (`bookings.life`), never stored. Money is in minor units of
    `currency`. `terms` and `lines` are the JSON of `bookings.terms.Terms` and `bookings.lines.Line`.
    From `lapses_at` on it holds nothing: the term of an option or a request, or the release of what
    nobody has come for; empty, it stands for good. `is_yielding` gives way to whoever books.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="bookings")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    any_of_kind = models.CharField(max_length=20, choices=ResourceKind, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=200, blank=True)

    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="bookings_made")
    booked_by_label = models.CharField(max_length=200)
    for_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="bookings")
    for_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="bookings")
    for_label = models.CharField(max_length=200)
    payer_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="bookings_paid")
    payer_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="bookings_paid")
    payer_label = models.CharField(max_length=200)

    audience = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    lines = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    deposit_minor = models.BigIntegerField(default=0)
    least_due_minor = models.BigIntegerField(default=0)
    is_to_be_invoiced = models.BooleanField(default=False)

    tentative = models.CharField(max_length=10, choices=Tentative, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_label = models.CharField(max_length=200, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by_label = models.CharField(max_length=200, blank=True)
    refused_because = models.CharField(max_length=500, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    checked_in_by_label = models.CharField(max_length=200, blank=True)
    is_yielding = models.BooleanField(default=False)
    is_community_event = models.BooleanField(default=False)
    in_charge = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="events_in_charge")
    in_charge_label = models.CharField(max_length=200, blank=True)

    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by_label = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    is_undone = models.BooleanField(default=False)
    due_minor = models.BigIntegerField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["space", "lapses_at"], condition=Q(lapses_at__isnull=False), name="booking_that_may_lapse"
            ),
            models.Index(fields=["for_member", "starts_at"], name="booking_of_member"),
            models.Index(fields=["for_account", "starts_at"], name="booking_of_account"),
            models.Index(fields=["space", "ends_at", *SEEN_IN_CALENDARS], name="booking_seen_in_space"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_forward"),
            models.CheckConstraint(
                condition=Q(net_minor__gte=0, vat_minor__gte=0, deposit_minor__gte=0, least_due_minor__gte=0),
                name="booking_money_not_negative",
            ),
            models.CheckConstraint(condition=Q(for_member=None) | Q(for_account=None), name="booking_for_one_party"),
            models.CheckConstraint(condition=Q(payer_member=None) | Q(payer_account=None), name="booking_one_payer"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, due_minor=None)
                | Q(cancelled_at__isnull=False, due_minor__isnull=False, due_minor__gte=0),
                name="booking_due_once_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(tentative="") | Q(confirmed_at__isnull=False) | Q(lapses_at__isnull=False),
                name="booking_tentative_has_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(tentative="") | Q(confirmed_at=None, refused_at=None),
                name="booking_firm_needs_no_answer",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | Q(confirmed_at=None, cancelled_at=None),
                name="booking_refused_is_nothing_else",
            ),
            models.CheckConstraint(
                condition=Q(is_community_event=False, in_charge=None)
                | Q(is_community_event=True, in_charge__isnull=False),
                name="booking_event_in_charge",
            ),
            models.CheckConstraint(
                condition=Q(is_yielding=False) | Q(net_minor=0, vat_minor=0), name="booking_yielding_is_free"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def gross_minor(self) -> int:
        """Return the price with VAT, in minor units."""
        return self.net_minor + self.vat_minor

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_firm(self) -> bool:
        """Tell whether nothing is asked any more: neither an option nor a request without answer."""
        return not self.tentative or self.confirmed_at is not None


class Occupancy(models.Model):
    """Keep one resource busy for a period, during the time the booking holds it (both half-open).

    The period is the booking's with the buffers around it, on each of the parts it is made of; what
    yields keeps nobody from booking. `held_until` empty: for good. Cancelled or moved: closed at that
    instant. Rows are never removed. The index leads with the end: what ends after a day begins stays
    little, whatever the years behind it.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="occupancies")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="occupancies")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held_from = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    yields = models.BooleanField(default=False)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["resource", "ends_at", "starts_at"], name="occupancy_of_resource")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occupancy_forward"),
            models.CheckConstraint(
                condition=Q(held_until=None) | Q(held_until__gte=F("held_from")),
                name="occupancy_hold_forward",
            ),
            NoDoubleBooking(name="occupancy_no_double_booking"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at:%Y-%m-%d %H:%M}"


class CalendarFeed(models.Model):
    """A private address at which an account reads bookings as a calendar; renewed by a new key.

    Of a resource or of a space; of neither: the account's own bookings.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="calendar_feeds")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="calendar_feeds")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="calendar_feeds")
    has_names = models.BooleanField(default=True)
    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(resource=None) | Q(space=None), name="calendar_of_one_thing"),
            models.CheckConstraint(
                condition=Q(resource__isnull=False) | Q(space__isnull=False) | Q(has_names=True),
                name="calendar_of_mine_has_names",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(resource=None, space=None), name="calendar_of_mine_once"
            ),
            models.UniqueConstraint(fields=["account", "resource", "has_names"], name="calendar_of_resource_once"),
            models.UniqueConstraint(fields=["account", "space", "has_names"], name="calendar_of_space_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.resource or self.space or 'mine'}"
