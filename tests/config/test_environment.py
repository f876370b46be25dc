"""A wrong setting stops the process with one sentence that names it."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.environment import Environment, Mode, WrongSetting, read_environment
from tests.structure.sources import PROJECT

SETTINGS = [
    "BEFFROI_MODE",
    "BEFFROI_URL",
    "BEFFROI_HOSTS",
    "BEFFROI_SECRET_KEY",
    "BEFFROI_NOW",
    "BEFFROI_REAL_CLOCK",
    "BEFFROI_MAIL_URL",
    "BEFFROI_MAIL_FROM",
    "BEFFROI_TRUSTED_PROXIES",
    "DATABASE_URL",
]
WRONG = [
    ("BEFFROI_MODE", "prod"),
    ("BEFFROI_URL", "beffroi.example.org"),
    ("BEFFROI_URL", "ftp://beffroi.example.org"),
    ("BEFFROI_URL", "http://beffroi.example.org/house"),
    ("BEFFROI_URL", "http://beffroi.example.org:http"),
    ("BEFFROI_URL", "http://["),
    ("BEFFROI_SECRET_KEY", "short"),
    ("BEFFROI_NOW", "tomorrow"),
    ("BEFFROI_NOW", "2026-11-24T09:00:00"),
    ("BEFFROI_REAL_CLOCK", "perhaps"),
    ("BEFFROI_MAIL_URL", "mail.example.org"),
    ("BEFFROI_MAIL_URL", "smtp://mail.example.org:smtp"),
    ("BEFFROI_TRUSTED_PROXIES", "-1"),
    ("DATABASE_URL", "postgresql://["),
    ("DATABASE_URL", "mysql://localhost/house"),
    ("DATABASE_URL", "postgresql://localhost:port/house"),
    ("DATABASE_URL", "postgresql://localhost"),
    ("DATABASE_URL", "sqlite:////no/such/folder/house.sqlite3"),
    ("DATABASE_URL", "house"),
]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def in_demo_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_MODE", "demo")


def test_a_house_that_sets_nothing_is_in_production_behind_https(tmp_path: Path) -> None:
    environment = read_environment()
    assert environment.mode is Mode.PRODUCTION
    assert environment.is_https
    assert not environment.clock_settable
    assert environment.database["NAME"] == str(tmp_path / "beffroi.sqlite3")


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_one_sentence_that_names_the_setting(
    in_demo_mode: None, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as stop:
        read_environment()
    sentence = str(stop.value.code)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "value"), [("BEFFROI_URL", "http://beffroi.example.org"), ("BEFFROI_NOW", "2026-11-24T09:00:00+01:00")]
)
def test_production_refuses_what_only_a_demo_may_have(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=name):
        read_environment()


def test_a_home_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(WrongSetting, match="BEFFROI_HOME"):
        read_environment()


def test_the_home_may_have_any_name(in_demo_mode: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "la maison 100% #1?"
    monkeypatch.setenv("BEFFROI_HOME", str(home))
    assert read_environment().database["NAME"] == str(home / "beffroi.sqlite3")


def test_the_file_in_the_home_says_what_the_environment_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "env").write_text("BEFFROI_MODE=demo\nBEFFROI_URL=http://localhost:8001\n")
    monkeypatch.setenv("BEFFROI_URL", "http://localhost:8002")
    environment = read_environment()
    assert (environment.mode, environment.public_url) == (Mode.DEMO, "http://localhost:8002")


def test_processes_that_start_together_share_one_secret_key(in_demo_mode: None, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        environments: list[Environment] = list(pool.map(lambda _: read_environment(), range(40)))
    keys = {environment.secret_key for environment in environments}
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_sqlite_stays_open_between_requests(in_demo_mode: None) -> None:
    assert read_environment().database["CONN_MAX_AGE"] is None


def test_postgresql_is_pooled(in_demo_mode: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://name:secret@db.example.org:5432/house")
    database = read_environment().database
    assert (database["HOST"], database["NAME"]) == ("db.example.org", "house")
    assert isinstance(database["OPTIONS"], dict)
    assert database["OPTIONS"]["pool"]


def run_manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_says_the_sentence_and_nothing_else() -> None:
    stopped = run_manage("check", BEFFROI_MODE="prod")
    assert stopped.returncode == 1
    assert stopped.stderr == "BEFFROI_MODE is 'prod'; it must be one of: production, demo, test.\n"


def test_a_database_that_does_not_answer_is_one_sentence_too(tmp_path: Path) -> None:
    (tmp_path / "beffroi.sqlite3").mkdir()
    stopped = run_manage("migrate", BEFFROI_MODE="demo")
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("The database does not answer; DATABASE_URL says where it is.")
    assert "Traceback" not in stopped.stderr


def test_production_settings_pass_djangos_own_deployment_check() -> None:
    checked = run_manage(
        "check", "--deploy", "--fail-level", "WARNING", BEFFROI_MODE="production", BEFFROI_URL="https://b.example.org"
    )
    assert checked.returncode == 0, checked.stderr
