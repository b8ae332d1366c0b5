"""Owns what a pair of records agrees in, level by level. Never weighs a level: weights are learnt.

Each thing compared has a few levels, the highest for "the same" and 0 for "different"; -1 is unknown, which is neither
(METHOD 8.4, step 8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from itertools import permutations
from typing import TYPE_CHECKING, Final

from onrecord import names
from onrecord.names import Role, Token
from onrecord.register.linking.columns import UNKNOWN, WORDS, Columns, Values, Words, codes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Levels = NDArray[np.int8]

DIFFERENT: Final = 0
# Of words: how two stand to each other, in the order of what it is worth.
DISTANT, INITIAL, NEAR, STEM, VARIANT, SAME = 1, 2, 3, 4, 5, 6
WORD_LEVELS: Final = 7
_WORTH: Final = (0.0, 0.3, 0.35, 0.7, 0.9, 0.95, 1.0)  # only to choose which word stands for which
_NEAR_FROM: Final = 0.88
_DISTANT_FROM: Final = 0.75
# Of births.
YEARS_FAR, DAYS_DIFFER, YEARS_NEAR, SLIP, SAME_SPAN, SAME_DAY = 0, 1, 2, 3, 4, 5
BIRTH_LEVELS: Final = 6
_YEARS_APART: Final = 2  # METHOD 8.4, step 7
_YEAR: Final = 366
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
    """Return what can be compared in these records, in the order of the levels' columns."""
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
    """What pairs agree in: levels [pairs, features], and which values do [pairs, features], whose rareness tells.

    A value is that of the first record; -1 where the level is not the highest. Words are in the order of rareness, the
    rarest first, so that "word1" is the one that tells most. `vetoes` is what forbids each pair, as bits of `Veto`.
    """

    levels: Levels
    values: Ints
    vetoes: NDArray[np.uint8]


class Veto(IntFlag):
    """What forbids two records to be one person, whatever else agrees (METHOD 8.4, step 7)."""

    SEX = 1
    BIRTH = 2
    FATHER = 4
    DEAD_BEFORE = 8
    INITIALS = 16


