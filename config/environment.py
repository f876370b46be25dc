"""Read this instance's settings from the environment, each with its type and a safe default.

A wrong value stops the process with one sentence that names the variable and what it accepts.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parent.parent


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class WrongSetting(SystemExit):
    """Stop the process with one sentence on standard error and exit code 1."""


@dataclass(frozen=True)
class MailServer:
    """Say where mails are handed over, and how the connection is made safe: STARTTLS, TLS from the start, or not."""

    host: str
    port: int
    user: str
    password: str
    has_starttls: bool
    has_tls: bool


@dataclass(frozen=True)
class Environment:
    """Hold every value that an operator may set."""

    mode: Mode
    home: Path
    public_url: str
    hosts: list[str]
    secret_key: str
    database: dict[str, object]
    clock_start: datetime | None
    clock_settable: bool
    mail: MailServer
    mail_from: str
    trusted_proxies: int

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"


def read_environment() -> Environment:
    """Return this process's settings; stop with one sentence where a value makes no sense."""
    reader = environ.Env()  # type: ignore[no-untyped-call]
    home = Path(reader.str("BEFFROI_HOME", default=str(PROJECT / "var"))).expanduser().resolve()
    if (home / "env").is_file():
        reader.read_env(str(home / "env"))
    mode = _mode(reader)
    public_url = _public_url(reader, mode)
    return Environment(
        mode=mode,
        home=home,
        public_url=public_url,
        hosts=reader.list("BEFFROI_HOSTS", default=[]),
        secret_key=_secret_key(reader, home),
        database=_database(reader, home),
        clock_start=_clock_start(reader, mode),
        clock_settable=mode is not Mode.PRODUCTION and not _yes_or_no(reader, "BEFFROI_REAL_CLOCK"),
        mail=_mail_server(reader),
        mail_from=reader.str("BEFFROI_MAIL_FROM", default=f"beffroi@{urlsplit(public_url).hostname}"),
        trusted_proxies=_whole_number(reader, "BEFFROI_TRUSTED_PROXIES"),
    )


def _mode(reader: environ.Env) -> Mode:
    value = reader.str("BEFFROI_MODE", default=Mode.PRODUCTION.value)
    if value not in set(Mode):
        raise WrongSetting(f"BEFFROI_MODE is {value!r}; it must be one of: {', '.join(Mode)}.")
    return Mode(value)


def _public_url(reader: environ.Env, mode: Mode) -> str:
    default = "http://localhost:8000" if mode is not Mode.PRODUCTION else "https://localhost"
    value = reader.str("BEFFROI_URL", default=default).rstrip("/")
    parts = _parts(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise WrongSetting(f"BEFFROI_URL is {value!r}; it must look like https://beffroi.example.org.")
    if mode is Mode.PRODUCTION and parts.scheme != "https":
        raise WrongSetting(f"BEFFROI_URL is {value!r}; in production it must begin with https://.")
    return value


def _secret_key(reader: environ.Env, home: Path) -> str:
    """Return the key of the environment, else the one kept beside the data, made on first use."""
    value = reader.str("BEFFROI_SECRET_KEY", default="")
    if value and len(value) < 50:
        raise WrongSetting("BEFFROI_SECRET_KEY is too short; it needs 50 characters or more.")
    return value or _kept_secret_key(home / "secret_key")


def _kept_secret_key(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _keep_first(path, secrets.token_urlsafe(64))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise WrongSetting(f"BEFFROI_HOME: {path.parent} cannot be written ({error.strerror}).") from error


def _keep_first(path: Path, text: str) -> None:
    """Write a file only its owner can read; of processes that start together, the first one's stays."""
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:
        file.write(text)
        file.flush()
        with suppress(FileExistsError):
            path.hardlink_to(file.name)


def _database(reader: environ.Env, home: Path) -> dict[str, object]:
    value = reader.str("DATABASE_URL", default="")
    if not value:
        return _sqlite(home / "beffroi.sqlite3")
    if _parts(value).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise WrongSetting(_DATABASE_SENTENCE)
    try:
        config: dict[str, object] = reader.db_url_config(value)  # type: ignore[no-untyped-call]
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        raise WrongSetting(_DATABASE_SENTENCE) from error
    name = str(config.get("NAME", ""))
    if not name:
        raise WrongSetting(_DATABASE_SENTENCE)
    if str(config["ENGINE"]).endswith("postgresql"):
        return config | {
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**_options(config), "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
        }
    if not os.access(Path(name).parent, os.W_OK):
        raise WrongSetting(f"DATABASE_URL names {name}; its folder is missing or cannot be written.")
    return _sqlite(Path(name))


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,  # opening the file and its pragmas cost more than a page's queries
    }


def _options(config: dict[str, object]) -> dict[str, object]:
    options = config.get("OPTIONS", {})
    return dict(options) if isinstance(options, dict) else {}


def _clock_start(reader: environ.Env, mode: Mode) -> datetime | None:
    value = reader.str("BEFFROI_NOW", default="")
    if not value:
        return None
    if mode is Mode.PRODUCTION:
        raise WrongSetting("BEFFROI_NOW is set; the clock of a house in production cannot be set.")
    try:
        start = datetime.fromisoformat(value)
    except ValueError as error:
        raise WrongSetting(_CLOCK_SENTENCE.format(value=value)) from error
    if start.tzinfo is None:
        raise WrongSetting(_CLOCK_SENTENCE.format(value=value))
    return start


def _mail_server(reader: environ.Env) -> MailServer:
    parts = _parts(reader.str("BEFFROI_MAIL_URL", default="smtp://localhost:25"))
    if parts.scheme not in _MAIL_PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise WrongSetting(_MAIL_SENTENCE)
    return MailServer(
        host=parts.hostname,
        port=parts.port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        has_starttls=parts.scheme == "smtp+tls",
        has_tls=parts.scheme in {"smtps", "smtp+ssl"},
    )


def _parts(url: str) -> SplitResult:
    """Return the parts of an address, empty where it cannot be one, such as with a port in words."""
    try:
        parts = urlsplit(url)
        is_possible = parts.port != 0
    except ValueError:
        return _NOTHING
    return parts if is_possible else _NOTHING


def _yes_or_no(reader: environ.Env, name: str) -> bool:
    value = reader.str(name, default="no").lower()
    if value not in _YES | _NO:
        raise WrongSetting(f"{name} is {value!r}; it must be yes or no.")
    return value in _YES


def _whole_number(reader: environ.Env, name: str) -> int:
    value = reader.str(name, default="0")
    if not value.isdecimal():
        raise WrongSetting(f"{name} is {value!r}; it must be a whole number, 0 or more.")
    return int(value)


_NOTHING = urlsplit("")
_YES = {"yes", "true", "on", "1"}
_NO = {"no", "false", "off", "0", ""}
SQLITE_OPTIONS: dict[str, object] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;"
    ),
}
_DATABASE_SENTENCE = (
    "DATABASE_URL must look like sqlite:////path/house.sqlite3 or postgresql://name:password@host:5432/house."
)
_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}
_MAIL_SENTENCE = "BEFFROI_MAIL_URL must look like smtp+tls://name:password@mail.example.org:587."
_CLOCK_SENTENCE = "BEFFROI_NOW is {value!r}; it must be an instant with its offset, such as 2026-11-24T09:00:00+01:00."
