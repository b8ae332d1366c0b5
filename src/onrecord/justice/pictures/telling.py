"""Owns how exactly a picture tells how many persons: as they are, or in bands that give no small number away.

METHOD 7.4: of living persons one to four are not told, of minors and where something is said about health or sexual
violence one to nine, nor anything from which they could be worked out. In an edition for everybody every number of
persons on record is told as a band that wide, and a part of fewer persons is not told at all. What a band leaves open
is at least four persons wide, and so is every difference of two bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onrecord.kernel import FEWEST_LIVING, Label

IN_BANDS: Final = Label(
    en="For publication, persons on record are told in bands of {few}; parts of fewer than {few} persons are not told.",
    ru="Для публикации число лиц в записях даётся с шагом {few}; доли от группы меньше {few} лиц не приводятся.",
    kk="Жариялау үшін жазбадағы адам саны {few} қадаммен беріледі; {few} адамнан аз топтың бөлігі айтылмайды.",
)
NOT_FOR_PUBLICATION: Final = Label(
    en="NOT FOR PUBLICATION: there are numbers of persons below {few} in it.",
    ru="НЕ ДЛЯ ПУБЛИКАЦИИ: есть числа лиц меньше {few}.",
    kk="ЖАРИЯЛАУҒА БОЛМАЙДЫ: {few} адамнан аз сан бар.",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """How numbers of persons are told: as they are, or in bands; `few` is the least number that may be told."""

    in_bands: bool = False
    few: int = FEWEST_LIVING

    def number(self, count: int) -> str:
        """Return a number of persons as it may be told."""
        if not self.in_bands or count == 0:
            return str(count)
        low = self.least(count)
        return f"{low}–{low + self.few - 1}" if low else f"<{self.few}"

    def least(self, count: int) -> int:
        """Return the lower end of what may be told of a number."""
        return count // self.few * self.few if self.in_bands else count

    def most(self, count: int) -> int:
        """Return the upper end of what may be told of a number."""
        return self.least(count) + self.few - 1 if self.in_bands and count else count

    def tells_parts_of(self, whole: int) -> bool:
        """Say whether it may be told how many of so many persons came so far."""
        return not self.in_bands or whole == 0 or whole >= self.few

    def is_small(self, count: int) -> bool:
        """Say whether a number of living persons is too small to be published."""
        return 0 < count < self.few
