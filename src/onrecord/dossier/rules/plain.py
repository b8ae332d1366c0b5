"""Owns the words of a statement as one reads them, each letter with its place in the file. Never judges them.

Links, emphasis and line ends stand between words that belong together; a rule that looks for words must not see them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.statement import Statement

_MARKUP: Final = frozenset("*#>`")
_SPACE: Final = re.compile(r"\s+")
# A blank line, or a line that begins an entry of a list, a heading or a row of a table: what was said before has ended.
_BREAK: Final = re.compile(r"\n[^\S\n]*\n|\n[^\S\n]*(?:[-+*][^\S\n]|\d{1,3}[.)][^\S\n]|#)")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without its markup. `places` says where each of its letters stands in the file."""

    text: str
    places: tuple[int, ...]

    def of_file(self, start: int, end: int) -> tuple[int, int]:
        """Return where in this text a stretch of the file stands."""
        return bisect_left(self.places, start), bisect_left(self.places, end)

    def in_file(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the file a stretch of this text stands."""
        return self.places[start], self.places[end - 1] + 1


def plain_text(statement: Statement) -> PlainText:
    """Return the prose of a statement: white space as one blank, where something ends as an empty line."""
    hidden = _hidden(statement)
    letters: list[str] = []
    places: list[int] = []
    prose, at = statement.prose, statement.body_start
    while at < len(prose):
        letter = prose[at]
        if at in hidden or letter in _MARKUP or (letter == "_" and not _is_within_a_word(prose, at)):
            at += 1
        elif letter.isspace():
            gap = _gap(prose, at, hidden)
            shown = "\n\n" if _BREAK.search(prose, at, min(len(prose), gap + 4)) else " "
            letters.extend(shown)
            places.extend([at] * len(shown))
            at = gap
        else:
            letters.append(letter)
            places.append(at)
            at += 1
    return PlainText("".join(letters), tuple(places))


def lowered(text: str) -> str:
    """Return a text in lower case, letter for letter: none of its places moves."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def _hidden(statement: Statement) -> frozenset[int]:
    """Return the places of brackets and targets of links."""
    hidden: set[int] = set()
    for link in statement.links:
        hidden.update(range(link.start, link.words.start))
        hidden.update(range(link.words.end, link.end))
    return frozenset(hidden)


def _gap(prose: str, at: int, hidden: frozenset[int]) -> int:
    """Return where white space ends that begins here, with the brackets of links that stand in it."""
    while at < len(prose) and (prose[at].isspace() or at in hidden):
        at += 1
    return at


def _is_within_a_word(prose: str, at: int) -> bool:
    return prose[at - 1 : at].isalnum() and prose[at + 1 : at + 2].isalnum()
