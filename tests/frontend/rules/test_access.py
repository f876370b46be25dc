"""The way in, looked after on pages: steps with pictures, codes that change, who saw them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.models import AuditEntry, GovernedField
from common.rights import Right
from members.models import Account
from spaces.models.access import AccessCode, AccessPicture, AccessStep, CodeShowing
from spaces.queries.access import codes_of, minutes_before, values_in_force
from spaces.sealing import unseal
from tests.support.access import DOOR_CODE, WayIn, make_way_in, photo
from tests.support.booking import NOW
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, make_space
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
PAGE = "/manage/rules/access/"


@pytest.fixture
def way(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> WayIn:
    clock_at(NOW)
    return make_way_in(house.space)


@pytest.fixture
def page(way: WayIn, bob: Person, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def read(client: Client, path: str = PAGE) -> str:
    return text_of(client.get(path).content.decode())


def code_now(house: SmallHouse, at: datetime = NOW) -> str | None:
    (value,) = values_in_force(codes_of(house.space.pk), at)
    return unseal(value.sealed)


def test_the_page_names_codes_and_says_none(page: Client) -> None:
    html = page.get(PAGE).content.decode()
    assert DOOR_CODE not in html
    text = text_of(html)
    assert "Porte depuis le 24 novembre 2026" in text
    assert "15 minutes avant le début, jusqu’à la fin · modifiable" in text
    assert "2 clés · 0 chez quelqu’un" in text


def test_a_step_is_added_with_a_photo_and_changed_and_removed(page: Client) -> None:
    sent = SimpleUploadedFile("porte.jpg", photo((3000, 2000)), content_type="image/jpeg")
    page.post(f"{PAGE}steps/new/", {"text_fr": "Monter.", "text_en": "Go up.", "position": "2", "picture": sent})
    step = AccessStep.objects.latest("pk")
    assert (step.texts, step.picture.width) == ({"fr": "Monter.", "en": "Go up."}, 1600)
    page.post(f"{PAGE}steps/{step.pk}/", {"text_fr": "Descendre.", "position": "3", "drops_picture": "on"})
    step.refresh_from_db()
    assert (step.texts, step.position) == ({"fr": "Descendre."}, 3)
    assert not AccessPicture.objects.filter(step=step).exists()
    assert "Descendre." in read(page, f"{PAGE}steps/{step.pk}/removal/")
    page.post(f"{PAGE}steps/{step.pk}/removal/")
    assert not AccessStep.objects.filter(pk=step.pk).exists()


@pytest.mark.parametrize("content", [b"not a picture", b"", photo()[:60]])
def test_what_is_no_picture_is_refused_above_what_was_written(page: Client, content: bytes) -> None:
    sent = SimpleUploadedFile("porte.jpg", content, content_type="image/jpeg")
    answer = page.post(f"{PAGE}steps/new/", {"text_fr": "Monter.", "position": "2", "picture": sent})
    assert answer.status_code in {200, 422}
    assert "Monter." in answer.content.decode()
    assert AccessStep.objects.count() == 1


def test_a_code_is_added_once_it_is_read_over(page: Client, house: SmallHouse) -> None:
    sent = {"name": "Wi-Fi", "value": "briquerouge"}
    preview = text_of(page.post(f"{PAGE}codes/new/", sent).content.decode())
    assert "Il se montre à qui a une réservation, de 15 minutes avant" in preview
    assert AccessCode.objects.count() == 1
    page.post(f"{PAGE}codes/new/", {**sent, "step": "confirm"})
    assert AccessCode.objects.filter(space=house.space, name="Wi-Fi").exists()
    again = page.post(f"{PAGE}codes/new/", {**sent, "step": "confirm"})
    assert (again.status_code, again.context["reasons"][0].code) == (409, "code_exists")


def test_a_code_changes_now_once_it_is_read_who_saw_it(page: Client, way: WayIn, house: SmallHouse) -> None:
    page.post(f"{PAGE}showings/")
    path = f"{PAGE}codes/{way.code.pk}/"
    preview = text_of(page.post(path, {"value": "7711"}).content.decode())
    assert "Nombre de personnes à qui le code actuel a été montré : 1." in preview
    assert "Le code change dès maintenant" in preview
    assert code_now(house) == DOOR_CODE
    later = NOW + timedelta(minutes=1)
    page.post(path, {"value": "7711", "step": "confirm"})
    assert AuditEntry.objects.filter(action="access.code_rotated").count() == 0, "it was added this very minute"
    answer = page.post(path, {"value": "7711", "day": "2026-11-25", "hour": "09:00", "step": "confirm"})
    assert answer.status_code == 302
    assert (code_now(house, later), code_now(house, NOW + timedelta(days=1))) == (DOOR_CODE, "7711")


def test_a_code_is_retired_and_then_shown_to_nobody(page: Client, way: WayIn, house: SmallHouse) -> None:
    path = f"{PAGE}codes/{way.code.pk}/removal/"
    assert "Qui l’a vu reste dans le journal." in read(page, path)
    page.post(path, {"step": "confirm"})
    assert not codes_of(house.space.pk).exists()
    assert page.get(path).status_code == 404


def test_who_manages_sees_the_codes_and_stands_in_the_log(page: Client) -> None:
    answer = page.post(f"{PAGE}showings/")
    assert DOOR_CODE in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert CodeShowing.objects.get().reason_kind == "right"
    text = read(page, f"{PAGE}showings/")
    assert "Bob · Porte par son droit de gérer l’accès" in text
    assert DOOR_CODE not in text


def test_the_window_is_changed_once_it_is_read_over(page: Client, house: SmallHouse) -> None:
    path = f"{PAGE}window/"
    preview = text_of(page.post(path, {"minutes": "30"}).content.decode())
    assert "15 minutes → après 30 minutes" in preview
    assert minutes_before(house.space.pk) == 15
    page.post(path, {"minutes": "30", "step": "confirm"})
    assert minutes_before(house.space.pk) == 30
    assert page.post(path, {"minutes": "-1", "step": "confirm"}).status_code == 200
    assert minutes_before(house.space.pk) == 30


def test_what_a_decision_governs_is_said_and_not_offered(page: Client, house: SmallHouse) -> None:
    GovernedField.objects.create(subject=f"space:{house.space.pk}", field="access", decision="2026-014")
    html = page.get(PAGE).content.decode()
    assert "décision 2026-014" in html
    assert "Ajouter un code" not in html
    sent = {"name": "Wi-Fi", "value": "x", "step": "confirm"}
    refused = page.post(f"{PAGE}codes/new/", sent)
    assert refused.context["reasons"][0].code == "governed_by_decision"


def test_a_right_in_one_space_opens_that_space_alone(way: WayIn, charlie: Person, client_of: ClientOf) -> None:
    elsewhere = make_space("annexe")
    circle = make_circle("annexe", [], charlie)
    circle.rights.create(right=Right.MANAGE_ACCESS, space=elsewhere)
    way.code.space.refresh_from_db()
    client = client_of(charlie.account)
    assert client.get(f"{PAGE}?space=mutualab").status_code == 403
    assert client.post(f"{PAGE}showings/?space=mutualab").status_code == 403


@pytest.mark.parametrize(
    "path", ["steps/99999/", "steps/99999/removal/", "codes/99999/", "codes/99999/removal/", "keys/99999/"]
)
def test_what_is_not_there_is_a_page_that_says_so(page: Client, path: str) -> None:
    assert page.get(PAGE + path).status_code == 404


def test_a_code_is_not_changed_at_half_a_moment(page: Client, way: WayIn) -> None:
    answer = page.post(f"{PAGE}codes/{way.code.pk}/", {"value": "1", "day": "2026-11-25", "step": "confirm"})
    assert "Il faut le jour et l’heure" in answer.content.decode()


@pytest.mark.parametrize(("path", "count"), [(PAGE, 10), (f"{PAGE}showings/", 5), (f"{PAGE}keys/", 6)])
def test_three_things_cost_as_much_as_one(
    page: Client, path: str, count: int, query_count: CaptureQueriesContext
) -> None:
    page.post(f"{PAGE}showings/")
    page.get(path)
    with query_count as one:
        page.get(path)
    for number in range(3):
        sent = {"name": f"Porte {number}", "value": "1", "step": "confirm"}
        page.post(f"{PAGE}codes/new/", sent)
        page.post(f"{PAGE}steps/new/", {"text_fr": "Monter.", "position": "1"})
        page.post(f"{PAGE}keys/new/", {"number": f"k{number}"})
    page.post(f"{PAGE}showings/")
    page.get(path)
    with query_count as three:
        page.get(path)
    assert (len(one), len(three)) == (count, count)
