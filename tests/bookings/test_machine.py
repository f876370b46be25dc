import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis.stateful import run_state_machine_as_test

from tests.bookings.machine import HouseMachine


@pytest.mark.django_db
@pytest.mark.hypothesis
def test_whatever_happens_no_overlap_no_orphan_nothing_lost_and_prices_stay(request: pytest.FixtureRequest) -> None:
    examples = 300 if request.config.getoption("--long") else 12
    settings = hypothesis.settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(HouseMachine, settings=settings)
