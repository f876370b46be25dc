"""What somebody asks for, before any rule has looked at it. Pure."""

from dataclasses import dataclass, replace

from bookings.enums import EventCheck
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import Period

TITLE_LIMIT = 200
NOTE_LIMIT = 500


@dataclass(frozen=True)
class EventWish:
    """Ask for free hosting of a community event: what was ticked, and which member is in charge."""

    ticked: frozenset[str] = frozenset()
    in_charge: int | None = None


ALL_CHECKS = frozenset(check.value for check in EventCheck)


@dataclass(frozen=True)
class BookingWish:
    """Ask for one resource, or for any of a kind in a space, during a period.

    `override` is the reason a co-manager gives for passing over a rule; empty: no rule is passed over.
    `supplements` are asked for by code and number. `chosen_minor` is what the payer chooses to pay, with VAT,
    where the price lets them; None: what is suggested. An option holds the slot to a term without obligation.
    """

    period: Period
    resource_id: int | None = None
    space_id: int | None = None
    any_of_kind: ResourceKind | None = None
    title: str = ""
    override: str = ""
    supplements: tuple[tuple[str, int], ...] = ()
    chosen_minor: int | None = None
    is_option: bool = False
    event: EventWish | None = None

    def during(self, period: Period) -> "BookingWish":
        """Return the same wish for another period."""
        return replace(self, period=period)


@dataclass(frozen=True)
class Candidates:
    """The space a wish is about, and the resources that would do, in the order they are tried."""

    space: SpaceOffer
    resources: tuple[ResourceOffer, ...]

    @property
    def first(self) -> ResourceOffer:
        """Return the resource whose rules and prices stand for all of them."""
        return self.resources[0]

    def atoms(self, resource: ResourceOffer) -> tuple[int, ...]:
        """Return the keys of what a booking of one of them keeps busy."""
        return self.space.atoms(resource)
