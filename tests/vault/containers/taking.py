"""Takes a container apart as the vault does, member after member, and collects what was refused or has to be told."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from onrecord.vault.containers.model import Budget, Limits, Member, Part, Remark
from onrecord.vault.errors import FileRefused

Reader = Callable[[BinaryIO, Budget], Iterator[Part]]


@dataclass
class Taken:
    """The members by path with their bytes, and code by path of what is not right; None stands for the container."""

    members: dict[str, bytes] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    refused: dict[str | None, str] = field(default_factory=dict)
    faults: list[FileRefused] = field(default_factory=list)


def taken(reader: Reader, content: bytes, limits: Limits | None = None) -> Taken:
    """Read everything in the container."""
    found = Taken()
    try:
        for part in reader(io.BytesIO(content), Budget(limits or Limits())):
            if isinstance(part, Member):
                _read(part, found)
            else:
                _tell(found, part)
    except FileRefused as fault:
        found.refused[None] = fault.code
        found.faults.append(fault)
    assert all(fault.message(language) for fault in found.faults for language in ("en", "ru", "kk"))
    return found


def _read(member: Member, found: Taken) -> None:
    pieces = []
    try:
        with member.open() as stream:
            while piece := stream.read(1 << 16):
                pieces.append(piece)
    except FileRefused as fault:
        fault.facts["path"] = member.path
        found.refused[member.path] = fault.code
        found.faults.append(fault)
    else:
        found.names.append(member.name)
        found.members[member.path] = b"".join(pieces)


def _tell(found: Taken, part: FileRefused | Remark) -> None:
    fault = part.fault if isinstance(part, Remark) else part
    path = part.path if isinstance(part, Remark) else str(part.facts["path"])
    fault.facts.setdefault("path", "the container")
    found.refused[path] = fault.code
    found.faults.append(fault)


def zip_of(*members: tuple[bytes, bytes], **bent: Any) -> bytes:
    """Return a ZIP of (name, content), stored, with any field bent: `flags`, `method`, `mode`, `size`, `crc`, `offset`.

    The standard library writes no wrong ZIP; who attacks does.
    """
    body, directory = bytearray(), bytearray()
    for name, content in members:
        size, crc = bent.get("size", len(content)), bent.get("crc", zlib.crc32(content))
        common = struct.pack("<5H3I2H", 20, bent.get("flags", 0), bent.get("method", 0), 0, 0x21, crc, len(content),
                             size, len(name), 0)  # fmt: skip
        offset = bent.get("offset", len(body))
        attributes = bent.get("mode", 0) << 16
        directory += b"PK\1\2" + struct.pack("<H", (3 << 8) | 20) + common
        directory += struct.pack("<3H2I", 0, 0, 0, attributes, offset) + name
        body += b"PK\3\4" + common + bent.get("local_name", name) + content
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, len(members) & 0xFFFF, len(members) & 0xFFFF, len(directory), len(body), 0
    )
    return bytes(body + directory + end)
