"""The pages for what goes wrong."""

import pytest
from django.test import Client

from tests.support.houses import SmallHouse

pytestmark = pytest.mark.urls("tests.frontend.refusing_urls")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/suspect/", 400, "Demande illisible"),
        ("/deny/", 403, "Page réservée"),
        ("/nowhere/", 404, "Page introuvable"),
        ("/sent/", 405, "Page à ouvrir autrement"),
    ],
)
def test_an_error_is_a_page_of_the_house(
    client: Client, house: SmallHouse, address: str, status: int, words: str
) -> None:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{words}</h1>" in html
    assert 'class="skip"' in html


def test_a_wrong_method_still_says_which_is_right(client: Client, house: SmallHouse) -> None:
    assert client.get("/sent/").headers["Allow"] == "POST"


def test_a_breakdown_shows_a_page_that_needs_nothing(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/fail/")
    assert response.status_code == 500
    assert "tombé en panne" in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_form_kept_too_long_says_so(house: SmallHouse) -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "Page restée ouverte trop longtemps" in response.content.decode()


def test_too_many_tries_have_a_page(house: SmallHouse) -> None:
    from django.template.loader import render_to_string

    assert "Un peu trop vite" in render_to_string("429.html")


def test_before_there_is_a_house_the_front_door_says_so(client: Client, db: None) -> None:
    assert client.get("/").status_code == 503
