"""Owns the check's report as workflow commands of GitHub Actions, which it shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.dossier.check import CheckReport
from onrecord.dossier.diagnostics import Severity

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github_lines(report: CheckReport, path: str, *, language: str = "en", notes: bool = False) -> Iterator[str]:
    """Yield one line for each diagnostic; notes only where they are asked for."""
    file = report.statement.file
    for one in report.diagnostics:
        if one.severity is Severity.NOTE and not notes:
            continue
        end_line = one.line + file.count("\n", one.start, one.end)
        end_column = one.end - (file.rfind("\n", 0, one.end) + 1) + 1
        columns = {"col": one.column, "endColumn": end_column} if end_line == one.line else {}
        properties = {
            "file": path,
            "line": one.line,
            "endLine": end_line,
            **columns,
            "title": f"{one.code.name} {one.code.title}",
        }
        named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        yield f"::{_COMMANDS[one.severity]} {named}::{_data(one.message(language))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
