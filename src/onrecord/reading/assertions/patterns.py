"""Owns the small language in which rules are written, and its translation to expressions that end in bounded time.

A pattern is a row of words. `word*` is any word that begins so, `a|b*|c_d` one of several (`_` joins two words),
`word?` may be missing, `~3` is up to three words of any kind, `{list}` an entry of a list of the same file. `<date>` is
a date, `<value>` the words to be taken, `<to:list>` an entry of a list that is kept as who is spoken to.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

DATE: Final = "\ue000"  # what stands in the place of each letter of a date
# What may stand between two words. No letter is both part of a word and of what lies between: a match has one reading.
_BETWEEN: Final = "[\\s,«»„“”\"'’‘()–—-]"
_GAP_WORD: Final = "[^\\s;:,«»„“”\"'’‘()–—-]{1,60}"
_JOINT: Final = _BETWEEN + "{1,5}"
_VALUE: Final = "(?P<value>[^;:]{2,300}?)"
_VALUE_TO_THE_END: Final = "(?P<value>[^;:]{2,400})"
_OPEN, _DAY = "<value>", "<date>"
_NAMED: Final = re.compile(r"<(?P<name>\w+):(?P<list>\w+)>")


@dataclass(frozen=True)
class Pattern:
    """A row of words, ready to be looked for in lower case. One of `keys` stands wherever it can be found.

    The expression is made when a text first has one of the keys: a language has a thousand of them, a text needs few.
    """

    words: str
    source: str
    keys: frozenset[str]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """What finds it."""
        return re.compile(self.source)


def pattern(words: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Return a row of words as something that can be looked for.

    Raises:
        ValueError: it names a list that is not there, or has no word by which it can be found.
    """
    tokens = words.split()
    source = r"(?<![\w-])" + _row(tokens, lists)
    keys = max((_keys(token, lists) for token in tokens), key=_worth)
    if not keys:
        msg = f"no word of {words!r} can be looked for"
        raise ValueError(msg)
    return Pattern(words, source, frozenset(keys))


def _row(tokens: Sequence[str], lists: Mapping[str, Sequence[str]]) -> str:
    """Return the expression of a row; words that may be missing take the joint on their side with them."""
    parts: list[str] = []
    is_begun = False
    for at, token in enumerate(tokens):
        joint = _JOINT if is_begun else ""
        if token.startswith("~"):
            parts.append(f"(?:{_JOINT}{_GAP_WORD}){{0,{int(token[1:] or 3)}}}?")
        elif token.endswith("?"):
            inner = _token(token[:-1], lists)
            parts.append(f"(?:{joint}{inner})?" if is_begun else f"(?:{inner}{_JOINT})?")
        elif token == _OPEN:
            parts.append(joint + (_VALUE_TO_THE_END if at == len(tokens) - 1 else _VALUE))
        else:
            parts.append(joint + _token(token, lists))
            is_begun = True
    return "".join(parts)


def phrases(rows: Sequence[str], lists: Mapping[str, Sequence[str]]) -> tuple[Pattern, ...]:
    """Return each row as something that can be looked for."""
    return tuple(pattern(row, lists) for row in rows)


def _token(token: str, lists: Mapping[str, Sequence[str]]) -> str:
    named = _NAMED.fullmatch(token)
    if named:
        return f"(?P<{named['name']}>{_listed(named['list'], lists)})"
    if token == _DAY:
        return DATE + "+"
    return "(?:" + "|".join(_alternative(one, lists) for one in token.split("|")) + ")"


def _alternative(word: str, lists: Mapping[str, Sequence[str]]) -> str:
    if word.startswith("{") and word.endswith("}"):
        return _listed(word[1:-1], lists)
    if word == _DAY:
        return DATE + "+"
    parts = (r"\w{0,30}".join(map(re.escape, part.split("*"))) + r"(?!\w)" for part in word.split("_"))
    return _JOINT.join(parts)


def _listed(name: str, lists: Mapping[str, Sequence[str]]) -> str:
    """Return the entries of a list, longest first: "state party" before "state"."""
    if name not in lists:
        msg = f"no list {name!r}"
        raise ValueError(msg)
    entries = sorted(lists[name], key=len, reverse=True)
    return "(?:" + "|".join(_row(entry.split(), lists) for entry in entries) + ")"


def _keys(token: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return strings of which one stands in every text that the token fits; none where nothing can be said."""
    if token.startswith("~") or token.endswith("?") or token in (_OPEN, _DAY):
        return ()
    named = _NAMED.fullmatch(token)
    words = [f"{{{named['list']}}}"] if named else token.split("|")
    found: list[str] = []
    for word in words:
        if word == _DAY:
            return ()
        if word.startswith("{"):
            each = [max((_keys(one, lists) for one in entry.split()), key=_worth) for entry in lists[word[1:-1]]]
            found.extend(itertools.chain.from_iterable(each))
        else:
            found.append(max(re.split("[*_]", word), key=len))
    return tuple(dict.fromkeys(found))


def _worth(keys: tuple[str, ...]) -> tuple[int, int]:
    """Return how well keys tell texts apart: the shortest decides, then how few they are."""
    return (min(map(len, keys), default=0), -len(keys))
