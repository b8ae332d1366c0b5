"""Owns the founding of a keyring: which ways open a new encrypted archive, and what is written down on paper.

The recovery key is always among them. Never prints anything: the shells show what is on paper once, and ask it back.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.store import papers
from onrecord.store.keyfiles import Recipient
from onrecord.store.keyring import Keyring, SlotNote
from onrecord.store.master import Keys, MasterSecret
from onrecord.store.papers import RecoveryKey, Share
from onrecord.store.slots import ByRecipient, OnPaper, Passphrase, Shutter, SlotKind


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ways:
    """What shall open a new archive day by day, and whether three people get shares."""

    passphrase: Passphrase | None = None
    recipients: tuple[Recipient, ...] = ()
    has_escrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Founded:
    """A keyring and what opens it. The papers are shown once and kept nowhere."""

    keyring: Keyring
    keys: Keys
    recovery_key: RecoveryKey
    shares: tuple[Share, ...] = ()


def found(archive: str, ways: Ways, *, made_at: str) -> Founded:
    """Return a new keyring for the archive with this id, and its papers."""
    master, recovery_key = MasterSecret.fresh(), RecoveryKey.fresh()
    shutters: list[Shutter] = [] if ways.passphrase is None else [ways.passphrase]
    shutters += [ByRecipient(one) for one in ways.recipients]
    if not shutters:
        msg = "an archive needs a passphrase or a key file for every day"
        raise ValueError(msg)
    shutters.append(OnPaper.recovery(recovery_key))
    shares: tuple[Share, ...] = ()
    if ways.has_escrow:
        on_paper, shares = escrow()
        shutters.append(on_paper)
    keyring = Keyring(archive=archive)
    for shutter in shutters:
        keyring = keyring.with_slot(shutter, master, SlotNote(made_at=made_at))
    return Founded(keyring=keyring, keys=master.keys(archive), recovery_key=recovery_key, shares=shares)


def escrow() -> tuple[OnPaper, tuple[Share, ...]]:
    """Return what shuts an escrow slot, and the three shares of which any two open it."""
    secret = RecoveryKey.fresh().secret
    return OnPaper(secret, SlotKind.ESCROW), papers.shares_of(secret)
