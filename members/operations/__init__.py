"""Everything that may be done to people: accounts, members, circles, and what opens an account."""

from members.operations.accounts import (
    change_password,
    change_profile,
    confirm_email,
    open_account,
    open_account_for_customer,
    sign_up,
)
from members.operations.circles import (
    add_to_circle,
    change_circle,
    give_right_to_circle,
    open_circle,
    remove_from_circle,
    take_right_from_circle,
)
from members.operations.devices import end_other_sessions, end_session
from members.operations.memberships import add_member, start_membership
from members.operations.passkeys import add_passkey, remove_passkey, rename_passkey
from members.operations.tokens import NewToken, create_token, revoke_token

__all__ = [
    "NewToken",
    "add_member",
    "add_passkey",
    "add_to_circle",
    "change_circle",
    "change_password",
    "change_profile",
    "confirm_email",
    "create_token",
    "end_other_sessions",
    "end_session",
    "give_right_to_circle",
    "open_account",
    "open_account_for_customer",
    "open_circle",
    "remove_from_circle",
    "remove_passkey",
    "rename_passkey",
    "revoke_token",
    "sign_up",
    "start_membership",
    "take_right_from_circle",
]
