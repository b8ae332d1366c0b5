"""Owns one run of linking: records in, people out, with what a person should look at. Never merges anything on record.

The same records give the same people, in whatever order rows and lists come and on however many cores it runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from onrecord.register.linking import garbage
from onrecord.register.linking.candidates import among, candidates_of
from onrecord.register.linking.clusters import Clusters, clustered, connected
from onrecord.register.linking.columns import columns_of
from onrecord.register.linking.evidence import Comparing, Veto
from onrecord.register.linking.pairs import Pair, Pairs
from onrecord.register.linking.taking_apart import cores
from onrecord.register.linking.weighing import Compared, Rareness, Weighed, compared, weighed
from onrecord.register.linking.weights import Answers, Model, Patterns, learnt, shares_by_chance
from onrecord.register.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

VERSION: Final = "linking@3"
LINK_FROM: Final = 0.9
REVIEW_FROM: Final = 0.1
SEED: Final = 20_200_207
_BY_CHANCE: Final = 50_000  # pairs drawn to learn what agrees by chance; all of them where there are no more
_SURE: Final = 200  # pairs that must be sure before a column is said to be wrong often
_WRONG_OFTEN: Final = 0.02  # of sure pairs: a column that contradicts so many forbids nothing
_STRONGEST: Final = 12.0  # bits that one pair may weigh between two groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of two records: one person, or two. It is kept whenever the lists are linked again."""

    one: tuple[str, str]
    other: tuple[str, str]
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run is made. `once` names lists that name nobody twice; their rows never become one person.

    `workers` is on how many cores it runs, None for all that there are; the answer is the same for any number.
    """

    link_from: float = LINK_FROM
    review_from: float = REVIEW_FROM
    once: frozenset[str] = frozenset()
    seed: int = SEED
    workers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The people of a run, each one or several records. `review` is what a person should look at, by what tells most.

    `trusted` says of sex and birth whether a contradiction in them forbids a link, and in which share of sure pairs it
    stands; where that is often, the column is wrong too often to forbid anything and counts as a weight only.
    """

    people: tuple[tuple[Record, ...], ...]
    review: Sequence[Pair]
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
    with garbage.not_looked_for():
        return _Run(records, settings or Settings(), judgements).linked()


