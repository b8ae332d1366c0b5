"""Owns the command `link`: lists of people to people, and pairs for a person to look at. It needs no archive."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, Problem, file_problem

if TYPE_CHECKING:
    from onrecord.register import JudgedPairs, Linked, LinkMap, LinkRows, Pair, Record

_SUMMARY: Final = Label(
    en="{rows} rows are {people} people by what may be put together; {review} pairs wait for a person.",
    ru="{rows} строк — это {people} человек, если объединить что можно; пар для просмотра: {review}.",
    kk="{rows} жол — біріктіруге болатыны біріктірілсе, {people} адам; қарайтын жұп: {review}.",
)
_LEFT_OUT: Final = Label(
    en="{left_out} pairs share only what very many rows share and were not compared.",
    ru="Пар, у которых общее только то, что есть у очень многих строк, — {left_out}; их не сравнивали.",
    kk="Өте көп жолда барынан басқа ортағы жоқ {left_out} жұп салыстырылған жоқ.",
)
_UNTRUSTED: Final = Label(
    en="“{column}” differs in {share} of the pairs that all else calls one person: it forbids nothing here.",
    ru="«{column}» расходится у {share} пар, которые по всему остальному — один человек; в этих списках это не запрет.",
    kk="«{column}» қалғанының бәрі бір адам дейтін жұптардың {share} бөлігінде бөлек, бұл тізімдерде ол тыйым емес.",
)
_DECIDE: Final = Label(
    en="Nothing was put on record. To decide: `onrecord people review`, `onrecord people same ONE OTHER --why …`, or "
    "`people apart`.",
    ru="Ничего не записано. Решить: `onrecord people review`, `onrecord people same ОДИН ДРУГОЙ --why …` или "
    "`people apart`.",
    kk="Ештеңе жазылмады. Шешу: `onrecord people review`, `onrecord people same БІРІ ЕКІНШІСІ --why …` не "
    "`people apart`.",
)
_PEOPLE: Final = (Label(en="Person", ru="Человек", kk="Адам"), Label(en="Rows", ru="Строки", kk="Жолдары"))
_REVIEW: Final = (
    Label(en="One", ru="Один", kk="Бірі"),
    Label(en="Other", ru="Другой", kk="Екіншісі"),
    Label(en="Probability", ru="Вероятность", kk="Ықтималдық"),
    Label(en="What speaks for and against", ru="Что за и против", kk="Не жақтайды, не қарсы"),
)
_SHOWN: Final = 40  # rows of each table for a person; the rest is in --json and --out
_COLUMNS_NAMED: Final = {
    "sex": Label(en="sex", ru="пол", kk="жынысы"),
    "born": Label(en="birth", ru="рождение", kk="туған күні"),
}
_EXAMPLE: Final = """\
onrecord link hospital.csv activists.csv
onrecord link lists/*.csv --map columns.toml --out people.csv --json
onrecord link lists/*.csv --judgements judged.csv"""


@command("link", example=_EXAMPLE)
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False), help="Which column is what (TOML).")
@click.option("--judgements", type=click.Path(path_type=Path, dir_okay=False), help="What people said of pairs (CSV).")
@click.option("--once", multiple=True, metavar="LIST", help="A list that names nobody twice.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write every row with its person (CSV).")
@click.option("--link-from", type=click.FloatRange(0.5, 1, max_open=True), help="Probability from which rows are one.")
@click.option("--review-from", type=click.FloatRange(0, 0.5, min_open=True), help="From which a pair is shown.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", help="Where it runs; ray is refused.")
def link(shell: Shell, lists: tuple[Path, ...], **options: Any) -> int:
    """Link the people of lists: candidates, evidence learnt without labels, vetoes, and pairs for a person to look at.

    Nothing is merged on record. A name alone links nobody; what forbids two rows to be one person is never outweighed.
    """
    from onrecord import register

    if options["engine"] != "local":
        raise register.EngineMissing(engine=options["engine"])
    chosen = map_from(options["map_file"])
    rows = read(lists, chosen)
    records = [record for one in rows for record in one.records]
    judged = _judged(options["judgements"], {one.key for one in records})
    once = {*options["once"], *(one.list for one in rows if one.map.once)}
    given = {name: options[name] for name in ("link_from", "review_from") if options[name] is not None}
    settings = register.LinkSettings(once=frozenset(once), **given)
    found = register.linked(records, settings=settings, judgements=register.judgements_of(judged.said))
    if options["out"] is not None:
        _write(options["out"], found)
    if shell.as_json:  # of a million rows it is large
        shell.emit(_document(shell, rows, found, judged.unread))
    _show(shell, found, len(records))
    problems = tell_problems(shell, rows, judged.unread, options["judgements"])
    return 2 if problems else 0


@command("link", example="onrecord people link\nonrecord people link --once hospital-2021 --out people.csv --json")
@click.option("--once", multiple=True, metavar="LIST", help="A list that names nobody twice.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write every row with its person (CSV).")
def link_people(shell: Shell, once: tuple[str, ...], out: Path | None) -> int:
    """Propose which rows of the lists on record are one person. Judgements on record are obeyed; nothing is stated.

    A person decides: `people review` asks about the pairs in doubt, `people same` and `people apart` take one pair, and
    `people same --from` the table that --out writes, once somebody has looked through it.
    """
    from onrecord import register

    with shell.desk(reading_only=True) as desk:
        known = register.on_record(desk)
    records = register.records_on_record(known)
    settings = register.LinkSettings(once=frozenset(once))
    found = register.linked(records, settings=settings, judgements=register.judgements_on_record(known))
    if out is not None:
        _write(out, found)
    if shell.as_json:
        shell.emit(_document(shell, (), found, ()))
    _show(shell, found, len(records))
    shell.note(_DECIDE)
    return 0


def map_from(path: Path | None) -> LinkMap | None:
    """Return the saved map of columns; None where none is given."""
    from onrecord import register

    return register.LinkMap.parse(text_of(path), path=str(path)) if path is not None else None


def read(lists: Sequence[Path], chosen: LinkMap | None) -> list[LinkRows]:
    """Return the rows of these files, each list called by its file; by its path where two are called alike."""
    from onrecord import register

    stems = Counter(path.stem for path in lists)
    called = {path: path.stem if stems[path.stem] == 1 else str(path) for path in lists}
    return [register.records_from(text_of(path), name=name, map_of=chosen) for path, name in called.items()]


def text_of(path: Path) -> str:
    """Return the text of a file, in whatever encoding it is.

    Raises:
        TableUnreadable: there is none, or it is no text.
    """
    from onrecord import reading, register

    try:
        return reading.decode(path.read_bytes()).text
    except (OSError, UnicodeDecodeError) as err:
        raise register.TableUnreadable(path=str(path), problem=file_problem(err)) from err
    except ValueError as err:
        raise register.TableUnreadable(path=str(path), problem=str(err)) from err


def _judged(path: Path | None, known: set[tuple[str, str]]) -> JudgedPairs:
    """Return what people said of pairs, and the rows that say nothing."""
    from onrecord import register

    if path is None:
        return register.JudgedPairs()
    return register.judged_from(text_of(path), path=str(path), known=known)


def _person(rows: Sequence[Record]) -> str:
    """Return what a person is called: by the first of the rows, so that a row more does not change it."""
    return called(rows[0].key)


def called(key: tuple[str, str]) -> str:
    """Return what a row is called, by its list and id: on record its id, which names the list; of a file both."""
    return key[1] if key[1].startswith(f"{key[0]}.") else "/".join(key)


def _write(path: Path, found: Linked) -> None:
    from onrecord import register

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # by the mark a spreadsheet knows the letters
            writer = csv.writer(file)
            writer.writerow(("person", "list", "row", "name"))
            for rows in found.people:
                writer.writerows((_person(rows), *one.key, _no_formula(one.name)) for one in rows)
    except OSError as err:
        raise register.FileUnwritable(path=str(path), problem=file_problem(err)) from err


def _no_formula(name: str) -> str:
    """Return a name that no spreadsheet runs: lists come from anybody, and whoever looks through them opens one."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def _document(shell: Shell, rows: Sequence[LinkRows], found: Linked, unread: Sequence[Problem]) -> dict[str, Any]:
    from onrecord import register

    return {
        "people": [{"person": _person(one), "rows": [_key(record) for record in one]} for one in found.people],
        "review": [_pair(one, found, shell.language) for one in found.review],
        "model": {
            "version": register.LINKING_VERSION,
            **found.model.to_record(),
            "compared": found.compared,
            "left_out": found.left_out,
            "vetoes": [{"column": name, "held": held, "differs_in": share} for name, held, share in found.trusted],
        },
        "lists": [
            {
                "list": one.list,
                "records": len(one.records),
                "columns": {"name": list(one.map.name), "facts": list(one.map.facts), "numbers": list(one.map.numbers),
                            "born": one.map.born, "sex": one.map.sex, "father": one.map.father, "row": one.map.row},
                "refused": [problem.to_record(shell.language) for problem in one.refused],
                "unread": [problem.to_record(shell.language) for problem in one.unread],
            }
            for one in rows
        ],
        "judgements_unread": [problem.to_record(shell.language) for problem in unread],
    }  # fmt: skip


def _pair(one: Pair, found: Linked, language: str) -> dict[str, Any]:
    from onrecord import register

    said = register.link_reasons(one, found.model.features)
    return {
        "one": _key(one.one),
        "other": _key(one.other),
        "decision": one.decision.value,
        "probability": one.probability,
        "reasons": [{"says": reason.says.text(language), "bits": reason.bits} for reason in said],
    }


def _key(record: Record) -> dict[str, str]:
    return {"list": record.list, "row": record.row}


def _show(shell: Shell, found: Linked, rows: int) -> None:
    from onrecord import register

    together = [one for one in found.people if len(one) > 1]
    named = [(_person(one), "; ".join(f"{called(row.key)} {row.name}" for row in one)) for one in together[:_SHOWN]]
    shell.table(_PEOPLE, named)
    shell.say("")
    shell.table(
        _REVIEW,
        [
            (
                f"{called(one.one.key)} {one.one.name}",
                f"{called(one.other.key)} {one.other.name}",
                f"{one.probability:.2f}",
                " ".join(said.says.text(shell.language) for said in register.link_reasons(one, found.model.features)),
            )
            for one in found.review[:_SHOWN]
        ],
    )
    shell.say("")
    shell.say(_SUMMARY, rows=rows, people=len(found.people), review=len(found.review))
    if found.left_out:
        shell.note(_LEFT_OUT, left_out=found.left_out)
    for name, held, share in found.trusted:
        if not held:
            shell.note(_UNTRUSTED, column=_COLUMNS_NAMED[name], share=f"{share:.1%}")


def tell_problems(shell: Shell, rows: Sequence[LinkRows], unread: Sequence[Problem], judgements: Path | None) -> bool:
    """Tell every row that was refused or not wholly read; say whether any row was left out."""
    for one in rows:
        for problem in (*one.refused, *one.unread):
            shell.note(f"{one.list}:{problem.row}: {problem.code}: {problem.message(shell.language)}")
    for problem in unread:
        shell.note(f"{judgements}:{problem.row}: {problem.code}: {problem.message(shell.language)}")
    return bool(unread) or any(one.refused for one in rows)


COMMANDS: Final = (link,)
