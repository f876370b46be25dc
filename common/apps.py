from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        autodiscover_modules("tasks")
        post_migrate.connect(_begin_times, sender=self)


def _begin_times(using: str, **kwargs: Any) -> None:
    """Set a demo's clock, then start the timetables of new chores, on a database that has just been migrated."""
    from django.conf import settings

    from common.chores import begin_timetables
    from common.clock import now, start_clock

    start_clock(settings.CLOCK_START)
    begin_timetables(now())
