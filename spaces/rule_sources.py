"""Say of each rule what holds for a whole space, a kind or one resource, and where that comes from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from common.dated import in_force
from spaces.catalogue import RuleFacts, SpaceOffer
from spaces.rulebook import RULEBOOK, RuleInfo, Rules


class Source(StrEnum):
    """Name where a value comes from: nobody has said anything, or the space, the kind, the resource itself."""

    DEFAULT = "default"
    SPACE = "space"
    KIND = "kind"
    RESOURCE = "resource"


@dataclass(frozen=True)
class RuleScope:
    """What rules are asked for: the whole space, a kind, or one resource, which is of a kind."""

    kind: str = ""
    resource_id: int | None = None

    @property
    def own(self) -> tuple[str, int | None]:
        """Return the kind and the resource under which the scope's own rules are kept."""
        return ("", self.resource_id) if self.resource_id is not None else (self.kind, None)

    @property
    def source(self) -> Source:
        if self.resource_id is not None:
            return Source.RESOURCE
        return Source.KIND if self.kind else Source.SPACE

    def widest_first(self) -> list[tuple[Source, tuple[str, int | None]]]:
        """Return the scopes whose rules hold here, each before those that go before it."""
        found: list[tuple[Source, tuple[str, int | None]]] = [(Source.SPACE, ("", None))]
        if self.kind:
            found.append((Source.KIND, (self.kind, None)))
        if self.resource_id is not None:
            found.append((Source.RESOURCE, ("", self.resource_id)))
        return found


@dataclass(frozen=True)
class RuleInForce:
    """One rule on a day: its JSON value, where it comes from since when, and what is planned for the scope itself."""

    name: str
    value: object
    source: Source
    since: date | None
    planned: Sequence[RuleFacts]

    @property
    def info(self) -> RuleInfo:
        return RULEBOOK[self.name]


def rules_in_force(space: SpaceOffer, scope: RuleScope, day: date) -> list[RuleInForce]:
    """Return every rule as it holds for a scope on a local day, in the order of the rulebook."""
    found: dict[str, tuple[object, Source, date | None]] = {
        name: (value, Source.DEFAULT, None) for name, value in DEFAULTS.items()
    }
    for source, key in scope.widest_first():
        rows = [rule for rule in space.rules if (rule.kind, rule.resource_id) == key]
        for name, row in in_force(rows, day, key=lambda rule: rule.name).items():
            if not row.is_cleared:
                found[name] = (row.value, source, row.valid_from)
    return [RuleInForce(name, *found[name], _planned(space, scope, name, day=day)) for name in RULEBOOK]


def _planned(space: SpaceOffer, scope: RuleScope, name: str, *, day: date) -> list[RuleFacts]:
    rows = [rule for rule in space.rules if rule.name == name and (rule.kind, rule.resource_id) == scope.own]
    return sorted((rule for rule in rows if rule.valid_from > day), key=lambda rule: rule.valid_from)


def _as_json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


DEFAULTS = {field.name: _as_json(getattr(Rules(), field.name)) for field in fields(Rules)}
