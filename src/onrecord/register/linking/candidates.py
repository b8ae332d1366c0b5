"""Owns which pairs of records are worth comparing. Never says that a pair is one person.

A record has marks: the sounds of its words, the year and the day of birth, places, numbers of papers. Two records that
share any two marks of different kinds meet; those that share three meet three times. The fewer share two marks, and the
oftener two records meet, the more it tells: where there are more pairs than can be compared, those are, so that
frequent names in a large village swamp nothing.

Two marks and the record are one whole number, the record in its lowest bits: sorting such numbers is all it takes to
bring together what meets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
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

_LARGEST: Final = 400  # records that share a pair of marks; of more, nothing is told by sharing it
_SIZE_BITS: Final = 9
_SIZE_MASK: Final = (1 << _SIZE_BITS) - 1
_MEETINGS: Final = 20_000_000  # of two records, one pair counted as often as it meets
_PER_RECORD: Final = (40, 200)  # of them for each record, at least and at most
_COMPARED: Final = 500_000  # pairs that are compared at most, where records are few
_EACH: Final = 15  # of them for each record, where records are many
_MOST_AGAIN: Final = 6
_MIX: Final = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to be compared, each once: left * records + right, left before right, in order.

    `left_out` is how many more would have met but for the budget.
    """

    pairs: Longs
    size: int
    left_out: int

    def __len__(self) -> int:
        return len(self.pairs)

    def of(self, places: slice | Longs) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the records of the pairs in these places, left and right."""
        import numpy as np

        left, right = np.divmod(self.pairs[places], max(self.size, 1))
        return left.astype(np.int32), right.astype(np.int32)

    def with_pairs(self, more: list[tuple[int, int]]) -> Candidates:
        """Return these and some more, each once."""
        import numpy as np

        if not more:
            return self
        own = np.array([min(pair) * self.size + max(pair) for pair in more], dtype=np.int64)
        return Candidates(pairs=np.union1d(self.pairs, own), size=self.size, left_out=self.left_out)


def candidates_of(columns: Columns, *, budget: int | None = None, workers: int = 1) -> Candidates:
    """Return the pairs of records that share two marks, at most so many: those first that share more, or what few do.

    Two records that meet among g are taken with those that meet once more, among four times as many.
    """
    import numpy as np

    size = len(columns)
    groups = _Groups(min(max(_MEETINGS, _PER_RECORD[0] * size), _PER_RECORD[1] * size))
    row_bits = max(size - 1, 1).bit_length()
    with ThreadPoolExecutor(workers) as threads:
        for grouped in threads.map(lambda marked: _grouped(marked(), row_bits), _shared(columns, row_bits)):
            groups.add(*grouped)
    met = groups.meetings(size)
    met.sort()
    begins = np.flatnonzero((met[1:] ^ met[:-1]) > _SIZE_MASK) + 1
    begins = np.concatenate([np.zeros(min(len(met), 1), dtype=np.int64), begins])
    pairs, least = met[begins] >> _SIZE_BITS, met[begins] & _SIZE_MASK  # the smallest group of a pair comes first
    again = np.minimum(np.diff(np.append(begins, len(met))) - 1, _MOST_AGAIN)
    del met
    most = max(_COMPARED, _EACH * size) if budget is None else budget
    kept = _first(least << 2 * (_MOST_AGAIN - again), pairs, most)
    return Candidates(pairs=pairs[kept], size=size, left_out=groups.left_out + len(pairs) - int(kept.sum()))


def _first(worth: Longs, pairs: Longs, budget: int) -> NDArray[np.bool_]:
    """Say which pairs are worth most, the smallest number first, so many; among equals a mixed order decides."""
    import numpy as np

    if len(worth) <= budget:
        return np.ones(len(worth), dtype=bool)
    line = np.partition(worth, budget)[budget]
    kept: NDArray[np.bool_] = worth < line
    equal = np.flatnonzero(worth == line)
    order = np.argsort(_mixed(pairs[equal], pairs[equal], _MIX), kind="stable")
    kept[equal[order[: budget - int(kept.sum())]]] = True
    return kept


@dataclass(slots=True)
class _Groups:
    """Groups of records that share two marks. What the budget cannot reach any more is let go at once."""

    budget: int
    left_out: int = 0
    _sizes: Longs | None = None
    _kept: list[tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]] = field(default_factory=list)
    _all_pairs: int = 0

    def add(self, rows: NDArray[np.int32], starts: Longs, sizes: Longs) -> None:
        """Take groups: where each begins in `rows`, and how large it is."""
        import numpy as np

        counted = np.bincount(sizes[sizes <= _LARGEST], minlength=_LARGEST + 1).astype(np.int64)
        self._sizes = counted if self._sizes is None else self._sizes + counted
        self._all_pairs += int((sizes * (sizes - 1) // 2).sum())
        self._kept.append(_of_size(rows, starts, sizes, self._largest()[0]))

    def _largest(self) -> tuple[int, int]:
        """Return the largest group of which all pairs can be taken, and how many pairs that makes."""
        import numpy as np

        sizes = np.zeros(_LARGEST + 1, dtype=np.int64) if self._sizes is None else self._sizes
        total = np.cumsum(sizes * np.arange(len(sizes)) * (np.arange(len(sizes)) - 1) // 2)
        largest = int(np.searchsorted(total, self.budget, side="right")) - 1
        return largest, int(total[largest])

    def meetings(self, size: int) -> Longs:
        """Return the pairs of all groups that the budget reaches, one pair as often as it meets.

        Each is left * size + right, and in the lowest bits how large the group is.
        """
        import numpy as np

        largest, taken = self._largest()
        self.left_out = self._all_pairs - taken
        met = np.empty(taken, dtype=np.int64)
        at = 0
        while self._kept:
            rows, starts, sizes = _of_size(*self._kept.pop(), largest)
            for count in np.unique(sizes).tolist():
                pairs = _pairs_within(rows, starts[sizes == count], count, size)
                met[at : at + len(pairs)] = pairs << _SIZE_BITS | count
                at += len(pairs)
        return met


def _of_size(
    rows: NDArray[np.int32], starts: Longs, sizes: Longs, largest: int
) -> tuple[NDArray[np.int32], Longs, Longs]:
    """Return the groups that are no larger, their rows alone."""
    import numpy as np

    small = sizes <= largest
    if small.all():
        return rows, starts, sizes
    starts, sizes = starts[small], sizes[small]
    begins = np.cumsum(sizes) - sizes
    within = np.repeat(starts - begins, sizes) + np.arange(int(sizes.sum()))
    return rows[within], begins, sizes


def _grouped(marked: Marked, row_bits: int) -> tuple[NDArray[np.int32], Longs, Longs]:
    """Return rows in the order of their marks, where each group begins and how large it is; lone rows are no group."""
    import numpy as np

    marked.sort()
    if len(marked):  # a record may have one mark in two ways
        marked = marked[np.append(True, marked[1:] != marked[:-1])]
    marks = marked >> np.uint64(row_bits)
    begins = np.flatnonzero(np.append(True, marks[1:] != marks[:-1])) if len(marks) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(begins, len(marks)))
    rows = (marked & np.uint64((1 << row_bits) - 1)).astype(np.int32)
    return rows, begins[sizes > 1], sizes[sizes > 1]


def _pairs_within(rows: NDArray[np.int32], starts: Longs, count: int, size: int) -> Longs:
    """Return all pairs within groups of one size, each as left * size + right with left below right."""
    import numpy as np

    members = rows[starts[:, None] + np.arange(count)].astype(np.int64)  # in order: they were sorted with their marks
    one, other = np.triu_indices(count, 1)
    pairs: Longs = (members[:, one] * size + members[:, other]).ravel()
    return pairs


def _shared(columns: Columns, row_bits: int) -> Iterator[Callable[[], Marked]]:
    """Yield what makes every two marks of different kinds of each record one number each, kind by kind."""
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
        marks = _mixed(a[rows], b[rows], salt)
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


def _mixed(a: Longs, b: Longs, salt: int) -> Marked:
    """Return two numbers as one, well mixed (splitmix64), so that different pairs hardly ever meet."""
    import numpy as np

    with np.errstate(over="ignore"):
        mixed = (a.astype(np.uint64) << np.uint64(32)) ^ b.astype(np.uint64) ^ np.uint64(salt)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed ^= mixed >> np.uint64(shift)
            mixed *= np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _number(name: str) -> int:
    import zlib

    return zlib.crc32(name.encode()) * _MIX % (1 << 63)
