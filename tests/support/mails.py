"""The mails of a test, read as people read them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from icalendar import Calendar
from pytest_django import Settings

from common.mail import StoredMail

delivered: list[StoredMail] = []


def keep(mail: StoredMail) -> None:
    """Keep a mail where a test finds it: a transport."""
    delivered.append(mail)


@contextmanager
def kept_mails(settings: Settings) -> Iterator[list[StoredMail]]:
    """Have the worker keep the mails it sends in the list that is returned."""
    settings.MAIL_TRANSPORT = "tests.support.mails.keep"
    delivered.clear()
    yield delivered
    delivered.clear()


def read(mail: StoredMail) -> ReadMessage:
    """Return a mail as a mail program reads it."""
    return message_from_bytes(mail.content, policy=policy.default)


def event_in(mail: StoredMail) -> tuple[str, Any]:
    """Return the method and the event of the calendar part of a mail."""
    return event_of(read(mail))


def calendar_in(mail: StoredMail) -> bytes:
    """Return the calendar part of a mail."""
    (part,) = [part for part in read(mail).walk() if part.get_content_type() == "text/calendar"]
    return bytes(part.get_payload(decode=True))


def event_of(message: ReadMessage) -> tuple[str, Any]:
    """Return the method and the event of the calendar part of a message."""
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(str(part.get_content()))
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def last_mail(to: str) -> EmailMessage:
    """Return the last mail that went to an address."""
    return next(message for message in reversed(mail.outbox) if message.to == [to])


def last_code(to: str) -> str:
    """Return the code in the last mail that went to an address."""
    found = re.search(r"\b\d{8}\b", str(last_mail(to).body))
    assert found is not None
    return found.group()
