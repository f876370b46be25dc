from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import OutboxJob
from common.outbox import GiveUp, Job, delay_after, enqueue, job
from tests.support.jobs import KIND, job_kind, run_due_jobs

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def do_nothing(job: Job) -> None:
    return


def refuse(job: Job) -> None:
    raise GiveUp("no such address")


def test_a_job_is_kept_with_the_change_that_needs_it() -> None:
    with job_kind(do_nothing), transaction.atomic():
        enqueue(KIND, key="a", payload={"booking": 7})
    kept = OutboxJob.objects.get()
    assert (kept.kind, kept.key, kept.payload, kept.attempts) == (KIND, "a", {"booking": 7}, 0)


def test_a_change_that_is_rolled_back_leaves_no_job() -> None:
    with job_kind(do_nothing), transaction.atomic():
        enqueue(KIND, key="a")
        transaction.set_rollback(True)
    assert not OutboxJob.objects.exists()


def test_the_same_key_twice_is_one_job_and_does_not_break_the_transaction() -> None:
    with job_kind(do_nothing), transaction.atomic():
        enqueue(KIND, key="a", payload={"first": True})
        enqueue(KIND, key="a", payload={"first": False})
        enqueue(KIND, key="b")
    assert list(OutboxJob.objects.order_by("key").values_list("key", "payload")) == [("a", {"first": True}), ("b", {})]


def test_the_same_key_after_the_job_is_done_is_not_done_again() -> None:
    with job_kind(do_nothing):
        enqueue(KIND, key="a")
        assert run_due_jobs() == 1
        enqueue(KIND, key="a")
        assert run_due_jobs() == 0


def test_a_job_that_nobody_can_do_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError, match="no_such"):
        enqueue("no_such", key="a")


def test_a_kind_has_one_handler() -> None:
    with job_kind(do_nothing), pytest.raises(ValueError, match=KIND):
        job(KIND)(refuse)


def test_a_job_for_later_waits_for_the_clock_of_the_house(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOON)
    with job_kind(do_nothing):
        enqueue(KIND, key="a", due_at=NOON + timedelta(hours=2))
        assert run_due_jobs() == 0
        clock_at(NOON + timedelta(hours=2))
        assert run_due_jobs() == 1


def test_the_rest_after_a_failure_doubles_up_to_ten_minutes() -> None:
    rests = [delay_after(attempts).total_seconds() for attempts in (1, 2, 3, 7, 8, 9, 300)]
    assert rests == [5, 10, 20, 320, 600, 600, 600]


def test_a_job_is_never_both_done_and_given_up() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError, match="outbox_done_or_failed"):
        OutboxJob.objects.create(kind=KIND, key="a", created_at=now, due_at=now, done_at=now, failed_at=now)


def test_a_claim_names_its_worker_and_ends() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError, match="outbox_claim_has_worker_and_lease"):
        OutboxJob.objects.create(kind=KIND, key="a", created_at=now, due_at=now, claimed_by="someone")


def test_the_command_shows_what_was_given_up_and_has_it_tried_again() -> None:
    with job_kind(refuse):
        enqueue(KIND, key="a")
        run_due_jobs()
        assert "0 waiting, 1 given up." in command_output("outbox")
        assert "no such address" in command_output("outbox")
    assert "1 will be tried again." in command_output("outbox", "--requeue")
    with job_kind(do_nothing):
        assert run_due_jobs() == 1
    assert OutboxJob.objects.filter(done_at__isnull=False).exists()


def test_the_command_requeues_only_the_jobs_that_are_named() -> None:
    with job_kind(refuse):
        enqueue(KIND, key="a")
        enqueue(KIND, key="b")
        run_due_jobs()
    first, second = OutboxJob.objects.order_by("id")
    command_output("outbox", str(second.pk), "--requeue")
    assert OutboxJob.objects.waiting().get() == second
    with pytest.raises(CommandError, match="Not all"):
        command_output("outbox", str(first.pk), "999999", "--requeue")


def command_output(*words: str) -> str:
    output = StringIO()
    call_command(*words, stdout=output)
    return output.getvalue()
