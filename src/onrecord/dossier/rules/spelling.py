"""Owns one rough Latin spelling of names, so that a name is known again in other letters. It compares, it never shows.

Passports, papers and people each have a spelling of their own (METHOD 8.2).
"""

from __future__ import annotations

import functools
from typing import Final

_LETTERS: Final = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "җ": "j",
    "з": "z", "и": "i", "й": "i", "і": "i", "ы": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n",
    "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ў": "u", "ф": "f",
    "х": "h", "һ": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
# What Latin spellings write for one Cyrillic letter, the longest first.
_GROUPS: Final = (
    ("shch", "s"), ("zh", "j"), ("kh", "h"), ("ts", "c"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("gh", "g"),
    ("dzh", "j"), ("dj", "j"), ("yu", "iu"), ("ya", "ia"), ("yo", "e"), ("ye", "e"), ("y", "i"), ("w", "v"),
    ("q", "k"), ("ou", "u"), ("oo", "u"), ("’", ""), ("'", ""), ("-", ""),
)  # fmt: skip


@functools.lru_cache(maxsize=4096)
def in_latin(word: str) -> str:
    """Return a word in a rough Latin spelling, the same for most spellings of one name."""
    low = "".join(_LETTERS.get(letter, letter) for letter in word.lower())
    for written, kept in _GROUPS:
        low = low.replace(written, kept)
    return "".join(letter for at, letter in enumerate(low) if at == 0 or low[at - 1] != letter)
