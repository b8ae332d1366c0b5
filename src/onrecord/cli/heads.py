"""Owns the commands about signed heads and about being a witness: `heads`, `witness`."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label, VerifierKey, file_problem

if TYPE_CHECKING:
    from onrecord import vault

_NO_HEAD: Final = Label(
    en="{place} holds no signed head: {problem}",
    ru="в {place} нет подписанной вершины: {problem}",
    kk="{place} ішінде қол қойылған бас жоқ: {problem}",
)
_AGREES: Final = Label(
    en="This log begins with those {size} entries. It has {log_size}.",
    ru="Этот журнал начинается с этих {size} записей. Всего в нём {log_size}.",
    kk="Бұл журнал сол {size} жазбадан басталады. Барлығы {log_size}.",
)
_CONTRADICTS: Final = Label(
    en="WARNING: this head of {size} entries is signed with this log's key, and this log of {log_size} entries does "
    "not have it ({contradiction}). It was kept as evidence and is on record. Find out who signed it.",
    ru="ВНИМАНИЕ: эта вершина с {size} записями подписана ключом этого журнала, а в журнале из {log_size} записей её "
    "нет ({contradiction}). Она сохранена как доказательство и внесена в журнал. Выясните, кто её подписал.",
    kk="НАЗАР АУДАРЫҢЫЗ: {size} жазбалы бұл басқа осы журнал кілтімен қол қойылған, ал {log_size} жазбалы журналда ол "
    "жоқ ({contradiction}). Ол дәлел ретінде сақталып, журналға жазылды. Кім қол қойғанын анықтаңыз.",
)
_BELIEVED: Final = Label(
    en="Believed and kept: {origin}, {size} entries.",
    ru="Принято и сохранено: {origin}, записей {size}.",
    kk="Сенілді және сақталды: {origin}, {size} жазба.",
)
_WITNESS_MADE: Final = Label(
    en="A new witness in {folder}.\nIts key, to be given to those whose logs it follows:\n  {key}",
    ru="Новый свидетель в {folder}.\nЕго ключ; передайте его тем, за чьими журналами он следит:\n  {key}",
    kk="{folder} ішінде жаңа куә.\nКілті; журналын бақылайтындарға беріңіз:\n  {key}",
)
_FOLLOWED: Final = Label(en="Followed: {origin}", ru="Под наблюдением: {origin}", kk="Бақылауда: {origin}")
_SERVING: Final = Label(
    en="Witness {name} answers at http://{place}/ (Ctrl-C ends it)",
    ru="Свидетель {name} отвечает по адресу http://{place}/ (Ctrl-C — завершить)",
    kk="Куә {name} http://{place}/ мекенжайында жауап береді (Ctrl-C — аяқтау)",
)
_FOLDER = click.argument("directory", type=click.Path(path_type=Path, file_okay=False))


@click.group("heads")
def heads() -> None:
    """Signed heads of the log: which there are, who has seen them, and whether somebody shows another."""


@command("list", example="onrecord heads list --json")
def heads_list(shell: Shell) -> int:
    """List the heads that were signed, who stamped and cosigned each, and any that contradict this log."""
    from onrecord import vault

    with shell.desk(reading_only=True) as desk:
        rows = _head_rows(desk.log.heads(), vault.stamp_records(desk), vault.cosignature_records(desk))
        contradictions = [one.to_row() for one in vault.contradiction_records(desk)]
    shell.emit({"heads": rows, "contradictions": contradictions})
    shell.table(("size", "stamped_by", "cosigned_by"), [_shown(row) for row in rows])
    for one in contradictions:
        shell.say(_CONTRADICTS, size=one["size"], log_size=one["own_size"], contradiction=one["why"])
    return Broken.exit_status if contradictions else 0


def _head_rows(
    signed: tuple[tuple[int, str], ...], stamps: tuple[Any, ...], cosignatures: tuple[Any, ...]
) -> list[dict[str, Any]]:
    return [
        {
            "size": size,
            "checkpoint": note,
            "stamped_by": [one.authority for one in stamps if one.is_stamp and one.size == size],
            "cosigned_by": [one.witness for one in cosignatures if one.is_cosignature and one.size == size],
        }
        for size, note in signed
    ]


def _shown(row: dict[str, Any]) -> list[object]:
    return [row["size"], ", ".join(row["stamped_by"]), ", ".join(row["cosigned_by"])]


@command(
    "compare",
    example="onrecord heads compare head.txt\n"
    "onrecord heads compare ../their-export --follow ../followed/bureau --key 'onrecord/archive-x+5f3a...+AQ...'",
)
@click.argument("note", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--follow",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Compare with the last head kept in this folder instead of an archive's log.",
)
@click.option("--key", metavar="KEY", help="The log's key, the first time a folder follows it.")
@click.option(
    "--proof",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A consistency proof: one hash in base 64 a line.",
)
def heads_compare(shell: Shell, note: Path, follow: Path | None, key: str | None, proof: Path | None) -> int:
    """Compare a signed head that somebody shows with this log, or with the last head of a log you follow."""
    content, leaves = _note(note)
    if follow is not None:
        return _followed(shell, content, leaves, follow, key, proof)
    from onrecord import vault

    with shell.desk() as desk:
        found = vault.compare_head(desk, content)
    shell.emit(found.to_record())
    if found.contradiction is None:
        shell.say(_AGREES, size=found.head.size, log_size=found.log_size)
        return 0
    shell.say(_CONTRADICTS, size=found.head.size, log_size=found.log_size, contradiction=found.contradiction.value)
    return Broken.exit_status


def _followed(
    shell: Shell, content: str, leaves: list[bytes] | None, folder: Path, key: str | None, proof: Path | None
) -> int:
    from onrecord import vault

    follower = vault.Follower.open(folder, key=VerifierKey.parse(key) if key else None)
    lines = proof.read_text(encoding="ascii").split() if proof else []
    head = follower.accept(content, proof=[base64.b64decode(line, validate=True) for line in lines], leaves=leaves)
    shell.emit({"size": head.size, "root": head.root.hex(), "agrees": True, "evidence": len(follower.evidence())})
    shell.say(_BELIEVED, origin=follower.key.name, size=head.size)
    return 0


def _note(place: Path) -> tuple[str, list[bytes] | None]:
    """Return a head, and the leaf hashes where it lies in an export; a dash reads standard input."""
    from onrecord import vault

    if str(place) == "-":
        return sys.stdin.read(), None
    try:
        if place.is_dir():
            return (place / "data/log/checkpoint").read_text(encoding="utf-8"), vault.leaves_of(place)
        return place.read_text(encoding="utf-8"), None
    except (OSError, UnicodeDecodeError) as err:
        raise Misused(_NO_HEAD, place=place, problem=file_problem(err)) from err


@click.group("witness")
def witness() -> None:
    """Be a witness for others: follow their logs, cosign what continues, refuse what does not."""


@command("init", example="onrecord witness init witness --name witness.bureau.example")
@_FOLDER
@click.option("--name", required=True, help="The name it signs under: an address without https:// is best.")
def witness_init(shell: Shell, directory: Path, name: str) -> None:
    """Make a new witness with its key."""
    from onrecord import vault

    made = vault.WitnessFolder.create(directory, name=name)
    shell.emit({"witness": str(made.folder), "key": made.key.text()})
    shell.say(_WITNESS_MADE, folder=made.folder, key=made.key.text())


@command("add-log", example="onrecord witness add-log witness 'onrecord/archive-x7k2+5f3a91c0+AQ...'")
@_FOLDER
@click.argument("key")
@click.option("--origin", help="The log's origin, where it signs under another name.")
def witness_add_log(shell: Shell, directory: Path, key: str, origin: str | None) -> None:
    """Follow a log from now on; what was seen of it before is kept."""
    from onrecord import vault

    folder = vault.WitnessFolder.open(directory).follow(VerifierKey.parse(key), origin=origin)
    shell.emit({"witness": folder.key.text(), "logs": [one.origin for one in folder.followed]})
    shell.say(_FOLLOWED, origin=folder.followed[-1].origin)


@command("list", example="onrecord witness list witness")
@_FOLDER
def witness_list(shell: Shell, directory: Path) -> int:
    """List the logs it follows, the last head of each that it has cosigned, and heads that exclude those."""
    from onrecord import vault

    folder = vault.WitnessFolder.open(directory)
    rows = [_seen_row(origin, seen) for origin, seen in sorted(folder.seen().items())]
    evidence = [str(one) for one in folder.evidence()]
    shell.emit({"key": folder.key.text(), "logs": rows, "evidence": evidence})
    shell.say(folder.key.text())
    shell.table(("origin", "size", "cosigned_at"), [[row["origin"], row["size"], row["cosigned_at"]] for row in rows])
    for one in evidence:
        shell.say(one)
    return Broken.exit_status if evidence else 0


def _seen_row(origin: str, seen: vault.Seen | None) -> dict[str, Any]:
    import datetime as dt

    from onrecord.kernel import instant_text

    if seen is None:
        return {"origin": origin, "size": 0, "root": None, "cosigned_at": None}
    at = instant_text(dt.datetime.fromtimestamp(seen.timestamp, tz=dt.UTC))
    return {"origin": origin, "size": seen.head.size, "root": seen.head.root.hex(), "cosigned_at": at}


@command("serve", example="onrecord witness serve witness --listen 127.0.0.1:8399")
@_FOLDER
@click.option("--listen", default="127.0.0.1:8399", show_default=True, metavar="HOST:PORT", help="Where to answer.")
def witness_serve(shell: Shell, directory: Path, listen: str) -> None:
    """Answer requests to cosign (c2sp.org/tlog-witness) until it is ended. Put TLS in front of it."""
    from onrecord import app

    def started(name: str, place: str) -> None:
        shell.note(_SERVING, name=name, place=place)

    app.serve_witness(directory, listen=listen, on_start=started)


for _member in (heads_list, heads_compare):
    heads.add_command(_member)
for _member in (witness_init, witness_add_log, witness_list, witness_serve):
    witness.add_command(_member)

COMMANDS: Final[tuple[click.Command, ...]] = (heads, witness)
