"""Owns records as columns of numbers, so that millions of pairs can be compared at once. Never compares.

A word of a name, a village, a number of a paper is a place in a table of values; -1 is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from onrecord import names
from onrecord.register.linking.taking_apart import numbered
from onrecord.register.linking.words import UNKNOWN, WORDS, Values, Words
from onrecord.register.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

_MARKS: Final = re.compile(r"[\W_]+")
_SEXES: Final = {"male": 1, "female": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All records of a run, column by column; `facts` and `numbers` have a column for each that a record has."""

    records: Sequence[Record]
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


def columns_of(records: Sequence[Record], *, workers: int = 1) -> Columns:
    """Return the records as columns. Names are taken apart, each different one once, by so many processes."""
    import numpy as np

    words, lists = Words(), Values()

    def column(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int32, count=len(records))

    different = sorted(dict.fromkeys((one.name, one.father) for one in records), key=itemgetter(0))
    people = {one: at for at, one in enumerate(different)}
    which = column(people[one.name, one.father] for one in records)
    told = numbered(different, words, workers=workers)[which]
    sex = column(_SEXES.get(one.sex or "", UNKNOWN) for one in records)
    return Columns(
        records=records,
        words=words,
        name=np.ascontiguousarray(told[:, :WORDS]),
        father=np.ascontiguousarray(told[:, WORDS]),
        sex=np.where(sex == UNKNOWN, told[:, WORDS + 1], sex),
        born_first=column(one.born.earliest.toordinal() if one.born else UNKNOWN for one in records),
        born_last=column(one.born.latest.toordinal() if one.born else UNKNOWN for one in records),
        died_last=column(one.died.latest.toordinal() if one.died else UNKNOWN for one in records),
        alive_first=column(one.seen_alive.earliest.toordinal() if one.seen_alive else UNKNOWN for one in records),
        lists=column(lists.number(one.list) for one in records),
        facts=_told(records, lambda one: one.facts),
        numbers=_told(records, lambda one: one.numbers),
    )


def _told(
    records: Sequence[Record], cells: Callable[[Record], tuple[tuple[str, str], ...]]
) -> dict[str, tuple[Values, Ints]]:
    """Return each column of facts or numbers, its values folded so that case, marks and blanks do not part them."""
    import numpy as np

    written: dict[str, tuple[Values, Ints]] = {}
    for at, record in enumerate(records):
        for column, text in cells(record):
            if column not in written:
                written[column] = (Values(), np.full(len(records), UNKNOWN, dtype=np.int32))
            values, numbers = written[column]
            numbers[at] = values.number(text)
    return {column: _folded(*one) for column, one in sorted(written.items())}


def _folded(written: Values, numbers: Ints) -> tuple[Values, Ints]:
    """Return a column with its values by their sounds where it holds several scripts, else by letters and digits."""
    import numpy as np

    is_mixed = not all(map(str.isascii, written.texts))
    folded = Values()
    table = [
        folded.number(names.sound(one) if is_mixed else _MARKS.sub(" ", one.casefold()).strip())
        for one in written.texts
    ]
    return folded, np.array([*table, UNKNOWN], dtype=np.int32)[numbers]
