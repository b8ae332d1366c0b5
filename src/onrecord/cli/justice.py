"""Owns the commands about proceedings: `funnel`, which needs no archive."""

from __future__ import annotations

import datetime as dt
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, file_problem

if TYPE_CHECKING:
    from onrecord import justice

_OF: Final = Label(
    en="{group}, {persons} persons on record, as of {as_of}",
    ru="{group}, лиц в записях: {persons}, на {as_of}",
    kk="{group}, жазбадағы адамдар: {persons}, {as_of} күні",
)
_COLUMNS: Final = (
    Label(en="stage", ru="стадия", kk="саты"),
    Label(en="persons", ru="лиц", kk="адам"),
    Label(en="of", ru="из", kk="барлығы"),
    Label(en="implied", ru="подразумеваются", kk="жанама"),
    Label(en="not known", ru="не известно", kk="белгісіз"),
)
_ALL: Final = Label(en="All", ru="Все", kk="Барлығы")
_ALTERED: Final = Label(
    en="sentences altered ({kind}): {n} of {of} convicted",
    ru="приговоры изменены ({kind}): {n} из {of} осуждённых",
    kk="үкімі өзгертілді ({kind}): {of} сотталғанның {n}",
)
_WAITED: Final = Label(
    en="median wait from “{start}” to “{end}”: {days} days ({n} arrived, {waiting} still waiting, {undated} undated)",
    ru="медиана ожидания от «{start}» до «{end}»: {days} дн. (дождались {n}, ждут {waiting}, без точных дат {undated})",
    kk="«{start}» сатысынан «{end}» сатысына дейінгі күту медианасы: {days} күн (жеткені {n}, күтіп жүргені {waiting}, "
    "күні белгісізі {undated})",
)
_BESIDE: Final = Label(
    en="reported: {value} {unit} {what} ({source}, {as_of}); on record: {recorded}, gap {gap}",
    ru="сообщено: {value} {unit} {what} ({source}, {as_of}); в записях: {recorded}, разрыв {gap}",
    kk="хабарланған: {value} {unit} {what} ({source}, {as_of}); жазбада: {recorded}, айырма {gap}",
)
_FLOOR: Final = Label(
    en="A count of records is a floor: the true number may be higher (METHOD FG-05).",
    ru="Число записей — нижняя граница: на деле может быть больше (METHOD FG-05).",
    kk="Жазбалар саны — төменгі шек: шын саны көбірек болуы мүмкін (METHOD FG-05).",
)


@command(
    "funnel",
    example="onrecord funnel proceedings.json --as-of 2021-02-08\n"
    "onrecord funnel proceedings.json --join sentenced charged --json",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), multiple=True, help="As of this day; may be given again.")
@click.option(
    "--join", nargs=2, metavar="PART WHOLE", help="Tell one reported count as a share of another, or why not."
)
def funnel(shell: Shell, file: Path, as_of: tuple[datetime, ...], join: tuple[str, str] | None) -> int:
    """Tell how many persons reached each stage of proceedings, of how many, and what is not known."""
    from onrecord import justice

    held = justice.case_file_from(_content(file), path=str(file))
    persons = justice.persons_of(held.records)
    days = [one.date() for one in as_of] or [SystemClock().now().date()]
    made = [one for day in days for one in justice.funnels(persons, held.groups, day)]
    reported = [justice.beside(one, justice.funnel(persons, None, one.as_of.latest)) for one in held.counts]
    joined = _joined(held.counts, *join) if join else None
    shell.emit(
        {
            "funnels": [_row(one, reported, shell.language) for one in made],
            "counts": [one.to_row(shell.language) for one in reported],
            "join": _join_row(joined, shell.language),
            "refused": [one.to_row(shell.language) for one in held.refused],
        }
    )
    _show(shell, made, reported, joined)
    for one in held.refused:
        shell.note(f"{file}: {one.problem.code}: {one.problem.message(shell.language)}")
    return 2 if held.refused or isinstance(joined, justice.NotJoined) else 0


def _joined(counts: tuple[justice.Count, ...], part: str, whole: str) -> Fraction | justice.NotJoined:
    from onrecord import justice

    by_id = {one.id: one for one in counts}
    for name in (part, whole):
        if name not in by_id:
            raise justice.NoSuchCount(count=name, known=", ".join(by_id) or "—")
    return justice.share(by_id[part], by_id[whole])


def _row(one: justice.Funnel, reported: list[justice.Beside], language: str) -> dict[str, Any]:
    refusals = [found.to_row(language)["refusal"] for found in reported if found.refusal and one.group is None]
    return {
        "unit": one.unit,
        "group": one.group,
        "as_of": one.as_of.isoformat(),
        "persons": one.persons,
        "stages": [stage.to_row() for stage in one.stages],
        "alterations": [altered.to_row() for altered in one.alterations],
        "medians": [wait.to_row() for wait in one.waits],
        "refusals": refusals,
    }


def _join_row(joined: Fraction | justice.NotJoined | None, language: str) -> dict[str, Any] | None:
    if joined is None:
        return None
    if isinstance(joined, Fraction):
        return {"share": float(joined), "code": None, "problem": None}
    return {"share": None, "code": joined.code, "problem": joined.message().text(language)}


def _show(
    shell: Shell,
    made: list[justice.Funnel],
    reported: list[justice.Beside],
    joined: Fraction | justice.NotJoined | None,
) -> None:
    for one in made:
        _show_funnel(shell, one)
    for found in reported:
        _show_count(shell, found)
    if isinstance(joined, Fraction):
        shell.say(f"{joined.numerator}/{joined.denominator} = {float(joined):.3f}")
    elif joined is not None:
        shell.say(f"{joined.code}: {joined.message().text(shell.language)}")
    shell.say(_FLOOR)


def _show_funnel(shell: Shell, one: justice.Funnel) -> None:
    from onrecord import justice

    def called(stage: justice.Stage) -> str:
        return justice.STAGES[stage].text(shell.language)

    shell.say("")
    shell.say(_OF, group=one.group or _ALL.text(shell.language), persons=one.persons, as_of=_day(one.as_of))
    shell.table(
        tuple(one.text(shell.language) for one in _COLUMNS),
        [(called(stage.stage), stage.n, stage.of, stage.implied, stage.unknown) for stage in one.stages],
    )
    for altered in one.alterations:
        kind = justice.ALTERATIONS[altered.kind] if altered.kind else justice.NOT_TOLD
        shell.say(_ALTERED, kind=kind.text(shell.language), n=altered.n, of=altered.of)
    for wait in one.waits:
        shell.say(
            _WAITED,
            start=called(wait.start),
            end=" / ".join(called(stage) for stage in wait.end),
            days="—" if wait.days is None else wait.days,
            n=wait.arrived,
            waiting=wait.waiting,
            undated=wait.undated,
        )


def _show_count(shell: Shell, found: justice.Beside) -> None:
    one = found.count
    if found.refusal is not None:
        shell.say(f"{one.value} {one.unit} {one.what}: {found.refusal.message().text(shell.language)}")
        return
    shell.say(
        _BESIDE,
        value=one.value,
        unit=one.unit,
        what=one.what,
        source=one.source,
        as_of=one.as_of.text(),
        recorded=found.recorded,
        gap=found.gap,
    )


def _day(day: dt.date) -> str:
    return day.isoformat()


def _content(path: Path) -> bytes:
    from onrecord import justice

    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as err:
        raise justice.CaseFileUnreadable(path=str(path), problem=file_problem(err)) from err


COMMANDS: Final[tuple[click.Command, ...]] = (funnel,)
