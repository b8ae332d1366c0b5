"""Owns sets of values as a few bits each, so that of millions of pairs it is seen at once which have none in common.

After Bloom (1970): two sets that share a value share its bits; two that share their bits hardly ever share no value.
What may meet has to be looked at; what may not, need not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from onrecord.register.linking.words import numbered_values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MIX: Final = 0x9E3779B97F4A7C15
_HALF: Final = 6  # bits that name one of 64
_FIELDS: Final = 4


class Bits:
    """Some sets, each a cell of values with one blank between two; each value is a bit in each of four fields of 64.

    Sets that are to be held against these are made with the same `numbers`, which are those of the values.
    """

    def __init__(self, sets: Sequence[str], numbers: dict[str, int] | None = None) -> None:
        import numpy as np

        values, counted = numbered_values(sets, {} if numbers is None else numbers)
        self._fields = np.zeros((_FIELDS, max(len(sets), 1)), dtype=np.uint64)
        some = np.flatnonzero(counted)
        if len(some):
            begins = (np.cumsum(counted) - counted)[some]
            for field, bits in zip(self._fields, _bits(values.astype(np.uint64)), strict=True):
                field[some] = np.bitwise_or.reduceat(bits, begins)

    def may_meet(self, a: NDArray[Any], b: NDArray[Any], others: Bits | None = None) -> NDArray[np.bool_]:
        """Say of which pairs the sets of `a` here and of `b`, in `others` or here, may have a value in common."""
        import numpy as np

        mine, theirs = self._fields, (others or self)._fields
        found: NDArray[np.bool_] = (mine[0][a] & theirs[0][b]) != 0
        left = np.flatnonzero(found)
        for one, other in zip(mine[1:], theirs[1:], strict=True):
            left = left[(one[a[left]] & other[b[left]]) != 0]
        found[:] = False
        found[left] = True
        return found


def _bits(numbers: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """Yield one bit for each number, field by field."""
    import numpy as np

    with np.errstate(over="ignore"):
        mixed = numbers * np.uint64(_MIX)
        mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(_MIX)
    for at in range(_FIELDS):
        yield np.uint64(1) << (mixed >> np.uint64(64 - _HALF * (at + 1)) & np.uint64(63))
