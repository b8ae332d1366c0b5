"""Owns which pairs of records are worth comparing. Never says that a pair is one person.

A record has marks: the sounds of its words, the year and the day of birth, places, numbers of papers. Two records that
share any two marks of different kinds meet; those that share three meet three times. The fewer share two marks, and the
oftener two records meet, the more it tells; what contradicts tells against it. Where there are more pairs than can be
compared, those that tell most are, so that frequent names in a large village swamp nothing; a third of them are such
that nothing contradicts. Of the others enough are compared to learn what a contradiction is worth in these lists.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from onrecord.register.linking.columns import Columns
from onrecord.register.linking.marks import mixed, shared
from onrecord.register.linking.meetings import Groups, Meetings, row_bits_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]

_MEETINGS: Final = 20_000_000  # of two records, one pair counted as often as it meets
_PER_RECORD: Final = 2_000  # of them for each record, where records are many
_COMPARED: Final = 500_000  # pairs that are compared at most, where records are few
_EACH: Final = 15  # of them for each record, where records are many
_UNCONTRADICTED: Final = 3  # one part in so many of them is kept for pairs that nothing contradicts
_JOINED: Final = 100  # records that strong pairs join; among more, no pairs are added
_SALT: Final = 0x9E3779B97F4A7C15


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

    def without(self, others: Candidates) -> int:
        """Return how many of these pairs are not among others."""
        import numpy as np

        return len(np.setdiff1d(self.pairs, others.pairs, assume_unique=True))

    def with_pairs(self, more: list[tuple[int, int]]) -> Candidates:
        """Return these and some more, each once."""
        import numpy as np

        if not more:
            return self
        own = np.array([min(pair) * self.size + max(pair) for pair in more], dtype=np.int64)
        return Candidates(pairs=np.union1d(self.pairs, own), size=self.size, left_out=self.left_out)


def candidates_of(columns: Columns, *, budget: int | None = None, workers: int = 1) -> Candidates:
    """Return the pairs of records that share two marks, at most so many: those first whose meeting tells most.

    Two records that meet among g are taken with those that meet once more, among four times as many.
    """
    size, row_bits = len(columns), row_bits_of(len(columns))
    most = max(_COMPARED, _EACH * size) if budget is None else budget
    every, free = _Best(most), _Best(most)

    def look(stretch: tuple[int, int]) -> None:
        pairs, worth, contradict = meetings.of(*stretch)
        every.add(pairs, worth)
        free.add(pairs[~contradict], worth[~contradict])

    with ThreadPoolExecutor(workers) as threads:
        groups = list(threads.map(lambda marked: Groups.of(marked(), row_bits), shared(columns, row_bits)))
        meetings = Meetings(groups, columns, max(_MEETINGS, _PER_RECORD * size))
        del groups
        deque(threads.map(look, meetings.stretches()), maxlen=0)
    pairs = _chosen(every, free, most)
    return Candidates(pairs=pairs, size=size, left_out=meetings.left_out + every.offered - len(pairs))


def among(joined: NDArray[np.int64], known: Candidates) -> Candidates:
    """Return the pairs of records that are joined, by the number of what joins each, but for those that are known.

    Whoever is to be one person with another has to be compared with that one, however little it told that they met.
    """
    import numpy as np

    size = len(joined)
    bits = row_bits_of(size)
    marked = joined.astype(np.uint64) << np.uint64(bits) | np.arange(size, dtype=np.uint64)
    left, right = Groups.of(marked, bits).up_to(_JOINED).pairs_within(size)
    pairs = np.setdiff1d(left.astype(np.int64) * size + right, known.pairs, assume_unique=True)
    return Candidates(pairs=np.sort(pairs), size=size, left_out=0)


def _chosen(every: _Best, free: _Best, most: int) -> Longs:
    """Return pairs in order: most of them by what their meeting tells alone, then such that nothing contradicts."""
    import numpy as np

    chosen = np.sort(every.best(most - most // _UNCONTRADICTED)[0])
    for some in (free, every):
        pairs, worth = some.best(most)
        new = np.isin(pairs, chosen, assume_unique=True, invert=True)
        chosen = np.sort(np.concatenate([chosen, _some(pairs[new], worth[new], most - len(chosen))[0]]))
    return chosen


class _Best:
    """The pairs worth most of all that are offered, so many. Several threads may offer some, in whatever order."""

    def __init__(self, most: int) -> None:
        self.offered = 0
        self._most = most
        self._lock = Lock()
        self._line: int | None = None  # of what is worth less than that, nothing can be among the best any more
        self._held = 0
        self._pairs: list[Longs] = []
        self._worth: list[Ints] = []

    def add(self, pairs: Longs, worth: Ints) -> None:
        """Take pairs, each of them once, with what they are worth: less is more."""
        offered, line = len(pairs), self._line
        if line is not None:
            near = worth <= line
            pairs, worth = pairs[near], worth[near]
        with self._lock:
            self.offered += offered
            self._pairs.append(pairs)
            self._worth.append(worth)
            self._held += len(pairs)
            if self._held > 2 * self._most:
                self._cut()

    def best(self, most: int) -> tuple[Longs, Ints]:
        """Return the best of them, no more than were to be kept."""
        self._cut()
        return _some(self._pairs[0], self._worth[0], most)

    def _cut(self) -> None:
        import numpy as np

        if not self._pairs:
            self._pairs, self._worth = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int32)]
        pairs, worth = np.concatenate(self._pairs), np.concatenate(self._worth)
        if len(pairs) > self._most:
            pairs, worth = _some(pairs, worth, self._most)
            self._line = int(worth.max(initial=-1))
        self._pairs, self._worth, self._held = [pairs], [worth], len(pairs)


def _some(pairs: Longs, worth: Ints, most: int) -> tuple[Longs, Ints]:
    """Return the pairs that are worth most, the smallest number first, so many; among equals a mixed order decides."""
    import numpy as np

    if len(pairs) <= most:
        return pairs, worth
    line = np.partition(worth, most)[most]
    kept: NDArray[np.bool_] = worth < line
    equal = np.flatnonzero(worth == line)
    order = np.lexsort((pairs[equal], mixed(pairs[equal], pairs[equal], _SALT)))
    kept[equal[order[: most - int(kept.sum())]]] = True
    return pairs[kept], worth[kept]
