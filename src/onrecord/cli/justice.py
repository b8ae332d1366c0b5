"""Owns `funnel`: of an archive's claims, or of a file of proceedings, which needs no archive."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.incidents import incident_id, tell_untied
from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Vocabulary, day_words, file_problem

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
    ru="приговор изменён ({kind}): {n} из {of} осуждённых",
    kk="үкімі өзгертілді ({kind}): {of} сотталған ішінде {n}",
)
_OVERTURNED: Final = Label(
    en="{what}: {n} of {of} convicted, counted above as convicted",
    ru="{what}: {n} из {of} осуждённых; выше посчитаны среди осуждённых",
    kk="{what}: {of} сотталған ішінде {n}; жоғарыда сотталғандардың қатарында",
)
_WAITED: Final = Label(
    en="median wait from “{start}” to “{end}”: {days} days, 95 % between {least} and {most} ({n} arrived, "
    "{waiting} still waiting, {undated} undated)",
    ru="медиана ожидания от «{start}» до «{end}»: {days} дн., 95 % между {least} и {most} (дождались {n}, "
    "ждут {waiting}, без точных дат {undated})",
    kk="«{start}» сатысынан «{end}» сатысына дейінгі күту медианасы: {days} күн, 95 % {least} мен {most} арасында "
    "(жеткені {n}, күтіп жүргені {waiting}, күні белгісізі {undated})",
)
_NO_MEDIAN: Final = Label(
    en="wait from “{start}” to “{end}”: no median ({n} arrived, {waiting} still waiting, {undated} undated)",
    ru="ожидание от «{start}» до «{end}»: медианы нет (дождались {n}, ждут {waiting}, без точных дат {undated})",
    kk="«{start}» сатысынан «{end}» сатысына дейінгі күту: медиана жоқ (жеткені {n}, күтіп жүргені {waiting}, "
    "күні белгісізі {undated})",
)
_REPORTED: Final = (
    Label(en="reported", ru="сообщено", kk="хабарланған"),
    Label(en="of", ru="чего", kk="не"),
    Label(en="as of", ru="на", kk="күні"),
    Label(en="sources", ru="источники", kk="дереккөздер"),
    Label(en="on record", ru="в записях", kk="жазбада"),
    Label(en="gap", ru="разрыв", kk="айырма"),
)
_CASES: Final = Label(en="cases", ru="дел", kk="іс")
_OF_CASES: Final = Label(
    en="Cases on record one by one: {cases}, as of {as_of}",
    ru="Дел в записях по отдельности: {cases}, на {as_of}",
    kk="Жеке жазбадағы істер: {cases}, {as_of} күні",
)
_UNKNOWN: Final = Label(
    en="What is not on record as of {as_of}; not on record is not “did not happen”:",
    ru="Чего нет в записях на {as_of}; «нет в записях» не значит «не было»:",
    kk="{as_of} күніне жазбада жоғы; «жазбада жоқ» — «болмаған» емес:",
)
_COMPARED: Final = Label(
    en="{what}{as_of}: {one} and {other}; Fisher p = {p}, mid-p = {mid}; difference {apart}; "
    "odds ratio {ratio} [{least}; {most}]",
    ru="{what}{as_of}: {one} и {other}; точный критерий Фишера p = {p}, mid-p = {mid}; разность {apart}; "
    "отношение шансов {ratio} [{least}; {most}]",
    kk="{what}{as_of}: {one} және {other}; Фишердің дәл сынағы p = {p}, mid-p = {mid}; айырма {apart}; "
    "мүмкіндіктер қатынасы {ratio} [{least}; {most}]",
)
_UNREAD: Final = Label(
    en="These claims went into no stage; they have no day, or tell a term of no alteration on record: {claims}",
    ru="Эти утверждения не вошли ни в одну стадию: нет даты или нет записи об изменении наказания: {claims}",
    kk="Бұл мәлімдемелер ешбір сатыға кірмеді: күні жоқ не жазаның өзгергені жазылмаған: {claims}",
)
_FLOOR: Final = Label(
    en="A count of records is a floor: the true number may be higher.",
    ru="Число записей — нижняя граница: на деле может быть больше.",
    kk="Жазбалар саны — төменгі шек: шын саны көбірек болуы мүмкін.",
)


@command(
    "funnel",
    example="onrecord funnel --as-of 2021-02-08\n"
    "onrecord funnel proceedings.json --as-of 2021-02-08\n"
    "onrecord funnel proceedings.json --join sentenced charged --json\n"
    "onrecord funnel --picture funnel.svg --waits-picture waits.svg",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), multiple=True, help="As of this day; may be given again.")
@click.option(
    "--join", nargs=2, metavar="PART WHOLE", help="Tell one reported count as a share of another, or why not."
)
@click.option("--compare", nargs=2, metavar="GROUP GROUP", help="Compare two groups: exact tests, effects, warnings.")
@click.option(
    "--compare-counts",
    nargs=4,
    metavar="PART WHOLE PART WHOLE",
    help="Compare two reported shares; where the second holds the first, with all others.",
)
@click.option("--incident", metavar="ID", help="Of one incident of the archive.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@picture_option("--picture", "the stages, and what others report beside them,")
@picture_option("--waits-picture", "how long persons wait for the next stage")
def funnel(
    shell: Shell,
    file: Path | None,
    as_of: tuple[datetime, ...],
    join: tuple[str, str] | None,
    compare: tuple[str, str] | None,
    compare_counts: tuple[str, str, str, str] | None,
    incident: str | None,
    known_by: str | None,
    picture: Path | None,
    waits_picture: Path | None,
) -> int:
    """Tell how many persons and cases reached each stage, of how many, and what is not known.

    Of the claims of the archive; with FILE, of that file of proceedings alone.
    """
    days = tuple(one.date() for one in as_of) or (SystemClock().now().date(),)
    asked = _Asked(days=days, join=join, groups=compare, counts=compare_counts, picture=picture, waits=waits_picture)
    if file is None:
        return _of_archive(shell, asked, incident=incident, known_by=known_by)
    return _of_file(shell, file, asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What one run was asked for."""

    days: tuple[dt.date, ...]
    join: tuple[str, str] | None
    groups: tuple[str, str] | None
    counts: tuple[str, str, str, str] | None
    picture: Path | None
    waits: Path | None

    def draw(
        self,
        made: Sequence[justice.Funnel],
        of_cases: Sequence[justice.CaseFunnel],
        reported: Sequence[justice.Beside],
        language: str,
    ) -> None:
        """Draw what was asked to be drawn; waits of all persons, as of the last day that was asked for."""
        from onrecord import justice

        if self.picture:
            drawn = justice.funnel_picture(made, cases=of_cases, reported=reported, language=language)
            write_picture(self.picture, drawn)
        if self.waits:
            last = max(self.days)
            waits = next((one.waits for one in made if one.group is None and one.as_of == last), ())
            drawn = justice.waits_picture(
                waits, group=_ALL.text(language).lower(), as_of=day_words(last, language), language=language
            )
            write_picture(self.waits, drawn)

    def compared(
        self, persons: Sequence[justice.Person], counts: Sequence[justice.Count]
    ) -> list[tuple[dt.date | None, justice.Comparison | justice.NotJoined]]:
        """Return the comparisons, with the day they speak for; of reported counts that is their own."""
        from onrecord import justice

        known = {one.group for one in persons}
        for group in self.groups or ():
            if group not in known:
                raise justice.NoSuchGroup(group=group, known=", ".join(sorted(one for one in known if one)) or "—")
        found: list[tuple[dt.date | None, justice.Comparison | justice.NotJoined]] = []
        if self.groups:
            found += [(day, one) for day in self.days for one in justice.compare(persons, *self.groups, day)]
        if self.counts:
            four = [_count(counts, name) for name in self.counts]
            found.append((None, justice.compare_counts((four[0], four[1]), (four[2], four[3]))))
        return found


