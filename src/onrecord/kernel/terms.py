"""Owns the kinds of word that a vocabulary declares: properties, terms, dimensions, units, kinds of subject."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from onrecord.kernel.errors import Refused
from onrecord.kernel.labels import Label

MOST_NEAR: Final = 3  # names that are offered for one that is not there


class ValueType(StrEnum):
    """What kind of value a property takes."""

    QUANTITY = "quantity"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    REFERENCE = "reference"
    YES_NO = "yes_no"


class Counts(StrEnum):
    """What a number of a property tells, and so what it means that two numbers differ.

    A `total` only grows while the facts become known. A `stock` is how many are there at a moment: it rises and falls.
    A `spread` is a range over several (terms of years): two ranges that differ are two accounts, though they overlap.
    """

    TOTAL = "total"
    STOCK = "stock"
    SPREAD = "spread"


class Closed(StrEnum):
    """Whether a dimension takes declared values only: always, once an organisation declares its own, or never."""

    ALWAYS = "always"
    WHEN_DECLARED = "when_declared"
    NEVER = "never"


class VocabularyRefused(Refused):
    """A vocabulary file cannot be used as it is written."""

    code = "kernel.vocabulary-refused"
    says = Label(
        en="The vocabulary {where} cannot be used: {problem}. Correct that line and try again.",
        ru="Словарь {where} нельзя использовать: {problem}. Исправьте это место и повторите.",
        kk="{where} сөздігін қолдануға болмайды: {problem}. Сол жерін түзетіп, қайталап көріңіз.",
    )

    def __init__(self, *, where: str, mistakes: Iterable[tuple[Label, Mapping[str, object]]]) -> None:
        """Refuse a file with every mistake found in it, each a sentence with its facts."""
        self._mistakes = tuple(mistakes)
        super().__init__(where=where, problem=self._told("en"))

    def _told(self, language: str) -> str:
        return "; ".join(label.fill(language, **facts) for label, facts in self._mistakes)

    def message(self, language: str = "en") -> str:
        """Return the sentence for a person, the mistakes in the same language."""
        return self.says.fill(language, where=self.facts["where"], problem=self._told(language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One thing that may be claimed of one kind of subject, or of several kinds.

    `units` lists what a value may be counted in; the first is what is meant when none is said. `dimensions` are the
    only ones a claim may carry, and it has to carry those in `needs`. `values` names the dimension whose declared terms
    are the only texts it takes. `prose` are the word stems, per language, by which a text speaks of it. `huridocs`
    holds code numbers with labels of our own, of the list `microthesaurus`; `followthemoney` names a schema and a
    property (METHOD 2.3, 2.4).

    A claim of a dated property has to say as of when it was so: an absence (METHOD R0.3). One of the values in
    `searched` says that nothing was found, and needs its search in the note. No day of a property can come before any
    day of those in `not_before`, of the same subject. A restricted one is for few eyes unless somebody says otherwise
    (R0.14); only ourselves state a finding, with a reason.

    What other properties it stands near is declared too, for whoever looks for disagreement. `families` names kin: what
    one source counts under one of a family, another may retell under another. `part_of` is the wider count that holds
    this one. `makes_up` is the whole that all properties naming it add up to, each thing being counted in exactly one
    of them. `counts` tells what a number means; `one_answer`, that of two different texts only one can hold at a time.
    `floor` names the outcomes of persons on record below whose number a count cannot fall.
    """

    name: str
    subjects: tuple[str, ...]
    value_type: ValueType
    label: Label
    definition: Label
    units: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    values: str | None = None
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    huridocs: str | None = None
    microthesaurus: int | None = None
    is_local: bool = False
    followthemoney: str | None = None
    not_before: tuple[str, ...] = ()
    part_of: str | None = None
    is_dated: bool = False
    is_restricted: bool = False
    is_finding: bool = False
    families: tuple[str, ...] = ()
    makes_up: str | None = None
    counts: Counts = Counts.TOTAL
    one_answer: bool = False
    floor: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    is_sensitive: bool = False

    @property
    def subject(self) -> str:
        """The kind of subject it is claimed of, the first of several."""
        return self.subjects[0]

    @property
    def unit(self) -> str | None:
        """The unit meant when a source names none."""
        return self.units[0] if self.units else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One declared value of a dimension: a group, a place, a scope. `broader` is the one that it lies in.

    `is_sensitive` where it is of minors, or says something of health or sexual violence (METHOD 7.4).
    """

    name: str
    dimension: str
    label: Label
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broader: str | None = None
    huridocs: str | None = None
    microthesaurus: int | None = None
    is_local: bool = False
    is_sensitive: bool = False

    def is_called(self, words: str) -> bool:
        """Say whether a person may mean this one by these words: its name, its label, or what a text calls it."""
        said = words.casefold()
        names = {self.name.casefold(), *(text.casefold() for text in self.label.to_record().values())}
        return said in names or any(said.startswith(stem) for stems in self.prose.values() for stem in stems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What a dimension of claims tells: `says_how` where it is how or what was counted, not whom, where or when.

    Two counts of one place that differ in how they were taken are easily read as rivals; those of two places are not.
    """

    name: str
    label: Label
    says_how: bool = False
    closed: Closed = Closed.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a quantity counts: persons, cases, houses. `is_whole`: there is no half of one."""

    name: str
    label: Label
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """A kind of thing of which something may be claimed, with what it is elsewhere (METHOD 2.1, 2.4)."""

    name: str
    label: Label
    definition: Label
    huridocs: str | None = None
    followthemoney: str | None = None


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.5) -> tuple[str, ...]:
    """Return the known names that are most like a word, the nearest first; none where none is like it."""
    return tuple(difflib.get_close_matches(word, list(known), n=MOST_NEAR, cutoff=cutoff))


def near_text(names: Iterable[str]) -> str:
    """Return the nearest names as they are told behind an unknown one: in every language alike, or nothing."""
    found = ", ".join(names)
    return f" (→ {found}?)" if found else ""
