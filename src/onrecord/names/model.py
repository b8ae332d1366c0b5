"""Owns the values of this room: a name taken apart, and what a comparison says. Never decides anything."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import Label
from onrecord.names.alphabets import Alphabet

_NUMBERS: Final = itertools.count()


class Decision(StrEnum):
    """What may be done with two names: put together, shown to a person, or left apart."""

    LINK = "LINK"
    REVIEW = "REVIEW"
    NO = "NO"


class Sex(StrEnum):
    """The sex that the grammar of a name tells; unknown is None."""

    MALE = "male"
    FEMALE = "female"


class Kind(StrEnum):
    """What a name is the name of, as far as its own words say."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


class Role(StrEnum):
    """What a word of a name is."""

    SURNAME = "surname"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    NAME = "name"

    __hash__ = str.__hash__  # that of an Enum is made in Python each time


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name with the sounds it may stand for; everything in it follows from the word and its alphabet.

    `number` is another for each token that is made: memories of what two words are to each other go by it.
    """

    text: str
    alphabet: Alphabet
    role: Role
    readings: frozenset[str] = field(compare=False)
    likeliest: str = field(compare=False)
    bases: frozenset[str] = field(default=frozenset(), compare=False)
    stems: frozenset[str] = field(default=frozenset(), compare=False)
    sex: Sex | None = field(default=None, compare=False)
    groups: frozenset[int] = field(default=frozenset(), compare=False)
    home_groups: frozenset[int] = field(default=frozenset(), compare=False)
    stands_as_surname: bool = field(default=False, compare=False)
    is_father: bool = field(default=False, compare=False)
    number: int = field(init=False, repr=False, compare=False, default_factory=_NUMBERS.__next__)


class _Open:
    """A token that is being made. Setting the fields of a frozen one costs ten times as much; lists have many words."""

    __slots__ = Token.__slots__


def token(
    text: str,
    alphabet: Alphabet,
    role: Role,
    readings: frozenset[str],
    likeliest: str,
    *,
    bases: frozenset[str],
    stems: frozenset[str],
    sex: Sex | None,
    groups: frozenset[int],
    home_groups: frozenset[int],
) -> Token:
    """Return the same as the class does, sooner."""
    made: Any = _Open()
    made.text, made.alphabet, made.role = text, alphabet, role
    made.readings, made.likeliest, made.bases, made.stems = readings, likeliest, bases, stems
    made.sex, made.groups, made.home_groups = sex, groups, home_groups
    made.stands_as_surname = made.is_father = False
    made.number = next(_NUMBERS)
    made.__class__ = Token
    whole: Token = made
    return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name taken apart. `original` is what was written, letter for letter."""

    original: str
    alphabet: Alphabet
    kind: Kind = Kind.PERSON
    content: tuple[Token, ...] = ()
    patronymic: Token | None = None
    initials: tuple[Token, ...] = ()
    titles: tuple[str, ...] = ()
    sex: Sex | None = None
    is_repaired: bool = False

    @property
    def surname(self) -> Token | None:
        """The word that has the shape of a surname, where one has."""
        return next((one for one in self.content if one.role is Role.SURNAME), None)


class _OpenName:
    """A name that is being made: see `_Open`."""

    __slots__ = Name.__slots__


def person(
    original: str,
    alphabet: Alphabet,
    content: tuple[Token, ...],
    *,
    patronymic: Token | None,
    sex: Sex | None,
    is_repaired: bool,
) -> Name:
    """Return a name of a person without initials and titles; the same as the class does, sooner."""
    made: Any = _OpenName()
    made.original, made.alphabet, made.content = original, alphabet, content
    made.patronymic, made.sex, made.is_repaired = patronymic, sex, is_repaired
    made.kind, made.initials, made.titles = Kind.PERSON, (), ()
    made.__class__ = Name
    whole: Name = made
    return whole


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that spoke for, against, or for caution, in words for a person."""

    code: str
    says: Label
    facts: tuple[tuple[str, str], ...] = ()

    def text(self, language: str = "en") -> str:
        """Return the sentence."""
        return self.says.fill(language, **{name: _as_said(words, language) for name, words in self.facts})

    def to_record(self, language: str = "en") -> dict[str, str]:
        """Return code and sentence."""
        return {"code": self.code, "says": self.text(language)}


_DATE: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")


def _as_said(words: str, language: str) -> str:
    """Return a fact as readers of the language write it: a day comes first in Russian and Kazakh."""
    if language != "en":
        words = _DATE.sub(lambda one: ".".join(part for part in reversed(one.groups()) if part), words)
    return _with_capitals(words)


def _with_capitals(words: str) -> str:
    """Return words of a name as people write them; in here they are in small letters."""
    return _FIRST_LETTER.sub(lambda one: one.group().upper(), words)


_FIRST_LETTER: Final = re.compile(r"(?<![^\s.-])[^\W\d_ა-ჿ]")  # Georgian has no capitals that people write names with


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two names say about each other. `score` is 0 to 1; LINK lies above REVIEW and REVIEW above NO."""

    decision: Decision
    score: float
    reasons: tuple[Reason, ...] = field(default=())

    def to_record(self, language: str = "en") -> dict[str, object]:
        """Return decision, score and reasons, as `match-names --json` prints them."""
        return {
            "decision": self.decision.value,
            "score": self.score,
            "reasons": [one.to_record(language) for one in self.reasons],
        }
