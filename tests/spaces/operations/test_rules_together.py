"""Rules that hold together: contradictions are refused, a cleared rule lets the wider one through."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from common.rights import Right
from spaces import operations
from spaces.catalogue import RuleFacts, SpaceOffer
from spaces.contradictions import contradictions
from spaces.features import features_in_use, shown_groups
from spaces.models import House, Rule
from spaces.queries import catalogue
from spaces.rule_sources import RuleScope, Source, rules_in_force
from spaces.rulebook import RULEBOOK
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, holder, last_entry, room_of
from tests.support.houses import SmallHouse

pytestmark = pytest.mark.django_db
ROOMS = RuleFacts("room", None, "longest_minutes", 120, MONDAY)
CO_MANAGER = holder(Right.MANAGE_RULES)


def space() -> SpaceOffer:
    return catalogue().spaces[0]


def set_rules(house: SmallHouse, *rules: RuleFacts) -> None:
    operations.set_rules(space_id=house.space.pk, rules=rules, actor=CO_MANAGER, at=AT)


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("longest_minutes", 30, "shortest_minutes"),
        ("shortest_minutes", 2000, "longest_minutes"),
        ("horizon_days", 1, "notice_minutes"),
        ("bookable_from", "18:00", "bookable_until"),
        ("shortest_minutes", 600, "bookable_until"),
        ("free_when_full_of", "room", "kind"),
        ("release_after_minutes", 1440, "longest_minutes"),
    ],
)
def test_rules_that_cannot_hold_together_are_refused(house: SmallHouse, name: str, value: object, other: str) -> None:
    with pytest.raises(Refused) as refusal:
        set_rules(house, replace(ROOMS, name=name, value=value))
    assert (refusal.value.reason.code, refusal.value.reason.status) == ("rules_contradict", 409)
    assert {name, other} == set(refusal.value.reason.facts["rules"])
    assert not Rule.objects.filter(valid_from=MONDAY).exists()


def test_two_rules_set_at_once_are_judged_together(house: SmallHouse) -> None:
    half_hours = [replace(ROOMS, value=30), replace(ROOMS, name="shortest_minutes", value=15)]
    set_rules(house, *half_hours)
    assert space().rules_for(room_of(house), MONDAY).longest_minutes == 30


def test_a_narrow_rule_is_judged_with_the_wide_ones_and_with_what_is_planned(house: SmallHouse) -> None:
    only = replace(ROOMS, kind="", resource_id=house.small_room.pk, value=90)
    set_rules(house, only)
    with pytest.raises(Refused, match="rules_contradict"):
        set_rules(house, replace(ROOMS, name="shortest_minutes", value=100))
    later = MONDAY + timedelta(days=30)
    set_rules(house, replace(only, name="shortest_minutes", value=80, valid_from=later))
    with pytest.raises(Refused, match="rules_contradict"):
        set_rules(house, replace(only, value=70))
    set_rules(house, replace(only, value=85))


def test_what_contradicts_already_does_not_stand_in_the_way_of_something_else(house: SmallHouse) -> None:
    Rule.objects.create(space=house.space, kind="room", name="longest_minutes", value=10, valid_from=date(2026, 1, 1))
    set_rules(house, replace(ROOMS, name="undo_minutes", value=5))


def test_a_cleared_rule_lets_the_wider_one_through_from_its_date(house: SmallHouse) -> None:
    set_rules(house, RuleFacts("", None, "notice_minutes", 60, MONDAY))
    cleared = RuleFacts("room", None, "notice_minutes", None, MONDAY + timedelta(days=7), is_cleared=True)
    set_rules(house, cleared)
    assert last_entry().action == "rule.cleared"
    room = room_of(house)
    notices = [space().rules_for(room, MONDAY + timedelta(days=n)).notice_minutes for n in (0, 6, 7)]
    assert notices == [2880, 2880, 60]
    scope = RuleScope("room", room.id)
    before, after = (
        next(r for r in rules_in_force(space(), scope, day) if r.name == "notice_minutes")
        for day in (MONDAY, cleared.valid_from)
    )
    assert (before.source, after.source, after.value) == (Source.KIND, Source.SPACE, 60)


def test_nothing_is_a_value_too(house: SmallHouse) -> None:
    set_rules(house, replace(ROOMS, name="bookable_until", value=None))
    assert space().rules_for(room_of(house), MONDAY).bookable_until is None


def test_a_planned_rule_is_taken_back_and_one_in_force_is_not(house: SmallHouse) -> None:
    set_rules(house, ROOMS)
    operations.withdraw_rule(space_id=house.space.pk, rule=ROOMS, actor=CO_MANAGER, at=AT)
    assert not Rule.objects.filter(name="longest_minutes").exists()
    with pytest.raises(Refused, match="rule_unknown"):
        operations.withdraw_rule(space_id=house.space.pk, rule=ROOMS, actor=CO_MANAGER, at=AT)
    in_force = replace(ROOMS, name="notice_minutes", valid_from=date(2026, 1, 1))
    with pytest.raises(Refused, match="date_past"):
        operations.withdraw_rule(space_id=house.space.pk, rule=in_force, actor=CO_MANAGER, at=AT)


def test_people_do_not_rewrite_the_past_and_commands_may(house: SmallHouse) -> None:
    past = replace(ROOMS, valid_from=AT.date() - timedelta(days=1))
    with pytest.raises(Refused, match="date_past"):
        set_rules(house, past)
    operations.set_rule(space_id=house.space.pk, rule=past, actor=COMMAND, at=AT)


def test_a_feature_is_hidden_until_it_is_switched_on_or_used(house: SmallHouse) -> None:
    assert shown_groups(catalogue()) == {"essential", "deposit"}
    operations.switch_feature(feature="options", is_on=True, actor=CO_MANAGER, at=AT)
    assert House.objects.get().features == ["options"]
    assert "options" in shown_groups(catalogue())
    operations.switch_feature(feature="options", is_on=False, actor=CO_MANAGER, at=AT)
    assert "options" not in shown_groups(catalogue())
    assert last_entry().changes == {"feature:options": [True, False]}


def test_a_feature_in_use_is_not_switched_off(house: SmallHouse) -> None:
    with pytest.raises(Refused) as refusal:
        operations.switch_feature(feature="deposit", is_on=False, actor=CO_MANAGER, at=AT)
    assert (refusal.value.reason.code, refusal.value.reason.status) == ("feature_in_use", 409)
    set_rules(house, replace(ROOMS, name="deposit_percent", value=0))
    assert features_in_use(catalogue()) == set()
    operations.switch_feature(feature="deposit", is_on=False, actor=CO_MANAGER, at=AT)
    with pytest.raises(Refused, match="feature_unknown"):
        operations.switch_feature(feature="teleport", is_on=True, actor=CO_MANAGER, at=AT)


NUMBERS = ["notice_minutes", "horizon_days", "shortest_minutes", "longest_minutes", "release_after_minutes"]
one_rule = st.builds(
    lambda name, value, kind, ahead: RuleFacts(kind, None, name, value, MONDAY + timedelta(days=ahead)),
    st.sampled_from(NUMBERS),
    st.integers(1, 1440),
    st.sampled_from(["", "room", "seat"]),
    st.integers(0, 3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(rules=st.lists(one_rule, max_size=6))
def test_whatever_is_accepted_holds_together(house: SmallHouse, rules: list[RuleFacts]) -> None:
    Rule.objects.all().delete()
    house.house.version = str(datetime.now().timestamp())  # noqa: DTZ005 - any new text will do
    house.house.save(update_fields=["version"])
    for rule in rules:
        with suppress(Refused):
            set_rules(house, rule)
    for resource in space().resources:
        for ahead in range(5):
            found = space().rules_for(resource, MONDAY + timedelta(days=ahead))
            assert not list(contradictions(found, resource.kind))


def test_every_rule_has_a_source(house: SmallHouse) -> None:
    found = rules_in_force(space(), RuleScope("room", house.small_room.pk), MONDAY)
    assert [rule.name for rule in found] == list(RULEBOOK)
    assert {rule.source for rule in found} == {Source.DEFAULT, Source.KIND}
