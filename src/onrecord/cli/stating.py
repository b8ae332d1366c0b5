"""Owns the commands that take tables in: `state` for files of any form, `update` for a sheet of corrected claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.ledger import Prepared, StateReport, UpdateReport

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_STATED: Final = Label(
    en="{stated} rows stated, {known} said nothing new, {refused} refused.",
    ru="Внесено строк: {stated}; без нового: {known}; отклонено: {refused}.",
    kk="Енгізілген жол: {stated}; жаңалығы жоқ: {known}; қабылданбаған: {refused}.",
)
_WOULD: Final = Label(
    en="Dry run, nothing was recorded: {stated} rows would be stated, {known} say nothing new, {refused} are refused.",
    ru="Пробный прогон, ничего не записано: будет внесено строк: {stated}; без нового: {known}; отклонено: {refused}.",
    kk="Сынақ, ештеңе жазылмады: енгізілетін жол: {stated}; жаңалығы жоқ: {known}; қабылданбайды: {refused}.",
)
_KEPT: Final = Label(
    en="The refused rows are kept in {path}; correct them there and state that file.",
    ru="Отклонённые строки сохранены в {path}; исправьте их там и внесите этот файл.",
    kk="Қабылданбаған жолдар {path} ішінде сақталды; сонда түзетіп, сол файлды енгізіңіз.",
)
_UNMAPPED: Final = Label(
    en="The mapping does not speak of these columns; they were left out: {columns}.",
    ru="Об этих столбцах файл соответствия молчит; они пропущены: {columns}.",
    kk="Сәйкестік файлы мына бағандар туралы айтпайды; олар алынбады: {columns}.",
)
_SILENT: Final = Label(
    en="These rows have no number in any mapped column and make no claim: {rows}.",
    ru="В этих строках нет чисел ни в одном из описанных столбцов, утверждений они не дают: {rows}.",
    kk="Мына жолдардың сипатталған бағандарында сан жоқ, олардан мәлімдеме шықпайды: {rows}.",
)
_TOLD: Final = Label(
    en="Of the sheet: {formulas} cells stand by the value saved for their formula, {merged} by a merged cell; "
    "hidden and read: {hidden}.",
    ru="О листе: по сохранённому значению формулы взято ячеек: {formulas}, по объединённой: {merged}; "
    "скрыто, но прочитано: {hidden}.",
    kk="Парақ туралы: формуланың сақталған мәнімен алынған ұяшық: {formulas}, біріктірілгеннен: {merged}; "
    "жасырын, бірақ оқылды: {hidden}.",
)
_HIDDEN: Final = {
    "rows": Label(en="rows", ru="строки", kk="жолдар"),
    "columns": Label(en="columns", ru="столбцы", kk="бағандар"),
}
_GUESSED: Final = Label(
    en="A first mapping is in {path}. Correct it, then: `onrecord state {file} --map {path} --dry-run`.",
    ru="Набросок соответствия: {path}. Исправьте, затем: `onrecord state {file} --map {path} --dry-run`.",
    kk="Сәйкестіктің алғашқы нұсқасы: {path}. Түзетіп, содан кейін: `onrecord state {file} --map {path} --dry-run`.",
)
_UPDATED: Final = Label(
    en="{changed} claims superseded, {added} stated, {unchanged} unchanged, {done_before} done before, "
    "{refused} rows refused.",
    ru="Заменено утверждений: {changed}; внесено: {added}; без изменений: {unchanged}; сделано раньше: {done_before}; "
    "отклонено строк: {refused}.",
    kk="Ауыстырылған мәлімдеме: {changed}; енгізілген: {added}; өзгеріссіз: {unchanged}; бұрын "
    "жасалған: {done_before}; қабылданбаған жол: {refused}.",
)
_DRY: Final = Label(
    en="Dry run: nothing was recorded.",
    ru="Пробный прогон: ничего не записано.",
    kk="Сынақ: ештеңе жазылмады.",
)
_MISSING: Final = Label(
    en="In the sheet when it was written, and in none of its rows now: {claims}. Nothing of it is withdrawn unless you "
    "say --withdraw-missing.",
    ru="Было в таблице, теперь нет ни в одной строке: {claims}. Без --withdraw-missing ничего не отзывается.",
    kk="Кесте жазылғанда бар еді, қазір ешбір жолында жоқ: {claims}. --withdraw-missing айтылмаса, ештеңе қайтарып "
    "алынбайды.",
)
_WOULD_GO: Final = Label(
    en="Would be withdrawn: {claims}.", ru="Были бы отозваны: {claims}.", kk="Қайтарып алынар еді: {claims}."
)
_WITHDRAWN: Final = Label(
    en="Withdrawn, since no row has them any more: {claims}.",
    ru="Отозваны, так как их больше нет в таблице: {claims}.",
    kk="Кестеде енді жоқ болғандықтан қайтарып алынды: {claims}.",
)


@command(
    "state",
    example="onrecord state claims.csv --refused to-correct.csv\n"
    "onrecord state losses.xlsx --guess-map\n"
    "onrecord state losses.xlsx --map losses.map.toml --dry-run",
)
@click.argument("file", type=_FILE)
@click.option("--map", "map_path", type=_FILE, metavar="MAP", help="A mapping from its columns.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, where it has several.")
@click.option("--dry-run", is_flag=True, help="Say what would be stated and refused; record and write nothing.")
@click.option("--refused", "refused_path", type=_FILE, help="Keep the refused rows here.")
@click.option("--guess-map", is_flag=True, help="Write a first mapping (to MAP, or beside the file) and state nothing.")
def state(
    shell: Shell,
    file: Path,
    map_path: Path | None,
    sheet: str | None,
    dry_run: bool,
    refused_path: Path | None,
    guess_map: bool,
) -> int:
    """Put claims and sources on record from JSONL, CSV or XLSX; report every row that is refused."""
    from onrecord import ledger

    if guess_map:
        return _guess(shell, file, map_path, sheet)
    mapping = ledger.mapping_from(map_path) if map_path is not None else None
    with shell.desk() as desk:
        prepared, report = ledger.state_file(desk, file, mapping=mapping, sheet=sheet, dry_run=dry_run)
    refused = [one.to_row(shell.language) for one in report.refused]
    kept = None
    if refused and not dry_run:
        kept = refused_path or file.with_name(f"{file.stem}.refused{file.suffix}")
        ledger.keep_refused(prepared, report.refused, kept, language=shell.language)
    shell.emit(_document(prepared, report, refused, kept, dry_run=dry_run))
    _show(shell, prepared, report, refused, dry_run=dry_run)
    if kept:
        shell.note(_KEPT, path=kept)
    return 2 if refused else 0


def _document(
    prepared: Prepared, report: StateReport, refused: list[dict[str, Any]], kept: Path | None, *, dry_run: bool
) -> dict[str, Any]:
    document = {
        "stated": report.stated,
        "known": report.known,
        "claims": list(report.claims),
        "refused": refused,
        "refused_file": str(kept) if kept else None,
        "silent": list(prepared.silent),
        "unmapped": list(prepared.unmapped),
        "told": prepared.told.to_row(),
        "dry_run": dry_run,
    }
    return {**document, "would_state": [claim.to_row() for claim in report.made]} if dry_run else document


def _show(
    shell: Shell, prepared: Prepared, report: StateReport, refused: list[dict[str, Any]], *, dry_run: bool
) -> None:
    tell_of_sheet(shell, prepared)
    if prepared.unmapped:
        shell.note(_UNMAPPED, columns=", ".join(f"“{one}”" for one in prepared.unmapped))
    if prepared.silent:
        shell.note(_SILENT, rows=", ".join(map(str, prepared.silent)))
    if dry_run:
        columns = ("id", "property", "value", "about", "as_of", "speaker", "source")
        shown = [one for one in report.made if one.subject_kind != "source"]
        shell.table(
            columns,
            [
                (
                    one.id,
                    one.property,
                    one.value_text(),
                    " ".join(value for _, value in one.about),
                    one.as_of.text() if one.as_of else "",
                    one.speaker,
                    one.source,
                )
                for one in shown
            ],
        )
    for row in refused:
        shell.note(f"{prepared.path}:{row['row']}: {row['code']}: {row['problem']}")
    rows_refused = len({one.row for one in report.refused})
    shell.say(_WOULD if dry_run else _STATED, stated=report.stated, known=report.known, refused=rows_refused)


def _guess(shell: Shell, file: Path, asked: Path | None, sheet: str | None) -> int:
    """Write a first mapping for a table; an archive, where there is one, lends its own words."""
    from onrecord import ledger
    from onrecord.kernel import NotFound

    try:
        folder = shell.archive_folder()
    except NotFound:
        folder = None
    target = asked or file.with_name(f"{file.stem}.map.toml")
    if target.exists():
        raise ledger.AlreadyThere(path=str(target))
    words = ledger.vocabulary_of(folder)
    text = ledger.guess_mapping(ledger.table_from(file, sheet=sheet), words, name=file.name)
    target.write_text(text, encoding="utf-8")
    shell.emit({"mapping": str(target)})
    shell.say(_GUESSED, path=target, file=file)
    return 0


@command(
    "update",
    example='onrecord update claims.xlsx --dry-run --why "checked against the lists"\n'
    'onrecord update claims.xlsx --why "checked against the lists"',
)
@click.argument("file", type=_FILE)
@click.option("--why", required=True, help="The reason; it stays on record.")
@click.option("--map", "map_path", type=_FILE, metavar="MAP", help="A mapping, where its columns are not ours.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, where it has several.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded; record nothing.")
@click.option("--withdraw-missing", is_flag=True, help="Withdraw the claims that were in the sheet and are no longer.")
def update(
    shell: Shell,
    file: Path,
    why: str,
    map_path: Path | None,
    sheet: str | None,
    dry_run: bool,
    withdraw_missing: bool,
) -> int:
    """Record the corrections that were made in a sheet of claims, or of sources; nothing is written over.

    A row with a source and neither id nor property describes a source, as `export-to csv` and the sheet "sources" of
    `export-to xlsx` have it. An emptied cell takes back what it said, but for the item and the remark.
    """
    from onrecord import ledger

    mapping = ledger.mapping_from(map_path) if map_path is not None else None
    if mapping is None:
        table = ledger.table_from(file, sheet=sheet)
    else:
        table = ledger.table_from(file, sheet=sheet or mapping.sheet, head=mapping.head, encoding=mapping.encoding)
    try:
        listed = ledger.listed_in(file)
    except ledger.NoListOfSheet:
        if withdraw_missing:
            raise
        listed = None
    with shell.desk() as desk:
        if mapping is not None:
            table = ledger.renamed(table, mapping, ledger.vocabulary_of(desk.info.folder))
        report = ledger.update(desk, table, why=why, listed=listed, withdraw_missing=withdraw_missing, dry_run=dry_run)
    shell.emit(report.to_row(shell.language))
    _show_update(shell, file, report)
    return 2 if report.refused else 0


def _show_update(shell: Shell, file: Path, report: UpdateReport) -> None:
    for one in report.changed:
        shell.say(f"{file}:{one.row}: {one.claim} → {one.by}")
        for change in one.changes:
            shell.say(f"    {change.field}: “{change.before}” → “{change.after}”")
    for refused in report.refused:
        shell.note(f"{file}:{refused.row}: {refused.code}: {refused.problem.message(shell.language)}")
    if report.withdrawn:
        shell.say(_WOULD_GO if report.is_dry_run else _WITHDRAWN, claims=", ".join(report.withdrawn))
    elif report.missing:
        shell.say(_MISSING, claims=", ".join(report.missing))
    shell.say(
        _UPDATED,
        changed=len(report.changed),
        added=len(report.added),
        unchanged=report.unchanged,
        done_before=report.done_before,
        refused=len({one.row for one in report.refused}),
    )
    if report.is_dry_run:
        shell.say(_DRY)


def tell_of_sheet(shell: Shell, prepared: Prepared) -> None:
    """Say beside the result how far the cells of a table that was read are what they seem."""
    told = prepared.told
    if told.formulas or told.merged or told.hidden:
        hidden = ", ".join(_HIDDEN[one].text(shell.language) for one in told.hidden)
        shell.note(_TOLD, formulas=told.formulas, merged=told.merged, hidden=hidden or "—")


COMMANDS: Final = (state, update)
