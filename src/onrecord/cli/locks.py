"""Owns the commands `unlock`, `lock` and `panic`: who holds the keys of an encrypted archive, and for how long."""

from __future__ import annotations

import datetime as dt
from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, instant_text

_UNLOCKED: Final = Label(
    en="{title} is open until {until}, or until it was not used for {idle} minutes, or the machine sleeps. "
    "`onrecord lock` locks it.",
    ru="{title}: открыт до {until}, либо пока не пройдёт {idle} минут без обращений или машина не уснёт. "
    "Запереть: `onrecord lock`.",
    kk="{title}: {until} дейін, немесе {idle} минут қолданылмағанша, немесе машина ұйықтағанша ашық. "
    "Құлыптау: `onrecord lock`.",
)
_IN_SWAP: Final = Label(
    en="This system does not keep the keys out of swap: use encrypted swap, or none.",
    ru="Система не удерживает ключи вне файла подкачки: пользуйтесь шифрованной подкачкой или отключите её.",
    kk="Жүйе кілттерді своптан тыс ұстай алмайды: шифрланған своп қолданыңыз немесе оны өшіріңіз.",
)
_LOCKED: Final = Label(en="Locked: {archive}", ru="Заперт: {archive}", kk="Құлыпталды: {archive}")
_WAS_LOCKED: Final = Label(
    en="No agent held keys; it was locked already.",
    ru="Ключей никто не держал; уже было заперто.",
    kk="Кілттерді ешкім ұстаған жоқ; бұрыннан құлыптаулы.",
)
_PANIC: Final = Label(
    en="Keys dropped in {seconds} s: {archives} archives. Ended by force: {agents} agents, {commands} commands.",
    ru="Ключи сброшены за {seconds} с, архивов: {archives}. Завершено силой: агентов {agents}, команд {commands}.",
    kk="Кілттер {seconds} с ішінде жойылды, мұрағат: {archives}. Күшпен тоқтады: агент {agents}, команда {commands}.",
)


@command("unlock", example="onrecord unlock\nonrecord unlock --idle 5 --for 2")
@click.option(
    "--idle", type=click.IntRange(1, 24 * 60), default=15, show_default=True, help="Minutes without use, then it locks."
)
@click.option(
    "--for", "hours", type=click.IntRange(1, 72), default=12, show_default=True, help="Hours, then it locks anyway."
)
def unlock(shell: Shell, idle: int, hours: int) -> None:
    """Let a process hold the keys of an encrypted archive, so that commands do not ask each time."""
    from onrecord import app

    info, opened = shell.opened()
    keys = opened.master.keys(info.id)
    info = info.opened(keys)
    held = app.hold_keys(shell.settings, info, keys, idle_seconds=idle * 60, life_seconds=hours * 3600)
    until = instant_text(SystemClock().now() + dt.timedelta(hours=hours))
    shell.warn_untried(info, keys)
    document = {
        "archive": str(info.folder),
        "id": info.id,
        "slot": opened.slot.name,
        "idle_minutes": idle,
        "until": until,
        "memory_locked": held.memory_locked,
        "shielded": held.shielded,
    }
    shell.emit(document)
    shell.say(_UNLOCKED, title=info.title, until=until, idle=idle)
    if not held.memory_locked:
        shell.note(_IN_SWAP)


@command("lock", example="onrecord lock --all")
@click.option("--all", "everything", is_flag=True, help="Every archive that is open, not only this one.")
def lock(shell: Shell, *, everything: bool) -> None:
    """Drop the keys of an encrypted archive: the next command asks for them again."""
    from onrecord import app, store

    ids = app.held_archives(shell.settings) if everything else (store.read_info(shell.archive_folder()).id,)
    locked = [one for one in ids if app.forget_keys(shell.settings, one)]
    shell.emit({"locked": locked})
    for one in locked:
        shell.say(_LOCKED, archive=one)
    if not locked:
        shell.say(_WAS_LOCKED)


@command("panic", example="onrecord panic")
def panic(shell: Shell) -> None:
    """Drop the keys of every archive at once, and end every command that holds any; nothing on the disk is touched."""
    from onrecord import app

    done = app.panic(shell.settings)
    seconds = f"{done.seconds:.2f}"
    document = {
        "dropped": list(done.archives),
        "agents_ended": done.agents_ended,
        "commands_ended": done.commands_ended,
        "seconds": seconds,
    }
    shell.emit(document)
    shell.say(
        _PANIC,
        seconds=seconds,
        archives=len(done.archives),
        agents=done.agents_ended,
        commands=done.commands_ended,
    )


COMMANDS: Final = (unlock, lock, panic)
