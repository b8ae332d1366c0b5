"""Owns records as columns of numbers, so that millions of pairs can be compared at once. Never compares.

A word of a name, a village, a number of a paper is a place in a table of values; -1 is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onrecord import names
from onrecord.names import Alphabet, Token
from onrecord.register.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

WORDS: Final = 3  # words of a name that are compared, besides the patronymic
UNKNOWN: Final = -1
MOST_CODES: Final = 3  # of one word: its sounds under several rules, its group of given names
_MARKS: Final = re.compile(r"[\W_]+")
_SEXES: Final = {"male": 1, "female": 2}


@dataclass(slots=True)
class Values:
    """Different values, each with its number; equal ones have the same."""

    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """Return the number of a value; -1 of nothing."""
        if not text:
            return UNKNOWN
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return known


@dataclass(slots=True)
class Words:
    """Different words of names, each with what it may sound like."""

    tokens: list[Token] = field(default_factory=list)
    codes: list[tuple[int, ...]] = field(default_factory=list)
    classes: Values = field(default_factory=Values)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, token: Token) -> int:
        """Return the number of a word, by its letters and its role."""
        key = (token.text, token.role.value)
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.tokens)
            self.tokens.append(token)
            self.codes.append(tuple(sorted(self.classes.number(one) for one in names.codes(token))))
        return known

    def sounds(self) -> list[str]:
        """Return the likeliest sound of each word; its letters where it has none."""
        return [one.likeliest or one.text for one in self.tokens]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All records of a run, column by column; `fields` are the names of facts and numbers, in that order."""

    records: tuple[Record, ...]
    words: Words
    name: Ints  # [records, WORDS], words in the order of the name
    father: Ints
    sex: Ints
    born_first: Ints  # days since 1 January of the year 1; UNKNOWN of none
    born_last: Ints
    died_last: Ints
    alive_first: Ints
    lists: Ints
    facts: dict[str, tuple[Values, Ints]]
    numbers: dict[str, tuple[Values, Ints]]

    def __len__(self) -> int:
        return len(self.records)


def columns_of(records: Sequence[Record]) -> Columns:
    """Return the records as columns. Names are taken apart, one time each."""
    import numpy as np

    words, lists = Words(), Values()
    rows = [_Row.of(record, words) for record in records]

    def column(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int32, count=len(records))

    return Columns(
        records=tuple(records),
        words=words,
        name=np.array([row.name for row in rows], dtype=np.int32).reshape(len(rows), WORDS),
        father=column(row.father for row in rows),
        sex=column(row.sex for row in rows),
        born_first=column(one.born.earliest.toordinal() if one.born else UNKNOWN for one in records),
        born_last=column(one.born.latest.toordinal() if one.born else UNKNOWN for one in records),
        died_last=column(one.died.latest.toordinal() if one.died else UNKNOWN for one in records),
        alive_first=column(one.seen_alive.earliest.toordinal() if one.seen_alive else UNKNOWN for one in records),
        lists=column(lists.number(one.list) for one in records),
        facts=_told(records, "facts"),
        numbers=_told(records, "numbers"),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of one record's name as numbers."""

    name: tuple[int, ...]
    father: int
    sex: int

    @classmethod
    def of(cls, record: Record, words: Words) -> _Row:
        name = names.parse(record.name) if record.name else _NOBODY
        own = [words.number(one) for one in (*name.content, *name.initials)[:WORDS]]
        father = name.patronymic
        if father is None and record.father:
            given = names.parse(record.father)
            father = given.patronymic or next(iter(given.content[-1:]), None)
        sex = record.sex or (name.sex.value if name.sex else None)
        return cls(
            name=(*own, *[UNKNOWN] * (WORDS - len(own))),
            father=words.number(father) if father is not None else UNKNOWN,
            sex=_SEXES.get(sex or "", UNKNOWN),
        )


def codes_of(words: Words) -> NDArray[np.int64]:
    """Return the first codes of each word, [words + 1, MOST_CODES]; the last row, which -1 names, is of no word."""
    import numpy as np

    coded = np.full((len(words.codes) + 1, MOST_CODES), UNKNOWN, dtype=np.int64)
    for at, codes in enumerate(words.codes):
        some = codes[:MOST_CODES]
        coded[at, : len(some)] = some
    return coded


_NOBODY: Final = names.Name(original="", alphabet=Alphabet.LATIN)


def _told(records: Sequence[Record], field_name: str) -> dict[str, tuple[Values, Ints]]:
    """Return each column of facts or numbers, its values folded so that case, marks and blanks do not part them."""
    import numpy as np

    mixed = {column for record in records for column, text in getattr(record, field_name) if not text.isascii()}
    told: dict[str, tuple[Values, Ints]] = {}
    for at, record in enumerate(records):
        for column, text in getattr(record, field_name):
            if column not in told:
                told[column] = (Values(), np.full(len(records), UNKNOWN, dtype=np.int32))
            values, numbers = told[column]
            numbers[at] = values.number(_folded(text, column in mixed))
    return dict(sorted(told.items()))


def _folded(text: str, is_mixed: bool) -> str:
    """Return a value by its sounds where its column holds several scripts; elsewhere by its letters and digits."""
    return names.sound(text) if is_mixed else _MARKS.sub(" ", text.casefold()).strip()
