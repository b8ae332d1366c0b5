"""Owns the commands `lists` and `people`: lists taken in, kept up to date, read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.link import link_people
from onrecord.cli.misuse import Misused
from onrecord.cli.people_review import review_people
from onrecord.cli.shell import Shell, command
from onrecord.cli.stating import tell_of_sheet
from onrecord.cli.tables import check_list, overlap, people_table
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.register import ListReport

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_DONE: Final = Label(
    en="{list}: {added} rows added, {unchanged} unchanged, {changed} cells replaced, {absent} gone from the file, "
    "{withdrawn} claims withdrawn, {refused} rows refused.",
    ru="{list}: добавлено строк: {added}; без изменений: {unchanged}; заменено ячеек: {changed}; нет больше в файле: "
    "{absent}; отозвано утверждений: {withdrawn}; отклонено строк: {refused}.",
    kk="{list}: қосылған жол: {added}; өзгеріссіз: {unchanged}; ауыстырылған ұяшық: {changed}; файлда енді жоқ: "
    "{absent}; қайтарылған мәлімдеме: {withdrawn}; қабылданбаған жол: {refused}.",
)
_DRY: Final = Label(
    en="Dry run: nothing was recorded.", ru="Пробный прогон: ничего не записано.", kk="Сынақ: ештеңе жазылмады."
)
_KEPT: Final = Label(
    en="The refused rows are in {path}. Correct them there: `onrecord lists add {path} --map {map} --item {item}`.",
    ru="Отклонённые строки — в {path}. Исправьте их там: `onrecord lists add {path} --map {map} --item {item}`.",
    kk="Қабылданбаған жолдар {path} ішінде. Сонда түзетіңіз: `onrecord lists add {path} --map {map} --item {item}`.",
)
_UNMAPPED: Final = Label(
    en="The mapping does not speak of these columns; they stay in the words of each row only: {columns}.",
    ru="Об этих столбцах файл соответствия молчит; они остаются лишь в словах строки: {columns}.",
    kk="Сәйкестік файлы мына бағандар туралы айтпайды; олар жолдың сөздерінде ғана қалады: {columns}.",
)
_SILENT: Final = Label(
    en="These rows say nothing in any mapped column and were left out: {rows}.",
    ru="В этих строках описанные столбцы пусты, строки пропущены: {rows}.",
    kk="Мына жолдардың сипатталған бағандары бос, олар алынбады: {rows}.",
)
_GONE_ROW: Final = Label(
    en="Row {row} ({subject}) is on record and no longer in the file.",
    ru="Строка {row} ({subject}) есть в записях, но её больше нет в файле.",
    kk="{row}-жол ({subject}) жазбада бар, файлда енді жоқ.",
)
_GONE_CELL: Final = Label(
    en="Row {row} ({subject}): “{what}” is on record and empty in the file.",
    ru="Строка {row} ({subject}): «{what}» есть в записях, в файле пусто.",
    kk="{row}-жол ({subject}): «{what}» жазбада бар, файлда бос.",
)
_STAYS: Final = Label(
    en="What is gone stays on record. To take it back, when no row is refused: --withdraw-missing.",
    ru="Исчезнувшее остаётся в записях. Отозвать его, когда отклонённых строк нет: --withdraw-missing.",
    kk="Жоғалғаны жазбада қалады. Қабылданбаған жол болмағанда қайтарып алу: --withdraw-missing.",
)
_NO_LISTS: Final = Label(en="No list is on record.", ru="Списков в записях нет.", kk="Жазбада тізім жоқ.")
_PERSONS: Final = Label(
    en="{people} persons on {rows} rows, as far as you may see.",
    ru="Лиц: {people}; строк: {rows} — насколько вам доступно.",
    kk="Адам: {people}; жол: {rows} — сізге көрінетіні.",
)
_LIST_COLUMNS: Final = (
    Label(en="list", ru="список", kk="тізім"),
    Label(en="of", ru="чего", kk="не тізімі"),
    Label(en="compiler", ru="составитель", kk="құрастырушы"),
    Label(en="compiled", ru="составлен", kk="құрастырылған"),
    Label(en="rows", ru="строк", kk="жол"),
    Label(en="people", ru="лиц", kk="адам"),
    Label(en="copied from", ru="списан с", kk="көшірілген"),
    Label(en="rule", ru="правило", kk="ережесі"),
)
_PERSON_COLUMNS: Final = (
    Label(en="person", ru="лицо", kk="адам"),
    Label(en="names", ru="имена", kk="есімдері"),
    Label(en="born", ru="рождение", kk="туғаны"),
    Label(en="what happened", ru="что случилось", kk="не болды"),
    Label(en="lists", ru="списки", kk="тізімдер"),
)
_SAME: Final = Label(
    en="{one} and {other} are judged to be one person: {claim}",
    ru="{one} и {other} сочтены одним лицом: {claim}",
    kk="{one} мен {other} бір адам деп танылды: {claim}",
)
_ONE_OTHER: Final = Label(
    en="name two persons, or a table with --from; --dry-run is for a table",
    ru="назовите двух лиц или таблицу: --from; --dry-run — только для таблицы",
    kk="екі адамды не --from арқылы кестені атаңыз; --dry-run кестеге ғана",
)
_JOINED: Final = Label(
    en="{joined} rows joined, a finding each; {known} were judged so before; {refused} lines refused.",
    ru="Объединено строк: {joined}, по выводу на каждую; решено раньше: {known}; отклонено строк таблицы: {refused}.",
    kk="Біріктірілген жол: {joined}, әрқайсысына бір тұжырым; бұрын шешілген: {known}; қабылданбаған: {refused}.",
)
_WOULD_JOIN: Final = Label(
    en="Dry run, nothing was recorded: {joined} rows would be joined; {known} were judged so before; {refused} lines "
    "are refused.",
    ru="Пробный прогон, ничего не записано: объединится строк: {joined}; решено раньше: {known}; отклонено: {refused}.",
    kk="Сынақ, ештеңе жазылмады: біріктірілетін жол: {joined}; бұрын шешілген: {known}; қабылданбайды: {refused}.",
)
_APART: Final = Label(
    en="{one} and {other} are judged to be two persons: {claim}",
    ru="{one} и {other} сочтены разными лицами: {claim}",
    kk="{one} мен {other} екі адам деп танылды: {claim}",
)


@command("lists", cls=click.Group, invoke_without_command=True, example="onrecord lists\nonrecord lists --json")
@click.option("--known-by", metavar="DATE", help="As the ledger was on that day.")
def lists(shell: Shell, known_by: str | None) -> None:
    """Show the lists on record: who compiled each, when, by which rule, and how many stand on it."""
    from onrecord import ledger, register
    from onrecord.kernel import Visibility

    with shell.desk(reading_only=True) as desk:
        found = register.on_record(desk, known_by=known_by)
        words = ledger.vocabulary_of(desk.info.folder)
        sees_all = Visibility.RESTRICTED in desk.sees
    rows = []
    for name, card in found.cards.items():
        counted = register.counts_of(found, name, found.of_list(name))
        shown = counted if sees_all or counted[0] else (None, None)  # nobody is told 0 for what they may not see
        rows.append(card.to_row(rows=shown[0], people=shown[1]))
    shell.emit({"lists": rows})
    if not rows:
        shell.say(_NO_LISTS)
        return
    columns = ("list", "of", "compiler", "compiled_on", "rows", "people", "copied_from", "rule")
    for row in rows:
        row["of"] = words.term_called("list_of", row["of"], shell.language) if row["of"] else None
    shell.table(_LIST_COLUMNS, [[_cell(row[column]) for column in columns] for row in rows])


def _options(function: Any) -> Any:
    """Add what `add` and `update` have in common."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be stated and refused; record and write nothing."),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook, where it has several."),
        click.option(
            "--item", metavar="ITEM", help="The sealed item that the rows stand in, where FILE itself is none."
        ),
        click.option(
            "--map", "map_path", type=_FILE, metavar="MAP", required=True, help="What the list and its columns are."
        ),
        click.option("--refused", "refused_path", type=_FILE, help="Keep the refused rows here."),
    ):
        function = option(function)
    return click.argument("file", type=_FILE)(function)


