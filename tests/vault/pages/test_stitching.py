"""Stitching: tiles come out as one picture, pixel for pixel."""

import io

import pytest
from PIL import Image
from tests.vault.pages.takes import png

from onrecord import vault


def _tile(height: int, seed: int) -> bytes:
    out = io.BytesIO()
    pixels = bytes((seed + 31 * at) % 256 for at in range(64 * height * 3))
    Image.frombytes("RGB", (64, height), pixels).save(out, "PNG")
    return out.getvalue()


def test_tiles_are_one_picture_from_top_to_bottom() -> None:
    """Each pixel where it was; also tiles with transparency, which a page has none of."""
    out = io.BytesIO()
    Image.new("RGBA", (64, 3), (1, 2, 3, 255)).save(out, "PNG")
    tiles = [_tile(40, 1), _tile(40, 2), _tile(7, 3), out.getvalue()]
    whole = vault.stitched(tiles)
    assert vault.png_size(whole) == (64, 90)
    with Image.open(io.BytesIO(whole)) as image:
        image.load()
        found = image.tobytes()
    parts = [Image.open(io.BytesIO(tile)).convert("RGB").tobytes() for tile in tiles]
    assert found == b"".join(parts)
    assert vault.stitched(tiles) == whole


def test_one_tile_stays_as_it_is() -> None:
    """What the browser made is not made anew without need."""
    tile = png(10, 10)
    assert vault.stitched([tile]) is tile


@pytest.mark.parametrize("tiles", [[], [png(10, 5), png(11, 5)], [b"GIF89a"], [png(10, 5)[:20]]])
def test_what_does_not_fit_is_refused(tiles: list[bytes]) -> None:
    """No tiles, of two widths, of another kind, cut."""
    with pytest.raises(ValueError, match=r"tile|PNG"):
        vault.stitched(tiles)
