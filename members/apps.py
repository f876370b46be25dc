from django.apps import AppConfig
from django.core import checks


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        from members.checks import check_cache_is_shared

        checks.register(check_cache_is_shared, checks.Tags.caches)
