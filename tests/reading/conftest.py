"""The invented language, spoken by everybody in a test."""

from pathlib import Path

import pytest
from django.urls import get_resolver
from pytest_django import Settings

from members.models import Account
from tests.reading import pseudo


@pytest.fixture(scope="session")
def invented_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    pseudo.write_catalogue(folder)
    return folder


@pytest.fixture
def invented(settings: Settings, invented_catalogue: Path) -> str:
    """Add the invented language to those of the product, once it has read its own; return its code."""
    assert get_resolver().url_patterns
    settings.LANGUAGES = [*settings.LANGUAGES, (pseudo.LANGUAGE, "Esperanto")]
    settings.LOCALE_PATHS = [invented_catalogue, *settings.LOCALE_PATHS]
    return pseudo.LANGUAGE


@pytest.fixture
def all_speak_it(invented: str, db: None) -> str:
    """Have every account speak the invented language; ask for this after the people."""
    Account.objects.update(language=invented)
    return invented
