"""Say why a way in cannot be described, a code not be set or a key not be handed over. Pure functions."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, sentence
from spaces.access import MOST_MINUTES_BEFORE
from spaces.details import Holder, Training

STEP_LENGTH = 1000
VALUE_LENGTH = 100
NAME_LENGTH = 60
NUMBER_LENGTH = 30
OPENS_LENGTH = 100
HOLDER_LENGTH = 150
MOST_STEPS = 20
AHEAD = timedelta(days=366)


def reasons_against_step(texts: Mapping[str, str], *, languages: Collection[str]) -> list[Reason]:
    """Return why a step cannot be so: `step_empty`, `step_too_long`, `language_unknown`."""
    if set(texts) - set(languages):
        return [Reason("language_unknown", _("Cette langue n’est pas encore proposée."))]
    if not any(text.strip() for text in texts.values()):
        return [Reason("step_empty", _("Il manque ce qu’il faut faire à cette étape."))]
    if any(len(text.strip()) > STEP_LENGTH for text in texts.values()):
        return [_too_long("step_too_long", STEP_LENGTH)]
    return []


def reasons_against_one_more_step(count: int) -> list[Reason]:
    """Return why there is no further step: `too_many_steps`."""
    if count < MOST_STEPS:
        return []
    text = sentence(_("%(limit)s étapes au plus : au-delà, personne ne les lit devant la porte."), limit=MOST_STEPS)
    return [Reason("too_many_steps", text, {"limit": MOST_STEPS}, status=409)]


def reasons_against_window(minutes: int) -> list[Reason]:
    """Return why codes cannot be shown from so long before: `window_invalid`."""
    if 0 <= minutes <= MOST_MINUTES_BEFORE:
        return []
    text = sentence(_("Choisir de 0 à %(limit)s minutes avant."), limit=MOST_MINUTES_BEFORE)
    return [Reason("window_invalid", text, {"limit": MOST_MINUTES_BEFORE})]


def reasons_against_code_name(name: str, *, is_taken: bool) -> list[Reason]:
    """Return why a code cannot be called so: `name_needed`, `text_too_long`, `code_exists`."""
    if not name.strip():
        return [Reason("name_needed", _("Il manque un nom."))]
    if len(name.strip()) > NAME_LENGTH:
        return [_too_long("text_too_long", NAME_LENGTH)]
    if is_taken:
        return [Reason("code_exists", _("Un code porte déjà ce nom ici."), {"name": name.strip()}, status=409)]
    return []


def reasons_against_value(value: str) -> list[Reason]:
    """Return why a code cannot be that: `code_needed`, `code_too_long`; the value is never among the facts."""
    if not value.strip():
        return [Reason("code_needed", _("Il manque le code."))]
    if len(value.strip()) > VALUE_LENGTH or not value.strip().isprintable():
        text = sentence(_("Un code a %(limit)s caractères au plus, sur une ligne."), limit=VALUE_LENGTH)
        return [Reason("code_too_long", text, {"limit": VALUE_LENGTH})]
    return []


def reasons_against_rotation(valid_from: datetime, *, at: datetime, is_taken: bool) -> list[Reason]:
    """Return why a code cannot change then: `rotation_past`, `rotation_too_far`, `rotation_taken`."""
    if valid_from < at:
        return [Reason("rotation_past", _("Ce moment est déjà passé : un code change maintenant ou plus tard."))]
    if valid_from > at + AHEAD:
        return [Reason("rotation_too_far", _("C’est trop loin : dans un an au plus."))]
    if is_taken:
        return [Reason("rotation_taken", _("Ce code change déjà à ce moment-là."), status=409)]
    return []


def reasons_against_key(number: str, opens: str, *, is_taken: bool) -> list[Reason]:
    """Return why a key cannot be entered so: `number_needed`, `text_too_long`, `key_exists`."""
    if not number.strip():
        return [Reason("number_needed", _("Il manque le numéro de la clé."))]
    if len(number.strip()) > NUMBER_LENGTH or len(opens.strip()) > OPENS_LENGTH:
        return [_too_long("text_too_long", NUMBER_LENGTH if len(number.strip()) > NUMBER_LENGTH else OPENS_LENGTH)]
    if is_taken:
        return [Reason("key_exists", _("Une clé porte déjà ce numéro ici."), {"number": number.strip()}, status=409)]
    return []


def reasons_against_handover(holder: Holder, training: Training | None, *, today: date) -> list[Reason]:
    """Return why a key cannot go to somebody: `holder_needed`, `text_too_long`, `training_invalid`."""
    if not holder.label.strip():
        return [Reason("holder_needed", _("À qui la clé est-elle remise ?"))]
    if len(holder.label.strip()) > HOLDER_LENGTH:
        return [_too_long("text_too_long", HOLDER_LENGTH)]
    if training is None:
        return []
    if not training.by.strip() or len(training.by.strip()) > HOLDER_LENGTH or training.on > today:
        text = _("Dire qui a formé la personne, et quel jour : aujourd’hui ou avant.")
        return [Reason("training_invalid", text)]
    return []


def _too_long(code: str, limit: int) -> Reason:
    text = sentence(_("Ce texte peut avoir %(value)s caractères au plus."), value=limit)
    return Reason(code, text, {"limit": limit})
