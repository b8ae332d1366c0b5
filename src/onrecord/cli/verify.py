"""Owns the commands `export` and `verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label

_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")
_EXPORTED: Final = Label(
    en="Exported to {path}: {files} files. Anybody can check it with: python3 {pyz} {path}",
    ru="Выгружено в {path}, файлов: {files}. Проверить может каждый: python3 {pyz} {path}",
    kk="{path} ішіне шығарылды, файл саны: {files}. Кез келген адам тексере алады: python3 {pyz} {path}",
)


@command("export", example="onrecord export ../korday-export --edition public")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--edition",
    type=click.Choice(["public", "restricted"]),
    default="public",
    show_default=True,
    help="How much of the archive the bag discloses.",
)
@click.option("--to", metavar="WHO", help="Who receives it; stands in the custody of each item in it.")
@click.option("--purpose", metavar="WHY", help="What it is for.")
def export(shell: Shell, out: Path, edition: str, to: str | None, purpose: str | None) -> None:
    """Write a bag with items, claims, proofs, published statements and the checker inside."""
    from onrecord import dossier

    with shell.desk() as desk:
        made = dossier.export(desk, out, edition=edition, to=to, purpose=purpose)
    shell.emit(made.to_record())
    shell.say(_EXPORTED, path=made.path, files=made.files, pyz=made.path / "onrecord-verify.pyz")


@command("verify", example="onrecord verify ../korday-export --older-checkpoint last-year.checkpoint")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", metavar="KEY", help="The archive's verifier key, as its keeper published it elsewhere.")
@click.option(
    "--older-checkpoint",
    "older",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="PATH",
    help="A signed head from before, or an earlier export; may be given several times.",
)
@click.option("--distrust", type=click.Choice(["sha256"]), help="Rest on SHA-512 alone.")
@click.option("--every-digest", is_flag=True, help="Read items by every digest that is listed.")
def verify(
    shell: Shell, path: Path, key: str | None, older: tuple[Path, ...], distrust: str | None, *, every_digest: bool
) -> int:
    """Check an export, or any BagIt bag, folder or ZIP, without trusting anything in it; needs no archive."""
    from onrecord import verify as checker

    with shell.progress(_READING) as progress:
        verdict = checker.verify_export(
            path,
            key=key,
            older_checkpoint=older,
            distrust=distrust,
            every_digest=every_digest,
            on_progress=progress,
        )
    shell.emit(verdict.to_record(shell.language))
    for line in checker.report_lines(verdict, shell.language):
        shell.say(line)
    return 0 if verdict.ok else Broken.exit_status


COMMANDS: Final[tuple[click.Command, ...]] = (export, verify)
