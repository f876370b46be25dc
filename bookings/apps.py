from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from bookings.news import MAIL_KINDS
        from bookings.queries.coming import KIND, bookings_to_come_in_for
        from bookings.triggers import check_triggers, install_triggers
        from members.mail_kinds import register_mail_kinds
        from spaces.access import register_access_reason

        register_mail_kinds(*MAIL_KINDS)
        post_migrate.connect(install_triggers, sender=self)
        checks.register(check_triggers, checks.Tags.database)
        register_access_reason(KIND, bookings_to_come_in_for)
