"""Owns bags: BagIt 1.0 (RFC 8493), as a folder or one ZIP file, moved to their place whole. Never says what is in them.

Two manifests, SHA-256 and SHA-512, written in the pass that copies. The same content gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

from onrecord.kernel import is_sha256_hex
from onrecord.store import AlreadyThere, Blob, Digests, Disk, confirmed, told_apart
from onrecord.vault.rules import Finding, is_common_path

_CHUNK: Final = 1 << 20
_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # RFC 8493 2.1.1
_ALGORITHMS: Final = ("sha256", "sha512")
_WAITING: Final = 8  # files whose fsync is waited for at a time: twenty times as fast as one after the other
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name: it tells no times

Write = Callable[[bytes], None]


class BagWriter:
    """A bag in the making; use it with `with`. Nothing is at `target` until `finish` has returned."""

    def __init__(self, target: Path, *, disk: Disk | None = None, as_zip: bool = False) -> None:
        if target.exists():
            raise AlreadyThere(place=str(target))
        self._target = target
        self._disk = disk or Disk()
        self._unfinished = target.with_name(f".{target.name}.unfinished")
        self._as_zip = as_zip
        self._payload: dict[str, Blob] = {}
        self._tags: dict[str, Blob] = {}
        self._place: _Place | None = None

    def __enter__(self) -> Self:
        self._clear()
        try:
            with told_apart(self._target):
                self._place = (_InZip if self._as_zip else _InFolder)(self._unfinished, self._target, self._disk)
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._place is not None:
            self._place.close()
        self._clear()

    def _clear(self) -> None:
        """Remove what is left of an attempt; after `finish` nothing is."""
        if self._unfinished.is_dir():
            shutil.rmtree(self._unfinished, ignore_errors=True)
        else:
            self._unfinished.unlink(missing_ok=True)

    def add(self, path: str, source: BinaryIO) -> Blob:
        """Copy `source` into the payload at `data/path` and return its digests and size.

        Raises:
            DiskFull, NotWritable: the bag cannot be written on.
        """
        return self.add_chunks(path, iter(lambda: source.read(_CHUNK), b""))

    def add_chunks(self, path: str, chunks: Iterable[bytes]) -> Blob:
        """Put these pieces, one after the other, into the payload at `data/path` and return their digests."""
        return self._put(self._payload, f"data/{path}", chunks)

    def add_bytes(self, path: str, content: bytes) -> Blob:
        """Put these bytes into the payload at `data/path` and return their digests."""
        return self.add(path, io.BytesIO(content))

    def add_lines(self, path: str, lines: Iterable[bytes]) -> Blob:
        """Put these lines, each ended by a line feed, into the payload and return their digests."""
        return self.add_chunks(path, _gathered(lines))

    def add_tag(self, path: str, content: bytes) -> None:
        """Put a tag file beside the payload."""
        self._put(self._tags, path, [content])

    def finish(self, info: Mapping[str, str], *, before_it_shows: Callable[[], None] = lambda: None) -> Path:
        """Write manifests and `bag-info.txt`, make all durable, move the bag to its place and return that.

        `before_it_shows` is called when the bag is whole and durable and nobody can have seen it yet; if it raises,
        there is no bag.

        Raises:
            AlreadyThere: something has come to be at the target meanwhile.
            DiskFull, NotWritable, SyncFailed: nothing is at the target.
        """
        self.add_tag("bagit.txt", _DECLARATION)
        octets = sum(blob.size for blob in self._payload.values())
        oxum = {"Payload-Oxum": f"{octets}.{len(self._payload)}"}  # RFC 8493 2.2.2
        lines = [f"{name}: {_one_line(value)}\n" for name, value in {**info, **oxum}.items()]
        self.add_tag("bag-info.txt", "".join(lines).encode())
        for algorithm in _ALGORITHMS:
            self.add_tag(f"manifest-{algorithm}.txt", _manifest(self._payload, algorithm))
        of_tags = {algorithm: _manifest(self._tags, algorithm) for algorithm in _ALGORITHMS}
        for algorithm, content in of_tags.items():
            self._put({}, f"tagmanifest-{algorithm}.txt", [content])
        self._open_place().settle()
        if self._target.exists():
            raise AlreadyThere(place=str(self._target))
        before_it_shows()
        with told_apart(self._target):
            self._disk.rename(self._unfinished, self._target)
        with confirmed(self._target):
            self._disk.fsync_dir(self._target.parent)
        return self._target

    @property
    def files(self) -> int:
        """How many files the bag has, its manifests among them."""
        return len(self._payload) + len(self._tags) + len(_ALGORITHMS)

    def _put(self, listed: dict[str, Blob], path: str, chunks: Iterable[bytes]) -> Blob:
        _check(path)
        with Digests() as digests, self._open_place().writing(path) as write:
            for chunk in chunks:
                digests.update(chunk)
                write(chunk)
        listed[path] = Blob(sha256=digests.sha256, sha512=digests.sha512, size=digests.size)
        return listed[path]

    def _open_place(self) -> _Place:
        if self._place is None:
            msg = "a bag is written within `with`"
            raise RuntimeError(msg)
        return self._place


class _Place(Protocol):
    """Where the files of a bag in the making go."""

    def writing(self, path: str) -> _Writing:
        """Open a new file of the bag; yields what writes to it."""

    def settle(self) -> None:
        """Return when everything written is durable under its unfinished name."""

    def close(self) -> None:
        """Let go of what is open."""


class _Writing(Protocol):
    def __enter__(self) -> Write: ...

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None, /
    ) -> bool | None: ...


class _InFolder:
    """The bag as a folder."""

    def __init__(self, folder: Path, _target: Path, disk: Disk) -> None:
        self._folder, self._disk = folder, disk
        self._files: list[Path] = []
        self._folders: dict[Path, None] = {}
        self._make(folder / "data")

    @contextmanager
    def writing(self, path: str) -> Iterator[Write]:
        """Open a new file."""
        target = self._folder / path
        with told_apart(self._folder):
            self._make(target.parent)
            file = self._disk.create(target)

        def write(chunk: bytes) -> None:
            with told_apart(self._folder):
                self._disk.write(file, chunk)

        with file:
            yield write
        self._files.append(target)

    def settle(self) -> None:
        """Sync every file, then every folder, the deepest first."""
        with ThreadPoolExecutor(_WAITING) as threads, confirmed(self._folder):
            list(threads.map(self._sync_file, self._files))
            list(threads.map(self._disk.fsync_dir, sorted(self._folders, key=lambda one: -len(one.parts))))

    def close(self) -> None:
        """Nothing is open."""

    def _make(self, folder: Path) -> None:
        if folder not in self._folders:
            if folder != self._folder:
                self._make(folder.parent)
            self._disk.mkdir(folder)
            self._folders[folder] = None

    def _sync_file(self, path: Path) -> None:
        with path.open("rb" if os.name != "nt" else "r+b") as file:
            self._disk.fsync(file)


class _InZip:
    """The bag in one ZIP file, in a folder named as the file is (RFC 8493, 4), without compression."""

    def __init__(self, path: Path, target: Path, disk: Disk) -> None:
        self._folder, self._disk = path.parent, disk
        self._above = target.stem
        self._file = disk.create(path)
        self._zip = zipfile.ZipFile(_Through(self._file, disk), "w", zipfile.ZIP_STORED)
        self._is_begun = False

    @contextmanager
    def writing(self, path: str) -> Iterator[Write]:
        """Open a new member."""
        with told_apart(self._folder):
            if not self._is_begun:
                self._zip.writestr(self._info("data/", 0o040755), b"")  # there, be it empty (2.1.2)
                self._is_begun = True
            member = self._zip.open(self._info(path, 0o100644), "w", force_zip64=True)

        def write(chunk: bytes) -> None:
            with told_apart(self._folder):
                member.write(chunk)

        yield write
        with told_apart(self._folder):
            member.close()

    def settle(self) -> None:
        """Write the directory and sync the file."""
        with told_apart(self._folder):
            self._zip.close()
        with confirmed(self._folder):
            self._disk.fsync(self._file)
        self._file.close()

    def close(self) -> None:
        """Let go of the file; what is in it does not count any more."""
        self._zip.fp = None  # or it would write its directory once more when it is forgotten
        self._file.close()

    def _info(self, path: str, mode: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{self._above}/{path}", date_time=_EARLIEST)
        info.create_system, info.external_attr = 3, mode << 16
        return info


class _Through:
    """A file that `zipfile` may write, with every write going through the disk."""

    def __init__(self, file: BinaryIO, disk: Disk) -> None:
        self._file, self._disk = file, disk

    def write(self, content: bytes, /) -> int:
        """Write all of it."""
        self._disk.write(self._file, content)
        return len(content)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place that is written anew: the sizes in a member's head."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return where the next write goes."""
        return self._file.tell()

    def flush(self) -> None:
        """Hand over what is held."""
        self._file.flush()

    def seekable(self) -> bool:
        """Say that it can go back."""
        return True

    def close(self) -> None:
        """Leave the file to whoever opened it."""


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines with their line feeds, many at a time."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _CHUNK:
            yield b"\n".join(held) + b"\n"
            held, size = [], 0
    if held:
        yield b"\n".join(held) + b"\n"


