import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as project_settings
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from common import clock
from common.models import DemoMail, OutboxJob
from tests.support.jobs import no_chores, run_due_jobs
from tests.support.servers import free_port
from tests.support.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _only_mails(settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = "common.mail.OutboxEmailBackend"
    settings.MAIL_TRANSPORT = "common.mail.send_by_smtp"
    with no_chores():
        yield


@pytest.fixture
def sink(settings: Settings) -> Iterator[MailServer]:
    """Return a mail server that the house uses."""
    with mail_server() as server:
        use_mail_server(settings, server.port)
        yield server


def use_mail_server(settings: Settings, port: int) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def write(*recipients: str, subject: str = "Le code de l’entrée", text: str = "C’est ABC-DEF.") -> None:
    send_mail(subject, text, "Beffroi <maison@example.org>", list(recipients or ["alice@example.org"]))


def test_a_mail_is_written_with_the_change_it_tells_of_and_sent_by_the_worker(sink: MailServer) -> None:
    write()
    assert sink.accepted == []
    assert run_due_jobs() == 1
    (delivery,) = sink.accepted
    assert delivery.recipients == ["alice@example.org"]
    assert delivery.message["Subject"] == "Le code de l’entrée"
    assert delivery.message["From"] == "Beffroi <maison@example.org>"
    assert delivery.message.get_content().strip() == "C’est ABC-DEF."
    assert b"\n" not in delivery.content.replace(b"\r\n", b"")


def test_a_mail_about_a_change_that_was_rolled_back_is_never_sent(sink: MailServer) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert run_due_jobs() == 0


def test_a_sent_mail_leaves_no_login_code_behind(sink: MailServer) -> None:
    write()
    assert base64.b64decode(OutboxJob.objects.get().payload["content"])
    run_due_jobs()
    assert OutboxJob.objects.get().payload == {}


def test_html_and_attachments_arrive_as_they_were_written(sink: MailServer) -> None:
    message = EmailMultiAlternatives("Facture", "En pièce jointe.", to=["alice@example.org"])
    message.attach_alternative("<p>En pièce jointe.</p>", "text/html")
    message.attach("facture.pdf", b"%PDF\x00\xff", "application/pdf")
    message.send()
    run_due_jobs()
    (attachment,) = sink.accepted[0].message.iter_attachments()
    assert attachment.get_content() == b"%PDF\x00\xff"


def test_each_recipient_gets_a_job_of_their_own_and_one_refusal_holds_up_nobody(sink: MailServer) -> None:
    sink.refused["nobody@example.org"] = "550 no such person"
    write("nobody@example.org", "alice@example.org", "bob@example.org")
    assert run_due_jobs() == 3
    assert [delivery.recipients for delivery in sink.accepted] == [["alice@example.org"], ["bob@example.org"]]
    given_up = OutboxJob.objects.get(failed_at__isnull=False)
    assert given_up.last_error == "The mail server refused for good: 550 no such person"


def test_a_blind_copy_shows_in_no_header(sink: MailServer) -> None:
    EmailMultiAlternatives("Objet", "Texte", to=["alice@example.org"], bcc=["bob@example.org"]).send()
    run_due_jobs()
    assert len(sink.accepted) == 2
    assert all(b"bob@example.org" not in delivery.content for delivery in sink.accepted)


def test_a_recipient_the_server_puts_off_gets_the_mail_later(sink: MailServer) -> None:
    sink.refused["alice@example.org"] = "451 come back later"
    write()
    run_due_jobs()
    assert OutboxJob.objects.waiting().count() == 1
    sink.refused.clear()
    OutboxJob.objects.update(retry_at=None)
    run_due_jobs()
    assert len(sink.accepted) == 1


def test_a_mail_of_our_own_message_id_is_written_once(sink: MailServer) -> None:
    for _ in range(2):
        reminder = EmailMultiAlternatives("Rappel", "Demain", to=["alice@example.org"])
        reminder.extra_headers["Message-ID"] = "<reminder-7@example.org>"
        reminder.send()
    assert run_due_jobs() == 1
    assert sink.message_ids == ["<reminder-7@example.org>"]


def test_one_message_object_sent_twice_is_two_mails(sink: MailServer) -> None:
    message = EmailMultiAlternatives("Objet", "Texte", to=["alice@example.org"])
    message.send()
    message.send()
    run_due_jobs()
    assert len(set(sink.message_ids)) == 2


def test_a_mail_to_nobody_is_no_job(sink: MailServer) -> None:
    assert EmailMultiAlternatives("Objet", "Texte").send() == 0
    assert not OutboxJob.objects.exists()


def test_a_mail_server_that_is_down_for_an_hour_loses_no_mail(settings: Settings) -> None:
    port = free_port()
    use_mail_server(settings, port)
    for number in range(5):
        write(subject=f"Mail {number}")
    began = timezone.now()
    with time_machine.travel(began, tick=False) as machine:
        while clock.real_now() < began + HOUR:
            run_due_jobs()
            machine.move_to(OutboxJob.objects.waiting().earliest("retry_at").retry_at or began)
        assert not OutboxJob.objects.filter(failed_at__isnull=False).exists()
        with mail_server(port=port) as sink:
            machine.move_to(clock.real_now() + timedelta(minutes=10))
            run_due_jobs()
    assert sorted(str(delivery.message["Subject"]) for delivery in sink.accepted) == [f"Mail {n}" for n in range(5)]


def test_a_demo_keeps_its_mails_for_its_page(settings: Settings) -> None:
    settings.MAIL_TRANSPORT = "common.mail.keep_for_demo"
    clock.set_clock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), is_stopped=True)
    write()
    run_due_jobs()
    mail = DemoMail.objects.get()
    assert (mail.recipient, mail.subject, mail.text.strip()) == (
        "alice@example.org",
        "Le code de l’entrée",
        "C’est ABC-DEF.",
    )
    assert mail.sent_at == clock.now()


