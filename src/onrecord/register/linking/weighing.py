"""Owns what pairs weigh: all candidates compared once, stretch by stretch, and weighed when the model is known.

Of a pair is kept what its weight is made of: its levels as one number, what the rareness of agreeing values adds, what
forbids it. Stretches are compared by several threads; nothing of one depends on another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from onrecord.register.linking.candidates import Candidates
from onrecord.register.linking.evidence import DIFFERENT, SLIP, Comparing, Evidence, Feature
from onrecord.register.linking.weights import Model, level_bits, level_of, packed, rareness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Packed = NDArray[np.int64]

_CHUNK: Final = 250_000  # pairs compared at once by one thread
_WEAKEST: Final = -12.0  # bits: pairs below are not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All candidates, compared: levels packed [numbers, pairs], bits of rareness, and what forbids a pair."""

    levels: Packed
    rareness: NDArray[np.float32]
    vetoes: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Pairs with what they weigh in bits, what forbids them, and whether nothing beside the name agrees."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    total: NDArray[np.float32]
    vetoes: NDArray[np.uint8]
    only_names: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.left)

    def pairs(self, size: int) -> Candidates:
        """Return which pairs of so many records these are."""
        import numpy as np

        return Candidates(pairs=self.left.astype(np.int64) * size + self.right, size=size, left_out=0)

    def with_more(self, more: Weighed) -> Weighed:
        """Return these pairs and others after them."""
        import numpy as np

        return Weighed(
            **{one.name: np.concatenate([getattr(self, one.name), getattr(more, one.name)]) for one in fields(self)}
        )


class Rareness:
    """What the rareness of a value adds to the weight of its agreeing, by feature."""

    def __init__(self, comparing: Comparing, by_chance: Sequence[Floats]) -> None:
        self._tables = {
            at: rareness(often / max(often.sum(), 1), float(by_chance[at][-1]))
            for at, often in comparing.counts.items()
        }

    def of(self, evidence: Evidence) -> dict[int, Floats]:
        """Return the bits to add to each feature of each pair; 0 where nothing agrees."""
        import numpy as np

        return {
            at: np.append(self._tables[at], 0.0)[values]  # UNKNOWN is the last place
            for at, values in evidence.values.items()
        }


def compared(
    comparing: Comparing, candidates: Candidates, by_chance: Sequence[Floats], *, workers: int = 1
) -> Compared:
    """Return all candidates compared, whatever the number of threads in the same way."""
    import numpy as np

    rare = Rareness(comparing, by_chance)
    numbers = packed(np.zeros((len(comparing.features), 0), dtype=np.int8)).shape[0]
    size = len(candidates)
    found = Compared(
        levels=np.empty((numbers, size), dtype=np.int64),
        rareness=np.zeros(size, dtype=np.float32),
        vetoes=np.empty(size, dtype=np.uint8),
    )

    def compare(at: int) -> None:
        stretch = slice(at, at + _CHUNK)
        evidence = comparing.pairs(*candidates.of(stretch))
        found.levels[:, stretch] = packed(evidence.levels)
        found.vetoes[stretch] = evidence.vetoes
        for added in rare.of(evidence).values():
            found.rareness[stretch] += added

    _each(compare, range(0, size, _CHUNK), workers)
    return found


def _each(work: Callable[[int], None], places: range, workers: int) -> None:
    if workers < 2 or len(places) < 2:
        for at in places:
            work(at)
        return
    with ThreadPoolExecutor(workers) as threads:
        for _ in threads.map(work, places):
            pass


def weighed(found: Compared, candidates: Candidates, model: Model, *, held: int, weakest: float = _WEAKEST) -> Weighed:
    """Return the pairs that weigh anything; what is far from being one person is let go. `held` are vetoes in force."""
    import numpy as np

    tables = [level_bits(model, at).astype(np.float32) for at in range(len(model.features))]
    prior = np.float32(np.log2(model.prior / (1 - model.prior)))
    kept: list[NDArray[np.int64]] = []
    totals: list[NDArray[np.float32]] = []
    for at in range(0, len(candidates), _CHUNK):
        stretch = slice(at, at + _CHUNK)
        total = found.rareness[stretch] + prior
        for feature, table in enumerate(tables):
            total += table[level_of(found.levels[:, stretch], feature)]
        heavy = np.flatnonzero(total >= weakest)
        kept.append(heavy + at)
        totals.append(total[heavy])
    chosen = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
    left, right = candidates.of(chosen)
    return Weighed(
        left=left,
        right=right,
        total=np.concatenate(totals) if totals else np.zeros(0, dtype=np.float32),
        vetoes=found.vetoes[chosen] & np.uint8(held),
        only_names=_only_names(found.levels[:, chosen], model.features),
    )


def _only_names(levels: Packed, features: Sequence[Feature]) -> NDArray[np.bool_]:
    """Say of which pairs nothing beside the name agrees."""
    import numpy as np

    found = np.ones(levels.shape[1], dtype=bool)
    for at, feature in enumerate(features):
        if feature.name == "born":
            found &= level_of(levels, at) < SLIP
        elif feature.name.startswith(("fact", "number")):
            found &= level_of(levels, at) <= DIFFERENT
    return found


def bits_of(model: Model, evidence: Evidence, rare: Rareness) -> Floats:
    """Return the bits of each feature of each pair, [features, pairs], the rareness of what agrees in them."""
    import numpy as np

    found = np.stack([level_bits(model, at)[level] for at, level in enumerate(evidence.levels)])
    for at, added in rare.of(evidence).items():
        found[at] += added
    return found
