"""Owns key files: age identities and recipients (age-encryption.org/v1). A key may lie on a stick or in a device.

Ordinary ones, those of plugins for hardware (age1yubikey1…), and SSH keys. Never makes a cipher of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, Self

from onrecord.kernel import file_problem
from onrecord.store.disk import Disk, told_apart
from onrecord.store.errors import AlreadyThere, KeyFileUnusable

_LONGEST: Final = 64 << 10  # bytes; a key file is a few lines
_ARMOUR: Final = "-----BEGIN "


class Callbacks(Protocol):
    """What a device's plugin may ask of the person before it (age-encryption.org/plugin-v1)."""

    def display_message(self, message: str) -> None:
        """Show what the device waits for: a touch, mostly."""

    def confirm(self, message: str, yes: str, no: str | None) -> bool | None:
        """Return the person's answer; None where there is nobody to ask."""

    def request_public_string(self, description: str) -> str | None:
        """Return what the person typed; None where there is nobody to ask."""

    def request_passphrase(self, description: str) -> str | None:
        """Return the PIN that the person typed; None where there is nobody to ask."""


class NobodyThere:
    """Nobody is before the machine: a device that needs more than to be plugged in does not open."""

    def display_message(self, message: str) -> None:
        """Tell nobody."""

    def confirm(self, message: str, yes: str, no: str | None) -> bool | None:
        """Nobody answers."""

    def request_public_string(self, description: str) -> str | None:
        """Nobody answers."""

    def request_passphrase(self, description: str) -> str | None:
        """Nobody answers."""


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """The public half: it shuts and does not open."""

    text: str
    _age: Any

    @classmethod
    def parse(cls, text: str, callbacks: Callbacks | None = None) -> Self:
        """Return the recipient written as `age1…` or `ssh-ed25519 …`.

        Raises:
            KeyFileUnusable: it is none.
        """
        import pyrage

        text = text.strip()
        for reader in _recipient_readers(text, callbacks or NobodyThere()):
            try:
                return cls(text, reader(text))
            except pyrage.RecipientError as err:
                problem = str(err)
        raise KeyFileUnusable(place=text[:24], problem=problem)

    def encrypt(self, content: bytes) -> bytes:
        """Return an age file that holds `content`.

        Raises:
            KeyFileUnusable: the plugin of the recipient's device did not do it.
        """
        import pyrage

        try:
            return bytes(pyrage.encrypt(content, [self._age]))
        except pyrage.EncryptError as err:
            raise KeyFileUnusable(place=self.text[:24], problem=str(err)) from err


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """The private half, or several, as a file holds them."""

    identities: tuple[Any, ...]

    @classmethod
    def load(cls, path: Path, callbacks: Callbacks | None = None) -> Self:
        """Return what the file holds.

        Raises:
            KeyFileUnusable: it cannot be read or holds no identity.
        """
        try:
            with path.open("rb") as file:
                content = file.read(_LONGEST + 1)
        except OSError as err:
            raise KeyFileUnusable(place=str(path), problem=file_problem(err)) from err
        if len(content) > _LONGEST:
            raise KeyFileUnusable(place=str(path), problem="too long for a key file")
        return cls._from(content, str(path), callbacks)

    @classmethod
    def parse(cls, text: str, callbacks: Callbacks | None = None) -> Self:
        """Return what a file with this text would hold.

        Raises:
            KeyFileUnusable: it holds no identity.
        """
        return cls._from(text.encode(), "-", callbacks)

    @classmethod
    def _from(cls, content: bytes, place: str, callbacks: Callbacks | None) -> Self:
        identities = _identities(content, place, callbacks or NobodyThere())
        if not identities:
            raise KeyFileUnusable(place=place, problem="no identity in it")
        return cls(identities)

    def decrypt(self, content: bytes) -> bytes:
        """Return what an age file for one of these identities holds.

        Raises:
            ValueError: it is for none of them.
        """
        import pyrage

        opened = io.BytesIO()
        try:
            pyrage.decrypt_io(io.BytesIO(content), opened, list(self.identities))
        except (pyrage.DecryptError, OSError) as err:
            msg = "not for this key"
            raise ValueError(msg) from err
        return opened.getvalue()


def make_key_file(path: Path, disk: Disk | None = None) -> Recipient:
    """Write a new identity to `path`, for its owner alone to read, and return its recipient; it is durable then.

    Raises:
        AlreadyThere: something lies there.
        DiskFull, NotWritable: it cannot be written.
    """
    import pyrage

    disk = disk or Disk()
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    with told_apart(path):
        try:
            file = disk.create(path, mode=0o600)
        except FileExistsError as err:
            raise AlreadyThere(place=str(path)) from err
        with file:
            disk.write(file, f"# public key: {recipient}\n{identity}\n".encode())
            disk.fsync(file)
        disk.fsync_dir(path.parent)
    return Recipient.parse(recipient)


def _recipient_readers(text: str, callbacks: Callbacks) -> tuple[Callable[[str], Any], ...]:
    import pyrage

    def of_a_plugin(text: str) -> Any:
        recipient = pyrage.plugin.Recipient.from_str(text)
        return pyrage.plugin.RecipientPluginV1(recipient.plugin(), [recipient], [], callbacks)

    if text.startswith("ssh-"):
        return (pyrage.ssh.Recipient.from_str,)
    of_age = (pyrage.x25519, pyrage.tag, pyrage.tagpq)
    return (*(one.Recipient.from_str for one in of_age), of_a_plugin)


def _identities(content: bytes, place: str, callbacks: Callbacks) -> tuple[Any, ...]:
    import pyrage

    try:
        text = content.decode("utf-8")
        if text.lstrip().startswith(_ARMOUR):
            return (pyrage.ssh.Identity.from_buffer(content),)
        lines = [line.strip() for line in text.splitlines()]
        return tuple(_identity(line, callbacks) for line in lines if line and not line.startswith("#"))
    except (UnicodeDecodeError, pyrage.IdentityError) as err:
        raise KeyFileUnusable(place=place, problem=str(err) or "no identity in it") from err


def _identity(line: str, callbacks: Callbacks) -> Any:
    import pyrage

    if line.upper().startswith("AGE-PLUGIN-"):
        identity = pyrage.plugin.Identity.from_str(line)
        return pyrage.plugin.IdentityPluginV1(identity.plugin(), [identity], callbacks)
    return pyrage.x25519.Identity.from_str(line)
