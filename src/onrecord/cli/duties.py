"""Owns the commands about duties: `clock`, which needs no archive."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import file_problem


@command(
    "clock", example="onrecord clock letters.csv\nonrecord clock letters.csv --as-of 2021-02-08 --picture letters.svg"
)
@click.argument("vectors", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day for rows that name none.")
@picture_option("--picture", "each letter with its last day and replies")
def clock(shell: Shell, vectors: Path, as_of: datetime | None, picture: Path | None) -> int:
    """Tell how each duty to answer a letter stands on a day: due, overdue, answered in time or late."""
    from onrecord import duties

    found = list(duties.vectors_from(_text(vectors), path=str(vectors), as_of=as_of.date() if as_of else None))
    rows = [one for one in found if isinstance(one, duties.Vector)]
    refused = [one for one in found if isinstance(one, duties.RefusedVector)]
    stands = [(one.id, duties.stand(one.clock, one.as_of)) for one in rows]
    if picture:
        bars = [duties.bar_of(one.id, one.clock, one.as_of) for one in rows]
        write_picture(picture, duties.clock_bars(bars, language=shell.language))
    shell.emit(
        {
            "clocks": [
                {
                    "id": name,
                    "state": one.state.value,
                    "days": one.days,
                    "due": one.due.text() if one.due else None,
                    "as_of": one.as_of.isoformat(),
                    "says": one.says().text(shell.language),
                }
                for name, one in stands
            ],
            "refused": [one.to_row(shell.language) for one in refused],
        }
    )
    shell.table(
        ("id", "state", "days", "due", "as_of"),
        [
            (
                name,
                one.state.value,
                "" if one.days is None else one.days,
                one.due.text() if one.due else "",
                one.as_of.isoformat(),
            )
            for name, one in stands
        ],
    )
    for no_clock in refused:
        shell.note(f"{vectors}:{no_clock.row}: {no_clock.problem.code}: {no_clock.problem.message(shell.language)}")
    return 2 if refused else 0


def _text(path: Path) -> str:
    from onrecord import duties

    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as err:
        raise duties.ClocksUnreadable(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise duties.ClocksUnreadable(path=str(path), problem=file_problem(err)) from err


COMMANDS: Final[tuple[click.Command, ...]] = (clock,)
