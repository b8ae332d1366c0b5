"""DER as it is read here: what is written is read, what breaks off or lies about its length is refused."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.verify.der import NotDer, definite, read, written, written_integer, written_object


@given(st.integers(-(2**200), 2**200))
@example(-128)  # fits one octet; its bit length alone says two
def test_a_number_is_written_in_the_fewest_octets_and_read_back(number: int) -> None:
    """X.690 8.3: two's complement, no octet more than needed."""
    encoded = written_integer(number)
    assert read(encoded).as_integer() == number
    content = encoded[2:]
    assert len(content) == 1 or not (content[0] in (0, 255) and content[0] >> 7 == content[1] >> 7)


@given(st.binary(max_size=70_000))
def test_a_length_has_one_form(content: bytes) -> None:
    """Short and long form, and what follows a value is no part of it."""
    encoded = written(4, content)
    assert read(encoded).content == content
    with pytest.raises(NotDer):
        read(encoded + b"\0")
    with pytest.raises(NotDer):
        read(encoded[:-1])


@pytest.mark.parametrize(
    "dotted", ["1.2.840.113549.1.9.16.1.4", "2.16.840.1.101.3.4.2.1", "0.9.2342", "2.999.3", "1.3"]
)
def test_an_object_identifier_is_written_and_read(dotted: str) -> None:
    """X.690 8.19."""
    assert read(written_object(dotted)).as_object() == dotted


def test_a_moment_is_read_with_its_fraction_cut_off() -> None:
    """RFC 3161 2.4.2: seconds and Z always, fractions perhaps; anything else is no moment of a stamp."""
    expected = dt.datetime(2031, 4, 1, 12, 0, 5, tzinfo=dt.UTC)
    for text in (b"20310401120005Z", b"20310401120005.999Z"):
        assert read(written(0x18, text)).as_moment() == expected
    for text in (
        b"203104011200Z",
        b"20310401120005",
        b"20310401120005+0100",
        b"310401120005Z",
        b"20310401120005.Z",
        b"20311301120005Z",
        b"20310431120005Z",
        b"20310401120060Z",
    ):
        with pytest.raises(NotDer):
            read(written(0x18, text)).as_moment()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x30", b"\x30\x80", b"\x30\x81", b"\x30\x84\xff\xff\xff\xff", b"\x30\x85\0\0\0\0\1\0", b"\x1f\x81\x01\x00",
     b"\x04\x80\x00\x00"],
)  # fmt: skip
def test_what_breaks_off_is_refused(content: bytes) -> None:
    """Lengths beyond the end, open ones where none may be, tags of several octets."""
    with pytest.raises(NotDer):
        read(content)
    with pytest.raises(NotDer):
        definite(content)


def test_open_lengths_and_strings_in_pieces_are_written_anew() -> None:
    """X.690 8.1.3.6 and 8.7.3: BER as authorities stream it becomes DER; DER stays as it is."""
    inner = written(2, b"\x05")
    open_ended = b"\x30\x80" + inner + b"\x24\x80" + written(4, b"ab") + written(4, b"c") + b"\0\0" + b"\0\0"
    assert definite(open_ended) == written(0x30, inner, written(4, b"abc"))
    long_form = b"\x30\x82\x00\x03" + inner
    assert definite(long_form) == written(0x30, inner)
    assert definite(definite(open_ended)) == definite(open_ended)


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(content: bytes) -> None:
    """Whatever comes, the answer is a value or `NotDer`."""
    for reader in (read, definite):
        try:
            reader(content)
        except NotDer:
            continue


def test_values_nested_without_end_are_refused() -> None:
    """Nobody's stack is used up."""
    content = b""
    for _ in range(40):
        content = written(0x30, content)
    with pytest.raises(NotDer):
        definite(content)
    with pytest.raises(NotDer):
        definite(b"\x30\x80" * 5000)