class Comparing:
    """Compares pairs of these records. What two words or two values are to each other is looked up once."""

    def __init__(self, columns: Columns) -> None:
        import numpy as np

        self._columns = columns
        self._words = WordLevels(columns.words)
        self._orders = tuple(permutations(range(WORDS)))
        self._worth = np.array(_WORTH, dtype=np.float32)
        self.word_counts = self._counted(columns.name, len(columns.words.tokens))

    def _counted(self, column: Ints, size: int) -> Ints:
        """Return how many records have each value."""
        import numpy as np

        known = column[column != UNKNOWN]
        return np.bincount(known.ravel(), minlength=max(size, 1)).astype(np.int32)

    def pairs(self, left: Ints, right: Ints) -> Evidence:
        """Return what each pair (left[k], right[k]) agrees in."""
        import numpy as np

        columns = self._columns
        parts: list[Levels] = []
        values: list[Ints] = []
        for levels, agreed in (
            *self._names(left, right),
            self._fathers(left, right),
            self._births(left, right),
            self._sexes(left, right),
            *(_values(*one, left, right) for one in columns.facts.values()),
            *(_values(*one, left, right) for one in columns.numbers.values()),
        ):
            parts.append(levels)
            values.append(agreed)
        levels = np.stack(parts, axis=1)
        return Evidence(levels=levels, values=np.stack(values, axis=1), vetoes=self._vetoes(left, right, levels))

    def _vetoes(self, left: Ints, right: Ints, levels: Levels) -> NDArray[np.uint8]:
        """Return what forbids each pair. Days that differ forbid it unless one paper names both."""
        import numpy as np

        columns, at = self._columns, {one.name: place for place, one in enumerate(features_of(self._columns))}
        papers = [place for name, place in at.items() if name.startswith("number")]
        one_paper = (levels[:, papers] == EQUAL).any(axis=1) if papers else np.zeros(len(left), dtype=bool)
        born = levels[:, at["born"]]
        died, alive = columns.died_last, columns.alive_first
        dead = [
            (died[one] != UNKNOWN) & (alive[other] != UNKNOWN) & (died[one] < alive[other])
            for one, other in ((left, right), (right, left))
        ]
        initials = self._misfits(left, right, levels[:, :WORDS])
        found = (
            (levels[:, at["sex"]] == DIFFERENT) * Veto.SEX
            + ((born == YEARS_FAR) | ((born == DAYS_DIFFER) & ~one_paper)) * Veto.BIRTH
            + (levels[:, at["father"]] == DIFFERENT) * Veto.FATHER
            + (dead[0] | dead[1]) * Veto.DEAD_BEFORE
            + initials * Veto.INITIALS
        )
        vetoes: NDArray[np.uint8] = found.astype(np.uint8)
        return vetoes

    def _misfits(self, left: Ints, right: Ints, levels: Levels) -> NDArray[np.bool_]:
        """Say of which pairs an initial of one name fits no word of the other."""
        import numpy as np

        found = np.zeros(len(left), dtype=bool)
        for a, b in ((left, right), (right, left)):
            mine, theirs = self._columns.name[a], self._columns.name[b]
            doubtful = np.flatnonzero((self._words.is_initial(mine)).any(axis=1) & (levels == DIFFERENT).any(axis=1))
            for at in range(WORDS):
                word = mine[doubtful, at]
                fits = np.zeros(len(doubtful), dtype=bool)
                for other in range(WORDS):
                    fits |= self._words.of(word, theirs[doubtful, other]) > DIFFERENT
                found[doubtful] |= self._words.is_initial(word) & ~fits
        return found

    def _names(self, left: Ints, right: Ints) -> Iterator[tuple[Levels, Ints]]:
        """Yield the levels of the words that stand for each other, the rarest first; any order of words is tried."""
        import numpy as np

        a, b = self._columns.name[left], self._columns.name[right]
        levels = np.full((len(left), WORDS, WORDS), UNKNOWN, dtype=np.int8)
        for at in range(WORDS):
            for other in range(WORDS):
                levels[:, at, other] = self._words.of(a[:, at], b[:, other])
        worth = np.where(levels >= 0, self._worth[np.maximum(levels, 0)], 0.0)
        rows = np.arange(WORDS)
        sums = np.stack([worth[:, rows, list(order)].sum(axis=1) for order in self._orders], axis=1)
        chosen = np.array(self._orders)[sums.argmax(axis=1)]
        found = np.take_along_axis(levels, chosen[:, :, None], axis=2)[:, :, 0]
        other_words = np.take_along_axis(b, chosen, axis=1)
        counts = np.where(found >= 0, np.minimum(self.word_counts[a], self.word_counts[other_words]), np.int32(2**30))
        order = np.argsort(counts, axis=1, kind="stable")
        found = np.take_along_axis(found, order, axis=1)
        agreed = np.where(found == SAME, np.take_along_axis(a, order, axis=1), UNKNOWN)
        for at in range(WORDS):
            yield found[:, at], agreed[:, at]

    def _fathers(self, left: Ints, right: Ints) -> tuple[Levels, Ints]:
        import numpy as np

        a, b = self._columns.father[left], self._columns.father[right]
        levels = self._words.of(a, b)
        return levels, np.where(levels == SAME, a, UNKNOWN)

    def _births(self, left: Ints, right: Ints) -> tuple[Levels, Ints]:
        """Return how births agree: days that can be one day, a slip of the pen, the same year, years near or far."""
        import numpy as np

        columns = self._columns
        first_a, last_a = columns.born_first[left], columns.born_last[left]
        first_b, last_b = columns.born_first[right], columns.born_last[right]
        known = (first_a != UNKNOWN) & (first_b != UNKNOWN)
        overlap = (first_a <= last_b) & (first_b <= last_a)
        are_days = (first_a == last_a) & (first_b == last_b)
        apart = np.maximum(np.maximum(first_a - last_b, first_b - last_a), 0)
        levels = np.where(apart > _YEARS_APART * _YEAR, YEARS_FAR, np.where(are_days, DAYS_DIFFER, YEARS_NEAR))
        slips = known & are_days & ~overlap
        levels[slips] = np.where(_are_slips(first_a[slips], first_b[slips]), SLIP, levels[slips])
        levels[overlap] = np.where(are_days[overlap], SAME_DAY, SAME_SPAN)
        return np.where(known, levels, UNKNOWN).astype(np.int8), np.full(len(left), UNKNOWN, dtype=np.int32)

    def _sexes(self, left: Ints, right: Ints) -> tuple[Levels, Ints]:
        import numpy as np

        a, b = self._columns.sex[left], self._columns.sex[right]
        levels = np.where((a == UNKNOWN) | (b == UNKNOWN), UNKNOWN, a == b)
        return levels.astype(np.int8), np.full(len(left), UNKNOWN, dtype=np.int32)


