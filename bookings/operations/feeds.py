"""Give a calendar its private address, another one, or none any more."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.models import CalendarFeed
from bookings.queries.feeds import calendars_of, may_follow
from common import audit
from common.errors import Reason, Refused
from common.rights import Right, refuse_without_right
from members.models import Account
from members.people import PersonActor
from spaces import queries as spaces
from spaces.catalogue import HouseOffer

KEY_BYTES = 32


@dataclass(frozen=True)
class CalendarSubject:
    """Say what a calendar is about: a resource, a space, or (neither) the account's own bookings."""

    resource_id: int | None = None
    space_id: int | None = None
    has_names: bool = True


MINE = CalendarSubject()


@transaction.atomic
def open_calendar(*, actor: PersonActor, at: datetime, subject: CalendarSubject = MINE) -> CalendarFeed:
    """Give the actor's calendar of `subject` an address nobody can guess.

    Refusals: `resource_unknown`, `space_unknown` (404), `right_needed` (see_all_bookings, for names),
    `members_only` (403), `calendar_known` (409).
    """
    house = spaces.catalogue()
    label = calendar_label(subject, house)
    _refuse_readers(actor, subject, house=house)
    Account.objects.select_for_update().get(pk=actor.account_id)
    same = {"resource": subject.resource_id, "space": subject.space_id, "has_names": subject.has_names}
    known = calendars_of(actor).filter(**same).first()
    if known is not None:
        raise Refused(
            Reason("calendar_known", _("Ce calendrier a déjà son adresse."), {"calendar": known.pk}, status=409)
        )
    feed = CalendarFeed.objects.create(
        account_id=actor.account_id,
        resource_id=subject.resource_id,
        space_id=subject.space_id,
        has_names=subject.has_names,
        key=_new_key(),
        created_at=at,
    )
    _record(actor, at, action="calendar.opened", subject=(feed.pk, label))
    return feed


@transaction.atomic
def renew_calendar(*, actor: PersonActor, at: datetime, calendar_id: int) -> CalendarFeed:
    """Give a calendar of the actor's a new address; the one before ends at once. Refusal: `calendar_unknown` (404)."""
    feed = _locked(actor, calendar_id)
    feed.key, feed.created_at = _new_key(), at
    feed.save(update_fields=["key", "created_at"])
    _record(actor, at, action="calendar.renewed", subject=(feed.pk, _label_of(feed)))
    return feed


@transaction.atomic
def close_calendar(*, actor: PersonActor, at: datetime, calendar_id: int) -> None:
    """End the address of a calendar of the actor's at once. Refusal: `calendar_unknown` (404)."""
    feed = _locked(actor, calendar_id)
    _record(actor, at, action="calendar.closed", subject=(feed.pk, _label_of(feed)))
    feed.delete()


def calendar_label(subject: CalendarSubject, house: HouseOffer) -> str:
    """Return the name of what a calendar is about; empty: one's own bookings.

    Refusals: `resource_unknown`, `space_unknown` (404).
    """
    if subject.resource_id is not None:
        resource = house.resource(subject.resource_id)
        if resource is None:
            raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
        return resource.name
    if subject.space_id is None:
        return ""
    space = next((space for space in house.spaces if space.id == subject.space_id), None)
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return space.name


def calendar_unknown() -> Reason:
    return Reason("calendar_unknown", _("Ce calendrier n’existe pas, ou appartient à quelqu’un d’autre."), status=404)


def _refuse_readers(actor: PersonActor, subject: CalendarSubject, *, house: HouseOffer) -> None:
    resource = house.resource(subject.resource_id) if subject.resource_id else None
    space_id = resource.space_id if resource else subject.space_id
    if space_id is None or may_follow(actor, space_id, has_names=subject.has_names):
        return
    if subject.has_names:
        refuse_without_right(actor, Right.SEE_ALL_BOOKINGS, space_id=space_id)
    raise Refused(Reason("members_only", _("Ce calendrier est pour les membres."), status=403))


def _locked(actor: PersonActor, calendar_id: int) -> CalendarFeed:
    feed = calendars_of(actor).select_for_update().filter(pk=calendar_id).first()
    if feed is None:
        raise Refused(calendar_unknown())
    return feed


def _label_of(feed: CalendarFeed) -> str:
    return str(feed.resource or feed.space or "")


def _new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def _record(actor: PersonActor, at: datetime, *, action: str, subject: tuple[int, str]) -> None:
    number, label = subject
    audit.record(actor=actor, at=at, action=action, subject=("calendar", number, label or actor.label))
