"""Owns the tasks that a confined child can be asked for over pictures and films, and loads what they need beforehand.

Imported in the child alone: everything heavy is loaded once, before the fences go up, and shared by all forks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import exifread  # noqa: F401 - loaded here so that no fork has to
import numpy as np  # noqa: F401
import pi_heif  # noqa: F401
import pypdfium2  # noqa: F401
from PIL import (  # noqa: F401  # noqa: F401
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from onrecord.vault import credentials, fingerprints, metadata

TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "metadata": metadata.examine,
    "fingerprint": fingerprints.examine,
    "frame": fingerprints.examine_frame,
    "credentials": credentials.examine,
}
credentials.load()
