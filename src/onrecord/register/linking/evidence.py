"""Owns what a pair of records agrees in, level by level. Never weighs a level: weights are learnt.

Each thing compared has a few levels, the highest for "the same" and 0 for "different"; -1 is unknown, which is neither
(METHOD 8.4, step 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from itertools import permutations
from typing import TYPE_CHECKING, Final

from onrecord.register.linking.births import BIRTH_LEVELS, DAYS_DIFFER, SAME_DAY, SLIP, YEARS_FAR, Births
from onrecord.register.linking.columns import Columns
from onrecord.register.linking.likeness import Likeness
from onrecord.register.linking.word_levels import DIFFERENT, SAME, WORD_LEVELS, WordLevels
from onrecord.register.linking.words import UNKNOWN, WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Levels = NDArray[np.int8]

__all__ = ["DAYS_DIFFER", "DIFFERENT", "EQUAL", "SAME", "SAME_DAY", "SLIP", "Comparing", "Evidence", "Feature", "Veto"]

_WORTH: Final = (0, 30, 35, 70, 90, 95, 100)  # only to choose which word stands for which
# Of facts and numbers.
ALIKE, EQUAL = 1, 2
VALUE_LEVELS: Final = 3
_ALIKE_FROM: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that is compared: its name, and how many levels it has."""

    name: str
    levels: int