@command(
    "add",
    example="onrecord add hospital.xlsx --visibility restricted && onrecord read hospital.xlsx\n"
    "onrecord lists add hospital.xlsx --map hospital.list.toml --dry-run\n"
    "onrecord lists add hospital.xlsx --map hospital.list.toml",
)
@_options
def add(shell: Shell, file: Path, map_path: Path, **how: Any) -> int:
    """Take a list of people or losses in: each row as it came, every cell a claim that quotes it."""
    return _take(shell, file, map_path, update=False, why="", withdraw_absent=False, **how)


@command(
    "update",
    example="onrecord lists update hospital-2.xlsx --map hospital.list.toml --dry-run --why 'the list of 1 March'\n"
    "onrecord lists update hospital-2.xlsx --map hospital.list.toml --why 'the list of 1 March'",
)
@_options
@click.option("--why", required=True, help="The reason; it stays on record with everything that changed.")
@click.option("--withdraw-missing", "withdraw_absent", is_flag=True, help="Take back what is no longer in the file.")
def update(shell: Shell, file: Path, map_path: Path, why: str, *, withdraw_absent: bool, **how: Any) -> int:
    """Take a newer form of a list in; nothing is written over, and what is gone is told."""
    return _take(shell, file, map_path, update=True, why=why, withdraw_absent=withdraw_absent, **how)


