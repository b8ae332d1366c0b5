"""Owns the command `read`."""

from __future__ import annotations

from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")


@command("read", example="onrecord read\nonrecord read report.pdf --json")
@click.argument("items", nargs=-1)
@click.option("--again", is_flag=True, help="Also try once more what could not be read or was stopped before.")
def read(shell: Shell, items: tuple[str, ...], *, again: bool) -> None:
    """Make the text layers of items; those already read are not read again.

    Files are parsed in a process without network or files, within limits; what cannot be read is told with its reason.
    """
    from onrecord import reading

    with shell.desk() as desk, shell.progress(_READING) as progress:
        outcomes = reading.read(desk, items or None, again=again, on_progress=progress)
    shell.emit({"items": [one.to_row() for one in outcomes]})
    rows = [(one.name, one.status.value, one.language, one.characters, one.problem) for one in outcomes]
    shell.table(("name", "status", "language", "characters", "problem"), rows)


COMMANDS: Final = (read,)
