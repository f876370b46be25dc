"""End sessions: the devices an account is signed in on."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from common import audit
from common.errors import refuse_unless_empty
from common.rights import Actor
from members import policies
from members.devices import device_name
from members.models import Account


@transaction.atomic
def end_session(*, actor: Actor, at: datetime, session: UserSession) -> None:
    """Sign one device out. Refusal: `not_your_account`."""
    refuse_unless_empty(policies.reasons_against_acting_for(actor, session.user_id))
    _end([session])
    subject = ("account", session.user_id, session.user.name)
    audit.record(actor=actor, at=at, action="session.ended", subject=subject, note=device_name(session.user_agent))


@transaction.atomic
def end_other_sessions(*, actor: Actor, at: datetime, account: Account, kept_key: str) -> int:
    """Sign out every device but the one with the session `kept_key`; return how many.

    Refusal: `not_your_account`.
    """
    refuse_unless_empty(policies.reasons_against_acting_for(actor, account.pk))
    others = list(UserSession.objects.filter(user=account).exclude(session_key=kept_key))
    _end(others)
    if others:
        audit.record(actor=actor, at=at, action="session.others_ended", subject=("account", account.pk, account.name))
    return len(others)


def _end(sessions: list[UserSession]) -> None:
    Session.objects.filter(session_key__in=[session.session_key for session in sessions]).delete()
    UserSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()
