"""Owns the forms of rows: rows that differ only where anything may stand are right together, or wrong together.

A file of a hundred thousand claims has a few hundred forms. One row of each is read against every rule (`rules`); of
the others it is looked at what each has of its own. What is doubtful has no form, and is read against every rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from onrecord.kernel import Property, Qualifier, ValueType, Vocabulary
from onrecord.ledger.origins import SOURCE
from onrecord.ledger.rules import COMMON, ID, day_of

_NUMBERS: Final = (ValueType.QUANTITY, ValueType.MONEY)
_TEXTS: Final = (ValueType.TEXT, ValueType.REFERENCE)
_ONE_NUMBER: Final = frozenset({Qualifier.EXACT.value, Qualifier.ABOUT.value})
_DAYS: Final = frozenset({"as_of", "said_on"})
BOUNDS: Final = ("low", "high")
_WORDS: Final = frozenset(
    {"wording", "as_of_wording", "said_on_wording", "speaker", "source", "item", "quote", "note"}
)  # any words do, as long as there are some
_READ_WHOLE: Final = frozenset({"basis", "status", "status_why", "status_basis", "superseded_by"})  # rare
_WHOLE: Final = re.compile("[0-9]{1,15}")
_KEPT: Final = 10_000  # ways to name fields, and forms, that are remembered

Bounds = tuple[int | None, int | None]
Fields = Mapping[str, Any]


class Look(NamedTuple):
    """What is seen of a row at a look: its form, and what questions are narrowed by."""

    form: Hashable
    claim_id: str | None
    subject: str
    property: str
    bounds: Bounds
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the fields of a row, in its order, apart by what its property lets stand in them.

    `declared` are those whose values make the form: property, qualifier, group and whatever else takes few values.
    """

    place: int
    has_id: bool
    words: tuple[str, ...]
    days: tuple[str, ...]
    bounds: tuple[str, ...]
    declared: tuple[str, ...]
    property_at: int  # among `declared`
    qualifier_at: int | None

    def look(
        self, claim_id: str | None, subject: str, bounds: Bounds, declared: tuple[str, ...], as_of: str | None
    ) -> Look | None:
        """Return what is seen of a row with these names, each value being what it should be; None: it has no form."""
        kind = subject[: subject.index(":")]
        low, high = bounds
        if kind == SOURCE or (low is not None and high is not None and low > high):
            return None  # what is said of a source changes other claims
        form = (self.place, kind, low == high, declared)
        if high is None and low is not None:
            is_one = self.qualifier_at is None or declared[self.qualifier_at] in _ONE_NUMBER
            bounds = low, low if is_one else None
        return Look(form, claim_id, subject, declared[self.property_at], bounds, as_of)


class Forms:
    """The forms of rows that were found right under one vocabulary, as on one day."""

    def __init__(self, vocabulary: Vocabulary, today: dt.date) -> None:
        """Know no form yet."""
        self._vocabulary = vocabulary
        self._today = today
        self._names: dict[tuple[str, ...], Names | None] = {}
        self._alike: dict[tuple[tuple[str, ...], ...], Names] = {}
        self._right: set[Hashable] = set()
        self._days: dict[str, bool] = {}

    def look(self, fields: Fields) -> Look | None:
        """Return what is seen of a row at a look; None where it has something that takes more than that.

        Two rows of one form get the same answer of `rules.claim_from_row`. A row that tells a day, describes a source,
        rests on other claims, or says what became of its claim has none.
        """
        names = self.names_of(fields)
        if names is None or not self._is_plain(fields, names):
            return None
        claim_id = fields["id"] if names.has_id else None
        low, high = (int(fields[name]) if name in names.bounds else None for name in BOUNDS)
        return names.look(
            claim_id, fields["subject"], (low, high), _values(fields, names.declared), fields.get("as_of")
        )

    def is_right(self, look: Look) -> bool:
        """Say whether a row of this form was found right."""
        return look.form in self._right

    def add_right(self, look: Look) -> None:
        """Remember that a row of this form was found right."""
        if len(self._right) < _KEPT:
            self._right.add(look.form)

    def names_of(self, fields: Fields) -> Names | None:
        """Return the names of the fields of a row; None where rows with them are read whole."""
        name = fields.get("property")
        if type(name) is not str or "subject" not in fields:
            return None
        key = (name, *fields)
        if key not in self._names:
            if len(self._names) >= _KEPT:
                return None
            self._names[key] = self._apart(name, tuple(fields))
        return self._names[key]

    def is_past(self, text: str) -> bool:
        """Say whether a text is a day that may have come, as the rules have it."""
        known = self._days.get(text)
        if known is None:
            try:
                known = day_of(text, None).earliest <= self._today
            except ValueError:
                known = False
            if len(self._days) < _KEPT:
                self._days[text] = known
        return known

    def _apart(self, name: str, fields: tuple[str, ...]) -> Names | None:
        """Return the names of fields apart; the same where another property expects the same of each."""
        declared, names = self._vocabulary.property(name), frozenset(fields)
        if declared is None or declared.value_type is ValueType.DATE or names & _READ_WHOLE:
            return None
        words = tuple(sorted(names & (_WORDS | self._open(declared))))
        bounds = tuple(one for one in BOUNDS if one in names) if declared.value_type in _NUMBERS else ()
        key = (fields, words, bounds)
        if key not in self._alike:
            days = tuple(sorted(names & _DAYS))
            rest = tuple(sorted(names - {"id", "subject", *words, *bounds, *days}))
            self._alike[key] = Names(
                place=len(self._alike),
                has_id="id" in names,
                words=words,
                days=days,
                bounds=bounds,
                declared=rest,
                property_at=rest.index("property"),
                qualifier_at=rest.index("qualifier") if "qualifier" in rest else None,
            )
        return self._alike[key]

    def _open(self, declared: Property) -> frozenset[str]:
        """Return the fields of a property in which any words may stand."""
        found = {one for one in declared.dimensions if not self._vocabulary.is_closed(one)} - COMMON
        is_free = declared.value_type in _TEXTS and declared.values is None and not declared.searched
        return frozenset(found | ({"value"} if is_free else set()))

    def _is_plain(self, fields: Fields, names: Names) -> bool:
        """Say whether each value of a row is of the kind that its form expects there."""
        _, colon, subject = _text(fields["subject"]).partition(":")
        return (
            bool(colon and ID.fullmatch(subject))
            and (not names.has_id or bool(ID.fullmatch(_text(fields["id"]))))
            and all(_text(one).strip() for one in _values(fields, names.words))
            and all(self.is_past(_text(one)) for one in _values(fields, names.days))
            and all(_is_whole(one) for one in _values(fields, names.bounds))
            and all(type(one) is str for one in _values(fields, names.declared))
        )


def _text(value: object) -> str:
    """Return a text, and no text for what is none."""
    return value if type(value) is str else ""


def _is_whole(value: object) -> bool:
    """Say whether this is a whole number, none below zero; a spreadsheet has it as text."""
    return (type(value) is int and value >= 0) or (type(value) is str and _WHOLE.fullmatch(value) is not None)


def _values(fields: Fields, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(fields[name] for name in names)
