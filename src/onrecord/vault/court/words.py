"""Owns the words of a custody report in English, Russian and Kazakh, as `texts.toml` has them. Never decides."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from onrecord.kernel import Label


@functools.cache
def texts() -> Mapping[str, Label]:
    """Return every text by its dotted name: `event.sealed`, `gaps.place`."""
    declared = tomllib.loads(resources.files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": Label(**body) for group, bodies in declared.items() for name, body in bodies.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The words of one language."""

    language: str

    def __call__(self, name: str, **facts: object) -> str:
        """Return a text with its facts filled in; a name that does not exist is a bug and fails."""
        return texts()[name].fill(self.language, **facts)

    def has(self, name: str) -> bool:
        """Say whether there is such a text."""
        return name in texts()

    def columns(self, name: str) -> list[str]:
        """Return the heads of a table's columns."""
        return self(name).split("|")
