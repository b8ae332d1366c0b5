"""Owns the commands of second copies: `copies`, `backup`, `backups`, `drill`, `restore`, `store repair` and others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from onrecord.cli.archive import store
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Fault, Label, NotFound

if TYPE_CHECKING:
    from onrecord.app import Found
    from onrecord.store import Desk
    from onrecord.vault import BackedUp, Backups, Hurt, Survey

_SENDING: Final = Label(en="Backing up", ru="Копируем", kk="Көшірілуде")
_READING: Final = Label(en="Reading back", ru="Читаем обратно", kk="Қайта оқылуда")
_RESTORING: Final = Label(en="Restoring", ru="Восстанавливаем", kk="Қалпына келтірілуде")
_REPAIRING: Final = Label(en="Reading every object", ru="Читаем все объекты", kk="Барлық нысандар оқылуда")
_WRITE_DOWN: Final = Label(
    en="This is the recovery key of this archive's backups. It is shown once. Write it down on paper, keep it away "
    "from this computer, do not photograph it. Whoever has it can read every backup; without it nobody can, nor you."
    "\n\n  {key}\n",
    ru="Это ключ восстановления резервных копий этого архива. Он показывается один раз. Запишите его на бумаге, "
    "храните отдельно от этого компьютера и не фотографируйте. С ним можно прочесть все копии; без него их не прочтёт "
    "никто, и вы тоже.\n\n  {key}\n",
    kk="Бұл — осы мұрағаттың сақтық көшірмелерінің қалпына келтіру кілті. Ол бір рет қана көрсетіледі. Қағазға "
    "жазып алып, бұл компьютерден бөлек сақтаңыз, суретке түсірмеңіз. Кілті бар адам барлық көшірмені оқи алады; "
    "онсыз ешкім, сіз де, оқи алмайсыз.\n\n  {key}\n",
)
_TYPE_IT: Final = Label(
    en="Type it in from your sheet", ru="Введите его со своего листа", kk="Оны парағыңыздан теріңіз"
)
_ASK_KEY: Final = Label(
    en="Recovery key or share: ", ru="Ключ восстановления или доля: ", kk="Қалпына келтіру кілті не үлес: "
)
_KEY_KEPT: Final = Label(
    en="The recovery key lies in {file} and was tried. Move that file away from this computer and from {place}.",
    ru="Ключ восстановления лежит в {file} и проверен. Уберите этот файл с компьютера и подальше от {place}.",
    kk="Қалпына келтіру кілті {file} ішінде, тексерілді. Бұл файлды осы компьютерден және {place} орнынан әкетіңіз.",
)
_MADE: Final = Label(
    en="{place}: {snapshot}, {log_size} entries, {objects} objects, {bytes} bytes; sent {sent} files of {sent_bytes} "
    "bytes, pruned {pruned} old snapshots",
    ru="{place}: {snapshot}, записей {log_size}, объектов {objects}, байт {bytes}; отправлено файлов {sent}, "
    "байт {sent_bytes}; убрано старых снимков: {pruned}",
    kk="{place}: {snapshot}, {log_size} жазба, {objects} нысан, {bytes} байт; жіберілгені: {sent} файл, "
    "{sent_bytes} байт; алынған ескі түсірілім: {pruned}",
)
_DUE: Final = Label(
    en="{place} was last tried by a drill at: {at}. Run `onrecord drill {place}` once a month.",
    ru="{place}: последнее учебное восстановление: {at}. Выполняйте `onrecord drill {place}` раз в месяц.",
    kk="{place}: соңғы жаттығу: {at}. Айына бір рет `onrecord drill {place}` орындаңыз.",
)
_NEVER: Final = Label(en="never", ru="никогда", kk="ешқашан")
_TROUBLE: Final = Label(
    en="Damaged here: {item} {expected} ({found}). In the copy: {in_copy}. Run `onrecord store repair`.",
    ru="Повреждено здесь: {item} {expected} ({found}). В копии: {in_copy}. Выполните `onrecord store repair`.",
    kk="Мұнда бүлінген: {item} {expected} ({found}). Көшірмеде: {in_copy}. `onrecord store repair` орындаңыз.",
)
_VERIFIED: Final = Label(
    en="Everything was read back and holds: {count} snapshots.",
    ru="Всё прочитано обратно и цело: снимков {count}.",
    kk="Бәрі қайта оқылды, бүтін: {count} түсірілім.",
)
_NOT_READ: Final = Label(
    en="Only the heads were read; `onrecord backups PLACE --verify` reads everything.",
    ru="Прочитаны только заголовки; всё читает `onrecord backups МЕСТО --verify`.",
    kk="Тек тақырыптар оқылды; бәрін `onrecord backups ОРЫН --verify` оқиды.",
)
_RESTORED: Final = Label(
    en="{archive}: restored from {snapshot}, {entries} entries, {objects} objects. All of it was checked.",
    ru="{archive}: восстановлен из {snapshot}, записей {entries}, объектов {objects}. Всё проверено.",
    kk="{archive}: {snapshot} түсірілімінен қалпына келтірілді, {entries} жазба, {objects} нысан. Бәрі тексерілді.",
)
_GONE_AGAIN: Final = Label(
    en="Expunged again, as decided before: {count} entries.",
    ru="Снова уничтожено, как было решено: записей {count}.",
    kk="Бұрын шешілгендей қайта жойылды: {count} жазба.",
)
_NOT_COMPARED: Final = Label(
    en="Not compared with the archive in {folder}, which cannot be read ({code}).",
    ru="Не сверено с архивом в {folder}: он не читается ({code}).",
    kk="{folder} ішіндегі мұрағатпен салыстырылмады: ол оқылмайды ({code}).",
)
_DRILLED: Final = Label(
    en="{place}: {snapshot} was restored, checked and removed again in {seconds} s: {log_size} entries, "
    "{objects} objects, {bytes} bytes.",
    ru="{place}: {snapshot} восстановлен, проверен и убран за {seconds} с: записей {log_size}, объектов {objects}, "
    "байт {bytes}.",
    kk="{place}: {snapshot} {seconds} с ішінде қалпына келтіріліп, тексеріліп, алынды: {log_size} жазба, "
    "{objects} нысан, {bytes} байт.",
)
_REPAIRED: Final = Label(
    en="Put back from {place}: {item} {expected} (found: {found})",
    ru="Возвращено из {place}: {item} {expected} (было: {found})",
    kk="{place} ішінен қайтарылды: {item} {expected} (табылғаны: {found})",
)
_STILL_HURT: Final = Label(
    en="No copy has it whole: {item} {expected} (found: {found}). It is on record as damaged.",
    ru="Целого нет ни в одной копии: {item} {expected} (найдено: {found}). Отмечено как повреждённое.",
    kk="Бүтіні еш көшірмеде жоқ: {item} {expected} (табылғаны: {found}). Бүлінген деп тіркелді.",
)
_ALL_WHOLE: Final = Label(
    en="Every object was read and is whole: {count}.",
    ru="Все объекты прочитаны и целы: {count}.",
    kk="Барлық нысан оқылды, бүтін: {count}.",
)
_KEY_HELP: Final = "A file with the recovery key; - reads standard input."


@click.group("copies")
def copies() -> None:
    """Name the places that hold second copies of the archive."""


@command("add", example="onrecord copies add stick /media/stick/korday\nonrecord copies add abroad s3://bucket/korday")
@click.argument("name")
@click.argument("place")
def copies_add(shell: Shell, name: str, place: str) -> None:
    """Name a folder or s3://BUCKET/PREFIX; `backup` without a place brings every named one up to date."""
    from onrecord import app

    copy = app.add_copy(shell.archive_folder(), name, place, settings=shell.settings)
    shell.emit({"name": copy.name, "place": copy.place})
    shell.say(f"{copy.name}  {copy.place}")


