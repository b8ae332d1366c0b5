"""Owns the names of States as documents of the United Nations write them, now and in former years.

Never decides what is a State. Codes are those of ISO 3166-1, three letters.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_BETWEEN: Final = re.compile(r"\s*(?:[,;/]|(?<!\w)(?:and|et|&)(?!\w))\s*")
_MOST_PARTS: Final = 6  # "Saint Vincent and the Grenadines" comes apart in two


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedState:
    """A State: its code and the short name that the United Nations uses now."""

    code: str
    name: str


def state_of(words: str) -> NamedState | None:
    """Return the State of this name, or None: a name is told by its letters and never guessed."""
    return _names().get(_key(words))


def state_by_code(code: str) -> NamedState | None:
    """Return the State with this code of three letters; None where there is none."""
    return _codes().get(code.upper())


def states_in(words: str) -> tuple[NamedState, ...]:
    """Return the States that these words list and nothing else, in their order; none where anything else stands there.

    "Bosnia and Herzegovina, Spain and France" are three; "WHO" and "see para. 5" are none.
    """
    parts = [part for part in _BETWEEN.split(words) if part.strip()]
    joints = _BETWEEN.findall(words)
    if not parts or len(joints) < len(parts) - 1:
        return ()
    found: list[NamedState] = []
    at = 0
    while at < len(parts):
        read = next(_longest(parts, joints, at), None)
        if read is None:
            return ()
        state, at = read
        found.append(state)
    return tuple(dict.fromkeys(found))


def _longest(parts: list[str], joints: list[str], at: int) -> Iterator[tuple[NamedState, int]]:
    """Yield the States that begin at a part, the one with most parts first, and where the next begins."""
    for end in range(min(len(parts), at + _MOST_PARTS), at, -1):
        words = parts[at] + "".join(joints[one] + parts[one + 1] for one in range(at, end - 1))
        if (state := state_of(words)) is not None:
            yield state, end


@cache
def _codes() -> dict[str, NamedState]:
    return {state.code: state for state in _names().values()}


@cache
def _names() -> dict[str, NamedState]:
    text = resources.files(__package__).joinpath("data", "states.csv").read_text(encoding="utf-8")
    found: dict[str, NamedState] = {}
    for row in csv.DictReader(text.splitlines()):
        state = NamedState(code=row["code"], name=row["name"])
        for name in (row["name"], *row["also"].split("|")):
            if name:
                found[_key(name)] = state
    return found


def _key(words: str) -> str:
    """Return a name without accents, marks, the article before it and differences of apostrophes and blanks."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.combining(one))
    letters = re.sub(r"[^\w]+|_+", " ", plain.casefold().replace("’", "'")).strip()
    return letters.removeprefix("the ")
