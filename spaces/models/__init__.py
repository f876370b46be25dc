"""The house, its spaces and what they offer: hours, prices and rules, each dated."""

import secrets
from datetime import time

from django.db import models
from django.db.models import F, Q

import spaces.models.access  # noqa: F401 - where Django looks for models
from spaces.enums import NAMED_UNITS, ResourceKind, Unit

MIDNIGHT = time(0)


def new_version() -> str:
    """Return a value that no other state of the house has had."""
    return secrets.token_hex(16)


class House(models.Model):
    """Name the one house this instance serves; `version` changes with every setting of its spaces."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3, default="EUR")
    default_language = models.CharField(max_length=10, default="fr")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)
    features = models.JSONField(default=list, blank=True)
    version = models.CharField(max_length=32, default=new_version)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="house_single")]

    def __str__(self) -> str:
        return self.name


class Space(models.Model):
    """One site of the house, with its own address, time zone, hours, prices and rules."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    how_to_come = models.TextField(blank=True)
    country = models.CharField(max_length=2, default="FR")
    subdivision = models.CharField(max_length=6, blank=True)
    time_zone = models.CharField(max_length=50, default="Europe/Paris")
    is_closed_on_public_holidays = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A part of the building that holds resources."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="zones")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="zone_name_once_per_space")]

    def __str__(self) -> str:
        return self.name


class Resource(models.Model):
    """Something that can be booked, by one booking at a time."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="resources")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="resources")
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=ResourceKind)
    capacity = models.PositiveSmallIntegerField(default=1)
    features = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="resource_slug_once_per_space"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="resource_capacity_positive"),
            models.CheckConstraint(condition=Q(kind__in=ResourceKind.values), name="resource_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ResourcePart(models.Model):
    """One part of a resource that is made of others: booking the whole takes every part."""

    whole = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="part_links")
    part = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="whole_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "part"], name="resource_part_once"),
            models.CheckConstraint(condition=~Q(whole=F("part")), name="resource_part_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.whole} > {self.part}"


class Audience(models.Model):
    """A group of people that a price is meant for."""

    code = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class OpeningWeek(models.Model):
    """The weekly opening hours of a space from a date on, until the next row."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="opening_weeks")
    valid_from = models.DateField()
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "valid_from"], name="opening_week_once_per_date")]

    def __str__(self) -> str:
        return f"{self.space} {self.valid_from}"


class OpeningSlot(models.Model):
    """One stretch of a weekday (0 is Monday) in local time; a close at 00:00 is the end of that day."""

    week = models.ForeignKey(OpeningWeek, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_slot_weekday_known"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")) | Q(closes_at=MIDNIGHT), name="opening_slot_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at}-{self.closes_at}"


class OpeningException(models.Model):
    """Other hours on some days: closed where both times are empty, else open just then."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="opening_exceptions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    label = models.CharField(max_length=100, blank=True)
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="opening_exception_forward"),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None)
                | Q(opens_at__isnull=False, closes_at__isnull=False, closes_at__gt=F("opens_at"))
                | Q(opens_at__isnull=False, closes_at__isnull=False, closes_at=MIDNIGHT),
                name="opening_exception_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.starts_on}"


def scope_constraint(name: str) -> models.CheckConstraint:
    """Return the rule that a setting is for a kind or for one resource, never both."""
    return models.CheckConstraint(condition=Q(kind="") | Q(resource=None), name=name)


class NamedPeriod(models.Model):
    """A named stretch of the day that is sold as one, in local time, for a kind or a resource.

    `name` is one of `PeriodName`, or a short name of the house's own with its `label`.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="named_periods")
    kind = models.CharField(max_length=20, choices=ResourceKind, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.CharField(max_length=20, choices=Unit)
    name = models.SlugField(max_length=50)
    label = models.CharField(max_length=100, blank=True)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["starts_at", "ends_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) | Q(ends_at=MIDNIGHT), name="named_period_forward"
            ),
            models.CheckConstraint(condition=Q(unit__in=NAMED_UNITS), name="named_period_of_a_day"),
            scope_constraint("named_period_one_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at}-{self.ends_at}"


class Price(models.Model):
    """What one unit costs an audience from a date on, in minor units without VAT; no amount: not on offer.

    Where `least_minor` is set the payer chooses, from there up; `net_minor` is then what is suggested.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="prices")
    kind = models.CharField(max_length=20, choices=ResourceKind, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.CharField(max_length=20, choices=Unit)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    net_minor = models.BigIntegerField(null=True, blank=True)
    least_minor = models.BigIntegerField(null=True, blank=True)
    vat_bp = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net_minor=None) | Q(net_minor__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(least_minor=None) | Q(least_minor__gte=0, net_minor__gte=F("least_minor")),
                name="price_least_within",
            ),
            models.CheckConstraint(condition=Q(vat_bp__lte=10_000), name="price_vat_possible"),
            models.UniqueConstraint(
                fields=["resource", "unit", "audience", "valid_from"],
                condition=Q(resource__isnull=False),
                name="price_once_per_date_and_resource",
            ),
            models.UniqueConstraint(
                fields=["space", "kind", "unit", "audience", "valid_from"],
                condition=Q(resource=None),
                name="price_once_per_date_and_kind",
            ),
            scope_constraint("price_one_scope"),
            models.CheckConstraint(condition=~Q(kind="") | Q(resource__isnull=False), name="price_has_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.net_minor}"


class Supplement(models.Model):
    """What is paid beside the packages from a date on, by those who ask for it: hours, or a thing by number.

    With `starts_at` and `ends_at` it opens these hours of a local day to a booking; otherwise it is an option,
    taken up to `most` times. `net_minor` is for one, in minor units without VAT; no amount: not on offer.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="supplements")
    kind = models.CharField(max_length=20, choices=ResourceKind, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True)
    code = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    most = models.PositiveSmallIntegerField(default=1)
    net_minor = models.BigIntegerField(null=True, blank=True)
    vat_bp = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net_minor=None) | Q(net_minor__gte=0), name="supplement_not_negative"),
            models.CheckConstraint(condition=Q(vat_bp__lte=10_000), name="supplement_vat_possible"),
            models.CheckConstraint(condition=Q(most__gte=1), name="supplement_most_positive"),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at"), most=1)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at=MIDNIGHT, most=1),
                name="supplement_hours",
            ),
            models.UniqueConstraint(
                fields=["resource", "code", "audience", "valid_from"],
                condition=Q(resource__isnull=False),
                name="supplement_once_per_date_and_resource",
            ),
            models.UniqueConstraint(
                fields=["space", "kind", "code", "audience", "valid_from"],
                condition=Q(resource=None),
                name="supplement_once_per_date_and_kind",
            ),
            scope_constraint("supplement_one_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.net_minor}"


class Rule(models.Model):
    """The value of one named rule from a date on (spaces.rulebook says which names and values).

    Cleared, it has none from then on: the wider scope's holds again.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(max_length=20, choices=ResourceKind, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=40)
    value = models.JSONField(null=True, blank=True)
    is_cleared = models.BooleanField(default=False)
    valid_from = models.DateField()
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "name", "valid_from"],
                condition=Q(resource__isnull=False),
                name="rule_once_per_date_and_resource",
            ),
            models.UniqueConstraint(
                fields=["space", "kind", "name", "valid_from"],
                condition=Q(resource=None),
                name="rule_once_per_date_and_kind",
            ),
            scope_constraint("rule_one_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
