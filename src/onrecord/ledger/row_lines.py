"""Owns lines of JSONL that need not be read: a line is seen to be a row of a known form by one regular expression.

The expression is made of a row that was read: its fields in its order, each with what its form expects there, written
without escapes. So what matches reads as a row of that form, and of that form alone (RFC 8259); what does not is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from onrecord.ledger.row_forms import Forms, Look, Names

_TRIED: Final = 4  # expressions that are tried on one line
_OWN: Final = ("id", "subject", "as_of", "said_on", "low", "high")
_Groups = Callable[[tuple[Any, ...]], tuple[Any, ...]]
_PROPERTIES: Final = 1_000
_NAME_ENDS: Final = '":'
# Every repetition is possessive: whatever the line, it is gone through once.
_GAP: Final = r"[ \t\r]*+"
_TEXT: Final = r'"([^"\\\x00-\x1f]*+)"'
_WORDS: Final = r'"(?!\s*+")[^"\\\x00-\x1f]++"'
_ID: Final = r'"([^\W_][\w.\-]{0,79}+)"'
_SUBJECT: Final = r'"([^":\\\x00-\x1f]*+:[^\W_][\w.\-]{0,79}+)"'
_WHOLE: Final = r"(0|[1-9][0-9]{0,14}+)"


@dataclass(frozen=True, slots=True)
class _Line:
    """How rows of these names are written, and at which group of the expression each value stands."""

    expression: re.Pattern[str]
    fields: tuple[str, ...]
    names: Names
    own: _Groups  # what `_OWN` names; None where the row has no such field
    declared: _Groups
    fits: dict[str, bool] = field(default_factory=dict)  # which properties expect the same of each field

    def look(self, line: str, forms: Forms) -> Look | None:
        """Return what is seen of a line; None where it is not written so."""
        found = self.expression.fullmatch(line)
        if found is None:
            return None
        groups, names = (*found.groups(), None), self.names
        declared = self.declared(groups)
        if not (self.fits.get(declared[names.property_at]) or self._fits(declared[names.property_at], forms)):
            return None
        claim_id, subject, as_of, said_on, low, high = self.own(groups)
        if any(day is not None and not forms.is_past(day) for day in (as_of, said_on)):
            return None
        bounds = None if low is None else int(low), None if high is None else int(high)
        return names.look(claim_id, subject, bounds, declared, as_of)

    def _fits(self, name: str, forms: Forms) -> bool:
        known = self.fits.get(name)
        if known is None:
            known = forms.names_of({**dict.fromkeys(self.fields), "property": name}) is self.names
            if len(self.fits) < _PROPERTIES:
                self.fits[name] = known
        return known


class Lines:
    """The ways in which the lines of a file were written so far."""

    def __init__(self, forms: Forms) -> None:
        """Look at lines for these forms."""
        self._forms = forms
        self._ways: dict[int, list[_Line]] = defaultdict(list)

    def look(self, line: str) -> Look | None:
        """Return what `Forms.look` returns of the line's fields; None also where the line has to be read for that."""
        for way in self._ways.get(line.count(_NAME_ENDS), ()):
            seen = way.look(line, self._forms)
            if seen is not None:
                return seen
        return None

    def learn(self, line: str, fields: Mapping[str, Any]) -> None:
        """Have lines that are written as this one, whose fields are these, seen from now on."""
        names = self._forms.names_of(fields)
        ways = self._ways[line.count(_NAME_ENDS)]
        if names is not None and len(ways) < _TRIED:
            way = _way(tuple(fields), names)
            if way.look(line, self._forms) == self._forms.look(fields):
                ways.append(way)


def _way(fields: tuple[str, ...], names: Names) -> _Line:
    kinds = {"id": _ID, "subject": _SUBJECT} | dict.fromkeys(names.words, _WORDS) | dict.fromkeys(names.bounds, _WHOLE)
    parts = [f'"{re.escape(name)}"{_GAP}:{_GAP}{kinds.get(name, _TEXT)}' for name in fields]
    caught = [name for name in fields if name not in names.words]
    return _Line(
        expression=re.compile(_GAP + r"\{" + _GAP + f"{_GAP},{_GAP}".join(parts) + _GAP + r"\}" + _GAP),
        fields=fields,
        names=names,
        own=_groups(caught, _OWN),
        declared=_groups(caught, names.declared),
    )


def _groups(caught: Sequence[str], names: Sequence[str]) -> _Groups:
    """Return what takes the groups of these names from those that an expression caught; None for one it did not."""
    return itemgetter(*[caught.index(name) if name in caught else len(caught) for name in names])
