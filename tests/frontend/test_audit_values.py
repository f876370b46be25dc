"""The trail speaks of settings and values as the pages do, not as they are stored."""

import pytest

from frontend.audit_values import Reader
from frontend.audit_words import field_words
from spaces.queries import catalogue
from tests.support.houses import SmallHouse
from tests.support.reading import plain


@pytest.fixture
def reader(house: SmallHouse) -> Reader:
    return Reader(next(iter(catalogue().spaces)), {house.small_room.pk: "Petite salle"})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("price:room:half_day:members", "prix, salle, demi-journée, membres"),
        ("rule:room:notice_minutes", "salle, combien de temps à l’avance, au moins"),
        ("period:room:half_day:morning", "plage, salle, demi-journée, matin"),
        ("starts_at", "début"),
    ],
)
def test_a_setting_is_named_in_words(field: str, words: str) -> None:
    assert field_words(field) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("price:room:half_day:members", "56.00 EUR + 20 %", "56,00 € HT, TVA 20 %"),
        ("price", 6720, "67,20 €"),
        ("rule:room:notice_minutes", 2880, "48 h"),
        ("rule:room:cancellation_tiers", [[21600, 50], [4320, 100]], "50 % à moins de 15 jours, 100 % à moins de 72 h"),
        ("rule:room:bookable_from", "09:00", "9 h"),
        ("rule:room:deposit_percent", 50, "50 %"),
        ("period:room:half_day:morning", "09:00-13:00", "9 h–13 h"),
        ("hours", ["0 09:00-19:00", "4 09:00-18:30"], "lundi 9 h–19 h, vendredi 9 h–18 h 30"),
        ("valid_from", "2026-12-01", "1ᵉʳ décembre 2026"),
        ("opens_at", "09:00:00", "9 h"),
        ("starts_at", "2026-12-10T13:00:00+00:00", "jeu. 10 déc. 14 h"),
        ("expires_at", "2027-11-24T09:00:00+00:00", "24 novembre 2027"),
        ("scopes", ["read"], "lire ce que je vois sur les pages"),
        ("rights", "see_audit", "lire le journal des changements"),
        ("rights", "manage_prices@mutualab", "gérer les tarifs (mutualab)"),
        ("kind", "phone_room", "cabine"),
        ("language", "en", "English"),
        ("is_demo", True, "oui"),
        ("name", "Alice", "Alice"),
        ("name", None, ""),
    ],
)
def test_a_value_is_said_as_on_the_pages(reader: Reader, field: str, value: object, words: str) -> None:
    assert plain(reader.words(field, value)) == words


@pytest.mark.parametrize(
    ("field", "value"), [("price", "dear"), ("hours", ["always"]), ("starts_at", "noon"), ("kind", "cellar")]
)
def test_a_value_of_an_unknown_form_is_shown_as_it_is(reader: Reader, field: str, value: object) -> None:
    assert reader.words(field, value) in {"dear", "always", "noon", "cellar"}
