"""The jobs and chores of the house's own tables."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from common import clock, mail
from common.chores import chore, forget_old_slots
from common.models import IDEMPOTENCY_KEPT_FOR, IdempotencyRecord, OutboxJob, WorkerBeat
from common.outbox import Job, job

JOBS_KEPT_FOR = timedelta(days=30)
BEATS_KEPT_FOR = timedelta(days=1)
SLOTS_KEPT_FOR = timedelta(days=90)


@job(mail.JOB_KIND, max_attempts=mail.MAX_ATTEMPTS)
def send_mail(job: Job) -> None:
    mail.deliver(mail.StoredMail.from_payload(job.key, job.payload))


@chore("forget_idempotency_keys", cron="20 * * * *")
def forget_idempotency_keys(slot_at: datetime) -> None:
    IdempotencyRecord.objects.filter(created_at__lt=clock.now() - IDEMPOTENCY_KEPT_FOR).delete()


@chore("forget_old_jobs", cron="10 3 * * *")
def forget_old_jobs(slot_at: datetime) -> None:
    """Remove jobs that were done, or given up, 30 days ago by the machine's time."""
    before = clock.real_now() - JOBS_KEPT_FOR
    OutboxJob.objects.filter(done_at__lt=before).delete()
    OutboxJob.objects.filter(failed_at__lt=before).delete()
    WorkerBeat.objects.filter(seen_at__lt=clock.real_now() - BEATS_KEPT_FOR).delete()


@chore("forget_old_slots", cron="15 3 * * *")
def forget_slots(slot_at: datetime) -> None:
    forget_old_slots(slot_at - SLOTS_KEPT_FOR)


@chore("clear_sessions", cron="30 3 * * *")
def clear_sessions(slot_at: datetime) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
