"""Bodies: taken out of chunks and compression, never beyond the limit, never guessed at."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.pages.takes import exchange

from onrecord.vault.pages.bodies import NotDecodable, content


def _body(body: bytes, **fields: str) -> bytes:
    named = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    return content(exchange(body=body, fields=named, is_decoded=False), limit_bytes=10_000)


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=300))
def test_chunks_of_any_size_are_one_body(body: bytes, size: int) -> None:
    """With extensions behind the sizes and fields behind the end."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    chunks = b"".join(f"{len(one):X};a=b\r\n".encode() + one + b"\r\n" for one in parts)
    assert _body(chunks + b"0\r\nX: y\r\n\r\n", Transfer_Encoding="chunked") == body


def test_compression_is_undone_in_the_order_it_was_done() -> None:
    """Gzip, both meanings of deflate, one within the other."""
    text = b"words " * 100
    assert _body(gzip.compress(text), Content_Encoding="gzip") == text
    assert _body(zlib.compress(text), Content_Encoding="deflate") == text
    assert _body(zlib.compress(text)[2:-4], Content_Encoding="Deflate") == text
    assert _body(gzip.compress(zlib.compress(text)), Content_Encoding="deflate, x-gzip") == text
    assert _body(text, Content_Encoding="identity") == text
    assert (
        content(exchange(body=text, fields=(("Content-Encoding", "gzip"),)), limit_bytes=9) == text
    )  # decoded already


def test_a_bomb_is_not_unpacked() -> None:
    """RELIABILITY E5: ten kilobytes of gzip that come to ten megabytes."""
    with pytest.raises(NotDecodable):
        _body(gzip.compress(b"\0" * 10_000_000), Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"x", {"Content_Encoding": "br"}), (b"no gzip", {"Content_Encoding": "gzip"}),
        (b"\xff\xff", {"Content_Encoding": "deflate"}), (b"zz\r\nx", {"Transfer_Encoding": "chunked"}),
    ],
)  # fmt: skip
def test_what_cannot_be_undone_is_said(body: bytes, fields: dict[str, str]) -> None:
    """An encoding we do not know, bytes that are not in it."""
    with pytest.raises(NotDecodable):
        _body(body, **fields)


def test_a_body_that_was_cut_gives_what_came_of_it() -> None:
    """Half a chunk is half the words."""
    assert _body(b"a\r\nhalf of", Transfer_Encoding="chunked") == b"half of"
    assert _body(b"5\r\nwords\r\n", Transfer_Encoding="chunked") == b"words"
