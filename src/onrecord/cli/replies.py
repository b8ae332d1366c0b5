"""Owns the command `replies`: who was asked for a reply before publication, until when, and what they said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock

if TYPE_CHECKING:
    from onrecord import speech

_COLUMNS: Final = (
    Label(en="of", ru="о чём", kk="не туралы"),
    Label(en="asked", ru="у кого", kk="кімнен"),
    Label(en="how it stands", ru="состояние", kk="жайы"),
    Label(en="answer", ru="ответ", kk="жауап"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_COUNTED: Final = Label(
    en="As of {as_of}: {kept} of {count} let publication go on.",
    ru="На {as_of}: публикации не мешают {kept} из {count}.",
    kk="{as_of} күні: {count} ішінен {kept} жариялауға кедергі емес.",
)


@command("replies", example="onrecord replies --as-of 2021-02-08\nonrecord replies utterance:u1 --json")
@click.argument("subject", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
def replies(shell: Shell, subject: str | None, as_of: datetime | None, known_by: str | None) -> None:
    """Tell who is accused or criticised and was asked for a reply, until when, and what they answered.

    Of SUBJECT (kind:id), or of all. Without a day of its own an answer is waited for seven days.
    """
    from onrecord import ledger, speech

    day = as_of.date() if as_of else SystemClock().now().date()
    with shell.read_desk() as desk:
        found = speech.requests(ledger.book(desk, known_by=known_by), day, subject=subject)
    shell.emit({"as_of": day.isoformat(), "requests": [one.to_row(shell.language) for one in found]})
    shell.table(_COLUMNS, [_row(one, shell.language) for one in found])
    shell.say(_COUNTED, as_of=day, kept=sum(one.is_kept for one in found), count=len(found))


def _row(one: speech.Request, language: str) -> tuple[str, ...]:
    answers = "; ".join(answer.text for answer in one.answers)
    return (one.subject, one.asked_of or "", one.says().text(language), answers, ", ".join(one.claims))


COMMANDS: Final[tuple[click.Command, ...]] = (replies,)
