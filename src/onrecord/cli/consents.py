"""Owns the command `consents`: what persons agreed to, level by level, and what they took back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, Role, SystemClock, Visibility, Vocabulary

if TYPE_CHECKING:
    from onrecord import register

_COLUMNS: Final = (
    Label(en="person", ru="лицо", kk="адам"),
    Label(en="to what", ru="на что", kk="неге"),
    Label(en="answer", ru="ответ", kk="жауабы"),
    Label(en="on", ru="дата", kk="күні"),
    Label(en="form", ru="форма", kk="нысаны"),
    Label(en="conditions", ru="условия", kk="шарттары"),
)
_YES: Final = Label(en="yes", ru="да", kk="иә")
_NO: Final = Label(en="no", ru="нет", kk="жоқ")
_TAKEN_BACK: Final = Label(en="taken back on {on}", ru="отозвано {on}", kk="{on} күні қайтарып алынды")
_CHILD: Final = Label(
    en="{person} was, is or may be under 18; named only by a decision on their best interest that two have signed "
    "({signed}).",
    ru="{person}: было, есть или может быть меньше 18; называют лишь по решению о наилучших интересах с двумя "
    "подписями ({signed}).",
    kk="{person} 18-ге толмаған не толмауы мүмкін; мүддесі туралы екі адам қол қойған шешіммен ғана аталады "
    "({signed}).",
)
_UNSEEN: Final = Label(
    en="Births and ages that only a keeper may see are not among this: who seems grown up may be a child.",
    ru="Даты рождения и возраст, которые видит только хранитель, сюда не вошли: тот, кто кажется взрослым, может быть "
    "ребёнком.",
    kk="Тек сақтаушы көретін туған күн мен жас мұнда жоқ: ересек көрінген адам бала болуы мүмкін.",
)
_DEFAULT: Final = Label(
    en="What is not on record is a no.", ru="Чего нет в записях, на то согласия нет.", kk="Жазбада жоғына келісім жоқ."
)


@command("consents", example="onrecord consents\nonrecord consents person:P-014 --as-of 2021-02-08 --json")
@click.argument("person", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
def consents(shell: Shell, person: str | None, as_of: datetime | None, known_by: str | None) -> None:
    """Tell what persons agreed to: to be recorded, kept, shared, published with or without their name.

    Of PERSON, or of everybody who was asked. A reader learns nothing of it.
    """
    from onrecord import justice, ledger, register

    day = as_of.date() if as_of else SystemClock().now().date()
    with shell.read_desk() as desk:
        desk.require(Role.ANALYST)
        book = ledger.book(desk, known_by=known_by)
        subject = None if person is None else f"person:{person.removeprefix('person:')}"
        ids = None if subject is None else [subject, *justice.ids_of(book, subject)]
        found, words = register.consents(book, day, subjects=ids), book.vocabulary
        sees_all = Visibility.RESTRICTED in desk.sees
    shell.emit({"as_of": day.isoformat(), "ages_unseen": not sees_all, "persons": [one.to_row() for one in found]})
    shell.table(_COLUMNS, [row for one in found for row in _rows(one, shell.language, words)])
    for one in found:
        if one.is_child:
            shell.say(_CHILD, person=one.person, signed=", ".join(one.reviewers) or "—")
    if not sees_all:
        shell.say(_UNSEEN)
    shell.say(_DEFAULT)


def _rows(one: register.Consents, language: str, words: Vocabulary) -> list[tuple[str, ...]]:
    return [
        (
            one.person,
            words.term_called("consent_level", level.value, language),
            _answer(given, language),
            given.on.written(language),
            words.term_called("consent_form", given.form, language),
            given.conditions or "",
        )
        for level, given in one.levels.items()
    ]


def _answer(given: register.Given, language: str) -> str:
    if given.withdrawn_on is not None:
        return _TAKEN_BACK.fill(language, on=given.withdrawn_on)
    return (_YES if given.is_given else _NO).text(language)


COMMANDS: Final[tuple[click.Command, ...]] = (consents,)
