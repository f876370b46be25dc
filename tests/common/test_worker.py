import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common import worker
from common.clock import set_clock
from common.models import OutboxJob, WorkerBeat
from common.outbox import GiveUp, Job, enqueue, job_kinds
from common.worker import LEASE, Worker, claim_next, do
from tests.support.jobs import KIND, job_kind, rested, run_due_jobs

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_jobs_of_others(db: None) -> None:
    """Begin without what a server of an earlier test may have left as it stopped."""
    OutboxJob.objects.all().delete()


class Handler:
    """Keep the jobs it was given, and fail the first `failures` of them."""

    def __init__(self, failures: int = 0, error: Exception | None = None) -> None:
        self.jobs: list[Job] = []
        self.failures = failures
        self.error = error or RuntimeError("not today")

    def __call__(self, job: Job) -> None:
        self.jobs.append(job)
        if len(self.jobs) <= self.failures:
            raise self.error


def test_a_handler_gets_the_payload_and_the_key() -> None:
    handler = Handler()
    with job_kind(handler):
        enqueue(KIND, key="booking:7", payload={"booking": 7})
        assert run_due_jobs() == 1
    assert handler.jobs == [Job(KIND, "booking:7", {"booking": 7}, 1)]


def test_a_job_that_is_done_keeps_no_payload() -> None:
    with job_kind(Handler()):
        enqueue(KIND, key="a", payload={"code": "ABC-DEF"})
        run_due_jobs()
    done = OutboxJob.objects.get()
    assert done.done_at is not None
    assert done.payload == {}
    assert (done.claimed_by, done.claimed_until) == ("", None)


def test_a_job_that_fails_rests_and_is_tried_again_with_the_same_key() -> None:
    handler = Handler(failures=1)
    with job_kind(handler):
        enqueue(KIND, key="a")
        assert run_due_jobs() == 1
        failed = OutboxJob.objects.get()
        assert failed.last_error == "RuntimeError: not today"
        assert failed.retry_at is not None
        assert failed.retry_at > timezone.now()
        assert run_due_jobs() == 0
        rested(failed)
        assert run_due_jobs() == 1
    assert [job.key for job in handler.jobs] == ["a", "a"]
    assert [job.attempt for job in handler.jobs] == [1, 2]
    assert OutboxJob.objects.get().last_error == ""


def test_a_job_is_given_up_after_its_last_attempt_and_keeps_its_payload() -> None:
    with job_kind(Handler(failures=3), max_attempts=2):
        enqueue(KIND, key="a", payload={"to": "alice"})
        run_due_jobs()
        assert rested(OutboxJob.objects.get()).failed_at is None
        run_due_jobs()
        assert rested(OutboxJob.objects.get()).failed_at is not None
        assert run_due_jobs() == 0
    assert OutboxJob.objects.get().payload == {"to": "alice"}


def test_a_handler_that_gives_up_is_not_called_again() -> None:
    with job_kind(Handler(failures=9, error=GiveUp("refused for good"))):
        enqueue(KIND, key="a")
        run_due_jobs()
    given_up = OutboxJob.objects.get()
    assert given_up.failed_at is not None
    assert given_up.last_error == "refused for good"


def test_jobs_that_keep_failing_do_not_hold_up_a_new_one() -> None:
    handler = Handler(failures=3)
    with job_kind(handler):
        for key in ("old-1", "old-2", "old-3"):
            enqueue(KIND, key=key)
        run_due_jobs()
        enqueue(KIND, key="new")
        OutboxJob.objects.update(retry_at=None)
        run_due_jobs()
    assert [job.key for job in handler.jobs[3:]] == ["new", "old-1", "old-2", "old-3"]


def test_a_kind_this_worker_does_not_know_is_left_to_a_newer_one() -> None:
    with job_kind(Handler()):
        enqueue(KIND, key="a")
    assert run_due_jobs() == 0
    assert OutboxJob.objects.waiting().count() == 1


def test_a_handler_runs_outside_any_transaction(transactional_db: None) -> None:
    states = []
    with job_kind(lambda job: states.append(transaction.get_connection().in_atomic_block)):
        enqueue(KIND, key="a")
        run_due_jobs()
    assert states == [False]