@command("list", example="onrecord copies list --json")
def copies_list(shell: Shell) -> None:
    """List the copies, with their last backup and drill as the log tells them."""
    from onrecord import app, vault

    with shell.desk(reading_only=True) as desk:
        rows = []
        for copy in app.read_outside(desk.info.folder).copies:
            made = vault.last_backup(desk, copy.place)
            rows.append(
                {
                    "name": copy.name,
                    "place": copy.place,
                    "last_backup_at": made[0] if made else None,
                    "behind": desk.log.size() - made[1] if made else desk.log.size(),
                    "last_drill_at": vault.last_drill(desk, copy.place),
                }
            )
    shell.emit({"copies": rows})
    columns = ("name", "place", "last_backup_at", "behind", "last_drill_at")
    shell.table(columns, [[row[column] for column in columns] for row in rows])


@command("remove", example="onrecord copies remove stick")
@click.argument("name")
def copies_remove(shell: Shell, name: str) -> None:
    """Take a place off the list; the backups in it stay where they are."""
    from onrecord import app

    copy = app.remove_copy(shell.archive_folder(), name)
    shell.emit({"name": copy.name, "place": copy.place})
    shell.say(f"{copy.name}  {copy.place}")


@command("backup", example="onrecord backup /media/stick/korday\nonrecord backup s3://bucket/korday\nonrecord backup")
@click.argument("place", required=False)
@click.option("--recovery-key-to", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="The first time, write the recovery key to this new file in place of the screen.")  # fmt: skip
@click.option("--keep-days", type=click.IntRange(min=1), default=35, show_default=True, help="Prune older snapshots.")
@click.option("--anew", is_flag=True, help="Begin a copy again that is gone.")
@click.option("--break-lock", is_flag=True, help="Take over from another computer that died in the middle.")
def backup(
    shell: Shell,
    place: str | None,
    recovery_key_to: Path | None,
    keep_days: int,
    *,
    anew: bool,
    break_lock: bool,
) -> int:
    """Bring a place, or every named copy, up to date: encrypted, only what is new, and recorded on the log."""
    from onrecord import app, erasure, vault

    with shell.desk() as desk:
        named = [copy.name for copy in app.read_outside(desk.info.folder).copies]
        wanted = [place] if place is not None else named
        if not wanted:
            raise app.NoCopies()
        places = [app.place_to_write(one, settings=shell.settings, archive=desk.info.folder) for one in wanted]
        key = app.backup_key(desk, _show_and_ask(shell, desk, recovery_key_to, places[0].address))
        made: list[BackedUp] = []
        failed: list[tuple[str, Fault]] = []
        for one in places:
            try:
                with shell.progress(_SENDING) as progress:
                    made.append(
                        vault.back_up(
                            desk,
                            vault.Backups(one, key),
                            keep_days=keep_days,
                            anew=anew,
                            break_lock=break_lock,
                            tombstones=erasure.tombstones,
                            ways=app.ways_of(desk),
                            on_progress=progress,
                        )
                    )
            except Fault as fault:
                if len(places) == 1:
                    raise
                failed.append((one.address, fault))  # the other copies are brought up to date all the same
    return _tell_backups(shell, made, failed)


