"""Reads of who is told by mail what happens to a booking."""

from collections.abc import Iterator
from dataclasses import dataclass

from bookings.models import Booking
from members.mail_kinds import MailHolder
from members.models import Account, Member


@dataclass(frozen=True)
class Reader:
    """Hold somebody who is told, and where; `language` is empty for those who never chose one.

    `is_for_others`: the booking is neither for them nor paid by them; they made it.
    """

    holder: MailHolder
    name: str
    email: str
    language: str = ""
    is_for_others: bool = False

    @property
    def account_id(self) -> int | None:
        return self.holder.account_id


def readers_of(booking: Booking, *, by: int | None) -> list[Reader]:
    """Return who is told of what the account `by` did: whom the booking is for, and who pays it.

    Whoever made it is told what others do to it, and everything where nobody else can be reached. No
    address stands twice.
    """
    found = {reader.email.casefold(): reader for reader in reversed(list(_of_parties(booking)))}
    readers = list(reversed(found.values()))
    booker = booking.booked_by
    if booker is None or not booker.is_active or booker.email.casefold() in found:
        return readers
    return [*readers, _reader(booker, is_for_others=True)] if booker.pk != by or not readers else readers


def reader_named(reference: str) -> Reader | None:
    """Return the person a job names, as they can be reached now."""
    holder = MailHolder.from_reference(reference)
    if holder.account_id is not None:
        account = Account.objects.filter(pk=holder.account_id, is_active=True).first()
        return _reader(account) if account else None
    member = Member.objects.select_related("account").filter(pk=holder.member_id or 0).first()
    return next(_ways_to(None, member), None)


def _of_parties(booking: Booking) -> Iterator[Reader]:
    yield from _ways_to(booking.for_account, booking.for_member)
    yield from _ways_to(booking.payer_account, booking.payer_member)


def _ways_to(account: Account | None, member: Member | None) -> Iterator[Reader]:
    """Yield the way to reach an account or a member: the account's address where there is one, else the member's."""
    account = account or (member.account if member else None)
    if account is not None:
        if account.is_active:
            yield _reader(account)
    elif member is not None and member.email:
        yield Reader(MailHolder(member_id=member.pk), member.name, member.email)


def _reader(account: Account, *, is_for_others: bool = False) -> Reader:
    holder = MailHolder(account_id=account.pk)
    return Reader(holder, account.name or account.email, account.email, account.language, is_for_others)
