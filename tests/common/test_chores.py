from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import chores, tasks
from common.chores import Chore, Timetable, begin_timetables, forget_old_slots
from common.clock import set_clock
from common.models import ChoreRun, IdempotencyRecord, OutboxJob, WorkerBeat
from tests.support.jobs import only_chore, run_due_jobs

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def slots() -> list[datetime]:
    """Return the slots that the test's chore was called for, in order."""
    return []


def test_a_chore_is_done_when_its_slot_comes(slots: list[datetime], clock_at: Callable[[datetime], datetime]) -> None:
    with only_chore(slots.append, cron="0 14 * * *"):
        begin_timetables(clock_at(NOON))
        assert run_due_jobs() == 0
        clock_at(NOON + timedelta(hours=2))
        assert run_due_jobs() == 1
        assert run_due_jobs() == 0
    assert slots == [NOON + timedelta(hours=2)]


def test_a_new_house_has_missed_nothing(slots: list[datetime], clock_at: Callable[[datetime], datetime]) -> None:
    with only_chore(slots.append, cron="* * * * *"):
        begin_timetables(clock_at(NOON))
        assert run_due_jobs() == 0


def test_migrating_again_does_not_hide_a_missed_slot(
    slots: list[datetime], clock_at: Callable[[datetime], datetime]
) -> None:
    with only_chore(slots.append, cron="0 14 * * *"):
        begin_timetables(clock_at(NOON))
        begin_timetables(clock_at(NOON + DAY))
        assert run_due_jobs() == 1


def test_after_a_time_without_worker_the_latest_missed_slot_alone_is_made_up_for(
    slots: list[datetime], clock_at: Callable[[datetime], datetime]
) -> None:
    with only_chore(slots.append, cron="0 14 * * *"):
        begin_timetables(clock_at(NOON))
        clock_at(NOON + 5 * DAY)
        assert run_due_jobs() == 1
    assert slots == [NOON + 4 * DAY + timedelta(hours=2)]


def test_a_clock_that_is_set_back_does_not_repeat_a_slot(
    slots: list[datetime], clock_at: Callable[[datetime], datetime]
) -> None:
    with only_chore(slots.append, cron="0 14 * * *"):
        begin_timetables(clock_at(NOON))
        for days in (1, 0, 1):
            clock_at(NOON + days * DAY)
            run_due_jobs()
    assert len(slots) == 1


def test_two_workers_claim_a_slot_once(slots: list[datetime]) -> None:
    with only_chore(slots.append, cron="0 14 * * *"):
        Timetable().claim_slots(NOON)
        Timetable().claim_slots(NOON)
        assert OutboxJob.objects.filter(kind="chore.test").count() == 1
        assert ChoreRun.objects.filter(chore="test").count() == 1


