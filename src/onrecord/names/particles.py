"""Owns the words that stand in names and are none: titles, articles, "son of", places. Never takes a name apart."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Final

PREPOSITIONS: Final = frozenset(
    {"о", "об", "обо", "у", "к", "ко", "с", "со", "от", "для", "за", "про", "при", "на", "по"}
)


@functools.cache
def particles() -> Mapping[str, frozenset[str]]:
    """Return the words that stand in names and are none, by what they are."""
    text = (resources.files(__package__) / "data" / "particles.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    return {
        key: frozenset(value.split() if isinstance(value, str) else value)
        for key, value in declared.items()
        if not isinstance(value, int)
    }
