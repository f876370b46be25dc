from datetime import date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from common import clock
from common.rights import Right
from members.models import Account, Circle
from members.queries import actor_for
from spaces.models import Audience, House
from spaces.queries import catalogue

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
pytestmark = pytest.mark.django_db


def found(*arguments: str) -> str:
    clock.freeze(AT)
    output = StringIO()
    call_command("found_house", "La Coroutine", "--email=zoe@example.org", "--person=Zoé", *arguments, stdout=output)
    return output.getvalue()


def test_a_founded_house_has_what_every_house_needs_and_nothing_on_sale() -> None:
    assert "zoe@example.org can sign in" in found()

    house = catalogue()
    (space,) = house.spaces
    assert (house.name, house.currency, house.is_demo) == ("La Coroutine", "EUR", False)
    assert space.slug == "la-coroutine"
    assert space.hours_on(date(2026, 11, 24)) == [(time(9), time(19))]
    assert (space.resources, space.prices) == ((), ())
    assert set(Audience.objects.values_list("code", flat=True)) == {"members", "outside"}
    assert Circle.objects.count() == 5


def test_the_founder_holds_every_right_and_signs_in_by_mailed_code() -> None:
    found()

    account = Account.objects.get()
    actor = actor_for(account, AT)
    assert not account.has_usable_password()
    assert actor.is_member
    assert all(actor.has_right(right) for right in Right)


def test_a_house_elsewhere_has_its_own_money_clock_and_words() -> None:
    found(
        "--currency=JPY", "--country=JP", "--time-zone=Asia/Tokyo", "--slug=hinoki", "--language=en", "--address=Kyoto"
    )

    house = catalogue()
    assert (house.currency, house.spaces[0].zone.key, house.spaces[0].slug) == ("JPY", "Asia/Tokyo", "hinoki")
    assert Account.objects.get().language == "en"


@pytest.mark.parametrize(
    "argument", ["--currency=CACAO", "--country=ZZ", "--time-zone=Mars/Olympus", "--slug=é", "--language=nl"]
)
def test_wrong_details_found_nothing_and_say_why(argument: str) -> None:
    with pytest.raises(CommandError):
        found(argument)
    assert not House.objects.exists()
    assert not Account.objects.exists()


def test_a_second_house_is_refused() -> None:
    found()

    with pytest.raises(CommandError, match="déjà installée"):
        found()