def years_of(days: Ints) -> Ints:
    """Return the years of days since 1 January of the year 1."""
    import numpy as np

    stamps = (days.astype("int64") - _EPOCH).astype("datetime64[D]")
    return stamps.astype("datetime64[Y]").astype(np.int32) + 1970


def days_of_years(days: Ints) -> Ints:
    """Return month and day of days as MMDD."""
    import numpy as np

    stamps = (days.astype("int64") - _EPOCH).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    day = (stamps - months.astype("datetime64[D]")).astype(np.int64) + 1
    found: Ints = ((months.astype(np.int64) % 12 + 1) * 100 + day).astype(np.int32)
    return found


_EPOCH: Final = 719_163  # 1 January 1970 as such a day


def _are_slips(a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Say of two days whether one is the other with one digit wrong, or with day and month the other way round."""
    import numpy as np

    digits_a, digits_b = _digits(a), _digits(b)
    wrong = (digits_a != digits_b).sum(axis=1)
    swapped = np.zeros(len(a), dtype=bool)
    for at in range(digits_a.shape[1] - 1):
        turned = digits_a.copy()
        turned[:, [at, at + 1]] = turned[:, [at + 1, at]]
        swapped |= (turned == digits_b).all(axis=1)
    reversed_days = (
        (digits_a[:, :4] == digits_b[:, :4]).all(axis=1)
        & (digits_a[:, 4:6] == digits_b[:, 6:8]).all(axis=1)
        & (digits_a[:, 6:8] == digits_b[:, 4:6]).all(axis=1)
    )
    found: NDArray[np.bool_] = (wrong == 1) | swapped | reversed_days
    return found


def _digits(days: Ints) -> Levels:
    """Return the digits of days as YYYYMMDD, [days, 8]."""
    import numpy as np

    stamps = (days.astype("int64") - _EPOCH).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    year = stamps.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (stamps - months.astype("datetime64[D]")).astype(np.int64) + 1
    number = year * 10_000 + month * 100 + day
    return np.stack([number // 10**at % 10 for at in range(7, -1, -1)], axis=1).astype(np.int8)


class WordLevels:
    """How words of names stand to each other: near by a count of letters, one by the rules of the room of names."""

    def __init__(self, words: Words) -> None:
        import numpy as np

        self._tokens = words.tokens
        self._sounds = words.sounds()
        self._codes = codes_of(words)
        self._has_groups = np.array([bool(one.groups) for one in words.tokens], dtype=bool)
        self._is_initial = np.array([one.role is Role.INITIAL for one in words.tokens], dtype=bool)

    def is_initial(self, words: Ints) -> NDArray[np.bool_]:
        """Say which words are initials."""
        found: NDArray[np.bool_] = self._is_initial[words] & (words != UNKNOWN)
        return found

    def of(self, a: Ints, b: Ints) -> Levels:
        """Return the level of each pair of words; the same two words are looked at once."""
        import numpy as np

        levels = np.full(len(a), UNKNOWN, dtype=np.int8)
        known = np.flatnonzero((a != UNKNOWN) & (b != UNKNOWN))
        if not len(known):
            return levels
        low, high = np.minimum(a[known], b[known]).astype(np.int64), np.maximum(a[known], b[known])
        keys, where = np.unique(low << 32 | high, return_inverse=True)
        levels[known] = self._different(keys >> 32, keys & 0xFFFFFFFF)[where]
        return levels

    def _different(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> Levels:
        import numpy as np
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        sounds = self._sounds
        similar = process.cpdist(
            [sounds[at] for at in a],
            [sounds[at] for at in b],
            scorer=JaroWinkler.normalized_similarity,
            dtype=np.float32,
        )
        near = np.where(similar >= _NEAR_FROM, NEAR, np.where(similar >= _DISTANT_FROM, DISTANT, DIFFERENT))
        levels = near.astype(np.int8)
        levels[a == b] = SAME
        shares = self._share_code(a, b)
        in_table = self._has_groups[a] & self._has_groups[b] & (levels > DIFFERENT)
        doubtful = (a != b) & (shares | in_table | self._is_initial[a] | self._is_initial[b])
        for at in np.flatnonzero(doubtful).tolist():
            levels[at] = self._told(int(a[at]), int(b[at]), int(levels[at]), shares=bool(shares[at]))
        return levels

    def _share_code(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
        import numpy as np

        found = np.zeros(len(a), dtype=bool)
        for one in self._codes.T:
            for other in self._codes.T:
                found |= (one[a] == other[b]) & (one[a] != UNKNOWN)
        return found

    def _told(self, one: int, other: int, near: int, *, shares: bool) -> int:
        """Return the level of two different words, of which it is known how near they are."""
        a, b = self._tokens[one], self._tokens[other]
        if a.role is Role.INITIAL or b.role is Role.INITIAL:
            return INITIAL if self._sounds[one][:1] == self._sounds[other][:1] else DIFFERENT
        if self._sounds[one] == self._sounds[other]:
            return SAME
        if a.groups and b.groups and a.groups.isdisjoint(b.groups):
            return DIFFERENT  # two names of the table, however near they sound: Марат, Мурат
        return self._explained(a, b, near) if shares else near

    @staticmethod
    def _explained(a: Token, b: Token, near: int) -> int:
        """Return the level of two words that share a code: what a rule says they are, or no more than near."""
        if names.agrees(a, b):
            is_variant = bool(a.groups & b.groups) and a.readings.isdisjoint(b.readings)
            return VARIANT if is_variant else SAME
        return STEM if _is_stem(a, b) or _is_stem(b, a) else max(near, NEAR)


def _is_stem(one: Token, other: Token) -> bool:
    """Say whether a surname without its ending is the other word, or the stem of it: Исмаилов, Исмаил."""
    return bool(one.stems) and not one.stems.isdisjoint(other.readings | other.stems | other.bases)


def _values(values: Values, column: Ints, left: Ints, right: Ints) -> tuple[Levels, Ints]:
    """Return how facts agree: equal, alike in letters, or different."""
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    a, b = column[left], column[right]
    levels = np.where((a == UNKNOWN) | (b == UNKNOWN), UNKNOWN, np.where(a == b, EQUAL, DIFFERENT)).astype(np.int8)
    unlike = np.flatnonzero(levels == DIFFERENT)
    if len(unlike):
        low = np.minimum(a[unlike], b[unlike]).astype(np.int64)
        keys, where = np.unique(low << 32 | np.maximum(a[unlike], b[unlike]), return_inverse=True)
        texts = values.texts
        similar = process.cpdist(
            [texts[at] for at in keys >> 32],
            [texts[at] for at in keys & 0xFFFFFFFF],
            scorer=JaroWinkler.normalized_similarity,
            dtype=np.float32,
        )
        levels[unlike] = np.where(similar >= _ALIKE_FROM, ALIKE, DIFFERENT)[where]
    return levels, np.where(levels == EQUAL, a, UNKNOWN)
