"""Owns the different words of names: each once, with all words that may sound just the same as one. Never compares two.

Taking a name apart is the dearest step of linking. It is done here batch by batch, so that several processes can do it;
a batch says nothing that depends on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

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
    """Some names taken apart: their different words with their codes, and of each name a row of places in these.

    A row is the words of the name, the father, and the sex (1 a man, 2 a woman); UNKNOWN where there is none.
    """

    tokens: tuple[Token, ...]
    codes: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[int, ...], ...]

    def to_record(self) -> dict[str, Any]:
        """Return plain values, as they go from one process to another."""
        words = [
            [
                one.text, one.alphabet.value, one.role.value, one.likeliest, codes,
                *(sorted(some) for some in (one.readings, one.bases, one.stems, one.groups, one.home_groups)),
            ]
            for one, codes in zip(self.tokens, self.codes, strict=True)
        ]  # fmt: skip
        return {"words": words, "rows": self.rows}

    @classmethod
    def from_record(cls, told: dict[str, Any]) -> Batch:
        """Return the batch that another process told."""
        return cls(
            tokens=tuple(map(_token, told["words"])),
            codes=tuple(tuple(word[4]) for word in told["words"]),
            rows=tuple(map(tuple, told["rows"])),
        )


def _token(word: Sequence[Any]) -> Token:
    text, alphabet, role, likeliest, _, readings, bases, stems, groups, home = word
    return Token(
        text=text,
        alphabet=Alphabet(alphabet),
        role=Role(role),
        likeliest=likeliest,
        readings=frozenset(readings),
        bases=frozenset(bases),
        stems=frozenset(stems),
        groups=frozenset(groups),
        home_groups=frozenset(home),
    )


def taken_apart(people: Sequence[tuple[str, str]]) -> Batch:
    """Return names, each with the father's name as the list has it, as a batch."""
    places: dict[tuple[str, str, str], int] = {}
    tokens: list[Token] = []

    def place(token: Token) -> int:
        key = (token.text, token.role.value, token.alphabet.value)
        known = places.get(key)
        if known is None:
            known = places[key] = len(tokens)
            tokens.append(token)
        return known

    rows = []
    for text, father_text in people:
        name = names.parse(text) if text else _NOBODY
        own = [place(one) for one in (*name.content, *name.initials)[:WORDS]]
        father = name.patronymic or _father(father_text)
        rows.append(
            (
                *own,
                *[UNKNOWN] * (WORDS - len(own)),
                place(father) if father is not None else UNKNOWN,
                _SEXES.get(name.sex.value, UNKNOWN) if name.sex else UNKNOWN,
            )
        )
    return Batch(tuple(tokens), tuple(tuple(sorted(names.codes(one))) for one in tokens), tuple(rows))


def _father(text: str) -> Token | None:
    """Return the name of a father that the list has in a column of its own."""
    if not text:
        return None
    given = names.parse(text)
    return given.patronymic or next(iter(given.content[-1:]), None)


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


@dataclass(slots=True)
class Words:
    """Different words of names. Those that no rule of the names room can tell apart by sound are one: Иса, Isa.

    `tokens` has the first word of each; a word is the same for whoever compares, in whatever letters it was written.
    """

    tokens: list[Token] = field(default_factory=list)
    codes: list[tuple[int, ...]] = field(default_factory=list)
    classes: Values = field(default_factory=Values)
    _written: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)

    def taken(self, batch: Batch) -> Ints:
        """Return the rows of a batch with the number of each word instead of its place."""
        import numpy as np

        numbers = [self._number(one, codes) for one, codes in zip(batch.tokens, batch.codes, strict=True)]
        rows = np.array(batch.rows, dtype=np.int32).reshape(len(batch.rows), WORDS + 2)
        rows[:, : WORDS + 1] = np.array([*numbers, UNKNOWN], dtype=np.int32)[rows[:, : WORDS + 1]]
        return rows

    def _number(self, token: Token, codes: tuple[str, ...]) -> int:
        written = (token.text, token.role.value, token.alphabet.value)
        known = self._written.get(written)
        if known is None:
            known = self._written[written] = self._sounding(token, codes)
        return known

    def _sounding(self, token: Token, codes: tuple[str, ...]) -> int:
        letters = token.text if token.alphabet is Alphabet.ARABIC or not token.readings else ""
        sounds = (token.likeliest, token.readings, token.bases, token.stems, token.groups, token.home_groups)
        key = (token.role is Role.INITIAL, letters, *sounds)
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.tokens)
            self.tokens.append(token)
            self.codes.append(tuple(self.classes.number(one) for one in codes[:MOST_CODES]))
        return known

    def sounds(self) -> list[str]:
        """Return the likeliest sound of each word; its letters where it has none."""
        return [one.likeliest or one.text for one in self.tokens]


def codes_of(words: Words) -> NDArray[np.int64]:
    """Return the first codes of each word, [words + 1, MOST_CODES]; the last row, which -1 names, is of no word."""
    import numpy as np

    coded = np.full((len(words.codes) + 1, MOST_CODES), UNKNOWN, dtype=np.int64)
    for at, codes in enumerate(words.codes):
        coded[at, : len(codes)] = codes
    return coded
