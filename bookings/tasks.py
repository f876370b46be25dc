"""The jobs that follow from what happens to bookings: find out who is told, then tell each of them."""

from bookings.letters import Subject
from bookings.life import State, state_at
from bookings.mails import mail_about
from bookings.models import Booking
from bookings.news import EVENT, News, Role, Told, kind_of
from bookings.operations.telling import JOB_KIND
from bookings.queries.readers import approvers_of, reader_named, readers_of
from common import clock, mail
from common.outbox import GiveUp, Job, enqueue, job
from members.queries.mails import unwanted_mails
from spaces.queries import catalogue

LETTER = "letter"
PEOPLE = (
    "resource",
    "booked_by",
    "for_account",
    "for_member__account",
    "payer_account",
    "payer_member__account",
    "in_charge__account",
)


@job(JOB_KIND)
def tell_people(job: Job) -> None:
    """Write a letter's job for each person who is told."""
    told = Told.from_payload(job.payload)
    booking = _current(told)
    if booking is None:
        return
    readers = readers_of(booking, by=told.by)
    if told.news is News.REQUESTED:
        readers += approvers_of(booking, except_for=readers, at=clock.now())
    for reader in readers:
        payload = {**told.as_payload(), "to": reader.holder.reference, "role": reader.role.value}
        enqueue(LETTER, key=f"{told.key}:{reader.holder.reference}", payload=payload)


@job(LETTER, max_attempts=mail.MAX_ATTEMPTS)
def send_letter(job: Job) -> None:
    """Tell one person, at the address and in the language they have now, unless they do without."""
    told = Told.from_payload(job.payload)
    booking, reader = _current(told), reader_named(job.payload["to"])
    if booking is None or reader is None:
        return
    unwanted = unwanted_mails(reader.holder)
    role = Role(job.payload["role"])
    about = Subject(told, booking, catalogue(), clock.now(), reader_id=reader.account_id, role=role)
    kind = kind_of(told.news, role, is_by_reader=about.is_by_reader)
    if kind in unwanted:
        return
    try:
        message = mail.prepared(mail_about(about, reader, kind=kind, has_event=EVENT not in unwanted), key=job.key)
    except ValueError as error:
        raise GiveUp(f"No mail can be written to this address: {error}") from error
    mail.deliver(message)


def _current(told: Told) -> Booking | None:
    """Return the booking as it is told of, or nothing: a later change, or the clock, has overtaken the news."""
    booking = Booking.objects.select_related(*PEOPLE).filter(pk=told.booking_id, sequence=told.sequence).first()
    if booking is None:
        return None
    has_lapsed = state_at(booking, clock.now()) is State.LAPSED
    return booking if has_lapsed == (told.news is News.LAPSED) else None
