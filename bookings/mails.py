"""Write the mail that tells one person what happened to a booking, with the event for their calendar."""

from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bookings.ical import Correspondent, message_to_calendar
from bookings.letters import Subject, paragraphs, subject_line
from bookings.news import News, Role
from bookings.queries.readers import Reader
from members.operations.mails import mail_link


def mail_about(about: Subject, reader: Reader, *, kind: str | None, has_event: bool) -> EmailMultiAlternatives:
    """Return the mail in its reader's language; of a `kind` they can switch off, or of none.

    Its Message-ID is the same each time it is written, so that a second copy is known as one.
    """
    house = about.house
    with translation.override(reader.language or house.default_language):
        stop = _address("mail-refusal", mail_link(reader.holder, kind)) if kind else ""
        message = EmailMultiAlternatives(
            subject=_one_line(subject_line(about)),
            body=_text(about, reader, stop=stop),
            from_email=formataddr((_one_line(house.name), _sender())),
            to=[formataddr((_one_line(reader.name), reader.email))],
            reply_to=[house.contact_email] if house.contact_email else None,
            headers=_headers(about, reader, stop=stop),
        )
        if has_event and about.role is not Role.APPROVER and about.told.news is not News.GAVE_WAY:
            _attach_event(message, about, reader)
    return message


def _attach_event(message: EmailMultiAlternatives, about: Subject, reader: Reader) -> None:
    method, content = message_to_calendar(
        about.booking,
        house=about.house,
        at=about.at,
        organizer=Correspondent(_one_line(about.house.name), _sender()),
        attendee=Correspondent(_one_line(reader.name), reader.email),
    )
    message.attach_alternative(content.decode(), f"text/calendar; method={method}")


def _text(about: Subject, reader: Reader, *, stop: str) -> str:
    parts = [_("Bonjour %(name)s,") % {"name": reader.name}, *paragraphs(about)]
    if reader.account_id is not None:
        parts.append(_address("booking", about.booking.pk))
    parts.append(f"-- \n{about.house.name}\n{settings.PUBLIC_URL}")
    if stop:
        parts.append(_("Ne plus recevoir ces mails : %(address)s") % {"address": stop})
    return "\n\n".join(parts) + "\n"


def _headers(about: Subject, reader: Reader, *, stop: str) -> dict[str, str]:
    told, host = about.told, urlsplit(settings.PUBLIC_URL).hostname
    headers = {
        "Message-ID": f"<{about.booking.uid}.{told.sequence}.{told.news}.{reader.holder.reference}@{host}>",
        "Date": format_datetime(about.at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": translation.get_language() or "",
    }
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _address(name: str, *arguments: object) -> str:
    return settings.PUBLIC_URL + reverse(name, args=arguments)


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
