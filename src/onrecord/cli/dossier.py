"""Owns the command `publish`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

_PUBLISHING: Final = Label(en="Publishing", ru="Публикуем", kk="Жариялануда")
_DONE: Final = Label(
    en="Published. {count} files in {folder}\n  Read it   {site}\n  As PDF    {pdf}",
    ru="Опубликовано. Файлов: {count}, папка {folder}\n  Читать    {site}\n  PDF       {pdf}",
    kk="Жарияланды. {count} файл, қалтасы {folder}\n  Оқу       {site}\n  PDF       {pdf}",
)
_LEFT: Final = Label(
    en="{count} warnings were let pass:", ru="Предупреждений пропущено: {count}", kk="Өткізілген ескерту: {count}"
)


@command("publish", example="onrecord publish statement.en.md statement.ru.md --edition public --out dossier")
@click.argument("statements", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--edition",
    type=click.Choice(["public", "restricted"]),
    default="public",
    show_default=True,
    help="What may be shown in it.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The dossier's folder.")
def publish(shell: Shell, statements: tuple[Path, ...], edition: str, out: Path) -> None:
    """Publish statements that hold: a site without scripts, PDFs, data. Nothing is written while an error stands."""
    from onrecord import dossier

    with shell.desk() as desk, shell.progress(_PUBLISHING) as progress:
        made = dossier.publish(desk, statements, edition=edition, out=out, on_progress=progress)
    shell.emit(made.to_row(shell.language))
    shell.say(_DONE, count=len(made.files), folder=made.folder, site=made.site, pdf=made.pdf)
    if made.warnings and not shell.as_json:
        shell.note(_LEFT, count=len(made.warnings))
        for warning in made.warnings:
            shell.note(warning.text(shell.language))


COMMANDS: Final[tuple[click.Command, ...]] = (publish,)
