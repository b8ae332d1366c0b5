"""Owns Russian adjectives made of places: Кордайский, Алматинская. Never says that two bodies are one."""

from __future__ import annotations

import re
from typing import Final

from onrecord.names.alphabets import alphabet_of
from onrecord.names.tokens import matched
from onrecord.names.words import token_of

_ADJECTIVE: Final = re.compile("(.{3,}?)(?:ин|ов|ев)?ск(?:ий|ая|ое|ие|ого|ой|ому|им|ом)")


def is_of_one_place(one: str, other: str) -> bool:
    """Say whether one word is the adjective of the other, or both are forms of one: Кордайский, Қордай, Кордайского."""
    stem, other_stem = (_ADJECTIVE.fullmatch(word) for word in (one, other))
    if stem is not None and other_stem is not None:
        return stem.group(1) == other_stem.group(1)
    if stem is not None:
        return _is_place(stem.group(1), other)
    return other_stem is not None and _is_place(other_stem.group(1), one)


def _is_place(stem: str, place: str) -> bool:
    return matched(token_of(stem, alphabet_of(stem)), token_of(place, alphabet_of(place))).code == "same"
