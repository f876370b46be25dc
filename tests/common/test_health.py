from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from common import health
from common.clock import set_clock
from common.health import Part, check_health
from common.models import OutboxJob, WorkerBeat

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def worker() -> WorkerBeat:
    """Return a worker that has just shown itself."""
    now = timezone.now()
    return WorkerBeat.objects.create(name="worker", started_at=now, seen_at=now)


def make_job(*, due: timedelta = timedelta(), **fields: object) -> OutboxJob:
    at = timezone.now() + due
    return OutboxJob.objects.create(
        kind="test", key=f"test:{OutboxJob.objects.count()}", created_at=at, due_at=at, **fields
    )


def test_a_house_that_works_says_so(client: Client, worker: WorkerBeat) -> None:
    make_job(due=-3 * SECOND)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["status"], told["failing"]) == ("ok", [])
    assert told["parts"]["database"]["ok"] is True
    assert told["parts"]["worker"]["workers"] == 1
    assert told["parts"]["worker"]["lag_seconds"] < 30
    assert told["parts"]["outbox"]["waiting"] == 1
    assert 3 <= told["parts"]["outbox"]["oldest_due_seconds"] < 30
    assert told["parts"]["outbox"]["failed"] == 0


def test_health_is_never_cached_and_opens_no_session(client: Client, worker: WorkerBeat) -> None:
    answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_health_is_told_over_plain_http_and_only_told(client: Client, settings: Settings, worker: WorkerBeat) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_without_worker_the_house_is_not_well(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["failing"] == ["worker"]
    assert answer.json()["parts"]["worker"]["reason"] == "No worker runs."


def test_a_worker_that_fell_silent_is_named(client: Client, worker: WorkerBeat) -> None:
    WorkerBeat.objects.update(started_at=timezone.now() - 100 * SECOND, seen_at=timezone.now() - 90 * SECOND)
    answer = client.get("/healthz")
    assert answer.json()["failing"] == ["worker"]
    assert 90 <= answer.json()["parts"]["worker"]["lag_seconds"] < 120


def test_a_worker_busy_with_a_long_job_is_well(worker: WorkerBeat) -> None:
    WorkerBeat.objects.update(started_at=timezone.now() - 100 * SECOND, seen_at=timezone.now() - 90 * SECOND)
    make_job(claimed_by="worker", claimed_until=timezone.now() + 60 * SECOND)
    assert check_health(["worker"])["worker"].is_ok


def test_a_job_that_waits_too_long_is_named(client: Client, worker: WorkerBeat) -> None:
    make_job(due=-16 * 60 * SECOND)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["failing"] == ["outbox"]


def test_a_job_for_later_is_not_late(worker: WorkerBeat) -> None:
    make_job(due=3600 * SECOND)
    part = check_health(["outbox"])["outbox"]
    assert part.facts == {"waiting": 1, "oldest_due_seconds": 0.0, "failed": 0}


def test_a_clock_that_was_just_advanced_makes_no_job_late(worker: WorkerBeat) -> None:
    at = timezone.now()
    OutboxJob.objects.create(kind="test", key="a", created_at=at, due_at=at + timedelta(days=1))
    set_clock(at + timedelta(days=30))
    assert check_health(["outbox"])["outbox"].is_ok


def test_jobs_that_were_given_up_are_counted_without_calling_the_house_ill(worker: WorkerBeat) -> None:
    make_job(failed_at=timezone.now())
    part = check_health(["outbox"])["outbox"]
    assert part.is_ok
    assert part.facts["failed"] == 1


def test_a_load_balancer_may_ask_for_one_part(client: Client) -> None:
    answer = client.get("/healthz?part=database")
    assert answer.status_code == 200
    assert list(answer.json()["parts"]) == ["database"]


def test_a_part_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/healthz?part=coffee").status_code == 404


def test_a_database_that_is_away_is_named_without_its_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Part:
        raise OperationalError("password authentication failed for user beffroi")

    for name in health.part_names():
        monkeypatch.setitem(health._checks, name, fail)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["failing"] == ["database", "worker", "outbox"]
    assert "beffroi" not in answer.content.decode()


def test_an_app_adds_a_check_of_its_own(client: Client, worker: WorkerBeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    health.health_check("bank")(lambda: Part(is_ok=False, facts={"unmatched": 3}))
    answer = client.get("/healthz")
    assert answer.json()["failing"] == ["bank"]
    assert answer.json()["parts"]["bank"] == {"ok": False, "unmatched": 3}


def test_health_costs_few_queries(client: Client, worker: WorkerBeat, query_count: CaptureQueriesContext) -> None:
    with query_count as queries:
        client.get("/healthz")
    assert len(queries) <= 6
