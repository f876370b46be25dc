from dataclasses import replace

import pytest

from common.errors import Refused
from spaces import operations
from spaces.details import HouseDetails
from spaces.models import Audience, House
from tests.spaces.operations.settings import AT, COMMAND, holder, last_entry

pytestmark = pytest.mark.django_db


def test_a_house_is_founded_once_with_the_audiences_every_house_has() -> None:
    details = HouseDetails(name="La Coroutine", slug="la-coroutine")

    made = operations.found_house(details=details, actor=COMMAND, at=AT)

    assert made.name == "La Coroutine"
    assert set(Audience.objects.values_list("code", flat=True)) == {"members", "outside"}
    assert last_entry().action == "house.founded"
    assert last_entry().changes["currency"] == [None, "EUR"]
    with pytest.raises(Refused) as refusal:
        operations.found_house(details=replace(details, name="Autre"), actor=COMMAND, at=AT)
    assert refusal.value.reason.code == "house_exists"
    assert House.objects.get().name == "La Coroutine"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"contact_email": "bonjour"}, "email_invalid"), ({"currency": "XYZ1"}, "currency_unknown")],
)
def test_a_house_with_wrong_details_is_not_founded(values: dict[str, str], code: str) -> None:
    details = replace(HouseDetails(name="Maison", slug="maison"), **values)  # type: ignore[arg-type]

    with pytest.raises(Refused, match=code):
        operations.found_house(details=details, actor=COMMAND, at=AT)
    assert not House.objects.exists()


def test_nobody_founds_a_house_without_the_right() -> None:
    with pytest.raises(Refused, match="right_needed"):
        operations.found_house(details=HouseDetails(name="Maison", slug="maison"), actor=holder(), at=AT)
