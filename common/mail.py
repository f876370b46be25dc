"""Send mails through the outbox: written in the caller's transaction, delivered by the worker.

Each recipient has a job of their own, so that one refused address holds up nobody. A crash between
the mail server's yes and ours may send a mail twice: both copies carry the same Message-ID. What may
itself run twice, such as a job, gives its message a Message-ID of its own: then it is written once.
"""

import base64
import hashlib
import smtplib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage
from email.utils import make_msgid, parseaddr
from typing import Any, Self, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import SafeMIMEText, sanitize_address
from django.utils.module_loading import import_string

from common import clock
from common.models import DemoMail
from common.outbox import GiveUp, enqueue

JOB_KIND = "mail"
MAX_ATTEMPTS = 300  # two days, at ten minutes' distance


@dataclass(frozen=True)
class StoredMail:
    """One mail for one recipient: the envelope, and all its bytes as they will be sent."""

    key: str
    sender: str
    recipient: str
    content: bytes

    def payload(self) -> dict[str, str]:
        content = base64.b64encode(self.content).decode("ascii")
        return {"sender": self.sender, "recipient": self.recipient, "content": content}

    @classmethod
    def from_payload(cls, key: str, payload: Mapping[str, Any]) -> Self:
        return cls(key, payload["sender"], payload["recipient"], base64.b64decode(payload["content"]))


class OutboxEmailBackend(BaseEmailBackend):
    """Django's mail backend: it writes jobs and opens no connection."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(1 for message in email_messages if _store(message))


def prepared(message: EmailMessage, *, key: str) -> StoredMail:
    """Return a message to one recipient as it will be sent; it brings its own Message-ID."""
    (recipient,) = map(_bare_address, message.recipients())
    return StoredMail(key, _bare_address(message.from_email), recipient, _written(message))


def deliver(mail: StoredMail) -> None:
    """Hand a mail to the transport that the settings name."""
    transport: Callable[[StoredMail], None] = import_string(settings.MAIL_TRANSPORT)
    transport(mail)


def send_by_smtp(mail: StoredMail) -> None:
    """Give the mail to the mail server; raise `GiveUp` where it refuses for good (5xx)."""
    connection = SmtpBackend()
    connection.open()
    server = cast("smtplib.SMTP", connection.connection)
    try:
        server.sendmail(mail.sender, [mail.recipient], mail.content)
    except smtplib.SMTPRecipientsRefused as error:
        _give_up_if_final(*error.recipients[mail.recipient])
        raise
    except smtplib.SMTPDataError as error:
        _give_up_if_final(error.smtp_code, error.smtp_error)
        raise
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def keep_for_demo(mail: StoredMail) -> None:
    """Keep the mail where the demo's page shows it."""
    message = message_from_bytes(mail.content, policy=policy.default)
    DemoMail.objects.get_or_create(
        key=mail.key,
        defaults={
            "recipient": mail.recipient,
            "subject": str(message["Subject"] or "").strip()[:1000],
            "text": _text_of(message),
            "sent_at": clock.now(),
        },
    )


def _store(message: EmailMessage) -> bool:
    """Write one job per recipient; the same Message-ID to the same address is one mail."""
    domain = urlsplit(settings.PUBLIC_URL).hostname
    headers = {"Message-ID": make_msgid(domain=domain), **message.extra_headers}
    stamped = copy(message)
    stamped.extra_headers = headers
    content = _written(stamped)
    sender = _bare_address(message.from_email)
    recipients = message.recipients()
    for recipient in map(_bare_address, recipients):
        digest = hashlib.sha256(f"{headers['Message-ID']} {recipient}".encode()).hexdigest()
        mail = StoredMail(f"mail:{digest}", sender, recipient, content)
        enqueue(JOB_KIND, key=mail.key, payload=mail.payload())
    return bool(recipients)


def _written(message: EmailMessage) -> bytes:
    return cast("SafeMIMEText", message.message()).as_bytes(linesep="\r\n")


def _bare_address(address: str) -> str:
    return parseaddr(sanitize_address(address, settings.DEFAULT_CHARSET))[1]


def _give_up_if_final(code: int, answer: bytes | str) -> None:
    if code >= 500:
        text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        raise GiveUp(f"The mail server refused for good: {code} {text}")


def _text_of(message: ReadMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""
