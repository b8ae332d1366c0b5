"""Owns the commands of the vault: `add`, `items`, `item`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.captures import captured_pages, in_clear_option, is_address, taking_of, taking_options, tell
from onrecord.cli.examining import show
from onrecord.cli.shell import Shell, command, one_line
from onrecord.kernel import Fault, Label, PartialDate, Visibility

if TYPE_CHECKING:
    from onrecord.vault import Captured, Sealed, SealReport

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


_TITLES: Final = {
    "containers": Label(en="Lies in", ru="Лежит в", kk="Мынаның ішінде"),
    "members": Label(en="Holds", ru="Содержит", kk="Ішіндегісі"),
    "sidecars": Label(en="Files that came with it", ru="Файлы-спутники", kk="Серік файлдар"),
}
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


@command(
    "add",
    example='onrecord add photos/ list.pdf --from "a documenter" --received-on 2020-02-10\n'
    "onrecord add https://example.org/report",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...", type=click.Path(path_type=str))
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
@in_clear_option
@taking_options
@click.option("--no-unpack", is_flag=True, help="Seal containers as they are; `onrecord unpack` does it later.")
def add(
    shell: Shell,
    paths: tuple[str, ...],
    received_from: str | None,
    received_on: PartialDate | None,
    note: str | None,
    visibility: str,
    *,
    in_clear: bool,
    no_unpack: bool,
    **taking: bool | str,
) -> int:
    """Seal files and folders, members of containers, and pages of the web: what this prints is kept for good."""
    from onrecord import vault

    files = [Path(one) for one in paths if not is_address(one)]
    addresses = [one for one in paths if is_address(one)]
    about = vault.Collection(received_from=received_from, received_on=received_on, note=note, in_clear=in_clear)
    done: list[vault.Sealed] = []
    with shell.desk() as desk:
        try:
            with shell.progress(_SEALING, in_bytes=True) as progress:
                report = vault.seal(
                    desk,
                    files,
                    received_from=received_from,
                    received_on=received_on,
                    note=note,
                    visibility=Visibility(visibility),
                    in_clear=in_clear,
                    unpack=not no_unpack,
                    on_progress=progress if shell.is_watched else None,
                    on_sealed=done.extend,
                )
        except Fault:
            tell_sealed(shell, done)  # what was sealed before the disk was full stands, and the person learns of it
            raise
        captured, failed = captured_pages(shell, desk, addresses, taking_of(**taking), about, Visibility(visibility))
    return tell_report(shell, report, captured=captured, failed=failed, is_captured=bool(addresses))


def tell_report(
    shell: Shell,
    report: SealReport,
    *,
    captured: Sequence[Captured] = (),
    failed: Sequence[Fault] = (),
    is_captured: bool = False,
) -> int:
    """Print what sealing, unpacking or capturing came to and return the exit status."""
    faults: list[Fault] = [*report.refused, *failed]
    document: dict[str, Any] = {
        "items": [one.to_row() for one in (*report.sealed, *(one for page in captured for one in page.sealed))],
        "refused": [fault.to_record(shell.language) for fault in faults],
        "sidecars": [one.to_row() for one in report.sidecars],
    }
    if is_captured:
        document["captures"] = [page.capture.to_record() for page in captured]
    if len(captured) == 1:
        document["capture"] = document["captures"][0]
    shell.emit(document)
    tell_sealed(shell, report.sealed)
    for page in captured:
        tell(shell, page)
    for one in report.sidecars:
        if one.item is not None:
            shell.say(_SPEAKS, **one.to_row())
    if any(one.signature for one in report.sidecars):
        shell.note(_UNVERIFIED)
    for fault in faults:
        shell.note(f"{fault.code}: {one_line(fault.message(shell.language))}")
    return min((fault.exit_status for fault in faults), default=0)


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
        found = vault.items(desk)
        times = vault.time_proofs(desk, [one.seq for one in found])
        inside = vault.containers(desk)
    rows = [{**one.to_row(), "time": times[one.seq].state, "containers": inside.get(one.id, [])} for one in found]
    shell.emit({"items": rows})
    columns = ("item", "name", "media_type", "size", "visibility", "sealed_at", "time", "damaged", "containers")
    shell.table(columns, [[_cell(row[column]) for column in columns] for row in rows])


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "✓" if value else ""
    return ", ".join(map(str, value)) if isinstance(value, list) else value


@command("item", example="onrecord item report.pdf")
@click.argument("item")
def item(shell: Shell, item: str) -> None:
    """Show one item, by id, name or digest: its custody, container or members, text layers, and what was found."""
    from onrecord import reading, vault

    with shell.desk(reading_only=True) as desk:
        found = vault.item(desk, item)
        custody_rows = [event.to_row() for event in vault.custody(desk, found.id)]
        time = vault.time_proofs(desk, [found.seq])[found.seq].to_row()
        examined = vault.examinations_of(desk, found.id)
        absent = vault.absences(desk, found)
        layers = reading.layers(desk, found.id)
        beside = {
            "containers": [one.to_row() for one in vault.container_of(desk, found.id)],
            "members": [one.to_row() for one in vault.members(desk, found.id)],
            "sidecars": [one.to_row() for one in vault.sidecars(desk, found.id)],
        }
    examinations = [*(one.to_row() for one in examined), *(one.to_row() for one in absent)]
    told = {"time": time, "custody": custody_rows, "examinations": examinations}
    shell.emit({**found.to_row(), **beside, "layers": [one.to_row() for one in layers], **told})
    for name, value in found.to_row().items():
        if value is not None:
            shell.say(f"{name:14} {value}")
    shell.say(f"{'time':14} {time['state']} {time['existed_before'] or ''}".rstrip())
    shell.say("")
    shell.table(
        ("seq", "event", "at", "actor", "facts"),
        [(row["seq"], row["event"], row["at"], row["actor"], _facts(row)) for row in custody_rows],
    )
    show(shell, (*examined, *absent))
    for one in layers:
        mark = reading.mark_of(one.machine, shell.language)
        shell.say(" ".join(filter(None, (one.id, one.status.value, one.tool, mark, one.problem))))
    for name, rows in beside.items():
        if rows:
            title = _TITLES[name].text(shell.language)
            shell.table(_BESIDE[name], [[row[column] for column in _BESIDE[name]] for row in rows], title=title)


def _facts(row: dict[str, object]) -> str:
    shown = {name: value for name, value in row.items() if name not in ("seq", "event", "at", "actor", "process")}
    return ", ".join(f"{name}={value}" for name, value in shown.items())


COMMANDS: Final = (add, items, item)