def features_of(columns: Columns) -> tuple[Feature, ...]:
    """Return what can be compared in these records, in the order of the levels' rows."""
    return (
        *(Feature(name=f"word{at}", levels=WORD_LEVELS) for at in range(1, WORDS + 1)),
        Feature(name="father", levels=WORD_LEVELS),
        Feature(name="born", levels=BIRTH_LEVELS),
        Feature(name="sex", levels=2),
        *(Feature(name=f"fact {one}", levels=VALUE_LEVELS) for one in columns.facts),
        *(Feature(name=f"number {one}", levels=VALUE_LEVELS) for one in columns.numbers),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What pairs agree in: levels [features, pairs], and which values do, whose rareness tells, by feature.

    A value is that of the first record; -1 where the level is not the highest. Words are in the order of rareness, the
    rarest first, so that "word1" is the one that tells most. `vetoes` is what forbids each pair, as bits of `Veto`.
    """

    levels: Levels
    values: dict[int, Ints]
    vetoes: NDArray[np.uint8]


class Veto(IntFlag):
    """What forbids two records to be one person, whatever else agrees (METHOD 8.4, step 7)."""

    SEX = 1
    BIRTH = 2
    FATHER = 4
    DEAD_BEFORE = 8
    INITIALS = 16


class Comparing:
    """Compares pairs of these records. Several threads may do it at once."""

    def __init__(self, columns: Columns) -> None:
        import numpy as np

        self._columns = columns
        self._births = Births(columns.born_first, columns.born_last)
        told = [*columns.facts.values(), *columns.numbers.values()]
        self._told = [
            (Likeness(values.texts, _ALIKE_FROM, _counted(column, len(values.texts))), column)
            for values, column in told
        ]
        self.features = features_of(columns)
        self._at = {one.name: place for place, one in enumerate(self.features)}
        size = len(columns.words)
        word_counts = _counted(columns.name, size)
        self._words = WordLevels(columns.words, word_counts)
        self._often = np.append(word_counts, np.int32(2**30))  # the last place is of no word
        first = len(self.features) - len(told)
        self.counts: dict[int, Ints] = {
            **dict.fromkeys(range(WORDS), word_counts),
            WORDS: _counted(columns.father, size),
            **{at: _counted(column, len(values.texts)) for at, (values, column) in enumerate(told, start=first)},
        }

    def pairs(self, left: Ints, right: Ints) -> Evidence:
        """Return what each pair (left[k], right[k]) agrees in."""
        import numpy as np

        columns = self._columns
        levels = np.full((len(self.features), len(left)), UNKNOWN, dtype=np.int8)
        values: dict[int, Ints] = {}
        mine, theirs = columns.name[left], columns.name[right]
        levels[:WORDS], agreed = self._names(mine, theirs)
        values.update(enumerate(agreed))
        father = columns.father[left]
        levels[WORDS] = self._words.of(father, columns.father[right])
        values[WORDS] = np.where(levels[WORDS] == SAME, father, UNKNOWN)
        levels[self._at["born"]] = self._births.of(left, right)
        sex, other_sex = columns.sex[left], columns.sex[right]
        levels[self._at["sex"]] = np.where((sex == UNKNOWN) | (other_sex == UNKNOWN), UNKNOWN, sex == other_sex)
        for at, (likeness, column) in enumerate(self._told, start=len(self.features) - len(self._told)):
            a, b = column[left], column[right]
            levels[at] = _values(likeness, a, b)
            values[at] = np.where(levels[at] == EQUAL, a, UNKNOWN)
        vetoes = self._vetoes(left, right, levels)
        if self._words.has_initials:
            vetoes |= (self._misfits(mine, theirs, levels[:WORDS]) * np.uint8(Veto.INITIALS)).astype(np.uint8)
        return Evidence(levels=levels, values=values, vetoes=vetoes)

    def _vetoes(self, left: Ints, right: Ints, levels: Levels) -> NDArray[np.uint8]:
        """Return what forbids each pair. Days that differ forbid it unless one paper names both."""
        import numpy as np

        columns, at = self._columns, self._at
        papers = [place for name, place in at.items() if name.startswith("number")]
        one_paper = (levels[papers] == EQUAL).any(axis=0) if papers else np.zeros(len(left), dtype=bool)
        born = levels[at["born"]]
        found: NDArray[np.uint8] = (levels[at["sex"]] == DIFFERENT) * np.uint8(Veto.SEX)
        found |= ((born == YEARS_FAR) | ((born == DAYS_DIFFER) & ~one_paper)) * np.uint8(Veto.BIRTH)
        found |= (levels[at["father"]] == DIFFERENT) * np.uint8(Veto.FATHER)
        died, alive = columns.died_last, columns.alive_first
        for one, other in ((left, right), (right, left)):
            dead = (died[one] != UNKNOWN) & (alive[other] != UNKNOWN) & (died[one] < alive[other])
            found |= dead * np.uint8(Veto.DEAD_BEFORE)
        return found

    def _misfits(self, mine: Ints, theirs: Ints, levels: Levels) -> NDArray[np.bool_]:
        """Say of which pairs an initial of one name fits no word of the other."""
        import numpy as np

        found = np.zeros(len(mine), dtype=bool)
        differs = (levels == DIFFERENT).any(axis=0)
        for a, b in ((mine, theirs), (theirs, mine)):
            doubtful = np.flatnonzero(self._words.is_initial(a).any(axis=1) & differs)
            for at in range(WORDS):
                word = a[doubtful, at]
                fits = np.zeros(len(doubtful), dtype=bool)
                for other in range(WORDS):
                    fits |= self._words.of(word, b[doubtful, other]) > DIFFERENT
                found[doubtful] |= self._words.is_initial(word) & ~fits
        return found

    def _names(self, a: Ints, b: Ints) -> tuple[Levels, list[Ints]]:
        """Return the levels of the words that stand for each other, the rarest first, and the words that are the same.

        Any order of words is tried. Where two words are the same they stand for each other, and only what is left of
        both names is compared further.
        """
        import numpy as np

        levels = self._each_with_each(a, b)
        worth = np.array([0, *_WORTH], dtype=np.int16)[levels + 1]
        sums = np.stack([sum(worth[at, place] for at, place in enumerate(order)) for order in _ORDERS])
        chosen, places = sums.argmax(axis=0), np.array(_ORDERS)
        rows = np.arange(a.shape[0])
        ranked = np.empty((a.shape[0], WORDS), dtype=np.int64)
        for at in range(WORDS):
            place = places[chosen, at]
            level = levels[at, place, rows]
            often = np.where(level >= 0, np.minimum(self._often[a[:, at]], self._often[b[rows, place]]), 2**30)
            ranked[:, at] = often.astype(np.int64) << 8 | at << 4 | (level + 1)
        ranked.sort(axis=1)
        found = ((ranked & 0xF) - 1).astype(np.int8).T
        agreed = [
            np.where(found[at] == SAME, a[rows, ranked[:, at] >> 4 & 0xF], UNKNOWN).astype(np.int32)
            for at in range(WORDS)
        ]
        return found, agreed

    def _each_with_each(self, a: Ints, b: Ints) -> Levels:
        """Return the level of each word of one name with each of the other that has to be known, [words, words, pairs].

        Where two words are the same, no other is compared with either.
        """
        import numpy as np

        size = a.shape[0]
        levels = np.full((WORDS, WORDS, size), UNKNOWN, dtype=np.int8)
        used_a = a.T == UNKNOWN
        used_b = b.T == UNKNOWN
        for at in range(WORDS):
            for place in range(WORDS):
                same = (a[:, at] == b[:, place]) & ~used_a[at] & ~used_b[place]
                levels[at, place][same] = SAME
                used_a[at] |= same
                used_b[place] |= same
        for at in range(WORDS):
            for place in range(WORDS):
                asked = np.flatnonzero(~used_a[at] & ~used_b[place])
                levels[at, place][asked] = self._words.of_known(a[asked, at], b[asked, place])
        return levels


_ORDERS: Final = tuple(permutations(range(WORDS)))


def _counted(column: Ints, size: int) -> Ints:
    """Return how many records have each value."""
    import numpy as np

    known = column[column != UNKNOWN]
    return np.bincount(known.ravel(), minlength=max(size, 1)).astype(np.int32)


def _values(likeness: Likeness, a: Ints, b: Ints) -> Levels:
    """Return how facts agree: equal, alike in letters, or different."""
    import numpy as np

    levels = np.where((a == UNKNOWN) | (b == UNKNOWN), UNKNOWN, np.where(a == b, EQUAL, DIFFERENT)).astype(np.int8)
    unlike = np.flatnonzero(levels == DIFFERENT)
    levels[unlike] = np.where(likeness.of(a[unlike], b[unlike]) > 0, ALIKE, DIFFERENT)
    return levels
