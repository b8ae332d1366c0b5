"""Owns the words by which each rule knows what a sentence says, read from TOML. Never holds a word itself.

A cue is a row of words in the small language in which the assertions of reading are written: `word*` is any word that
begins so, `a|b*` one of several, `word?` may be missing, `~3` is up to three words of any kind, `{list}` an entry of a
list of the same file. To teach the check a word, add it to data/LANGUAGE.toml.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from onrecord.reading import Pattern, phrases

LANGUAGES: Final = ("en", "ru", "kk")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, by the name under which a rule asks for them."""

    patterns: Mapping[str, tuple[Pattern, ...]]

    def found(self, name: str, low: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield where cues of this name stand in a text in lower case, each stretch once, in order."""
        finish = len(low) if end is None else end
        stretch = low[start:finish]
        spans = {
            match.span()
            for one in self.patterns.get(name, ())
            if any(key in stretch for key in one.keys)
            for match in one.expression.finditer(low, start, finish)
        }
        yield from sorted(spans)

    def has(self, name: str, low: str, start: int = 0, end: int | None = None) -> bool:
        """Say whether a cue of this name stands in a text in lower case."""
        return next(self.found(name, low, start, end), None) is not None

    def names(self, prefix: str) -> tuple[str, ...]:
        """Return the names that begin so: `concept.` for all that is called `concept.something`."""
        return tuple(name for name in self.patterns if name.startswith(prefix))


@functools.cache
def cues_of(language: str | None) -> Cues:
    """Return the cues of a language; of all that we have where it is another."""
    known = (language or "").split("-")[0]
    asked = (known,) if known in LANGUAGES else LANGUAGES
    together: dict[str, tuple[Pattern, ...]] = {}
    for one in asked:
        for name, rows in _declared(one):
            together[name] = (*together.get(name, ()), *rows)
    return Cues(together)


def _declared(language: str) -> Iterator[tuple[str, tuple[Pattern, ...]]]:
    file = resources.files(__package__) / "data" / f"{language}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    lists: Mapping[str, Sequence[str]] = data.get("lists", {})
    for name, rows in _flat(data["cues"]):
        yield name, phrases(rows, lists)


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each list of a table and of the tables in it, named by the way to it."""
    for name, body in table.items():
        if isinstance(body, Mapping):
            yield from _flat(body, f"{above}{name}.")
        else:
            yield f"{above}{name}", body


@functools.cache
def endings_of_names() -> frozenset[str]:
    """Return the endings that a case hangs to a name, of every language; nothing among them."""
    files = resources.files(__package__) / "data"
    every = (tomllib.loads((files / f"{one}.toml").read_text(encoding="utf-8")) for one in LANGUAGES)
    return frozenset({"", *(ending for data in every for ending in data.get("endings_of_names", ()))})
