"""Owns the pairs that a person should look at, made when somebody looks: of a million rows there are very many.

A pair is compared once more when it is asked for; what it says is what it was linked by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, overload

from onrecord.names import Decision
from onrecord.register.linking.evidence import Comparing, Veto
from onrecord.register.linking.weighing import Rareness, Weighed, bits_of
from onrecord.register.linking.weights import Model
from onrecord.register.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MADE_AT_ONCE: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records side by side: what their agreement is worth and in what it lies.

    `levels` and `bits` have a place for each feature of the model; `probability` is that of one person by the model.
    `only_names` says that nothing beside the name agrees, which links nobody (METHOD 8.4, steps 8 and 9).
    """

    one: Record
    other: Record
    decision: Decision
    probability: float
    levels: tuple[int, ...]
    bits: tuple[float, ...]
    vetoes: Veto
    only_names: bool = False
    contradicted: bool = False


class Pairs(Sequence[Pair]):
    """Pairs, the one whose answer tells most first: that which is nearest to even. Each is made when it is asked."""

    def __init__(
        self,
        weighed: Weighed,
        chosen: NDArray[np.int64],
        *,
        records: Sequence[Record],
        comparing: Comparing,
        rare: Rareness,
        model: Model,
        contradicted: NDArray[np.bool_],
    ) -> None:
        import numpy as np

        left, right, total = weighed.left[chosen], weighed.right[chosen], weighed.total[chosen]
        self._probability = probabilities(total)
        order = np.lexsort((right, left, np.abs(self._probability - 0.5)))
        self._left, self._right, self._probability = left[order], right[order], self._probability[order]
        self._vetoes, self._only_names = weighed.vetoes[chosen][order], weighed.only_names[chosen][order]
        self._contradicted = contradicted[chosen][order]
        self._records, self._comparing, self._rare, self._model = records, comparing, rare, model

    def __len__(self) -> int:
        return len(self._left)

    @overload
    def __getitem__(self, at: int) -> Pair: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Pair, ...]: ...
    def __getitem__(self, at: int | slice) -> Pair | tuple[Pair, ...]:
        if isinstance(at, slice):
            return tuple(self._made(range(*at.indices(len(self)))))
        place = range(len(self))[at]
        return next(self._made(range(place, place + 1)))

    def __iter__(self) -> Iterator[Pair]:
        for at in range(0, len(self), _MADE_AT_ONCE):
            yield from self._made(range(at, min(at + _MADE_AT_ONCE, len(self))))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list: it is compared by what is in it

    def __repr__(self) -> str:
        return f"<{len(self)} pairs>"

    def _made(self, places: range) -> Iterator[Pair]:
        import numpy as np

        chosen = np.array(places, dtype=np.int64)
        evidence = self._comparing.pairs(self._left[chosen], self._right[chosen])
        bits = bits_of(self._model, evidence, self._rare)
        for row, at in enumerate(places):
            veto = Veto(int(self._vetoes[at]))
            yield Pair(
                one=self._records[int(self._left[at])],
                other=self._records[int(self._right[at])],
                decision=Decision.NO if veto else Decision.REVIEW,
                probability=float(self._probability[at]),
                levels=tuple(map(int, evidence.levels[:, row])),
                bits=tuple(round(float(one), 2) for one in bits[:, row]),
                vetoes=veto,
                only_names=bool(self._only_names[at]),
                contradicted=bool(self._contradicted[at]),
            )


def probabilities(total: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what weights in bits are as probabilities, to four places."""
    import numpy as np

    found: NDArray[np.float64] = (1 / (1 + 2 ** -np.clip(total.astype(np.float64), -60, 60))).round(4)
    return found
