"""`manage.py words`: bring the catalogues of translations up to date with code and templates."""

from typing import Any

from django.core.management.base import BaseCommand

from frontend import translations


class Command(BaseCommand):
    help = "Bring the catalogues of translations up to date with code and templates, and list what has no English yet."

    def handle(self, *args: Any, **options: Any) -> None:
        texts = translations.gather()
        for language in translations.PLURALS:
            catalog = translations.brought_up_to_date(language, texts)
            translations.write(language, catalog)
            missing = [message.id for message in catalog if message.id and not translations.is_translated(message)]
            self.stdout.write(f"{language}: {len(catalog)} texts, {len(missing)} to translate")
            for text in missing:
                self.stdout.write(f"  {text}")
