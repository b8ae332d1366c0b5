"""Owns what is asked of a text: its passages, and the one language of the whole."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from onrecord.reading.languages.model import Passage

_DECLARED: Final = re.compile(
    r"\A---\n(?:.*\n)*?language:[ \t]*\"?([A-Za-z]{2,3}(?:-[A-Za-z]{4})?)\"?[ \t]*\n(?:.*\n)*?---\n"
)
# So much of a text tells its language; the rest would only cost time.
_READ: Final = 20_000


def passages_in(text: str) -> tuple[Passage, ...]:
    """Return the passages of a text, in order; together they hold all its letters.

    Neighbouring passages differ in language or script. A text without letters has none.
    """
    from onrecord.reading.languages.passages import parted  # numpy is slow to load, and most commands need no weights

    return parted(text)


def language_of(text: str) -> str | None:
    """Return the tag of the language most of a text is in, or None where that is not clear.

    A digest that names its language in its front matter is believed. The tag carries a script where the language is
    usually written in another (`kk-Latn`, `uz-Cyrl`).
    """
    declared = _DECLARED.match(text[:4000])
    if declared is not None:
        return declared.group(1)
    counted: Counter[str | None] = Counter()
    for passage in passages_in(text[:_READ]):
        counted[passage.tag] += sum(map(str.isalpha, text[passage.start : passage.end]))
    if not counted:
        return None
    (tag, _letters), *_ = counted.most_common(1)
    return tag
