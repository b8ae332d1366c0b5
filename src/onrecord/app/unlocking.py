"""Owns the way to the keys of an encrypted archive: one place for every shell. Never keeps a key itself.

In this order: what the person gave by a descriptor, the agent that `onrecord unlock` started, the key file of the
settings, a question at the terminal. What is typed may be a passphrase, the recovery key, or a share with a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.app import agents
from onrecord.app.runtime import note_holder
from onrecord.app.settings import Settings
from onrecord.kernel import Fault, Label

if TYPE_CHECKING:
    from onrecord.store import ArchiveInfo, Keyring, Keys, MasterSecret, Opener, Slot

Ask = Callable[[Label], str]

SECRET: Final = Label(
    en="Passphrase, recovery key or share: ",
    ru="Парольная фраза, ключ восстановления или доля: ",
    kk="Құпия сөз тіркесі, қалпына келтіру кілті немесе үлес: ",
)
SECOND: Final = Label(en="A second share: ", ru="Вторая доля: ", kk="Екінші үлес: ")
_TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opened:
    """What opened an archive: the keyring, its slot, and the master secret that lay in it."""

    keyring: Keyring
    slot: Slot
    master: MasterSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocking:
    """How this run may come by keys."""

    settings: Settings
    given: Ask | None = None  # reads what the person gave by a descriptor
    ask: Ask | None = None  # asks the person at the terminal

    def keys(self, info: ArchiveInfo) -> Keys:
        """Return the keys of an encrypted archive; see `store.KeySource`.

        Raises:
            ArchiveLocked: nothing that opens it is at hand.
            KeyRefused: what was given does not open it.
            KeysDamaged: its keyring cannot be read.
            RuntimeUnusable: there is no place to note that this process holds keys.
        """
        keys = agents.held_keys(self.settings, info) if self.given is None else None
        keys = keys or self.opened(info).master.keys(info.id)
        note_holder(self.settings)
        return keys

    def opened(self, info: ArchiveInfo) -> Opened:
        """Return the master secret itself, for whoever changes the ways in. For what it raises see `keys`."""
        from onrecord import store

        keyring = store.Keyring.load(info.keyring_folder)
        if keyring.archive != info.id:
            problem = f"it is that of {keyring.archive}, the archive is {info.id}"
            raise store.KeysDamaged(place=str(info.keyring_folder), problem=problem)
        opened = self._opened_somehow(info, keyring)
        if info.at_rest is None or opened.master.keys(info.id).check() != info.at_rest.check:
            raise store.ArchiveDamaged(place=str(info.folder), problem="its mark does not fit its keyring")
        return opened

    def _opened_somehow(self, info: ArchiveInfo, keyring: Keyring) -> Opened:
        from onrecord import store

        if self.given is not None:
            return _opened(keyring, self._typed(self.given))
        if self.settings.key_file is not None:
            return _opened(keyring, [store.ByKeyFile(store.KeyFile.load(self.settings.key_file))])
        if self.ask is not None:
            return self._asked(keyring, self.ask)
        raise store.ArchiveLocked(place=str(info.folder))

    def _asked(self, keyring: Keyring, ask: Ask) -> Opened:
        """Ask again after a slip of the hand; the last refusal is the one that is told."""
        from onrecord import store

        for _ in range(_TRIES - 1):
            try:
                return _opened(keyring, self._typed(ask))
            except (store.KeyRefused, store.PaperMisread, store.SharesDoNotJoin) as fault:
                self._say(fault)
        return _opened(keyring, self._typed(ask))

    def _typed(self, ask: Ask) -> list[Opener]:
        from onrecord import store

        return store.openers_of(ask(SECRET), lambda: ask(SECOND))

    def _say(self, fault: Fault) -> None:
        import sys

        sys.stderr.write(f"{fault.message(self.settings.language)}\n")


def _opened(keyring: Keyring, openers: list[Opener]) -> Opened:
    master, slot = keyring.open_with(openers)
    return Opened(keyring=keyring, slot=slot, master=master)