def _of_file(shell: Shell, file: Path, asked: _Asked) -> int:
    from onrecord import justice

    held = justice.case_file_from(_content(file), path=str(file))
    persons = justice.persons_of(held.courses)
    made = [one for day in asked.days for one in justice.funnels(persons, held.groups, day)]
    compared = asked.compared(persons, held.counts)
    reported = [justice.beside(one, justice.funnel(persons, None, one.as_of.latest)) for one in held.counts]
    joined = _joined(held.counts, *asked.join) if asked.join else None
    asked.draw(made, (), reported, shell.language)
    shell.emit(
        {
            "funnels": [_row(one, reported, shell.language) for one in made],
            "counts": [one.to_row(shell.language) for one in reported],
            "join": _join_row(joined, held.counts, asked.join, shell.language),
            "comparisons": [_compared_row(day, one, shell.language) for day, one in compared],
            "refused": [one.to_row(shell.language) for one in held.refused],
        }
    )
    _show(shell, made, reported, joined, is_about=_is_about(held.counts, asked.join))
    _show_compared(shell, compared)
    return _told_refused(shell, str(file), held.refused, joined, *(one for _, one in compared))


def _of_archive(shell: Shell, asked: _Asked, *, incident: str | None, known_by: str | None) -> int:
    from onrecord import justice, ledger

    with shell.read_desk() as desk:
        book = ledger.book(desk, known_by=known_by)
        held, words = justice.proceedings(book, incident_id(incident)), book.vocabulary
    lost_ties = list(held.untied) if incident is not None else []
    days = asked.days
    made = [one for day in days for one in justice.funnels(held.persons, held.groups, day)]
    of_cases = [justice.case_funnel(held.cases, day) for day in days]
    compared = asked.compared(held.persons, held.counts)
    reported = held.reported()
    until = [one for one in reported if any(one.count.as_of.latest <= day for day in days)]
    joined = _joined(held.counts, *asked.join) if asked.join else None
    asked.draw(made, of_cases, until, shell.language)
    lost = [(day, justice.unknowns(held.persons, held.cases, reported, day)) for day in days]
    shell.emit(
        {
            "funnels": [
                *(_row(one, until, shell.language) for one in made),
                *(
                    {**one.to_row(), "alterations": [], "overturned": [], "medians": [], "refusals": []}
                    for one in of_cases
                ),
            ],
            "counts": [one.to_row(shell.language) for one in until],
            "unknown": [
                {"as_of": day.isoformat(), **one.to_row(shell.language, words)} for day, found in lost for one in found
            ],
            "unread": [{"claim": one.id, "property": one.property, "subject": one.subject} for one in held.unread],
            "untied": lost_ties,
            "join": _join_row(joined, held.counts, asked.join, shell.language),
            "comparisons": [_compared_row(day, one, shell.language) for day, one in compared],
            "refused": [one.to_row(shell.language) for one in held.refused],
        }
    )
    tell_untied(shell, lost_ties)
    if held.unread:
        shell.note(_UNREAD, claims=", ".join(one.id for one in held.unread))
    for one in of_cases:
        _show_cases(shell, one)
    _show(shell, made, until, joined, is_about=_is_about(held.counts, asked.join), words=words)
    for day, found in lost:
        shell.say(_UNKNOWN, as_of=day)
        for unknown in found:
            shell.say(f"  {unknown.says(shell.language, words)}")
    _show_compared(shell, compared)
    return _told_refused(shell, "", held.refused, joined, *(one for _, one in compared))


