"""Add members and the spans of time in which they are members."""

from datetime import date, datetime

from django.db import transaction

from common import audit
from common.errors import refuse_unless_empty
from common.rights import Actor, Right, refuse_without_right
from members import policies
from members.models import Account, Member, Membership


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    email: str = "",
    phone: str = "",
    account: Account | None = None,
) -> Member:
    """Enter a person into the house's list, with or without an account to sign in.

    Refusals: `right_needed`, `name_needed`, `name_too_long`, `email_invalid`, `phone_too_long`,
    `account_has_member`.
    """
    refuse_without_right(actor, Right.MANAGE_MEMBERS)
    has_member = account is not None and Member.objects.filter(account=account).exists()
    refuse_unless_empty(
        [
            *policies.reasons_against_name(name),
            *policies.reasons_against_contact(email=email, phone=phone),
            *policies.reasons_against_linking(has_member=has_member),
        ]
    )
    member = Member.objects.create(account=account, name=name.strip(), email=email, phone=phone, created_at=at)
    audit.record(actor=actor, at=at, action="member.added", subject=("member", member.pk, member.name))
    return member


@transaction.atomic
def start_membership(*, actor: Actor, at: datetime, member: Member, starts_on: date, ends_on: date) -> Membership:
    """Make `member` a member from `starts_on` to `ends_on`, both included, local dates.

    Refusals: `right_needed`, `membership_backwards`, `membership_overlaps`.
    """
    refuse_without_right(actor, Right.MANAGE_MEMBERS)
    Member.objects.select_for_update().get(pk=member.pk)
    overlapping = Membership.objects.filter(member=member, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    refuse_unless_empty(policies.reasons_against_membership(starts_on, ends_on, overlapping=overlapping))
    membership = Membership.objects.create(member=member, starts_on=starts_on, ends_on=ends_on)
    audit.record(
        actor=actor,
        at=at,
        action="membership.started",
        subject=("member", member.pk, member.name),
        changes={"starts_on": (None, starts_on.isoformat()), "ends_on": (None, ends_on.isoformat())},
    )
    return membership
