"""Reads of people: the actor behind an account, the party a booking is for."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models import Account, CircleRight, Member, Membership
from members.people import Party, PersonActor
from spaces.enums import AudienceCode


def actor_for(account: Account, at: datetime) -> PersonActor:
    """Return the person behind a signed-in account, with the rights of their circles at `at`; two queries."""
    member = members_with_standing(at.date()).filter(account=account).first()
    if member is None:
        party = Party(label=account.name or account.email, account_id=account.pk)
        return PersonActor(account_id=account.pk, party=party)
    return PersonActor(
        account_id=account.pk,
        party=party_of_member(member),
        rights=_rights_of(member, at),
    )


def members_with_standing(on: date) -> QuerySet[Member]:
    """Return all members, each with `has_membership`: whether one of theirs covers the date `on`."""
    current = Membership.objects.filter(member=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on)
    return Member.objects.annotate(has_membership=Exists(current))


def party_of_member(member: Member) -> Party:
    """Return the party of a member read by `members_with_standing`, in the audience of their membership."""
    audience = AudienceCode.MEMBERS if getattr(member, "has_membership", False) else AudienceCode.OUTSIDE
    return Party(label=member.name, member_id=member.pk, account_id=member.account_id, audience=audience.value)


def _rights_of(member: Member, at: datetime) -> frozenset[tuple[str, int | None]]:
    held = CircleRight.objects.filter(
        Q(circle__people__left_at=None) | Q(circle__people__left_at__gt=at),
        circle__people__member=member,
        circle__people__joined_at__lte=at,
    )
    return frozenset(held.values_list("right", "space_id"))
