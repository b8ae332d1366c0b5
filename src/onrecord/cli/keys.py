"""Owns the commands `keys ...`: the ways into an encrypted archive, listed, tried, added, changed, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli import asking, papers
from onrecord.cli.encrypting import renew
from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, instant_text

if TYPE_CHECKING:
    from onrecord.app import Opened
    from onrecord.store import ArchiveInfo, Desk, RecoveryKey, Share, Shutter, Way

_ONE_WAY: Final = Label(
    en="give one way at a time",
    ru="дайте только один способ за раз",
    kk="бір жолы бір ғана тәсіл беріңіз",
)
_NO_PASSPHRASE: Final = Label(
    en="{name} is no passphrase: `onrecord keys add`, then `onrecord keys remove`",
    ru="{name} — не парольная фраза: `onrecord keys add`, затем `onrecord keys remove`",
    kk="{name} — құпия сөз тіркесі емес: `onrecord keys add`, сосын `onrecord keys remove`",
)
_NO_NEW: Final = Label(
    en="give the new passphrase with --new-passphrase-fd or at a terminal",
    ru="дайте новую парольную фразу через --new-passphrase-fd или в терминале",
    kk="жаңа құпия сөз тіркесін --new-passphrase-fd арқылы не терминалда беріңіз",
)
_ADDED: Final = Label(en="Added: {slot}", ru="Добавлен: {slot}", kk="Қосылды: {slot}")
_CHANGED: Final = Label(
    en="{slot} took the place of {former}.", ru="{slot} занял место {former}.", kk="{slot} {former} орнын басты."
)
_REMOVED: Final = Label(
    en="Removed: {slot}. It still opens copies of the archive that were made before.",
    ru="Удалён: {slot}. Копии архива, сделанные раньше, он по-прежнему открывает.",
    kk="Алынды: {slot}. Бұрын жасалған көшірмелерді ол әлі ашады.",
)
_MENDED: Final = Label(
    en="Both files of the keyring are written anew: {slots}",
    ru="Оба файла связки записаны заново: {slots}",
    kk="Кілттер бауының екі файлы да қайта жазылды: {slots}",
)
_OLDER: Final = Label(
    en="{slots} still opens the archive. When the new one is tried: `onrecord keys remove SLOT`.",
    ru="{slots} всё ещё открывает архив. Когда новый испытан: `onrecord keys remove SLOT`.",
    kk="{slots} мұрағатты әлі ашады. Жаңасы сыналған соң: `onrecord keys remove SLOT`.",
)
_NOT_PAPER: Final = Label(
    en="give a recovery key or a share, as it stands on paper",
    ru="дайте ключ восстановления или долю, как они записаны на бумаге",
    kk="қалпына келтіру кілтін немесе үлесті қағазда жазылғандай беріңіз",
)
_NO_PAPER: Final = Label(
    en="give a recovery key or a share, as it stands on paper, with --passphrase-fd or at a terminal",
    ru="дайте ключ восстановления или долю, как они записаны на бумаге, через --passphrase-fd или в терминале",
    kk="қалпына келтіру кілтін немесе үлесті қағазда жазылғандай --passphrase-fd арқылы не терминалда беріңіз",
)
_NEW_FD: Final = click.option(
    "--new-passphrase-fd", type=click.IntRange(min=0), metavar="N", help="Read the new passphrase from there."
)
_LABEL: Final = click.option("--label", default="", help="What you call it; kept in a box, shown when it is open.")


@click.group("keys")
def keys() -> None:
    """Look after the ways into an encrypted archive: passphrases, key files, recovery key, shares."""


@command("list", example="onrecord keys list")
def list_ways(shell: Shell) -> None:
    """List the ways in; what you called them and when they were tried is shown when the archive is open."""
    from onrecord import app, store

    info = store.read_info(shell.archive_folder())
    held = app.held_keys(shell.settings, info) if shell.passphrase_fd is None else shell.unlocking.keys(info)
    rows = [_row(one) for one in store.ways(info, held)]
    if held is not None:
        shell.warn_untried(info, held)
    shell.emit({"archive": str(info.folder), "open": held is not None, "slots": rows})
    columns = ("slot", "kind", "label", "made_at", "tried_at")
    shell.table(columns, [[row.get(column) for column in columns] for row in rows])


@command("try", example="onrecord keys try")
def try_paper(shell: Shell) -> None:
    """Open the archive with the recovery key, or with two shares, as they stand on paper: a trial."""
    from onrecord import store
    from onrecord.app import SECOND

    info = store.read_info(shell.archive_folder())
    ask = shell.unlocking.given or shell.unlocking.ask
    if ask is None:
        raise Misused(_NO_PAPER)
    first = ask(papers.PAPER)
    if not (store.is_recovery_key(first) or store.is_share(first)):
        raise Misused(_NOT_PAPER)
    texts = [first, ask(SECOND)] if store.is_share(first) else [first]
    slot = store.try_papers(info, texts, at=instant_text(SystemClock().now()))
    shell.emit({"slot": slot, "opens": True})
    shell.say(papers.TRIED, slot=slot)


@command("add", example="onrecord keys add --key-file stick.age\nonrecord keys add --label desk")
@click.option("--key-file", type=click.Path(path_type=Path, dir_okay=False), help="Make a key in this new file.")
@click.option("--recipient", metavar="AGE1...", help="A key that lies elsewhere: offline, or in a device.")
@_NEW_FD
@_LABEL
def add(shell: Shell, key_file: Path | None, recipient: str | None, new_passphrase_fd: int | None, label: str) -> None:
    """Add a way in: a passphrase, unless a key file or a recipient is named."""
    from onrecord import store

    if sum(one is not None for one in (key_file, recipient, new_passphrase_fd)) > 1:
        raise Misused(_ONE_WAY)
    info, opened = shell.opened()
    shutter: Shutter
    if key_file is not None:
        shutter = store.ByRecipient(store.make_key_file(key_file))
    elif recipient is not None:
        shutter = store.ByRecipient(store.Recipient.parse(recipient))
    else:
        shutter = _new_passphrase(shell, info, opened, new_passphrase_fd)
    with _desk(shell, info, opened) as desk:
        slot = store.add_way(desk, opened.master, shutter, label=label)
    shell.emit({"slot": slot})
    shell.say(_ADDED, slot=slot)


@command("change", example="onrecord keys change")
@_NEW_FD
@_LABEL
def change(shell: Shell, new_passphrase_fd: int | None, label: str) -> None:
    """Put a new passphrase in the place of the one you give."""
    from onrecord import store

    info, opened = shell.opened()
    if opened.slot.kind is not store.SlotKind.PASSPHRASE:
        raise Misused(_NO_PASSPHRASE, name=opened.slot.name)
    shutter = _new_passphrase(shell, info, opened, new_passphrase_fd)
    with _desk(shell, info, opened) as desk:
        slot = store.add_way(desk, opened.master, shutter, label=label, in_place_of=opened.slot.name)
    shell.emit({"slot": slot, "in_place_of": opened.slot.name})
    shell.say(_CHANGED, slot=slot, former=opened.slot.name)


@command("remove", example="onrecord keys remove passphrase-4")
@click.argument("slot")
def remove(shell: Shell, slot: str) -> None:
    """Take a way in away; the last one stays."""
    from onrecord import store

    info, opened = shell.opened()
    with _desk(shell, info, opened) as desk:
        store.remove_way(desk, opened.master, slot)
    shell.emit({"removed": slot})
    shell.say(_REMOVED, slot=slot)


@command("recovery", example="onrecord keys recovery")
def recovery(shell: Shell) -> None:
    """Make a new recovery key. The former one stays until you remove it."""
    from onrecord import store

    key = store.RecoveryKey.fresh()
    _paper_way(shell, store.OnPaper.recovery(key), key, ())


@command("escrow", example="onrecord keys escrow")
def escrow(shell: Shell) -> None:
    """Make three shares, any two of which open the archive. Former shares stay until you remove their slot."""
    from onrecord import store

    on_paper, shares = store.escrow()
    _paper_way(shell, on_paper, None, shares)


@command("mend", example="onrecord keys mend")
def mend(shell: Shell) -> None:
    """Write both files of the keyring anew from the one that is whole."""
    from onrecord import store

    info, opened = shell.opened()
    with _desk(shell, info, opened) as desk:
        slots = store.mend_keyring(desk, opened.master)
    shell.emit({"slots": list(slots)})
    shell.say(_MENDED, slots=", ".join(slots))


def _paper_way(shell: Shell, shutter: Shutter, key: RecoveryKey | None, shares: tuple[Share, ...]) -> None:
    """Add what is on paper, show it, have it tried, and say which former ones still open."""
    from onrecord import store

    info, opened = shell.opened()
    with _desk(shell, info, opened) as desk:
        slot = store.add_way(desk, opened.master, shutter)
    older = [one.slot for one in store.ways(info, None) if one.kind is shutter.kind and one.slot != slot]
    made = papers.Papers(info=info, keys=opened.master.keys(info.id), recovery_key=key, shares=shares)
    papers.hand_out(shell, made, {"slot": slot, "older": older}, _ADDED.fill(shell.language, slot=slot))
    if older:
        shell.note(_OLDER, slots=", ".join(older))


def _new_passphrase(shell: Shell, info: ArchiveInfo, opened: Opened, descriptor: int | None) -> Shutter:
    from onrecord import store

    given = None if descriptor is None else asking.from_descriptor(descriptor)
    words = asking.new_passphrase(given, shell.unlocking.ask)
    if words is None:
        raise Misused(_NO_NEW)
    title = info.opened(opened.master.keys(info.id)).title
    return store.chosen_passphrase(words, known=(title, shell.settings.actor.name))


def _desk(shell: Shell, info: ArchiveInfo, opened: Opened) -> Desk:
    """Open the archive with the keys at hand: the person is not asked a second time."""
    from onrecord import app

    return app.open_desk(info.folder, actor=shell.settings.actor, keys=lambda one: opened.master.keys(one.id))


def _row(way: Way) -> dict[str, Any]:
    row: dict[str, Any] = {"slot": way.slot, "kind": way.kind.value}
    if way.cost is not None:
        row["argon2id"] = way.cost.to_record()
    if way.note is not None:
        row |= {"label": way.note.label, "made_at": way.note.made_at, "tried_at": way.note.tried_at}
    return row


for _command in (list_ways, try_paper, add, change, remove, recovery, escrow, renew, mend):
    keys.add_command(_command)
COMMANDS: Final = (keys,)