def manifest_findings(bag: Path) -> Iterator[Finding]:
    """Yield what keeps `sha256sum -c manifest-sha256.txt` from succeeding in this bag (EV-08).

    The files are read with the standard library alone, as a stranger would.
    """
    try:
        lines = (bag / "manifest-sha256.txt").read_bytes().split(b"\n")
    except OSError as err:
        yield Finding(code="vault.manifest-odd", rule="EV-08", found=err.strerror or str(err))
        return
    for line in lines[:-1] if lines[-1] == b"" else lines:
        text = line.decode("utf-8", "replace")
        sha256, gap, path = text[:64], text[64:66], text[66:]
        if not is_sha256_hex(sha256) or gap != "  " or not path or not is_common_path(path):
            yield Finding(code="vault.manifest-odd", rule="EV-08", found=text)
            continue
        found = _found_at(bag / path)
        if found != sha256:
            yield Finding(code="vault.manifest-differs", rule="EV-08", expected=f"{sha256}  {path}", found=found)


def _found_at(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _manifest(blobs: Mapping[str, Blob], algorithm: str) -> bytes:
    """Return `digest  path` lines, paths percent-encoded as RFC 8493 2.1.3 demands for line ends and percent signs."""
    encoded = {path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"): one for path, one in blobs.items()}
    return "".join(f"{getattr(encoded[path], algorithm)}  {path}\n" for path in sorted(encoded)).encode()


def _check(path: str) -> None:
    """Return when the path is one below the bag; anything else is a bug of the caller."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or any(part in ("..", ".") for part in parts):
        msg = f"not a path inside a bag: {path!r}"
        raise ValueError(msg)


def _one_line(text: str) -> str:
    return " ".join(text.split())
