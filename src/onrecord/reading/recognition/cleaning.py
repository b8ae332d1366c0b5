"""Owns what is done to the picture of a page before letters are looked for: grey, dark on light, even, straight, large.

It works on a copy in memory, in the confined child. It never adds ink: each step only makes what is there easier to
tell apart, and where a step has nothing to mend it leaves the picture as it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

MOST_PIXELS: Final = 16_000_000  # of what is recognised: an A4 page at 300 dots to the inch has 8.7 million
_SMALL_SIDE: Final = 2_200
_LARGE_SIDE: Final = 3_000
_MOST_ENLARGED: Final = 3.0
_DARK: Final = 110
_BACKGROUND_SIDE: Final = 160
_UNEVEN: Final = 0.88
_GROWN: Final = 1.8
_NOISY: Final = 12.0
_SKEW_SIDE: Final = 900
_STEEPEST: Final = 20.0
_COARSE: Final = 1.0
_FINE: Final = 0.125
_STRAIGHT: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A picture made ready, and how its points lie in the one it was made from: first scaled, then turned."""

    picture: Image.Image
    scale: float
    angle: float
    width: int
    height: int

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the cleaned picture lies in the one it was made from."""
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        x, y = x - self.picture.width / 2, y - self.picture.height / 2
        middle_x, middle_y = self.width * self.scale / 2, self.height * self.scale / 2
        return (x * cos - y * sin + middle_x) / self.scale, (x * sin + y * cos + middle_y) / self.scale


def cleaned(picture: Image.Image) -> Cleaned:
    """Return the picture with grey letters on a light, even ground, in a size and a position that suit recognition."""
    from PIL import Image

    width, height = picture.size
    picture = _calm(picture)
    scale = _scale(width, height)
    if scale != 1.0:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0 if scale < 1 else None)
    grey = _even(_dark_on_light(picture))
    angle = _skew(grey)
    if angle:
        grey = grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return Cleaned(picture=grey, scale=scale, angle=angle, width=width, height=height)


def _scale(width: int, height: int) -> float:
    """Return by how much to enlarge a small picture, whose letters have few points, or to reduce a huge one."""
    side = max(width, height)
    wanted = min(_MOST_ENLARGED, _LARGE_SIDE / side) if side < _SMALL_SIDE else 1.0
    return min(wanted, math.sqrt(MOST_PIXELS / (width * height)))


def _calm(picture: Image.Image) -> Image.Image:
    """Take away grain, where there is much of it: the median keeps edges."""
    import numpy as np
    from PIL import ImageFilter

    for size in (3, 5):
        values = np.asarray(picture, dtype=np.float32)
        if min(values.shape) < 16 or _grain(values) < _NOISY:
            break
        picture = picture.filter(ImageFilter.MedianFilter(size))
    return picture


def _grain(values: NDArray[Any]) -> float:
    """Return how strong the noise is, from what a plane through its neighbours leaves (Immerkaer 1996).

    The upper quarter is looked at: letters have edges too, but fewer, and half of a white ground cannot get lighter.
    """
    import numpy as np

    left = (
        values[:-2, :-2] - 2 * values[:-2, 1:-1] + values[:-2, 2:]
        - 2 * values[1:-1, :-2] + 4 * values[1:-1, 1:-1] - 2 * values[1:-1, 2:]
        + values[2:, :-2] - 2 * values[2:, 1:-1] + values[2:, 2:]
    )  # fmt: skip
    return float(np.percentile(np.abs(left), 75)) / (6 * 1.1503)


def _dark_on_light(picture: Image.Image) -> Image.Image:
    """Turn light letters on a dark ground into dark ones on a light one: most of a page is its ground."""
    import numpy as np
    from PIL import ImageOps

    return ImageOps.invert(picture) if float(np.median(np.asarray(picture))) < _DARK else picture


def _even(picture: Image.Image) -> Image.Image:
    """Take shadows off: every point is measured by the ground around it, where the ground is not the same all over."""
    import numpy as np
    from PIL import Image, ImageFilter

    side = max(picture.size)
    small = picture.resize(
        (max(1, picture.width * _BACKGROUND_SIDE // side), max(1, picture.height * _BACKGROUND_SIDE // side)),
        Image.Resampling.BOX,
    )
    ground = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(4))
    values = np.asarray(ground, dtype=np.float32)
    if float(np.percentile(values, 2)) > _UNEVEN * float(np.percentile(values, 98)):
        return picture
    wide = np.asarray(ground.resize(picture.size, Image.Resampling.BICUBIC), dtype=np.float32)
    gain = 255.0 / np.maximum(wide, 24.0)
    level = Image.fromarray(np.minimum(np.asarray(picture, dtype=np.float32) * gain, 255.0).astype(np.uint8))
    # Where it was dark, grain grew with the letters; there the median takes it away.
    is_grown = Image.fromarray(np.where(gain > _GROWN, 255, 0).astype(np.uint8))
    level.paste(level.filter(ImageFilter.MedianFilter(5)), mask=is_grown)
    return level


def _skew(picture: Image.Image) -> float:
    """Return by how many degrees to turn the picture so that its lines lie level; 0 where they do or none can be told.

    Of a page turned right, rows of points are either full or empty: the angle is the one at which they differ most.
    """
    import numpy as np
    from PIL import Image

    small = picture.copy()
    small.thumbnail((_SKEW_SIDE, _SKEW_SIDE), Image.Resampling.BOX)
    ink = 255.0 - np.asarray(small, dtype=np.float32)
    ink = np.where(ink > ink.mean() + ink.std(), 1.0, 0.0).astype(np.float32)
    rows, columns = np.nonzero(ink)
    if len(rows) < 200 or min(small.size) < 64:
        return 0.0
    if len(rows) > 40_000:
        chosen = np.linspace(0, len(rows) - 1, 40_000).astype(np.int64)
        rows, columns = rows[chosen], columns[chosen]

    def sharpness(angle: float) -> float:
        slope = np.tan(np.radians(angle))
        at = rows - columns * slope
        counts, _ = np.histogram(at, bins=np.arange(at.min(), at.max() + 2.0, 1.0))
        return float(np.square(np.diff(counts.astype(np.float64))).sum())

    level = sharpness(0.0)
    coarse = max(np.arange(-_STEEPEST, _STEEPEST + _COARSE / 2, _COARSE), key=sharpness)
    fine = float(max(np.arange(coarse - _COARSE, coarse + _COARSE + _FINE / 2, _FINE), key=sharpness))
    is_clear = sharpness(fine) > 1.15 * level and abs(fine) < _STEEPEST
    return fine if is_clear and abs(fine) >= _STRAIGHT else 0.0
