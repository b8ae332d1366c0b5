"""Owns one run of linking: records in, people out, with what a person should look at. Never merges anything on record.

The same records give the same people, in whatever order rows and lists come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.names import Decision
from onrecord.register.linking.candidates import Candidates, candidates_of
from onrecord.register.linking.clusters import Clusters, clustered
from onrecord.register.linking.columns import UNKNOWN, WORDS, columns_of
from onrecord.register.linking.evidence import (
    DIFFERENT,
    SLIP,
    Comparing,
    Evidence,
    Veto,
    features_of,
)
from onrecord.register.linking.weights import Answers, Model, bits, learnt, rareness
from onrecord.register.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.float64]

VERSION: Final = "linking@1"
LINK_FROM: Final = 0.9
REVIEW_FROM: Final = 0.1
SEED: Final = 20_200_207
_LEARNT_FROM: Final = 2_000_000  # pairs, at most
_CHUNK: Final = 400_000  # pairs compared at once
_BY_CHANCE: Final = 50_000  # pairs drawn to learn what agrees by chance
_SURE: Final = 200  # pairs that must be sure before a column is said to be wrong often
_WRONG_OFTEN: Final = 0.02  # of sure pairs: a column that contradicts so many forbids nothing
_STRONGEST: Final = 12.0  # bits that one pair may weigh between two groups
_WEAKEST: Final = -12.0  # pairs below are not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of two records: one person, or two. It is kept whenever the lists are linked again."""

    one: tuple[str, str]
    other: tuple[str, str]
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run is made. `once` names lists that name nobody twice; their rows never become one person."""

    link_from: float = LINK_FROM
    review_from: float = REVIEW_FROM
    once: frozenset[str] = frozenset()
    seed: int = SEED


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The people of a run, each one or several records. `review` is what a person should look at, by what tells most.

    `trusted` says of sex and birth whether a contradiction in them forbids a link, and in which share of sure pairs it
    stands; where that is often, the column is wrong too often to forbid anything and counts as a weight only.
    """

    people: tuple[tuple[Record, ...], ...]
    review: tuple[Pair, ...]
    model: Model
    compared: int
    left_out: int
    trusted: tuple[tuple[str, bool, float], ...]


def linked(
    records: Iterable[Record], *, settings: Settings | None = None, judgements: Sequence[Judgement] = ()
) -> Linked:
    """Return who is one person across these records.

    Raises:
        ValueError: two records have the same list and row.
    """
    return _Run(records, settings or Settings(), judgements).linked()


