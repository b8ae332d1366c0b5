"""Owns the opening of pages as pictures, in the confined child: pictures of few forms, and pages of PDF drawn.

What a header claims is refused above 80 million points before anything is decoded, and the decoders' warnings are
errors (RELIABILITY D3). A picture is turned as its EXIF orientation says, as everybody sees it.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from onrecord.reading.recognition.cleaning import MOST_PIXELS

if TYPE_CHECKING:
    from PIL import Image

MOST_PAGES: Final = 20_000
_MOST_DECODED: Final = 80_000_000
_FORMS: Final = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP", "HEIF", "AVIF")
_PAGED: Final = frozenset({"TIFF"})  # what moves is no document: of a GIF the first picture counts
_NARROWEST: Final = 10  # no letter can be told in fewer points
_DOTS: Final = 300 / 72
_FEW_LETTERS: Final = 60
_MOST_OBJECTS: Final = 2_000
_WHOLE_PAGE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as a picture in grey; `place` leads from its points to the page, whose origin is its lower left corner."""

    picture: Image.Image
    width: float
    height: float
    place: Callable[[float, float], tuple[float, float]]


def pages_of_picture(source: BinaryIO) -> list[int]:
    """Return the pages that a picture has: those of a TIFF, else one.

    Raises:
        ValueError: it is none that is opened here, or it is too large.
    """
    with _opened(source) as picture:
        count = int(getattr(picture, "n_frames", 1)) if picture.format in _PAGED else 1
        if count > MOST_PAGES:
            msg = f"{count} pages; more than {MOST_PAGES} are not read at once"
            raise ValueError(msg)
        return list(range(1, count + 1))


