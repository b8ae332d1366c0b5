"""Statements about invented incidents, with what an editor holds against each, and the score of the check on them.

A set is a folder: `claims.jsonl` (and `vocabulary.toml` for its lands), statements, and `expected.jsonl`, one row a
statement. The statements were written from METHOD and docs/checks, before the check was run on any of them.

    statement   the file
    today       the day on which it is checked
    expected    `code` and `text`: the words that a diagnostic of that code must touch, once in the file
    allowed     codes that may be told in this statement too, without being wrong
    grades      in a set that nobody bound: `text`, the words of one figure, and `grade`, what the record says of it
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord import dossier, ledger

FOLDER = Path(__file__).parent
SETS = ("valley", "harbour", "quarry", "orchard")
STRANGERS = "strangers"  # nobody bound these
# One origin is a note beside a figure that is supported, and not a grade that speaks against it.
_SAME_GRADE = {"single_origin": "supported"}
LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A code, or a grade, and the words it is about."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One statement of a set and what an editor holds against it."""

    set: str
    name: str
    text: str
    today: dt.date
    expected: tuple[Expectation, ...]
    allowed: frozenset[str]
    grades: tuple[Expectation, ...] = ()

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.name.split(".")[-2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the check told of one statement, held against what was expected."""

    case: Case
    figures: int
    hits: tuple[Expectation, ...]
    misses: tuple[Expectation, ...]
    false_alarms: tuple[dossier.Diagnostic, ...]


def cases(name: str) -> list[Case]:
    """Return the statements of a set."""
    lines = (FOLDER / name / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(name, json.loads(line)) for line in lines]


@functools.cache
def book(name: str) -> ledger.Book:
    """Return the claims of a set as of the last of its days; every row must be taken."""
    folder = FOLDER / name
    refused: list[ledger.RefusedRow] = []
    found = ledger.book_from_rows(
        ledger.rows_from(folder / "claims.jsonl"),
        today=max(case.today for case in cases(name)),
        vocabulary=ledger.vocabulary_of(folder),
        on_refused=refused.append,
    )
    assert [(one.row, one.problem.code, dict(one.problem.facts)) for one in refused] == []
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One figure that nobody bound: the grade it should have, and the one it was given; none where it was not found."""

    case: Case
    wanted: Expectation
    given: str | None


@functools.cache
def gradings(name: str) -> tuple[Graded, ...]:
    """Return the grade of each figure in a set that nobody bound."""
    return tuple(one for case in cases(name) for one in _gradings(case, book(name)))


@functools.cache
def outcomes(name: str) -> tuple[Outcome, ...]:
    """Return what the check tells of each statement of a set."""
    return tuple(_outcome(case, book(name)) for case in cases(name))


def recall(found: tuple[Outcome, ...]) -> float:
    """Return the share of what was expected that was told."""
    hits, misses = sum(len(one.hits) for one in found), sum(len(one.misses) for one in found)
    return hits / (hits + misses) if hits + misses else 1.0


def false_alarms(found: tuple[Outcome, ...]) -> float:
    """Return the errors and warnings that nobody expected or allowed, as a share of the figures in the statements."""
    return sum(len(one.false_alarms) for one in found) / sum(one.figures for one in found)


def _case(name: str, row: Mapping[str, Any]) -> Case:
    file = str(row["statement"])
    return Case(
        set=name,
        name=file,
        text=(FOLDER / name / file).read_text(encoding="utf-8"),
        today=dt.date.fromisoformat(str(row["today"])),
        expected=tuple(Expectation(name=one["code"], text=one["text"]) for one in row.get("expected", ())),
        allowed=frozenset(str(code) for code in row.get("allowed", ())),
        grades=tuple(Expectation(name=one["grade"], text=one["text"]) for one in row.get("grades", ())),
    )


def _gradings(case: Case, claims: ledger.Book) -> Iterator[Graded]:
    told = [one for one in dossier.check(claims, case.text, today=case.today).assertions if one.kind == "figure"]
    for wanted in case.grades:
        start = case.text.index(wanted.text)
        given = next((one.grade.value for one in told if _overlaps(one.start, one.end, start, wanted.text)), None)
        yield Graded(case=case, wanted=wanted, given=_SAME_GRADE.get(given, given) if given else None)


def _overlaps(start: int, end: int, at: int, words: str) -> bool:
    return start < at + len(words) and at < end


def _outcome(case: Case, claims: ledger.Book) -> Outcome:
    report = dossier.check(claims, case.text, today=case.today)
    told = report.diagnostics
    hits = tuple(one for one in case.expected if any(_answers(one, case, other) for other in told))
    return Outcome(
        case=case,
        figures=report.figures_found,
        hits=hits,
        misses=tuple(one for one in case.expected if one not in hits),
        false_alarms=tuple(_unexpected(case, told)),
    )


def _unexpected(case: Case, told: tuple[dossier.Diagnostic, ...]) -> Iterator[dossier.Diagnostic]:
    for one in told:
        is_wanted = one.code.name in case.allowed or any(_answers(other, case, one) for other in case.expected)
        if one.severity is not dossier.Severity.NOTE and not is_wanted:
            yield one


def _answers(wanted: Expectation, case: Case, told: dossier.Diagnostic) -> bool:
    start = case.text.index(wanted.text)
    return told.code.name == wanted.name and _overlaps(told.start, told.end, start, wanted.text)
