"""Tables that every app stands on: audit, outbox, idempotency, clock, governed fields."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

IDEMPOTENCY_KEPT_FOR = timedelta(hours=24)


class AuditEntry(models.Model):
    """Keep one change for good: who, what, from, to. Rows are only ever added."""

    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=20)
    actor_reference = models.CharField(max_length=100)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    authority = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_label}"


class GovernedField(models.Model):
    """Say that a decision governs one field of one thing; written by proposals alone."""

    subject = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    decision = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "field"], name="governed_field_once")]

    def __str__(self) -> str:
        return f"{self.subject}.{self.field}: {self.decision}"


class ClockSetting(models.Model):
    """Shift the clock of a demo or a test, for all its processes at once."""

    shift_microseconds = models.BigIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    started_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="clock_setting_single")]

    def __str__(self) -> str:
        return "clock"


class IdempotencyRecord(models.Model):
    """Keep the first answer to an unsafe call, committed together with its effect."""

    caller = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"


class OutboxJobQuerySet(models.QuerySet["OutboxJob"]):
    def waiting(self) -> "OutboxJobQuerySet":
        """Keep what is neither done nor given up."""
        return self.filter(done_at=None, failed_at=None)

    def claimable(self, kinds: Collection[str], *, house_now: datetime, real_now: datetime) -> "OutboxJobQuerySet":
        """Keep what a worker that knows `kinds` may take now: due, not put off, in nobody's hands."""
        return self.waiting().filter(
            Q(retry_at=None) | Q(retry_at__lte=real_now),
            Q(claimed_until=None) | Q(claimed_until__lte=real_now),
            due_at__lte=house_now,
            kind__in=kinds,
        )


class OutboxJob(models.Model):
    """Hold what must still happen, written in the transaction that made it necessary.

    `due_at` is the house's time, all the others the machine's. A claimed job whose lease ran out
    belongs to whoever claims it next, so a killed worker loses none. Once done it keeps no payload.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=100, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(done_at=None, failed_at=None), name="outbox_waiting"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="outbox_failed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(failed_at=None), name="outbox_done_or_failed"),
            models.CheckConstraint(
                condition=Q(claimed_by="", claimed_until=None) | (~Q(claimed_by="") & Q(claimed_until__isnull=False)),
                name="outbox_claim_has_worker_and_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ChoreRun(models.Model):
    """Claim one slot of a chore's timetable: the row can be inserted once, by one worker."""

    chore = models.CharField(max_length=60)
    slot_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chore", "slot_at"], name="chore_slot_once")]

    def __str__(self) -> str:
        return f"{self.chore} {self.slot_at:%Y-%m-%d %H:%M}"


class WorkerBeat(models.Model):
    """Show that a worker is alive; written every few seconds of the machine's time."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seen_at__gte=F("started_at")), name="worker_seen_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class DemoMail(models.Model):
    """A mail that a demo would have sent: there it is read on a page."""

    key = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=1000)
    text = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"
