"""Make and recognise the keys of personal access; no Django model, no clock."""

import hashlib
import secrets
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PREFIX = "bef_"
LONGEST = 100


class Scope(TextChoices):
    """List what a personal key may be given; none gives more than its person has."""

    READ = "read", _("lire ce que je vois sur les pages")
    BOOK = "book", _("réserver, déplacer et annuler en mon nom")
    MANAGE = "manage", _("changer en mon nom les réglages de la maison")


@dataclass(frozen=True)
class Key:
    """Hold a new key; only `digest` and `hint` may be kept."""

    text: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    @property
    def hint(self) -> str:
        """Return the beginning, by which its owner knows it again."""
        return self.text[:8]


def new_key() -> Key:
    """Return a key of 32 random bytes."""
    return Key(PREFIX + secrets.token_urlsafe(32))


def digest_of(text: str) -> str:
    """Return what is kept of a key: it is random, so one round of SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_key(text: str) -> bool:
    """Tell whether `text` can be a key at all."""
    return text.startswith(PREFIX) and text.isascii() and len(text) <= LONGEST
