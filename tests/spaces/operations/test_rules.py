from datetime import timedelta

import pytest

from common.errors import Refused
from spaces import operations
from spaces.catalogue import RuleFacts
from spaces.models import Rule
from spaces.queries import catalogue
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, last_entry, room_of
from tests.support.houses import SmallHouse

pytestmark = pytest.mark.django_db


def test_a_rule_changes_from_its_date_and_the_same_date_replaces_it(house: SmallHouse) -> None:
    for notice in (60, 120):
        rule = RuleFacts("room", None, "notice_minutes", notice, MONDAY)
        operations.set_rule(space_id=house.space.pk, rule=rule, actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    assert space.rules_for(room_of(house), MONDAY).notice_minutes == 120
    assert space.rules_for(room_of(house), MONDAY - timedelta(days=1)).notice_minutes == 2880
    assert Rule.objects.filter(valid_from=MONDAY).count() == 1
    assert last_entry().changes["rule:room:notice_minutes"] == [60, 120]


def test_a_refused_rule_says_what_was_expected(house: SmallHouse) -> None:
    wrong = RuleFacts("room", None, "deposit_percent", 150, MONDAY)

    with pytest.raises(Refused) as refusal:
        operations.set_rule(space_id=house.space.pk, rule=wrong, actor=COMMAND, at=AT)
    assert refusal.value.reason.code == "rule_value_invalid"
    assert refusal.value.reason.facts["rule"] == "deposit_percent"
