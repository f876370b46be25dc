"""What keeps an instance from starting."""

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_that_each_process_has_for_itself_is_refused(settings: Settings, backend: str) -> None:
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    assert [found.id for found in run_checks() if found.id == "members.E001"]


def test_the_cache_as_delivered_is_shared() -> None:
    assert not [found for found in run_checks() if found.id == "members.E001"]
