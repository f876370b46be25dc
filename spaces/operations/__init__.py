"""Everything a person can do to set up the house and what it offers."""

from spaces.operations.hours import (
    close_days,
    open_specially,
    set_opening_hours,
    withdraw_exception,
    withdraw_opening_hours,
)
from spaces.operations.house import add_audience, add_space, change_house, change_space, found_house, switch_feature
from spaces.operations.offers import end_named_period, set_named_period, set_price, set_prices
from spaces.operations.resources import add_resource, add_zone, change_resource, retire_resource, set_parts
from spaces.operations.rooms import add_room
from spaces.operations.rules import set_rule, set_rules, withdraw_rule
from spaces.operations.supplements import set_supplement, set_supplements

__all__ = [
    "add_audience",
    "add_resource",
    "add_room",
    "add_space",
    "add_zone",
    "change_house",
    "change_resource",
    "change_space",
    "close_days",
    "end_named_period",
    "found_house",
    "open_specially",
    "retire_resource",
    "set_named_period",
    "set_opening_hours",
    "set_parts",
    "set_price",
    "set_prices",
    "set_rule",
    "set_rules",
    "set_supplement",
    "set_supplements",
    "switch_feature",
    "withdraw_exception",
    "withdraw_opening_hours",
    "withdraw_rule",
]
