from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from bookings.news import MAIL_KINDS
        from bookings.triggers import check_triggers, install_triggers
        from members.mail_kinds import register_mail_kinds

        register_mail_kinds(*MAIL_KINDS)
        post_migrate.connect(install_triggers, sender=self)
        checks.register(check_triggers, checks.Tags.database)
