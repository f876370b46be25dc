from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from common import clock
from frontend.demo import seeding
from frontend.demo.mutualab import MUTUALAB
from members.models import Account
from spaces.models import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _short_days(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(seeding.HOUSES, "mutualab", replace(MUTUALAB, days_back=5, days_ahead=5))
    clock.freeze(datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris")))
    yield
    clock.freeze(None)


def run(name: str, *arguments: str) -> str:
    output = StringIO()
    call_command(name, *arguments, stdout=output)
    return output.getvalue()


def test_seeding_tells_how_far_it_is_and_the_second_time_does_nothing() -> None:
    first = run("seed_demo")
    accounts = Account.objects.count()

    assert "300 members" in first
    assert "bookings to come" in first
    assert run("seed_demo") == "Mutualab is there already.\n"
    assert (House.objects.count(), Account.objects.count()) == (1, accounts)


def test_an_unknown_house_gets_one_sentence_that_lists_the_known_ones() -> None:
    with pytest.raises(CommandError, match="'Xanadu'; there are: mutualab, lantern"):
        run("seed_demo", "--house", "Xanadu")
    assert not House.objects.exists()


def test_another_house_is_not_poured_over_the_one_that_is_there(house: object) -> None:
    with pytest.raises(CommandError, match="This instance is Mutualab already"):
        run("seed_demo", "--house", "lantern")


def test_a_house_in_production_is_not_filled_with_a_demo(settings: Settings) -> None:
    settings.IN_PRODUCTION = True

    with pytest.raises(CommandError, match="BEFFROI_MODE=demo"):
        run("seed_demo")
    assert not House.objects.exists()


def test_the_logins_are_those_that_work() -> None:
    run("seed_demo")

    printed = run("demo_logins")

    lines = [line.split() for line in printed.splitlines() if "@" in line]
    assert [words[0] for words in lines] == ["lea@mutualab.example", "karim@mutualab.example", "nadia@mutualab.example"]
    for email, password, *_ in lines:
        assert Account.objects.get(email=email).check_password(password)


def test_a_house_that_is_no_demo_has_no_logins_to_print(house: object) -> None:
    with pytest.raises(CommandError, match="no demo house"):
        run("demo_logins")
