"""Everything that may be done to people: accounts, members, circles, personal keys."""

from members.operations.accounts import open_account, open_account_for_customer
from members.operations.circles import (
    add_to_circle,
    give_right_to_circle,
    open_circle,
    remove_from_circle,
    take_right_from_circle,
)
from members.operations.memberships import add_member, start_membership
from members.operations.tokens import NewToken, create_token, revoke_token

__all__ = [
    "NewToken",
    "add_member",
    "add_to_circle",
    "create_token",
    "give_right_to_circle",
    "open_account",
    "open_account_for_customer",
    "open_circle",
    "remove_from_circle",
    "revoke_token",
    "start_membership",
    "take_right_from_circle",
]
