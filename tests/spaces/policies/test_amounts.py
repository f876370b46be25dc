from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from common.money import decimal_amount
from spaces.policies.amounts import LARGEST_AMOUNT, read_amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("105", "EUR", 10_500),
        ("105,5", "EUR", 10_550),
        ("105.50 €", "EUR", 10_550),
        ("€105", "EUR", 10_500),
        ("1 050,00 EUR", "EUR", 105_000),
        ("1\u202f050,00\u00a0€", "EUR", 105_000),
        ("1.050,00", "EUR", 105_000),
        ("1,050.00", "EUR", 105_000),
        ("12,500", "EUR", 1_250),
        ("0", "EUR", 0),
        ("-0", "EUR", 0),
        (",5", "EUR", 50),
        ("1500", "JPY", 1_500),
        ("1 500 ¥", "JPY", 1_500),
        ("£12.34", "GBP", 1_234),
        ("1.234", "BHD", 1_234),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, currency: str, minor: int) -> None:
    assert read_amount(text, currency=currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("", "EUR", "amount_unreadable"),
        ("beaucoup", "EUR", "amount_unreadable"),
        ("12 pommes", "EUR", "amount_unreadable"),
        ("1e5", "EUR", "amount_unreadable"),
        ("1..5", "EUR", "amount_unreadable"),
        ("1,2,3", "EUR", "amount_unreadable"),
        (",", "EUR", "amount_unreadable"),
        ("٣", "EUR", "amount_unreadable"),
        ("9" * 500, "EUR", "amount_unreadable"),
        ("12 $", "EUR", "currency_other"),
        ("12 USD", "EUR", "currency_other"),
        ("12 €", "GBP", "currency_other"),
        ("12,345", "EUR", "amount_too_precise"),
        ("1.050", "EUR", None),
        ("1500,5", "JPY", "amount_too_precise"),
        ("-12", "EUR", "price_invalid"),
        ("−0,01", "EUR", "price_invalid"),
        ("99999999999999", "EUR", "amount_too_large"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(text: str, currency: str, code: str | None) -> None:
    if code is None:
        assert read_amount(text, currency=currency) == 105
        return
    with pytest.raises(Refused, match=code) as refusal:
        read_amount(text, currency=currency)
    assert str(refusal.value.reason.sentence)


@given(st.integers(0, LARGEST_AMOUNT), st.sampled_from(["EUR", "GBP", "JPY", "BHD"]))
def test_every_amount_is_read_back_as_it_is_written(minor: int, currency: str) -> None:
    assert read_amount(f"{decimal_amount(minor, currency)}", currency=currency) == minor


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(Refused):
        assert 0 <= read_amount(text, currency="EUR") <= LARGEST_AMOUNT
