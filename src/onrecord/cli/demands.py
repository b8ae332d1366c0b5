"""Owns the command `demands`: what was asked of whom, and what is on record since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Vocabulary

if TYPE_CHECKING:
    from onrecord import duties

_COLUMNS: Final = (
    Label(en="demand", ru="требование", kk="талап"),
    Label(en="asked on", ru="когда", kk="қашан"),
    Label(en="by", ru="кто", kk="кім"),
    Label(en="of", ru="к кому", kk="кімге"),
    Label(en="what", ru="что", kk="не"),
    Label(en="how it stands", ru="состояние", kk="жайы"),
)
_ASKED: Final = Label(
    en="{on}: {by} asked {of}: {value} [{claim}, {source}]",
    ru="{on}: требование: {value} (кто: {by}; к кому: {of}) [{claim}, {source}]",
    kk="{on}: талап: {value} (кім: {by}; кімге: {of}) [{claim}, {source}]",
)
_SINCE: Final = Label(
    en="{on}: {property}: {value} (by the account of: {by}) [{claim}, {source}]",
    ru="{on}: {property}: {value} (со слов: {by}) [{claim}, {source}]",
    kk="{on}: {property}: {value} (айтқан: {by}) [{claim}, {source}]",
)
_SEARCH: Final = Label(
    en="{on}: nothing found by {by}, searching {where} for “{words}” [{claim}]",
    ru="{on}: ничего не найдено, искал {by}: {where}, «{words}» [{claim}]",
    kk="{on}: ештеңе табылмады, іздеген {by}: {where}, «{words}» [{claim}]",
)
_UNTRACKED: Final = Label(
    en="Asked without an id of their own, so that nothing can be tied to them: {count} ({claims}).",
    ru="Заявлено без собственного идентификатора, так что ничего с ними не связать: {count} ({claims}).",
    kk="Өз идентификаторынсыз қойылған, сондықтан оларға ештеңе байланбайды: {count} ({claims}).",
)
_NOTHING: Final = Label(
    en="“No information” does not mean that nothing happened.",
    ru="«Нет сведений» не значит, что ничего не произошло.",
    kk="«Мәлімет жоқ» — ештеңе болмады деген сөз емес.",
)
_WIDEST: Final = 60


@command(
    "demands",
    example="onrecord demands --as-of 2022-12-31\nonrecord demands release-files --json\n"
    "onrecord demands --in document:statement-2021 --known-by 2021-03-01",
)
@click.argument("demand", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today where none is given.")
@click.option("--in", "found_in", metavar="WHERE", help="Only those of one letter or document, as letter:ID.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@picture_option("--picture", "by whose account something came of which demand")
def demands_command(
    shell: Shell,
    demand: str | None,
    as_of: datetime | None,
    found_in: str | None,
    known_by: str | None,
    picture: Path | None,
) -> None:
    """Tell what was asked, of whom and when, and what is on record since: met, partly met, refused, answered.

    Where nothing is on record there is no information; that nothing was found takes a search younger than 30 days.
    """
    from onrecord import duties, ledger

    day = as_of.date() if as_of else SystemClock().now().date()
    with shell.desk(reading_only=True) as desk:
        book = ledger.book(desk, known_by=known_by)
        found = duties.demands(book, day, found_in=found_in)
        words = book.vocabulary
    if picture is not None:
        shown = found if demand is None else replace(found, demands=(found.demand(demand),))
        write_picture(picture, duties.demand_matrix(shown, words, language=shell.language))
    if demand is not None:
        one = found.demand(demand)
        shell.emit({"as_of": day.isoformat(), **one.to_row(shell.language)})
        _show(shell, one, words)
        return
    shell.emit(
        {
            "as_of": day.isoformat(),
            "demands": [one.to_row(shell.language) for one in found.demands],
            "untracked": [one.to_row() for one in found.untracked],
        }
    )
    shell.table(_COLUMNS, [_row(one, shell.language, words) for one in found.demands])
    shell.say(_NOTHING)
    if found.untracked:
        claims = ", ".join(one.claim for one in found.untracked)
        shell.say(_UNTRACKED, count=len(found.untracked), claims=claims)


def _row(one: duties.Demand, language: str, words: Vocabulary) -> tuple[str, ...]:
    from onrecord import duties

    told = one.asked[0].value
    return (
        one.id,
        ", ".join(dict.fromkeys(day.written(language) for day in one.asked_on)),
        "; ".join(dict.fromkeys(words.term_called("speaker", asked.by, language) for asked in one.asked)),
        "; ".join(dict.fromkeys(words.term_called("addressee", asked.of, language) for asked in one.asked if asked.of)),
        told if len(told) <= _WIDEST else told[: _WIDEST - 1].rstrip() + "…",
        duties.DEMAND_STATES[one.state].text(language) + (f", {one.told_on.written(language)}" if one.told_on else ""),
    )


def _show(shell: Shell, one: duties.Demand, words: Vocabulary) -> None:
    language = shell.language
    for asked in one.asked:
        shell.say(
            _ASKED,
            on=asked.on or "—",
            by=words.term_called("speaker", asked.by, language),
            of=words.term_called("addressee", asked.of, language) if asked.of else "—",
            value=asked.value,
            claim=asked.claim,
            source=asked.source or "—",
        )
    for since in one.since:
        shell.say(
            _SINCE,
            on=since.on or "—",
            property=words.property_called(since.kind, language),
            value=words.term_called(since.kind, since.value, language),
            by=words.term_called("speaker", since.by, language),
            claim=since.claim,
            source=since.source or "—",
        )
        if since.note:
            shell.say(f"  {since.note}")
    for search in one.searches:
        where, looked_for = search.searched_in or "?", search.search_words or "?"
        by = words.term_called("speaker", search.by, language)
        shell.say(_SEARCH, on=search.on, by=by, where=where, words=looked_for, claim=search.claim)
    shell.say(one.says(language))


COMMANDS: Final[tuple[click.Command, ...]] = (demands_command,)
