"""Owns the commands `proof inclusion`, `proof consistency` and `proof check`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label

_WRITTEN: Final = Label(
    en="Written to {path}. Anybody can check it with `onrecord proof check`, or with the checker of an export.",
    ru="Записано в {path}. Проверить может каждый: `onrecord proof check` или программой проверки из выгрузки.",
    kk="{path} ішіне жазылды. Кез келген адам `onrecord proof check` не шығарылым тексергішімен тексере алады.",
)


@click.group("proof")
def proof() -> None:
    """Make and check proofs that travel alone: that an entry stands in the log, that one head continues another."""


@command("inclusion", example="onrecord proof inclusion K12 --disclose --out K12.tlog-proof")
@click.argument("reference", metavar="SEQ|ITEM|CLAIM")
@click.option("--size", type=click.IntRange(min=1), help="In the log of the head signed at so many entries.")
@click.option("--disclose", is_flag=True, help="Show what the entry says, and its salt.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
def inclusion(shell: Shell, reference: str, size: int | None, out: Path | None, *, disclose: bool) -> None:
    """Prove that an entry of the log, an item's sealing or a claim's stating stands in a signed log."""
    from onrecord import dossier

    with shell.desk() as desk:
        made = dossier.prove_inclusion(desk, reference, size=size, disclose=disclose)
    _give(shell, made.to_text(), out)


@command("consistency", example="onrecord proof consistency 120 312 --out head.proof")
@click.argument("first", type=click.IntRange(min=1))
@click.argument("second", type=click.IntRange(min=1), required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
def consistency(shell: Shell, first: int, second: int | None, out: Path | None) -> None:
    """Prove that the log of one signed head is the beginning of that of another, or of now."""
    from onrecord import dossier

    with shell.desk() as desk:
        made = dossier.prove_consistency(desk, first, second)
    _give(shell, made.to_text(), out)


@command("check", example="onrecord proof check K12.tlog-proof")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", metavar="KEY", help="The archive's verifier key, as its keeper published it elsewhere.")
def check(shell: Shell, file: Path, key: str | None) -> int:
    """Check a proof without trusting anything in it, and say what it proves; needs no archive."""
    from onrecord import verify as checker

    verdict = checker.verify_proof(file, key=key)
    shell.emit(verdict.to_record(shell.language))
    for line in checker.report_lines(verdict, shell.language):
        shell.say(line)
    return 0 if verdict.ok else Broken.exit_status


def _give(shell: Shell, text: str, out: Path | None) -> None:
    """Print the proof, or write it to a file that must not exist."""
    if out is None:
        shell.emit({"proof": text})
        shell.say(text.rstrip("\n"))
        return
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as err:
        raise click.BadParameter(str(err), param_hint="--out") from err
    shell.emit({"proof": text, "path": str(out)})
    shell.say(_WRITTEN, path=out)


for _one in (inclusion, consistency, check):
    proof.add_command(_one)
COMMANDS: Final[tuple[click.Command, ...]] = (proof,)
