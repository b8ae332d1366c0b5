"""Owns the command `draft`: a letter or a submission made from the ledger, as a statement file that holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.addressed import tell_unknown
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Visibility, file_problem

if TYPE_CHECKING:
    from onrecord.dossier import Draft

_WRITTEN: Final = Label(
    en="Draft written: {path}; {figures} figures bound, {warnings} warnings, {left} lines left out.",
    ru="Черновик записан: {path}; привязано цифр: {figures}, предупреждений: {warnings}, пропущено строк: {left}.",
    kk="Жоба жазылды: {path}; байланған сан: {figures}, ескерту: {warnings}, қалып қойған жол: {left}.",
)
_LEFT_OUT: Final = Label(
    en="left out: {words}: {code}: {why}",
    ru="пропущено: {words}: {code}: {why}",
    kk="қалып қойды: {words}: {code}: {why}",
)
_NEXT: Final = Label(
    en="Read it, write what only you can say, then `onrecord check {path}`.",
    ru="Прочтите, допишите то, что можете сказать только вы, затем `onrecord check {path}`.",
    kk="Оқып шығып, тек сіз айта алатынды жазыңыз, сосын `onrecord check {path}`.",
)
_EXAMPLE: Final = """\
onrecord draft letter --state Kazakhstan --to "Ministry of Foreign Affairs" --out letter.md
onrecord draft early-warning --incident korday-2020 --indicator b --indicator f1 --article "icerd:5(b)" --out cerd.md
onrecord --language ru draft follow-up --state KAZ --body cerd --as-of 2023-04-26 --out follow-up.md"""


@command("draft", example=_EXAMPLE)
@click.argument("kind", type=click.Choice(["letter", "early-warning", "follow-up"]))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day it speaks for; today where none is given.")
@click.option("--state", metavar="STATE", help="What this State was asked: its name or its code.")
@click.option("--incident", metavar="ID", help="The incident whose figures it tells.")
@click.option("--body", metavar="BODY", help="What this body asked: its name or its letters.")
@click.option("--duty", "only", multiple=True, metavar="ID", help="About this alone, as `onrecord duties` names it.")
@click.option("--to", metavar="WHOM", help="To whom a letter goes.")
@click.option("--article", "articles", multiple=True, metavar="ARTICLE", help="An article concerned, as icerd:5(b).")
@click.option("--indicator", "indicators", multiple=True, metavar="LETTER", help="One of the guidelines: b, f1.")
@click.option("--in", "language", type=click.Choice(["en", "ru", "kk"]), help="Its language; else that of messages.")
@click.option("--edition", type=click.Choice(["public", "restricted"]), default="public", show_default=True)
@click.option("--authors", metavar="WHO", help="Who signs it.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def draft(
    shell: Shell,
    kind: str,
    out: Path,
    as_of: datetime | None,
    state: str | None,
    incident: str | None,
    body: str | None,
    only: tuple[str, ...],
    to: str | None,
    articles: tuple[str, ...],
    indicators: tuple[str, ...],
    language: str | None,
    edition: str,
    authors: str | None,
    *,
    force: bool,
) -> None:
    """Draft a letter, an early-warning submission or a follow-up report from the ledger.

    Every figure and date in it is bound; what the check would refuse is left out, and told with the reason.
    """
    from onrecord import dossier, duties, ledger

    today = SystemClock().now().date()
    asked = dossier.DraftAsked(
        kind=dossier.DraftKind(kind),
        language=language or shell.language,
        as_of=as_of.date() if as_of is not None else today,
        edition=edition,
        incident=incident.removeprefix("incident:") if incident else None,
        state=state,
        to=to,
        authors=authors,
        only=only,
        articles=articles,
        indicators=indicators,
    )
    if out.exists() and not force:
        raise dossier.AlreadyDrafted(path=str(out))
    tell_unknown(shell, state=state, body=body)
    with shell.desk(reading_only=True) as desk:
        is_public = edition == "public" or desk.sees == {Visibility.PUBLIC}
        book = ledger.book(desk, public_only=is_public)
        owed = duties.owed(book, asked.as_of, state=state, body=body)
        made = dossier.draft(book, owed, asked, today=today)
    try:
        out.write_bytes(made.text.encode())
    except OSError as err:
        raise dossier.DraftNotWritten(path=str(out), problem=file_problem(err)) from err
    _told(shell, out, made)


def _told(shell: Shell, out: Path, made: Draft) -> None:
    from onrecord import dossier

    warnings = sum(1 for one in made.report.diagnostics if one.severity is dossier.Severity.WARNING)
    shell.emit(
        {
            "file": str(out),
            "figures_bound": made.report.figures_bound,
            "diagnostics": [one.to_row(shell.language) for one in made.report.diagnostics],
            "left_out": [one.to_row(shell.language) for one in made.left_out],
        }
    )
    shell.say(_WRITTEN, path=out, figures=made.report.figures_bound, warnings=warnings, left=len(made.left_out))
    for one in made.left_out:
        why = one.diagnostic.message(shell.language)
        shell.note(_LEFT_OUT, words=one.words, code=one.diagnostic.code.name, why=why)
    shell.say(_NEXT, path=out)


COMMANDS: Final = (draft,)
