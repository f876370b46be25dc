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
