"""Owns where a clause begins and ends within a sentence: what stands together with a figure, and what with another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_MARKS: Final = r"[,;:()](?=\s|$)|\s[–—-]\s(?!\d)|(?<=\s)\("
_JOINTS: Final = {
    "en": "and|while|whereas|but|although",
    "ru": "и|а|но|тогда как",
    "kk": "және|ал|бірақ",
    "ky": "жана|ал эми|бирок",
    "uk": "і|й|та|а|але",
    "pl": "i|a|ale|oraz|natomiast",
    "de": "und|aber|während|sowie",
    "fr": "et|mais|tandis que",
}


def clause_around(
    text: str,
    start: int,
    end: int,
    begin: int,
    finish: int,
    language: str | None,
    whole: Sequence[tuple[int, int]] = (),
) -> tuple[int, int]:
    """Return the clause of a sentence (`begin` to `finish`) in which a stretch stands; nothing of `whole` is cut."""
    pieces = clauses(text, begin, finish, language, (*whole, (start, end)))
    return next(((left, right) for left, right in pieces if left <= start < right), (begin, finish))


def clauses(
    text: str, begin: int, finish: int, language: str | None, whole: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Return the clauses of a sentence in order: cut at marks and at words that join."""
    found = _pattern((language or "en").split("-")[0]).finditer(text, begin, finish)
    cuts = [begin]
    cuts += [one.start() for one in found if not any(left < one.end() and one.start() < right for left, right in whole)]
    return list(zip(cuts, [*cuts[1:], finish], strict=True))


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    joints = _JOINTS.get(language)
    return re.compile(rf"{_MARKS}|(?<!\w)(?:{joints})(?!\w)" if joints else _MARKS, re.IGNORECASE)
