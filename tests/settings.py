"""Settings of a test run: the product's own in test mode, in a home of their own, on the engine asked for.

`DATABASE_URL` names a server; else `BEFFROI_TEST_ENGINE=postgresql` starts one of its own and SQLite,
in a file, is the default. pytest-xdist's workers inherit what the controller sets here.
"""

import os

from tests.support.engines import prepare_environment

prepare_environment(os.environ)

from config.settings import *  # noqa: E402, F403 - the environment must be complete first
from config.settings import DATABASES, ENVIRONMENT, INSTALLED_APPS, MIDDLEWARE  # noqa: E402

if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(ENVIRONMENT.home / "test.sqlite3")}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# allauth's own code reads the address and each session, with its account, again while it signs somebody in.
ZEAL_ALLOWLIST = [
    {"model": "account.EmailAddress"},
    {"model": "sessions.Session"},
    {"model": "members.Account", "field": "get()"},
]
