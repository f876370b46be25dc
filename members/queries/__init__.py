"""Reads of people: the actor behind an account or a personal key, the party a booking is for."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from members.models import Account, ApiToken, Member, Membership
from members.people import Party, PersonActor, Standing
from members.tokens import digest_of, is_key
from spaces.catalogue import HouseOffer
from spaces.enums import AudienceCode

DAY = timedelta(days=1)


def actor_for(account: Account, at: datetime, *, house: HouseOffer | None = None) -> PersonActor:
    """Return the person behind an account, with the rights of their circles at `at`; one query.

    With the `house`, standing goes by its local date, else by the date in UTC.
    """
    instant, on = connection.ops.adapt_datetimefield_value(at), local_date(at, house).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, [on, on, instant, instant, account.pk])
        rows = cursor.fetchall()
    if not rows:
        return PersonActor(account.pk, Party(label=account.name or account.email, account_id=account.pk))
    member_id, name, has_membership, *_ = rows[0]
    party = Party(label=name, member_id=member_id, account_id=account.pk, audience=_audience(bool(has_membership)))
    rights = frozenset((right, space_id) for *_, right, space_id in rows if right is not None)
    return PersonActor(account.pk, party, rights)


def actor_by_token(key: str, at: datetime, *, house: HouseOffer | None = None) -> PersonActor | None:
    """Return the person a personal key stands for, bound to its scopes, or nobody; two queries.

    The first use on a day is noted, with one write.
    """
    found = _live_token(key, at)
    if found is None:
        return None
    token, account = found
    if token.used_on != at.date():
        ApiToken.objects.filter(pk=token.pk).update(used_on=at.date())
    actor = actor_for(account, at, house=house)
    return PersonActor(actor.account_id, actor.party, actor.rights, frozenset(token.scopes), account.language)


def members_with_standing(on: date) -> QuerySet[Member]:
    """Return all members, each with `has_membership`: whether one of theirs covers the date `on`."""
    current = Membership.objects.filter(member=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on)
    return Member.objects.annotate(has_membership=Exists(current))


def party_of_member(member: Member) -> Party:
    """Return the party of a member read by `members_with_standing`, in the audience of their membership."""
    audience = _audience(getattr(member, "has_membership", False))
    return Party(label=member.name, member_id=member.pk, account_id=member.account_id, audience=audience)


def name_of_member(member_id: int | None) -> str:
    """Return a member's name, or nothing where there is no such member."""
    if member_id is None:
        return ""
    return Member.objects.filter(pk=member_id).values_list("name", flat=True).first() or ""


def standing_of(account_id: int, on: date) -> Standing:
    """Return whether an account's person is a member on `on`, and to the end of which unbroken run of days."""
    memberships = Membership.objects.filter(member__account=account_id).order_by("starts_on")
    until = None
    for starts_on, ends_on in memberships.values_list("starts_on", "ends_on"):
        if until and until >= on and starts_on > until + DAY:
            break
        if starts_on <= on or (until and until >= on):
            until = max(ends_on, until or ends_on)
    return Standing(is_member=until is not None and until >= on, until=until)


def tokens_of(account_id: int) -> QuerySet[ApiToken]:
    """Return an account's personal keys that were not taken back, newest first."""
    return ApiToken.objects.filter(account=account_id, revoked_at=None)


def local_date(at: datetime, house: HouseOffer | None) -> date:
    """Return the date of `at` where the house is: at its first space."""
    return house.spaces[0].local(at).date() if house and house.spaces else at.date()


def _live_token(key: str, at: datetime) -> tuple[ApiToken, Account] | None:
    if not is_key(key):
        return None
    instant = connection.ops.adapt_datetimefield_value(at)
    token: Any = next(iter(ApiToken.objects.raw(_LIVE_KEY, [digest_of(key), instant])), None)
    if token is None:
        return None
    name, email, language = token.account_name, token.account_email, token.account_language
    return token, Account(id=token.account_id, name=name, email=email, language=language)


def _audience(has_membership: bool) -> str:
    return (AudienceCode.MEMBERS if has_membership else AudienceCode.OUTSIDE).value


def sessions_of(account_id: int, at: datetime) -> QuerySet[UserSession]:
    """Return the devices an account is signed in on at `at`, of the machine's time, last used first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return UserSession.objects.filter(user=account_id, session_key__in=alive).order_by("-last_seen_at")


def passkeys_of(account_id: int) -> QuerySet[Authenticator]:
    """Return an account's passkeys, oldest first."""
    return Authenticator.objects.filter(user=account_id, type=Authenticator.Type.WEBAUTHN).order_by("id")


# Who acts is asked by every request: written out, since building these two by the ORM costs ten times the answer.
_PERSON = """
    SELECT m.id, m.name,
        EXISTS (SELECT 1 FROM members_membership s WHERE s.member_id = m.id AND s.starts_on <= %s AND s.ends_on >= %s),
        r."right", r.space_id
    FROM members_member m
    LEFT JOIN members_circleperson t
        ON t.member_id = m.id AND t.joined_at <= %s AND (t.left_at IS NULL OR t.left_at > %s)
    LEFT JOIN members_circleright r ON r.circle_id = t.circle_id
    WHERE m.account_id = %s
"""
_LIVE_KEY = """
    SELECT t.*, a.name AS account_name, a.email AS account_email, a.language AS account_language
    FROM members_apitoken t JOIN members_account a ON a.id = t.account_id
    WHERE t.digest = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s) AND a.is_active
"""
