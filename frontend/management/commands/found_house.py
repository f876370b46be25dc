"""Set up a real house in an empty database."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from common import clock
from common.errors import Refused
from common.rights import ActorKind, SystemActor
from frontend.founding import Founder, found_real_house
from spaces.details import HouseDetails, SpaceDetails


class Command(BaseCommand):
    help = "Set up a house with one space, its circles and its first co-manager, who signs in by a mailed code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the house's name, such as 'La Coroutine'")
        parser.add_argument("--email", required=True, help="the first co-manager's mail address")
        parser.add_argument("--person", required=True, metavar="NAME", help="the first co-manager's name")
        parser.add_argument("--slug", default="", help="short name for addresses; made from the name if not given")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE)
        parser.add_argument("--currency", default="EUR", help="ISO 4217, EUR if not given")
        parser.add_argument("--country", default="FR", help="ISO 3166, for public holidays; FR if not given")
        parser.add_argument("--subdivision", default="", help="the region whose public holidays differ")
        parser.add_argument("--time-zone", default="Europe/Paris")
        parser.add_argument("--address", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"] or slugify(options["name"])
        details = HouseDetails(
            name=options["name"],
            slug=slug,
            currency=options["currency"],
            default_language=options["language"],
            contact_email=options["email"],
        )
        space = SpaceDetails(
            slug=slug,
            name=options["name"],
            address=options["address"],
            country=options["country"],
            subdivision=options["subdivision"],
            time_zone=options["time_zone"],
        )
        call_command("createcachetable", verbosity=0)
        actor = SystemActor(ActorKind.COMMAND, "found_house", "found_house")
        founder = Founder(options["person"], options["email"])
        try:
            found_real_house(details=details, space=space, founder=founder, actor=actor, at=clock.now())
        except Refused as refusal:
            raise CommandError("\n".join(str(reason.sentence) for reason in refusal.reasons)) from refusal
        self.stdout.write(f"{details.name} is founded; {founder.email} can sign in at {settings.PUBLIC_URL}.")
