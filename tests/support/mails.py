"""The mails of a test, read as people read them."""

import re

from django.core import mail
from django.core.mail import EmailMessage


def last_mail(to: str) -> EmailMessage:
    """Return the last mail that went to an address."""
    return next(message for message in reversed(mail.outbox) if message.to == [to])


def last_code(to: str) -> str:
    """Return the code in the last mail that went to an address."""
    found = re.search(r"\b\d{8}\b", str(last_mail(to).body))
    assert found is not None
    return found.group()
