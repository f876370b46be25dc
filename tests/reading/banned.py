"""Words that people never meet: they belong to those who build, not to those who read."""

import re

ENGLISH = (
    "D[0-5]",
    "ballot box(es)?",
    "electors?",
    "tall(y|ies)",
    "occupanc(y|ies)",
    "lots?",
    "ledgers?",
    "hash(es|ed)?",
    "holders?",
    "netting",
    "quotas?",
    "payloads?",
)
FRENCH = (
    *ENGLISH,
    "urnes?",
    "élect(eurs?|rices?)",
    "dépouillements?",
    "occupations?",
    "grands? livres?",
    "empreintes? numériques?",
    "hachages?",
    "dét(enteurs?|entrices?)",
    "compensations?",
    "charges? utiles?",
)
BANNED = {"fr": FRENCH, "en": ENGLISH}


def banned_words(text: str, language: str) -> list[str]:
    """Return the banned words that a text of this language contains, whole words only."""
    pattern = rf"(?<![\w-])(?:{'|'.join(BANNED[language])})(?![\w-])"
    return [found.group() for found in re.finditer(pattern, text, re.IGNORECASE)]
