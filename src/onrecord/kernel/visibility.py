"""Owns who may see what: visibilities, roles, actors. Never asks who somebody is: the shells sign people in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Visibility(StrEnum):
    """How far a thing may be seen. `team` is where everything starts: private by default."""

    PUBLIC = "public"
    TEAM = "team"
    RESTRICTED = "restricted"

    @property
    def width(self) -> int:
        """How wide the circle is: 0 for the keepers' alone, rising; what is derived is never wider than its source."""
        return _WIDTH[self]


class Role(StrEnum):
    """What an actor may do: read, state and seal, or keep the archive."""

    READER = "reader"
    ANALYST = "analyst"
    KEEPER = "keeper"

    def may(self, needed: Role) -> bool:
        """Say whether this role reaches as far as `needed`."""
        return _REACH[self] >= _REACH[needed]

    def sees(self) -> frozenset[Visibility]:
        """Return the visibilities this role may see."""
        return _SEES[self]


_WIDTH: Final = {Visibility.RESTRICTED: 0, Visibility.TEAM: 1, Visibility.PUBLIC: 2}
_REACH: Final = {Role.READER: 0, Role.ANALYST: 1, Role.KEEPER: 2}
_SEES: Final = {
    Role.READER: frozenset({Visibility.PUBLIC}),
    Role.ANALYST: frozenset({Visibility.PUBLIC, Visibility.TEAM}),
    Role.KEEPER: frozenset(Visibility),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, as the log names them: a pseudonym or an office, so that the log can be shown to a stranger."""

    name: str
    role: Role
