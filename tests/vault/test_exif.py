"""The reading of EXIF blocks: the library's time is boxed, since a count that lies keeps it busy for hours."""

from __future__ import annotations

import struct
import time

import pytest
from tests import pictures

from onrecord.vault import exif


def _block() -> bytes:
    return pictures.exif(pictures.scene(1, (8, 8))).removeprefix(b"Exif\0\0")


def test_a_lying_count_costs_a_second_and_no_tag_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A maker's note of four thousand million numbers: the other tags are there, and that it took too long is said."""
    monkeypatch.setattr(exif, "_CPU_SECONDS", 0.3)
    block = bytearray(_block())
    order = "<" if block[:2] == b"II" else ">"
    at = block.index(struct.pack(f"{order}H", 0x927C))
    struct.pack_into(f"{order}I", block, at + 4, 0xFFFF_FFF0)
    started = time.process_time()
    found = exif.read(bytes(block))
    assert time.process_time() - started < 2
    names = {one["name"] for one in found.tags}
    assert {"Image Model", "EXIF DateTimeOriginal", "GPS GPSLatitude"} <= names
    assert any("took too long" in one for one in found.warnings)


def test_a_tag_has_number_type_and_both_values() -> None:
    """As people read it, and as it stands in the file where that is something else."""
    tags = {one["name"]: one for one in exif.read(_block()).tags}
    orientation = tags["Image Orientation"]
    assert (orientation["tag"], orientation["type"]) == ("0x0112", "Short")
    assert (orientation["value"], orientation["raw"]) == ("Rotated 90 CW", "6")
    assert "raw" not in tags["Image Model"]


def test_what_is_no_block_has_no_tags() -> None:
    """Neither does an empty one."""
    for content in (b"", b"II*\0", b"nothing of the kind"):
        assert exif.read(content).tags == []
