"""What every answer carries, and what a refusal looks like."""

import pytest
from django.test import Client

from tests.support.houses import SmallHouse

pytestmark = pytest.mark.urls("tests.frontend.refusing_urls")


@pytest.mark.parametrize("address", ["/", "/place/", "/accessibility/", "/nowhere/", "/refuse/", "/deny/", "/sent/"])
def test_every_answer_carries_the_strict_policy(client: Client, house: SmallHouse, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ["/", "/place/", "/accessibility/", "/nowhere/", "/refuse/"])
def test_no_page_has_script_or_style_of_its_own(client: Client, house: SmallHouse, address: str) -> None:
    html = client.get(address).content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script") == html.count("<script src=")
    assert not [word for word in (" onclick=", " onload=", "javascript:", "hx-on") if word in html]


def test_a_refusal_is_a_page_with_its_sentence_and_buttons(client: Client, house: SmallHouse) -> None:
    response = client.get("/refuse/", headers={"referer": "http://testserver/book/"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "La petite salle vient d’être prise &lt;ici&gt;." in html
    assert '<a class="button plum small" href="/book/?day=thursday">jeudi 9 h–13 h</a>' in html
    assert 'href="http://testserver/book/"' in html


def test_a_refusal_never_leads_back_to_another_site(client: Client, house: SmallHouse) -> None:
    html = client.get("/refuse/", headers={"referer": "https://evil.example/"}).content.decode()
    assert "evil.example" not in html


def test_a_piece_of_a_page_gets_only_the_refusal(client: Client, house: SmallHouse) -> None:
    response = client.get("/refuse/", headers={"hx-request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#refusal"
    assert "<html" not in response.content.decode()
    assert "La petite salle" in response.content.decode()


def test_pages_are_compressed(client: Client, house: SmallHouse) -> None:
    response = client.get("/place/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
