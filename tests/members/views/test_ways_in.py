"""Devices, passkeys and personal tokens: one's own to see and to end, nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from common import clock
from common.errors import Refused
from common.models import AuditEntry
from members import operations, queries
from members.models import Account, ApiToken
from tests.support.cast import PASSWORD, Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"


@pytest.fixture(autouse=True)
def _house(house: SmallHouse) -> None:
    cache.clear()


def _signed_in(person: Person, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    client.post("/account/login/", {"login": person.account.email, "password": PASSWORD})
    return client


def _passkey(person: Person, name: str = "Téléphone") -> Authenticator:
    actor = queries.actor_for(person.account, clock.now())
    return operations.add_passkey(
        actor=actor, at=clock.now(), account=person.account, name=name, credential={"id": "x"}
    )


def _token(person: Person) -> operations.NewToken:
    actor = queries.actor_for(person.account, clock.now())
    return operations.create_token(actor=actor, at=clock.now(), account=person.account, name="Agenda", scopes=["read"])


def test_one_sees_ones_devices_and_ends_one(alice: Person) -> None:
    here, there = _signed_in(alice), _signed_in(alice, "curl/8")
    page = here.get("/me/devices/").content.decode()
    assert "Firefox, Android" in page
    assert "appareil inconnu" in page
    assert page.count("cet appareil") == 1
    session = UserSession.objects.get(user_agent="curl/8")
    here.post(f"/me/devices/{session.pk}/sign-out/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200
    assert AuditEntry.objects.filter(action="session.ended").exists()


def test_one_ends_all_the_other_devices_at_once(alice: Person, charlie: Person) -> None:
    here, *others = [_signed_in(alice) for _ in range(3)]
    stranger = _signed_in(charlie)
    here.post("/me/devices/others/sign-out/")
    assert [client.get("/me/").status_code for client in (here, *others, stranger)] == [200, 302, 302, 200]


def test_charlie_can_neither_see_nor_end_a_session_of_alice(alice: Person, charlie: Person) -> None:
    hers, his = _signed_in(alice), _signed_in(charlie, "curl/8")
    session = UserSession.objects.get(user=alice.account)
    assert "Firefox" not in his.get("/me/devices/").content.decode()
    assert his.post(f"/me/devices/{session.pk}/sign-out/").status_code == 404
    assert hers.get("/me/").status_code == 200


def test_a_device_list_tells_the_day_of_last_use_without_a_write_per_request(alice: Person) -> None:
    client = _signed_in(alice)
    before = UserSession.objects.get().last_seen_at
    client.get("/me/")
    client.get("/me/")
    assert UserSession.objects.get().last_seen_at == before


def test_one_renames_and_removes_a_passkey(client_of: ClientOf, alice: Person) -> None:
    passkey, client = _passkey(alice), client_of(alice.account)
    assert "Téléphone" in client.get("/me/passkeys/").content.decode()
    client.post(f"/me/passkeys/{passkey.pk}/", {"name": "Vieux téléphone"})
    page = client.get(f"/me/passkeys/{passkey.pk}/removal/").content.decode()
    assert "Vieux téléphone" in page
    assert Authenticator.objects.exists()
    client.post(f"/me/passkeys/{passkey.pk}/removal/")
    assert not Authenticator.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="passkey").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["passkey.added", "passkey.removed"]


@pytest.mark.parametrize("path", ["/me/passkeys/{}/", "/me/passkeys/{}/removal/"])
def test_charlie_reaches_no_passkey_of_alice(client_of: ClientOf, alice: Person, charlie: Person, path: str) -> None:
    path, client = path.format(_passkey(alice).pk), client_of(charlie.account)
    assert client.get(path).status_code == client.post(path, {"name": "Mienne"}).status_code == 404
    assert str(Authenticator.objects.get()) == "Téléphone"


def test_an_account_keeps_ten_passkeys_at_most(alice: Person) -> None:
    for number in range(10):
        _passkey(alice, f"Clé {number}")
    with pytest.raises(Refused, match="passkey_limit_reached"):
        _passkey(alice)


@pytest.mark.parametrize("credential", ["", "null", "[]", "{}", '{"id": 1}', '{"response": {}}', "[" * 10**5])
def test_a_hostile_passkey_is_refused_on_its_page(client_of: ClientOf, alice: Person, credential: str) -> None:
    client = client_of(alice.account)
    for _ in range(2):
        response = client.post("/me/passkeys/new/", {"name": "Téléphone", "credential": credential})
        assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_token_is_shown_once_and_works(client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    response = client.post("/me/tokens/new/", {"name": "Agenda", "scopes": ["read"], "term": "30"})
    token = ApiToken.objects.get()
    shown = response.content.decode()
    key = shown.partition("<code>")[2].partition("</code>")[0]
    assert queries.actor_by_token(key, clock.now()) is not None
    assert timedelta(days=29) < (token.expires_at or clock.now()) - clock.now() <= timedelta(days=30)
    assert "no-store" in response["Cache-Control"]
    listed = client.get("/me/tokens/").content.decode()
    assert token.hint in listed
    assert key not in listed


def test_one_takes_a_token_back(client_of: ClientOf, alice: Person) -> None:
    made, client = _token(alice), client_of(alice.account)
    client.post(f"/me/tokens/{made.token.pk}/revocation/")
    assert queries.actor_by_token(made.key, clock.now()) is None
    assert "Agenda" not in client.get("/me/tokens/").content.decode()


def test_charlie_neither_sees_nor_takes_back_a_token_of_alice(
    client_of: ClientOf, alice: Person, charlie: Person
) -> None:
    made, client = _token(alice), client_of(charlie.account)
    assert made.token.hint not in client.get("/me/tokens/").content.decode()
    assert client.post(f"/me/tokens/{made.token.pk}/revocation/").status_code == 404
    assert queries.actor_by_token(made.key, clock.now()) is not None


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "", "scopes": ["read"], "term": "30"},
        {"name": "A\x00", "scopes": ["read"], "term": "30"},
        {"name": "A", "scopes": [], "term": "30"},
        {"name": "A", "scopes": ["everything"], "term": "30"},
        {"name": "A", "scopes": ["read"], "term": "36500"},
        {"name": "A" * 10**5, "scopes": ["read"], "term": "-1"},
    ],
)
def test_a_hostile_token_is_refused_on_its_page(
    client_of: ClientOf, alice: Person, values: dict[str, str | list[str]]
) -> None:
    assert client_of(alice.account).post("/me/tokens/new/", values).status_code == 200
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/me/devices/1/sign-out/", "/me/devices/others/sign-out/", "/me/tokens/1/revocation/"],
)
def test_nothing_ends_by_reading(client_of: ClientOf, alice: Person, path: str) -> None:
    assert client_of(alice.account).get(path).status_code == 405
