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
class Vocabulary:
    """All that may be claimed in one archive. Names are unique; merging never redefines one."""

    properties: Mapping[str, Property] = field(default_factory=dict)
    terms: Mapping[tuple[str, str], Term] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str, *, where: str = "") -> Vocabulary:
        """Return the vocabulary a TOML text declares in `[property.NAME]` and `[term.DIMENSION.NAME]`.

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
        except tomllib.TOMLDecodeError as err:
            raise VocabularyRefused(where=where, problem=str(err)) from err
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            raise VocabularyRefused(where=where, problem=f"{type(err).__name__}: {err}") from err
        return cls(properties=properties, terms=terms)

    def merge(self, other: Vocabulary, *, where: str = "") -> Vocabulary:
        """Return both together.

        Raises:
            VocabularyRefused: a name is declared twice; an organisation adds words, it does not change their meaning.
        """
        twice = sorted(set(self.properties) & set(other.properties))
        twice += sorted(".".join(key) for key in set(self.terms) & set(other.terms))
        if twice:
            raise VocabularyRefused(where=where, problem="declared twice: " + ", ".join(twice))
        return Vocabulary(properties={**self.properties, **other.properties}, terms={**self.terms, **other.terms})

    def property(self, name: str) -> Property | None:
        """Return the property of this name, or None where nothing of the kind may be claimed."""
        return self.properties.get(name)

    def term(self, dimension: str, name: str) -> Term | None:
        """Return the declared value of a dimension, or None."""
        return self.terms.get((dimension, name))

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


def _prose(body: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in body.get("prose", {}).items()}


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
]
