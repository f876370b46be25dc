"""What a person can do with bookings: book, use freely, cancel or undo, move, answer, check in."""

from bookings.operations.answer import confirm_booking, refuse_request
from bookings.operations.arrive import check_in
from bookings.operations.book import book_resource
from bookings.operations.cancel import cancel_booking
from bookings.operations.close import close_period, preview_closing
from bookings.operations.compose import compose_resource
from bookings.operations.feeds import close_calendar, open_calendar, renew_calendar
from bookings.operations.for_others import book_for_somebody
from bookings.operations.freely import leave_room, use_freely
from bookings.operations.hand_over import change_in_charge
from bookings.operations.move import move_booking
from bookings.operations.places import change_place
from bookings.operations.seats import set_number_of

__all__ = [
    "book_for_somebody",
    "book_resource",
    "cancel_booking",
    "change_in_charge",
    "change_place",
    "check_in",
    "close_calendar",
    "close_period",
    "compose_resource",
    "confirm_booking",
    "leave_room",
    "move_booking",
    "open_calendar",
    "preview_closing",
    "refuse_request",
    "renew_calendar",
    "set_number_of",
    "use_freely",
]
