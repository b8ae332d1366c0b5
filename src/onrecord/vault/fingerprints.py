"""Owns the opening of pictures for their fingerprints: eight hashes and a quality, of a picture and of those inside.

It runs in the confined child only. Few forms are opened, by the first bytes and never by a name; what a header
claims is refused above 80 million pixels before anything is decoded; a decoder's warning is an error (RELIABILITY
D3).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from onrecord.vault import blocks, forms, movies, pdq
from onrecord.vault.confined_child import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

MOST_PIXELS: Final = 80_000_000
SIDE: Final = 512  # the published hashes are of pictures of at most this size
_CLEAR: Final = 80  # from this quality on the hash of a quickly decoded picture is that of a fully decoded one
_MOST_INNER: Final = 16
_LARGEST_INNER: Final = 16 << 20


def examine(source: BinaryIO) -> dict[str, Any]:
    """Return `{"form", "pictures"}`: the picture itself, its thumbnail, or the covers and frames of a film.

    Raises:
        Refusal: the form is not opened, or the picture is too large.
    """
    size = source.seek(0, 2)
    source.seek(0)
    form = forms.form_of(source.read(forms.HEAD_BYTES))
    if form == "mp4":
        return {"form": form, "pictures": list(_inner(source, "frame", movies.covers(source, size)))}
    if form is None or form not in forms.PICTURES:
        msg = f"not opened: {form or 'no form of picture that is known here'}"
        raise Refusal(msg)
    pictures = [{"what": "picture", **_fingerprint(source, form)}]
    if form in ("jpeg", "tiff", "webp", "png"):
        pictures += _inner(source, "thumbnail", _thumbnails(source, size, form))
    return {"form": form, "pictures": pictures}


def examine_frame(source: BinaryIO, *, milliseconds: int | None = None) -> dict[str, Any]:
    """Return the fingerprint of one frame of a film, as a decoder gave it, as little trusted as any."""
    result = examine(source)
    for one in result["pictures"]:
        one["what"] = "frame"
        if milliseconds is not None:
            one["milliseconds"] = milliseconds
    return result


def _inner(source: BinaryIO, what: str, places: Iterator[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """Yield the fingerprints of pictures that lie inside of the file; one that does not open says why."""
    for number, (offset, length) in enumerate(places):
        if number == _MOST_INNER:
            return
        source.seek(offset)
        content = source.read(min(length, _LARGEST_INNER))
        place = {"what": what, "offset": offset}
        form = forms.form_of(content[: forms.HEAD_BYTES])
        try:
            if form not in ("jpeg", "png"):
                msg = f"not opened: {form or 'no form of picture that is known here'}"
                raise Refusal(msg)
            yield {**place, **_fingerprint(io.BytesIO(content), form)}
        except MemoryError:
            raise
        except Exception as err:  # noqa: BLE001 - any decoder's failure, of a picture that is not the one asked for
            yield {**place, "problem": f"{type(err).__name__}: {err}"[:200]}


def _thumbnails(source: BinaryIO, size: int, form: str) -> Iterator[tuple[int, int]]:
    """Yield where the EXIF thumbnail lies, if there is one: it may show what was cropped away."""
    try:
        for block in blocks.walk(source, size, form):
            if block.kind == "exif":
                place = blocks.thumbnail(block.read(source))
                if place is not None:
                    yield block.offset + place[0], place[1]
                return
    except blocks.Cut:
        return  # the examination of metadata says so


def _fingerprint(source: BinaryIO, form: str) -> dict[str, Any]:
    source.seek(0)
    width, height, quick = _pixels(source, form, is_quick=form == "jpeg")
    sampled = pdq.samples(pdq.luminance(quick))
    if form == "jpeg" and pdq.quality(sampled) < _CLEAR:
        # Where a picture is plain, the rounding of luminance to whole numbers already turns bits.
        source.seek(0)
        sampled = pdq.samples(pdq.luminance(_pixels(source, form, is_quick=False)[2]))
    return {
        "width": width,
        "height": height,
        "quality": pdq.quality(sampled),
        "hashes": pdq.turned(pdq.transform(sampled)),
    }


def _pixels(source: BinaryIO, form: str, *, is_quick: bool) -> tuple[int, int, NDArray[np.uint8]]:
    """Return width, height and the pixels made small; `is_quick` takes JPEG's luminance as it is stored."""
    import numpy as np
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("default", DeprecationWarning)
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        if form == "heic":
            _register_heif()
        try:
            picture: Image.Image = Image.open(source, formats=forms.PICTURES[form])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
            msg = f"too large: {err}"
            raise Refusal(msg) from err
        width, height = picture.size
        if width * height > MOST_PIXELS:
            msg = f"too large: {width} x {height} pixels; at most {MOST_PIXELS} are decoded"
            raise Refusal(msg)
        if form == "jpeg":
            picture.draft("L" if is_quick else "RGB", (SIDE, SIDE) if is_quick else (2 * SIDE, 2 * SIDE))
        plain = _plain(picture)
        plain.thumbnail((SIDE, SIDE))
        return width, height, np.asarray(plain)


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture with eight bits of grey, or of red, green and blue."""
    if picture.mode in ("L", "RGB"):
        picture.load()
        return picture
    if picture.mode.startswith(("I", "F")):
        return _scaled(picture)
    return picture.convert("RGB")


def _scaled(picture: Image.Image) -> Image.Image:
    """Bring deep grey down to eight bits; Pillow would cut it off at 255."""
    import numpy as np
    from PIL import Image

    values = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    low, high = float(values.min()), float(values.max())
    top = 65_535.0 if picture.mode.startswith("I;16") else high
    bottom = 0.0 if picture.mode.startswith("I;16") else low
    scaled = (values - bottom) * (255.0 / (top - bottom)) if top > bottom else values * 0
    return Image.fromarray(scaled.astype(np.uint8))


def _register_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)
