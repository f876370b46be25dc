"""What happened to bookings, told after commit; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BookingMade:
    booking_id: int


@dataclass(frozen=True)
class BookingCancelled:
    booking_id: int


@dataclass(frozen=True)
class BookingMoved:
    booking_id: int


@dataclass(frozen=True)
class BookingConfirmed:
    booking_id: int


@dataclass(frozen=True)
class BookingRefused:
    booking_id: int


@dataclass(frozen=True)
class BookingCheckedIn:
    booking_id: int


@dataclass(frozen=True)
class EventHandedOver:
    booking_id: int


@dataclass(frozen=True)
class BookingGaveWay:
    booking_id: int
