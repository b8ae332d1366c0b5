"""Owns whether a statement holds in an edition: against what the edition shows, and against all that the team knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.check import CheckReport, check
from onrecord.dossier.diagnostics import Diagnostic, Severity
from onrecord.kernel import PartialDate
from onrecord.ledger import Book

_HIDDEN: Final = "OR115"


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What an edition may rest on, and everything that the actor sees."""

    edition: str
    shown: Book
    everything: Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the check says of a statement: bound to what the edition shows, told by everything known."""

    bound: CheckReport
    told: CheckReport

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stands against publication.

        What only the team knows counts too: a number that it contradicts is not published. That a figure has claims
        which are not public is an error only where the public ones do not carry the words; then it is the reason to
        tell.
        """
        missing = {one.start for one in self.bound.errors}
        hidden = [one for one in self.told.errors if one.code.name == _HIDDEN and one.start in missing]
        reasons = {one.start for one in hidden}
        found = [one for one in self.bound.errors if one.start not in reasons]
        known = {(one.code.name, one.start) for one in found}
        more = [one for one in self.told.errors if (one.code.name, one.start) not in known]
        return _ordered([*found, *(one for one in more if one.code.name != _HIDDEN), *hidden])

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What wants a look, of what the edition shows."""
        return _ordered([one for one in self.bound.diagnostics if one.severity is Severity.WARNING])


def holding(books: Books, text: str, *, today: dt.date, horizon: PartialDate | None = None) -> Holding:
    """Return what the check says of a statement in an edition; see `check` for `horizon`."""
    return Holding(
        bound=check(books.shown, text, edition=books.edition, today=today, horizon=horizon),
        told=check(books.everything, text, edition=books.edition, today=today, horizon=horizon),
    )


def _ordered(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda one: (one.start, one.code.name)))
