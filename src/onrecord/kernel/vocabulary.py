"""Owns the types of the vocabulary: what may be claimed, declared as data. Never holds a declaration itself.

Rooms keep their declarations in TOML beside their code; an organisation adds its own file. Forms, imports,
validation and the published methodology are made from what is declared here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from onrecord.kernel.errors import Refused
from onrecord.kernel.labels import Label


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


class VocabularyRefused(Refused):
    """A vocabulary file cannot be used as it is written."""

    code = "kernel.vocabulary-refused"
    says = Label(
        en="The vocabulary {where} cannot be used: {problem}. Correct that line and try again.",
        ru="Словарь {where} нельзя использовать: {problem}. Исправьте это место и повторите.",
        kk="{where} сөздігін қолдануға болмайды: {problem}. Сол жерін түзетіп, қайталап көріңіз.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One thing that may be claimed of one kind of subject.

    `units` lists what a value may be counted in; the first is what is meant when none is said. `dimensions` are the
    only ones a claim may carry. `prose` are the word stems, per language, by which a text speaks of it. `huridocs`
    holds code numbers with labels of our own; `followthemoney` names a schema and property (METHOD 2.3, 2.4). A
    claim of a dated property has to say as of when it was so: an absence (METHOD R0.3).

    What other properties it stands near is declared too, for whoever looks for disagreement. `families` names kin: what
    one source counts under one of a family, another may retell under another. `part_of` is the wider count that holds
    this one. `makes_up` is the whole that all properties naming it add up to, each thing being counted in exactly one
    of them. `counts` tells what a number means; `one_answer`, that of two different texts only one can hold at a time.
    """

    name: str
    subject: str
    value_type: ValueType
    label: Label
    definition: Label
    units: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    huridocs: str | None = None
    followthemoney: str | None = None
    not_before: str | None = None
    part_of: str | None = None
    is_dated: bool = False
    families: tuple[str, ...] = ()
    makes_up: str | None = None
    counts: Counts = Counts.TOTAL
    one_answer: bool = False

    @property
    def unit(self) -> str | None:
        """The unit meant when a source names none."""
        return self.units[0] if self.units else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One declared value of a dimension: a group, a place, a scope."""

    name: str
    dimension: str
    label: Label
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broader: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What a dimension of claims tells: `says_how` where it is how or what was counted, not whom, where or when.

    Two counts of one place that differ in how they were taken are easily read as rivals; those of two places are not.
    """

    name: str
    says_how: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All that may be claimed in one archive. Names are unique; merging never redefines one."""

    properties: Mapping[str, Property] = field(default_factory=dict)
    terms: Mapping[tuple[str, str], Term] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str, *, where: str = "") -> Vocabulary:
        """Return the vocabulary a TOML text declares in `[property.NAME]`, `[term.DIMENSION.NAME]`, `[dimension.NAME]`.

        Raises:
            VocabularyRefused: no TOML, a missing field, an unknown field or an unknown value type.
        """
        try:
            declared = tomllib.loads(text)
            properties = {name: _property(name, body) for name, body in declared.get("property", {}).items()}
            terms = {
                (dimension, name): _term(dimension, name, body)
                for dimension, bodies in declared.get("term", {}).items()
                for name, body in bodies.items()
            }
            dimensions = {name: _dimension(name, body) for name, body in declared.get("dimension", {}).items()}
        except tomllib.TOMLDecodeError as err:
            raise VocabularyRefused(where=where, problem=str(err)) from err
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            raise VocabularyRefused(where=where, problem=f"{type(err).__name__}: {err}") from err
        return cls(properties=properties, terms=terms, dimensions=dimensions)

    def merge(self, other: Vocabulary, *, where: str = "") -> Vocabulary:
        """Return both together.

        Raises:
            VocabularyRefused: a name is declared twice; an organisation adds words, it does not change their meaning.
        """
        twice = sorted(set(self.properties) & set(other.properties))
        twice += sorted(".".join(key) for key in set(self.terms) & set(other.terms))
        twice += sorted(set(self.dimensions) & set(other.dimensions))
        if twice:
            raise VocabularyRefused(where=where, problem="declared twice: " + ", ".join(twice))
        return Vocabulary(
            properties={**self.properties, **other.properties},
            terms={**self.terms, **other.terms},
            dimensions={**self.dimensions, **other.dimensions},
        )

    def check_references(self, *, where: str = "") -> None:
        """Return when every property that a declaration names is declared too.

        Raises:
            VocabularyRefused: with each name that leads nowhere, or back to itself.
        """
        lost = sorted(self._lost_properties())
        if lost:
            raise VocabularyRefused(where=where, problem="; ".join(lost))

    def _lost_properties(self) -> Iterator[str]:
        for name, one in self.properties.items():
            for field_name in ("not_before", "part_of", "makes_up"):
                named = getattr(one, field_name)
                if named is not None and named not in self.properties:
                    yield f"{name}.{field_name} names {named}, which is not declared"
            for field_name in ("part_of", "makes_up"):
                if self._comes_back(name, field_name):
                    yield f"{name}.{field_name} leads back to {name}"

    def _comes_back(self, name: str, field_name: str) -> bool:
        seen: set[str] = set()
        at: str | None = name
        while at is not None and at not in seen:
            seen.add(at)
            declared = self.properties.get(at)
            at = getattr(declared, field_name) if declared is not None else None
        return at == name

    def kin(self, name: str) -> frozenset[str]:
        """Return the properties that share a family with this one, itself among them."""
        own = self.properties.get(name)
        of = set(own.families) if own is not None else set()
        return frozenset({name, *(other for other, one in self.properties.items() if of.intersection(one.families))})

    def property(self, name: str) -> Property | None:
        """Return the property of this name, or None where nothing of the kind may be claimed."""
        return self.properties.get(name)

    def term(self, dimension: str, name: str) -> Term | None:
        """Return the declared value of a dimension, or None."""
        return self.terms.get((dimension, name))

    def says_how(self, dimension: str) -> bool:
        """Say whether a dimension tells how or what was counted."""
        declared = self.dimensions.get(dimension)
        return declared is not None and declared.says_how

    def terms_of(self, dimension: str) -> Iterator[Term]:
        """Yield the declared values of one dimension."""
        return (term for (of, _), term in self.terms.items() if of == dimension)


def _property(name: str, body: Mapping[str, Any]) -> Property:
    _only(body, _PROPERTY_FIELDS)
    return Property(
        name=name,
        subject=str(body["subject"]),
        value_type=ValueType(body["value_type"]),
        label=Label(**body["label"]),
        definition=Label(**body["definition"]),
        units=tuple(body.get("units", ())),
        dimensions=tuple(body.get("dimensions", ())),
        prose=_prose(body),
        huridocs=body.get("huridocs"),
        followthemoney=body.get("followthemoney"),
        not_before=body.get("not_before"),
        part_of=body.get("part_of"),
        is_dated=bool(body.get("dated", False)),
        families=_names(body, "families"),
        makes_up=body.get("makes_up"),
        counts=Counts(body.get("counts", Counts.TOTAL)),
        one_answer=_yes_no(body, "one_answer"),
    )


def _term(dimension: str, name: str, body: Mapping[str, Any]) -> Term:
    _only(body, ("label", "prose", "broader"))
    return Term(
        name=name,
        dimension=dimension,
        label=Label(**body["label"]),
        prose=_prose(body),
        broader=body.get("broader"),
    )


def _dimension(name: str, body: Mapping[str, Any]) -> Dimension:
    _only(body, ("says_how",))
    return Dimension(name=name, says_how=_yes_no(body, "says_how"))


def _prose(body: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in body.get("prose", {}).items()}


def _names(body: Mapping[str, Any], field_name: str) -> tuple[str, ...]:
    names = body.get(field_name, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        msg = f"{field_name} must be a list of names"
        raise TypeError(msg)
    return tuple(names)


def _yes_no(body: Mapping[str, Any], field_name: str) -> bool:
    said = body.get(field_name, False)
    if not isinstance(said, bool):
        msg = f"{field_name} must be true or false"
        raise TypeError(msg)
    return said


def _only(body: Mapping[str, Any], known: Iterable[str]) -> None:
    unknown = sorted(set(body) - set(known))
    if unknown:
        msg = "unknown field " + ", ".join(unknown)
        raise ValueError(msg)


_PROPERTY_FIELDS = [
    "subject",
    "value_type",
    "label",
    "definition",
    "units",
    "dimensions",
    "prose",
    "huridocs",
    "followthemoney",
    "not_before",
    "part_of",
    "dated",
    "families",
    "makes_up",
    "counts",
    "one_answer",
]
