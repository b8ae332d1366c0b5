"""Owns what a rule finds, before it has a line and a column. Never decides anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.dossier.bindings import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong or weak: its code, its place in the file, and the facts that its sentence names."""

    code: str
    start: int
    end: int
    facts: dict[str, object] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    suggestion: str | None = None
    figure: str | None = None


def at(
    binding: Binding, code: str, *, suggestion: str | None = None, named: Sequence[str] | None = None, **facts: object
) -> Finding:
    """Return a finding at the words of a link, about the claims it names or else all that the words rest on."""
    return Finding(
        code=code,
        start=binding.link.words.start,
        end=binding.link.words.end,
        facts=dict(facts),
        claims=tuple(named) if named is not None else binding.claims,
        suggestion=suggestion,
        figure=binding.figure.key if binding.figure else None,
    )
