"""Owns sets of values as a few bits each, so that of millions of pairs it is seen at once which have none in common.

After Bloom (1970): two sets that share a value share its bits; two that share their bits hardly ever share no value.
What may meet has to be looked at; what may not, need not.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MIX: Final = 0x9E3779B97F4A7C15
_HALF: Final = 6  # bits that name one of 64
_FIELDS: Final = 4


class Bits:
    """Some sets; each value is a bit in each of four fields of 64."""

    def __init__(self, sets: Iterable[Iterable[Any]]) -> None:
        import numpy as np

        numbers: dict[Any, tuple[int, ...]] = {}
        told: list[tuple[int, ...]] = []
        for values in sets:
            fields = [0] * _FIELDS
            for value in values:
                bits = numbers.get(value)
                if bits is None:
                    bits = numbers[value] = _bits(value)
                fields = [field | bit for field, bit in zip(fields, bits, strict=True)]
            told.append(tuple(fields))
        self._fields = np.array(told or [(0,) * _FIELDS], dtype=np.uint64).T.copy()

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


def _bits(value: Hashable) -> tuple[int, ...]:
    """Return one bit in each field: the same in every run, which `hash` of a text is not."""
    import zlib

    mixed = zlib.crc32(repr(value).encode()) * _MIX % (1 << 64)
    return tuple(1 << (mixed >> 64 - _HALF * (at + 1) & 63) for at in range(_FIELDS))
