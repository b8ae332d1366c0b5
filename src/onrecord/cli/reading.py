"""Owns the command `read`."""

from __future__ import annotations

from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")
_PROPOSING: Final = Label(en="Looking for claims", ru="Ищем утверждения", kk="Мәлімдемелер ізделуде")
_WAITING: Final = Label(
    en="{count} new proposals wait for a decision: `onrecord proposals`.",
    ru="Новых предложений, ждущих решения: {count}: `onrecord proposals`.",
    kk="Шешім күтіп тұрған жаңа ұсыныстар: {count}: `onrecord proposals`.",
)
_CUT: Final = Label(
    en="{item}: more figures than are proposed from one text; the first two thousand were taken.",
    ru="{item}: величин больше, чем предлагается из одного текста; взяты первые две тысячи.",
    kk="{item}: бір мәтіннен ұсынылатыннан көп шама бар; алғашқы екі мыңы алынды.",
)


@command("read", example="onrecord read\nonrecord read report.pdf --json")
@click.argument("items", nargs=-1)
@click.option("--again", is_flag=True, help="Also try once more what could not be read or was stopped before.")
def read(shell: Shell, items: tuple[str, ...], *, again: bool) -> None:
    """Make the text layers of items and propose claims from them; what was read before is not read again.

    Files are parsed in a process without network or files, within limits; what cannot be read is told with its reason.
    """
    from onrecord import ledger, reading

    with shell.desk() as desk:
        with shell.progress(_READING) as progress:
            outcomes = reading.read(desk, items or None, again=again, on_progress=progress)
        with shell.progress(_PROPOSING) as progress:
            proposed = ledger.propose(desk, items or None, on_progress=progress)
    counts = {one.item: one.proposals for one in proposed}
    shell.emit({"items": [{**one.to_row(), "proposals": counts.get(one.item, 0)} for one in outcomes]})
    rows = [
        (one.name, one.status.value, one.language, one.characters, counts.get(one.item, 0), one.problem)
        for one in outcomes
    ]
    shell.table(("name", "status", "language", "characters", "proposals", "problem"), rows)
    for one in proposed:
        if one.is_cut and one.is_new:
            shell.note(_CUT, item=one.item)
    fresh = sum(one.proposals for one in proposed if one.is_new)
    if fresh:
        shell.note(_WAITING, count=fresh)


COMMANDS: Final = (read,)
