"""Close a space on some days or open it at other hours, and settle the bookings that no longer fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.forms import ClockField, DayField, KeyField, read
from bookings.models import Booking
from bookings.operations import close_period, preview_closing
from bookings.operations.close import Closing, Settling
from bookings.wishes import NOTE_LIMIT
from common.errors import Reason
from common.governance import decided_fields
from common.rights import Right
from frontend.rules.steps import Attempt, Change, Preview, managed_space, show_preview, step_of
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import ExceptionFacts, SpaceOffer
from spaces.models import OpeningException
from spaces.queries.hours import coming_exceptions, coming_holidays
from spaces.wording import day_words, hours_words, stretches_words

DATE = {"type": "date"}
CLOSED, OPEN = "closed", "open"
KEEP, CANCEL = "keep", "cancel"
MOST_DAYS_SHOWN = 14


class ClosingForm(forms.Form):
    """Which days, closed or open at which hours, and why."""

    first = DayField(label=_("Premier jour"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    last = DayField(
        label=_("Dernier jour"),
        help_text=_("Vide : un seul jour."),
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=_("Ces jours-là"),
        choices=[(CLOSED, _("Fermé")), (OPEN, _("Ouvert à d’autres heures"))],
        widget=forms.RadioSelect,
        initial=CLOSED,
    )
    opens_at = ClockField(label=_("Ouvre à"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    closes_at = ClockField(label=_("Ferme à"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    label = forms.CharField(
        label=_("Raison"), help_text=_("Elle se lit sur la page publique."), required=False, max_length=100
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        hours = [values.get("opens_at"), values.get("closes_at")]
        if values.get("kind") == OPEN and None in hours and not {"opens_at", "closes_at"} & set(self.errors):
            raise ValidationError(_("Il faut une heure d’ouverture et une heure de fermeture."))
        return values

    def exception(self) -> ExceptionFacts:
        """Return what was written down."""
        values = self.cleaned_data
        is_open = values["kind"] == OPEN
        return ExceptionFacts(
            starts_on=values["first"],
            ends_on=values["last"] or values["first"],
            opens_at=values["opens_at"] if is_open else None,
            closes_at=values["closes_at"] if is_open else None,
            label=values["label"],
        )


class SettlingForm(forms.Form):
    """What becomes of the bookings that no longer fit, and what their people are told."""

    settle = forms.ChoiceField(required=False, choices=[(KEEP, KEEP), (CANCEL, CANCEL)])
    message = forms.CharField(required=False, max_length=NOTE_LIMIT)


class KeysForm(forms.Form):
    """Bookings by their keys."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__({str(number): key for number, key in enumerate(keys)})
        for number, _key in enumerate(keys):
            self.fields[str(number)] = KeyField(required=False)

    def keys(self) -> set[int]:
        """Return those that are keys at all."""
        self.is_valid()
        return {key for key in self.cleaned_data.values() if key}


@dataclass(frozen=True)
class ComingLine:
    """One exception or public holiday as the list says it."""

    first: date
    days: str
    says: str
    reason: str
    exception_id: int | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_HOURS)
def closures(request: PersonRequest) -> HttpResponseBase:
    """List the coming days on which the usual hours do not hold, and close or open on others."""
    space, spaces = managed_space(request, Right.MANAGE_HOURS)
    step = step_of(request)
    if not step:
        return _page(request, space, spaces, form=ClosingForm(initial=_asked(request)))
    form = ClosingForm(request.POST)
    if step == "edit" or not form.is_valid():
        return _page(request, space, spaces, form=form, status=200 if step == "edit" else 400)
    with Attempt() as attempt:
        if step == "confirm":
            return _confirmed(request, space, form.exception())
        return _preview(request, space, form.exception())
    return _page(request, space, spaces, form=form, reasons=attempt.reasons, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_HOURS)
def withdrawal(request: PersonRequest, closure_id: int) -> HttpResponseBase:
    """Ask whether a closing or special opening is to go, and take it back."""
    space, _spaces = managed_space(request, Right.MANAGE_HOURS)
    if request.method == "POST":
        operations.withdraw_exception(space_id=space.id, exception_id=closure_id, actor=request.actor, at=request.at)
        messages.success(request, gettext("Les horaires habituels valent de nouveau ces jours-là."))
        return redirect(_address(space))
    today = space.local(request.at).date()
    rows = [row for row in coming_exceptions(space.id, today) if row.pk == closure_id]
    if not rows:
        return redirect(_address(space))
    return render(request, "rules/closure_withdrawal.html", {"space": space, "line": _line(rows[0])})


def _confirmed(request: PersonRequest, space: SpaceOffer, exception: ExceptionFacts) -> HttpResponse:
    """Close, unless other bookings are touched than those that were read, or nothing was said about them."""
    values = read(SettlingForm, request.POST)
    seen, kept = (KeysForm(request.POST.getlist(name)).keys() for name in ("seen", "kept"))
    if seen and not values["settle"]:
        unsaid = Reason("settling_needed", _("Choisir ce que deviennent les réservations."), status=409)
        return _preview(request, space, exception, reasons=[unsaid])
    cancelled = seen - kept if values["settle"] == CANCEL else set()
    with Attempt() as attempt:
        closing = close_period(
            actor=request.actor,
            at=request.at,
            space_id=space.id,
            exception=exception,
            settling=Settling(cancelled, values["message"], seen),
        )
        messages.success(request, _done(closing))
        return redirect(_address(space))
    return _preview(request, space, exception, reasons=attempt.reasons)


