"""Owns the command `person`: what is on record of one person in proceedings, step by step, with the claims."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.incidents import incident_id
from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock

if TYPE_CHECKING:
    from onrecord import justice

_HEAD: Final = Label(
    en="{person}, as of {as_of}: {status}", ru="{person}, на {as_of}: {status}", kk="{person}, {as_of} күні: {status}"
)
_COLUMNS: Final = (
    Label(en="stage", ru="стадия", kk="саты"),
    Label(en="day", ru="день", kk="күні"),
    Label(en="court", ru="суд", kk="сот"),
    Label(en="articles", ru="статьи", kk="баптар"),
    Label(en="sentence", ru="наказание", kk="жаза"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_ALLEGED: Final = Label(
    en="alleged: {what} [{claims}]", ru="заявлено: {what} [{claims}]", kk="айтылған: {what} [{claims}]"
)
_BY: Final = Label(en="by {day}", ru="не позже {day}", kk="{day} күнінен кешікпей")
_MONTHS: Final = Label(en="{kind}, {months} months", ru="{kind}, {months} мес.", kk="{kind}, {months} ай")
_VERSION: Final = Label(
    en="{articles} (as of {day})", ru="{articles} (в редакции на {day})", kk="{articles} ({day} редакциясы)"
)


@command(
    "person",
    example="onrecord person P-014\nonrecord person P-014 --as-of 2021-02-08 --incident valley --json\n"
    "onrecord person P-014 --picture P-014.svg",
)
@click.argument("person")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@click.option("--incident", metavar="ID", help="What concerns one incident, or is tied to none.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@picture_option("--picture", "sentences and what became of them")
def person(
    shell: Shell,
    person: str,
    as_of: datetime | None,
    incident: str | None,
    known_by: str | None,
    picture: Path | None,
) -> int:
    """Tell what is on record of one person in proceedings: charges, verdicts, sentences and what became of them."""
    from onrecord import justice, ledger

    day = as_of.date() if as_of else SystemClock().now().date()
    with shell.read_desk() as desk:
        book = ledger.book(desk, known_by=known_by)
        incident = incident_id(incident)
        read = justice.proceedings_of(book, person, incident)
        found = justice.history(read, person.removeprefix("person:"), day)
        if found is None:
            return _not_told(shell, person, read)
        held = justice.detention(book, found.person.ids, day, incident)
        alleged = justice.allegations(book, day, incident, subjects=justice.ids_of(book, person))
    if picture:
        write_picture(picture, justice.ribbons([found], language=shell.language))
    shell.emit(
        {
            **found.to_row(shell.language),
            "detention": held.to_row(),
            "allegations": [one.to_row(shell.language, book.vocabulary) for one in alleged],
        }
    )
    shell.say(
        _HEAD,
        person=", ".join(found.person.ids),
        as_of=day,
        status=justice.STATUSES[found.status].text(shell.language),
    )
    shell.table(_COLUMNS, [_row(one, shell.language) for one in found.events])
    for step in held.steps:
        what = justice.DETENTION_STEPS[step.what].text(shell.language)
        on = step.said.on.written(shell.language) if step.said.on else step.said.value
        shell.say(f"{on}  {what}  [{', '.join(step.said.claims)}]")
    for one in alleged:  # beside what was decided: METHOD 7.5
        for told in one.alleged:
            shell.say(_ALLEGED, what=told.value, claims=", ".join(told.claims))
    return 0


def _not_told(shell: Shell, person: str, read: justice.Proceedings) -> int:
    """Say why a person whose stages stand in an impossible order is not told.

    Raises:
        NoSuchPerson: there is nobody, or nobody whom the actor may see.
    """
    from onrecord import justice

    for one in read.refused:
        if one.id == person.removeprefix("person:"):
            shell.emit({"person": one.id, "refused": one.to_row(shell.language)})
            shell.note(f"{one.problem.code}: {one.problem.message(shell.language)}")
            return 2
    raise justice.NoSuchPerson(person=person)


def _row(one: justice.Event, language: str) -> tuple[str, ...]:
    from onrecord import justice

    day = _BY.fill(language, day=one.on) if one.is_by else one.on.written(language)
    articles = ", ".join(one.articles)
    if one.law_version_on is not None:
        articles = _VERSION.fill(language, articles=articles, day=one.law_version_on)
    stage = justice.STAGES[one.stage].text(language)
    if one.kind is not None:
        stage = justice.ALTERATIONS[one.kind].text(language)
    sentences = [*one.sentences, *([one.to] if one.to else [])]
    told = "; ".join(_sentence(sentence, language) for sentence in sentences)
    return (stage, day, one.court or "", articles, told, ", ".join(one.claims))


def _sentence(one: justice.Sentence, language: str) -> str:
    from onrecord import justice

    kind = justice.SENTENCES[one.kind].text(language)
    if one.months is None:
        return kind
    months = f"{one.months}–{one.most}" if one.most is not None else f"{one.months}"
    return _MONTHS.fill(language, kind=kind, months=months)


COMMANDS: Final[tuple[click.Command, ...]] = (person,)
