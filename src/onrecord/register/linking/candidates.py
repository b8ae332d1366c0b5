"""Owns which pairs of records are worth comparing. Never says that a pair is one person.

A record has marks: the sounds of its words, the year and the day of birth, places, numbers of papers. Two records that
share any two marks of different kinds meet. The fewer share them, the more it tells: pairs are taken from the smallest
groups first, up to a budget, so that frequent names in a large village swamp nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from onrecord.register.linking.columns import MOST_CODES, UNKNOWN, WORDS, Columns, codes_of
from onrecord.register.linking.evidence import days_of_years, years_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Longs = NDArray[np.int64]

_LARGEST: Final = 400  # records that share a pair of marks; of more, nothing is told by sharing it
_BUDGET: Final = 10_000_000  # pairs that may meet, one pair counted as often as it does
_PER_RECORD: Final = (24, 100)  # of them for each record, at least and at most
_FEW: Final = 12  # records that share one mark alone, where that is enough to meet
_HALF: Final = 32
_AT_ONCE: Final = 8_000_000  # pairs that wait to be told apart
_MIX: Final = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to be compared, left before right, each once; and how many more would have met but for the budget."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    left_out: int


def candidates_of(columns: Columns, *, budget: int = _BUDGET) -> Candidates:
    """Return the pairs of records that share two marks, those first that few share."""
    import numpy as np

    size = len(columns)
    groups = [_grouped(rows, marks) for rows, marks in _shared(columns)]
    counts = np.concatenate([sizes for _, _, sizes in groups]) if groups else np.zeros(0, dtype=np.int64)
    largest, left_out = _affordable(counts, min(max(budget, _PER_RECORD[0] * size), _PER_RECORD[1] * size))
    found = np.zeros(0, dtype=np.int64)
    fresh: list[Longs] = []
    for rows, starts, sizes in groups:
        counts_here = np.unique(sizes[sizes <= largest]).tolist()
        fresh += [_pairs_within(rows, starts[sizes == count], count, size) for count in counts_here]
        if sum(map(len, fresh)) > _AT_ONCE:
            found, fresh = np.unique(np.concatenate([found, *fresh])), []
    found = np.unique(np.concatenate([found, *fresh]))
    return Candidates(
        left=(found // max(size, 1)).astype(np.int32), right=(found % max(size, 1)).astype(np.int32), left_out=left_out
    )


def _affordable(counts: Longs, budget: int) -> tuple[int, int]:
    """Return the largest group of which all pairs are taken, and how many pairs larger ones have."""
    import numpy as np

    within = counts[counts <= _LARGEST]
    sizes = np.bincount(within, minlength=_LARGEST + 1).astype(np.int64)
    pairs = sizes * np.arange(len(sizes)) * (np.arange(len(sizes)) - 1) // 2
    total = np.cumsum(pairs)
    largest = int(np.searchsorted(total, budget, side="right")) - 1
    all_pairs = int((counts.astype(np.int64) * (counts - 1) // 2).sum())
    largest = max(largest, min(_FEW, _LARGEST))
    return largest, all_pairs - int(total[min(largest, _LARGEST)])


def _grouped(rows: Longs, marks: Longs) -> tuple[Longs, Longs, Longs]:
    """Return rows in the order of their marks, where each group begins and how large it is; lone rows are no group."""
    import numpy as np

    order = np.argsort(marks, kind="stable")
    rows, marks = rows[order], marks[order]
    begins = np.flatnonzero(np.concatenate([[True], marks[1:] != marks[:-1]])) if len(marks) else np.zeros(0, dtype=int)
    sizes = np.diff(np.append(begins, len(marks)))
    return rows, begins[sizes > 1], sizes[sizes > 1]


def _pairs_within(rows: Longs, starts: Longs, count: int, size: int) -> Longs:
    """Return all pairs within groups of one size, each as left * size + right with left below right."""
    import numpy as np

    members = rows[starts[:, None] + np.arange(count)]
    one, other = np.triu_indices(count, 1)
    a, b = members[:, one].ravel(), members[:, other].ravel()
    differ = a != b  # a record may have one mark in two ways
    a, b = a[differ], b[differ]
    pairs: Longs = np.minimum(a, b) * size + np.maximum(a, b)
    return pairs


def _shared(columns: Columns) -> Iterator[tuple[Longs, Longs]]:
    """Yield (rows, marks): every two marks of different kinds of each record as one number, kind by kind."""
    import numpy as np

    marks = _marks(columns)
    for (name_a, kind_a), (name_b, kind_b) in combinations(marks, 2):
        both = [(np.flatnonzero((a != UNKNOWN) & (b != UNKNOWN)), a, b) for a in kind_a for b in kind_b if a is not b]
        rows = np.concatenate([where for where, _, _ in both])
        salt = _number(f"{name_a}|{name_b}")
        yield rows.astype(np.int64), np.concatenate([_mixed(a[where], b[where], salt) for where, a, b in both])
    for name, kind in marks:
        if name.startswith("word"):
            yield _within_name(name, kind)
        elif name.startswith("number"):
            rows = np.flatnonzero(kind[0] != UNKNOWN)
            yield rows.astype(np.int64), _mixed(kind[0][rows], kind[0][rows], _number(name))


def _within_name(name: str, kind: list[Longs]) -> tuple[Longs, Longs]:
    """Return two words of one name as one mark, in no order."""
    import numpy as np

    rows, marks = [], []
    for a, b in combinations(range(WORDS), 2):
        for one in kind[a * MOST_CODES : (a + 1) * MOST_CODES]:
            for other in kind[b * MOST_CODES : (b + 1) * MOST_CODES]:
                where = np.flatnonzero((one != UNKNOWN) & (other != UNKNOWN))
                low, high = np.minimum(one[where], other[where]), np.maximum(one[where], other[where])
                rows.append(where.astype(np.int64))
                marks.append(_mixed(low, high, _number(name)))
    return np.concatenate(rows), np.concatenate(marks)


def _marks(columns: Columns) -> list[tuple[str, list[Longs]]]:
    """Return the marks of all records by kind; a kind may have several columns, -1 where a record has no such mark."""
    import numpy as np

    coded = codes_of(columns.words)
    words = [column for word in columns.name.T for column in coded[word].T]
    fathers = list(coded[columns.father].T)
    born = columns.born_first.astype(np.int64)
    is_day = (born != UNKNOWN) & (columns.born_first == columns.born_last)
    year = np.where(born != UNKNOWN, years_of(columns.born_first), UNKNOWN).astype(np.int64)
    later = np.where(born != UNKNOWN, years_of(columns.born_last), UNKNOWN).astype(np.int64)
    day = np.where(is_day, days_of_years(columns.born_first), UNKNOWN).astype(np.int64)
    told = [*columns.facts.items(), *columns.numbers.items()]
    return [
        ("words", words),
        ("father", fathers),
        ("year", [year, np.where(later != year, later, UNKNOWN)]),
        ("day", [day]),
        *(
            (f"{'number' if name in columns.numbers else 'fact'} {name}", [column.astype(np.int64)])
            for name, (_, column) in told
        ),
    ]


def _mixed(a: Longs, b: Longs, salt: int) -> Longs:
    """Return two numbers as one, well mixed (splitmix64), so that different pairs hardly ever meet."""
    import numpy as np

    with np.errstate(over="ignore"):
        mixed = (a.astype(np.uint64) << np.uint64(_HALF)) ^ b.astype(np.uint64) ^ np.uint64(salt)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return (mixed ^ (mixed >> np.uint64(31))).astype(np.int64)


def _number(name: str) -> int:
    import zlib

    return zlib.crc32(name.encode()) * _MIX % (1 << 63)
