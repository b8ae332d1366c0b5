"""Owns the marks of records, two of which bring records together: sounds of words, births, places, numbers of papers.

Two marks and the record are one whole number, the record in its lowest bits: sorting such numbers is all it takes to
bring together what meets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

from onrecord.register.linking.births import days_of_years, years_of
from onrecord.register.linking.columns import Columns
from onrecord.register.linking.words import MOST_CODES, UNKNOWN, WORDS, codes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Longs = NDArray[np.int64]
    Marked = NDArray[np.uint64]

_MIX: Final = 0x9E3779B97F4A7C15


def shared(columns: Columns, row_bits: int) -> Iterator[Callable[[], Marked]]:
    """Yield what makes every two marks of different kinds of each record one number each, kind by kind.

    Two words of one name are such marks too, and a number of a paper is enough by itself.
    """
    marks = _marks(columns)
    for (name_a, kind_a), (name_b, kind_b) in combinations(marks, 2):
        pairs = [(a, b) for a in kind_a for b in kind_b]
        yield partial(_together, pairs, _number(f"{name_a}|{name_b}"), row_bits)
    for name, kind in marks:
        if name == "words":
            yield partial(_within_name, kind, _number(name), row_bits)
        elif name.startswith("number"):
            yield partial(_together, [(kind[0], kind[0])], _number(name), row_bits)


def _together(pairs: list[tuple[Longs, Longs]], salt: int, row_bits: int) -> Marked:
    """Return two marks of each record that has both as one number, well mixed, with the record in its lowest bits.

    Of a million records that leaves 44 bits for the marks: different ones are hardly ever taken for the same, and where
    they are, two records are compared that need not be.
    """
    import numpy as np

    found: list[Marked] = []
    for a, b in pairs:
        rows = np.flatnonzero((a != UNKNOWN) & (b != UNKNOWN))
        marks = mixed(a[rows], b[rows], salt)
        found.append((marks >> np.uint64(row_bits) << np.uint64(row_bits)) | rows.astype(np.uint64))
    return np.concatenate(found)


def _within_name(kind: list[Longs], salt: int, row_bits: int) -> Marked:
    """Return two words of one name as one mark, in no order."""
    import numpy as np

    pairs = []
    for a, b in combinations(range(WORDS), 2):
        for one in kind[a * MOST_CODES : (a + 1) * MOST_CODES]:
            for other in kind[b * MOST_CODES : (b + 1) * MOST_CODES]:
                both = (one != UNKNOWN) & (other != UNKNOWN)
                low, high = np.minimum(one, other), np.maximum(one, other)
                pairs.append((np.where(both, low, UNKNOWN), np.where(both, high, UNKNOWN)))
    return _together(pairs, salt, row_bits)


def _marks(columns: Columns) -> list[tuple[str, list[Longs]]]:
    """Return the marks of all records by kind; a kind may have several columns, -1 where a record has no such mark."""
    import numpy as np

    coded = codes_of(columns.words)
    words = [column for word in columns.name.T for column in coded[word].T]
    fathers = list(coded[columns.father].T)
    is_known = columns.born_first != UNKNOWN
    is_day = is_known & (columns.born_first == columns.born_last)
    year = np.where(is_known, years_of(columns.born_first), UNKNOWN).astype(np.int64)
    later = np.where(is_known, years_of(columns.born_last), UNKNOWN).astype(np.int64)
    day = np.where(is_day, days_of_years(columns.born_first), UNKNOWN).astype(np.int64)
    told = [("fact", *one) for one in columns.facts.items()] + [("number", *one) for one in columns.numbers.items()]
    return [
        ("words", words),
        ("father", fathers),
        ("year", [year, np.where(later != year, later, UNKNOWN)]),
        ("day", [day]),
        *((f"{kind} {name}", [column.astype(np.int64)]) for kind, name, (_, column) in told),
    ]


def mixed(a: Longs, b: Longs, salt: int) -> Marked:
    """Return two numbers as one, well mixed (splitmix64), so that different pairs hardly ever meet."""
    import numpy as np

    with np.errstate(over="ignore"):
        both = (a.astype(np.uint64) << np.uint64(32)) ^ b.astype(np.uint64) ^ np.uint64(salt)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            both ^= both >> np.uint64(shift)
            both *= np.uint64(factor)
        both ^= both >> np.uint64(31)
    return both


def _number(name: str) -> int:
    import zlib

    return zlib.crc32(name.encode()) * _MIX % (1 << 63)
