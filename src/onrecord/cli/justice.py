"""Owns `funnel`: of an archive's claims, or of a file of proceedings, which needs no archive."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.funnel_shown import ALL, show_cases, show_compared, show_funnels
from onrecord.cli.incidents import incident_id, tell_untied
from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Vocabulary, day_words, file_problem

if TYPE_CHECKING:
    from onrecord import justice

_UNKNOWN: Final = Label(
    en="What is not on record as of {as_of}; not on record is not “did not happen”:",
    ru="Чего нет в записях на {as_of}; «нет в записях» не значит «не было»:",
    kk="{as_of} күніне жазбада жоғы; «жазбада жоқ» — «болмаған» емес:",
)
_UNREAD: Final = Label(
    en="These claims went into no stage; they have no day, or tell a term of no alteration on record: {claims}",
    ru="Эти утверждения не вошли ни в одну стадию: нет даты или нет записи об изменении наказания: {claims}",
    kk="Бұл мәлімдемелер ешбір сатыға кірмеді: күні жоқ не жазаның өзгергені жазылмаған: {claims}",
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
        words: Vocabulary | None = None,
    ) -> None:
        """Draw what was asked to be drawn; waits of all persons, as of the last day that was asked for.

        `words` are the archive's own.
        """
        from onrecord import justice

        if self.picture:
            drawn = justice.funnel_picture(made, cases=of_cases, reported=reported, language=language, vocabulary=words)
            write_picture(self.picture, drawn)
        if self.waits:
            last = max(self.days)
            waits = next((one.waits for one in made if one.group is None and one.as_of == last), ())
            drawn = justice.waits_picture(
                waits, group=ALL.text(language).lower(), as_of=day_words(last, language), language=language
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
    show_funnels(shell, made, reported, joined, is_about=_is_about(held.counts, asked.join))
    show_compared(shell, compared)
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
    reported = held.reported(words)
    until = [one for one in reported if any(one.count.as_of.latest <= day for day in days)]
    joined = _joined(held.counts, *asked.join) if asked.join else None
    asked.draw(made, of_cases, until, shell.language, words)
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
        show_cases(shell, one)
    show_funnels(shell, made, until, joined, is_about=_is_about(held.counts, asked.join), words=words)
    for day, found in lost:
        shell.say(_UNKNOWN, as_of=day)
        for unknown in found:
            shell.say(f"  {unknown.says(shell.language, words)}")
    show_compared(shell, compared, words)
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


def _content(path: Path) -> bytes:
    from onrecord import justice

    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as err:
        raise justice.CaseFileUnreadable(path=str(path), problem=file_problem(err)) from err


COMMANDS: Final[tuple[click.Command, ...]] = (funnel,)
