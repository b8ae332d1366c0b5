"""Owns the digests of what passes by: SHA-256 and SHA-512 (FIPS 180-4) in one pass, large pieces on two threads."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

_WORTH_A_THREAD: Final = 1 << 18  # bytes; below this, handing over costs more than hashing


class Digests:
    """Both digests and the size of everything given to `update`. Use it with `with`."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sha512 = hashlib.sha512()
        self._threads: ThreadPoolExecutor | None = None
        self._slower: Future[None] | None = None  # SHA-512 of the piece before, while the caller writes and reads on
        self.size = 0

    def update(self, chunk: bytes) -> None:
        """Take the next piece into account."""
        self.size += len(chunk)
        self._settle()
        if len(chunk) < _WORTH_A_THREAD:
            self._sha256.update(chunk)
            self._sha512.update(chunk)
            return
        self._threads = self._threads or ThreadPoolExecutor(max_workers=1, thread_name_prefix="sha512")
        self._slower = self._threads.submit(self._sha512.update, chunk)  # hashlib lets other threads run meanwhile
        self._sha256.update(chunk)

    def _settle(self) -> None:
        if self._slower is not None:
            self._slower.result()
            self._slower = None

    @property
    def sha256(self) -> str:
        """The SHA-256 in hexadecimal."""
        return self._sha256.hexdigest()

    @property
    def sha512(self) -> str:
        """The SHA-512 in hexadecimal."""
        self._settle()
        return self._sha512.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._threads is not None:
            self._threads.shutdown()
