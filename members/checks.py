"""Refuse to start where signing in could not be safe."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

PER_PROCESS = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
}


def check_cache_is_shared(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Report a default cache that each process has for itself: attempts are counted in it."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend not in PER_PROCESS:
        return []
    hint = "Use the database cache (as delivered), Redis or Memcached."
    return [Error(f"The default cache, {backend}, is not shared by all processes.", hint=hint, id="members.E001")]
