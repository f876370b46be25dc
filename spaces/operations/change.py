"""Open and close one change of the house's settings: the lock, the right, the trail, the version."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from common import audit
from common.errors import Reason, Refused, sentence
from common.governance import Authority, refuse_if_governed
from common.rights import Actor, ActorKind, Right, refuse_without_right
from spaces.models import House, Resource, Space, new_version
from spaces.wording import lazy_day

NOTHING = (None, None)


def lock_house() -> House:
    """Return the house, locked until the transaction ends. Refusal: `no_house`."""
    house = House.objects.select_for_update().first()
    if house is None:
        raise Refused(Reason("no_house", _("Cette maison n’est pas encore installée."), status=503))
    return house


def find_space(space_id: int) -> Space:
    """Return the space. Refusal: `space_unknown`."""
    space = Space.objects.filter(pk=space_id).first()
    if space is None:
        raise Refused(
            Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), {"space": space_id}, status=404)
        )
    return space


def find_resource(resource_id: int, *, space_id: int | None = None) -> Resource:
    """Return the resource, of one space where that is given. Refusal: `resource_unknown`."""
    resource = Resource.objects.select_related("space").filter(pk=resource_id).first()
    if resource is None or space_id not in {None, resource.space_id}:
        text = _("Cette ressource n’existe pas (ou plus) ici.")
        raise Refused(Reason("resource_unknown", text, {"resource": resource_id}, status=404))
    return resource


def find_scope(space: Space, resource_id: int | None) -> Space | Resource:
    """Return the thing a setting is kept on: one resource of `space`, or the space itself."""
    return space if resource_id is None else find_resource(resource_id, space_id=space.pk)


def subject_of(thing: House | Space | Resource) -> tuple[str, object, str]:
    """Return the (kind, key, label) under which the audit names a thing."""
    return type(thing).__name__.lower(), thing.pk, thing.name


def local_today(space: Space, at: datetime) -> date:
    """Return the date that it is in a space at the instant `at`."""
    return at.astimezone(ZoneInfo(space.time_zone)).date()


def field_name(*parts: str) -> str:
    """Return the name under which the audit and decisions know one setting, such as `price:room:day:members`."""
    return ":".join(part for part in parts if part)


def refuse_change(
    thing: House | Space | Resource, field: str, *, actor: Actor, right: Right, authority: Authority | None
) -> None:
    """Raise `Refused` (`right_needed`, `governed_by_decision`) when `actor` may not change that field."""
    refuse_without_right(actor, right, space_id=_space_id(thing))
    kind, key, _label = subject_of(thing)
    refuse_if_governed("house" if isinstance(thing, House) else f"{kind}:{key}", field, authority=authority)


def refuse_past(on: date, space: Space, at: datetime) -> None:
    """Refuse (`date_past`, 409) to change what held on the local date `on`, where that is over at `at`."""
    today = at.astimezone(ZoneInfo(space.time_zone)).date()
    if on < today:
        text = sentence(_("Le %(day)s est passé : choisir aujourd’hui ou plus tard."), day=lazy_day(on, "plain"))
        raise Refused(Reason("date_past", text, {"date": on.isoformat()}, status=409))


def refuse_rewriting(on: date, space: Space, *, actor: Actor, at: datetime) -> None:
    """Refuse (`date_past`, 409) that a person writes down today what held on a day gone by; a command may."""
    if actor.kind == ActorKind.PERSON:
        refuse_past(on, space, at)


def finish_change(
    house: House,
    thing: House | Space | Resource,
    *,
    action: str,
    changes: Mapping[str, tuple[Any, Any]],
    actor: Actor,
    at: datetime,
    authority: Authority | None,
) -> None:
    """Write the trail of a change, and give the house the version that makes every process read it again."""
    written = {field: (_plain(old), _plain(new)) for field, (old, new) in changes.items() if (old, new) != NOTHING}
    subject = subject_of(thing)
    audit.record(actor=actor, at=at, action=action, subject=subject, changes=written, authority=authority)
    house.version = new_version()
    house.save(update_fields=["version"])


def _space_id(thing: House | Space | Resource) -> int | None:
    if isinstance(thing, House):
        return None
    return thing.pk if isinstance(thing, Space) else thing.space_id


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value
