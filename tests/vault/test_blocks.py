"""The containers of pictures: every block has its place, and a container that makes no sense ends the walk."""

from __future__ import annotations

import io
import struct

import pytest
from tests import pictures

from onrecord.vault import blocks, forms


def _walked(content: bytes) -> list[blocks.Block]:
    form = forms.form_of(content[: forms.HEAD_BYTES])
    assert form is not None
    return list(blocks.walk(io.BytesIO(content), len(content), form))


def test_a_progressive_photo_is_walked_to_its_end() -> None:
    """Several scans, restart marks and stuffed bytes: what stands behind the true end is found, nothing before it."""
    content = pictures.saved(pictures.scene(11), progressive=True, restart_marker_blocks=4)
    assert content.count(b"\xff\xda") > 3
    (behind,) = (one for one in _walked(content + b"behind") if one.kind == "trailing")
    assert (behind.offset, behind.length) == (len(content), 6)


def test_fill_bytes_before_a_marker_are_skipped() -> None:
    """Any number may stand there (T.81, B.1.1.2)."""
    content = pictures.saved(pictures.scene(12, (32, 24)), comment=b"kept")
    at = content.index(b"\xff\xfe")
    assert "comment" in {one.kind for one in _walked(content[:at] + b"\xff\xff\xff" + content[at:])}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_that_is_cut_is_said_to_be(form: str) -> None:
    """At every twentieth of its length; the whole file has nothing behind its end."""
    content = pictures.saved(pictures.scene(13, (64, 48)), form)
    assert "trailing" not in {one.kind for one in _walked(content)}
    for part in range(2, 20):
        with pytest.raises(blocks.Cut):
            _walked(content[: len(content) * part // 20])


def test_ten_thousand_segments_are_too_many() -> None:
    """A block a byte: what was found before stands, the rest is refused."""
    content = pictures.with_segments(pictures.saved(pictures.scene(1, (8, 8))), pictures.segment(0xFE, b"x") * 10_000)
    with pytest.raises(blocks.Cut):
        _walked(content)


def test_a_thumbnail_outside_of_its_block_is_none() -> None:
    """An offset that lies leads nowhere."""
    head = b"MM\0*" + struct.pack(">IHI", 8, 0, 14)
    rows = struct.pack(">HHHIIHHII", 2, 0x0201, 4, 1, 0x7FFF_FFFF, 0x0202, 4, 1, 100)
    assert blocks.thumbnail(head + rows + bytes(4)) is None
    for content in (b"", b"MM\0*", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff"):
        assert blocks.thumbnail(content) is None


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1", "avif"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0", "mp4"),
        (b"\0\0\0\x10moovabcd", "mp4"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"\x1aE\xdf\xa3", "matroska"),
        (b"gd\xff\xff\0\1\0\1", None),  # CVE-2026-55380
        (b"SIMPLE  =                    T", None),  # FITS, CVE-2026-40192
        (b"%!PS-Adobe-3.0 EPSF-3.0", None),
        (b"\x1f\x8b\x08", None),
        (b"", None),
    ],
)
def test_the_form_is_said_by_content(head: bytes, form: str | None) -> None:
    """What shows none of the few forms is not opened at all (D3)."""
    assert forms.form_of(head) == form
