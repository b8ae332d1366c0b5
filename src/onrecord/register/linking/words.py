"""Owns the different words of names: each once, with all words that may sound just the same as one. Never compares two.

Taking a name apart is the dearest step of linking. It is done here batch by batch, so that several processes can do it.
A word is a line of text, its cells parted by tabs and their values by blanks, neither of which stands in a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from onrecord import names
from onrecord.names import Alphabet, Role, Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

WORDS: Final = 3  # words of a name that are compared, besides the patronymic
UNKNOWN: Final = -1
MOST_CODES: Final = 3  # of one word: its group of given names, its sounds under several rules
_SEXES: Final = {"male": 1, "female": 2}
_NOBODY: Final = names.Name(original="", alphabet=Alphabet.LATIN)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some names taken apart: the words that no batch before had, each a line; and of each name a row of their places.

    A row is the words of the name, the father, and the sex (1 a man, 2 a woman); UNKNOWN where there is none.
    """

    words: list[str]
    rows: list[list[int]]


class Taking:
    """Takes names apart, batch after batch, and tells each word once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def batch(self, people: Sequence[Sequence[str]]) -> Batch:
        """Return names, each with the father's name as the list has it, as a batch."""
        words: list[str] = []
        rows = []
        for text, father_text in people:
            name = names.parse(text) if text else _NOBODY
            row = [self._place(one, words) for one in (*name.content, *name.initials)[:WORDS]]
            row += [UNKNOWN] * (WORDS - len(row))
            father = name.patronymic or (names.father_of(father_text) if father_text else None)
            row.append(self._place(father, words) if father is not None else UNKNOWN)
            row.append(_SEXES.get(name.sex.value, UNKNOWN) if name.sex else UNKNOWN)
            rows.append(row)
        return Batch(words, rows)

    def _place(self, token: Token, words: list[str]) -> int:
        key = f"{token.text}\t{token.alphabet}\t{token.role}"
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = len(self._places)
            words.append(f"{key}\t{_sounding(token)}")
        return known


def _sounding(token: Token) -> str:
    """Return all that linking asks of a word but its letters; words of which this is the same are never told apart."""
    letters = token.text if token.alphabet is Alphabet.ARABIC or not token.readings else ""
    initial = "." if token.role is Role.INITIAL else ""
    heard = f"{_cell(token.readings)}\t{_cell(token.bases)}\t{_cell(token.stems)}"
    groups = f"{_cell(map(str, token.groups))}\t{_cell(map(str, token.home_groups))}"
    return f"{initial}\t{letters}\t{token.likeliest}\t{heard}\t{groups}\t{_cell(names.codes(token))}"


def _cell(values: Iterable[str]) -> str:
    return " ".join(sorted(values))


@dataclass(slots=True)
class Values:
    """Different values, each with its number; equal ones have the same."""

    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """Return the number of a value; -1 of nothing."""
        if not text:
            return UNKNOWN
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return known


class Column(IntEnum):
    """What stands where in the line of a word."""

    TEXT = 0
    ALPHABET = 1
    ROLE = 2
    IS_INITIAL = 3
    LETTERS = 4
    LIKELIEST = 5
    READINGS = 6
    BASES = 7
    STEMS = 8
    GROUPS = 9
    HOME_GROUPS = 10
    CODES = 11


@dataclass(slots=True)
class Words:
    """Different words of names. Those that no rule of the names room can tell apart by sound are one: Иса, Isa.

    A word is the same for whoever compares, in whatever letters it was written; `lines` has the first of each.
    """

    lines: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def taken(self, batches: Iterable[Batch]) -> Iterator[Ints]:
        """Yield the rows of batches that one taking made, with the number of each word instead of its place."""
        import numpy as np

        numbers: list[int] = []
        for batch in batches:
            numbers += [self._number(one) for one in batch.words]
            rows = np.array(batch.rows, dtype=np.int32).reshape(len(batch.rows), WORDS + 2)
            rows[:, : WORDS + 1] = np.array([*numbers, UNKNOWN], dtype=np.int32)[rows[:, : WORDS + 1]]
            yield rows

    def _number(self, line: str) -> int:
        sounding = line.split("\t", Column.IS_INITIAL)[Column.IS_INITIAL]
        known = self._numbers.setdefault(sounding, len(self.lines))
        if known == len(self.lines):
            self.lines.append(line)
        return known

    def columns(self) -> list[tuple[str, ...]]:
        """Return what the lines have in each column, word by word. It is made anew, and large: keep it no longer."""
        return list(zip(*[line.split("\t") for line in self.lines], strict=True)) or [()] * len(Column)

    def token(self, number: int) -> Token:
        """Return a word as the names room compares it."""
        cells = self.lines[number].split("\t")
        readings, bases, stems, groups, home = (
            frozenset(cells[at].split()) for at in range(Column.READINGS, Column.CODES)
        )
        return Token(
            text=cells[Column.TEXT],
            alphabet=Alphabet(cells[Column.ALPHABET]),
            role=Role(cells[Column.ROLE]),
            likeliest=cells[Column.LIKELIEST],
            readings=readings,
            bases=bases,
            stems=stems,
            groups=frozenset(map(int, groups)),
            home_groups=frozenset(map(int, home)),
        )


def numbered_values(cells: Sequence[str], numbers: dict[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of all values of some cells, one cell after the other, and how many values each cell has.

    Values that `numbers` does not know yet are added to it.
    """
    import numpy as np

    values = " ".join(filter(None, cells)).split(" ") if any(cells) else []
    for one in dict.fromkeys(values):
        numbers.setdefault(one, len(numbers))
    counted = [cell.count(" ") + 1 if cell else 0 for cell in cells]
    return (
        np.fromiter(map(numbers.__getitem__, values), dtype=np.int64, count=len(values)),
        np.array(counted, dtype=np.int64),
    )


def codes_of(words: Words) -> NDArray[np.int64]:
    """Return the first codes of each word, [words + 1, MOST_CODES]; the last row, which -1 names, is of no word."""
    import numpy as np

    values, counted = numbered_values(words.columns()[Column.CODES], {})
    places = np.arange(len(values)) - np.repeat(np.cumsum(counted) - counted, counted)
    first = places < MOST_CODES
    coded = np.full((len(words) + 1, MOST_CODES), UNKNOWN, dtype=np.int64)
    coded[np.repeat(np.arange(len(words)), counted)[first], places[first]] = values[first]
    return coded
