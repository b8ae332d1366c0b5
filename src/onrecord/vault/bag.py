"""Owns bags: BagIt 1.0 (RFC 8493) folders, moved to their place whole. Never says what is in them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Final, Self

from onrecord.kernel import is_sha256_hex, new_sha256
from onrecord.store import AlreadyThere
from onrecord.vault.rules import Finding, is_common_path

_CHUNK: Final = 1 << 20
_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # RFC 8493 2.1.1


class BagWriter:
    """A bag in the making; use it with `with`. Nothing is at `target` until `finish` has returned."""

    def __init__(self, target: Path) -> None:
        if target.exists():
            raise AlreadyThere(place=str(target))
        self._target = target
        self._folder = target.with_name(f".{target.name}.unfinished")
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._octets = 0

    def __enter__(self) -> Self:
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / "data").mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, path: str, source: BinaryIO) -> str:
        """Copy `source` into the payload at `data/path` and return its SHA-256."""
        place = f"data/{path}"
        digest = new_sha256()
        target = self._folder / _checked(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                self._octets += len(chunk)
                file.write(chunk)
        self._payload[place] = digest.hexdigest()
        return digest.hexdigest()

    def add_bytes(self, path: str, content: bytes) -> str:
        """Put these bytes into the payload at `data/path` and return their SHA-256."""
        import io

        return self.add(path, io.BytesIO(content))

    def add_lines(self, path: str, lines: Iterable[bytes]) -> str:
        """Put these lines, each ended by a line feed, into the payload and return their SHA-256."""
        place = f"data/{path}"
        digest = new_sha256()
        target = self._folder / _checked(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for line in lines:
                digest.update(line + b"\n")
                self._octets += len(line) + 1
                file.write(line + b"\n")
        self._payload[place] = digest.hexdigest()
        return digest.hexdigest()

    def add_tag(self, path: str, content: bytes) -> None:
        """Put a tag file beside the payload."""
        (self._folder / _checked(path)).write_bytes(content)
        self._tags[path] = _sha256(content)

    def finish(self, info: Mapping[str, str], *, before_it_shows: Callable[[], None] = lambda: None) -> Path:
        """Write manifests and `bag-info.txt`, make all durable, move the bag to its place and return that.

        `before_it_shows` is called when the bag is whole and durable and nobody can have seen it yet; if it raises,
        there is no bag.

        Raises:
            AlreadyThere: something has come to be at the target meanwhile.
        """
        self.add_tag("bagit.txt", _DECLARATION)
        oxum = {"Payload-Oxum": f"{self._octets}.{len(self._payload)}"}  # RFC 8493 2.2.2
        lines = [f"{name}: {_one_line(value)}\n" for name, value in {**info, **oxum}.items()]
        self.add_tag("bag-info.txt", "".join(lines).encode())
        self.add_tag("manifest-sha256.txt", _manifest(self._payload))
        (self._folder / "tagmanifest-sha256.txt").write_bytes(_manifest(self._tags))
        for file in self._folder.rglob("*"):
            _sync(file)
        if self._target.exists():
            raise AlreadyThere(place=str(self._target))
        before_it_shows()
        self._folder.rename(self._target)
        _sync(self._target.parent)
        return self._target


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


def _manifest(digests: Mapping[str, str]) -> bytes:
    """Return `digest  path` lines, paths percent-encoded as RFC 8493 2.1.3 demands for line ends and percent signs."""
    encoded = {path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"): sha for path, sha in digests.items()}
    return "".join(f"{encoded[path]}  {path}\n" for path in sorted(encoded)).encode()


def _checked(path: str) -> Path:
    """Return the path as one below the bag; anything else is a bug of the caller."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or any(part in ("..", ".") for part in parts):
        msg = f"not a path inside a bag: {path!r}"
        raise ValueError(msg)
    return Path(*parts)


def _sha256(content: bytes) -> str:
    digest = new_sha256()
    digest.update(content)
    return digest.hexdigest()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
