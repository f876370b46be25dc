"""What can happen to a booking that people are told of. Pure."""

from enum import StrEnum


class News(StrEnum):
    """Name what happened; `CONFIRMED` is an option or a request that became firm."""

    MADE = "made"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REQUESTED = "requested"
    OPTIONED = "optioned"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LAPSED = "lapsed"
    GAVE_WAY = "gave_way"
