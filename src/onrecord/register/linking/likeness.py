"""Owns how alike the letters of two texts are, for millions of pairs of few texts. Never says what that means.

The measure is that of Jaro and Winkler. Most pairs are far from alike, and counts of letters tell it: what two texts
have in common bounds their likeness from above, so that only pairs that can be alike are measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Bags = NDArray[np.uint64]

_FEW: Final = 1024  # texts of which all pairs are measured beforehand
_NOWHERE: Final = -1
_BUCKETS: Final = 32
_BOOSTED_FROM: Final = 0.7  # likeness by Jaro above which a common beginning counts (Winkler 1990)


class Likeness:
    """Texts whose likeness is asked for, pair by pair; `floor` is the least that matters, 0.7 and more.

    `often` is how often each stands in the records: all pairs of the most frequent are measured beforehand.
    """

    def __init__(self, texts: Sequence[str], floor: float, often: NDArray[np.int32] | None = None) -> None:
        import numpy as np

        self._texts = list(texts)
        self._floor = floor
        counted = np.zeros(len(self._texts)) if often is None else often[: len(self._texts)]
        frequent = np.argsort(-counted, kind="stable")[:_FEW]
        self._table = _table([self._texts[at] for at in frequent.tolist()])
        self._in_table = np.full(max(len(self._texts), 1), _NOWHERE, dtype=np.int16)
        self._in_table[frequent] = np.arange(len(frequent))
        self._bags, self._over = _bags(self._texts)
        self._shares = np.array([1 / max(len(one), 1) for one in self._texts] or [1], dtype=np.float32)
        self._firsts = np.array([ord(one[0]) if one else 0 for one in self._texts] or [0], dtype=np.int32)

    def of(self, a: NDArray[Any], b: NDArray[Any]) -> Floats:
        """Return how alike the texts of these numbers are; 0 where it is less than the floor."""
        import numpy as np

        one, other = self._in_table[a], self._in_table[b]
        found: Floats = self._table[one, other]  # where one is nowhere, a place of no meaning
        rest = np.flatnonzero((one == _NOWHERE) | (other == _NOWHERE))
        found[rest] = 0
        near = rest[self._may_be_alike(a[rest], b[rest])]
        found[near] = self._measured(a[near], b[near])
        found[found < self._floor] = 0
        return found

    def _may_be_alike(self, a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.bool_]:
        """Say of which pairs the measure can reach what matters, by the letters that both have.

        Jaro's is at most a third of one and the shares of common letters. Below 0.7, and where the first letters
        differ, Winkler's is no more.
        """
        import numpy as np

        common = np.bitwise_count(self._bags[a] & self._bags[b]) + np.minimum(self._over[a], self._over[b])
        shares = common.astype(np.float32) * (self._shares[a] + self._shares[b])
        least = np.where(self._firsts[a] == self._firsts[b], _BOOSTED_FROM, self._floor).astype(np.float32)
        may: NDArray[np.bool_] = shares >= 3 * least - np.float32(1.001)
        return may

    def _measured(self, a: NDArray[Any], b: NDArray[Any]) -> Floats:
        import numpy as np
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        texts = self._texts
        found: Floats = process.cpdist(
            [texts[at] for at in a.tolist()],
            [texts[at] for at in b.tolist()],
            scorer=JaroWinkler.normalized_similarity,
            dtype=np.float32,
        )
        return found


def _table(texts: Sequence[str]) -> Floats:
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    if not texts:
        return np.zeros((1, 1), dtype=np.float32)
    found: Floats = process.cdist(texts, texts, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)
    return found


def _bags(texts: Sequence[str]) -> tuple[Bags, NDArray[np.uint8]]:
    """Return the letters of each text in 32 buckets, two bits each: there, there twice; and how many are left over.

    Of two texts no more letters are common than both bags have bits in common, and the smaller of what is left over.
    """
    import numpy as np

    bags = np.zeros(max(len(texts), 1), dtype=np.uint64)
    over = np.zeros(max(len(texts), 1), dtype=np.uint8)
    for at, text in enumerate(texts):
        bag = 0
        for letter in text:
            bit = 1 << 2 * (ord(letter) % _BUCKETS)
            if not bag & bit:
                bag |= bit
            elif not bag & bit << 1:
                bag |= bit << 1
            else:
                over[at] = min(int(over[at]) + 1, 255)
        bags[at] = bag
    return bags, over
