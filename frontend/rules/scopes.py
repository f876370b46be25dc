"""Which rules a page is about: those of a whole space, of a kind, or of one resource."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms import KeyField, read
from common.errors import Reason, Refused
from common.governance import Decided, decided_fields
from members.web import PersonRequest
from spaces.catalogue import RuleFacts, SpaceOffer
from spaces.enums import ResourceKind
from spaces.rule_sources import RuleScope


class ScopeForm(forms.Form):
    """Which kind or resource of a space."""

    kind = forms.ChoiceField(required=False, choices=ResourceKind.choices)
    resource = KeyField(required=False)


@dataclass(frozen=True)
class Scope:
    """What the rules of a page hold for."""

    space: SpaceOffer
    rules: RuleScope
    name: str

    @property
    def query(self) -> str:
        """Return what addresses this scope: `space=mutualab&kind=room`."""
        values: dict[str, str | int] = {"space": self.space.slug}
        if self.rules.resource_id is not None:
            values["resource"] = self.rules.resource_id
        elif self.rules.kind:
            values["kind"] = self.rules.kind
        return urlencode(values)

    def facts(self, name: str, value: object, **more: object) -> RuleFacts:
        """Return a rule of this scope as operations read it."""
        kind, resource_id = self.rules.own
        return RuleFacts(kind=kind, resource_id=resource_id, name=name, value=value, **more)  # type: ignore[arg-type]

    def decided(self) -> dict[str, Decided]:
        """Return what decisions govern of this scope's own rules, by rule."""
        kind, resource_id = self.rules.own
        subject = f"space:{self.space.id}" if resource_id is None else f"resource:{resource_id}"
        before = f"rule:{kind}:" if kind else "rule:"
        found = decided_fields([subject]).items()
        return {field.removeprefix(before): one for (_subject, field), one in found if field.startswith(before)}


def scope_of(request: PersonRequest, space: SpaceOffer) -> Scope:
    """Return the scope a page is asked for. Refusal: `resource_unknown` (404)."""
    asked = read(ScopeForm, request.GET)
    if asked["resource"]:
        resource = next((one for one in space.resources if one.id == asked["resource"]), None)
        if resource is None:
            raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
        return Scope(space, RuleScope(resource.kind.value, resource.id), resource.name)
    if asked["kind"]:
        return Scope(space, RuleScope(asked["kind"]), str(capfirst(str(ResourceKind(asked["kind"]).label))))
    return Scope(space, RuleScope(), gettext("Tout le lieu"))


def wide_scopes(space: SpaceOffer) -> list[Scope]:
    """Return the whole space and each kind."""
    found = [Scope(space, RuleScope(), gettext("Tout le lieu"))]
    return found + [Scope(space, RuleScope(kind.value), str(capfirst(str(kind.label)))) for kind in ResourceKind]


def narrow_scopes(space: SpaceOffer, resources: Sequence[int]) -> list[Scope]:
    """Return the resources of the given keys, each on its own; seats that are alike are not told apart."""
    return [
        Scope(space, RuleScope(one.kind.value, one.id), one.name)
        for one in space.resources
        if one.id in resources and (one.kind is not ResourceKind.SEAT or space.is_sold_apart(one))
    ]