def page_of_picture(source: BinaryIO, page: int) -> Sheet:
    """Return one page of a picture in grey, upright as its EXIF says, reduced where it is huge.

    Raises:
        ValueError: it is none that is opened here, it is too large, or too narrow to hold a letter.
    """
    from PIL import ImageOps

    with _opened(source) as picture:
        if page > 1:
            picture.seek(page - 1)
            _refuse_too_large(picture)
        width, height = picture.size
        if picture.format in ("JPEG", "MPO") and width * height > 2 * MOST_PIXELS:
            picture.draft("L", (width // 2, height // 2))  # decoded at half or a quarter: letters stay, memory does not
        orientation = picture.getexif().get(0x0112, 1)
        grey = _grey(_reduced(picture))
        shown = ImageOps.exif_transpose(_with_orientation(grey, orientation))
        grey = shown if shown is not None else grey
    if orientation in (5, 6, 7, 8):
        width, height = height, width
    if min(width, height) < _NARROWEST:
        msg = f"{width} x {height} points: too narrow to hold a letter"
        raise ValueError(msg)
    across, down = width / grey.width, height / grey.height
    return Sheet(picture=grey, width=width, height=height, place=lambda x, y: (x * across, height - y * down))


def pages_of_pdf(content: bytes) -> list[int]:
    """Return the pages whose words cannot be read but can perhaps be seen: scans, and letters drawn as shapes.

    Those have no text at all and something drawn on them; or next to none, a stamp or a number, beside a picture that
    fills most of the page.

    Raises:
        ValueError: it cannot be read as PDF.
    """
    document = _document(content)
    return [number + 1 for number in range(min(len(document), MOST_PAGES)) if _is_a_scan(document, number)]


def page_of_pdf(content: bytes, page: int) -> Sheet:
    """Return a page drawn in grey at 300 dots to the inch, or at as many as a huge page may have.

    Raises:
        ValueError: it cannot be read as PDF, has no such page, or PDFium cannot draw it.
    """
    import pypdfium2

    document = _document(content)
    if not 1 <= page <= len(document):
        msg = f"there is no page {page}"
        raise ValueError(msg)
    try:
        one = document[page - 1]
        width, height = one.get_size()
        scale = min(_DOTS, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
        bitmap = one.render(scale=scale, grayscale=True, may_draw_forms=False)
        to_page = bitmap.get_posconv(one).to_page
        picture = bitmap.to_pil().convert("L")
    except (pypdfium2.PdfiumError, OSError) as err:
        msg = f"page {page} cannot be drawn: {err}"
        raise ValueError(msg) from err
    if min(picture.size) < _NARROWEST:
        msg = f"{width:.0f} x {height:.0f} points: too narrow to hold a letter"
        raise ValueError(msg)
    return Sheet(picture=picture, width=width, height=height, place=lambda x, y: to_page(round(x), round(y)))


@contextmanager
def _opened(source: BinaryIO) -> Iterator[Image.Image]:
    """Give a picture whose header was read, of the forms that are opened, and of a size that may be decoded."""
    import pi_heif
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("default", DeprecationWarning)
        Image.MAX_IMAGE_PIXELS = _MOST_DECODED
        pi_heif.register_heif_opener(thumbnails=False)
        try:
            with Image.open(source, formats=_FORMS) as picture:
                _refuse_too_large(picture)
                yield picture
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
            msg = f"too large: {err}"
            raise ValueError(msg) from err
        except UnidentifiedImageError as err:
            msg = "no picture of a form that is opened here, or its header is damaged"
            raise ValueError(msg) from err
        except (OSError, SyntaxError, EOFError, Warning) as err:
            msg = f"damaged: {err}"
            raise ValueError(msg) from err


def _refuse_too_large(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > _MOST_DECODED:
        msg = f"too large: {width} x {height} points; at most {_MOST_DECODED} are decoded"
        raise ValueError(msg)


def _grey(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode in eight bits of grey; what is transparent shows a ground unlike the letters."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):
        return _scaled(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        letters, cover = whole.convert("L"), whole.getchannel("A")
        ground = Image.new("L", whole.size, 0 if _is_light(letters, cover) else 255)
        ground.paste(letters, mask=cover)
        return ground
    return picture.convert("L")


def _reduced(picture: Image.Image) -> Image.Image:
    """Return a huge picture made smaller by a whole number: letters stay, memory does not."""
    from PIL import Image

    factor = math.ceil(math.sqrt(picture.width * picture.height / MOST_PIXELS))
    if factor < 2:
        return picture
    if picture.mode.startswith(("I", "F")):
        size = (max(1, picture.width // factor), max(1, picture.height // factor))
        return picture.resize(size, Image.Resampling.NEAREST)
    if picture.mode in ("1", "P", "PA"):
        wanted = "RGBA" if picture.mode == "PA" or "transparency" in picture.info else "L"
        return picture.convert(wanted).reduce(factor)
    return picture.reduce(factor)


def _is_light(letters: Image.Image, cover: Image.Image) -> bool:
    """Say whether what is opaque is light, as letters are that were made for a dark ground."""
    import numpy as np

    is_opaque = np.asarray(cover) > 127
    return bool(is_opaque.any()) and not is_opaque.all() and float(np.median(np.asarray(letters)[is_opaque])) > 160


def _scaled(picture: Image.Image) -> Image.Image:
    """Bring deep grey down to eight bits; Pillow would cut it off at 255."""
    import numpy as np
    from PIL import Image

    values = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255.0 / (high - low) if high > low else 0.0)).astype(np.uint8))


def _with_orientation(picture: Image.Image, orientation: Any) -> Image.Image:
    picture.getexif()[0x0112] = orientation if isinstance(orientation, int) else 1
    return picture


def _document(content: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as err:
        msg = f"not readable as PDF: {err}"
        raise ValueError(msg) from err


def _is_a_scan(document: Any, number: int) -> bool:
    import pypdfium2

    try:
        page = document[number]
        textpage = page.get_textpage()
        letters = (
            len("".join(textpage.get_text_bounded().split())) if textpage.count_chars() < 10 * _FEW_LETTERS else -1
        )
        is_scan = 0 <= letters < _FEW_LETTERS and _shows_something(page, alone=letters == 0)
        textpage.close()
        page.close()
    except pypdfium2.PdfiumError:
        return False
    return is_scan


def _shows_something(page: Any, *, alone: bool) -> bool:
    """Say whether anything is drawn on a page without text, or a picture over most of one with a few letters."""
    from pypdfium2 import raw

    if alone:
        return any(True for _ in page.get_objects(max_depth=1))
    width, height = page.get_size()
    for count, one in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)):
        left, bottom, right, top = one.get_bounds()
        if abs(right - left) * abs(top - bottom) > _WHOLE_PAGE * width * height:
            return True
        if count > _MOST_OBJECTS:
            break
    return False
