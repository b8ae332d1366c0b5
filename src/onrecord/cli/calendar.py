"""Owns the command `calendar`: what has to be remembered of duties, as a list and as a calendar file."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.addressed import tell_unknown
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Visibility, day_words, file_problem

if TYPE_CHECKING:
    from onrecord import duties
    from onrecord.ledger import Book

_COLUMNS: Final = (
    Label(en="on", ru="день", kk="күні"),
    Label(en="days left", ru="осталось дней", kk="қалған күн"),
    Label(en="what", ru="что", kk="не"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_PAST: Final = Label(
    en="As of {as_of}: {count} to remember, {past} of them past.",
    ru="На {as_of}: напоминаний {count}, из них прошло {past}.",
    kk="{as_of} күні: еске салу {count}, оның {past} өтіп кеткен.",
)
_WRITTEN: Final = Label(
    en="Written: {path}. Take it into a calendar; written again, it moves what moved.",
    ru="Записано: {path}. Добавьте в календарь; при повторной записи сдвинется то, что сдвинулось.",
    kk="Жазылды: {path}. Күнтізбеге қосыңыз; қайта жазылса, жылжығаны жылжиды.",
)
_HIDDEN: Final = Label(
    en="{count} of them rest on what is not public and are marked private: keep the file with your team's papers, "
    "or give --public.",
    ru="Напоминаний, основанных на непубличном: {count}; они помечены как частные. Храните файл вместе с бумагами "
    "команды или задайте --public.",
    kk="Оның {count} жария емес нәрсеге сүйенеді, жеке деп белгіленген. Файлды топ құжаттарымен бірге сақтаңыз не "
    "--public беріңіз.",
)
_EXAMPLE: Final = """\
onrecord calendar
onrecord calendar --state Kazakhstan --ics duties.ics
onrecord calendar --as-of 2021-06-01 --known-by 2021-06-01 --within 90 --json"""


@command("calendar", example=_EXAMPLE)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today where none is given.")
@click.option("--within", type=click.IntRange(1, 3_650), metavar="DAYS", help="Only what comes within so many days.")
@click.option("--state", metavar="STATE", help="Only what this State was asked: its name or its code.")
@click.option("--incident", metavar="ID", help="Only what is told to be about this incident.")
@click.option("--body", metavar="BODY", help="Only what this body asked: its name, or its letters.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@click.option("--public", is_flag=True, help="Only what may be published.")
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a calendar file (iCalendar).",
)
def calendar(
    shell: Shell,
    as_of: datetime | None,
    within: int | None,
    state: str | None,
    incident: str | None,
    body: str | None,
    known_by: str | None,
    ics: Path | None,
    *,
    public: bool,
) -> None:
    """List the days to remember: replies that are due, searches to make, deadlines; or write them as a calendar."""
    from onrecord import duties, ledger

    clock = SystemClock()
    day = as_of.date() if as_of is not None else clock.now().date()
    tell_unknown(shell, state=state, body=body)
    with shell.desk(reading_only=True) as desk:
        to_publish = public or desk.sees == {Visibility.PUBLIC}
        book = ledger.book(desk, known_by=known_by, public_only=to_publish)
        found = duties.agenda(duties.owed(book, day, state=state, incident=incident, body=body))
        reminders = [one for one in found if within is None or one.days_left(day) <= within]
        hidden = _hidden(book, reminders)
        archive, title = desk.info.id, desk.info.title
    shell.emit(
        {
            "as_of": day.isoformat(),
            "reminders": [one.to_row(day, shell.language) for one in reminders],
            "file": str(ics) if ics is not None else None,
        }
    )
    private = sum(1 for one in reminders if not hidden.isdisjoint(one.claims))
    if ics is not None:
        text = duties.calendar_of(
            reminders, archive=archive, title=title, language=shell.language, made_at=clock.now(), hidden=hidden
        )
        _write(shell, ics, text)
    _list(shell, reminders, day)
    if ics is not None and private:
        shell.note(_HIDDEN, count=private)


def _list(shell: Shell, reminders: list[duties.Reminder], day: dt.date) -> None:
    rows = [
        (day_words(one.on, shell.language), one.days_left(day), one.title.text(shell.language), ", ".join(one.claims))
        for one in reminders
    ]
    shell.table(_COLUMNS, rows)
    past = sum(1 for one in reminders if one.days_left(day) < 0)
    shell.say(_PAST, as_of=day, count=len(reminders), past=past)


def _hidden(book: Book, reminders: list[duties.Reminder]) -> frozenset[str]:
    """Return the claims behind reminders that not everybody may see."""
    named = {claim for one in reminders for claim in one.claims}
    found = (book.claim(one) for one in named)
    return frozenset(one.id for one in found if one is not None and one.visibility is not Visibility.PUBLIC)


def _write(shell: Shell, path: Path, text: str) -> None:
    from onrecord import duties

    try:
        path.write_bytes(text.encode())
    except OSError as err:
        raise duties.NotWritten(path=str(path), problem=file_problem(err)) from err
    shell.note(_WRITTEN, path=path)


COMMANDS: Final = (calendar,)
