"""Reads of what the house offers."""

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused
from spaces import models
from spaces.access import MINUTES_BEFORE
from spaces.catalogue import (
    ExceptionFacts,
    HouseOffer,
    OpeningWeekFacts,
    PackagePeriod,
    PriceFacts,
    ResourceOffer,
    RuleFacts,
    SpaceOffer,
)
from spaces.enums import ResourceKind, Unit
from spaces.models.access import AccessCode, AccessStep
from spaces.supplements import SupplementFacts

_loaded: dict[str, HouseOffer] = {}


def catalogue() -> HouseOffer:
    """Return the house with all it offers; one query while nothing changed, twelve after a change.

    The version is read first: what is loaded after it is at least as new, never older.
    Refusal: `no_house`, while nothing has been set up.
    """
    version = _version()
    if version is None:
        raise Refused(Reason("no_house", _("Cette maison n’est pas encore installée."), status=503))
    offer = _loaded.get(version)
    if offer is None:
        offer = _load(version)
        _loaded.clear()
        _loaded[version] = offer
    return offer


def _version() -> str | None:
    """Return the version of the house, if there is one; asked by every request, so without the ORM."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM spaces_house WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else None


def house_in_transaction() -> HouseOffer:
    """Return the house as the open transaction sees it, kept nowhere: for what is tried and taken back."""
    return _load("")


def zones_of(space_id: int) -> list[str]:
    """Return the names of a space's zones, in their order."""
    return list(models.Zone.objects.filter(space=space_id).values_list("name", flat=True))


def forget_catalogue() -> None:
    """Drop what this process has loaded: tests roll the house back behind its version."""
    _loaded.clear()


def _load(version: str) -> HouseOffer:
    (house,) = models.House.objects.filter(pk=1)
    parts = {
        "resources": _by_space(
            models.Resource.objects.select_related("zone").prefetch_related("part_links").order_by("position", "id"),
            _resource,
        ),
        "weeks": _by_space(models.OpeningWeek.objects.prefetch_related("slots"), _week),
        "exceptions": _by_space(models.OpeningException.objects.order_by("-id"), _exception),
        "periods": _by_space(models.NamedPeriod.objects.all(), _period),
        "prices": _by_space(models.Price.objects.select_related("audience"), _price),
        "rules": _by_space(models.Rule.objects.all(), _rule),
        "supplements": _by_space(models.Supplement.objects.select_related("audience"), _supplement),
    }
    return HouseOffer(
        version=version,
        name=house.name,
        currency=house.currency,
        default_language=house.default_language,
        contact_email=house.contact_email,
        contact_phone=house.contact_phone,
        is_demo=house.is_demo,
        features=frozenset(house.features),
        audiences=tuple(models.Audience.objects.order_by("id").values_list("code", "name")),
        spaces=tuple(
            _space(row, house.currency, {name: tuple(rows[row.pk]) for name, rows in parts.items()})
            for row in _spaces()
        ),
    )


def _spaces() -> QuerySet[models.Space]:
    """Return the spaces, each with `tells_access`: whether it says how to get in, and `access_before`."""
    steps = AccessStep.objects.filter(space=OuterRef("pk"))
    codes = AccessCode.objects.filter(space=OuterRef("pk"), retired_at=None)
    before = F("access_setting__minutes_before")
    return models.Space.objects.annotate(tells_access=Exists(steps) | Exists(codes), access_before=before)


def _by_space(rows: QuerySet[Any], facts_of: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.space_id].append(facts_of(row))
    return found


def _space(row: models.Space, currency: str, parts: dict[str, tuple[Any, ...]]) -> SpaceOffer:
    return SpaceOffer(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        description=row.description,
        address=row.address,
        how_to_come=row.how_to_come,
        country=row.country,
        subdivision=row.subdivision,
        zone=ZoneInfo(row.time_zone),
        is_closed_on_public_holidays=row.is_closed_on_public_holidays,
        currency=currency,
        access_minutes=_access_minutes(row),
        **parts,
    )


def _access_minutes(row: Any) -> int | None:
    if not row.tells_access:
        return None
    return MINUTES_BEFORE if row.access_before is None else int(row.access_before)


def _resource(row: models.Resource) -> ResourceOffer:
    return ResourceOffer(
        id=row.pk,
        space_id=row.space_id,
        slug=row.slug,
        name=row.name,
        kind=ResourceKind(row.kind),
        capacity=row.capacity,
        features=tuple(row.features),
        zone=row.zone.name if row.zone else "",
        position=row.position,
        retired_on=row.retired_on,
        parts=tuple(sorted(link.part_id for link in row.part_links.all())),
    )


def _week(row: models.OpeningWeek) -> OpeningWeekFacts:
    return OpeningWeekFacts(row.valid_from, tuple((s.weekday, s.opens_at, s.closes_at) for s in row.slots.all()))


def _exception(row: models.OpeningException) -> ExceptionFacts:
    return ExceptionFacts(row.starts_on, row.ends_on, row.opens_at, row.closes_at, row.label)


def _period(row: models.NamedPeriod) -> PackagePeriod:
    return PackagePeriod(
        kind=row.kind,
        resource_id=row.resource_id,
        unit=Unit(row.unit),
        name=row.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        label=row.label,
        authority=row.authority,
    )


def _price(row: models.Price) -> PriceFacts:
    return PriceFacts(
        kind=row.kind,
        resource_id=row.resource_id,
        unit=Unit(row.unit),
        audience=row.audience.code,
        net_minor=row.net_minor,
        vat_bp=row.vat_bp,
        valid_from=row.valid_from,
        least_minor=row.least_minor,
        note=row.note,
        authority=row.authority,
    )


def _supplement(row: models.Supplement) -> SupplementFacts:
    return SupplementFacts(
        kind=row.kind,
        resource_id=row.resource_id,
        code=row.code,
        name=row.name,
        audience=row.audience.code,
        net_minor=row.net_minor,
        vat_bp=row.vat_bp,
        valid_from=row.valid_from,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        most=row.most,
        authority=row.authority,
    )


def _rule(row: models.Rule) -> RuleFacts:
    return RuleFacts(
        kind=row.kind,
        resource_id=row.resource_id,
        name=row.name,
        value=row.value,
        valid_from=row.valid_from,
        is_cleared=row.is_cleared,
        authority=row.authority,
    )