class _Run:
    def __init__(self, records: Iterable[Record], settings: Settings, judgements: Sequence[Judgement]) -> None:
        ordered = sorted(records, key=lambda one: one.key)
        self._place = {one.key: at for at, one in enumerate(ordered)}
        if len(self._place) < len(ordered):
            msg = "two records have the same list and row"
            raise ValueError(msg)
        self._settings = settings
        self._columns = columns_of(ordered)
        self._comparing = Comparing(self._columns)
        self._features = features_of(self._columns)
        self._judged = self._last_words(judgements)

    def linked(self) -> Linked:
        """Compare, learn, weigh and gather."""
        candidates = self._with_judged(candidates_of(self._columns))
        model, trusted = self._model(candidates)
        weighed = self._weighed(candidates, model, trusted)
        judged = self._judged
        clusters = clustered(
            len(self._columns),
            (weighed.left, weighed.right),
            self._between(weighed),
            link_from=_bits_of(self._settings.link_from),
            forbidden=weighed.forbidden(),
            apart=[pair for pair, same in judged.items() if not same],
            together=[pair for pair, same in judged.items() if same],
            once=self._once(),
        )
        review = self._review(weighed, clusters, frozenset(judged))
        people: dict[int, list[Record]] = {}
        for at, group in enumerate(clusters.group):
            people.setdefault(group, []).append(self._columns.records[at])
        return Linked(
            people=tuple(map(tuple, people.values())),
            review=tuple(sorted(self._pairs(weighed, review, model, frozenset(clusters.contradicted)), key=_telling)),
            model=model,
            compared=len(candidates.left),
            left_out=candidates.left_out,
            trusted=tuple((name, held, share) for name, (held, share) in trusted.items()),
        )

    def _with_judged(self, found: Candidates) -> Candidates:
        """Return the candidates with the pairs that people judged, so that what they said is learnt from."""
        import numpy as np

        size = len(self._columns)
        own = [min(pair) * size + max(pair) for pair in self._judged]
        keys = np.union1d(found.left.astype(np.int64) * size + found.right, np.array(own, dtype=np.int64))
        return Candidates(
            left=(keys // max(size, 1)).astype(np.int32),
            right=(keys % max(size, 1)).astype(np.int32),
            left_out=found.left_out,
        )

    def _last_words(self, judgements: Sequence[Judgement]) -> dict[tuple[int, int], bool]:
        """Return what people judged of these records, the last word on each pair."""
        found: dict[tuple[int, int], bool] = {}
        for one in judgements:
            if one.one not in self._place or one.other not in self._place:
                continue
            a, b = sorted((self._place[one.one], self._place[one.other]))
            if a != b:
                found[a, b] = one.is_same
        return found

    def _compared(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> Iterator[tuple[slice, Evidence]]:
        """Yield the evidence of all pairs, stretch by stretch, so that memory stays small."""
        for at in range(0, len(left), _CHUNK):
            stretch = slice(at, at + _CHUNK)
            yield stretch, self._comparing.pairs(left[stretch], right[stretch])

    def _model(self, candidates: Candidates) -> tuple[Model, dict[str, tuple[bool, float]]]:
        """Return the weights, learnt from the candidates or from many of them, and which columns may forbid a link."""
        import numpy as np

        size, found = len(self._columns), len(candidates.left)
        random = np.random.Generator(np.random.PCG64(self._settings.seed))
        some = np.sort(random.choice(found, _LEARNT_FROM, replace=False)) if found > _LEARNT_FROM else np.arange(found)
        levels = self._levels(candidates.left[some], candidates.right[some])
        left = random.integers(0, max(size, 1), _BY_CHANCE).astype(np.int32)
        right = random.integers(0, max(size, 1), _BY_CHANCE).astype(np.int32)
        differ = left != right
        model = learnt(
            self._features,
            levels,
            self._levels(left[differ], right[differ]),
            all_pairs=size * (size - 1) // 2,
            each_stands_for=found / max(len(some), 1),
            answers=self._answers(),
        )
        return model, self._trusted(model, levels)

    def _levels(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int8]:
        import numpy as np

        parts = [one.levels for _, one in self._compared(left, right)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self._features)), dtype=np.int8)

    def _answers(self) -> Answers | None:
        import numpy as np

        judged = self._judged
        if not judged:
            return None
        left, right = (np.array([pair[side] for pair in judged], dtype=np.int32) for side in (0, 1))
        levels = self._comparing.pairs(left, right).levels
        return Answers(levels=levels, is_same=np.array(list(judged.values()), dtype=bool))

    def _weighed(self, candidates: Candidates, model: Model, trusted: dict[str, tuple[bool, float]]) -> _Weighed:
        """Return the pairs that weigh anything, with what they weigh; what is far from being one person is let go."""
        import numpy as np

        counts, held = self._counts(), self._held(trusted)
        prior = np.log2(model.prior / (1 - model.prior))
        parts: list[_Weighed] = []
        for stretch, evidence in self._compared(candidates.left, candidates.right):
            total = (self._bits(model, evidence, counts).sum(axis=1) + prior).astype(np.float32)
            kept = total >= _WEAKEST
            parts.append(
                _Weighed(
                    left=candidates.left[stretch][kept],
                    right=candidates.right[stretch][kept],
                    total=total[kept],
                    vetoes=evidence.vetoes[kept] & np.uint8(held),
                    only_names=self._only_names(evidence)[kept],
                )
            )
        return _Weighed.joined(parts)

    def _bits(self, model: Model, evidence: Evidence, counts: dict[int, NDArray[np.int32]]) -> Bits:
        """Return the bits of each feature of each pair, the rareness of what agrees in them."""
        import numpy as np

        found = bits(model, evidence.levels)
        for at, often in counts.items():
            agreed = np.flatnonzero(evidence.values[:, at] != UNKNOWN)
            shares = often[evidence.values[agreed, at]] / max(often.sum(), 1)
            found[agreed, at] += rareness(shares, model.u[at][-1])
        return found

    def _counts(self) -> dict[int, NDArray[np.int32]]:
        """Return how often each value of a feature stands in the records; of words, in any place of a name."""
        import numpy as np

        told = [*self._columns.facts.values(), *self._columns.numbers.values()]
        first = len(self._features) - len(told)
        counts = dict.fromkeys(range(WORDS), self._comparing.word_counts)
        fathers = self._columns.father[self._columns.father != UNKNOWN]
        counts[WORDS] = np.bincount(fathers, minlength=max(len(self._columns.words.tokens), 1)).astype(np.int32)
        for at, (values, column) in enumerate(told, start=first):
            known = column[column != UNKNOWN]
            counts[at] = np.bincount(known, minlength=max(len(values.texts), 1)).astype(np.int32)
        return counts

    def _trusted(self, model: Model, levels: NDArray[np.int8]) -> dict[str, tuple[bool, float]]:
        """Return of sex and birth whether a contradiction forbids, and the share of sure pairs that have one."""
        at = {one.name: place for place, one in enumerate(self._features)}
        sure = model.prior * len(self._columns) * (len(self._columns) - 1) / 2
        wrong = {"sex": model.m[at["sex"]][0], "born": sum(model.m[at["born"]][:2])}
        known = {name: bool((levels[:, at[name]] >= 0).any()) for name in wrong}
        return {
            name: (not known[name] or sure < _SURE or share <= _WRONG_OFTEN, round(share, 4))
            for name, share in wrong.items()
        }

    def _held(self, trusted: dict[str, tuple[bool, float]]) -> int:
        """Return the vetoes that hold in these lists, as bits."""
        held = sum(Veto)
        for name, veto in (("sex", Veto.SEX), ("born", Veto.BIRTH)):
            held -= 0 if trusted[name][0] else veto.value
        return held

    def _only_names(self, evidence: Evidence) -> NDArray[np.bool_]:
        """Say of which pairs nothing beside the name agrees."""
        import numpy as np

        found = np.ones(len(evidence.levels), dtype=bool)
        for at, feature in enumerate(self._features):
            if feature.name == "born":
                found &= evidence.levels[:, at] < SLIP
            elif feature.name.startswith(("fact", "number")):
                found &= evidence.levels[:, at] <= DIFFERENT
        return found

    def _between(self, weighed: _Weighed) -> list[float]:
        """Return what each pair weighs between groups; one that may not link by itself is held under the line."""
        import numpy as np

        line = _bits_of(self._settings.link_from)
        may_link = (weighed.vetoes == 0) & ~weighed.only_names
        held = np.where(may_link, weighed.total, np.minimum(weighed.total, line - 0.01))
        between: list[float] = np.clip(held, -_STRONGEST, _STRONGEST).round(6).tolist()
        return between

    def _once(self) -> dict[int, int]:
        lists = self._columns.lists.tolist()
        return {at: lists[at] for at, one in enumerate(self._columns.records) if one.list in self._settings.once}

    def _review(self, weighed: _Weighed, clusters: Clusters, settled: frozenset[tuple[int, int]]) -> list[int]:
        """Return the pairs that a person should look at: those that may be one person and are not in one group."""
        import numpy as np

        group = clusters.group
        wanted = np.flatnonzero(weighed.total >= _bits_of(self._settings.review_from)).tolist()
        found = []
        for at in sorted({*wanted, *clusters.contradicted}):
            a, b = int(weighed.left[at]), int(weighed.right[at])
            if group[a] != group[b] and (a, b) not in settled:
                found.append(at)
        return found

    def _pairs(self, weighed: _Weighed, places: Sequence[int], model: Model, refused: frozenset[int]) -> Iterator[Pair]:
        """Yield these pairs with all that is to be shown of them; they are compared once more for it."""
        import numpy as np

        chosen = np.array(places, dtype=np.int64)
        counts = self._counts()
        for stretch, evidence in self._compared(weighed.left[chosen], weighed.right[chosen]):
            weights = self._bits(model, evidence, counts)
            for row, at in enumerate(chosen[stretch].tolist()):
                veto = Veto(int(weighed.vetoes[at]))
                yield Pair(
                    one=self._columns.records[int(weighed.left[at])],
                    other=self._columns.records[int(weighed.right[at])],
                    decision=Decision.NO if veto else Decision.REVIEW,
                    probability=_probability(float(weighed.total[at])),
                    levels=tuple(map(int, evidence.levels[row])),
                    bits=tuple(round(float(one), 2) for one in weights[row]),
                    vetoes=veto,
                    only_names=bool(weighed.only_names[at]),
                    contradicted=at in refused,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """Pairs with what they weigh in bits, what forbids them, and whether nothing beside the name agrees."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    total: NDArray[np.float32]
    vetoes: NDArray[np.uint8]
    only_names: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence[_Weighed]) -> _Weighed:
        """Return the pairs of all stretches."""
        import numpy as np

        if not parts:
            none = np.zeros(0, dtype=np.int32)
            return cls(left=none, right=none, total=none.astype(np.float32), vetoes=none.astype(np.uint8),
                       only_names=none.astype(bool))  # fmt: skip
        return cls(
            left=np.concatenate([one.left for one in parts]),
            right=np.concatenate([one.right for one in parts]),
            total=np.concatenate([one.total for one in parts]),
            vetoes=np.concatenate([one.vetoes for one in parts]),
            only_names=np.concatenate([one.only_names for one in parts]),
        )

    def forbidden(self) -> list[tuple[int, int]]:
        """Return the pairs that something forbids."""
        import numpy as np

        where = np.flatnonzero(self.vetoes)
        return list(zip(self.left[where].tolist(), self.right[where].tolist(), strict=True))


def _telling(pair: Pair) -> tuple[float, tuple[str, str], tuple[str, str]]:
    """Order pairs so that the one whose answer tells most comes first: that which is nearest to even."""
    return abs(pair.probability - 0.5), pair.one.key, pair.other.key


def _bits_of(probability: float) -> float:
    from math import log2

    return log2(probability / (1 - probability))


def _probability(weight: float) -> float:
    return round(1 / (1 + 2 ** -max(-60.0, min(60.0, weight))), 4)
