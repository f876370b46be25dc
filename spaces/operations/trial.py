"""Try a change of the settings: see the house as it would be, and keep nothing of it."""

from collections.abc import Callable

from django.db import transaction

from spaces.catalogue import HouseOffer
from spaces.queries import house_in_transaction


def try_change(change: Callable[[], object]) -> HouseOffer:
    """Return the house as `change` would leave it; it is refused for the same reasons, and then taken back."""
    with transaction.atomic():
        change()
        tried = house_in_transaction()
        transaction.set_rollback(True)
    return tried
