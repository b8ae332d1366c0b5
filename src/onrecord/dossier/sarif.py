"""Owns the check's report as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePath, PureWindowsPath
from typing import Any, Final
from urllib.parse import quote

from onrecord.dossier.check import CheckReport
from onrecord.dossier.diagnostics import CODES, Code, Diagnostic, Fix, Severity
from onrecord.dossier.statement import Form

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
# How much a finding asks to be looked at (3.27.25), from 0 to 100: what stops publication, what may, what tells.
_RANKS: Final = {Severity.ERROR: 90.0, Severity.WARNING: 50.0, Severity.NOTE: 10.0}
_FINGERPRINT: Final = "onrecordFinding/v1"
_AROUND: Final = 40  # code points of the sentence on both sides that tell one finding from another


def to_sarif(report: CheckReport, path: str, *, language: str = "en", pages: str | None = None) -> dict[str, Any]:
    """Return the report of one statement as a SARIF log."""
    return sarif_of([(path, report)], language=language, pages=pages)


def sarif_of(
    reports: Iterable[tuple[str, CheckReport]], *, language: str = "en", pages: str | None = None
) -> dict[str, Any]:
    """Return the reports as one run; columns count code points (section 3.14.17).

    `pages` is the address of the folder where the pages of the codes (docs/checks) can be read; rules link to them.
    Places in a Word file are paragraphs and letters of its text, and fixes are given for files of text alone.
    """
    order = {name: at for at, name in enumerate(CODES)}
    results = [one for path, report in reports for one in _results(report, path, language, order)]
    driver = {
        "name": "onrecord check",
        "rules": [_rule(code, language, pages) for code in CODES.values()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code, language: str, pages: str | None) -> dict[str, Any]:
    page = f"{code.name}.md"
    link = {"helpUri": f"{pages.rstrip('/')}/{page}"} if pages else {}
    return {
        "id": code.name,
        "name": "".join(word.capitalize() for word in code.title.split()),
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.says.text(language)},
        "help": {"text": f"{code.says.text(language)} (docs/checks/{page})"},
        **link,
        "defaultConfiguration": {"level": _LEVELS[code.severity], "rank": _RANKS[code.severity]},
    }


def _results(report: CheckReport, path: str, language: str, order: dict[str, int]) -> Iterable[dict[str, Any]]:
    file = report.statement.file
    seen: Counter[str] = Counter()
    for one in report.diagnostics:
        finding = _finding(one, file)
        seen[finding] += 1
        artifact = {"uri": _uri(path)}
        result = {
            "ruleId": one.code.name,
            "ruleIndex": order[one.code.name],
            "level": _LEVELS[one.severity],
            "rank": _RANKS[one.severity],
            "message": {"text": one.message(language)},
            "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": _region(one, file)}}],
            "partialFingerprints": {_FINGERPRINT: f"{finding}:{seen[finding]}"},
            "properties": {"claims": list(one.claims), "suggestion": one.suggestion},
        }
        if one.fix is not None and report.statement.form is not Form.PLAIN:  # a plain text is mended as another file
            result["fixes"] = [_fix(one.fix, artifact, file, one.message(language))]
        yield result


def _finding(one: Diagnostic, file: str) -> str:
    """Return what stays the same of a finding when lines are put in before it: code, words and what is around them."""
    around = " ".join(file[max(0, one.start - _AROUND) : one.end + _AROUND].split())
    return sha256(f"{one.code.name}\n{one.text}\n{around}".encode()).hexdigest()[:32]


def _region(one: Diagnostic | Fix, file: str) -> dict[str, Any]:
    """Return a place as lines and columns from 1, the end column one beyond, and as code points (3.30)."""
    return {
        "startLine": file.count("\n", 0, one.start) + 1,
        "startColumn": one.start - (file.rfind("\n", 0, one.start) + 1) + 1,
        "endLine": file.count("\n", 0, one.end) + 1,
        "endColumn": one.end - (file.rfind("\n", 0, one.end) + 1) + 1,
        "charOffset": one.start,
        "charLength": one.end - one.start,
    }


def _fix(fix: Fix, artifact: dict[str, str], file: str, message: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix, file), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": artifact, "replacements": [replacement]}
    return {"description": {"text": message}, "artifactChanges": [change]}


def _uri(path: str) -> str:
    """Return a path as a URI reference (3.4.3): slashes, and nothing that a URI has no place for."""
    if PureWindowsPath(path).drive:
        return PureWindowsPath(path).as_uri()
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
