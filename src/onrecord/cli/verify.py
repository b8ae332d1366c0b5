"""Owns the commands `export` and `verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label

if TYPE_CHECKING:
    from onrecord.vault import OutsideState

_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")
_EXPORTING: Final = Label(en="Exporting", ru="Выгружаем", kk="Шығарылуда")
_NOTHING_CHOSEN: Final = Label(
    en="name at least one claim, item or statement",
    ru="назовите хотя бы одно утверждение, предмет или заявление",
    kk="кемінде бір мәлімдеме, айғақ не мәлімет атаңыз",
)
_ZIPPED: Final = Label(
    en="Exported to {path}: {files} files. Anybody can check it with: onrecord verify {path}",
    ru="Выгружено в {path}, файлов: {files}. Проверить может каждый: onrecord verify {path}",
    kk="{path} ішіне шығарылды, файл саны: {files}. Кез келген адам тексере алады: onrecord verify {path}",
)
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
@click.option(
    "--only",
    multiple=True,
    metavar="IDS",
    help="Of the edition only these claims, items and statements, with what they rest on; ids joined by commas.",
)
@click.option("--without-items", is_flag=True, help="With --only: no items and texts, the claims alone.")
@click.option("--zip", "as_zip", is_flag=True, help="Write one ZIP file instead of a folder.")
@click.option("--to", metavar="WHO", help="Who receives it; stands in the custody of each item in it.")
@click.option("--purpose", metavar="WHY", help="What it is for.")
@click.option("--offline", is_flag=True, help="Ask no authority and no witness for this export's head.")
def export(
    shell: Shell,
    out: Path,
    edition: str,
    only: tuple[str, ...],
    to: str | None,
    purpose: str | None,
    *,
    without_items: bool,
    as_zip: bool,
    offline: bool,
) -> None:
    """Write a bag with items, claims, proofs, published statements and the checker inside.

    The authorities and witnesses that are named are asked for its head first; what they do not give is said.
    """
    from onrecord import app, dossier

    states: list[OutsideState] = []

    def ask_outside(size: int) -> None:
        if not offline:
            app.ask_everybody(desk, size)
        states.append(app.outside_state(desk))

    chosen = [one.strip() for ids in only for one in ids.split(",") if one.strip()]
    if (only and not chosen) or (without_items and not chosen):
        raise click.BadParameter(_NOTHING_CHOSEN.text(shell.language), param_hint="--only")
    with shell.desk() as desk, shell.progress(_EXPORTING) as progress:
        made = dossier.export(
            desk,
            out,
            edition=edition,
            only=chosen,
            without_items=without_items,
            as_zip=as_zip,
            to=to,
            purpose=purpose,
            ask_outside=ask_outside,
            on_progress=progress,
        )
    (state,) = states
    shell.emit({**made.to_record(), "time": state.to_record(shell.language)})
    if as_zip:
        shell.say(_ZIPPED, path=made.path, files=made.files)
    else:
        shell.say(_EXPORTED, path=made.path, files=made.files, pyz=made.path / "onrecord-verify.pyz")
    shell.note_each(state.sentences())


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
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    metavar="KEY",
    help="A witness's key, as it published it elsewhere; repeatable.",
)
@click.option(
    "--authority",
    "authorities",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="An authority's root certificate, as it published it elsewhere; repeatable.",
)
def verify(
    shell: Shell,
    path: Path,
    key: str | None,
    older: tuple[Path, ...],
    distrust: str | None,
    witnesses: tuple[str, ...],
    authorities: tuple[Path, ...],
    *,
    every_digest: bool,
) -> int:
    """Check an export, any BagIt bag, or a proof, without trusting anything in it; needs no archive."""
    from onrecord import verify as checker

    with shell.progress(_READING) as progress:
        verdict = checker.verify_export(
            path,
            key=key,
            older_checkpoint=older,
            distrust=distrust,
            every_digest=every_digest,
            witnesses=witnesses,
            authorities=authorities,
            on_progress=progress,
        )
    shell.emit(verdict.to_record(shell.language))
    for line in checker.report_lines(verdict, shell.language):
        shell.say(line)
    return 0 if verdict.ok else Broken.exit_status


COMMANDS: Final[tuple[click.Command, ...]] = (export, verify)
