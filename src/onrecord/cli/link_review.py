"""Owns the command `link-review`: pairs of rows of files, answered at a terminal, kept in a file of judgements.

It needs no archive; each answer is on the disk before the next pair is shown.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.link import map_from, read, tell_problems
from onrecord.cli.shell import Shell, command
from onrecord.cli.sitting import Sitting, keys_of
from onrecord.kernel import Label, file_problem

if TYPE_CHECKING:
    from onrecord.register import JudgedPairs, Judging, LinkRows, Review

_NOT_UTF8: Final = Label(
    en="it is not in UTF-8; save it as CSV in UTF-8, or name a new file",
    ru="он не в UTF-8; сохраните его как CSV в UTF-8 или назовите новый файл",
    kk="ол UTF-8 кодтауында емес; UTF-8 CSV түрінде сақтаңыз немесе жаңа файл атаңыз",
)
_KEPT: Final = Label(
    en="{given} answers were kept in {path}; {left} pairs are left.",
    ru="Ответов сохранено в {path}: {given}; осталось пар: {left}.",
    kk="{path} файлына сақталған жауап: {given}; қалған жұп: {left}.",
)
_EXAMPLE: Final = """\
onrecord link-review hospital.csv activists.csv --judgements judged.csv
onrecord link-review lists/*.csv --judgements judged.csv --map columns.toml --by "Reviewer A"
onrecord link-review lists/*.csv --judgements judged.csv --answers answers.txt --json"""


@command("link-review", example=_EXAMPLE)
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--judgements",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where answers are added, one line each (CSV).",
)
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False), help="Which column is what (TOML).")
@click.option("--once", multiple=True, metavar="LIST", help="A list that names nobody twice.")
@click.option("--by", metavar="NAME", help="Who answers; without it, the name that the settings give.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Take answers from a file, one letter a line, and what follows it as the reason.",
)
def link_review(shell: Shell, lists: tuple[Path, ...], judgements: Path, **options: Any) -> int:
    """Show pairs that may be one person, two records side by side, and keep each answer at once.

    The pair whose answer tells most comes first; after ten answers the rest is put in a new order. Nothing is merged.
    """
    from onrecord import register

    keys = keys_of(shell, options["answers"])
    chosen = map_from(options["map_file"])
    rows = read(lists, chosen)
    records = [record for one in rows for record in one.records]
    judged = register.judged_from(_kept(judgements), path=str(judgements), known={one.key for one in records})
    problems = tell_problems(shell, rows, judged.unread, judgements)
    once = frozenset({*options["once"], *(one.list for one in rows if one.map.once)})
    sitting = Sitting(
        shell=shell,
        records=records,
        settings=register.LinkSettings(once=once),
        keeping=_File(judgements),
        by=options["by"] or shell.settings.actor.name,
        review=register.begun(records, judged.said, settings=register.LinkSettings(once=once)),
    )
    sitting.run(keys)
    shell.emit(_document(shell, rows, judged, sitting, judgements))
    shell.say(_KEPT, given=len(sitting.given), path=judgements, left=len(sitting.review.left))
    return 2 if problems else 0


@dataclass(frozen=True, slots=True)
class _File:
    """A file of judgements: each answer a line of its own."""

    path: Path

    def keep(self, said: Judging, review: Review) -> bool:
        """Add a line and return when the disk has it: what is answered outlives a crash of the next second.

        Raises:
            JudgementUnkept: it could not be added.
        """
        _keep(self.path, said)
        return True


def _kept(path: Path) -> str:
    """Return what the file of judgements holds; nothing where there is none yet.

    Raises:
        JudgementUnkept: it cannot be read, or what is added in UTF-8 would not be read back from it.
    """
    from onrecord import register

    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as err:
        raise register.JudgementUnkept(path=str(path), problem=_NOT_UTF8) from err
    except OSError as err:
        raise register.JudgementUnkept(path=str(path), problem=file_problem(err)) from err


def _keep(path: Path, said: Judging) -> None:
    """Add a line and return when the disk has it: what is answered outlives a crash of the next second.

    Raises:
        JudgementUnkept: it could not be added.
    """
    from onrecord import register

    held = _kept(path)
    line = register.line_after(held, said, path=str(path)).encode("utf-8")
    try:
        with path.open("ab", buffering=0) as file:
            if file.write(line) < len(line):  # the disk is full: half a line is no answer
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        if not held:
            _fsync_folder(path.parent)
    except OSError as err:
        raise register.JudgementUnkept(path=str(path), problem=file_problem(err)) from err


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _document(
    shell: Shell, rows: Sequence[LinkRows], judged: JudgedPairs, sitting: Sitting, judgements: Path
) -> dict[str, Any]:
    return {
        "answers": [one.to_record() for one in sitting.given],
        "judgements": str(judgements),
        "left": len(sitting.review.left),
        "lists": [
            {
                "list": one.list,
                "records": len(one.records),
                "refused": [problem.to_record(shell.language) for problem in one.refused],
                "unread": [problem.to_record(shell.language) for problem in one.unread],
            }
            for one in rows
        ],
        "judgements_unread": [problem.to_record(shell.language) for problem in judged.unread],
    }


COMMANDS: Final = (link_review,)
