"""Owns the ways into an encrypted archive: slots that each hold the master secret, shut with one thing a person has.

A passphrase, a key file (age), the recovery key, two of three shares. Never knows where the slots are kept: the
keyring does. Every slot is bound to its archive, its name and its kind: put elsewhere it does not open.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol, Self

from onrecord.kernel import canonical_bytes
from onrecord.store import boxes, papers
from onrecord.store.costs import Cost, calibrated
from onrecord.store.errors import WeakPassphrase
from onrecord.store.keyfiles import KeyFile, Recipient
from onrecord.store.master import MasterSecret, derived
from onrecord.store.papers import RecoveryKey, Share
from onrecord.store.passphrases import prepared, weakness

_SALT: Final = 16  # bytes


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
    KEY_FILE = "key-file"
    RECOVERY = "recovery"
    ESCROW = "escrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way in, as it lies in the keyring. `note` is a box: when it was made, tried, and what a person calls it."""

    name: str
    kind: SlotKind
    wrapped: str
    salt: str = ""
    cost: Cost | None = None
    note: str = ""

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the slot that a file holds.

        Raises:
            ValueError: it is none, or asks for more than it may.
        """
        texts = {name: record.get(name, "") for name in ("slot", "wrapped", "salt", "note")}
        if not all(isinstance(one, str) for one in texts.values()) or not texts["slot"]:
            msg = "no slot"
            raise ValueError(msg)
        kind = SlotKind(str(record.get("kind")))
        cost = Cost.from_record(record.get("argon2id") or {}) if kind is SlotKind.PASSPHRASE else None
        return cls(
            name=texts["slot"],
            kind=kind,
            wrapped=texts["wrapped"],
            salt=texts["salt"],
            cost=cost,
            note=texts["note"],
        )

    def to_record(self) -> dict[str, Any]:
        """Return the slot as a file holds it."""
        record: dict[str, Any] = {"slot": self.name, "kind": self.kind.value, "wrapped": self.wrapped}
        if self.salt:
            record["salt"] = self.salt
        if self.cost is not None:
            record["argon2id"] = self.cost.to_record()
        return record | ({"note": self.note} if self.note else {})


class Opener(Protocol):
    """Something a person has that may open slots of one kind."""

    @property
    def kind(self) -> SlotKind:
        """Of which kind the slots are."""

    def opened(self, slot: Slot, purpose: bytes) -> bytes:
        """Return what the slot holds.

        Raises:
            ValueError: it does not open.
        """


class Shutter(Protocol):
    """Something a person has that a new slot is shut with."""

    @property
    def kind(self) -> SlotKind:
        """Of which kind the slot will be."""

    def shut(self, name: str, purpose: bytes, secret: bytes) -> Slot:
        """Return a slot that holds `secret`."""


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """Words that a person remembers. `cost` is what a guess at them shall cost from now on."""

    words: str
    cost: Cost | None = None
    kind: SlotKind = field(default=SlotKind.PASSPHRASE, init=False)

    def opened(self, slot: Slot, purpose: bytes) -> bytes:
        """Return what the slot holds; see `Opener`."""
        if slot.cost is None:
            msg = "no cost"
            raise ValueError(msg)
        key = slot.cost.stretched(prepared(self.words), bytes.fromhex(slot.salt))
        return boxes.opened(key, slot.wrapped, purpose=purpose + _bound(slot.salt, slot.cost))

    def shut(self, name: str, purpose: bytes, secret: bytes) -> Slot:
        """Return a slot that holds `secret`; see `Shutter`."""
        if self.cost is None:
            msg = "a new passphrase needs a cost"
            raise RuntimeError(msg)
        salt = secrets.token_hex(_SALT)
        key = self.cost.stretched(prepared(self.words), bytes.fromhex(salt))
        wrapped = boxes.shut(key, secret, purpose=purpose + _bound(salt, self.cost))
        return Slot(name=name, kind=self.kind, wrapped=wrapped, salt=salt, cost=self.cost)


@dataclass(frozen=True, slots=True, repr=False)
class OnPaper:
    """What is written on paper: the recovery key, or what two shares give together."""

    secret: bytes
    kind: SlotKind

    @classmethod
    def recovery(cls, key: RecoveryKey) -> Self:
        """Return the opener for a recovery key."""
        return cls(key.secret, SlotKind.RECOVERY)

    @classmethod
    def shares(cls, shares: Sequence[Share]) -> Self:
        """Return the opener for shares.

        Raises:
            SharesDoNotJoin: they are one and the same, or were not made together.
        """
        return cls(papers.joined(shares), SlotKind.ESCROW)

    def opened(self, slot: Slot, purpose: bytes) -> bytes:
        """Return what the slot holds; see `Opener`."""
        return boxes.opened(self._key(slot.salt), slot.wrapped, purpose=purpose)

    def shut(self, name: str, purpose: bytes, secret: bytes) -> Slot:
        """Return a slot that holds `secret`; see `Shutter`."""
        salt = secrets.token_hex(_SALT)
        return Slot(name=name, kind=self.kind, wrapped=boxes.shut(self._key(salt), secret, purpose=purpose), salt=salt)

    def _key(self, salt: str) -> bytes:
        return derived(self.secret, bytes.fromhex(salt), f"onrecord slot: {self.kind.value}")


@dataclass(frozen=True, slots=True, repr=False)
class ByRecipient:
    """The public half of a key that lies elsewhere: offline, or in a device."""

    recipient: Recipient
    kind: SlotKind = field(default=SlotKind.KEY_FILE, init=False)

    def shut(self, name: str, purpose: bytes, secret: bytes) -> Slot:
        """Return a slot that holds `secret`; see `Shutter`."""
        content = canonical_bytes({"for": purpose.decode(), "secret": secret.hex()})
        wrapped = base64.b64encode(self.recipient.encrypt(content)).decode("ascii")
        return Slot(name=name, kind=self.kind, wrapped=wrapped)


@dataclass(frozen=True, slots=True, repr=False)
class ByKeyFile:
    """A file of age identities."""

    file: KeyFile
    kind: SlotKind = field(default=SlotKind.KEY_FILE, init=False)

    def opened(self, slot: Slot, purpose: bytes) -> bytes:
        """Return what the slot holds; see `Opener`. What age holds is bound to the archive from inside."""
        try:
            found = json.loads(self.file.decrypt(base64.b64decode(slot.wrapped, validate=True)))
        except RecursionError as err:
            msg = "no slot"
            raise ValueError(msg) from err
        if not isinstance(found, dict) or found.get("for") != purpose.decode():
            msg = "a slot of another archive"
            raise ValueError(msg)
        return bytes.fromhex(str(found.get("secret")))


def chosen_passphrase(words: str, *, known: Iterable[str] = (), cost: Cost | None = None) -> Passphrase:
    """Return a new passphrase that is hard to guess, at the cost that is right for this machine unless one is given.

    Raises:
        WeakPassphrase: it is too easy to guess.
    """
    if problem := weakness(words, known=known):
        raise WeakPassphrase(weakness=problem.value)
    return Passphrase(words, cost or calibrated())


def openers_of(text: str, second: Callable[[], str]) -> list[Opener]:
    """Return what a text that a person typed may be: a passphrase, a recovery key, or a share with a `second` one.

    Raises:
        PaperMisread: a recovery key or a share was not copied letter by letter.
        SharesDoNotJoin: the shares are one and the same, or were not made together.
    """
    if papers.is_recovery_key(text):
        return [OnPaper.recovery(RecoveryKey.parse(text))]
    if papers.is_share(text):
        return [OnPaper.shares((Share.parse(text), Share.parse(second())))]
    return [Passphrase(text)]


def purpose_of(archive: str, name: str, kind: SlotKind) -> bytes:
    """Return what a slot is bound to: its archive, its name, its kind."""
    return canonical_bytes({"archive": archive, "kind": kind.value, "slot": name})


def master_in(slot: Slot, opener: Opener, archive: str) -> MasterSecret:
    """Return the master secret that the slot holds.

    Raises:
        ValueError: this does not open it.
        MemoryError: this machine cannot pay what the slot's passphrase costs.
    """
    return MasterSecret(opener.opened(slot, purpose_of(archive, slot.name, slot.kind)))


def _bound(salt: str, cost: Cost) -> bytes:
    return canonical_bytes({"argon2id": cost.to_record(), "salt": salt})
