"""Reads of the way in: steps, codes in force, the key register, who was shown what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused
from spaces.access import MINUTES_BEFORE
from spaces.models.access import (
    AccessCode,
    AccessCodeValue,
    AccessPicture,
    AccessSetting,
    AccessStep,
    CodeShowing,
    Key,
    KeyMove,
)

T = TypeVar("T")


@dataclass(frozen=True)
class StepShown:
    """One step in the language of its reader, and the key of its picture, if there is one."""

    id: int
    position: int
    text: str
    picture_id: int | None


@dataclass(frozen=True)
class KeyState:
    """A key and the last line of the register about it."""

    key: Key
    move: KeyMove | None

    @property
    def held(self) -> KeyMove | None:
        """Return the hand-over by which somebody holds the key now."""
        return self.move if self.move and self.move.kind == KeyMove.HANDED else None

    @property
    def is_lost(self) -> bool:
        return self.move is not None and self.move.kind == KeyMove.LOST


def minutes_before(space_id: int) -> int:
    """Return how long before a reason begins its codes may be shown."""
    found = AccessSetting.objects.filter(space=space_id).values_list("minutes_before", flat=True).first()
    return MINUTES_BEFORE if found is None else found


def steps_of(space_id: int, *, languages: Sequence[str]) -> list[StepShown]:
    """Return the steps of a space, each in the first of `languages` it is written in, else in any; one query."""
    rows = AccessStep.objects.filter(space=space_id).values_list("id", "position", "texts", "picture__id")
    return [StepShown(key, position, _text(texts, languages), picture) for key, position, texts, picture in rows]


def codes_of(space_id: int) -> QuerySet[AccessCode]:
    """Return the codes of a space that are in use."""
    return AccessCode.objects.filter(space=space_id, retired_at=None)


def values_in_force(codes: QuerySet[AccessCode], at: datetime) -> list[AccessCodeValue]:
    """Return what each code is at `at`, by name; a code that is nothing yet is left out; one query."""
    latest = AccessCodeValue.objects.filter(code=OuterRef("code"), valid_from__lte=at).order_by("-valid_from", "-id")
    found = AccessCodeValue.objects.filter(code__in=codes, pk=Subquery(latest.values("pk")[:1]))
    return list(found.select_related("code").order_by("code__name", "code_id"))


def codes_managed(space_id: int, at: datetime) -> QuerySet[AccessCode]:
    """Return the codes with `since`, when they last changed, and `next_at`, when they change next."""
    since = Max("values__valid_from", filter=Q(values__valid_from__lte=at))
    next_at = Min("values__valid_from", filter=Q(values__valid_from__gt=at))
    return codes_of(space_id).annotate(since=since, next_at=next_at)


def people_who_saw(code: AccessCode, at: datetime) -> int:
    """Return how many people were shown what the code is at `at`."""
    values = [value.pk for value in values_in_force(AccessCode.objects.filter(pk=code.pk), at)]
    seen = CodeShowing.objects.filter(value__in=values).aggregate(n=Count("actor_reference", distinct=True))
    return int(seen["n"])


def showings_of(space_id: int) -> QuerySet[CodeShowing]:
    """Return who was shown which code of a space, newest first."""
    return CodeShowing.objects.filter(value__code__space=space_id).select_related("value__code")


def keys_of(space_id: int) -> list[KeyState]:
    """Return the keys of a space, each with its last line of the register; two queries."""
    return _states(Key.objects.filter(space=space_id))


def keys_held_by(reference: str) -> list[KeyState]:
    """Return the keys that somebody holds now; two queries."""
    ever = Key.objects.filter(moves__holder_reference=reference).distinct().select_related("space")
    return [state for state in _states(ever) if state.held is not None and state.held.holder_reference == reference]


def find_step(space_id: int, step_id: int) -> AccessStep:
    """Return a step. Refusal: `step_unknown` (404)."""
    return _found(AccessStep.objects.filter(space=space_id, pk=step_id).first(), "step_unknown")


def find_code(space_id: int, code_id: int) -> AccessCode:
    """Return a code in use. Refusal: `code_unknown` (404)."""
    return _found(codes_of(space_id).filter(pk=code_id).first(), "code_unknown")


def find_key(space_id: int, key_id: int) -> Key:
    """Return a key. Refusal: `key_unknown` (404)."""
    return _found(Key.objects.filter(space=space_id, pk=key_id).first(), "key_unknown")


def find_picture(picture_id: int, *, space_id: int | None = None) -> AccessPicture:
    """Return a picture with its step, of one space where that is given. Refusal: `picture_unknown` (404)."""
    pictures = AccessPicture.objects.select_related("step").filter(pk=picture_id)
    if space_id is not None:
        pictures = pictures.filter(step__space=space_id)
    return _found(pictures.first(), "picture_unknown")


def last_move(key: Key) -> KeyMove | None:
    """Return the last line of the register about a key."""
    return key.moves.order_by("-id").first()


def _states(keys: QuerySet[Key]) -> list[KeyState]:
    found = list(keys)
    last = (
        KeyMove.objects.filter(key__in=[key.pk for key in found]).values("key").annotate(last=Max("id")).values("last")
    )
    moves = {move.key_id: move for move in KeyMove.objects.filter(pk__in=last)}
    return [KeyState(key, moves.get(key.pk)) for key in found]


def _text(texts: dict[str, str], languages: Iterable[str]) -> str:
    written = [texts[language] for language in languages if texts.get(language)]
    return next(iter([*written, *(text for text in texts.values() if text)]), "")


def _found(row: T | None, code: str) -> T:
    if row is None:
        raise Refused(Reason(code, _("Il n’y a rien de tel ici (ou plus)."), status=404))
    return row