def _take(
    shell: Shell, file: Path, map_path: Path, *, update: bool, why: str, withdraw_absent: bool, item: str | None,
    sheet: str | None, dry_run: bool, refused_path: Path | None,
) -> int:  # fmt: skip
    from onrecord import ledger, register

    mapping = register.list_map_from(map_path)
    with shell.desk() as desk:
        report = register.take_list(
            desk, file, mapping, item=item, sheet=sheet, update=update, why=why, withdraw_absent=withdraw_absent,
            dry_run=dry_run,
        )  # fmt: skip
    kept = None
    if report.refused and not dry_run:
        kept = refused_path or file.with_name(f"{file.stem}.refused{file.suffix}")
        ledger.keep_refused(report.made.prepared, report.refused, kept, language=shell.language)
    shell.emit({**report.to_row(shell.language), "refused_file": str(kept) if kept else None})
    _show(shell, file, report)
    if kept:
        shell.note(_KEPT, path=kept, map=map_path, item=item or file.name)
    return 2 if report.refused else 0


def _show(shell: Shell, file: Path, report: ListReport) -> None:
    prepared = report.made.prepared
    tell_of_sheet(shell, prepared)
    if prepared.unmapped:
        shell.note(_UNMAPPED, columns=", ".join(f"“{one}”" for one in prepared.unmapped))
    if report.made.silent:
        shell.note(_SILENT, rows=", ".join(map(str, report.made.silent)))
    for change in report.changes:
        shell.say(f"{file}:{change.row}: {change.claim} → {change.by}: “{change.before}” → “{change.after}”")
    for one in report.absent:
        shell.say(_GONE_CELL if one.slot else _GONE_ROW, row=one.number, subject=one.subject, what=one.slot)
    if report.absent and not report.withdrawn:
        shell.say(_STAYS)
    for refused in report.refused:
        shell.note(f"{file}:{refused.row}: {refused.code}: {refused.problem.message(shell.language)}")
    shell.say(
        _DONE,
        list=report.list,
        added=len(report.added),
        unchanged=report.unchanged,
        changed=len(report.changes),
        absent=len(report.absent),
        withdrawn=len(report.withdrawn),
        refused=len({one.row for one in report.refused}),
    )
    if report.is_dry_run:
        shell.say(_DRY)


