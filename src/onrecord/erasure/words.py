"""Owns finding words wherever they may stand: in texts however they are spaced or cased, in bytes however encoded.

It finds what it is given and nothing similar: other spellings and scripts of a name are the asker's to give.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final

_CHUNK: Final = 1 << 20
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866", "latin-1")
_SHORTEST: Final = 3  # fewer letters stand in every file
_NEVER: Final = re.compile(rb"(?!)")


class Words:
    """What is looked for. Nothing of it is ever written anywhere."""

    def __init__(self, given: Iterable[str]) -> None:
        """Take the words.

        Raises:
            ValueError: one of them is too short to be looked for.
        """
        self._folded = tuple(sorted({folded(one) for one in given if one.strip()}))
        short = [one for one in self._folded if len(one) < _SHORTEST]
        if short:
            msg = f"words of fewer than {_SHORTEST} letters stand everywhere"
            raise ValueError(msg)
        needles = {needle for one in given if one.strip() for needle in _needles(one.strip())}
        self._longest = max(map(len, needles), default=0)
        joined = b"|".join(re.escape(one) for one in sorted(needles, key=len, reverse=True))
        self._pattern = re.compile(joined) if needles else _NEVER

    def __bool__(self) -> bool:
        return bool(self._folded)

    def stand_in_text(self, text: str) -> bool:
        """Say whether any of the words stands in the text, whatever its case and spacing."""
        return bool(self._folded) and _contains(folded(text), self._folded)

    def stand_in_bytes(self, source: BinaryIO) -> bool:
        """Say whether any of the words stands in the bytes, in one of the encodings that we know."""
        if not self._folded:
            return False
        rest = b""
        while chunk := source.read(_CHUNK):
            seen = rest + chunk
            if self._pattern.search(seen):
                return True
            rest = seen[-self._longest :]
        return False


def folded(text: str) -> str:
    """Return the text as it is compared: NFKC, without case, `ё` as `е`, one space for any."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(plain.split())


def strings_in(value: object) -> Iterator[str]:
    """Yield every text within a payload, names of fields left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings_in(one)


def _contains(text: str, words: Sequence[str]) -> bool:
    return any(one in text for one in words)


def _needles(word: str) -> Iterator[bytes]:
    """Yield the byte strings under which a word may lie: cases, normal forms, encodings, escapes of common formats."""
    cases = {word, word.casefold(), word.upper(), word.title(), word.capitalize()}
    forms = {unicodedata.normalize(form, one) for one in cases for form in ("NFC", "NFD", "NFKC")}
    for form in forms:
        escaped = {json.dumps(form)[1:-1], urllib.parse.quote(form), html.escape(form)}
        escaped.add("".join(f"&#{ord(one)};" if ord(one) > 127 else one for one in form))
        yield from (one.encode("ascii") for one in escaped if one.isascii())
        for encoding in _ENCODINGS:
            try:
                yield form.encode(encoding)
            except UnicodeEncodeError:
                continue
