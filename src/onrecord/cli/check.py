"""Owns the command `check`: the statement linter."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock

if TYPE_CHECKING:
    from onrecord.dossier import CheckReport
    from onrecord.ledger import Book, RefusedRow

_HOLDS: Final = Label(
    en="{path}: {bound} of {found} figures bound, no errors, {warnings} warnings.",
    ru="{path}: привязано чисел {bound} из {found}, ошибок нет, предупреждений {warnings}.",
    kk="{path}: {found} санның {bound} байланған, қате жоқ, ескерту {warnings}.",
)
_FAILS: Final = Label(
    en="{path}: {bound} of {found} figures bound, {errors} errors, {warnings} warnings.",
    ru="{path}: привязано чисел {bound} из {found}, ошибок {errors}, предупреждений {warnings}.",
    kk="{path}: {found} санның {bound} байланған, қате {errors}, ескерту {warnings}.",
)
_INCOMPLETE: Final = Label(
    en="Rows of the claims file were left out, so the statement was not checked against all of it.",
    ru="Часть строк файла утверждений отброшена, поэтому заявление проверено не по всему файлу.",
    kk="Мәлімдемелер файлының кейбір жолдары алынбады, сондықтан мәлімет бүкіл файлмен тексерілген жоқ.",
)
_SUGGESTED: Final = Label(en="try: {link}", ru="попробуйте: {link}", kk="мынаны көріңіз: {link}")


@command("check", example="onrecord check statement.md\nonrecord check statement.md --claims claims.jsonl --json")
@click.argument("statement", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--claims", "claims_file", type=click.Path(path_type=Path, dir_okay=False), help="Against this file.")
@click.option("--edition", type=click.Choice(["public", "restricted"]), help="Overrules the statement's own.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Check as on this day.")
@click.option("--sarif", is_flag=True, help="Print SARIF 2.1.0 instead.")
@click.option("--notes/--no-notes", default=False, help="Show notes for a person as well.")
def check(
    shell: Shell,
    statement: Path,
    claims_file: Path | None,
    edition: str | None,
    today: datetime | None,
    *,
    sarif: bool,
    notes: bool,
) -> int:
    """Check every figure of a statement against the claims on record. Errors leave with exit status 2."""
    from onrecord import dossier

    text = _read(statement)
    day = (today or SystemClock().now()).date()
    refused: list[RefusedRow] = []
    with _book(shell, claims_file, refused.append) as book:
        report = dossier.check(book, text, edition=edition, today=day)
    if sarif:
        json.dump(dossier.to_sarif(report, str(statement), language=shell.language), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        shell.emit({**report.to_json(shell.language), "refused": [one.to_row(shell.language) for one in refused]})
        _show(shell, statement, report, notes=notes)
    for one in refused:
        shell.note(f"{claims_file}:{one.row}: {one.code}: {one.problem.message(shell.language)}")
    if refused:
        shell.note(_INCOMPLETE)
    return 2 if report.errors or refused else 0


def _read(path: Path) -> str:
    from onrecord import dossier

    try:
        return path.read_bytes().decode("utf-8")
    except OSError as err:
        raise dossier.StatementUnreadable(path=str(path), problem=err.strerror or str(err)) from err
    except UnicodeDecodeError as err:
        raise dossier.StatementUnreadable(path=str(path), problem=f"byte {err.start} is no UTF-8") from err


@contextmanager
def _book(shell: Shell, claims_file: Path | None, on_refused: Callable[[RefusedRow], None]) -> Iterator[Book]:
    """Have the claims at hand: those of the file, or those of the archive while it is open."""
    from onrecord import ledger

    if claims_file is not None:
        today = SystemClock().now().date()
        yield ledger.book_from_rows(ledger.rows_from(claims_file), today=today, on_refused=on_refused)
        return
    with shell.desk(reading_only=True) as desk:
        yield ledger.book(desk)


def _show(shell: Shell, path: Path, report: CheckReport, *, notes: bool) -> None:
    """Print `file:line:column: severity code: message`, the form that editors' problem matchers read."""
    counted = {"error": 0, "warning": 0, "note": 0}
    for one in report.diagnostics:
        counted[one.severity.value] += 1
        if one.severity.value == "note" and not notes:
            continue
        place = f"{path}:{one.line}:{one.column}"
        shell.say(f"{place}: {one.severity.value} {one.code.name}: {one.message(shell.language)}")
        if one.suggestion:
            shell.say(_SUGGESTED, link=one.suggestion)
    summary = _FAILS if counted["error"] else _HOLDS
    shell.say(
        summary,
        path=path,
        bound=report.figures_bound,
        found=report.figures_found,
        errors=counted["error"],
        warnings=counted["warning"],
    )


COMMANDS: Final = (check,)
