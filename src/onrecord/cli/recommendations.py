"""Owns the command `recommendations`: what a report of the United Nations recommends, one by one. Needs no archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.filing import Wanted, state_recommendations
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, file_problem

if TYPE_CHECKING:
    from onrecord.duties import Matched, PublishedRow, Recommendation

_FOUND: Final = Label(
    en="{count} recommendations under {numbers} numbers.",
    ru="Рекомендаций: {count}, номеров: {numbers}.",
    kk="Ұсыным: {count}, нөмір: {numbers}.",
)
_BESIDE: Final = Label(
    en="Of {rows} rows of {table}, {pairs} are in the report, {missing} are not; {extra} more are in no row.",
    ru="Из {rows} строк {table} в докладе есть {pairs}; нет {missing}, а {extra} рекомендаций нет ни в одной строке.",
    kk="{table} кестесінің {rows} жолынан баяндамада {pairs} бар; {missing} жоқ, ал {extra} ұсыным ешбір жолда жоқ.",
)
_MISSING: Final = Label(
    en="{table}:{row}: not found in the report: {words}",
    ru="{table}:{row}: в докладе не найдено: {words}",
    kk="{table}:{row}: баяндамадан табылмады: {words}",
)
_COLUMNS: Final = (
    Label(en="No.", ru="№", kk="№"),
    Label(en="Made by", ru="Кто дал", kk="Кім берді"),
    Label(en="Answer", ru="Ответ", kk="Жауап"),
    Label(en="Page", ru="Стр.", kk="Бет"),
    Label(en="Words", ru="Слова", kk="Сөздері"),
)
_ANSWERS: Final = {
    "supported": Label(en="supported", ru="поддержана", kk="қолданды"),
    "noted": Label(en="noted", ru="принята к сведению", kk="ескерілді"),
    "pending": Label(en="to be examined", ru="будет рассмотрена", kk="қаралады"),
    "not_told": Label(en="not told", ru="не сказано", kk="айтылмаған"),
}
_WIDEST: Final = 90
_EXAMPLE: Final = """\
onrecord recommendations A_HRC_14_10.pdf
onrecord recommendations A_HRC_14_10.pdf --beside upr.csv --of Kazakhstan --json
onrecord recommendations uhri-export.csv
onrecord recommendations A_HRC_14_10.pdf --source UPR1 --into upr-kaz-2010 --of Kazakhstan --dry-run"""
_REVIEW: Final = "Working Group on the Universal Periodic Review"


@command("recommendations", example=_EXAMPLE)
@click.argument("report", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--beside", type=click.Path(path_type=Path, dir_okay=False), help="A table to compare with: UPR Info, UHRI."
)
@click.option("--of", "addressee", metavar="STATE", help="To whom it is addressed; of a table, only these rows.")
@click.option("--source", metavar="SOURCE", help="Put them on record, as claims from this source.")
@click.option("--into", metavar="DOCUMENT", help="The document that they are of, where a table names none.")
@click.option("--said-by", metavar="BODY", default=_REVIEW, show_default=True, help="The body whose document it is.")
@click.option("--incident", metavar="ID", help="The incident that they are about.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the document.")
@click.option("--visibility", type=click.Choice(["public", "team", "restricted"]), help="Who may see the claims.")
@click.option("--dry-run", is_flag=True, help="Say what would be stated and refused; record nothing.")
def recommendations(
    shell: Shell,
    report: Path,
    beside: Path | None,
    addressee: str | None,
    source: str | None,
    into: str | None,
    said_by: str,
    incident: str | None,
    as_of: datetime | None,
    visibility: str | None,
    *,
    dry_run: bool,
) -> int:
    """List the numbered recommendations of a report (PDF or text), or of a published table of them (CSV).

    With --source they are put on record, each with its words in the item that the file is; said again, they say nothing
    new. Leaves with exit status 2 where rows could not be taken, or where the report lacks some of the table's.
    """
    from onrecord import duties

    wanted = None
    named = duties.state_called(addressee) if addressee is not None else None
    if source is not None:
        day = as_of.date().isoformat() if as_of is not None else None
        wanted = Wanted(
            document=into,
            source=source,
            speaker=said_by,
            addressee=named.name if named is not None else addressee,
            incident=incident,
            as_of=day,
            visibility=visibility,
            dry_run=dry_run,
        )
    refused: list[duties.RefusedPublished] = []
    if report.suffix.lower() in (".csv", ".tsv"):
        rows = _rows(report, addressee, refused)
        if wanted is not None:
            return state_recommendations(shell, report, wanted, rows=rows, refused=refused)
        _list(shell, rows, refused)
        return _told(shell, report, refused)
    read = duties.recommendations_in(_pages(report))
    if not read:
        raise duties.ReportUnreadable(path=str(report), problem=duties.NO_RECOMMENDATION)
    if wanted is not None:
        return state_recommendations(shell, report, wanted, read=read)
    return _compare(shell, report, read, beside, addressee)


def _compare(
    shell: Shell, report: Path, read: tuple[Recommendation, ...], beside: Path | None, addressee: str | None
) -> int:
    """Print what a report recommends, and how a table of others compares with it."""
    from onrecord import duties

    refused: list[duties.RefusedPublished] = []
    match = duties.matched(read, _rows(beside, addressee, refused)) if beside else None
    _emit(shell, read, match, refused)
    shell.table(_COLUMNS, [_row(one, shell.language) for one in read])
    shell.say(_FOUND, count=len(read), numbers=len({one.number for one in read}))
    if match is not None and beside is not None:
        _compared(shell, match, beside)
    status = _told(shell, beside or report, refused)
    return 2 if match is not None and match.missing else status


def _list(shell: Shell, rows: list[PublishedRow], refused: list[Any]) -> None:
    """Print a table of others as it was understood."""
    not_taken = [one.to_row(shell.language) for one in refused]
    shell.emit({"rows": [_published(one) for one in rows], "refused": not_taken})
    cells = [(one.number, _codes(one.states) or one.made_by, one.response, "", _cut(one.text)) for one in rows]
    shell.table(_COLUMNS, cells)


def _emit(shell: Shell, read: tuple[Recommendation, ...], match: Matched | None, refused: list[Any]) -> None:
    document: dict[str, Any] = {"recommendations": [_record(one) for one in read]}
    if match is not None:
        document["beside"] = {
            "rows": len(match.pairs) + len(match.missing),
            "pairs": [{"number": one.number, "part": one.part, "row": row.row} for one, row in match.pairs],
            "missing": [_published(one) for one in match.missing],
            "extra": [{"number": one.number, "part": one.part} for one in match.extra],
        }
        document["refused"] = [one.to_row(shell.language) for one in refused]
    shell.emit(document)


def _compared(shell: Shell, match: Matched, table: Path) -> None:
    for row in match.missing:
        shell.say(_MISSING, table=table, row=row.row, words=_cut(row.text))
    rows = len(match.pairs) + len(match.missing)
    shell.say(
        _BESIDE, rows=rows, table=table, pairs=len(match.pairs), missing=len(match.missing), extra=len(match.extra)
    )


def _told(shell: Shell, table: Path, refused: list[Any]) -> int:
    for one in refused:
        shell.note(f"{table}:{one.row}: {one.problem.code}: {one.problem.message(shell.language)}")
    return 2 if refused else 0


def _rows(table: Path, addressee: str | None, refused: list[Any]) -> list[PublishedRow]:
    """Return the rows of a table, of one State where that is asked for."""
    from onrecord import duties

    wanted = duties.state_called(addressee) if addressee else None
    found: list[PublishedRow] = []
    for one in duties.published_from(_text(table), path=str(table)):
        if isinstance(one, duties.RefusedPublished):
            refused.append(one)
        elif addressee is None or _is_of(one.addressee, addressee, wanted):
            found.append(one)
    return found


def _is_of(cell: str, addressee: str, wanted: object) -> bool:
    from onrecord import duties

    return duties.state_of(cell) == wanted if wanted is not None else cell.casefold() == addressee.casefold()


def _pages(report: Path) -> tuple[str, ...]:
    """Return the text of each page; of a text file, what stands between form feeds."""
    from onrecord import duties, reading

    try:
        content = report.read_bytes()
        if content.startswith(b"%PDF-"):
            return reading.pages_in(content)
        return tuple(reading.decode(content).text.split("\f"))
    except OSError as err:
        raise duties.ReportUnreadable(path=str(report), problem=file_problem(err)) from err
    except ValueError as err:
        raise duties.ReportUnreadable(path=str(report), problem=str(err)) from err


def _text(table: Path) -> str:
    from onrecord import duties

    try:
        return table.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise duties.ReportUnreadable(path=str(table), problem=file_problem(err)) from err


def _record(one: Recommendation) -> dict[str, Any]:
    return {
        "number": one.number,
        "part": one.part,
        "text": one.text,
        "states": [{"code": state.code, "name": state.name} for state in one.states],
        "response": one.response.value,
        "page": one.page,
    }


def _published(one: PublishedRow) -> dict[str, Any]:
    return {
        "row": one.row,
        "number": one.number,
        "text": one.text,
        "states": [{"code": state.code, "name": state.name} for state in one.states],
        "made_by": one.made_by,
        "addressee": one.addressee,
        "response": one.response,
        "document": one.document,
        "body": one.body,
        "session": one.session,
        "themes": list(one.themes),
        "persons": list(one.persons),
        "rest": dict(one.rest),
    }


def _row(one: Recommendation, language: str) -> tuple[object, ...]:
    answer = _ANSWERS[one.response.value].text(language)
    return one.number, _codes(one.states), answer, one.page, _cut(one.text)


def _codes(states: tuple[Any, ...]) -> str:
    return ", ".join(state.code for state in states)


def _cut(words: str) -> str:
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1].rstrip() + "…"


COMMANDS: Final = (recommendations,)
