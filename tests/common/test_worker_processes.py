"""Real worker processes against a real mail server: killed, stopped, beside each other."""

import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from pytest_django import Settings

from common.models import OutboxJob, WorkerBeat
from tests.support import servers
from tests.support.smtp import MailServer, mail_server
from tests.support.workers import Start, wait_until, workers

SHORT_LEASE_S = 3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a worker process whose mails go to a port of this machine."""
    with workers(database_url, tmp_path / "workers.log") as run:
        yield run


@pytest.fixture(autouse=True)
def _outbox_backend(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "common.mail.OutboxEmailBackend"


def write_mails(count: int, *, first: int = 0) -> list[str]:
    """Write mails in one transaction; return their Message-IDs."""
    ids = [f"<mail-{number}@example.org>" for number in range(first, first + count)]
    with transaction.atomic():
        for message_id in ids:
            EmailMessage("Objet", "Texte", to=["alice@example.org"], headers={"Message-ID": message_id}).send()
    return ids


def wait_until_accepted(sink: MailServer, count: int) -> None:
    wait_until(lambda: len(sink.accepted) >= count, within_s=60)


def nothing_waits() -> bool:
    return not OutboxJob.objects.waiting().filter(kind="mail").exists()


def test_a_worker_killed_while_it_sends_loses_no_mail(start: Start) -> None:
    ids = write_mails(3)
    with mail_server() as sink:
        sink.may_answer.clear()
        victim = start(sink.port, lease_s=SHORT_LEASE_S)
        assert sink.has_content.wait(15)
        os.kill(victim.pid, signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
        assert OutboxJob.objects.waiting().filter(claimed_until__isnull=False).count() == 1
        sink.may_answer.set()
        start(sink.port, lease_s=SHORT_LEASE_S)
        wait_until(nothing_waits)
    sent = Counter(sink.message_ids)
    assert set(sent) == set(ids)
    assert sorted(sent.values()) == [1, 1, 2]


@pytest.mark.long
def test_workers_killed_again_and_again_lose_no_mail(start: Start) -> None:
    ids = write_mails(120)
    with mail_server() as sink:
        sink.delay_s = 0.02
        workers = [start(sink.port, lease_s=SHORT_LEASE_S), start(sink.port, lease_s=SHORT_LEASE_S)]
        for taken in (5, 20, 40):
            wait_until_accepted(sink, taken)
            victim = workers.pop(0)
            os.kill(victim.pid, signal.SIGKILL)
            workers.append(start(sink.port, lease_s=SHORT_LEASE_S))
        wait_until(nothing_waits)
    sent = Counter(sink.message_ids)
    assert set(sent) == set(ids)
    assert sent.total() <= len(ids) + 3


@pytest.mark.long
def test_a_minute_of_kills_loses_no_mail(start: Start) -> None:
    ids: list[str] = []
    kills = 0
    ends_at = time.monotonic() + 60
    with mail_server() as sink:
        sink.delay_s = 0.01
        workers = [start(sink.port, lease_s=SHORT_LEASE_S) for _ in range(3)]
        while time.monotonic() < ends_at:
            ids += write_mails(50, first=len(ids))
            wait_until_accepted(sink, len(ids) - 25)
            os.kill(workers.pop(0).pid, signal.SIGKILL)
            workers.append(start(sink.port, lease_s=SHORT_LEASE_S))
            kills += 1
        wait_until(nothing_waits, within_s=60)
    sent = Counter(sink.message_ids)
    assert set(sent) == set(ids)
    twice = sent.total() - len(ids)
    logging.getLogger(__name__).info("%d mails, %d kills, %d sent twice", len(ids), kills, twice)
    assert twice <= kills


@pytest.mark.long
def test_workers_beside_each_other_send_each_mail_once(start: Start) -> None:
    ids = write_mails(100)
    with mail_server() as sink:
        for _ in range(3):
            start(sink.port)
        wait_until(nothing_waits)
    assert Counter(sink.message_ids) == Counter(ids)


def test_a_mail_server_that_comes_back_gets_the_mails(start: Start) -> None:
    ids = write_mails(2)
    port = servers.free_port()
    start(port)
    wait_until(lambda: OutboxJob.objects.waiting().filter(attempts=1, retry_at__isnull=False).count() == 2)
    with mail_server(port=port) as sink:
        wait_until(nothing_waits)
    assert sorted(sink.message_ids) == ids


def test_a_worker_that_is_asked_to_stop_finishes_the_job_in_hand(start: Start) -> None:
    write_mails(2)
    with mail_server() as sink:
        sink.may_answer.clear()
        worker = start(sink.port)
        assert sink.has_content.wait(15)
        assert WorkerBeat.objects.count() == 1
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        assert worker.poll() is None
        sink.may_answer.set()
        assert worker.wait(5) == 0
    assert len(sink.accepted) == 1
    assert OutboxJob.objects.filter(kind="mail", done_at__isnull=False).count() == 1
    assert OutboxJob.objects.waiting().get().attempts == 0
    assert not WorkerBeat.objects.exists()


def test_an_idle_worker_stops_at_once(start: Start) -> None:
    worker = start(servers.free_port())
    wait_until(WorkerBeat.objects.exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(3) == 0