class _Run:
    def __init__(self, records: Iterable[Record], settings: Settings, judgements: Sequence[Judgement]) -> None:
        key = attrgetter("list", "row")
        self._records = sorted(records, key=key)
        if any(one == other for one, other in pairwise(map(key, self._records))):
            msg = "two records have the same list and row"
            raise ValueError(msg)
        self._settings = settings
        self._workers = settings.workers or cores()
        self._columns = columns_of(self._records, workers=self._workers)
        self._comparing = Comparing(self._columns)
        self._judged = self._last_words(judgements)
        self._by_chance = shares_by_chance(self._comparing.features, self._comparing.pairs(*self._drawn()).levels)

    def linked(self) -> Linked:
        """Compare, learn, weigh and gather."""
        candidates = candidates_of(self._columns, workers=self._workers).with_pairs(list(self._judged))
        found = compared(self._comparing, candidates, self._by_chance, workers=self._workers)
        model, trusted = self._model(found)
        held = self._held(trusted)
        heavy = weighed(found, candidates, model, held=held)
        del found
        inside = among(self._joined(heavy), heavy.pairs(len(self._records)))
        also = compared(self._comparing, inside, self._by_chance, workers=self._workers)
        heavy = heavy.with_more(weighed(also, inside, model, held=held, weakest=float("-inf")))
        clusters = self._clustered(heavy)
        return Linked(
            people=self._people(clusters),
            review=self._review(heavy, clusters, model),
            model=model,
            compared=len(candidates) + inside.without(candidates),
            left_out=candidates.left_out,
            trusted=tuple((name, held, share) for name, (held, share) in trusted.items()),
        )

    def _last_words(self, judgements: Sequence[Judgement]) -> dict[tuple[int, int], bool]:
        """Return what people judged of these records, the last word on each pair."""
        if not judgements:
            return {}
        place = {one.key: at for at, one in enumerate(self._records)}
        found: dict[tuple[int, int], bool] = {}
        for one in judgements:
            if one.one not in place or one.other not in place:
                continue
            a, b = sorted((place[one.one], place[one.other]))
            if a != b:
                found[a, b] = one.is_same
        return found

    def _drawn(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return pairs drawn at random, or all where there are few."""
        import numpy as np

        size = len(self._records)
        if size * (size - 1) // 2 <= _BY_CHANCE:
            left, right = np.triu_indices(size, 1)
        else:
            random = np.random.Generator(np.random.PCG64(self._settings.seed))
            drawn = random.integers(0, size, (2, _BY_CHANCE))
            left, right = drawn[:, drawn[0] != drawn[1]]
        return left.astype(np.int32), right.astype(np.int32)

    def _model(self, found: Compared) -> tuple[Model, dict[str, tuple[bool, float]]]:
        """Return the weights, learnt from the candidates, and which columns may forbid a link."""
        size = len(self._records)
        patterns = Patterns.of(found.levels, len(self._comparing.features))
        model = learnt(
            self._comparing.features,
            patterns,
            self._by_chance,
            all_pairs=size * (size - 1) // 2,
            answers=self._answers(),
        )
        return model, self._trusted(model, patterns)

    def _answers(self) -> Answers | None:
        import numpy as np

        judged = self._judged
        if not judged:
            return None
        left, right = (np.array([pair[side] for pair in judged], dtype=np.int32) for side in (0, 1))
        levels = self._comparing.pairs(left, right).levels
        return Answers(levels=levels, is_same=np.array(list(judged.values()), dtype=bool))

    def _trusted(self, model: Model, patterns: Patterns) -> dict[str, tuple[bool, float]]:
        """Return of sex and birth whether a contradiction forbids, and the share of sure pairs that have one."""
        at = {one.name: place for place, one in enumerate(model.features)}
        sure = model.prior * len(self._records) * (len(self._records) - 1) / 2
        wrong = {"sex": model.m[at["sex"]][0], "born": sum(model.m[at["born"]][:2])}
        known = {name: bool((patterns.levels[at[name]] >= 0).any()) for name in wrong}
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

    def _joined(self, heavy: Weighed) -> NDArray[np.int64]:
        """Return for each record the first of those that pairs join it with which may link by themselves."""
        import numpy as np

        strong = np.flatnonzero(self._between(heavy) >= _bits_of(self._settings.link_from))
        return connected(len(self._records), heavy.left[strong], heavy.right[strong])

    def _clustered(self, heavy: Weighed) -> Clusters:
        judged = self._judged
        return clustered(
            len(self._records),
            (heavy.left, heavy.right),
            self._between(heavy),
            link_from=_bits_of(self._settings.link_from),
            forbidden=heavy.vetoes > 0,
            apart=[pair for pair, same in judged.items() if not same],
            together=[pair for pair, same in judged.items() if same],
            once=self._once(),
        )

    def _between(self, heavy: Weighed) -> Floats:
        """Return what each pair weighs between groups; one that may not link by itself is held under the line."""
        import numpy as np

        line = _bits_of(self._settings.link_from)
        may_link = (heavy.vetoes == 0) & ~heavy.only_names
        total = heavy.total.astype(np.float64)
        held = np.where(may_link, total, np.minimum(total, line - 0.01))
        return np.clip(held, -_STRONGEST, _STRONGEST).round(6)

    def _once(self) -> dict[int, int]:
        if not self._settings.once:
            return {}
        lists = self._columns.lists.tolist()
        return {at: lists[at] for at, one in enumerate(self._records) if one.list in self._settings.once}

    def _people(self, clusters: Clusters) -> tuple[tuple[Record, ...], ...]:
        people: dict[int, list[Record]] = {}
        for at, group in enumerate(clusters.group):
            people.setdefault(group, []).append(self._records[at])
        return tuple(map(tuple, people.values()))

    def _review(self, heavy: Weighed, clusters: Clusters, model: Model) -> Pairs:
        """Return the pairs that a person should look at: those that may be one person and are not in one group."""
        import numpy as np

        size, group = len(self._records), np.array(clusters.group, dtype=np.int64)
        contradicted = np.zeros(len(heavy), dtype=bool)
        contradicted[list(clusters.contradicted)] = True
        wanted = contradicted | (heavy.total >= _bits_of(self._settings.review_from))
        wanted &= group[heavy.left] != group[heavy.right]
        settled = np.array([a * size + b for a, b in self._judged], dtype=np.int64)
        wanted &= ~np.isin(heavy.left.astype(np.int64) * size + heavy.right, settled)
        return Pairs(
            heavy,
            np.flatnonzero(wanted),
            records=self._records,
            comparing=self._comparing,
            rare=Rareness(self._comparing, self._by_chance),
            model=model,
            contradicted=contradicted,
        )


def _bits_of(probability: float) -> float:
    from math import log2

    return log2(probability / (1 - probability))
