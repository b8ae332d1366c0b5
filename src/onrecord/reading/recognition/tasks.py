"""Owns the tasks of recognition that a confined child can be asked for, and loads what they need beforehand.

Imported in the child alone. One page is one task and one fork: what a page takes from memory and time it takes from
itself only, and a scan of two hundred pages can stop and go on between any two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Final

import numpy as np  # noqa: F401 - loaded here so that no fork has to
import pi_heif  # noqa: F401
import pypdfium2  # noqa: F401
import tesserocr  # noqa: F401
from PIL import (  # noqa: F401
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFilter,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from onrecord.reading.recognition import pictures
from onrecord.reading.recognition.engine import Tesseract, seen


def _pages(source: BinaryIO, *, is_pdf: bool) -> dict[str, Any]:
    try:
        return {"pages": pictures.pages_of_pdf(source.read()) if is_pdf else pictures.pages_of_picture(source)}
    except ValueError as err:
        return {"refused": str(err)}


def _page(
    source: BinaryIO, *, is_pdf: bool, page: int, folder: str, languages: Sequence[str], tells_orientation: bool
) -> dict[str, Any]:
    try:
        sheet = pictures.page_of_pdf(source.read(), page) if is_pdf else pictures.page_of_picture(source, page)
    except ValueError as err:
        return {"refused": str(err)}
    return {"seen": seen(sheet, Tesseract(folder, languages, tells_orientation=tells_orientation)).to_record()}


TASKS: Final[Mapping[str, Callable[..., Any]]] = {"pages": _pages, "page": _page}
