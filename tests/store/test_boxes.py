"""Boxes: what is shut opens with its key, for its purpose, unchanged, and tells no more than a rounded length."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store import boxes

_KEY = b"\7" * 32


@given(st.binary(max_size=300))
def test_a_box_gives_back_what_was_put_in(content: bytes) -> None:
    """Whatever it is, also what looks like our own padding."""
    assert boxes.opened(_KEY, boxes.shut(_KEY, content, purpose=b"p"), purpose=b"p") == content


@pytest.mark.parametrize(("key", "purpose"), [(b"\x08" * 32, b"p"), (_KEY, b"q")])
def test_another_key_or_purpose_does_not_open_it(key: bytes, purpose: bytes) -> None:
    """One box in another's place is found."""
    with pytest.raises(ValueError, match="open"):
        boxes.opened(key, boxes.shut(_KEY, b"title", purpose=b"p"), purpose=purpose)


def test_every_flipped_bit_is_found() -> None:
    """Of all bits of the text, those of base64's spelling included."""
    box = boxes.shut(_KEY, b"title", purpose=b"p")
    for at in range(len(box) * 8):
        changed = bytearray(box.encode())
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(ValueError, match="box"):
            boxes.opened(_KEY, changed.decode("latin-1"), purpose=b"p")


def test_the_length_tells_little() -> None:
    """Titles of one letter and of sixty look alike."""
    sizes = {len(base64.b64decode(boxes.shut(_KEY, b"x" * size, purpose=b"p"))) for size in range(64)}
    assert len(sizes) == 1


@pytest.mark.parametrize("box", ["", "no base64!", "AAAA", base64.b64encode(bytes(40)).decode()])
def test_what_is_no_box_is_told(box: str) -> None:
    """Never taken for an empty one."""
    with pytest.raises(ValueError, match="box"):
        boxes.opened(_KEY, box, purpose=b"p")