def _told_refused(
    shell: Shell,
    where: str,
    refused: Sequence[justice.RefusedCourse],
    *joined: Fraction | justice.Comparison | justice.NotJoined | None,
) -> int:
    from onrecord import justice

    for one in refused:
        shell.note(f"{where or one.id}: {one.problem.code}: {one.problem.message(shell.language)}")
    return 2 if refused or any(isinstance(one, justice.NotJoined) for one in joined) else 0


def _joined(counts: Sequence[justice.Count], part: str, whole: str) -> Fraction | justice.NotJoined:
    from onrecord import justice

    return justice.share(_count(counts, part), _count(counts, whole))


def _count(counts: Sequence[justice.Count], name: str) -> justice.Count:
    from onrecord import justice

    for one in counts:
        if one.id == name:
            return one
    raise justice.NoSuchCount(count=name, known=", ".join(one.id for one in counts) or "—")


def _compared_row(day: dt.date | None, one: justice.Comparison | justice.NotJoined, language: str) -> dict[str, Any]:
    from onrecord import justice

    if isinstance(one, justice.NotJoined):
        return {"as_of": None, "code": one.code, "problem": one.message().text(language)}
    return {"as_of": day.isoformat() if day else None, **one.to_row(language), "code": None, "problem": None}


def _show_compared(
    shell: Shell, compared: Sequence[tuple[dt.date | None, justice.Comparison | justice.NotJoined]]
) -> None:
    from onrecord import justice

    for day, one in compared:
        if isinstance(one, justice.NotJoined):
            shell.say(f"{one.code}: {one.message().text(shell.language)}")
            continue
        row = one.to_row(shell.language)
        apart, ratio = row["difference"], row["odds_ratio"]
        shell.say(
            _COMPARED,
            what=justice.compared_as(one.what, shell.language),
            as_of=f" ({day.isoformat()})" if day else "",
            one=f"{one.one} {one.table.one}/{one.table.of_one}",
            other=f"{one.other} {one.table.other}/{one.table.of_other}",
            p=f"{row['fisher_p']:.3g}",
            mid=f"{row['mid_p']:.3g}",
            apart=f"{apart['value']:+.2f} [{apart['low']:+.2f}; {apart['high']:+.2f}]",
            ratio="—" if ratio["value"] is None else f"{ratio['value']:.3g}",
            least=f"{ratio['low']:.3g}",
            most="∞" if ratio["high"] is None else f"{ratio['high']:.3g}",
        )
        for warning in one.warnings_told(shell.language):
            shell.say(f"  {warning}")


