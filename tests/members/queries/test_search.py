"""Find members by what somebody remembers of them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from members.models import Member
from members.queries.search import members_called
from tests.support.cast import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _members() -> None:
    for name, email in [
        ("Léa Vandamme", "lea@example.org"),
        ("Inès Carpentier", ""),
        ("Karim Benali", ""),
        ("Ольга Ким", ""),
    ]:
        Member.objects.create(name=name, email=email, created_at=LONG_AGO)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lea", ["Léa Vandamme"]),
        ("LÉA  van", ["Léa Vandamme"]),
        ("vandamme lea", ["Léa Vandamme"]),
        ("Lea@Example.org", ["Léa Vandamme"]),
        ("ar", ["Inès Carpentier", "Karim Benali"]),
        ("ольга", ["Ольга Ким"]),
        ("zoé", []),
        ("é", []),
        ("", []),
        ("☕☕", []),
    ],
)
def test_accents_and_capitals_do_not_count(text: str, names: list[str]) -> None:
    assert [member.name for member in members_called(text)] == names


def test_there_are_never_more_than_a_handful(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(20):
        Member.objects.create(name=f"Camille {number:02}", created_at=LONG_AGO)
    with django_assert_num_queries(2):
        assert len(members_called("camille")) == 8
