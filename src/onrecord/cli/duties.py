"""Owns the commands about duties: `duties`, what States were asked; `clock`, which needs no archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.addressed import tell_unknown
from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Visibility, Vocabulary, day_words, file_problem

if TYPE_CHECKING:
    from onrecord import duties as room

_LINE: Final = Label(
    en="{duty}: {body}, due {due}: {stands}",
    ru="{duty}: {body}, срок {due}: {stands}",
    kk="{duty}: {body}, мерзімі {due}: {stands}",
)
STANDS: Final = {
    "not_due": Label(en="not due yet", ru="срок не наступил", kk="мерзімі келмеген"),
    "due_soon": Label(en="due soon, days left: {days}", ru="скоро срок, дней: {days}", kk="мерзімі таяу, күн: {days}"),
    "overdue": Label(en="overdue, days: {days}", ru="просрочено, дней: {days}", kk="кешіккен, күн: {days}"),
    "answered_on_time": Label(en="answered in time", ru="отвечено в срок", kk="мерзімінде жауап берген"),
    "answered_late": Label(
        en="answered late, days: {days}",
        ru="отвечено с опозданием, дней: {days}",
        kk="кешігіп жауап берген, күн: {days}",
    ),
    "partly_answered": Label(en="answered in part", ru="отвечено частично", kk="ішінара жауап берген"),
    "superseded": Label(en="replaced by a later letter", ru="заменено новым письмом", kk="кейінгі хатпен ауыстырылған"),
    "unknown": Label(en="not told", ru="не сказано", kk="айтылмайды"),
}
# Why nothing is said of it, where that is known: the next thing to do.
_OPEN: Final = {
    "no_due": Label(en="no last day on record", ru="срок не записан", kk="мерзімі жазылмаған"),
    "never_searched": Label(
        en="no reply known, and nobody has searched",
        ru="ответа не известно, никто не искал",
        kk="жауап белгісіз, ешкім іздемеген",
    ),
    "search_old": Label(
        en="no reply known, search again",
        ru="ответа не известно, нужен новый поиск",
        kk="жауап белгісіз, қайта іздеу керек",
    ),
    "search_untold": Label(
        en="no reply known, no search that can be repeated",
        ru="ответа не известно, нет поиска, который можно повторить",
        kk="жауап белгісіз, қайталауға болатын іздеу жоқ",
    ),
    "reply_day_unsure": Label(
        en="answered, on a day not known exactly",
        ru="отвечено, точный день не известен",
        kk="жауап берген, нақты күні белгісіз",
    ),
}
_COUNTED: Final = Label(
    en="As of {as_of}: {count} asked for; overdue {overdue}; answered late {late}; no more can be said of {unknown}.",
    ru="На {as_of}: просьб и рекомендаций {count}; просрочено {overdue}; отвечено с опозданием {late}; большего "
    "сказать нельзя: {unknown}.",
    kk="{as_of} күні: өтініш пен ұсыным {count}; мерзімі өткен {overdue}; кешігіп жауап берілген {late}; артығын "
    "айтуға болмайды: {unknown}.",
)
_BINDS: Final = Label(
    en="{treaty} binds {state} since {since} [{claims}]",
    ru="{treaty}: {state} связано с {since} [{claims}]",
    kk="{treaty}: {state} байланысты, басталуы: {since} [{claims}]",
)
_NOT_CLAIMED: Final = Label(
    en="that it binds the State is not on record",
    ru="что она обязательна для государства, не записано",
    kk="оның мемлекетті міндеттейтіні жазылмаған",
)
_BODY: Final = Label(en="Body: {body}", ru="Орган: {body}", kk="Орган: {body}")
_STATE: Final = Label(en="State: {state}", ru="Государство: {state}", kk="Мемлекет: {state}")
_PROCEDURE: Final = Label(en="Procedure: {name}", ru="Процедура: {name}", kk="Рәсім: {name}")
_ASKED: Final = Label(en="Asked: {words}", ru="Просьба: {words}", kk="Сұралғаны: {words}")
_CONCERN: Final = Label(en="Concern: {words}", ru="Обеспокоенность: {words}", kk="Алаңдаушылық: {words}")
_MADE_BY: Final = Label(en="Recommended by: {words}", ru="Кем рекомендовано: {words}", kk="Кім ұсынды: {words}")
_RESPONSE: Final = Label(
    en="Answer in the review: {words}", ru="Позиция в обзоре: {words}", kk="Шолудағы жауабы: {words}"
)
_ARTICLE: Final = Label(
    en="Article {article}: {title}; {bound}",
    ru="Статья {article}: {title}; {bound}",
    kk="{article}-бап: {title}; {bound}",
)
_BEGAN: Final = Label(en="Time runs from: {words}", ru="Начало срока: {words}", kk="Мерзім басы: {words}")
_DUE: Final = Label(
    en="Due: {day}, {by} [{claims}]", ru="Срок: {day}, {by} [{claims}]", kk="Мерзімі: {day}, {by} [{claims}]"
)
_DUE_BY: Final = {
    "named": Label(en="as the body wrote", ru="как написал орган", kk="орган жазғандай"),
    "extended": Label(en="extended by the body", ru="продлён органом", kk="орган ұзартқан"),
    "period": Label(en="by {source}", ru="по {source}", kk="{source} бойынша"),
}
_REPLY: Final = Label(
    en="Reply: {on}, {extent} [{claims}]", ru="Ответ: {on}, {extent} [{claims}]", kk="Жауап: {on}, {extent} [{claims}]"
)
_UNTOLD: Final = Label(
    en="how much it answers is not told", ru="насколько полон, не сказано", kk="толықтығы айтылмаған"
)
_SAID: Final = Label(en="It says: {words}", ru="В нём сказано: {words}", kk="Онда айтылған: {words}")
_SEARCH: Final = Label(
    en="Searched {on}: {where} ({by}) [{claim}]",
    ru="Поиск {on}: {where} ({by}) [{claim}]",
    kk="Іздеу {on}: {where} ({by}) [{claim}]",
)
_KNEW_OF_NONE: Final = Label(
    en="{by} knew of no reply on {on} [{claim}]; told of the search: {where}",
    ru="На {on} ответа не было известно ({by}) [{claim}]; о поиске сказано: {where}",
    kk="{on} күні жауап белгісіз болған ({by}) [{claim}]; іздеу туралы айтылғаны: {where}",
)
_REPLACED: Final = Label(en="Replaced by: {words}", ru="Заменено: {words}", kk="Орнына: {words}")
_DONE: Final = Label(en="Done: {words}", ru="Сделано: {words}", kk="Істелген: {words}")
_BODY_GRADE: Final = Label(
    en="The body's grade, its words: “{words}” ({body}, {on}) [{claim}]",
    ru="Оценка органа, его словами: «{words}» ({body}, {on}) [{claim}]",
    kk="Орган бағасы, өз сөзімен: «{words}» ({body}, {on}) [{claim}]",
)
_OWN_GRADE: Final = Label(
    en="Our grade: “{words}” ({by}, {on}; reviewed by {reviewers}): {reason} [{claim}; {basis}]",
    ru="Наша оценка: «{words}» ({by}, {on}; проверил {reviewers}): {reason} [{claim}; {basis}]",
    kk="Біздің баға: «{words}» ({by}, {on}; тексерген {reviewers}): {reason} [{claim}; {basis}]",
)
_BODYS: Final = Label(en="The body's grade: {words}", ru="Оценка органа: {words}", kk="Орган бағасы: {words}")
_OURS: Final = Label(en="Our grade: {words}", ru="Наша оценка: {words}", kk="Біздің баға: {words}")
_TABLE: Final = Label(
    en="Table of {count} rows written: {path}",
    ru="Записана таблица, строк {count}: {path}",
    kk="{count} жолдық кесте жазылды: {path}",
)
_WIDEST: Final = 120
_EXAMPLE: Final = """\
onrecord duties --as-of 2021-02-08
onrecord duties --state Kazakhstan --incident korday-2020 --json
onrecord duties letter:cerd-2021-04"""


@command("duties", example=_EXAMPLE)
@click.argument("duty", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today where none is given.")
@click.option("--state", metavar="STATE", help="Only what this State was asked: its name or its code.")
@click.option("--incident", metavar="ID", help="Only what is told to be about this incident.")
@click.option("--body", metavar="BODY", help="Only what this body asked: its name, or its letters.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@click.option("--public", is_flag=True, help="Only what may be published.")
@click.option(
    "--table",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the table for a shadow report: FILE.md, FILE.csv or FILE.html.",
)
@picture_option("--picture", "each of them with its last day and replies")
def duties(
    shell: Shell,
    duty: str | None,
    as_of: datetime | None,
    state: str | None,
    incident: str | None,
    body: str | None,
    known_by: str | None,
    table: Path | None,
    picture: Path | None,
    *,
    public: bool,
) -> None:
    """List what bodies asked of States, by when, and how it stands on a day; or show one of them whole.

    An answer is called overdue only where somebody searched for it within 30 days, and says where, for which words and
    how: so that another can search again.
    """
    from onrecord import duties as room
    from onrecord import ledger

    day = as_of.date() if as_of is not None else SystemClock().now().date()
    tell_unknown(shell, state=state, body=body)
    with shell.desk(reading_only=True) as desk:
        to_publish = public or desk.sees == {Visibility.PUBLIC}
        book = ledger.book(desk, known_by=known_by, public_only=to_publish)
        found = room.owed(book, day, state=state, incident=incident, body=body)
        vocabulary = book.vocabulary
    if table is not None:
        _write_table(shell, found, table)
    if picture is not None:
        shown = found.duties if duty is None else (found.duty(duty),)
        write_picture(
            picture, room.clock_bars(room.bars_of(shown, vocabulary, shell.language), language=shell.language)
        )
    if duty is not None:
        one = found.duty(duty)
        shell.emit(one.to_row(shell.language))
        _show(shell, found, one, vocabulary)
        return
    shell.emit(
        {
            "as_of": day.isoformat(),
            "duties": [one.to_row(shell.language) for one in found.duties],
            "bound": [one.to_row(shell.language) for one in found.bound],
            "sessions": [one.to_row() for one in found.sessions],
            "counts": {state.value: count for state, count in found.counts().items()},
        }
    )
    _list(shell, found)


def _write_table(shell: Shell, found: room.Owed, path: Path) -> None:
    from onrecord import duties as room

    suffix = path.suffix.removeprefix(".").lower()
    if suffix not in set(room.TableForm):
        raise room.UnknownTableForm(path=str(path), known=", ".join(f".{one.value}" for one in room.TableForm))
    text = room.shadow_table(found, shell.language).written(room.TableForm(suffix))
    try:
        path.write_bytes(text.encode())
    except OSError as err:
        raise room.NotWritten(path=str(path), problem=file_problem(err)) from err
    shell.note(_TABLE, path=path, count=len(found.duties))


def _list(shell: Shell, found: room.Owed) -> None:
    from onrecord import duties as room

    for one in found.duties:
        _list_one(shell, one)
    counts = found.counts()
    shell.say(
        _COUNTED,
        as_of=found.as_of,
        count=len(found.duties),
        overdue=counts[room.State.OVERDUE],
        late=counts[room.State.ANSWERED_LATE],
        unknown=counts[room.State.UNKNOWN],
    )
    for bound in found.bound:
        if bound.is_bound(found.as_of):
            since = " | ".join(one.written(shell.language) for one in bound.since)
            claims = ", ".join(claim for one in bound.since for claim in one.claims)
            shell.say(
                _BINDS, treaty=bound.treaty.label, state=room.state_label(bound.state), since=since, claims=claims
            )


def _list_one(shell: Shell, one: room.Duty) -> None:
    """Say how one stands in a line, and below it what was asked and how both sides grade what came of it."""
    from onrecord import duties as room

    states = room.each_called(one.states).text(shell.language) if one.states else ""
    whom = " → ".join(filter(None, (_body(one), states)))
    open_as = _OPEN.get(one.open.value) if one.open is not None else None
    stands = (open_as or STANDS[one.stand.state.value]).fill(shell.language, days=one.stand.days)
    due = one.stand.due or "—"
    shell.say(_LINE, duty=one.id, body=whom or "—", due=due, stands=stands)
    below = [_ASKED.filled(words=_cut(asked.value)) for asked in one.asked]
    below += [_BODYS.filled(words=grade.words) for grade in one.body_grades]
    below += [_OURS.filled(words=grade.words) for grade in one.own_grades]
    for told in below:
        shell.say(f"  {told.text(shell.language)}")


def _body(one: room.Duty) -> str:
    from onrecord import duties as room

    known = room.bodies().get(one.body or "")
    return known.letters if known is not None else " | ".join(each.value for each in one.bodies)


def _show(shell: Shell, found: room.Owed, one: room.Duty, vocabulary: Vocabulary) -> None:
    from onrecord import duties as room

    language = shell.language
    shell.say("  ".join((one.id, *(symbol.value for symbol in one.symbols))))
    for told in one.bodies:
        known = room.body_of(told.value)
        name = known.label.text(language) if known is not None else told.value
        shell.say(_BODY, body=f"{name} [{', '.join(told.claims)}]")
    for told in one.states:
        shell.say(_STATE, state=f"{room.state_label(told.value).text(language)} [{', '.join(told.claims)}]")
    for told in one.procedures:
        shell.say(_PROCEDURE, name=vocabulary.term_called("procedure", told.value, language))
    for label, values in (
        (_ASKED, one.asked), (_CONCERN, one.concerns), (_MADE_BY, one.made_by), (_BEGAN, one.started),
    ):  # fmt: skip
        _say_each(shell, label, "words", values)
    for told in one.responses:
        words = vocabulary.term_called("upr_response", told.value, language)
        shell.say(_RESPONSE, words=f"{words} [{', '.join(told.claims)}]")
    for relied, bound in found.binding(one):
        _show_article(shell, relied, bound)
    _show_clock(shell, one, vocabulary)
    for grade in one.body_grades:
        on = grade.on or "—"
        shell.say(_BODY_GRADE, words=grade.words, body=grade.body or "—", on=on, claim=grade.claim)
    for own in one.own_grades:
        shell.say(
            _OWN_GRADE,
            words=own.words,
            by=own.by,
            on=own.on or "—",
            reviewers=", ".join(own.reviewers) or "—",
            reason=own.reason,
            claim=own.claim,
            basis=", ".join(own.basis),
        )


def _show_article(shell: Shell, relied: room.Relied, bound: room.Bound | None) -> None:
    from onrecord import duties as room

    title = relied.article.title if relied.article else "—"
    held: object = _NOT_CLAIMED
    if bound is not None:
        since = " | ".join(one.written(shell.language) for one in bound.since)
        claims = ", ".join(claim for one in bound.since for claim in one.claims)
        held = _BINDS.filled(treaty=bound.treaty.id, state=room.state_label(bound.state), since=since, claims=claims)
    shell.say(_ARTICLE, article=f"{relied.value} [{', '.join(relied.claims)}]", title=title, bound=held)


def _show_clock(shell: Shell, one: room.Duty, vocabulary: Vocabulary) -> None:
    language = shell.language
    if one.due is not None:
        by = _DUE_BY[one.due.by.value].filled(source=one.due.source)
        shell.say(_DUE, day=one.due.day, by=by, claims=", ".join(one.due.claims))
    for answer in one.answers:
        extent: object = _UNTOLD
        if answer.extent is not None:
            extent = vocabulary.term_called("reply_extent", answer.extent, language)
        shell.say(_REPLY, on=answer.on, extent=extent, claims=", ".join(answer.claims))
    _say_each(shell, _SAID, "words", one.said)
    for search in one.searches:
        where = "; ".join(filter(None, (search.searched_in, search.search_words, search.log))) or "—"
        label = _SEARCH if search.is_repeatable else _KNEW_OF_NONE
        shell.say(label, on=search.on, where=where, by=search.by, claim=search.claim)
    _say_each(shell, _REPLACED, "words", one.replaced_by)
    _say_each(shell, _DONE, "words", one.done)
    shell.say(one.says(language))


def _say_each(shell: Shell, label: Label, fact: str, values: Iterable[room.Told]) -> None:
    for told in values:
        claims = f" [{', '.join(told.claims)}]" if told.claims else ""
        shell.say(label, **{fact: f"{told.value}{claims}"})


def _cut(words: str) -> str:
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1].rstrip() + "…"


@command(
    "clock", example="onrecord clock letters.csv\nonrecord clock letters.csv --as-of 2021-02-08 --picture letters.svg"
)
@click.argument("vectors", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day for rows that name none.")
@picture_option("--picture", "each letter with its last day and replies")
def clock(shell: Shell, vectors: Path, as_of: datetime | None, picture: Path | None) -> int:
    """Tell how each duty to answer a letter stands on a day: due, overdue, answered in time or late."""
    from onrecord import duties as room

    found = list(room.vectors_from(_text(vectors), path=str(vectors), as_of=as_of.date() if as_of else None))
    rows = [one for one in found if isinstance(one, room.Vector)]
    refused = [one for one in found if isinstance(one, room.RefusedVector)]
    stands = [(one.id, room.stand(one.clock, one.as_of)) for one in rows]
    if picture:
        bars = [room.bar_of(one.id, one.clock, one.as_of) for one in rows]
        write_picture(picture, room.clock_bars(bars, language=shell.language))
    shell.emit(
        {
            "clocks": [
                {
                    "id": name,
                    "state": one.state.value,
                    "days": one.days,
                    "due": one.due.text() if one.due else None,
                    "as_of": one.as_of.isoformat(),
                    "says": one.says().text(shell.language),
                }
                for name, one in stands
            ],
            "refused": [one.to_row(shell.language) for one in refused],
        }
    )
    shell.table(
        ("id", "state", "days", "due", "as_of"),
        [
            (
                name,
                room.CLOCK_STATES[one.state].text(shell.language),
                "" if one.days is None else one.days,
                one.due.written(shell.language) if one.due else "",
                day_words(one.as_of, shell.language),
            )
            for name, one in stands
        ],
    )
    for no_clock in refused:
        shell.note(f"{vectors}:{no_clock.row}: {no_clock.problem.code}: {no_clock.problem.message(shell.language)}")
    return 2 if refused else 0


def _text(path: Path) -> str:
    from onrecord import duties as room

    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as err:
        raise room.ClocksUnreadable(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise room.ClocksUnreadable(path=str(path), problem=file_problem(err)) from err


COMMANDS: Final[tuple[click.Command, ...]] = (duties, clock)
