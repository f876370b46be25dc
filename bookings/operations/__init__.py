"""What a person can do with bookings: book, cancel or undo, move."""

from bookings.operations.book import book_resource
from bookings.operations.cancel import cancel_booking
from bookings.operations.close import close_period, preview_closing
from bookings.operations.feeds import close_calendar, open_calendar, renew_calendar
from bookings.operations.for_others import book_for_somebody
from bookings.operations.move import move_booking

__all__ = [
    "book_for_somebody",
    "book_resource",
    "cancel_booking",
    "close_calendar",
    "close_period",
    "move_booking",
    "open_calendar",
    "preview_closing",
    "renew_calendar",
]
