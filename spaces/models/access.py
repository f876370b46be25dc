"""The way into a space: steps with pictures, codes that rotate, keys, and who was shown or handed what."""

from django.db import models
from django.db.models import Q


class AccessSetting(models.Model):
    """Say how long before a reason begins its codes may be shown; without a row, a quarter of an hour."""

    space = models.OneToOneField("spaces.Space", on_delete=models.PROTECT, related_name="access_setting")
    minutes_before = models.PositiveSmallIntegerField()
    authority = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.space} {self.minutes_before}"


class AccessStep(models.Model):
    """One step of how to get in; `texts` holds it by language."""

    space = models.ForeignKey("spaces.Space", on_delete=models.PROTECT, related_name="access_steps")
    position = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.space} {self.position}"


class AccessPicture(models.Model):
    """The picture of a step: a JPEG made anew from what was sent, so without its place and time."""

    step = models.OneToOneField(AccessStep, on_delete=models.CASCADE, related_name="picture")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


class AccessCode(models.Model):
    """Something that opens by a code: a door, a key box, the Wi-Fi."""

    space = models.ForeignKey("spaces.Space", on_delete=models.PROTECT, related_name="access_codes")
    name = models.CharField(max_length=60)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["space", "name"], condition=Q(retired_at=None), name="access_code_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AccessCodeValue(models.Model):
    """What a code is from an instant on, sealed; earlier values stay as history and are never shown."""

    code = models.ForeignKey(AccessCode, on_delete=models.PROTECT, related_name="values")
    sealed = models.TextField()
    valid_from = models.DateTimeField()
    set_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="access_code_one_value_at_a_time")]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from:%Y-%m-%d}"


class CodeShowing(models.Model):
    """Keep for good that a code was shown: to whom, when, for which reason. Rows are only ever added."""

    value = models.ForeignKey(AccessCodeValue, on_delete=models.PROTECT, related_name="showings")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_reference = models.CharField(max_length=100)
    actor_label = models.CharField(max_length=200)
    reason_kind = models.CharField(max_length=40)
    reason_label = models.CharField(max_length=200)
    reason_subject = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["value", "at"], name="code_showing_of_value")]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.at:%Y-%m-%d %H:%M}"


class Key(models.Model):
    """A physical key, known by its number."""

    space = models.ForeignKey("spaces.Space", on_delete=models.PROTECT, related_name="keys")
    number = models.CharField(max_length=30)
    opens = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "number"], name="key_number_once_per_space")]

    def __str__(self) -> str:
        return self.number


class KeyMove(models.Model):
    """One line of the key register: handed over, given back or lost. Rows are only ever added.

    The holder is named by reference and label, without a foreign key: spaces know nobody.
    """

    HANDED, RETURNED, LOST = "handed", "returned", "lost"

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    holder_reference = models.CharField(max_length=100, blank=True)
    holder_label = models.CharField(max_length=200)
    by_label = models.CharField(max_length=200)
    trained_by = models.CharField(max_length=150, blank=True)
    trained_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["holder_reference"], name="key_move_of_holder")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["handed", "returned", "lost"]), name="key_move_kind_known"),
            models.CheckConstraint(
                condition=Q(trained_by="", trained_on=None) | (~Q(trained_by="") & Q(trained_on__isnull=False)),
                name="key_move_training_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.kind} {self.holder_label}"
