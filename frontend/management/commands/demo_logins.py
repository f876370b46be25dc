"""Say where a demo house answers and who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from frontend.demo.people import PASSWORD, mail_of
from frontend.demo.seeding import HOUSES
from spaces.models import House


class Command(BaseCommand):
    help = "Print the address of a demo house and its logins."

    def handle(self, *args: Any, **options: Any) -> None:
        present = House.objects.filter(is_demo=True).first()
        plan = HOUSES.get(present.slug) if present else None
        if plan is None:
            raise CommandError("There is no demo house here; manage.py seed_demo makes one.")
        self.stdout.write(f"\n{plan.details.name}: {settings.PUBLIC_URL}\n\n")
        for person in plan.people.cast:
            if person.has_password:
                self.stdout.write(f"  {mail_of(person, plan.people):28} {PASSWORD:14} {person.name}, {person.role}")
        self.stdout.write("")
