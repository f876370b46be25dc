"""Print a new personal key for an account, once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.errors import Refused
from common.rights import ActorKind, SystemActor
from members import operations
from members.models import Account
from members.tokens import Scope


class Command(BaseCommand):
    help = "Print a new personal key to the API for the account with this mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="ligne de commande", help="what the person will know it by")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="may be repeated; all, if not given")
        parser.add_argument("--days", type=int, default=365, help="how long it lasts, 365 at most")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email__iexact=options["email"]).first()
        if account is None:
            raise CommandError(f"No account has the mail address {options['email']}.")
        at = clock.now()
        try:
            made = operations.create_token(
                actor=SystemActor(ActorKind.COMMAND, "token", "manage.py token"),
                at=at,
                account=account,
                name=options["name"],
                scopes=options["scope"] or Scope.values,
                expires_at=at + timedelta(days=max(0, min(options["days"], 100_000))),
            )
        except Refused as refused:
            raise CommandError(str(refused.reason.sentence)) from refused
        self.stdout.write(made.key)
