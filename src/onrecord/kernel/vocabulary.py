"""Owns the vocabulary: what may be claimed, declared as data. Never holds a declaration itself.

Rooms keep their declarations in TOML beside their code; an organisation adds its own file. Forms, imports,
validation and the published methodology are made from what is declared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.kernel.declarations import declared_in
from onrecord.kernel.labels import Label
from onrecord.kernel.small_cells import FEWEST_LIVING, FEWEST_SENSITIVE
from onrecord.kernel.terms import (
    MOST_NEAR,
    Closed,
    Dimension,
    Property,
    SubjectKind,
    Term,
    Unit,
    VocabularyRefused,
    near_text,
    nearest,
)

_AGES: Final = "age_group"
_TYPO: Final = 0.8  # how like a declared name another has to be to be taken for a slip of the pen

_NOT_DECLARED: Final = Label(
    en="“{field}” of {name} names “{value}”, which is not declared{near}",
    ru="«{field}» у {name} называет «{value}», а это не объявлено{near}",
    kk="{name} ішіндегі «{field}» «{value}» дегенді атайды, ол жарияланбаған{near}",
)
_LEADS_BACK: Final = Label(
    en="“{field}” of {name} leads back to itself: leads back to {name}",
    ru="«{field}» у {name} возвращается к {name}",
    kk="{name} ішіндегі «{field}» қайтадан {name} дегенге әкеледі",
)
_TWICE: Final = Label(
    en="declared twice: {names}. A file adds words, it does not change the meaning of those that are there",
    ru="объявлено дважды: {names}. Файл добавляет слова и не меняет смысл имеющихся",
    kk="екі рет жарияланған: {names}. Файл сөз қосады, барының мағынасын өзгертпейді",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All that may be claimed in one archive. Names are unique; merging never redefines one.

    `own` are the dimensions of which an organisation declares values itself.
    """

    properties: Mapping[str, Property] = field(default_factory=dict)
    terms: Mapping[tuple[str, str], Term] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    subjects: Mapping[str, SubjectKind] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    @classmethod
    def from_toml(cls, text: str, *, where: str = "") -> Vocabulary:
        """Return what a TOML text declares.

        In `[property.NAME]`, `[term.DIMENSION.NAME]`, `[dimension.NAME]`, `[unit.NAME]` and `[subject.NAME]`.

        Raises:
            VocabularyRefused: with every mistake in it, a sentence for each.
        """
        return cls(**declared_in(text, where=where))

    def merge(self, other: Vocabulary, *, where: str = "", as_own: bool = False) -> Vocabulary:
        """Return both together; with `as_own`, the other's terms are an organisation's own.

        Raises:
            VocabularyRefused: a name is declared twice; an organisation adds words, it does not change their meaning.
        """
        twice = sorted(set(self.properties) & set(other.properties))
        twice += sorted(".".join(key) for key in set(self.terms) & set(other.terms))
        for ours, theirs in ((self.dimensions, other.dimensions), (self.units, other.units)):
            twice += sorted(set(ours) & set(theirs))
        twice += sorted(set(self.subjects) & set(other.subjects))
        if twice:
            raise VocabularyRefused(where=where, mistakes=[(_TWICE, {"names": ", ".join(twice)})])
        return Vocabulary(
            properties={**self.properties, **other.properties},
            terms={**self.terms, **other.terms},
            dimensions={**self.dimensions, **other.dimensions},
            units={**self.units, **other.units},
            subjects={**self.subjects, **other.subjects},
            own=self.own | other.own | {dimension for dimension, _ in other.terms if as_own},
        )

    def check_references(self, *, where: str = "") -> None:
        """Return when every name that a declaration uses is declared too, and nothing leads back to itself.

        Units, dimensions and kinds of subject are looked up once some are declared.

        Raises:
            VocabularyRefused: with each name that leads nowhere, or back to itself.
        """
        mistakes = [*self._lost_properties(), *self._lost_terms(), *self._lost_words()]
        if mistakes:
            mistakes.sort(key=lambda one: str(one[1]["name"]))
            raise VocabularyRefused(where=where, mistakes=mistakes)

    def _lost_properties(self) -> Iterator[tuple[Label, Mapping[str, object]]]:
        for name, one in self.properties.items():
            for field_name in ("not_before", "part_of", "makes_up"):
                for named in _several(getattr(one, field_name)):
                    if named not in self.properties:
                        yield _lost(f"property.{name}", field_name, named, self.properties)
                if self._comes_back(name, field_name):
                    yield _LEADS_BACK, {"name": f"property.{name}", "field": field_name}

    def _lost_terms(self) -> Iterator[tuple[Label, Mapping[str, object]]]:
        for (dimension, name), term in self.terms.items():
            if term.broader is None:
                continue
            if (dimension, term.broader) not in self.terms:
                near = [other for of, other in self.terms if of == dimension]
                yield _lost(f"term.{dimension}.{name}", "broader", term.broader, near)
            elif self._is_in_itself(term):
                yield _LEADS_BACK, {"name": f"term.{dimension}.{name}", "field": "broader"}
        for name, one in self.properties.items():
            if one.values is not None and not any(of == one.values for of, _ in self.terms):
                yield _lost(f"property.{name}", "values", one.values, {of for of, _ in self.terms})

    def _lost_words(self) -> Iterator[tuple[Label, Mapping[str, object]]]:
        for name, one in self.properties.items():
            for field_name, named, known in (
                ("subject", one.subjects, self.subjects),
                ("units", one.units, self.units),
                ("dimensions", one.dimensions, self.dimensions),
            ):
                lost = [word for word in named if known and word not in known]
                for word in lost:
                    if field_name == "subject" or nearest(word, known, cutoff=_TYPO):
                        yield _lost(f"property.{name}", field_name, word, known)
            for word in one.needs:
                if word not in one.dimensions:
                    yield _lost(f"property.{name}", "needs", word, one.dimensions)

    def _comes_back(self, name: str, field_name: str) -> bool:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            declared = self.properties.get(waiting.pop())
            above = _several(getattr(declared, field_name)) if declared is not None else ()
            if name in above:
                return True
            waiting += [one for one in above if one not in seen]
            seen.update(above)
        return False

    def _is_in_itself(self, term: Term) -> bool:
        seen: set[str] = set()
        at: Term | None = term
        while at is not None and at.name not in seen:
            seen.add(at.name)
            at = self.terms.get((term.dimension, at.broader)) if at.broader else None
        return at is not None

    def kin(self, name: str) -> frozenset[str]:
        """Return the properties that share a family with this one, itself among them."""
        own = self.properties.get(name)
        of = set(own.families) if own is not None else set()
        return frozenset({name, *(other for other, one in self.properties.items() if of.intersection(one.families))})

    def earlier(self, name: str) -> frozenset[str]:
        """Return the properties whose day comes no later than that of this one, over any number of steps."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            declared = self.properties.get(waiting.pop())
            above = declared.not_before if declared is not None else ()
            waiting += [one for one in above if one not in found]
            found.update(above)
        return frozenset(found)

    def property(self, name: str) -> Property | None:
        """Return the property of this name, or None where nothing of the kind may be claimed."""
        return self.properties.get(name)

    def term(self, dimension: str, name: str) -> Term | None:
        """Return the declared value of a dimension, or None."""
        return self.terms.get((dimension, name))

    def term_called(self, dimension: str, name: str, language: str) -> str:
        """Return what a value of a dimension is called in a language; as it is written where nobody declared it."""
        declared = self.term(dimension, name)
        return declared.label.text(language) if declared is not None else name

    def fewest(self, properties: Iterable[str] = (), about: Sequence[tuple[str, str]] = ()) -> int:
        """Return below how many living persons a number is not published (METHOD 7.4).

        Ten of minors and of whom something is said about health or sexual violence, which properties and values of
        dimensions declare as `sensitive`; five of others. Whatever is parted by age tells of minors.
        """
        declared = (*map(self.property, properties), *(self.term(name, value) for name, value in about))
        is_sensitive = any(one is not None and one.is_sensitive for one in declared)
        return FEWEST_SENSITIVE if is_sensitive or any(name == _AGES for name, _ in about) else FEWEST_LIVING

    def property_called(self, name: str, language: str) -> str:
        """Return what a property is called in a language; its name where nobody declared it."""
        declared = self.property(name)
        return declared.label.text(language) if declared is not None else name

    def says_how(self, dimension: str) -> bool:
        """Say whether a dimension tells how or what was counted."""
        declared = self.dimensions.get(dimension)
        return declared is not None and declared.says_how

    def is_closed(self, dimension: str) -> bool:
        """Say whether a dimension takes declared values only, in this archive."""
        declared = self.dimensions.get(dimension)
        closed = declared.closed if declared is not None else Closed.NEVER
        return closed is Closed.ALWAYS or (closed is Closed.WHEN_DECLARED and dimension in self.own)

    def terms_of(self, dimension: str) -> Iterator[Term]:
        """Yield the declared values of one dimension."""
        return (term for (of, _), term in self.terms.items() if of == dimension)

    def near(self, dimension: str, value: str) -> tuple[str, ...]:
        """Return the declared values that somebody may have meant: by what they are called, then by their letters."""
        called = [term.name for term in self.terms_of(dimension) if term.is_called(value)]
        alike = nearest(value, [term.name for term in self.terms_of(dimension)])
        return tuple(dict.fromkeys([*called, *alike]))[:MOST_NEAR]


def _lost(name: str, field_name: str, value: str, known: Iterable[str]) -> tuple[Label, Mapping[str, object]]:
    facts: dict[str, Any] = {
        "name": name,
        "field": field_name,
        "value": value,
        "near": near_text(nearest(value, known)),
    }
    return _NOT_DECLARED, facts


def _several(named: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named or ()