def _tell_backups(shell: Shell, made: list[BackedUp], failed: list[tuple[str, Fault]]) -> int:
    rows = [one.to_record() for one in made]
    is_whole = not failed and not any(row["problems"] for row in rows)
    told = [{"place": place, "error": fault.to_record(shell.language)} for place, fault in failed]
    shell.emit({"ok": is_whole, "backups": rows, "failed": told})
    for row in rows:
        shell.say(_MADE, **row)
        for problem in row["problems"]:
            shell.say(_TROUBLE, **problem)
        if row["is_drill_due"]:
            shell.note(_DUE, place=row["place"], at=row["last_drill_at"] or _NEVER.text(shell.language))
    for place, fault in failed:
        shell.note(f"{place}: {fault.code}: {fault.message(shell.language)}")
    if failed:
        return max(fault.exit_status for _, fault in failed)
    return 0 if is_whole else 10


def _show_and_ask(shell: Shell, desk: Desk, file: Path | None, place: str) -> Callable[[str], str] | None:
    """Return what shows a new recovery key and asks for it back; None where nobody is there to type it."""
    if file is not None:
        return lambda key: _through_file(shell, desk, key, file.absolute(), place)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def at_terminal(key: str) -> str:
        shell.note(_WRITE_DOWN, key=key)
        return str(click.prompt(_TYPE_IT.text(shell.language), err=True))

    return at_terminal


def _through_file(shell: Shell, desk: Desk, key: str, file: Path, place: str) -> str:
    """Write the key to a new file that only its owner may read, and read it back."""
    from onrecord import store, vault

    if any(file.resolve().is_relative_to(Path(one).resolve()) for one in (desk.info.folder, place)):
        raise vault.PlaceNotFree(place=str(file), problem="the key would lie beside what it opens")
    disk = store.Disk()
    with store.told_apart(file):
        if file.exists():
            raise store.AlreadyThere(place=str(file))
        with disk.create(file, mode=0o600) as opened:
            disk.write(opened, f"{key}\n".encode())
            disk.fsync(opened)
        shell.note(_KEY_KEPT, file=file, place=place)
        return file.read_text(encoding="utf-8")


