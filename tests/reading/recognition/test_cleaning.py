"""What is done to the picture of a page before letters are looked for, and that places lead back to where they were."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps
from tests.reading import scans

from onrecord.reading.recognition.cleaning import MOST_PIXELS, cleaned


def _lines(width: int = 1_200, height: int = 900) -> Image.Image:
    """Return a page of grey bars, as lines of letters look from afar."""
    picture = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(picture)
    for top in range(100, height - 100, 60):
        for left in range(100, width - 100, 40):
            draw.rectangle((left, top, left + 24, top + 22), fill=0)
    return picture


@pytest.mark.parametrize("angle", [-15.0, -7.0, -2.0, 1.0, 4.5, 12.0])
def test_a_page_that_lies_askew_is_made_level(angle: float) -> None:
    """To a quarter of a degree, up to twenty of them."""
    turned = _lines().rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert cleaned(turned).angle == pytest.approx(-angle, abs=0.26)


def test_a_page_that_lies_level_is_left_so() -> None:
    """Nothing is turned for nothing, and a white page has no lines to tell it by."""
    assert cleaned(_lines()).angle == 0.0
    assert cleaned(Image.new("L", (900, 900), 255)).angle == 0.0


@pytest.mark.parametrize("spoil", [ImageOps.invert, scans.shadowed, lambda one: scans.noisy(one, 40)])
def test_letters_come_out_dark_on_a_light_and_even_ground(spoil: object) -> None:
    """From a dark screen, a page in the shadow, a grainy one."""
    picture = cleaned(spoil(_lines(2_400, 1_800))).picture  # type: ignore[operator]
    values = np.asarray(picture)
    truth = np.asarray(_lines(2_400, 1_800)) < 128
    assert values.shape == truth.shape
    assert float(np.median(values[~truth])) > 230
    assert float(np.median(values[truth])) < 60
    assert float(np.mean(values[~truth][: values.size // 4] > 180)) > 0.95


@pytest.mark.parametrize(("size", "larger"), [((600, 400), True), ((2_400, 1_800), False), ((6_000, 5_500), False)])
def test_small_pictures_are_enlarged_and_huge_ones_reduced(size: tuple[int, int], larger: bool) -> None:
    """Letters need points, and a page needs bounds."""
    ready = cleaned(Image.new("L", size, 255))
    assert (ready.scale > 1) is larger
    assert ready.picture.width * ready.picture.height <= MOST_PIXELS * 1.01


@pytest.mark.parametrize(("size", "angle"), [((700, 500), 0.0), ((700, 500), 9.0), ((2_600, 1_700), -6.0)])
def test_a_place_leads_back_to_where_it_was(size: tuple[int, int], angle: float) -> None:
    """A point of the cleaned picture, enlarged and turned, to the one it was made from."""
    picture = _lines(*size)
    ImageDraw.Draw(picture).rectangle((10, 10, 40, 40), fill=0)
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    ready = cleaned(turned)
    rows, columns = np.nonzero(np.asarray(ready.picture) < 100)
    for place in (0, len(rows) // 3, len(rows) - 1):
        x, y = ready.back(float(columns[place]), float(rows[place]))
        around = np.asarray(turned)[max(0, round(y) - 3) : round(y) + 4, max(0, round(x) - 3) : round(x) + 4]
        assert around.min() < 160, (x, y)
