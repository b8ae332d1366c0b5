"""Owns where words first stand in a text in which a great many are looked for. It answers as `str.find` does.

A text of ten megabytes from which ten thousand claims are quoted would be gone through from its beginning each time.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

_WORD: Final = re.compile(r"\w+")
_GONE_THROUGH: Final = 256  # times a text is searched before a list of its words is worth its making
_RARE: Final = 512  # letters that are searched in the time in which one place is looked at
_Places: TypeAlias = "Mapping[str, int | array[int]]"  # most words stand in one place: it needs no list


class Concordance:
    """A text, and once it was searched for long, the places of each of its words."""

    def __init__(self, text: str) -> None:
        """Search this text."""
        self.text = text
        self._searched = 0
        self._places: _Places | None = None

    def find(self, words: str) -> int:
        """Return the first place at which these words stand, letter for letter; -1 where there is none."""
        if self._places is None:
            return self._found_by_search(words)
        rarest = _rarest(words, self._places)
        if rarest is None or len(rarest[1]) > len(self.text) // _RARE:
            return self.text.find(words)
        within, places = rarest
        begins = (at - within for at in places if at >= within)
        return next((begin for begin in begins if self.text.startswith(words, begin)), -1)

    def _found_by_search(self, words: str) -> int:
        place = self.text.find(words)
        self._searched += len(self.text) if place < 0 else place
        if self._searched > _GONE_THROUGH * len(self.text):
            self._places = _places_of_words(self.text)
        return place


def _rarest(words: str, places: _Places) -> tuple[int, Sequence[int]] | None:
    """Return the word that stands at the fewest places: where it is among the words, and these places in order.

    The first and the last of them may be parts of longer ones in the text, and are not asked for; of the others each
    is a word there too, since what surrounds it is among the words.
    """
    rarest: tuple[int, Sequence[int]] | None = None
    for one in _WORD.finditer(words):
        if one.start() == 0 or one.end() == len(words):
            continue
        found = places.get(one.group(), ())
        stands = (found,) if isinstance(found, int) else found
        if rarest is None or len(stands) < len(rarest[1]):
            rarest = one.start(), stands
        if len(stands) < 2:
            break
    return rarest


def _places_of_words(text: str) -> _Places:
    places: dict[str, int | array[int]] = {}
    for one in _WORD.finditer(text):
        word, at = one.group(), one.start()
        known = places.setdefault(word, at)
        if isinstance(known, int):
            if known != at:
                places[word] = array("q", (known, at))
        else:
            known.append(at)
    return places
