"""Owns how an object lies on the disk: as it is, or encrypted under a name that does not tell what it holds.

Encrypted objects are age files (age-encryption.org/v1), so that the key alone opens them, with or without this program.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import queue
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 1 << 20

Write = Callable[[bytes], object]
Read = Callable[[int], bytes]


class Envelope(Protocol):
    """What an object is put into before it reaches the disk."""

    def name(self, sha256: str) -> str:
        """Return the name under which the object of this digest lies: 64 hexadecimal digits."""

    def seal(self, read: Read, write: Write) -> None:
        """Pass everything that `read` gives on to `write`, as it shall lie on the disk."""

    def open(self, file: BinaryIO, write: Write) -> None:
        """Pass what lies in `file` on to `write` as it was.

        Raises:
            ValueError: the bytes are not what was put there.
        """

    @property
    def is_plain(self) -> bool:
        """Whether what lies on the disk is the object itself."""


class Plain:
    """No envelope: the object is its file, and every stranger's `sha256sum` can check it."""

    is_plain = True

    def name(self, sha256: str) -> str:
        """Return the digest itself."""
        return sha256

    def seal(self, read: Read, write: Write) -> None:
        """Copy."""
        while chunk := read(_CHUNK):
            write(chunk)

    def open(self, file: BinaryIO, write: Write) -> None:
        """Copy."""
        self.seal(file.read, write)


@dataclass(frozen=True, slots=True, repr=False)
class AgeEnvelope:
    """Each object an age file for the archive's own key, under HMAC-SHA256(name key, digest).

    A bare digest as a name would let whoever holds a file confirm that we hold it too (RELIABILITY section 4).
    """

    identity: str
    name_key: bytes

    @property
    def is_plain(self) -> bool:
        """False: nothing on the disk reads as what it is."""
        return False

    def name(self, sha256: str) -> str:
        """Return the keyed name."""
        return hmac.new(self.name_key, bytes.fromhex(sha256), hashlib.sha256).hexdigest()

    def seal(self, read: Read, write: Write) -> None:
        """Encrypt what is read; memory stays flat."""
        import pyrage

        _, recipient = _halves(self.identity)
        with _faults_kept(read, write) as ends:
            pyrage.encrypt_io(*ends, [recipient])

    def open(self, file: BinaryIO, write: Write) -> None:
        """Decrypt; every 64 KiB are authenticated before they are passed on.

        Raises:
            ValueError: the bytes are not what was put there, or another key sealed them.
        """
        import pyrage

        identity, _ = _halves(self.identity)
        with _faults_kept(file.read, write) as ends:
            pyrage.decrypt_io(*ends, [identity])


@lru_cache(maxsize=4)
def _halves(identity: str) -> tuple[Any, Any]:
    """Return both halves of the key, read once: reading it costs a quarter of sealing a small object."""
    import pyrage

    private = pyrage.x25519.Identity.from_str(identity)
    return private, private.to_public()


@contextmanager
def _faults_kept(read: Read, write: Write) -> Iterator[tuple[Any, Any]]:
    """Give both ends to a library that turns every fault into its own, and raise the first that was ours."""
    import pyrage

    kept: list[BaseException] = []
    try:
        yield _End(read, kept), _End(write, kept)
    except (pyrage.EncryptError, pyrage.DecryptError, OSError) as err:  # a cut stream is an OSError of its own
        if kept:
            raise kept[0] from None
        raise ValueError(str(err)) from err


class _End(io.RawIOBase):
    """One end of a pipe, remembering what went wrong at it."""

    def __init__(self, act: Callable[[Any], Any], kept: list[BaseException]) -> None:
        super().__init__()
        self._act = act
        self._kept = kept
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = memoryview(self._done(_CHUNK))  # the library asks for a few KiB; the disk likes more
        count = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:count], self._rest[count:]
        return bytes(found)

    def write(self, content: Any) -> int:
        self._done(bytes(content))
        return len(content)

    def _done(self, given: Any) -> Any:
        try:
            return self._act(given)
        except BaseException as err:
            self._kept.append(err)
            raise


class Unwrapped(io.RawIOBase):
    """What an envelope holds, to be read in order; memory stays flat, and no byte of it touches a disk.

    A fault in the middle is raised by `read`: the end of what could be decrypted is never taken for the object's end.
    """

    def __init__(self, envelope: Envelope, file: BinaryIO) -> None:
        super().__init__()
        self._chunks: queue.Queue[bytes | BaseException] = queue.Queue(maxsize=16)
        self._rest = b""
        self._is_over = False
        self._thread = threading.Thread(target=self._fill, args=(envelope, file), daemon=True)
        self._thread.start()

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end.

        Raises:
            ValueError: the bytes are not what was put there.
            OSError: the disk does not give them.
        """
        while not self._rest and not self._is_over:
            self._take(self._chunks.get())
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        """Stop reading; what was not read is thrown away."""
        if not self.closed:
            self._is_over = True
            while self._thread.is_alive():
                with suppress(queue.Empty):
                    self._chunks.get(timeout=0.05)
        super().close()

    def _take(self, found: bytes | BaseException) -> None:
        if isinstance(found, BaseException):
            self._is_over = True
            raise found
        self._rest, self._is_over = found, not found

    def _fill(self, envelope: Envelope, file: BinaryIO) -> None:
        try:
            with file:
                envelope.open(file, self._put)
        except Exception as err:  # noqa: BLE001 - handed to the reader, who raises it
            self._chunks.put(err)
        else:
            self._chunks.put(b"")

    def _put(self, content: bytes) -> None:
        if self._is_over:
            msg = "the reader has gone"
            raise OSError(msg)
        if content:
            self._chunks.put(content)
