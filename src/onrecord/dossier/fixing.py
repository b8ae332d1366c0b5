"""Owns what the check can mend with consent: words bound, and numbers said as the claims say them.

A fix is made only where the check of what comes out shows no error that was not there before. What lies outside of the
agreed places stays byte for byte what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.dossier.check import CheckReport
from onrecord.dossier.diagnostics import Diagnostic, Fix
from onrecord.dossier.forms import html as html_form
from onrecord.dossier.forms import parse
from onrecord.dossier.statement import Form, Statement
from onrecord.dossier.writing import escaped, head_of

Checking = Callable[[Statement], CheckReport]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A fix that was agreed to and not made, with the codes of the errors that it would have brought."""

    diagnostic: Diagnostic
    brings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What came of fixes: the file's new text in its form, the report on it, what was made and what was not."""

    text: str
    form: Form
    report: CheckReport
    made: tuple[Diagnostic, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Applied:
    """A text with fixes in it, and where each place of the old one stands in it now."""

    text: str
    moved: Sequence[int]
    regions: Sequence[tuple[int, int]]


def fixable(report: CheckReport) -> tuple[Diagnostic, ...]:
    """Return what can be mended, in the order of the file; of two that meet, the first."""
    found: list[Diagnostic] = []
    for one in sorted((one for one in report.diagnostics if one.fix is not None), key=_place):
        assert one.fix is not None  # noqa: S101 - chosen for having one
        last = found[-1].fix if found else None
        if last is None or last.end <= one.fix.start:
            found.append(one)
    return tuple(found)


def mended(report: CheckReport, agreed: Iterable[Diagnostic], check: Checking) -> Mended:
    """Return the statement with the fixes that were agreed to and that hold; the others are told.

    The errors before are those of `report`; after each attempt the whole statement is checked again.
    """
    wanted = sorted(agreed, key=_place)
    refused: list[Refusal] = []
    while True:
        applied = _apply(report.statement, [one.fix for one in wanted if one.fix is not None])
        form = Form.MARKDOWN if report.statement.form is Form.PLAIN else report.statement.form
        now = check(_parsed(applied.text, form, report.statement))
        wrong = _new_errors(report, now, wanted, applied)
        if not wrong or not wanted:
            return Mended(text=applied.text, form=form, report=now, made=tuple(wanted), refused=tuple(refused))
        left = [one for at, one in enumerate(wanted) if at not in wrong]
        refused += [Refusal(diagnostic=wanted[at], brings=tuple(sorted(codes))) for at, codes in sorted(wrong.items())]
        wanted = left


def _place(one: Diagnostic) -> tuple[int, int]:
    return (one.fix.start, one.fix.end) if one.fix else (one.start, one.end)


def _parsed(text: str, form: Form, before: Statement) -> Statement:
    """Return the new text as a statement; what a person said of the old one in the place of a head is kept."""
    read = html_form.parse(text) if form is Form.HTML else parse(text)
    return read.with_head(dict(before.fields))


def _apply(statement: Statement, fixes: Sequence[Fix]) -> _Applied:
    """Put the fixes in their places; a plain text becomes Markdown that reads the same, with a head."""
    old = statement.file
    is_plain = statement.form is Form.PLAIN
    letters = escaped(old) if is_plain else list(old)
    parts = [head_of(statement.fields, "\r\n" if "\r\n" in old else "\n")] if is_plain else []
    length = sum(map(len, parts))
    moved: list[int] = []
    regions: list[tuple[int, int]] = []
    at = 0
    for fix in [*fixes, Fix(start=len(old), end=len(old), replacement="")]:
        for one in letters[at : fix.start]:
            moved.append(length)
            length += len(one)
        parts += [*letters[at : fix.start], fix.replacement]
        regions.append((length, length + len(fix.replacement)))
        moved += [length] * (fix.end - fix.start)
        length += len(fix.replacement)
        at = fix.end
    return _Applied(text="".join(parts), moved=[*moved, length], regions=regions[:-1])


def _new_errors(
    before: CheckReport, after: CheckReport, wanted: Sequence[Diagnostic], applied: _Applied
) -> dict[int, set[str]]:
    """Return, for each fix to be given up, the codes of the errors that speak against it.

    An error is new where the same code did not stand at the same place before. It is laid to the fix that it touches,
    else to the nearest one: something has to give way, or nothing would.
    """
    known = {(one.code.name, applied.moved[one.start]) for one in before.errors}
    found: dict[int, set[str]] = {}
    for one in after.errors:
        touched = [at for at, region in enumerate(applied.regions) if one.start < region[1] and region[0] < one.end]
        was = {code for at in touched for code in _codes_at(before, wanted[at])}
        settled = {code for at in touched for code in _settled(wanted[at])}
        if one.code.name in was - settled or (not touched and (one.code.name, one.start) in known):
            continue
        for at in touched or _nearest(applied.regions, one.start):
            found.setdefault(at, set()).add(one.code.name)
    return found


def _codes_at(report: CheckReport, fixed: Diagnostic) -> set[str]:
    start, end = _place(fixed)
    return {one.code.name for one in report.errors if one.start < end and start < one.end}


def _settled(one: Diagnostic) -> set[str]:
    return {one.code.name, *(one.fix.codes if one.fix else ())}


def _nearest(regions: Sequence[tuple[int, int]], place: int) -> list[int]:
    if not regions:
        return []
    return [min(range(len(regions)), key=lambda at: abs(regions[at][0] - place))]
