"""Owns a folder as a place for copies: a second disk, a USB stick, a share. Files appear whole, or not at all.

It asks nothing of the file system but names and renames: links, modes and capital letters are lost on many sticks.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from onrecord.kernel import file_problem
from onrecord.store import AlreadyStored, Disk, NotStored, PlaceUnreachable, Stored, confirmed, told_apart

_CHUNK: Final = 1 << 20
_INCOMING: Final = "incoming"


class FolderPlace:
    """Files below one folder."""

    def __init__(self, folder: Path, *, disk: Disk | None = None) -> None:
        self._folder = folder
        self._disk = disk or Disk()

    @property
    def address(self) -> str:
        """The folder's path."""
        return str(self._folder)

    def put(self, name: str, content: bytes) -> None:
        """Write a file once: temporary name, fsync, rename, fsync of the folder.

        Raises:
            AlreadyStored: another file of this name is there.
            DiskFull, NotWritable, SyncFailed: nothing of it is left behind that counts.
        """
        target = self._folder / name
        if self._holds(target, content):
            return
        incoming = self._folder / _INCOMING
        with told_apart(self._folder):
            self._make(incoming)
            self._make(target.parent)
            path = incoming / secrets.token_hex(16)
            file = self._disk.create(path)
        try:
            with file:
                with told_apart(self._folder):
                    self._disk.write(file, content)
                with confirmed(self._folder):
                    self._disk.fsync(file)
            self._name(path, target)
        finally:
            with suppress(OSError):  # what is left of it counts for nothing; the next backup sweeps it away
                self._disk.unlink(path)
        with confirmed(self._folder):
            self._disk.fsync_dir(target.parent)

    def get(self, name: str) -> Iterator[bytes]:
        """Yield the file's bytes.

        Raises:
            NotStored: there is none of this name.
            PlaceUnreachable: the disk does not give it back.
        """
        try:
            with (self._folder / name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except FileNotFoundError as err:
            raise NotStored(place=self.address, name=name) from err
        except OSError as err:
            raise self._unreachable(err) from err

    def list(self, prefix: str) -> Iterator[Stored]:
        """Yield the files in the folder `prefix`, in the order of their names."""
        folder = self._folder / prefix
        try:
            found = sorted((one.name, one.stat().st_size) for one in os.scandir(folder) if one.is_file())
        except FileNotFoundError:
            return
        except OSError as err:
            raise self._unreachable(err) from err
        yield from (Stored(name=f"{prefix}{name}", size=size) for name, size in found)

    def exists(self, name: str) -> bool:
        """Say whether a file of this name is there."""
        return (self._folder / name).is_file()

    def delete(self, name: str) -> None:
        """Remove a file and its name for good.

        Raises:
            NotWritable, SyncFailed: it may still be there.
        """
        target = self._folder / name
        with told_apart(self._folder):
            self._disk.unlink(target)
        if target.parent.is_dir():
            with confirmed(self._folder):
                self._disk.fsync_dir(target.parent)

    @staticmethod
    def own_names(folders: frozenset[str] | set[str]) -> frozenset[str]:
        """Return which names in the folder are a place's own, where these folders are kept in it."""
        return frozenset(folders) | {_INCOMING}

    def sweep(self) -> None:
        """Remove what killed processes left unfinished; call it holding the place.

        Raises:
            NotWritable: the folder cannot be written.
        """
        incoming = self._folder / _INCOMING
        with told_apart(self._folder):
            for path in incoming.iterdir() if incoming.is_dir() else ():
                self._disk.unlink(path)

    def _holds(self, target: Path, content: bytes) -> bool:
        """Say whether the file is there with these very bytes.

        Raises:
            AlreadyStored: it is there with others.
        """
        try:
            if target.read_bytes() == content:
                return True
        except FileNotFoundError:
            return False
        except OSError as err:
            raise self._unreachable(err) from err
        raise AlreadyStored(place=self.address, name=target.relative_to(self._folder).as_posix())

    def _name(self, path: Path, target: Path) -> None:
        with told_apart(self._folder):
            try:
                self._disk.rename_once(path, target)
            except FileExistsError as err:
                name = target.relative_to(self._folder).as_posix()
                raise AlreadyStored(place=self.address, name=name) from err

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            if folder != self._folder:
                self._make(self._folder)
            self._disk.mkdir(folder)
            self._disk.fsync_dir(folder.parent)

    def _unreachable(self, err: OSError) -> PlaceUnreachable:
        return PlaceUnreachable(place=self.address, problem=file_problem(err))
