"""Set up the house itself: its name and money, its spaces, the audiences its prices are for."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty, sentence
from common.governance import Authority
from common.rights import Actor, Right, refuse_without_right
from spaces import policies
from spaces.details import HouseDetails, SpaceDetails
from spaces.enums import AudienceCode
from spaces.features import FEATURES, features_in_use
from spaces.models import Audience, House, Price, Space
from spaces.operations.change import field_name, find_space, finish_change, lock_house, refuse_change
from spaces.queries import catalogue

HOUSE_FACTS = ("name", "currency", "default_language", "contact_email", "contact_phone")
SPACE_FACTS = (
    "name",
    "description",
    "address",
    "how_to_come",
    "country",
    "subdivision",
    "time_zone",
    "is_closed_on_public_holidays",
    "position",
)


@transaction.atomic
def found_house(*, details: HouseDetails, actor: Actor, at: datetime, authority: Authority | None = None) -> House:
    """Make the one house of this instance, with the audiences every house has.

    Refusals: `right_needed`, `house_exists`, those of `policies.reasons_not_to_found`, `email_invalid`.
    """
    refuse_without_right(actor, Right.MANAGE_RULES)
    reasons = policies.reasons_not_to_found(details, languages=[code for code, _name in settings.LANGUAGES])
    refuse_unless_empty([*reasons, *_reasons_against_mail(details.contact_email)])
    house, is_new = House.objects.get_or_create(pk=1, defaults=asdict(details))
    if not is_new:
        text = _("Une maison est déjà installée ici.")
        raise Refused(Reason("house_exists", text, {"house": house.slug}, status=409))
    Audience.objects.bulk_create(Audience(code=code.value, name=str(code.label)) for code in AudienceCode)
    changes = {name: (None, value) for name, value in asdict(details).items()}
    finish_change(house, house, action="house.founded", changes=changes, actor=actor, at=at, authority=authority)
    return house


@transaction.atomic
def change_house(*, details: HouseDetails, actor: Actor, at: datetime, authority: Authority | None = None) -> House:
    """Change the name, the contact, the language and the currency of the house; the rest of `details` is left.

    Refusals: `right_needed`, `governed_by_decision`, `currency_in_use` (409) once there is a price, those of
    `policies.reasons_not_to_found`, `email_invalid`.
    """
    house = lock_house()
    refuse_change(house, "details", actor=actor, right=Right.MANAGE_RULES, authority=authority)
    reasons = policies.reasons_not_to_found(details, languages=[code for code, _name in settings.LANGUAGES])
    refuse_unless_empty([*reasons, *_reasons_against_mail(details.contact_email)])
    if details.currency != house.currency and Price.objects.exists():
        text = _("Des prix sont en %(currency)s : la monnaie ne change plus.")
        facts = {"currency": house.currency}
        raise Refused(Reason("currency_in_use", sentence(text, **facts), facts, status=409))
    changes = _written(house, details, HOUSE_FACTS)
    finish_change(house, house, action="house.changed", changes=changes, actor=actor, at=at, authority=authority)
    return house


@transaction.atomic
def change_space(
    *, space_id: int, details: SpaceDetails, actor: Actor, at: datetime, authority: Authority | None = None
) -> Space:
    """Describe a site otherwise; its slug stays. A time zone with bookings ahead is the door's to refuse.

    Refusals: `space_unknown`, `right_needed`, `governed_by_decision`, those of `policies.reasons_not_to_add_space`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_change(space, "details", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    refuse_unless_empty(policies.reasons_not_to_add_space(replace(details, slug=space.slug)))
    changes = _written(space, details, SPACE_FACTS)
    finish_change(house, space, action="space.changed", changes=changes, actor=actor, at=at, authority=authority)
    return space


def _written(thing: House | Space, details: object, names: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """Write the named values of `details` into a thing; return those that changed, before and after."""
    changed = {
        name: (getattr(thing, name), getattr(details, name))
        for name in names
        if getattr(thing, name) != getattr(details, name)
    }
    for name, (_old, new) in changed.items():
        setattr(thing, name, new)
    thing.save(update_fields=list(changed))
    return changed


@transaction.atomic
def add_space(*, details: SpaceDetails, actor: Actor, at: datetime, authority: Authority | None = None) -> Space:
    """Add a site to the house.

    Refusals: `right_needed`, `governed_by_decision`, `slug_taken`, those of `policies.reasons_not_to_add_space`.
    """
    house = lock_house()
    refuse_change(house, "spaces", actor=actor, right=Right.MANAGE_RESOURCES, authority=authority)
    refuse_unless_empty(policies.reasons_not_to_add_space(details))
    if Space.objects.filter(slug=details.slug).exists():
        raise Refused(slug_taken(details.slug))
    space = Space.objects.create(**asdict(details))
    changes = {name: (None, value) for name, value in asdict(details).items()}
    finish_change(house, space, action="space.added", changes=changes, actor=actor, at=at, authority=authority)
    return space


@transaction.atomic
def add_audience(*, code: str, name: str, actor: Actor, at: datetime, authority: Authority | None = None) -> Audience:
    """Add a group of people that prices can be meant for.

    Refusals: `right_needed`, `governed_by_decision`, `name_needed`, `slug_invalid`, `slug_taken`.
    """
    house = lock_house()
    refuse_change(house, "audiences", actor=actor, right=Right.MANAGE_PRICES, authority=authority)
    refuse_unless_empty([*policies.reasons_against_name(name), *policies.reasons_against_slug(code)])
    if Audience.objects.filter(code=code).exists():
        raise Refused(slug_taken(code))
    audience = Audience.objects.create(code=code, name=name)
    changes = {"audience": (None, code), "name": (None, name)}
    finish_change(house, house, action="audience.added", changes=changes, actor=actor, at=at, authority=authority)
    return audience


@transaction.atomic
def switch_feature(
    *, feature: str, is_on: bool, actor: Actor, at: datetime, authority: Authority | None = None
) -> House:
    """Show or hide the settings of something the house may use or leave aside.

    Refusals: `right_needed`, `governed_by_decision`, `feature_unknown`, `feature_in_use` (409).
    """
    house = lock_house()
    field = field_name("feature", feature)
    refuse_change(house, field, actor=actor, right=Right.MANAGE_RULES, authority=authority)
    if feature not in FEATURES:
        text = sentence(_("« %(value)s » n’est pas une possibilité connue."), value=feature)
        raise Refused(Reason("feature_unknown", text, {"feature": feature}))
    if not is_on and feature in features_in_use(catalogue()):
        text = _("Des règles s’en servent encore : les remettre d’abord à leur valeur de départ.")
        raise Refused(Reason("feature_in_use", text, {"feature": feature}, status=409))
    before = feature in house.features
    house.features = sorted({*house.features, feature} if is_on else set(house.features) - {feature})
    house.save(update_fields=["features"])
    if before != is_on:
        changes = {field: (before, is_on)}
        finish_change(house, house, action="feature.switched", changes=changes, actor=actor, at=at, authority=authority)
    return house


def slug_taken(slug: str) -> Reason:
    """Return the refusal of a short name that something else already has."""
    return Reason("slug_taken", _("Ce nom court est déjà pris."), {"slug": slug}, status=409)


def _reasons_against_mail(address: str) -> list[Reason]:
    try:
        validate_email(address or "none@example.org")
    except ValidationError:
        return [Reason("email_invalid", _("Cette adresse mail n’a pas la bonne forme."), {"value": address})]
    return []