def _preview(
    request: PersonRequest, space: SpaceOffer, exception: ExceptionFacts, *, reasons: Sequence[Reason] = ()
) -> HttpResponse:
    after, touched = preview_closing(actor=request.actor, at=request.at, space_id=space.id, exception=exception)
    values = read(SettlingForm, request.POST)
    may_cancel = request.actor.has_right(Right.CHANGE_ALL_BOOKINGS, space.id)
    is_closed = exception.opens_at is None
    preview = Preview(
        title=_("Fermer ces jours-là ?") if is_closed else _("Ouvrir à ces heures ?"),
        button=_("Fermer") if is_closed else _("Changer ces jours"),
        changes=_changes(space, after.space_of(space.id), exception),
        touched=touched,
        more={
            "can_settle": may_cancel and any(booking.starts_at > request.at for booking in touched),
            "needs_right": "" if may_cancel else Right.CHANGE_ALL_BOOKINGS.label,
            "settle": values["settle"],
            "message": values["message"] or _message(exception, touched, space),
            "message_length": NOTE_LIMIT,
            "kept_keys": KeysForm(request.POST.getlist("kept")).keys(),
            "reasons": reasons,
        },
    )
    response = show_preview(request, preview, space=space, template="rules/closure_preview.html")
    response.status_code = reasons[0].status if reasons else 200
    return response


def _changes(before: SpaceOffer, after: SpaceOffer, exception: ExceptionFacts) -> list[Change]:
    """Return day by day what changes; of many days, the first and the last."""
    count = min((exception.ends_on - exception.starts_on).days + 1, 3660)
    days = [date.fromordinal(exception.starts_on.toordinal() + n) for n in range(count)]
    found = [
        Change(day_words(day, "dated"), _hours(before, day), _hours(after, day))
        for day in days
        if before.hours_on(day) != after.hours_on(day)
    ]
    if len(found) <= MOST_DAYS_SHOWN:
        return found
    more = ngettext("et %(n)s jour encore", "et %(n)s jours encore", len(found) - MOST_DAYS_SHOWN)
    rest = Change(more % {"n": len(found) - MOST_DAYS_SHOWN}, "", found[-1].new)
    return [*found[: MOST_DAYS_SHOWN - 1], rest, found[-1]]


def _hours(space: SpaceOffer, day: date) -> str:
    return stretches_words(space.hours_on(day)) or gettext("fermé")


def _message(exception: ExceptionFacts, touched: list[Booking], space: SpaceOffer) -> str:
    """Return a message to begin with, which whoever closes may change."""
    if not touched:
        return ""
    if exception.label:
        return gettext("%(place)s sera fermé : %(reason)s. Rien n’est dû.") % {
            "place": space.name,
            "reason": exception.label,
        }
    return gettext("%(place)s sera fermé ce jour-là. Rien n’est dû.") % {"place": space.name}


def _done(closing: Closing) -> str:
    said = [gettext("C’est fait : %(days)s.") % {"days": _line(closing.exception).days.lower()}]
    if cancelled := len(closing.cancelled):
        text = ngettext(
            "%(n)s réservation annulée sans frais, la personne est prévenue.",
            "%(n)s réservations annulées sans frais, les personnes sont prévenues.",
            cancelled,
        )
        said.append(text % {"n": cancelled})
    if kept := len(closing.kept):
        said.append(ngettext("%(n)s réservation gardée.", "%(n)s réservations gardées.", kept) % {"n": kept})
    return " ".join(said)


def _page(
    request: PersonRequest,
    space: SpaceOffer,
    spaces: list[SpaceOffer],
    *,
    form: ClosingForm,
    reasons: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    today = space.local(request.at).date()
    lines = [_line(row) for row in coming_exceptions(space.id, today)]
    lines += [
        ComingLine(one.day, day_words(one.day, "dated"), gettext("fermé"), one.name)
        for one in coming_holidays(space, today, get_language() or "fr")
    ]
    context = {
        "space": space,
        "spaces": spaces,
        "form": form,
        "reasons": reasons,
        "lines": sorted(lines, key=lambda line: line.first),
        "decided": decided_fields([f"space:{space.id}"]).get((f"space:{space.id}", "exceptions")),
        "address": _address(space),
    }
    return render(request, "rules/closures.html", context, status=status)


def _line(row: OpeningException) -> ComingLine:
    days = day_words(row.starts_on, "dated")
    if row.ends_on > row.starts_on:
        days = gettext("du %(first)s au %(last)s") % {
            "first": day_words(row.starts_on, "dated"),
            "last": day_words(row.ends_on, "dated"),
        }
    return ComingLine(row.starts_on, days, _said(row.opens_at, row.closes_at), row.label, row.pk)


def _said(opens_at: time | None, closes_at: time | None) -> str:
    return hours_words(opens_at, closes_at) if opens_at and closes_at is not None else gettext("fermé")


def _asked(request: PersonRequest) -> dict[str, Any]:
    """Return what the address fills in: a day, and whether to open on it."""
    values = read(AskedForm, request.GET)
    return {"first": values["day"], "kind": values["kind"] or CLOSED}


class AskedForm(forms.Form):
    """Which day the form begins with."""

    day = DayField(required=False)
    kind = forms.ChoiceField(required=False, choices=[(CLOSED, CLOSED), (OPEN, OPEN)])


def _address(space: SpaceOffer) -> str:
    return f"{reverse('rules-closures')}?space={space.slug}"