def _row(one: justice.Funnel, reported: Sequence[justice.Beside], language: str) -> dict[str, Any]:
    refusals = [found.to_row(language)["refusal"] for found in reported if found.refusal and one.group is None]
    return {
        "unit": one.unit,
        "group": one.group,
        "as_of": one.as_of.isoformat(),
        "persons": one.persons,
        "stages": [stage.to_row() for stage in one.shown],
        "alterations": [altered.to_row() for altered in one.alterations],
        "overturned": [ended.to_row() for ended in one.overturned],
        "medians": [wait.to_row() for wait in one.waits],
        "refusals": refusals,
    }


def _join_row(
    joined: Fraction | justice.NotJoined | None,
    counts: Sequence[justice.Count],
    join: tuple[str, str] | None,
    language: str,
) -> dict[str, Any] | None:
    if joined is None:
        return None
    if isinstance(joined, Fraction):
        return {"share": float(joined), "approximate": _is_about(counts, join), "code": None, "problem": None}
    return {"share": None, "approximate": False, "code": joined.code, "problem": joined.message().text(language)}


def _is_about(counts: Sequence[justice.Count], join: tuple[str, str] | None) -> bool:
    """Say whether one of the two counts is a round number: a share of "about 60" is about so much."""
    return any(one.is_about for one in counts if join and one.id in join)


def _show(
    shell: Shell,
    made: list[justice.Funnel],
    reported: Sequence[justice.Beside],
    joined: Fraction | justice.NotJoined | None,
    *,
    is_about: bool = False,
    words: Vocabulary | None = None,
) -> None:
    for one in made:
        _show_funnel(shell, one, words)
    _show_counts(shell, reported, words)
    if isinstance(joined, Fraction):
        shell.say(f"{'≈ ' if is_about else ''}{joined.numerator}/{joined.denominator} = {float(joined):.3f}")
    elif joined is not None:
        shell.say(f"{joined.code}: {joined.message().text(shell.language)}")
    shell.say(_FLOOR)


