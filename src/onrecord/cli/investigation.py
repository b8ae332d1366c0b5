"""Owns the command `investigation`: element by element, and what became of allegations of ill-treatment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.incidents import incident_id, tell_untied, untied
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Vocabulary

if TYPE_CHECKING:
    from onrecord import justice, ledger

_HEAD: Final = Label(
    en="Investigation of {subject}, as of {as_of}",
    ru="Расследование: {subject}, на {as_of}",
    kk="Тергеу: {subject}, {as_of} күні",
)
_COLUMNS: Final = (
    Label(en="element", ru="элемент", kk="элемент"),
    Label(en="paragraphs", ru="пункты", kk="тармақтар"),
    Label(en="grade", ru="оценка", kk="баға"),
    Label(en="done/ not done/ not told", ru="сделано/ нет/ не сказано", kk="істелді/ жоқ/ айтылмаған"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_ALLEGED: Final = Label(
    en="{subject} {allegation}: {called}", ru="{subject} {allegation}: {called}", kk="{subject} {allegation}: {called}"
)
_DAYS: Final = Label(
    en="days from the event to “{step}”: {days}",
    ru="дней от события до «{step}»: {days}",
    kk="оқиғадан «{step}» қадамына дейінгі күн: {days}",
)
_WAYS: Final = Label(
    en="Allegations of persons: complained {complained}, registered {registered}, decided {decided}, remedied {remedy}",
    ru="Заявления лиц: жалоба {complained}, регистрация {registered}, решение {decided}, возмещение {remedy}",
    kk="Адамдардың мәлімдемелері: шағым {complained}, тіркелген {registered}, шешілген {decided}, "
    "қалпына келтірілген {remedy}",
)
_TREATED: Final = Label(
    en="Charged for each who was killed, persons on record by group:",
    ru="Обвинённых на одного погибшего, лица в записях по группам:",
    kk="Бір қаза тапқанға шаққандағы айып тағылғандар, жазбадағы адамдар топ бойынша:",
)
_TREATED_COLUMNS: Final = (
    Label(en="group", ru="группа", kk="топ"),
    Label(en="charged", ru="обвинены", kk="айып тағылды"),
    Label(en="killed", ru="погибли", kk="қаза тапты"),
    Label(en="ratio", ru="отношение", kk="қатынас"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_REPORTED: Final = Label(
    en="  reported: {what}: {value}, as of {on} ({source}) [{claim}]",
    ru="  сообщалось: {what}: {value}, на {on} ({source}) [{claim}]",
    kk="  хабарланған: {what}: {value}, {on} күні ({source}) [{claim}]",
)
_NOT_KNOWN: Final = Label(en="not known", ru="неизвестна", kk="белгісіз")
_SECOND: Final = Label(
    en="  second evaluation: {says}", ru="  второе обследование: {says}", kk="  екінші бағалау: {says}"
)
_EXCEPTION: Final = Label(
    en="  invoked: {what} [{claims}]", ru="  ссылались на: {what} [{claims}]", kk="  сілтеген: {what} [{claims}]"
)
_TOLD: Final = Label(
    en="What {subject} has told: topics {n} of {of}",
    ru="Что рассказало лицо {subject}: тем {n} из {of}",
    kk="{subject} не айтты: {of} тақырыптан {n}",
)
_OPEN: Final = Label(en="  open topics: {topics}", ru="  открытые темы: {topics}", kk="  ашық тақырыптар: {topics}")
_NOTHING: Final = Label(
    en="“No information” is what one begins with. It never means “not met”.",
    ru="«Нет сведений» — это начало, а не «не соблюдено».",
    kk="«Мәлімет жоқ» — бастауы ғана, «орындалмаған» деген емес.",
)


@command(
    "investigation",
    example="onrecord investigation\nonrecord investigation person:P-014 --as-of 2021-02-08 --json"
    "\nonrecord investigation --incident valley",
)
@click.argument("subject", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@click.option("--incident", metavar="ID", help="Of one incident, and of what is tied to none.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@click.option("--days-to-open", type=click.IntRange(min=0), help="Flag a case opened after more days (default: 7).")
def investigation(
    shell: Shell,
    subject: str | None,
    as_of: datetime | None,
    incident: str | None,
    known_by: str | None,
    days_to_open: int | None,
) -> None:
    """Tell how far investigations were effective, and what became of allegations of ill-treatment.

    By the Minnesota Protocol and articles 12 to 16 of the Convention against Torture; of SUBJECT (kind:id), or of all.
    """
    from onrecord import justice, ledger

    day = as_of.date() if as_of else SystemClock().now().date()
    limit = justice.DAYS_TO_OPEN if days_to_open is None else days_to_open
    with shell.read_desk() as desk:
        book = ledger.book(desk, known_by=known_by)
        words = book.vocabulary
        incident = incident_id(incident)
        every = justice.investigations(book, day, incident, days_to_open=limit)
        made = [one for one in every if subject in (None, one.subject, *one.ids)]
        alleged = justice.allegations(book, day, incident, subjects=_ids(book, subject))
        asked = justice.interviews(book, day, incident, subjects=_ids(book, subject))
        treated = _treatment(book, day, incident) if subject is None else None
        ties = book.ties(incident) if incident is not None else None
        lost = untied(ties, [*(one.subject for one in made), *(one.subject for one in alleged)])
    came = justice.ways(alleged)
    shell.emit(
        {
            "as_of": day.isoformat(),
            "investigations": [one.to_row(shell.language, words) for one in made],
            "allegations": [one.to_row(shell.language, words) for one in alleged],
            "interviews": [one.to_row(shell.language) for one in asked],
            "ways": [one.to_row() for one in came],
            "treatment": _treatment_row(treated, shell.language),
            "untied": lost,
        }
    )
    tell_untied(shell, lost)
    for one in made:
        _show(shell, one, day, words)
    for found in alleged:
        _show_allegation(shell, found, words)
    for told in asked:
        _show_interview(shell, told, words)
    if any(one.of for one in came):
        shell.say(_WAYS, **{one.step: f"{one.n}/{one.of}" for one in came})
    if isinstance(treated, justice.NotJoined):
        shell.say(f"{treated.code}: {treated.message().text(shell.language)}")
    elif treated is not None and treated.groups:
        _show_treatment(shell, treated, words)
    shell.say(_NOTHING)


def _ids(book: ledger.Book, subject: str | None) -> Iterable[str] | None:
    """Return under which ids a subject is told of: a person under all of theirs; None for all."""
    from onrecord import justice

    if subject is None or not subject.startswith("person:"):
        return None if subject is None else (subject,)
    return justice.ids_of(book, subject)


def _treatment(book: ledger.Book, day: dt.date, incident: str | None) -> justice.Treatment | justice.NotJoined:
    """Return how groups were treated in one incident: the dead of one are not held against the charged of another."""
    from onrecord import justice

    if incident is None and len(several := book.ties().incidents()) > 1:
        return justice.not_joined("justice.several-incidents", {"known": ", ".join(sorted(several))})
    return justice.treatment(book, justice.proceedings(book, incident), day, incident)


def _treatment_row(found: justice.Treatment | justice.NotJoined | None, language: str) -> dict[str, Any] | None:
    from onrecord import justice

    if isinstance(found, justice.NotJoined):
        return {"code": found.code, "problem": found.message().text(language)}
    return None if found is None else {"code": None, "problem": None, **found.to_row(language)}


def _show_treatment(shell: Shell, treated: justice.Treatment, words: Vocabulary) -> None:
    from onrecord import justice

    shell.say("")
    shell.say(_TREATED)
    called = partial(words.term_called, "group")
    shell.table(
        _TREATED_COLUMNS,
        [
            (called(one.group, shell.language) if one is not treated.unknown else _NOT_KNOWN.text(shell.language),
             str(one.charged), str(one.killed), _ratio(one), ", ".join((*one.charged_claims, *one.killed_claims)))
            for one in (*treated.groups, treated.unknown)
        ],
    )  # fmt: skip
    for count in (one for one in treated.reported if "group" in dict(one.about)):
        least = "≥ " if count.is_at_least else "≈ " if count.is_about else ""
        value = f"{least}{count.value}" if count.most in (None, count.value) else f"{count.value}–{count.most}"
        what, on = justice.called(count, shell.language, words), count.as_of
        shell.say(_REPORTED, what=what, value=value, on=on, source=count.source, claim=count.id)
    _say_each(shell, treated.warnings_told(shell.language))


def _ratio(one: justice.Treated) -> str:
    """Return charged for one killed, to a tenth; two numbers where the group of some is not known."""
    if one.low is None or one.high is None:
        return "—"
    low, high = (f"{float(bound):.1f}" for bound in (one.low, one.high))
    return low if low == high else f"{low}–{high}"


def _show(shell: Shell, one: justice.Investigation, day: dt.date, words: Vocabulary) -> None:
    from onrecord import justice

    shell.say("")
    shell.say(_HEAD, subject=one.subject, as_of=day)
    if one.presumption:
        shell.say(justice.INVESTIGATION_FLAGS["presumption"])
    called = partial(words.term_called, "element")
    shell.table(
        _COLUMNS,
        [
            (called(row.name, shell.language), row.paragraphs, justice.GRADES[row.grade].text(shell.language),
             "/".join(map(str, row.told)), ", ".join(row.claims))
            for row in one.elements
        ],
    )  # fmt: skip
    step_called = partial(words.term_called, "step")
    for row in one.elements:
        for step, days in row.days.items():
            told = str(days[0]) if days[0] == days[1] else f"{days[0]}–{days[1]}"
            shell.say(_DAYS, step=step_called(step, shell.language), days=told)
        _say_each(shell, row.flags_told(shell.language, words))


def _show_allegation(shell: Shell, one: justice.Allegation, words: Vocabulary) -> None:
    from onrecord import justice

    shell.say("")
    called = justice.CALLED[one.called].text(shell.language)
    shell.say(_ALLEGED, subject=one.subject, allegation=one.name or "", called=called)
    _say_each(shell, (f"{told.value} [{', '.join(told.claims)}]" for told in one.alleged))
    row = one.examination.to_row(shell.language, words)
    _say_each(shell, (flag["says"] for flag in row["flags"]))
    _say_each(shell, (lost["problem"] for lost in row["not_counted"]))
    if one.examination.evaluations.each or one.examination.evaluations.asked_on:
        shell.say(_SECOND, says=justice.SECOND_SAYS[one.examination.evaluations.second])
    for told in one.articles["2"]["exception_invoked"]:
        shell.say(_EXCEPTION, what=told.value, claims=", ".join(told.claims))
        _say_each(shell, [justice.NO_EXCEPTION.text(shell.language)])


def _show_interview(shell: Shell, one: justice.Interviewed, words: Vocabulary) -> None:
    """Show the topics a person has told of, and what to mind before anybody asks again; not what they told."""
    called = partial(words.term_called, "interview_topic")
    shell.say("")
    shell.say(_TOLD, subject=one.subject, n=len(one.topics) - len(one.open_topics), of=len(one.topics))
    if one.open_topics:
        shell.say(_OPEN, topics=", ".join(called(topic, shell.language) for topic in one.open_topics))
    _say_each(shell, one.warnings_told(shell.language))


def _say_each(shell: Shell, lines: Iterable[str]) -> None:
    for line in lines:
        shell.say(f"  {line}")


COMMANDS: Final[tuple[click.Command, ...]] = (investigation,)
