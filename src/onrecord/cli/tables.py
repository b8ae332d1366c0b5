"""Owns the commands that make tables of the register: who is on which lists, people and losses for publication.

What they print by default obeys METHOD 7.4. Numbers that do not are for whoever may see every row, and say so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import INTERFACE_LANGUAGES, Label, Role, Visibility, Vocabulary, file_problem

if TYPE_CHECKING:
    from onrecord.register import Captures, Register
    from onrecord.store import Desk

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_EXACT_COLUMNS: Final = (
    Label(en="on exactly these lists", ru="ровно в этих списках", kk="дәл осы тізімдерде"),
    Label(en="people", ru="лиц", kk="адам"),
)
_OVERLAP_COLUMNS: Final = (
    Label(
        en="on these lists, whatever else they are on",
        ru="в этих списках, в каких бы ещё ни были",
        kk="осы тізімдерде, тағы қайсысында болса да",
    ),
    Label(en="people", ru="лиц", kk="адам"),
)
_HIDDEN: Final = Label(
    en="Combinations of fewer than {few} people are not shown, nor what would give them away. Whoever may see every "
    "row sees all with --working-papers.",
    ru="Сочетания, где меньше {few} человек, не показаны, как и то, по чему их можно вычислить. Кому доступны все "
    "строки, увидит всё с --working-papers.",
    kk="{few}-ден аз адам бар үйлесімдер де, оларды есептеп шығаруға болатындар да көрсетілмеген. Барлық жолды көре "
    "алатын адам бәрін --working-papers арқылы көреді.",
)
_ESTIMATE: Final = Label(
    en="To see whether it can be estimated how many no list has: `onrecord estimate {table} --meta {meta}`.",
    ru="Можно ли оценить, скольких нет ни в одном списке: `onrecord estimate {table} --meta {meta}`.",
    kk="Ешбір тізімде жоқтарды бағалауға бола ма: `onrecord estimate {table} --meta {meta}`.",
)
_TOTAL: Final = Label(en="all", ru="всего", kk="барлығы")
_PARTED: Final = {
    "group": Label(en="group", ru="группа", kk="топ"),
    "place": Label(en="place", ru="место", kk="жер"),
    "period": Label(en="period", ru="период", kk="кезең"),
    "sex": Label(en="sex", ru="пол", kk="жынысы"),
    "age_group": Label(en="age group", ru="возрастная группа", kk="жас тобы"),
    "outcome": Label(en="what happened", ru="что случилось", kk="не болды"),
    "kind": Label(en="kind", ru="вид", kk="түрі"),
    "state": Label(en="state", ru="что стало", kk="не болды"),
}
_PERSON_COUNT: Final = Label(en="people", ru="лиц", kk="адам")


@command(
    "overlap",
    example="onrecord lists overlap --outcome injured --by place\n"
    "onrecord lists overlap --outcome injured --by place --working-papers --out tables\n"
    "onrecord estimate tables/1.csv --meta tables/1.meta.json",
)
@click.option("--outcome", metavar="OUTCOME", help="Of whom this happened to: killed, injured, detained, ...")
@click.option(
    "--by",
    "by",
    metavar="WHAT,...",
    default="",
    help="A table for each: group, place, period, sex, age_group, outcome.",
)
@click.option("--list", "list_ids", multiple=True, metavar="LIST", help="Only of these lists; repeatable.")
@click.option("--review", "review_path", type=_FILE, help="A CSV of pairs (a, b) that nobody has judged yet.")
@click.option("--working-papers", is_flag=True, help="Every number and who is behind it; not for publication.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write tables for `estimate`, with --working-papers.",
)
def overlap(
    shell: Shell, outcome: str | None, by: str, list_ids: tuple[str, ...], review_path: Path | None, out: Path | None,
    *, working_papers: bool,
) -> None:  # fmt: skip
    """Show who stands on which lists, by stratum; people who were judged to be one, once.

    What is shown may be published: small numbers are hidden, and what would give them away. `estimate` asks for every
    number: these tables are working papers, since a cell of few people names them to whoever knows the village.
    """
    from onrecord import ledger, register

    if out is not None and not working_papers:
        raise register.WorkingPapersUnsaid(folder=str(out))
    asked = register.Asked(outcome=outcome, by=tuple(one for one in by.split(",") if one), lists=list_ids)
    pairs = register.pairs_from(review_path) if review_path is not None else ()
    with shell.desk(reading_only=True) as desk:
        _require_every_row(desk)
        found = register.on_record(desk)
        words = ledger.vocabulary_of(desk.info.folder)
    for name in list_ids:
        check_list(found, name)
    tables = register.captures(found, asked, words, in_review=pairs)
    files = [_written(out, number, one) if out is not None else None for number, one in enumerate(tables, start=1)]
    rows = [one.to_working_row(shell.language) if working_papers else one.to_row(shell.language) for one in tables]
    shell.emit(
        {"tables": [{**row, "file": str(path) if path else None} for row, path in zip(rows, files, strict=True)]}
    )
    for one in tables:
        _show_working_paper(shell, one, words) if working_papers else _show_overlaps(shell, one, words)
    for path in files:
        if path is not None:
            shell.note(_ESTIMATE, table=path, meta=path.with_suffix(".meta.json"))


def _require_every_row(desk: Desk) -> None:
    """Return where the actor may see every row: of others a table would say less than is so."""
    from onrecord import store

    if Visibility.RESTRICTED not in desk.sees:
        raise store.RoleTooNarrow(actor=desk.actor.name, role=desk.actor.role.value, needed=Role.KEEPER.value)


def _title(shell: Shell, one: Captures, words: Vocabulary) -> str:
    parts = [
        f"{_PARTED[name].text(shell.language)}: {_called(shell, words, name, said or '?')}"
        for name, said in one.stratum
    ]
    return ", ".join(parts) or _TOTAL.text(shell.language)


def _show_working_paper(shell: Shell, one: Captures, words: Vocabulary) -> None:
    from onrecord import register

    shell.say(register.NOT_PUBLIC)
    cells = [(" + ".join(cell["lists"]), cell["count"]) for cell in one.to_working_row()["cells"]]
    shell.table(_EXACT_COLUMNS, cells, title=_title(shell, one, words))
    for told in one.told:
        shell.say(told.says, **told.facts)


def _show_overlaps(shell: Shell, one: Captures, words: Vocabulary) -> None:
    row = one.to_row(shell.language)
    cells = [(" + ".join(cell["lists"]), cell["count"]) for cell in row["cells"]]
    if cells:
        shell.table(_EXACT_COLUMNS, cells, title=_title(shell, one, words))
    else:
        sizes = [(size["name"], size["people_shown"]) for size in row["sizes"]]
        both = [(" + ".join(pair["lists"]), pair["shown"]) for pair in row["overlaps"]]
        everybody = (_TOTAL.text(shell.language), row["documented_shown"])
        shell.table(_OVERLAP_COLUMNS, [*sizes, *both, everybody], title=_title(shell, one, words))
        shell.say(_HIDDEN, few=one.fewest)
    for told in one.told_publicly():
        shell.say(told.says, **told.facts)


def _written(folder: Path, number: int, one: Captures) -> Path:
    """Write one table and what is known of its lists; with pairs in review, also the table with all of them joined."""
    try:
        return _write(folder, number, one)
    except OSError as err:
        from onrecord.register import FileUnwritable

        raise FileUnwritable(path=str(folder), problem=file_problem(err)) from err


def _write(folder: Path, number: int, one: Captures) -> Path:
    from onrecord.register import NOT_PUBLIC

    folder.mkdir(parents=True, exist_ok=True)
    says = "".join(f"{NOT_PUBLIC.text(language)}\n" for language in INTERFACE_LANGUAGES)
    (folder / "NOT-FOR-PUBLICATION.txt").write_text(says, encoding="utf-8")
    path = folder / f"{number}.csv"
    path.write_text(one.to_csv(), encoding="utf-8")
    path.with_suffix(".meta.json").write_text(
        json.dumps(dict(one.meta), ensure_ascii=False, indent=2), encoding="utf-8"
    )
    if one.unresolved is not None:
        (folder / f"{number}.joined.csv").write_text(one.to_csv(joined=True), encoding="utf-8")
    return path


@command(
    "table",
    example="onrecord people table --outcome displaced --by place,sex\n"
    "onrecord people table --outcome injured --by place,sex --by place,age_group --json",
)
@click.option("--by", "by", multiple=True, required=True, metavar="WHAT,...", help="A table by these; repeatable.")
@click.option("--outcome", metavar="OUTCOME", help="Of whom this happened to: killed, injured, detained, ...")
@click.option("--by-name", is_flag=True, help="These deaths are public by name: hide nothing. It is looked at.")
def people_table(shell: Shell, by: tuple[str, ...], outcome: str | None, *, by_name: bool) -> None:
    """Make tables of people that may be published: small cells hidden, and what would give them away.

    Ask for all tables of the same people at once: what was published before belongs to the release.
    """
    from onrecord import ledger, register

    wanted = register.Wanted(
        tables=_by(by),
        outcome=outcome,
        by_name=by_name,
    )
    with shell.desk(reading_only=True) as desk:
        _require_every_row(desk)
        words = ledger.vocabulary_of(desk.info.folder)
        made = register.release(register.on_record(desk), wanted, words)
    shell.emit(made.to_row(shell.language))
    for one in made.to_row(shell.language)["tables"]:
        _show_table(shell, one, _PERSON_COUNT, words)
    if legend := made.legend(shell.language):
        shell.say(legend)


@command(
    "table",
    example="onrecord losses table --list losses-office --by place,kind\n"
    "onrecord losses table --list losses-office --by place,group --by kind --json",
)
@click.option("--by", "by", multiple=True, required=True, metavar="WHAT,...", help="place, kind, state, group.")
@click.option("--list", "list_id", metavar="LIST", help="Of this list; needed where there are several.")
@click.option("--sum", "of", type=click.Choice(("value", "count")), default="value", show_default=True, help="Of what.")
@click.option("--rows-are-owners", is_flag=True, help="Where a row names no owner, each is another's.")
def losses_table(shell: Shell, by: tuple[str, ...], list_id: str | None, of: str, *, rows_are_owners: bool) -> None:
    """Make tables of losses that may be published: no sum tells what one owner lost, nor leads to one that would.

    Each currency has tables of its own, and things are added within their kind. Link owners first: who stands on two
    rows under two names counts as two.
    """
    from onrecord import ledger, register

    wanted = register.LossesWanted(tables=_by(by), list=list_id, of=of, rows_are_owners=rows_are_owners)
    with shell.desk(reading_only=True) as desk:
        _require_every_row(desk)
        found = register.on_record(desk)
        words = ledger.vocabulary_of(desk.info.folder)
    check_list(found, list_id)
    made = register.release_losses(found, wanted, words)
    shell.emit(made.to_row(shell.language))
    for part in made.to_row(shell.language)["parts"]:
        named = part.get("currency") or words.term_called("loss_kind", part["kind"], shell.language)
        for one in part["tables"]:
            _show_table(shell, one, Label.alike(named), words)
    shell.say(made.legend(shell.language))


def _show_table(shell: Shell, table: Mapping[str, Any], what: Label, words: Vocabulary) -> None:
    """Print a table for a person: what it is by and what stands in it as the vocabulary calls it."""
    rows = [
        (*(_called(shell, words, name, one) for name, one in cell["of"].items()), cell["shown"])
        for cell in table["cells"]
    ]
    shell.table((*(_PARTED[name] for name in table["by"]), what), rows)


def _called(shell: Shell, words: Vocabulary, name: str, one: str | None) -> str:
    if one is None:
        return _TOTAL.text(shell.language)
    return words.term_called({"kind": "loss_kind", "state": "loss_state"}.get(name, name), one, shell.language)


def _by(tables: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(dict.fromkeys(one.strip() for one in names.split(","))) for names in tables)


def check_list(found: Register, list_id: str | None) -> None:
    """Return where a list is on record, or none was asked for.

    Raises:
        NoSuchList: no list has that id.
    """
    from onrecord import register

    if list_id is not None and list_id not in found.cards:
        raise register.NoSuchList(list=list_id, known=", ".join(found.cards) or "—")