def _show_funnel(shell: Shell, one: justice.Funnel, words: Vocabulary | None) -> None:
    from onrecord import justice

    def called(stage: StrEnum) -> str:
        return justice.STAGES[justice.Stage(stage)].text(shell.language)

    shell.say("")
    group = _group(one.group, shell.language, words)
    shell.say(_OF, group=group, persons=one.persons, as_of=one.as_of)
    if not one.persons:
        return
    shell.table(
        _COLUMNS,
        [(called(stage.stage), stage.n, stage.of, stage.implied, stage.unknown) for stage in one.shown],
    )
    for altered in one.alterations:
        kind = justice.ALTERATIONS[altered.kind] if altered.kind else justice.NOT_TOLD
        shell.say(_ALTERED, kind=kind.text(shell.language), n=altered.n, of=altered.of)
    for ended in one.overturned:
        shell.say(_OVERTURNED, what=justice.OUTCOMES[ended.outcome].text(shell.language), n=ended.n, of=ended.of)
    for wait in one.waits:
        limits = {"days": wait.days, "least": wait.least, "most": wait.most}
        shell.say(
            _NO_MEDIAN if wait.days is None else _WAITED,
            start=called(wait.start),
            end=" / ".join(called(stage) for stage in wait.end),
            **{name: justice.NOT_REACHED if day is None else day for name, day in limits.items()},
            n=wait.arrived,
            waiting=wait.waiting,
            undated=wait.undated,
        )


def _show_cases(shell: Shell, one: justice.CaseFunnel) -> None:
    from onrecord import justice

    shell.say("")
    shell.say(_OF_CASES, cases=one.cases, as_of=one.as_of)
    columns = (_COLUMNS[0], _CASES, *_COLUMNS[2:])
    stages = justice.CASE_STAGES
    if one.cases:
        shell.table(
            columns,
            [
                (stages[justice.CaseStage(row.stage)].text(shell.language), row.n, row.of, row.implied, row.unknown)
                for row in one.stages
            ],
        )


def _show_counts(shell: Shell, reported: Sequence[justice.Beside], words: Vocabulary | None) -> None:
    """Show each reported count beside the records, the oldest first; what is not held against them, with the reason.

    Sources that say the same number of the same thing stand in one line, under the newest day.
    """
    from onrecord import justice

    alike: dict[tuple[object, ...], list[justice.Beside]] = {}
    for one in sorted(reported, key=lambda one: (one.count.as_of.latest, one.count.id)):
        if one.refusal is not None:
            what = justice.called(one.count, shell.language, words)
            shell.say(f"{what}: {_number(one.count)}. {one.refusal.message().text(shell.language)}")
        else:
            key = (one.count.what, one.count.about, _number(one.count), one.recorded)
            alike.setdefault(key, []).append(one)
    if not alike:
        return
    shell.table(
        _REPORTED,
        [
            (
                _number(same[-1].count),
                justice.called(same[-1].count, shell.language, words),
                same[-1].count.as_of.written(shell.language),
                ", ".join(dict.fromkeys(one.count.source for one in same)),
                same[-1].recorded,
                same[-1].gap,
            )
            for same in alike.values()
        ],
    )


def _number(one: justice.Count) -> str:
    """Return a count as it was reported: a range, "≥" for more than, "≈" for about."""
    if one.most is not None:
        return f"{one.value}–{one.most}"
    return f"{'≥ ' if one.is_at_least else '≈ ' if one.is_about else ''}{one.value}"


def _group(group: str | None, language: str, words: Vocabulary | None) -> str:
    from onrecord import justice

    return _ALL.text(language) if group is None else justice.group_called(group, language, words)


def _content(path: Path) -> bytes:
    from onrecord import justice

    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as err:
        raise justice.CaseFileUnreadable(path=str(path), problem=file_problem(err)) from err


COMMANDS: Final[tuple[click.Command, ...]] = (funnel,)