def test_a_claimed_job_belongs_to_nobody_else_until_its_lease_ends() -> None:
    with job_kind(Handler()):
        enqueue(KIND, key="a")
        assert claim_next(worker="first", lease=LEASE) is not None
        assert claim_next(worker="second", lease=LEASE) is None
        OutboxJob.objects.update(claimed_until=timezone.now())
        taken = claim_next(worker="second", lease=LEASE)
    assert taken is not None
    assert (taken.claimed_by, taken.attempts) == ("second", 2)


def test_a_set_clock_neither_ends_nor_prolongs_a_lease() -> None:
    with job_kind(Handler()):
        enqueue(KIND, key="a")
        claim_next(worker="first", lease=LEASE)
        set_clock(timezone.now() + timedelta(days=300))
        assert claim_next(worker="second", lease=LEASE) is None


def test_a_kind_may_ask_for_a_longer_lease() -> None:
    with job_kind(Handler(), lease=timedelta(hours=1)):
        enqueue(KIND, key="a")
        claimed = claim_next(worker="first", lease=LEASE)
    assert claimed is not None
    assert claimed.claimed_until is not None
    assert claimed.claimed_until > timezone.now() + timedelta(minutes=59)


def test_a_worker_that_lost_its_lease_does_not_put_back_what_another_does() -> None:
    with job_kind(Handler(failures=9), max_attempts=1):
        enqueue(KIND, key="a")
        slow = claim_next(worker="slow", lease=LEASE)
        OutboxJob.objects.update(claimed_until=timezone.now())
        claim_next(worker="quick", lease=LEASE)
        assert slow is not None
        do(slow, job_kinds()[KIND], lease=LEASE)
    held = OutboxJob.objects.get()
    assert (held.claimed_by, held.failed_at) == ("quick", None)


def test_a_job_that_kills_its_worker_each_time_is_given_up() -> None:
    handler = Handler()
    with job_kind(handler, max_attempts=2):
        enqueue(KIND, key="a")
        for _ in range(2):
            claim_next(worker="dies", lease=LEASE)
            OutboxJob.objects.update(claimed_until=timezone.now())
        run_due_jobs()
    assert handler.jobs == []
    assert OutboxJob.objects.get().last_error == "The worker died at each attempt."


def test_a_handler_that_takes_too_long_is_interrupted_before_its_lease_ends(transactional_db: None) -> None:
    with job_kind(lambda job: time.sleep(5)):
        enqueue(KIND, key="a")
        began = time.monotonic()
        run_due_jobs(lease=timedelta(seconds=0.4))
    assert time.monotonic() - began < 3
    assert OutboxJob.objects.get().last_error == "Interrupted after 0.3 s."


def test_an_idle_second_costs_one_query_and_takes_no_lock(
    transactional_db: None, clock_at: Callable[[datetime], datetime], query_count: CaptureQueriesContext
) -> None:
    clock_at(NOON)
    idle = Worker()
    while idle._work_once():
        pass
    with query_count as queries:
        idle._work_once()
    assert len(queries) == 1
    assert queries.captured_queries[0]["sql"].startswith("SELECT 1")


def test_a_worker_shows_that_it_lives_and_leaves_no_trace_when_it_ends(transactional_db: None) -> None:
    seen: list[bool] = []
    loop = Worker()

    def look_and_stop(job: Job) -> None:
        seen.append(WorkerBeat.objects.filter(name=loop.name).exists())
        loop.stop()

    with job_kind(look_and_stop):
        enqueue(KIND, key="a")
        loop.run()
    assert seen == [True]
    assert not WorkerBeat.objects.exists()
    assert OutboxJob.objects.get().done_at is not None


def test_a_worker_waits_for_a_database_that_is_away(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = Worker()
    answers = iter([OperationalError("gone"), OperationalError("still gone")])

    def claim(**arguments: object) -> OutboxJob | None:
        error = next(answers, None)
        if error is not None:
            raise error
        loop.stop()
        return None

    monkeypatch.setattr(worker, "claim_next", claim)
    monkeypatch.setattr(worker, "POLL_S", 0.01)
    loop.run()
    assert next(answers, None) is None


def test_workers_beside_each_other_do_each_job_once(transactional_db: None) -> None:
    done: list[str] = []
    with job_kind(lambda job: done.append(job.key)):
        for number in range(60):
            enqueue(KIND, key=str(number))
        threads = [threading.Thread(target=_drain_in_thread) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(60)]


def _drain_in_thread() -> None:
    run_due_jobs()
    transaction.get_connection().close()
