"""Reads of who is told by mail what happens to a booking."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bookings.models import Booking
from bookings.news import Role
from common.rights import Right
from members.mail_kinds import MailHolder
from members.models import Account, CirclePerson, CircleRight, Member


@dataclass(frozen=True)
class Reader:
    """Hold somebody who is told, why and where; `language` is empty for those who never chose one."""

    holder: MailHolder
    name: str
    email: str
    language: str = ""
    role: Role = Role.PARTY

    @property
    def account_id(self) -> int | None:
        return self.holder.account_id


def readers_of(booking: Booking, *, by: int | None) -> list[Reader]:
    """Return who is told of what the account `by` did: whom the booking is for, who pays it,
    and who is in charge of the event.

    Whoever made it is told what others do to it, and everything where nobody else can be reached. No
    address stands twice.
    """
    found = {reader.email.casefold(): reader for reader in reversed(list(_of_parties(booking)))}
    readers = list(reversed(found.values()))
    booker = booking.booked_by
    if booker is None or not booker.is_active or booker.email.casefold() in found:
        return readers
    return [*readers, _reader(booker, Role.BOOKER)] if booker.pk != by or not readers else readers


def approvers_of(booking: Booking, *, except_for: Collection[Reader], at: datetime) -> list[Reader]:
    """Return who may answer a request for the booking at `at`, but for those who are told of it anyway."""
    rights = CircleRight.objects.filter(right=Right.APPROVE_BOOKINGS).filter(Q(space=None) | Q(space=booking.space_id))
    times = CirclePerson.objects.filter(Q(left_at=None) | Q(left_at__gt=at), circle__in=rights.values("circle"))
    accounts = Account.objects.filter(is_active=True, member__in=times.filter(joined_at__lte=at).values("member"))
    told = {reader.email.casefold() for reader in except_for}
    return [
        _reader(account, Role.APPROVER) for account in accounts.order_by("id") if account.email.casefold() not in told
    ]


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
    yield from _ways_to(None, booking.in_charge)


def _ways_to(account: Account | None, member: Member | None) -> Iterator[Reader]:
    """Yield the way to reach an account or a member: the account's address where there is one, else the member's."""
    account = account or (member.account if member else None)
    if account is not None:
        if account.is_active:
            yield _reader(account)
    elif member is not None and member.email:
        yield Reader(MailHolder(member_id=member.pk), member.name, member.email)


def _reader(account: Account, role: Role = Role.PARTY) -> Reader:
    holder = MailHolder(account_id=account.pk)
    return Reader(holder, account.name or account.email, account.email, account.language, role)