def test_a_job_that_runs_twice_keeps_a_demo_mail_once(settings: Settings) -> None:
    settings.MAIL_TRANSPORT = "common.mail.keep_for_demo"
    write()
    payload = OutboxJob.objects.get().payload
    run_due_jobs()
    OutboxJob.objects.update(done_at=None, payload=payload)
    run_due_jobs()
    assert DemoMail.objects.count() == 1


def test_anybody_reads_the_mails_of_a_demo_newest_first(settings: Settings, client: Client) -> None:
    settings.IS_DEMO = True
    settings.MAIL_TRANSPORT = "common.mail.keep_for_demo"
    write(subject="Premier <b>mail</b>")
    write(subject="Second", text="Ouvrir https://example.org/code puis fermer.")
    run_due_jobs()
    page = client.get("/demo/mails/").content.decode()
    assert page.index("Second") < page.index("Premier &lt;b&gt;mail&lt;/b&gt;")
    assert '<a href="https://example.org/code"' in page
    assert "à l’instant" in page


def test_a_demo_tells_how_old_a_mail_is_by_the_clock_of_the_house(settings: Settings, client: Client) -> None:
    settings.IS_DEMO = True
    settings.MAIL_TRANSPORT = "common.mail.keep_for_demo"
    write()
    run_due_jobs()
    clock.advance_clock(2 * HOUR)
    assert "À alice@example.org, il y a 2\xa0heures" in client.get("/demo/mails/").content.decode()


def test_a_demo_without_mails_says_so(settings: Settings, client: Client) -> None:
    settings.IS_DEMO = True
    assert "Aucun mail" in client.get("/demo/mails/").content.decode()


def test_outside_a_demo_there_is_no_such_page(client: Client) -> None:
    assert not project_settings.IS_DEMO
    assert client.get("/demo/mails/").status_code == 404