@command("backups", example="onrecord backups /media/stick/korday --verify")
@click.argument("place")
@click.option("--verify", is_flag=True, help="Read everything back, to the last byte.")
@click.option("--key", "key_file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help=_KEY_HELP)
def backups(shell: Shell, place: str, key_file: Path | None, *, verify: bool) -> int:
    """List the snapshots in a place; with --verify hold every byte against its digest."""
    from onrecord import vault

    there = _opened(shell, place, key_file).backups
    survey = there.survey()
    if survey.is_empty:
        raise vault.NoBackup(place=there.place.address)
    if survey.foreign and not survey.heads:
        raise vault.RecoveryKeyWrong(place=there.place.address)
    problems = _problems(shell, there, survey, verify=verify)
    rows = [head.to_row() for head in survey.heads]
    document = {"ok": not problems, "place": there.place.address, "verified": verify, "snapshots": rows}
    shell.emit({**document, "problems": problems})
    columns = ("snapshot", "made_at", "log_size", "objects", "bytes", "stored_bytes", "missing")
    shell.table(columns, [[row[column] for column in columns] for row in rows])
    for problem in problems:
        shell.say("  ".join(str(value) for value in problem.values()))
    if not problems:
        shell.note(_VERIFIED if verify else _NOT_READ, count=len(rows))
    return 10 if problems else 0


def _problems(shell: Shell, there: Backups, survey: Survey, *, verify: bool) -> list[dict[str, str]]:
    """Return what is wrong with a backup, as far as was looked."""
    if not verify:
        return [{"code": "vault.backup-damaged", "file": file, "problem": one} for file, one in survey.damaged.items()]
    with shell.progress(_READING) as progress:
        return [one.to_row() for one in there.verify(survey, progress)]


@command("drill", example="onrecord drill /media/stick/korday")
@click.argument("place")
@click.option("--in", "workplace", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
              help="Restore in this folder, on another disk, in place of the archive's own.")  # fmt: skip
@click.option("--key", "key_file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help=_KEY_HELP)
def drill(shell: Shell, place: str, workplace: Path | None, key_file: Path | None) -> None:
    """Try a backup for real: restore it, check all of it, compare it with the archive, and remove it again."""
    from onrecord import app, vault

    with shell.desk() as desk, shell.progress(_RESTORING) as progress:
        restorer = app.Restorer(actor=shell.settings.actor, keys=desk.keys)
        done = vault.drill(
            desk,
            _of_desk(shell, desk, place) if key_file is None else _opened(shell, place, key_file).backups,
            open_desk=restorer.open_desk,
            replay=restorer.replay,
            folder=workplace,
            on_progress=progress,
        )
    shell.emit(done.to_record())
    shell.say(_DRILLED, **done.to_record())


@command("restore", example="onrecord restore /media/stick/korday korday --key recovery-key.txt")
@click.argument("place")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--snapshot", metavar="ID", help="Another than the newest.")
@click.option("--key", "key_file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help=_KEY_HELP)
@click.option("--checkpoint", type=click.File(encoding="utf-8"), metavar="FILE", help="A checkpoint somebody kept.")
@click.option("--tombstones", "graves", type=click.File(encoding="utf-8"), metavar="FILE", multiple=True,
              help="What was expunged since, as `onrecord tombstones` printed it; repeatable.")  # fmt: skip
@click.option("--older-is-fine", is_flag=True, help="Restore although a newer state is known to exist.")
@click.option("--even-if-damaged", is_flag=True, help="Keep what can be had although a part of it does not hold.")
def restore(
    shell: Shell,
    place: str,
    directory: Path,
    snapshot: str | None,
    key_file: Path | None,
    checkpoint: TextIO | None,
    graves: tuple[TextIO, ...],
    *,
    older_is_fine: bool,
    even_if_damaged: bool,
) -> int:
    """Restore an archive to a new folder; nothing is there until all of it was checked."""
    from onrecord import app, vault

    found = _opened(shell, place, key_file)
    restorer = app.Restorer(actor=shell.settings.actor, keys=found.keys)
    neighbour = app.Neighbour(
        folder=_archive_if_any(shell),
        actor=shell.settings.actor,
        keys=shell.unlocking.keys,
        told=[one.read() for one in graves],
    )
    with shell.progress(_RESTORING) as progress:
        done = vault.restore(
            found.backups,
            directory.absolute(),
            open_desk=restorer.open_desk,
            replay=restorer.replay,
            snapshot=snapshot,
            elsewhere=neighbour.elsewhere,
            checkpoint=checkpoint.read() if checkpoint else None,
            older_is_fine=older_is_fine,
            even_if_damaged=even_if_damaged,
            on_progress=progress,
        )
    shell.emit(done.to_record())
    shell.say(_RESTORED, **done.to_record())
    if done.replayed:
        shell.say(_GONE_AGAIN, count=done.replayed)
    if neighbour.unread is not None:
        shell.note(_NOT_COMPARED, folder=neighbour.folder, code=neighbour.unread.code)
    for problem in done.problems:
        shell.say("  ".join(f"{name}: {value}" for name, value in problem.items() if value is not None))
    return 10 if done.problems else 0


@command("tombstones", example="onrecord tombstones > tombstones.txt")
def tombstones(shell: Shell) -> None:
    """Print, signed and without any name, which entries were expunged: for copies that lie where no backup reaches."""
    from onrecord import erasure

    with shell.desk(reading_only=True) as desk:
        note = erasure.tombstones(desk)
    shell.emit({"tombstones": note})
    shell.say(note.rstrip("\n"))


@command("repair", example="onrecord store repair --from /media/stick/korday")
@click.option("--from", "places", multiple=True, metavar="PLACE",
              help="Where good bytes may come from; repeatable. By default every named copy.")  # fmt: skip
def store_repair(shell: Shell, places: tuple[str, ...]) -> int:
    """Read every object and put back, from a copy that has it whole, what is damaged or missing; record each."""
    from onrecord import app, vault

    with shell.desk() as desk, shell.progress(_REPAIRING) as progress:
        sources, failed = app.sources_for(desk, places, settings=shell.settings)
        report = vault.repair(desk, sources, on_progress=progress)
    document = report.to_record()
    document["refused"] += [{"place": place, "code": fault.code} for place, fault in failed]
    shell.emit(document)
    for hurt in report.repaired:
        shell.say(_REPAIRED, **_shown(hurt))
    for hurt in report.left:
        shell.say(_STILL_HURT, **_shown(hurt))
    for one in document["refused"]:
        shell.note(f"{one['place']}: {one['code']}")
    if not report.repaired and not report.left:
        shell.say(_ALL_WHOLE, count=report.read)
    return 10 if report.left else 0


def _shown(hurt: Hurt) -> dict[str, Any]:
    return {**hurt.to_row(), "item": hurt.item or "-"}


def _of_desk(shell: Shell, desk: Desk, place: str) -> Backups:
    """Return the backups in a place, with the key of the archive at hand."""
    from onrecord import app, vault

    where = app.place_of(place, settings=shell.settings, archive=desk.info.folder)
    return vault.Backups(where, app.backup_key(desk))


def _opened(shell: Shell, place: str, key_file: Path | None) -> Found:
    """Return the backups in a place, with the key that was given, is at hand, or is asked for."""
    from onrecord import app, vault
    from onrecord import store as room

    archive = _archive_if_any(shell)
    where = app.place_of(place, settings=shell.settings, archive=archive)
    if key_file is None and archive is not None:
        if (archive / room.BACKUP_KEY).exists():
            return app.Found(backups=vault.Backups(where, vault.BackupKey.load(archive / room.BACKUP_KEY)))
        if room.read_info(archive).is_encrypted:
            with shell.desk(reading_only=True) as desk:
                return app.Found(backups=vault.Backups(where, app.backup_key(desk)), keys=desk.keys)
    return app.found_with(where, _key_text(shell, key_file))


def _key_text(shell: Shell, key_file: Path | None) -> str:
    """Return what is in a file, comes by standard input, or is typed from paper; a share asks for a second one."""
    from onrecord import app, vault
    from onrecord.cli import asking

    if key_file is not None and str(key_file) != "-":
        try:
            return key_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as err:
            raise vault.BackupKeyMissing(place=str(key_file), problem=str(err)) from err
    ask = asking.at_terminal(shell.language) if key_file is None else None
    if ask is None:
        return sys.stdin.read()
    typed = ask(_ASK_KEY)
    return f"{typed}\n{ask(app.SECOND)}" if typed.strip().upper().startswith("SH") else typed


def _archive_if_any(shell: Shell) -> Path | None:
    try:
        return shell.archive_folder()
    except NotFound:
        return None


for _command in (copies_add, copies_list, copies_remove):
    copies.add_command(_command)
store.add_command(store_repair)
COMMANDS: Final = (copies, backup, backups, drill, restore, tombstones)
