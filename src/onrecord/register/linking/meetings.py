"""Owns which records meet, stretch of records by stretch, so that a million need no more memory than a stretch does.

Records that share two marks are a group, and any two of a group meet. How telling it is that two meet is told by the
smallest group in which they do, and by how often they meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from onrecord.register.linking.columns import Columns
from onrecord.register.linking.words import UNKNOWN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Marked = NDArray[np.uint64]

_LARGEST: Final = 400  # records that share a pair of marks; of more, nothing is told by sharing it
_SIZE_BITS: Final = 9
_SIZE_MASK: Final = (1 << _SIZE_BITS) - 1
_MOST_AGAIN: Final = 6
_AT_ONCE: Final = 4_000_000  # meetings of a stretch


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of records that share two marks of two kinds, one group after the other.

    Of each record: where its group ends, and how large the group is. `pairs` is how many pairs all groups have, those
    included that are too large to be here.
    """

    rows: Ints
    ends: Ints
    sizes: NDArray[np.uint16]
    pairs: int

    @classmethod
    def of(cls, marked: Marked, row_bits: int) -> Groups:
        """Return the groups of records that have the same marks; a record is the lowest bits of its number."""
        import numpy as np

        marked.sort()
        if len(marked):  # a record may have one mark in two ways
            marked = marked[np.append(True, marked[1:] != marked[:-1])]
        marks = marked >> np.uint64(row_bits)
        begins = np.flatnonzero(np.append(True, marks[1:] != marks[:-1])) if len(marks) else np.zeros(0, dtype=np.int64)
        sizes = np.diff(np.append(begins, len(marks)))
        taken = (sizes > 1) & (sizes <= _LARGEST)
        some = sizes[taken]
        return cls(
            rows=(marked[np.repeat(taken, sizes)] & np.uint64((1 << row_bits) - 1)).astype(np.int32),
            ends=np.repeat(np.cumsum(some), some).astype(np.int32),
            sizes=np.repeat(some, some).astype(np.uint16),
            pairs=int((sizes * (sizes - 1) // 2).sum()),
        )

    def up_to(self, largest: int) -> Groups:
        """Return the groups that are no larger."""
        import numpy as np

        if largest >= _LARGEST:
            return self
        kept = self.sizes <= largest
        sizes = self.sizes[kept]
        places = np.arange(len(sizes))
        # Groups stay whole, so that the place in its group tells where the group ends.
        within = (np.arange(len(kept)) - self.ends + self.sizes)[kept]
        return Groups(self.rows[kept], (places - within + sizes).astype(np.int32), sizes, self.pairs)

    def pairs_within(self, size: int) -> tuple[Ints, Ints]:
        """Return all pairs, of so many records, that are in one group, the earlier one first."""
        import numpy as np

        bits = row_bits_of(size)
        met = self.met(0, size, bits)
        return (met >> bits + _SIZE_BITS).astype(np.int32), (met >> _SIZE_BITS & (1 << bits) - 1).astype(np.int32)

    def met(self, low: int, high: int, row_bits: int) -> Longs:
        """Return each record of a stretch with every later one of its groups, and how large the group is."""
        import numpy as np

        places = np.flatnonzero((self.rows >= low) & (self.rows < high))
        later = self.ends[places] - places - 1
        heads = self.rows[places].astype(np.int64) << (row_bits + _SIZE_BITS) | self.sizes[places]
        others = np.repeat(places + 1 - np.cumsum(later) + later, later) + np.arange(int(later.sum()))
        found: Longs = np.repeat(heads, later) | self.rows[others].astype(np.int64) << _SIZE_BITS
        return found


class Meetings:
    """All meetings of these records, as many as the budget reaches: those of small groups first."""

    def __init__(self, groups: Sequence[Groups], columns: Columns, budget: int) -> None:
        largest, taken = _largest(groups, budget)
        self._groups = [one.up_to(largest) for one in groups]
        self._columns = columns
        self._row_bits = row_bits_of(len(columns))
        self.left_out = sum(one.pairs for one in groups) - taken

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield stretches of records, from and to, that have about as many meetings with later records."""
        import numpy as np

        size = len(self._columns)
        meetings = np.zeros(size, dtype=np.int64)
        for one in self._groups:
            later = one.ends - np.arange(len(one.rows)) - 1
            meetings += np.bincount(one.rows, weights=later, minlength=size).astype(np.int64)
        total = np.cumsum(meetings)
        every = np.arange(_AT_ONCE, int(total[-1]) if size else 0, _AT_ONCE)
        edges = np.unique([0, *np.searchsorted(total, every), size]).tolist()
        yield from pairwise(edges)

    def of(self, low: int, high: int) -> tuple[Longs, Ints, NDArray[np.bool_]]:
        """Return the pairs of a stretch, each once as left * records + right; what it is worth, less being more.

        And whether what is known of the two besides contradicts.
        """
        import numpy as np

        bits = self._row_bits
        met = np.concatenate([one.met(low, high, bits) for one in self._groups] or [np.zeros(0, dtype=np.int64)])
        met.sort()
        begins = np.flatnonzero((met[1:] ^ met[:-1]) > _SIZE_MASK) + 1
        begins = np.concatenate([np.zeros(min(len(met), 1), dtype=np.int64), begins])
        first = met[begins]  # the smallest group of a pair comes first
        again = np.minimum(np.diff(np.append(begins, len(met))) - 1, _MOST_AGAIN)
        left = first >> (bits + _SIZE_BITS)
        right = first >> _SIZE_BITS & (1 << bits) - 1
        worth = ((first & _SIZE_MASK) << 2 * (_MOST_AGAIN - again)).astype(np.int32)
        return left * len(self._columns) + right, worth, self._contradict(left, right)

    def _contradict(self, left: Longs, right: Longs) -> NDArray[np.bool_]:
        """Say of which pairs the sexes differ, or the births cannot be one day."""
        sex, first, last = self._columns.sex, self._columns.born_first, self._columns.born_last
        own, other = sex[left], sex[right]
        found: NDArray[Any] = (own != other) & (own != UNKNOWN) & (other != UNKNOWN)
        own, other = first[left], first[right]
        known = (own != UNKNOWN) & (other != UNKNOWN)
        found |= known & ((own > last[right]) | (other > last[left]))
        return found


def row_bits_of(size: int) -> int:
    """Return how many bits name one of so many records."""
    return max(size - 1, 1).bit_length()


def _largest(groups: Sequence[Groups], budget: int) -> tuple[int, int]:
    """Return the largest group of which all pairs can be taken, and how many pairs that makes."""
    import numpy as np

    sizes = np.arange(_LARGEST + 1)
    records = sum((np.bincount(one.sizes, minlength=_LARGEST + 1) for one in groups), np.zeros_like(sizes))
    total = np.cumsum(records * (sizes - 1) // 2)
    largest = int(np.searchsorted(total, budget, side="right")) - 1
    return largest, int(total[largest])
