"""Owns how two words of names stand to each other: near by their letters, one by the rules of the room of names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onrecord import names
from onrecord.names import Alphabet, Role, Token
from onrecord.register.linking.bits import Bits
from onrecord.register.linking.likeness import Likeness
from onrecord.register.linking.words import UNKNOWN, Column, Words, codes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Levels = NDArray[np.int8]
    Places = NDArray[Any]

# In the order of what it is worth.
DIFFERENT, DISTANT, INITIAL, NEAR, STEM, VARIANT, SAME = 0, 1, 2, 3, 4, 5, 6
WORD_LEVELS: Final = 7
_NEAR_FROM: Final = 0.88
_DISTANT_FROM: Final = 0.75


class WordLevels:
    """What any two of these words are to each other. What a rule has to say of two is asked once."""

    def __init__(self, words: Words, often: NDArray[np.int32]) -> None:
        import numpy as np

        self._words = words
        cells = words.columns()
        self._sounds = list(map(_sound, cells[Column.LIKELIEST], cells[Column.TEXT]))
        self._likeness = Likeness(self._sounds, _DISTANT_FROM, often)
        self._codes = codes_of(words)
        self._code_bits = Bits(cells[Column.CODES])
        sounding: dict[str, int] = {}
        self._sounding = np.array([sounding.setdefault(one, len(sounding)) for one in self._sounds], dtype=np.int32)
        self._groups = Bits(cells[Column.GROUPS])
        self._has_groups = np.array([*map(bool, cells[Column.GROUPS])], dtype=bool)
        self._agreeing = Bits([*map(_agreeing, *(cells[one] for one in _AGREEING))])
        numbers: dict[str, int] = {}
        self._stems = Bits(cells[Column.STEMS], numbers)
        heard = zip(cells[Column.READINGS], cells[Column.STEMS], cells[Column.BASES], strict=True)
        self._heard = Bits([" ".join(filter(None, one)) for one in heard], numbers)
        self._is_arabic = np.array([one == Alphabet.ARABIC for one in cells[Column.ALPHABET]], dtype=bool)
        self._is_initial = np.array([*map(bool, cells[Column.IS_INITIAL]), False], dtype=bool)
        self._told: dict[tuple[int, int], int] = {}

    def is_initial(self, words: Places) -> NDArray[np.bool_]:
        """Say which words are initials."""
        found: NDArray[np.bool_] = self._is_initial[words]
        return found

    @property
    def has_initials(self) -> bool:
        """Whether any word is one."""
        return bool(self._is_initial.any())

    def of(self, a: Places, b: Places) -> Levels:
        """Return the level of each pair of words."""
        import numpy as np

        levels = np.full(len(a), UNKNOWN, dtype=np.int8)
        known = np.flatnonzero((a != UNKNOWN) & (b != UNKNOWN))
        levels[known] = self.of_known(a[known], b[known])
        return levels

    def of_known(self, a: Places, b: Places) -> Levels:
        """Return the level of each pair of words, of which none is unknown."""
        import numpy as np

        levels = np.full(len(a), SAME, dtype=np.int8)
        other = np.flatnonzero(a != b)
        levels[other] = self._different(np.minimum(a[other], b[other]), np.maximum(a[other], b[other]))
        return levels

    def _different(self, a: Places, b: Places) -> Levels:
        import numpy as np

        similar = self._likeness.of(a, b)
        near = np.where(similar >= _NEAR_FROM, NEAR, np.where(similar >= _DISTANT_FROM, DISTANT, DIFFERENT))
        levels: Levels = near.astype(np.int8)
        initials = self._is_initial[a] | self._is_initial[b]
        sound_same = (self._sounding[a] == self._sounding[b]) & ~initials
        levels[sound_same] = SAME
        two_of_table = self._has_groups[a] & self._has_groups[b] & ~initials & ~sound_same
        doubtful = np.flatnonzero(two_of_table)
        apart = doubtful[~self._groups.may_meet(a[doubtful], b[doubtful])]
        levels[apart] = DIFFERENT  # two names of the table, however near they sound: Марат, Мурат
        two_of_table[apart] = False
        shares = self._share_code(a, b)
        shares[apart] = False
        sharing = np.flatnonzero(shares & ~initials & ~sound_same)
        asked = initials | (two_of_table & (shares | (levels > DIFFERENT)))
        asked[sharing] |= self._may_be_explained(a[sharing], b[sharing])
        near = sharing[~asked[sharing]]
        levels[near] = np.maximum(levels[near], NEAR)
        self._rule(levels, a, b, np.flatnonzero(asked), shares)
        return levels

    def _may_be_explained(self, a: Places, b: Places) -> NDArray[np.bool_]:
        """Say of which pairs a rule may say that they are one word, or one the stem of the other."""
        found: NDArray[np.bool_] = self._is_arabic[a] | self._is_arabic[b] | self._agreeing.may_meet(a, b)
        found |= self._stems.may_meet(a, b, self._heard) | self._stems.may_meet(b, a, self._heard)
        return found

    def _rule(self, levels: Levels, a: Places, b: Places, doubtful: Places, shares: NDArray[np.bool_]) -> None:
        """Set the level of the pairs in these places to what the rules say."""
        import numpy as np

        keys, first, where = np.unique(
            a[doubtful].astype(np.int64) << 32 | b[doubtful], return_index=True, return_inverse=True
        )
        places = doubtful[first]
        told = zip((keys >> 32).tolist(), (keys & 0xFFFFFFFF).tolist(), levels[places].tolist(), strict=True)
        ruled = [self._ruled(*one, shares=shared) for one, shared in zip(told, shares[places].tolist(), strict=True)]
        levels[doubtful] = np.array(ruled, dtype=np.int8)[where]

    def _share_code(self, a: Places, b: Places) -> NDArray[np.bool_]:
        import numpy as np

        found = np.zeros(len(a), dtype=bool)
        may = np.flatnonzero(self._code_bits.may_meet(a, b))
        one, other = self._codes[a[may]], self._codes[b[may]]
        shared = np.zeros(len(may), dtype=bool)
        for at in range(one.shape[1]):
            for place in range(other.shape[1]):
                shared |= (one[:, at] == other[:, place]) & (one[:, at] != UNKNOWN)
        found[may] = shared
        return found

    def _ruled(self, one: int, other: int, near: int, *, shares: bool) -> int:
        """Return the level of two words that sound different, of which it is known how near they are."""
        known = self._told.get((one, other))
        if known is None:
            known = self._told[one, other] = self._asked(one, other, near, shares=shares)
        return known

    def _asked(self, one: int, other: int, near: int, *, shares: bool) -> int:
        a, b = self._words.token(one), self._words.token(other)
        if a.role is Role.INITIAL or b.role is Role.INITIAL:
            return INITIAL if self._sounds[one][:1] == self._sounds[other][:1] else DIFFERENT
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


def _sound(likeliest: str, text: str) -> str:
    """Return the likeliest sound of a word; its letters where it has none."""
    return likeliest or text


_AGREEING: Final = (Column.TEXT, Column.READINGS, Column.BASES, Column.GROUPS)


def _agreeing(text: str, *sets: str) -> str:
    """Return all by which a rule can say that a word not in Arabic letters is another outright, kinds marked."""
    marked = [mark + one.replace(" ", f" {mark}") for mark, one in zip("=+@", sets, strict=True) if one]
    return " ".join([f"_{text}", *marked])


def _is_stem(one: Token, other: Token) -> bool:
    """Say whether a surname without its ending is the other word, or the stem of it: Исмаилов, Исмаил."""
    return bool(one.stems) and not one.stems.isdisjoint(other.readings | other.stems | other.bases)
