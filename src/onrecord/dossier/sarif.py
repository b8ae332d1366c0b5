"""Owns the check's report as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the text."""

from __future__ import annotations

from typing import Any, Final

from onrecord.dossier.check import CheckReport
from onrecord.dossier.diagnostics import CODES, Code, Diagnostic, Severity

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def to_sarif(report: CheckReport, path: str, *, language: str = "en") -> dict[str, Any]:
    """Return the report as one SARIF run; columns count code points (section 3.14.17)."""
    driver = {
        "name": "onrecord check",
        "rules": [_rule(code, language) for code in CODES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, path, report.statement.text, language) for one in report.diagnostics],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code, language: str) -> dict[str, Any]:
    return {
        "id": code.name,
        "name": code.title,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.says.text(language)},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(one: Diagnostic, path: str, text: str, language: str) -> dict[str, Any]:
    end_line = one.line + text.count("\n", one.start, one.end)
    end_column = one.end - (text.rfind("\n", 0, one.end) + 1) + 1
    region = {
        "startLine": one.line,
        "startColumn": one.column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": one.start,
        "charLength": one.end - one.start,
    }
    place = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
    return {
        "ruleId": one.code.name,
        "level": _LEVELS[one.severity],
        "message": {"text": one.message(language)},
        "locations": [place],
        "properties": {"claims": list(one.claims), "suggestion": one.suggestion},
    }
