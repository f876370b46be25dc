"""What somebody writes down to set up a house, a space or a resource, before it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HouseDetails:
    """Describe the house; `currency` is an ISO 4217 code."""

    name: str
    slug: str
    currency: str = "EUR"
    default_language: str = "fr"
    contact_email: str = ""
    contact_phone: str = ""
    is_demo: bool = False
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpaceDetails:
    """Describe a site; `country` and `subdivision` (ISO 3166) say which public holidays it has."""

    slug: str
    name: str
    description: str = ""
    address: str = ""
    how_to_come: str = ""
    country: str = "FR"
    subdivision: str = ""
    time_zone: str = "Europe/Paris"
    is_closed_on_public_holidays: bool = True
    position: int = 0


@dataclass(frozen=True)
class ResourceDetails:
    """Describe something that can be booked; `zone` is the name of a zone of its space, or nothing.

    Without a slug, one is made from the name.
    """

    slug: str
    name: str
    kind: str
    capacity: int = 1
    features: tuple[str, ...] = ()
    zone: str = ""
    position: int = 0


@dataclass(frozen=True)
class StepDetails:
    """Describe one step of how to get in, by language; `position` orders the steps."""

    texts: Mapping[str, str]
    position: int = 0


@dataclass(frozen=True)
class Holder:
    """Name who holds a key: a member by reference (`member:12`), or anybody by a label alone."""

    label: str
    reference: str = ""


@dataclass(frozen=True)
class Training:
    """Say by whom somebody was shown how to open and close, and on which local date."""

    by: str
    on: date


@dataclass(frozen=True)
class ResourceWords:
    """Describe what of a resource may change: all but its kind and its slug."""

    name: str
    capacity: int = 1
    features: tuple[str, ...] = ()
    zone: str = ""
    position: int = 0
