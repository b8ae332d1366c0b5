"""The opening of pictures: few forms, 80 million pixels, warnings are errors, and what is inside is looked at as well."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests import pictures

from onrecord.vault import fingerprints, pdq
from onrecord.vault.confined import Confined, Ending, Limits
from onrecord.vault.confined_child import Refusal


def _pictures(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fingerprints.examine(io.BytesIO(content))["pictures"]
    return found


def _apart(first: bytes, second: bytes) -> int:
    return pdq.distance(*(_pictures(one)[0]["hashes"]["as_it_is"] for one in (first, second)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_one_picture_in_every_form_is_one_picture(form: str) -> None:
    """Saved as anything that is opened here, it is within a few bits of itself."""
    picture = pictures.scene(21)
    assert _apart(pictures.saved(picture, "PNG"), pictures.saved(picture, form)) <= 16


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr"])
def test_every_kind_of_pixel_is_brought_to_one(mode: str) -> None:
    """Grey, deep grey, palettes, transparency and printing inks: the picture stays what it shows."""
    grey = pictures.scene(22).convert("L")
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    elif mode in ("I", "F"):
        picture = grey.convert(mode)
    else:
        picture = grey.convert("RGB").convert(mode)
    form = "TIFF" if mode in ("CMYK", "I;16", "I", "F", "YCbCr") else "PNG"
    apart = _apart(pictures.saved(grey, "PNG"), pictures.saved(picture, form))
    assert apart <= (48 if mode == "1" else 16)


def _deflated_png(width: int, height: int) -> bytes:
    """Return a whole PNG of one colour: a thousand times smaller than what it becomes."""
    row = b"\0" + bytes(width)
    squeeze = zlib.compressobj(9)
    data = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (pictures.chunk(b"IHDR", head), pictures.chunk(b"IDAT", data), pictures.chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


_FITS = b"SIMPLE  =                    T / CVE-2026-40192".ljust(2880)
_GD = b"gd2\0" + struct.pack(">HHHHHH", 2, 60_000, 60_000, 128, 2, 65_000)
_EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n{loop} loop\n"
_BMP = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 70, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pictures.png_of(60_000, 60_000, data=bytes(60_000)), "pixels"),
        (pictures.png_of(8_945, 8_945), "pixels"),  # just above 80 million
        (_FITS, "not opened"),
        (_GD, "not opened"),
        (_EPS, "not opened"),
        (_BMP, "not opened"),
        (b"", "not opened"),
        (b"\xff" * 1_000_000, "not opened"),
    ],
    ids=["png", "png-edge", "fits", "gd", "eps", "bmp", "empty", "ff"],
)
def test_a_bomb_is_refused_on_its_header(content: bytes, said: str) -> None:
    """D3: before a pixel is decoded, by form or by size, with the reason."""
    with pytest.raises(Refusal, match=said):
        fingerprints.examine(io.BytesIO(content))


def test_bombs_end_inside_of_the_childs_limits() -> None:
    """D3: a million frames, a picture at the edge, a cut one, in the confined child: each is answered or stopped in time."""
    limits = Limits(cpu_seconds=20, wall_seconds=40)
    with Confined("onrecord.vault.decoding", limits=limits) as child:

        def ended(content: bytes, task: str = "fingerprint") -> Ending:
            return child.ask(task, io.BytesIO(content), len(content)).ending

        frames = pictures.gif_of(1_000_000)
        assert ended(frames) is Ending.ANSWERED  # the first frame is the picture: no other is decoded
        assert ended(_deflated_png(8_900, 8_900)) is Ending.ANSWERED  # 79 million pixels in 80 kB
        assert ended(pictures.png_of(60_000, 60_000)) is Ending.REFUSED
        assert ended(pictures.saved(pictures.scene(1))[:5_000]) is Ending.FAILED
        assert ended(pictures.png_of(100, 100, data=b"too little")) is Ending.FAILED


def test_a_decoders_warning_is_an_error() -> None:
    """A TIFF whose tags lie makes Pillow warn: the picture is not taken."""
    content = bytearray(pictures.saved(pictures.scene(2, (64, 48)), "TIFF", tiffinfo={270: "x" * 300}))
    order = "<" if content[:2] == b"II" else ">"
    at = content.index(struct.pack(f"{order}HH", 270, 2))
    struct.pack_into(f"{order}I", content, at + 4, 0x00FF_FFFF)
    with pytest.raises((UserWarning, OSError, SyntaxError, ValueError)):
        fingerprints.examine(io.BytesIO(bytes(content)))


def test_the_thumbnail_is_a_picture_of_its_own() -> None:
    """A cropped photo whose thumbnail still shows all of it: the thumbnail is known as the whole photo."""
    whole = pictures.scene(23)
    small = whole.copy()
    small.thumbnail((160, 120))
    inside = pictures.saved(small)
    head = b"II*\0\x08\0\0\0" + struct.pack("<HI", 0, 14)
    rows = struct.pack("<HHHIIHHII", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, len(inside)) + bytes(4)
    block = (head + rows).ljust(44, b"\0") + inside
    cropped = pictures.saved(whole.crop((0, 0, 320, 240)))
    found = _pictures(pictures.with_segments(cropped, pictures.segment(0xE1, b"Exif\0\0" + block)))
    assert [one["what"] for one in found] == ["picture", "thumbnail"]
    original = _pictures(pictures.saved(whole))[0]["hashes"]["as_it_is"]
    assert pdq.distance(found[1]["hashes"]["as_it_is"], original) <= pdq.ALIKE
    assert pdq.distance(found[0]["hashes"]["as_it_is"], original) > pdq.ALIKE


def test_a_film_gives_its_cover_and_its_frames() -> None:
    """The cover of an MP4, and a frame that is a JPEG by itself; what is no picture says why it is none."""
    cover, frame = (pictures.saved(pictures.scene(seed)) for seed in (24, 25))
    found = _pictures(pictures.film(cover=cover, frame=frame))
    hashes = [one["hashes"]["as_it_is"] for one in found]
    expected = [_pictures(one)[0]["hashes"]["as_it_is"] for one in (frame, cover)]
    assert sorted(hashes) == sorted(expected)
    (broken,) = _pictures(pictures.film(cover=b"no picture"))
    assert "not opened" in broken["problem"]
    assert _pictures(pictures.film()) == []
