"""Owns the commands about the archive as a whole: `init`, `log`, `checkpoint`, `store`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli import papers
from onrecord.cli.fixity import store_check
from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.cli.ways import ways_from, ways_options
from onrecord.kernel import Label, instant_text

if TYPE_CHECKING:
    from onrecord.store import ArchiveInfo

_FOR_ENCRYPTED: Final = Label(
    en="passphrases, recipients and shares are for --encrypted",
    ru="парольные фразы, получатели и доли — для --encrypted",
    kk="құпия сөз тіркестері, алушылар мен үлестер --encrypted үшін",
)
_MADE: Final = Label(
    en="A new archive in {folder}.\nThe key of its log, to be written down and published elsewhere:\n  {key}",
    ru="Новый архив в {folder}.\nКлюч его журнала; запишите его и опубликуйте в другом месте:\n  {key}",
    kk="{folder} ішінде жаңа мұрағат ашылды.\nЖурналдың кілті; оны жазып алып, басқа жерде жариялаңыз:\n  {key}",
)
_SAME: Final = Label(
    en="The tables made anew from the log are the same: {digest}",
    ru="Таблицы, построенные из журнала заново, совпадают: {digest}",
    kk="Журналдан қайта құрылған кестелер бірдей: {digest}",
)


_RENEWING: Final = Label(en="Reading objects", ru="Читаем объекты", kk="Нысандар оқылуда")
_RENEWED: Final = Label(
    en="{count} objects have a SHA-512 on record now. The head of the log by SHA-512, at {size} entries: {root}",
    ru="Объектов, получивших SHA-512: {count}. Вершина журнала по SHA-512 при {size} записях: {root}",
    kk="{count} нысанның SHA-512 мәні жазылды. Журналдың SHA-512 бойынша {size} жазбадағы басы: {root}",
)
_NOT_RENEWED: Final = Label(
    en="The object {found} is damaged or missing; no SHA-512 of it was recorded. Repair it and run this again.",
    ru="Объект {found} повреждён или пропал; его SHA-512 не записан. Восстановите его и повторите.",
    kk="{found} нысаны бүлінген не жоқ; оның SHA-512 мәні жазылған жоқ. Оны қалпына келтіріп, қайталаңыз.",
)


@command(
    "init",
    example='onrecord init korday --title "Korday district, February 2020"\nonrecord init korday --encrypted --escrow',
)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", default="", help="What the archive is about.")
@click.option("--encrypted", is_flag=True, help="Nothing in it can be read without its passphrase or key file.")
@ways_options
def init(shell: Shell, directory: Path, title: str, *, encrypted: bool, **ways: Any) -> None:
    """Make a new archive with its keys."""
    from onrecord import app

    if not encrypted:
        if any(ways.values()):
            raise Misused(_FOR_ENCRYPTED)
        info = app.create_archive(directory, title=title or directory.name)
        shell.emit({**_row(info), "encrypted": False})
        shell.say(_MADE, folder=info.folder, key=info.verifier_key)
        return
    title = title or directory.name
    info, founded = app.create_encrypted_archive(directory, title=title, ways=ways_from(shell, ways, known=(title,)))
    made = papers.Papers(info=info, keys=founded.keys, recovery_key=founded.recovery_key, shares=founded.shares)
    page = _MADE.fill(shell.language, folder=info.folder, key=info.verifier_key)
    papers.hand_out(shell, made, {**_row(info), "encrypted": True}, page)


def _row(info: ArchiveInfo) -> dict[str, object]:
    return {"archive": str(info.folder), "log_key": info.verifier_key, "id": info.id, "title": info.title}


@command("log", example="onrecord log --last 20")
@click.option("--last", type=click.IntRange(min=1), help="Only so many of the newest entries.")
def log(shell: Shell, last: int | None) -> None:
    """List the entries of the log: who did what and when, and what is proven of it from outside."""
    from onrecord import app

    with shell.desk(reading_only=True) as desk:
        size = desk.log.size()
        start = max(0, size - last) if last else 0
        rows = [
            {"seq": e.seq, "at": e.at, "actor": e.actor, "kind": e.kind, "commitment": e.commitment}
            for e in desk.log.entries(start=start)
        ]
        state = app.outside_state(desk)
    shell.emit({"size": size, "entries": rows, "time": state.to_record(shell.language)})
    shell.table(("seq", "at", "actor", "kind"), [(r["seq"], r["at"], r["actor"], r["kind"]) for r in rows])
    shell.note_each(state.sentences())


@command("checkpoint", example="onrecord checkpoint > head.txt")
def checkpoint(shell: Shell) -> None:
    """Sign the present head of the log and print the note (C2SP tlog-checkpoint)."""
    from onrecord import app, vault

    with shell.desk() as desk:
        note = desk.log.checkpoint()
        size = desk.log.size()
        state = app.outside_state(desk)
        held = [one.authority for one in vault.stamp_records(desk) if one.is_stamp and one.size == size]
        document = {
            "checkpoint": note,
            "size": size,
            "root": desk.log.root(size).hex(),
            "log_key": desk.info.verifier_key,
            "at": instant_text(desk.clock.now()),
            "stamped": bool(held),
            "stamped_by": held,
            "time": state.to_record(shell.language),
        }
    shell.emit(document)
    shell.say(note.rstrip("\n"))
    shell.note_each(state.sentences())


@click.group("store")
def store() -> None:
    """Look after the store: check that it holds, rebuild the tables from the log."""


@command("rebuild", example="onrecord store rebuild --check")
@click.option("--check", "check_only", is_flag=True, help="Only compare; change nothing.")
def store_rebuild(shell: Shell, *, check_only: bool) -> int:
    """Make the tables anew from the log and say whether they are the same to the byte."""
    from onrecord import store as room

    with shell.desk(reading_only=check_only) as desk:
        report = room.rebuild(desk, check_only=check_only)
    document = {
        "ok": report.same,
        "digest_before": report.digest_before,
        "digest_after": report.digest_after,
        "problems": [] if report.same else [_differs(report.digest_before, report.digest_after)],
    }
    shell.emit(document)
    shell.say(_SAME if report.same else room.RebuildDiffers.says, digest=report.digest_after)
    return 0 if report.same else 10


@command("renew-digests", example="onrecord store renew-digests")
def store_renew(shell: Shell) -> int:
    """Record a SHA-512 of every object that has none, and the head of the log by it; while SHA-256 still holds."""
    from onrecord import vault

    with shell.desk() as desk, shell.progress(_RENEWING) as progress:
        made = vault.renew_digests(desk, on_progress=progress)
    shell.emit(made.to_record())
    shell.say(_RENEWED, count=made.objects, size=made.size, root=made.root)
    for sha256 in made.damaged:
        shell.say(_NOT_RENEWED, found=sha256)
    return 10 if made.damaged else 0


def _differs(before: str, after: str) -> dict[str, object]:
    return {"code": "store.rebuild-differs", "seq": None, "item": None, "expected": after, "found": before}


store.add_command(store_check)
store.add_command(store_rebuild)
store.add_command(store_renew)
COMMANDS: Final = (init, log, checkpoint, store)
