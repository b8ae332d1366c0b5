"""Owns the names of States in English, Russian and Kazakh, as documents of the United Nations write them.

Never decides what is a State: these are the members and observers of the United Nations, and others that its bodies
examine. Codes are those of ISO 3166-1. Names in Russian and Kazakh are after Unicode's CLDR (see NOTICE).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from onrecord.kernel import Label

_BETWEEN: Final = re.compile(r"\s*(?:[,;/]|(?<!\w)(?:and|et|&|и|және)(?!\w))\s*")
_MOST_PARTS: Final = 6  # "Saint Vincent and the Grenadines" comes apart in two


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedState:
    """A State: its code of three letters and of two, and the short name that the United Nations uses now."""

    code: str
    two: str
    label: Label

    @property
    def name(self) -> str:
        """The short name in English."""
        return self.label.en


def state_of(words: str) -> NamedState | None:
    """Return the State of this name, or None: a name is told by its letters and never guessed."""
    return _names().get(_key(words))


def state_by_code(code: str) -> NamedState | None:
    """Return the State with this code of three letters or two; None where there is none."""
    return _codes().get(code.strip().upper())


@lru_cache(maxsize=4_096)
def state_called(words: str) -> NamedState | None:
    """Return the State that words name, by a code or by a name; None where they name none.

    In running text codes are no names: "no" and "is" would be States. There, ask `state_of`.
    """
    plain = words.strip().removeprefix("state:")
    return state_by_code(plain) or state_of(plain)


def state_label(words: str) -> Label:
    """Return a State as it is called in each language; words that name none stay as they are."""
    found = state_called(words)
    return found.label if found is not None else Label.alike(words)


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
    return {code: state for state in _names().values() for code in (state.code, state.two)}


@cache
def _names() -> dict[str, NamedState]:
    text = resources.files(__package__).joinpath("data", "states.csv").read_text(encoding="utf-8")
    found: dict[str, NamedState] = {}
    for row in csv.DictReader(text.splitlines()):
        label = Label(en=row["name"], ru=row["ru"], kk=row["kk"])
        state = NamedState(code=row["code"], two=row["two"], label=label)
        for name in (row["name"], row["ru"], row["kk"], *row["also"].split("|")):
            if name:
                found[_key(name)] = state
    return found


def _key(words: str) -> str:
    """Return a name without accents, marks, the article before it and differences of apostrophes and blanks."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.combining(one))
    letters = re.sub(r"[^\w]+|_+", " ", plain.casefold().replace("’", "'")).strip()
    return letters.removeprefix("the ")