@command("people", cls=click.Group, invoke_without_command=True, example="onrecord people --list hospital-2021 --json")
@click.option("--list", "list_id", metavar="LIST", help="Those on one list.")
@click.option("--known-by", metavar="DATE", help="As the ledger was on that day.")
def people(shell: Shell, list_id: str | None, known_by: str | None) -> None:
    """List the people on record: rows that were judged to be one person together, every spelling kept."""
    from onrecord import ledger, register

    with shell.desk(reading_only=True) as desk:
        found = register.on_record(desk, known_by=known_by)
        words = ledger.vocabulary_of(desk.info.folder)
    check_list(found, list_id)
    groups = [rows for rows in found.persons() if list_id is None or any(one.list == list_id for one in rows)]
    persons = [{**register.person_row(rows), "judgements": found.judgements_of(rows)} for rows in groups]
    shell.emit({"people": persons})
    shell.table(
        _PERSON_COLUMNS,
        [
            (
                one["person"],
                " / ".join(one["names"]),
                ", ".join(one["born"]),
                ", ".join(words.term_called("outcome", outcome, shell.language) for outcome in one["outcomes"]),
                ", ".join(dict.fromkeys(row["list"] for row in one["rows"] if row["list"])),
            )
            for one in persons
        ],
    )
    shell.say(_PERSONS, people=len(persons), rows=sum(len(rows) for rows in groups))


@command(
    "same",
    example='onrecord people same hospital-2021.17 portal.4 --why "one birth date and one father"\n'
    'onrecord people same --from people.csv --why "looked through on paper, A and B" --dry-run',
)
@click.argument("persons", nargs=-1, metavar="[ONE OTHER]")
@click.option("--from", "file", type=_FILE, help="A table of people and their rows, as `people link --out` writes it.")
@click.option("--why", required=True, help="The reason; it stays on record.")
@click.option("--dry-run", is_flag=True, help="With --from: tell what would be joined, and record nothing.")
def same(shell: Shell, persons: tuple[str, ...], file: Path | None, *, why: str, dry_run: bool) -> int:
    """Judge that two rows are one person; both stay as they are. `withdraw` takes the judgement back.

    With --from each row of a table is judged to be the person that it stands for there, a finding each.
    """
    if len(persons) != (0 if file else 2) or (dry_run and file is None):
        raise Misused(_ONE_OTHER)
    if file is None:
        _judge(shell, *persons, is_same=True, why=why)
        return 0
    return _join(shell, file, why=why, dry_run=dry_run)


def _join(shell: Shell, file: Path, *, why: str, dry_run: bool) -> int:
    from onrecord import register

    said = register.people_from(file)
    with shell.desk() as desk:
        done = register.join(desk, said, why=why, dry_run=dry_run)
    shell.emit(done.to_row(shell.language))
    for problem in done.refused:
        shell.note(f"{file}:{problem.row}: {problem.code}: {problem.message(shell.language)}")
    facts = {"joined": len(done.pairs), "known": done.known, "refused": len(done.refused)}
    shell.say(_WOULD_JOIN if dry_run else _JOINED, **facts)
    return 2 if done.refused else 0


@command("apart", example='onrecord people apart hospital-2021.17 portal.9 --why "father and son"')
@click.argument("one", metavar="PERSON")
@click.argument("other", metavar="PERSON")
@click.option("--why", required=True, help="The reason; it stays on record.")
def apart(shell: Shell, one: str, other: str, why: str) -> None:
    """Judge that two rows are two persons, however alike; nothing joins them until that is taken back."""
    _judge(shell, one, other, is_same=False, why=why)


def _judge(shell: Shell, one: str, other: str, *, is_same: bool, why: str) -> None:
    from onrecord import register

    with shell.desk() as desk:
        made = register.judge(desk, one, other, is_same=is_same, why=why)
    shell.emit({"claim": made.id, "one": made.subject, "other": made.value_text(), "same": is_same, "why": why})
    shell.say(_SAME if is_same else _APART, one=made.subject, other=made.value_text(), claim=made.id)


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


for _member in (add, update, overlap):
    lists.add_command(_member)
for _member in (people_table, same, apart, link_people, review_people):
    people.add_command(_member)

COMMANDS: Final = (lists, people)