def test_a_slot_is_claimed_together_with_its_job(slots: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise RuntimeError("killed between the two")

    with only_chore(slots.append, cron="0 14 * * *"):
        monkeypatch.setattr("common.outbox.enqueue", fail)
        with pytest.raises(RuntimeError):
            Timetable().claim_slots(NOON)
        assert not ChoreRun.objects.filter(chore="test").exists()


def test_one_slot_is_one_row() -> None:
    ChoreRun.objects.create(chore="test", slot_at=NOON)
    with pytest.raises(IntegrityError, match=r"chore_slot_once|common_chorerun\.chore"):
        ChoreRun.objects.create(chore="test", slot_at=NOON)


def test_a_chore_follows_the_set_clock_of_the_house(slots: list[datetime]) -> None:
    with only_chore(slots.append, cron="0 14 * * *"):
        begin_timetables(timezone.now())
        set_clock(timezone.now() + 10 * DAY)
        assert run_due_jobs() == 1


@pytest.mark.parametrize(
    ("on", "slot"),
    [
        (datetime(2027, 3, 27, 12, tzinfo=PARIS), datetime(2027, 3, 27, 1, 30, tzinfo=UTC)),
        (datetime(2027, 3, 28, 12, tzinfo=PARIS), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 10, 30, 12, tzinfo=PARIS), datetime(2027, 10, 30, 0, 30, tzinfo=UTC)),
        (datetime(2027, 10, 31, 12, tzinfo=PARIS), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_chore_comes_round_once_on_the_days_the_clocks_change(on: datetime, slot: datetime) -> None:
    nightly = Chore("test", "30 2 * * *", PARIS)
    assert nightly.latest_slot(on) == slot


def test_a_slot_begins_at_its_very_second() -> None:
    daily = Chore("test", "0 14 * * *", ZoneInfo("UTC"))
    two = NOON + timedelta(hours=2)
    assert daily.latest_slot(two) == two
    assert daily.latest_slot(two - timedelta(microseconds=1)) == two - DAY


def test_what_is_known_of_old_slots_is_forgotten_but_for_the_latest() -> None:
    for chore, days in [("often", 200), ("often", 100), ("often", 1), ("rarely", 300)]:
        ChoreRun.objects.create(chore=chore, slot_at=NOON - days * DAY)
    forget_old_slots(NOON - 90 * DAY)
    left = ChoreRun.objects.filter(chore__in=["often", "rarely"]).values_list("chore", "slot_at")
    assert sorted(left) == [("often", NOON - DAY), ("rarely", NOON - 300 * DAY)]


def test_answers_to_idempotent_calls_are_forgotten_after_a_day(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOON)
    for key, age in [("old", timedelta(hours=24, seconds=1)), ("young", timedelta(hours=24))]:
        IdempotencyRecord.objects.create(caller="account:1", key=key, fingerprint="", created_at=NOON - age)
    tasks.forget_idempotency_keys(NOON)
    assert list(IdempotencyRecord.objects.values_list("key", flat=True)) == ["young"]


def test_jobs_are_forgotten_thirty_days_after_they_ended_and_never_while_they_wait() -> None:
    old = timezone.now() - 31 * DAY
    for key, ended in [("done", {"done_at": old}), ("given up", {"failed_at": old}), ("waiting", {})]:
        OutboxJob.objects.create(kind="test", key=key, created_at=old, due_at=old, **ended)
    tasks.forget_old_jobs(NOON)
    assert list(OutboxJob.objects.values_list("key", flat=True)) == ["waiting"]


def test_workers_that_were_killed_are_forgotten_after_a_day() -> None:
    now = timezone.now()
    WorkerBeat.objects.create(name="killed", started_at=now - 2 * DAY, seen_at=now - 2 * DAY)
    WorkerBeat.objects.create(name="alive", started_at=now - 2 * DAY, seen_at=now)
    tasks.forget_old_jobs(NOON)
    assert list(WorkerBeat.objects.values_list("name", flat=True)) == ["alive"]


def test_sessions_that_ended_are_cleared() -> None:
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - DAY)
    Session.objects.create(session_key="open", session_data="", expire_date=timezone.now() + DAY)
    tasks.clear_sessions(NOON)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_every_chore_of_the_house_runs(transactional_db: None) -> None:
    set_clock(timezone.now() + 2 * DAY)
    call_command("worker", "--once")
    done = OutboxJob.objects.filter(kind__startswith="chore.", done_at__isnull=False)
    assert set(done.values_list("kind", flat=True)) == {entry.job_kind for entry in chores._chores.values()}
    assert not OutboxJob.objects.waiting().exists()


def test_a_chore_that_fails_is_tried_again(slots: list[datetime]) -> None:
    def fail_once(slot_at: datetime) -> None:
        slots.append(slot_at)
        if len(slots) == 1:
            raise RuntimeError

    with only_chore(fail_once, cron="0 14 * * *"):
        with transaction.atomic():
            Timetable().claim_slots(timezone.now())
        run_due_jobs()
        OutboxJob.objects.update(retry_at=None)
        run_due_jobs()
    assert len(slots) == 2
    assert slots[0] == slots[1]
