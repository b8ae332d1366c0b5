"""Owns the program `onrecord`: its list of commands, and the place where faults become exit statuses.

The exit statuses are a contract (docs/errors.md): 0 done, 2 refused, 3 not allowed, 4 not found, 5 conflict,
10 broken, 20 unavailable, 30 misconfigured, 70 a fault of ours, 130 interrupted.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import click

from onrecord import __version__
from onrecord.cli import (
    archive,
    calendar,
    captures,
    changes,
    check,
    contents,
    copies,
    custody,
    deciding,
    demands,
    demo,
    dossier,
    draft,
    duties,
    encrypting,
    erasure,
    estimate,
    examining,
    exchanging,
    figures_in,
    heads,
    investigation,
    justice,
    keys,
    ledger,
    link,
    link_review,
    lists,
    locks,
    losses,
    match_names,
    norms,
    outside,
    person,
    proof,
    reading,
    recommendations,
    remedies,
    searching,
    speech,
    stating,
    vault,
    verify,
)
from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, harmless
from onrecord.kernel import INTERFACE_LANGUAGES, Fault, Invalid, Label

BUG_STATUS: Final = 70
INTERRUPTED_STATUS: Final = 130

_BUG = Label(
    en="Something went wrong inside Onrecord; nothing you did is to blame. What was acknowledged is safe. "
    "Please report the lines above.",
    ru="Произошла внутренняя ошибка Onrecord; вы тут ни при чём. Всё подтверждённое сохранено. "
    "Пожалуйста, сообщите о строках выше.",
    kk="Onrecord ішінде қате болды; бұған сіз кінәлі емессіз. Расталғанның бәрі сақтаулы. "
    "Жоғарыдағы жолдарды бізге хабарлаңыз.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="onrecord")
@click.option("-C", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The archive.")
@click.option(
    "--passphrase-fd",
    type=click.IntRange(min=0),
    metavar="N",
    help="Read what opens an encrypted archive from this descriptor, one line.",
)
@click.option("--language", type=click.Choice(["en", "ru", "kk"]), help="The language of messages.")
@click.pass_context
def program(context: click.Context, folder: Path | None, passphrase_fd: int | None, language: str | None) -> None:
    r"""Take an incident from raw evidence to a published statement whose every figure is traced.

    \b
    item -> quote -> claim -> figure -> statement
    """
    from dataclasses import replace

    from onrecord.app import settings_from

    settings = settings_from()
    if language is not None:
        settings = replace(settings, language=language)
    context.obj = Shell(settings=settings, folder=folder, passphrase_fd=passphrase_fd)


_ROOMS: Final = (
    archive,
    copies,
    vault,
    contents,
    examining,
    captures,
    custody,
    outside,
    heads,
    justice,
    person,
    investigation,
    remedies,
    reading,
    recommendations,
    deciding,
    demands,
    searching,
    speech,
    figures_in,
    lists,
    losses,
    estimate,
    match_names,
    link,
    link_review,
    stating,
    exchanging,
    ledger,
    check,
    dossier,
    duties,
    norms,
    calendar,
    draft,
    changes,
    verify,
    proof,
    erasure,
    demo,
    encrypting,
    locks,
    keys,
)
for _room in _ROOMS:
    for _command in _room.COMMANDS:
        program.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit status. One of the three places that catch a `Fault`."""
    sys.exit(status_of(sys.argv[1:] if arguments is None else arguments))


def status_of(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; what went wrong has been said by then."""
    as_json = "--json" in arguments
    try:
        result = program.main(list(arguments), prog_name="onrecord", standalone_mode=False)
    except Fault as fault:
        return _tell(fault, _language(arguments), as_json=as_json)
    except click.ClickException as err:
        if isinstance(err, Misused):
            err.language = _language(arguments)
        err.show()
        return err.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED_STATUS
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception:  # noqa: BLE001 - the last place: a fault of ours gets its own status and its traceback
        traceback.print_exc()
        click.echo(_BUG.text(_language(arguments)), err=True)
        return BUG_STATUS
    return result if isinstance(result, int) else 0


def _tell(fault: Fault, language: str, *, as_json: bool) -> int:
    click.echo(harmless(f"onrecord: {fault.code}: {fault.message(language)}"), err=True)
    if as_json:
        error = fault.to_record(language)
        if isinstance(fault, Invalid):
            error["problems"] = [problem.to_record(language) for problem in fault.problems]
        click.echo(json.dumps({"error": error}, ensure_ascii=False, indent=2))
    return fault.exit_status


def _language(arguments: Sequence[str]) -> str:
    """Return the person's language even where the settings themselves are at fault."""
    from onrecord.app import settings_from

    for option, value in pairwise(arguments):
        if option == "--language" and value in INTERFACE_LANGUAGES:
            return value
    try:
        return settings_from().language
    except Fault:
        return "en"
