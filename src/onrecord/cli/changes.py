"""Owns the commands about what changed: `diff` for the ledger and for releases of a statement, and `watch`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.dossier import Rebound, Revision, Watched
    from onrecord.ledger import Changes

_NOTHING: Final = Label(
    en="Nothing changed between {since} and {until}.",
    ru="Между {since} и {until} ничего не изменилось.",
    kk="{since} мен {until} арасында ештеңе өзгерген жоқ.",
)
_FIGURES: Final = Label(en="Figures", ru="Величины", kk="Шамалар")
_CLAIMS: Final = Label(en="Claims", ru="Утверждения", kk="Мәлімдемелер")
_SENTENCES: Final = Label(en="Sentences", ru="Предложения", kk="Сөйлемдер")
_NONE: Final = Label(
    en="No statement has been published that you may see.",
    ru="Нет опубликованных заявлений, которые вам видны.",
    kk="Сізге көрінетін жарияланған мәлімет жоқ.",
)
_STANDINGS: Final = {
    "needs_correction": Label(en="needs a correction", ru="нужно исправление", kk="түзету керек"),
    "needs_update": Label(en="has grown old", ru="устарело", kk="ескірген"),
    "expunged": Label(
        en="what it rested on was expunged", ru="его основание уничтожено", kk="ол сүйенген айғақ жойылған"
    ),
    "holds": Label(en="holds", ru="верно", kk="дұрыс"),
}
_BEGINNING: Final = "0001-01-01T00:00:00Z"
_END: Final = "9999-12-31T23:59:59Z"


@command(
    "diff",
    example="onrecord diff --from 2021-02-08 --to 2021-07-20\nonrecord diff statement.en.md --from 2021-02-08 --json",
)
@click.argument("statement", required=False)
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As it stood at the end of this day (default: before anything).",
)
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="As at the end of this one (default: now).")
@click.option("--edition", type=click.Choice(["public", "restricted"]), default="public", show_default=True)
def diff(
    shell: Shell, statement: str | None, since: dt.datetime | None, until: dt.datetime | None, edition: str
) -> None:
    """Show what changed: in the ledger, or from one release of a statement to another, with the claims behind it."""
    from onrecord import dossier, ledger

    with shell.desk(reading_only=True) as desk:
        first, last = _end(since, _BEGINNING), _end(until, _END)
        if statement is not None:
            start = first if since is not None else None
            found = dossier.revision(desk, statement, edition=edition, since=start, until=last)
            shell.emit(found.to_row())
            _show_revision(shell, found)
            return
        ledger.refuse_reversed(first, last)
        before, after = (ledger.book(desk, known_by=one) for one in (first, last))
        changed = ledger.changes(before, after)
    figures = [one.to_row(shell.language) for one in changed.figures]
    shell.emit({"from": first, "to": last, "figures": figures, "claims": [one.to_row() for one in changed.claims]})
    if changed.claims or changed.figures:
        _show(shell, changed)
    else:
        shell.say(_NOTHING, since=first, until=last)


def _end(day: dt.datetime | None, default: str) -> str:
    return default if day is None else f"{day:%Y-%m-%d}T23:59:59Z"


def _show(shell: Shell, changed: Changes) -> None:
    shell.say(_FIGURES)
    for one in changed.figures:
        about = ", ".join(value for _, value in one.figure.about)
        shell.say(f"  {one.figure.property}{f' ({about})' if about else ''}: {one.reading().text(shell.language)}")
    shell.say(_CLAIMS)
    for change in changed.claims:
        claim = change.claim
        why = f" — {change.why}" if change.why else ""
        shell.say(
            f"  {change.became.value:9} {claim.id}  {claim.property}: {claim.value_text()} ({claim.speaker}){why}"
        )


def _show_revision(shell: Shell, found: Revision) -> None:
    shell.say(f"{found.before.name}: {found.before.published_at} → {found.after.published_at}")
    if found.figures:
        shell.say(_FIGURES)
    for one in found.figures:
        shell.say(f"  {_words(one)}  [{one.target}]")
        for change in one.why:
            why = f" — {change.why}" if change.why else ""
            shell.say(f"      {change.became.value} {change.claim.id}: {change.claim.value_text()}{why}")
    if found.removed or found.added:
        shell.say(_SENTENCES)
    for sign, sentences in (("-", found.removed), ("+", found.added)):
        for sentence in sentences:
            shell.say(f"  {sign} {sentence}")


def _words(one: Rebound) -> str:
    before, after = (f"“{side.text}”" if side else "—" for side in (one.before, one.after))
    return before if before == after else f"{before} → {after}"


@command("watch", example="onrecord watch\nonrecord watch --json")
def watch(shell: Shell) -> int:
    """Tell which published statements need a correction today, and which have grown old; exit status 2 if any does."""
    from onrecord import dossier

    with shell.desk(reading_only=True) as desk:
        found = dossier.watch(desk)
    shell.emit({"statements": [one.to_row(shell.language) for one in found]})
    if not found:
        shell.say(_NONE)
    for one in found:
        _tell(shell, one)
    return 2 if any(one.found or one.standing is dossier.Standing.EXPUNGED for one in found) else 0


def _tell(shell: Shell, one: Watched) -> None:
    release = one.release
    standing = _STANDINGS[one.standing.value].text(shell.language)
    shell.say(f"{release.name} ({release.edition}, {release.published_at[:10]}): {standing}")
    for diagnostic in one.found:
        place = f"{diagnostic.line}:{diagnostic.column}"
        shell.say(f"  {place} {diagnostic.code.name} {diagnostic.message(shell.language)}")


COMMANDS: Final[tuple[click.Command, ...]] = (diff, watch)
