"""Owns the command `check`: the statement linter, its forms of output, and what a person says about a statement."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli import check_shown, mending
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, Refused, SystemClock, file_problem

if TYPE_CHECKING:
    from onrecord.dossier import CheckReport, Statement
    from onrecord.kernel import Fault
    from onrecord.ledger import Book, RefusedRow

_STDIN: Final = "-"
_INCOMPLETE: Final = Label(
    en="Rows of the claims file were left out, so the statement was not checked against all of it.",
    ru="Часть строк файла утверждений отброшена, поэтому заявление проверено не по всему файлу.",
    kk="Мәлімдемелер файлының кейбір жолдары алынбады, сондықтан мәлімет бүкіл файлмен тексерілген жоқ.",
)
_EXAMPLE: Final = """\
onrecord check statement.md
onrecord check statement.md --claims claims.jsonl --json
onrecord check report.docx letter.html --incident valley-2021 --as-of 2021-04-09
onrecord check statement.md --fix
onrecord check statements/*.md --format github"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file, what it says, and what the check found in it. `name` is what the person called it."""

    path: Path
    name: str
    content: bytes
    report: CheckReport
    mended: mending.Outcome | None = None
    refusal: Fault | None = None

    @property
    def fails(self) -> bool:
        """Whether errors stand in it, or it could not be mended as was agreed."""
        return bool(self.report.errors) or self.refusal is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file of several that could not be read as a statement; the others were checked."""

    name: str
    refusal: Fault


@command("check", example=_EXAMPLE)
@click.argument("statements", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--claims", "claims_file", type=click.Path(path_type=Path, dir_okay=False), help="Against this file.")
@click.option("--edition", type=click.Choice(["public", "restricted"]), help="Overrules the statement's own.")
@click.option("--incident", help="The incident it is about; overrules the statement's own.")
@click.option("--as-of", "as_of", metavar="DATE", help="The day it speaks for; overrules the statement's own.")
@click.option("--language", "text_language", metavar="TAG", help="Its language; overrules the statement's own.")
@click.option(
    "--form",
    type=click.Choice(["markdown", "plain", "html", "docx"]),
    help="What kind of file it is, where name and content do not tell.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Check as on this day.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How to tell it: for a person, for programs, for editors and code hosts, for GitHub Actions.",
)
@click.option("--sarif", is_flag=True, help="Print SARIF 2.1.0 instead.")
@click.option("--pages", metavar="URL", help="Where the pages of the codes can be read; SARIF links to them.")
@click.option("--notes/--no-notes", default=False, help="Show notes for a person as well.")
@click.option("--fix", is_flag=True, help="Bind figures and correct wording, asking about each.")
@click.option("--yes-to", metavar="CODES", help="With --fix: agree to what settles these codes, and ask nothing.")
def check(shell: Shell, statements: tuple[Path, ...], **options: Any) -> int:
    """Check every figure of a statement against the claims on record. Errors leave with exit status 2.

    Statements may be Markdown, plain text, HTML or Word; `-` is standard input.
    """
    shell.as_json = shell.as_json or options["output"] == "json"
    output = "sarif" if options["sarif"] else options["output"]
    refused: list[RefusedRow] = []
    consent = mending.consent_of(shell, is_wanted=options["fix"], codes=options["yes_to"], statements=statements)
    with _book(shell, options["claims_file"], refused.append) as book:
        checking = _Checking.of(book, options)
        checked, unread = checking.of_files(statements, options["form"])
        if consent is not None:
            checked = list(checking.all_mended(checked, consent))
    _print(shell, checked, unread, refused, output=output, options=options)
    for row in refused:
        shell.note(f"{options['claims_file']}:{row.row}: {row.code}: {row.problem.message(shell.language)}")
    if refused:
        shell.note(_INCOMPLETE)
    return 2 if refused or unread or any(one.fails for one in checked) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checking:
    """How this run checks: against which book, as on which day, with what said in the place of a head."""

    book: Book
    edition: str | None
    today: date
    head: dict[str, str]

    @classmethod
    def of(cls, book: Book, options: dict[str, Any]) -> _Checking:
        """Return the way of checking that the options ask for."""
        given: datetime | None = options["today"]
        said = {
            "incident": options["incident"],
            "as_of": options["as_of"],
            "language": options["text_language"],
            "edition": options["edition"],
        }
        return cls(
            book=book,
            edition=options["edition"],
            today=(given or SystemClock().now()).date(),
            head={name: value for name, value in said.items() if value},
        )

    def of_files(self, paths: Sequence[Path], form: str | None) -> tuple[list[Checked], list[Unread]]:
        """Read and check each file; of several, one that cannot be read does not keep the others from being checked."""
        checked: list[Checked] = []
        unread: list[Unread] = []
        for path in paths:
            try:
                checked.append(self.of_file(path, form))
            except Refused as refusal:
                if len(paths) == 1:
                    raise
                unread.append(Unread(name=str(path), refusal=refusal))
        return checked, unread

    def of_file(self, path: Path, form: str | None) -> Checked:
        """Read and check one file."""
        from onrecord import dossier

        content = _bytes(path)
        known = dossier.Form(form) if form else None
        name = "" if str(path) == _STDIN else str(path)
        statement = dossier.statement_of(name, content, form=known, head=self.head)
        return Checked(path=path, name=str(path), content=content, report=self.report(statement))

    def report(self, statement: Statement) -> CheckReport:
        """Check a statement."""
        from onrecord import dossier

        return dossier.check(self.book, statement, edition=self.edition, today=self.today)

    def all_mended(self, checked: Sequence[Checked], consent: mending.Consent) -> Iterator[Checked]:
        """Mend each file as far as was agreed: one that cannot be mended stops no other, and quitting stops all.

        Raises:
            Refused: it is the only file, and it cannot be mended.
        """
        has_ended = False
        for one in checked:
            if has_ended:
                yield one
                continue
            try:
                done = self.mended(one, consent)
            except Refused as refusal:
                if len(checked) == 1:
                    raise
                done = replace(one, refusal=refusal)
            has_ended = done.mended is not None and done.mended.has_ended
            yield done

    def mended(self, one: Checked, consent: mending.Consent) -> Checked:
        """Mend one file as far as was agreed; what is told afterwards is the check of what came out."""
        outcome = mending.mend(one.path, one.content, one.report, self.book, consent, self.report)
        return Checked(
            path=outcome.path,
            name=str(outcome.path),
            content=one.content,
            report=outcome.report,
            mended=outcome,
        )


def _bytes(path: Path) -> bytes:
    from onrecord import dossier

    if str(path) == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as err:
        raise dossier.StatementUnreadable(path=str(path), problem=file_problem(err)) from err


@contextmanager
def _book(shell: Shell, claims_file: Path | None, on_refused: Callable[[RefusedRow], None]) -> Iterator[Book]:
    """Have the claims at hand: those of the file, or those of the archive while it is open."""
    from onrecord import ledger

    if claims_file is not None:
        today = SystemClock().now().date()
        gc.disable()  # all that is read stays to the end of this process: to look it through for garbage costs a third
        book = ledger.book_from_rows(ledger.rows_from(claims_file), today=today, on_refused=on_refused)
        gc.freeze()
        gc.enable()
        yield book
        return
    with shell.desk(reading_only=True) as desk:
        yield ledger.book(desk)


def _print(
    shell: Shell,
    checked: Sequence[Checked],
    unread: Sequence[Unread],
    refused: Sequence[RefusedRow],
    *,
    output: str,
    options: dict[str, Any],
) -> None:
    from onrecord import dossier

    if output == "sarif":
        reports = [(one.name, one.report) for one in checked]
        log = dossier.sarif_of(reports, language=shell.language, pages=options["pages"])
        json.dump(log, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    elif output == "github":
        for one in checked:
            for line in dossier.github_lines(one.report, one.name, language=shell.language, notes=options["notes"]):
                sys.stdout.write(f"{line}\n")
    else:
        rows = [one.to_row(shell.language) for one in refused]
        not_read = [{"path": one.name, **_told(one.refusal, shell.language)} for one in unread]
        shell.emit({**_document(checked, shell.language), "unread": not_read, "refused": rows})
        for one in checked:
            check_shown.show(shell, one.name, one.report, notes=options["notes"])
            if one.mended is not None:
                mending.tell(shell, one.mended)
    for refusal in [*(one.refusal for one in checked if one.refusal), *(one.refusal for one in unread)]:
        shell.note(f"{refusal.code}: {refusal.message(shell.language)}")


def _told(refusal: Fault, language: str) -> dict[str, str]:
    return {"code": refusal.code, "problem": refusal.message(language)}


def _document(checked: Sequence[Checked], language: str) -> dict[str, Any]:
    """Return what CLI.md promises, of all files together; each row says of which file it is."""
    rows = [(one, one.report.to_json(language)) for one in checked]
    return {
        "diagnostics": [{**row, "path": one.name} for one, document in rows for row in document["diagnostics"]],
        "figures_found": sum(document["figures_found"] for _, document in rows),
        "figures_bound": sum(document["figures_bound"] for _, document in rows),
        "assertions": [{**row, "path": one.name} for one, document in rows for row in document["assertions"]],
        "files": [
            {
                "path": one.name,
                "form": one.report.statement.form.value,
                "language": one.report.statement.language,
                "figures_found": one.report.figures_found,
                "figures_bound": one.report.figures_bound,
                "errors": len(one.report.errors),
                "mended": one.mended.to_record(language) if one.mended else None,
                "not_mended": _told(one.refusal, language) if one.refusal else None,
            }
            for one in checked
        ],
    }


COMMANDS: Final = (check,)
