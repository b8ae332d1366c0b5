"""Owns the digests of the database's pages, kept beside it while nobody writes. Never holds what a page says.

What the log and the tables say is proven by the log itself. But a page has bytes that belong to no row: gaps, free
space, what is left of a page's former content. No engine looks at them, and a bit that turns there says that the disk
has begun to fail (RELIABILITY P2). So whoever wrote leaves a digest of each page, and takes all of them back before the
next write: where they are, they are those of the file as it was left.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.store.disk import Disk, told_apart
from onrecord.store.errors import DiskFull, NotWritable, SyncFailed

SUFFIX: Final = "-pages"
_FORM: Final = "onrecord pages 1"
_PAGE: Final = 4096  # SQLite's own size unless a file was made with another; then these are pieces, which is as good
_SHORT: Final = 8  # bytes of each digest: it finds rot, which does not choose its bits
_READ: Final = 1 << 20
_MARK: Final = "onrecord.toml"
_NO_MARK: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesFound:
    """What the digests say of the files as they are: which pages differ, and whether the mark or they themselves do."""

    differing: tuple[int, ...] = ()
    is_mark_changed: bool = False
    are_digests_damaged: bool = False


class Pages:
    """The digests of one database file."""

    def __init__(self, path: Path, *, disk: Disk | None = None) -> None:
        self._path = path
        self._kept = path.with_name(path.name + SUFFIX)
        self._disk = disk or Disk()

    def forget(self) -> None:
        """Take the digests back, durably: what is written next is not what they are of.

        Raises:
            NotWritable: the folder cannot be written, and so neither can the database.
        """
        if self._kept.exists():
            with told_apart(self._kept):
                self._disk.unlink(self._kept)
                self._disk.fsync_dir(self._kept.parent)

    def remember(self) -> None:
        """Keep the digests of the file as it is now, unless somebody else has it open and may write.

        None are kept where that fails: then a check says that it has not looked at those bytes.
        """
        if self._is_open():
            return
        fresh = self._kept.with_name(f".{self._kept.name}-{os.getpid()}")
        try:
            with self._disk.create(fresh, 0o600) as file:
                self._disk.write(file, self._text().encode("ascii"))
                self._disk.fsync(file)
            self._disk.rename(fresh, self._kept)
            if self._is_open():  # a writer that came meanwhile may have looked for them just before they were there
                self._disk.unlink(self._kept)
            self._disk.fsync_dir(self._kept.parent)
        except (OSError, DiskFull, NotWritable, SyncFailed):
            fresh.unlink(missing_ok=True)

    def found(self) -> PagesFound | None:
        """Return how the files differ from what the digests say; None where there are none to go by."""
        try:
            lines = self._kept.read_text(encoding="ascii").split("\n")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            return PagesFound(are_digests_damaged=True)
        kept = _read(lines)
        if kept is None:
            return PagesFound(are_digests_damaged=True)
        mark, digests = kept
        present = list(_digests(self._path))
        longest = max(len(digests), len(present))
        differing = tuple(place + 1 for place in range(longest) if _at(digests, place) != _at(present, place))
        if len(differing) == longest > 1:
            return None  # not one page is the same: they are of another file, whose place this one took as a whole
        return PagesFound(differing=differing, is_mark_changed=mark not in (_NO_MARK, self._mark()))

    def _is_open(self) -> bool:
        """Say whether a connection may write to the file, or has written what is not in it yet (sqlite.org/wal)."""
        return self._path.with_name(f"{self._path.name}-wal").exists()

    def _text(self) -> str:
        digests = base64.b64encode(b"".join(_digests(self._path))).decode("ascii")
        body = f"{_FORM}\n{self._mark()}\n{digests}\n"
        return f"{body}{_sha256(body)}\n"

    def _mark(self) -> str:
        """Return the digest of the archive's mark, which changes even less often."""
        try:
            return hashlib.sha256(self._path.with_name(_MARK).read_bytes()).hexdigest()
        except OSError:
            return _NO_MARK  # an archive in the making


def _read(lines: Sequence[str]) -> tuple[str, list[bytes]] | None:
    """Return the mark's digest and those of the pages, or None where the digests themselves have changed."""
    if len(lines) != 5 or lines[0] != _FORM or lines[4] or lines[3] != _sha256("\n".join(lines[:3]) + "\n"):
        return None
    try:
        joined = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        return None
    return lines[1], [joined[at : at + _SHORT] for at in range(0, len(joined), _SHORT)]


def _digests(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_READ):
            for at in range(0, len(piece), _PAGE):
                yield hashlib.blake2b(piece[at : at + _PAGE], digest_size=_SHORT).digest()


def _at(digests: Sequence[bytes], place: int) -> bytes:
    return digests[place] if place < len(digests) else b""


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
