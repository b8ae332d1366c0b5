"""Owns what containers are read into: members, refusals, forms, and the limits of it all. Never opens anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from onrecord.vault.containers.errors import ContainerTooLarge, ContainerTooLong, ContainerTooMany, MemberTooLarge
from onrecord.vault.errors import FileRefused


class Form(StrEnum):
    """How a container keeps its members."""

    ZIP = "zip"
    WACZ = "wacz"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"
    MAIL = "mail"
    MBOX = "mbox"
    MHTML = "mhtml"
    WARC = "warc"
    ARC = "arc"
    SEVEN_ZIP = "7z"
    RAR = "rar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a container, with all that lies in it, is opened; beyond, it is kept and not opened (RELIABILITY D1)."""

    unpacked_bytes: int = 2 << 30
    members: int = 10_000
    ratio: int = 200  # what comes out, to what went in
    ratio_from: int = 1 << 20  # bytes; what is smaller than this harms nobody, however dense it was
    depth: int = 5  # containers within containers
    seconds: float = 60.0
    name_letters: int = 4_096
    header_bytes: int = 1 << 20  # of a message, a record, a member's long name


LIMITS: Final = Limits()


class Stream(Protocol):
    """What gives its bytes in order, none at its end."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many of the next bytes."""
        ...


class Opened(Stream, Protocol):
    """The same, closed by leaving a `with`."""

    def __enter__(self) -> Opened:
        """Begin."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member that may be sealed: its path inside, its name, and what gives its bytes, once, before the next one."""

    path: str
    name: str
    open: Callable[[], Opened]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What has to be told of a container, or of a member of it, without anything being refused for it."""

    path: str | None
    fault: FileRefused


Part = Member | FileRefused | Remark


class Budget:
    """What is left of the limits while one outermost container and all within it are opened."""

    def __init__(self, limits: Limits = LIMITS, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._ends_at = clock() + limits.seconds
        self._bytes_left = limits.unpacked_bytes
        self._members_left = limits.members

    def member(self) -> None:
        """Count a member.

        Raises:
            ContainerTooMany: one too many.
        """
        self._members_left -= 1
        if self._members_left < 0:
            raise ContainerTooMany(limit=self.limits.members)
        self.tick()

    def spend(self, size: int) -> None:
        """Count bytes that came out.

        Raises:
            ContainerTooLarge: too many.
            ContainerTooLong: time is over.
        """
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise ContainerTooLarge(limit=self.limits.unpacked_bytes)
        self.tick()

    def tick(self) -> None:
        """Return while there is time.

        Raises:
            ContainerTooLong: there is none left.
        """
        if self._clock() > self._ends_at:
            raise ContainerTooLong(limit=self.limits.seconds)

    def fits(self, *, members: int, size: int) -> None:
        """Return if so many more members of that size in all are within the limits.

        Raises:
            ContainerTooMany, ContainerTooLarge: they are not.
        """
        if members > self._members_left:
            raise ContainerTooMany(limit=self.limits.members)
        if size > self._bytes_left:
            raise ContainerTooLarge(limit=self.limits.unpacked_bytes)

    def density(self, *, packed: int, unpacked: int, path: str) -> None:
        """Return unless so little has grown to so much that it is a bomb.

        Raises:
            MemberTooLarge: it is one.
        """
        if unpacked > self.limits.ratio_from and unpacked > self.limits.ratio * max(packed, 1):
            raise MemberTooLarge(path=path, limit=self.limits.ratio)


class Reading:
    """A context for what needs no closing."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        return self._stream.read(size)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        return
