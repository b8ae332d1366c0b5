"""Owns the command `store check`: the quick look, the deep one, and the day's share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click

from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label

_NOT_TOGETHER: Final = Label(
    en="--due stands alone; --record goes with --deep, and not with --distrust",
    ru="--due даётся отдельно; --record — вместе с --deep и без --distrust",
    kk="--due жеке беріледі; --record --deep-пен бірге, --distrust-сыз беріледі",
)
_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")
_DEEP_ONLY: Final = Label(
    en="The log holds and the tables agree with it. Not read: the bytes of {count} objects; "
    "`onrecord store check --deep` reads them.",
    ru="Журнал цел, таблицы с ним согласны. Не прочитано: содержимое объектов ({count}); "
    "его читает `onrecord store check --deep`.",
    kk="Журнал бүтін, кестелер онымен сәйкес. Оқылмағаны: {count} нысанның мазмұны; "
    "оны `onrecord store check --deep` оқиды.",
)
_ALL_READ: Final = Label(
    en="Everything was read and holds: {entries} entries, {count} objects.",
    ru="Всё прочитано и цело: записей {entries}, объектов {count}.",
    kk="Бәрі оқылды, бәрі бүтін: {entries} жазба, {count} нысан.",
)
_DUE: Final = Label(
    en="Read today: {read} of {objects} objects and packs, {bytes} bytes; the share of a day is {share}. "
    "The longest unread since {oldest}. Not read today: {left}.",
    ru="Прочитано сегодня: {read} из {objects} объектов и пакетов, {bytes} байт; дневная доля — {share}. "
    "Дольше всех не читано с {oldest}. Не прочитано сегодня: {left}.",
    kk="Бүгін оқылғаны: {objects} нысан мен буманың {read}, {bytes} байт; күндік үлес — {share}. "
    "Ең көп оқылмағаны {oldest} бері. Бүгін оқылмағаны: {left}.",
)
_NOT_DUE: Final = Label(
    en="The share of today has been read; nothing is due until tomorrow.",
    ru="Сегодняшняя доля прочитана; до завтра читать нечего.",
    kk="Бүгінгі үлес оқылып қойған; ертеңге дейін оқитын ештеңе жоқ.",
)
_HELD_BACK: Final = Label(
    en="Log or tables do not hold: no object was read and nothing recorded. See to them first.",
    ru="Журнал или таблицы не сходятся: объекты не читались, ничего не записано. Сначала разберитесь с ними.",
    kk="Журнал не кестелер сәйкес емес: нысандар оқылған жоқ, ештеңе жазылған жоқ. Алдымен соларды реттеңіз.",
)
_HEADS: Final = {
    "changed": Label(en="Changed: {count}", ru="Изменено: {count}", kk="Өзгергені: {count}"),
    "missing": Label(en="Missing: {count}", ru="Отсутствует: {count}", kk="Жоғалғаны: {count}"),
    "other": Label(en="Does not hold: {count}", ru="Не сходится: {count}", kk="Сәйкес емесі: {count}"),
    "untracked": Label(
        en="Untracked, spoken of by no entry: {count}",
        ru="Неучтённое, о чём не говорит ни одна запись: {count}",
        kk="Есепте жоғы, бірде-бір жазба атамайтыны: {count}",
    ),
    "notes": Label(en="Worth a look: {count}", ru="Стоит взглянуть: {count}", kk="Назар аударарлық: {count}"),
}
_PAGES: Final = Label(
    en="Not looked at: bytes of the database that belong to no row. Whoever writes next and closes the archive leaves "
    "what they are compared with.",
    ru="Не просмотрены байты базы, не принадлежащие ни одной строке. Образец для сравнения оставит тот, кто следующим "
    "запишет в архив и закроет его.",
    kk="Дерекқордың ешбір жолға жатпайтын байттары қаралған жоқ. Салыстыру үлгісін мұрағатқа келесі жазып, жапқан адам "
    "қалдырады.",
)
_UNRECORDED: Final = Label(
    en="Not recorded: log or tables do not hold.",
    ru="Не записано: журнал или таблицы не сходятся.",
    kk="Жазылған жоқ: журнал не кестелер сәйкес емес.",
)


@command("check", example="onrecord store check --deep\nonrecord store check --due")
@click.option("--deep", is_flag=True, help="Read every object's bytes as well.")
@click.option("--due", is_flag=True, help="Read and record the day's share: every object within 90 days.")
@click.option("--distrust", type=click.Choice(["sha256"]), help="Hold objects against SHA-512 alone.")
@click.option("--record", is_flag=True, help="With --deep: put what was found on the log; what has changed is frozen.")
def store_check(shell: Shell, distrust: str | None, *, deep: bool, due: bool, record: bool) -> int:
    """Check the chain of the log, the tables against it, which objects are there and, if asked, their bytes.

    Without --due or --record nothing is written, so that a copy stays what it is.
    """
    if (due and (deep or distrust)) or (record and (distrust or not deep)):
        raise Misused(_NOT_TOGETHER)
    return _due(shell) if due else _all(shell, deep=deep, record=record, distrust=distrust)


def _all(shell: Shell, *, deep: bool, record: bool, distrust: str | None) -> int:
    from onrecord import app, vault
    from onrecord import store as room

    with shell.desk(reading_only=not record) as desk:
        report = room.check(desk, deep=deep, distrust=distrust)
        is_recorded = record and vault.record_full_check(desk, report)
        objects = sum(1 for _ in desk.blobs.names())
        entries = desk.log.size()
        state = None if report.problems else app.outside_state(desk)  # what a damaged log says is not repeated
    document = {
        "ok": not report.problems,
        "deep": deep,
        "verified": deep and not report.problems,
        "entries": entries,
        "objects": objects,
        "not_read": report.not_read,
        "not_judged": list(report.not_judged),
        "recorded": is_recorded,
        "problems": _plain(report.problems),
        "changed": _plain(report.changed),
        "missing": _plain(report.missing),
        "untracked": list(report.untracked),
        "notes": _plain(report.notes),
        "time": state.to_record(shell.language) if state else None,
    }
    shell.emit(document)
    _tell(shell, document)
    if not report.problems:
        shell.say(_ALL_READ if deep else _DEEP_ONLY, count=objects, entries=entries)
    if report.not_judged:
        shell.say(_PAGES)
    if record and not is_recorded:
        shell.note(_UNRECORDED)
    shell.note_each(state.sentences() if state else ())
    return Broken.exit_status if report.problems else 0


def _due(shell: Shell) -> int:
    from onrecord import vault

    with shell.desk() as desk, shell.progress(_READING) as progress:
        report = vault.check_due(desk, on_progress=progress)
    document = report.to_record()
    shell.emit(document)
    _tell(shell, document)
    facts = {name: document[name] for name in ("read", "objects", "bytes", "share")}
    if report.read:
        shell.say(_DUE, oldest=document["oldest_reading"], left=document["not_read"], **facts)
    elif report.due:
        shell.say(_HELD_BACK)
    else:
        shell.say(_NOT_DUE)
    return 0 if document["ok"] else Broken.exit_status


def _tell(shell: Shell, document: Mapping[str, Any]) -> None:
    """Tell what was found, each kind apart."""
    apart = [*document["changed"], *document["missing"]]
    found = {**document, "other": [one for one in document["problems"] if one not in apart]}
    for name, head in _HEADS.items():
        if found[name]:
            shell.say(head, count=len(found[name]))
            for one in found[name]:
                shell.say(f"  {one if isinstance(one, str) else _line(one)}")


def _line(problem: Mapping[str, Any]) -> str:
    return "  ".join(f"{name}: {value}" for name, value in problem.items() if value is not None)


def _plain(problems: Iterable[Mapping[str, object]]) -> Sequence[dict[str, Any]]:
    return [dict(one) for one in problems]
