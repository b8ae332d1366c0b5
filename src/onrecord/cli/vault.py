"""Owns the commands of the vault: `add`, `items`, `item`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command, one_line
from onrecord.kernel import Fault, Label, PartialDate, Visibility

if TYPE_CHECKING:
    from onrecord.vault import Sealed, SealReport

_SEALING: Final = Label(en="Sealing", ru="Запечатываем", kk="Мөрленуде")
_SEALED: Final = Label(
    en="{item}  {name}  {size} bytes  sha256 {sha256}",
    ru="{item}  {name}  {size} байт  sha256 {sha256}",
    kk="{item}  {name}  {size} байт  sha256 {sha256}",
)
_AGAIN: Final = Label(
    en="{item}  {name}  the same bytes are here already; recorded as a second provenance",
    ru="{item}  {name}  эти байты уже есть; записано второе происхождение",
    kk="{item}  {name}  бұл байттар бұрыннан бар; екінші шығу тегі жазылды",
)


_BESIDE: Final = {
    "containers": ("container", "path", "form"),
    "members": ("item", "path", "form", "refused", "problem"),
    "sidecars": ("sidecar", "item", "matched_by", "form", "line", "signature", "refused"),
}


class PartialDateParameter(click.ParamType[PartialDate]):
    """A day, a month, a year, or two of them joined by a solidus."""

    name = "date"

    def convert(
        self, value: str | PartialDate, param: click.Parameter | None, ctx: click.Context | None
    ) -> PartialDate:
        """Return the date; a usage error where it is none."""
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(value)
        except ValueError:
            self.fail(f"{value!r} is no date as 2020, 2020-02, 2020-02-08 or 2020-02-07/2020-02-08", param, ctx)


_MEMBERS: Final = Label(
    en="{item}  {name}  a container: {count} members",
    ru="{item}  {name}  контейнер, элементов: {count}",
    kk="{item}  {name}  контейнер, элементтері: {count}",
)
_SPEAKS: Final = Label(
    en="{sidecar}  speaks of {item}, by its {matched_by}",
    ru="{sidecar}  относится к {item}, по признаку {matched_by}",
    kk="{sidecar}  {item} айғағына жатады, белгісі: {matched_by}",
)
_UNVERIFIED: Final = Label(
    en="Signatures came along and were not verified: nothing is said of who made them.",
    ru="Приложены подписи; они не проверялись: о том, кто их сделал, ничего не утверждается.",
    kk="Қолтаңбалар қоса келді, олар тексерілген жоқ: кім қойғаны туралы ештеңе айтылмайды.",
)


@command("add", example='onrecord add photos/ list.pdf --from "a documenter" --received-on 2020-02-10')
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "received_from", metavar="WHO", help="Who gave it.")
@click.option("--received-on", type=PartialDateParameter(), metavar="DATE", help="When it was given.")
@click.option("--note", help="What should be remembered about it.")
@click.option(
    "--visibility",
    type=click.Choice([one.value for one in Visibility]),
    default=Visibility.TEAM.value,
    show_default=True,
    help="How far it may be seen.",
)
@click.option("--no-unpack", is_flag=True, help="Seal containers as they are; `onrecord unpack` does it later.")
def add(
    shell: Shell,
    paths: tuple[Path, ...],
    received_from: str | None,
    received_on: PartialDate | None,
    note: str | None,
    visibility: str,
    *,
    no_unpack: bool,
) -> int:
    """Seal files and folders, and the members of containers: what this prints is kept for good."""
    from onrecord import vault

    done: list[vault.Sealed] = []
    try:
        with shell.desk() as desk, shell.progress(_SEALING, in_bytes=True) as progress:
            report = vault.seal(
                desk,
                paths,
                received_from=received_from,
                received_on=received_on,
                note=note,
                visibility=Visibility(visibility),
                unpack=not no_unpack,
                on_progress=progress if shell.is_watched else None,
                on_sealed=done.extend,
            )
    except Fault:
        tell_sealed(shell, done)  # what was sealed before the disk was full stands, and the person learns of it
        raise
    return tell_report(shell, report)


def tell_report(shell: Shell, report: SealReport) -> int:
    """Print what sealing or unpacking came to and return the exit status."""
    refused = [fault.to_record(shell.language) for fault in report.refused]
    document = {
        "items": [one.to_row() for one in report.sealed],
        "refused": refused,
        "sidecars": [one.to_row() for one in report.sidecars],
    }
    shell.emit(document)
    tell_sealed(shell, report.sealed)
    for one in report.sidecars:
        if one.item is not None:
            shell.say(_SPEAKS, **one.to_row())
    if any(one.signature for one in report.sidecars):
        shell.note(_UNVERIFIED)
    for fault in report.refused:
        shell.note(f"{fault.code}: {one_line(fault.message(shell.language))}")
    return 2 if refused else 0


def tell_sealed(shell: Shell, sealed: Sequence[Sealed]) -> None:
    """Print a line for each file that is an item now."""
    for one in sealed:
        name = one_line(one.path or one.name)
        shell.say(_AGAIN if one.duplicate_of else _SEALED, **{**one.to_row(), "name": name})
        if one.members:
            shell.say(_MEMBERS, item=one.item, name=name, count=len(one.members))


@command("items", example="onrecord items --json")
def items(shell: Shell) -> None:
    """List the items you may see."""
    from onrecord import vault

    with shell.desk(reading_only=True) as desk:
        inside = vault.containers(desk)
        rows = [{**one.to_row(), "containers": inside.get(one.id, [])} for one in vault.items(desk)]
    shell.emit({"items": rows})
    columns = ("item", "name", "media_type", "size", "visibility", "sealed_at", "containers")
    shell.table(columns, [[_cell(row[column]) for column in columns] for row in rows])


def _cell(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


@command("item", example="onrecord item report.pdf")
@click.argument("item")
def item(shell: Shell, item: str) -> None:
    """Show one item, by id, name or digest, with the hands it went through, and its container or members."""
    from onrecord import vault

    with shell.desk(reading_only=True) as desk:
        found = vault.item(desk, item)
        custody_rows = [event.to_row() for event in vault.custody(desk, found.id)]
        beside = {
            "containers": [one.to_row() for one in vault.container_of(desk, found.id)],
            "members": [one.to_row() for one in vault.members(desk, found.id)],
            "sidecars": [one.to_row() for one in vault.sidecars(desk, found.id)],
        }
    shell.emit({**found.to_row(), **beside, "custody": custody_rows})
    for name, value in found.to_row().items():
        if value is not None:
            shell.say(f"{name:14} {value}")
    shell.say("")
    shell.table(
        ("seq", "event", "at", "actor", "facts"),
        [(row["seq"], row["event"], row["at"], row["actor"], _facts(row)) for row in custody_rows],
    )
    for name, rows in beside.items():
        if rows:
            shell.table(_BESIDE[name], [[row[column] for column in _BESIDE[name]] for row in rows], title=name)


def _facts(row: dict[str, object]) -> str:
    shown = {name: value for name, value in row.items() if name not in ("seq", "event", "at", "actor", "process")}
    return ", ".join(f"{name}={value}" for name, value in shown.items())


COMMANDS: Final = (add, items, item)
