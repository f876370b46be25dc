"""Everything a person can do to set up the house and what it offers."""

from spaces.operations.hours import (
    close_days,
    open_specially,
    set_opening_hours,
    withdraw_exception,
    withdraw_opening_hours,
)
from spaces.operations.house import add_audience, add_space, found_house
from spaces.operations.offers import set_named_period, set_price
from spaces.operations.resources import add_resource, add_zone, retire_resource, set_parts
from spaces.operations.rules import set_rule

__all__ = [
    "add_audience",
    "add_resource",
    "add_space",
    "add_zone",
    "close_days",
    "found_house",
    "open_specially",
    "retire_resource",
    "set_named_period",
    "set_opening_hours",
    "set_parts",
    "set_price",
    "set_rule",
    "withdraw_exception",
    "withdraw_opening_hours",
]
