"""Owns the command `gate`: what has to be answered before a release, by whom it was, and what speaks against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, Visibility, file_problem

if TYPE_CHECKING:
    from onrecord import dossier

_OPEN_STATUS: Final = 2
_COLUMNS: Final = (
    Label(en="item", ru="пункт", kk="тармақ"),
    Label(en="answer", ru="ответ", kk="жауап"),
    Label(en="owner", ru="ответственный", kk="жауапты"),
    Label(en="on", ru="дата", kk="күні"),
    Label(en="why it is open", ru="почему открыто", kk="неге ашық"),
)
_NONE: Final = Label(en="none", ru="нет", kk="жоқ")
_COUNTED: Final = Label(
    en="{open} of {count} items are open.",
    ru="Открыто пунктов: {open} из {count}.",
    kk="{count} тармақтан {open} ашық.",
)


@command("gate", example="onrecord gate statement.en.md\nonrecord gate statement.en.md --release 2021-02 --json")
@click.argument("statement", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--release", metavar="NAME", help="Count answers for this release, and those for any.")
def gate(shell: Shell, statement: Path, release: str | None) -> int:
    """Tell which items of the do-no-harm gate are open for a statement, and leave with status 2 while one is.

    Each item is answered by a finding (`gate_answer`); the check speaks against some of them.
    """
    from onrecord import dossier, ledger

    try:
        content = statement.read_bytes()
    except OSError as err:
        raise dossier.StatementUnreadable(path=str(statement), problem=file_problem(err)) from err
    text = dossier.statement_of(statement.name, content)
    with shell.read_desk() as desk:
        book, today = ledger.book(desk), desk.clock.now().date()
        edition = None if text.fields.get("edition") == "restricted" else "public"
        report = dossier.check(book, text, edition=edition, today=today)
        sees_all = Visibility.RESTRICTED in desk.sees
        found = dossier.gate(book, report, today, release=release, sees_all=sees_all)
    shell.emit(
        {"statement": statement.name, "release": release, "items": [one.to_row(shell.language) for one in found]}
    )
    shell.table(_COLUMNS, [_row(one, shell.language) for one in found])
    left = sum(one.is_open for one in found)
    shell.say(_COUNTED, open=left, count=len(found))
    return _OPEN_STATUS if left else 0


def _row(one: dossier.GateItem, language: str) -> tuple[str, ...]:
    from onrecord import ledger

    words = ledger.shipped_vocabulary()
    answer = words.term_called("gate_answer", one.answer, language) if one.answer else _NONE.text(language)
    return (
        words.term_called("gate_item", one.item, language),
        answer,
        one.owner or "",
        one.on.text() if one.on else "",
        " ".join(one.says(language)),
    )


COMMANDS: Final[tuple[click.Command, ...]] = (gate,)
