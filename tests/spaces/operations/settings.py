"""Actors, dates and values that the tests of settings share."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from common.models import AuditEntry
from common.rights import ActorKind, Right, SystemActor
from spaces.catalogue import PackagePeriod, PriceFacts, ResourceOffer
from spaces.enums import Unit
from spaces.queries import catalogue
from spaces.supplements import SupplementFacts
from tests.support.houses import SmallHouse

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 30)
COMMAND = SystemActor(ActorKind.COMMAND, "test", "test")


@dataclass(frozen=True)
class Holder:
    """Somebody who holds exactly some rights, in every space or in one."""

    rights: frozenset[Right] = frozenset()
    space_id: int | None = None
    kind = ActorKind.PERSON
    reference = "account:1"
    label = "Bob"

    def has_right(self, right: Right, space_id: int | None = None) -> bool:
        return right in self.rights and self.space_id in {None, space_id}


def holder(*rights: Right, space_id: int | None = None) -> Holder:
    return Holder(frozenset(rights), space_id)


def room_of(house: SmallHouse) -> ResourceOffer:
    found = catalogue().resource(house.small_room.pk)
    assert found is not None
    return found


def price(house: SmallHouse, net_minor: int | None, valid_from: date = MONDAY, **values: Any) -> PriceFacts:
    base = PriceFacts("", house.small_room.pk, Unit.DAY, "members", net_minor, 2000, valid_from)
    return replace(base, **values)


def period(house: SmallHouse, end: int, valid_from: date = MONDAY, **values: Any) -> PackagePeriod:
    base = PackagePeriod("", None, Unit.HALF_DAY, "morning", time(9), time(end), valid_from, None)
    return replace(base, **values)


def early(house: SmallHouse, **values: Any) -> SupplementFacts:
    """Return the early opening of the small room: 8:30 to 9:00, 40 € without VAT."""
    base = SupplementFacts(
        kind="",
        resource_id=house.small_room.pk,
        code="early",
        name="Ouverture à 8 h 30",
        audience="members",
        net_minor=4_000,
        vat_bp=2_000,
        valid_from=MONDAY,
        starts_at=time(8, 30),
        ends_at=time(9),
    )
    return replace(base, **values)


def last_entry() -> AuditEntry:
    found = AuditEntry.objects.first()
    assert found is not None
    return found
