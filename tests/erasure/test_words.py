"""Words are found however they are spaced, cased, encoded or escaped; what is only similar is not found."""

import io
import json
import urllib.parse

import pytest

from onrecord.erasure.words import Words, folded, strings_in

_NAME = "Зулейха Ёрлас"


@pytest.mark.parametrize(
    "text",
    ["ЗУЛЕЙХА   ЕРЛАС", "…зулейха\n\tёрлас, 58 лет", "Зулейха\u00a0Ёрлас", "Зулеи\u0306ха Ёрлас"],
    ids=["capitals", "line", "no-break", "decomposed"],
)
def test_a_text_is_looked_into_as_a_reader_would(text: str) -> None:
    """Case, spaces, ё and normal forms make no difference."""
    assert Words([_NAME]).stand_in_text(text)


def test_another_name_is_not_found() -> None:
    """Nothing similar is taken for the words: that is the asker's to decide."""
    assert not Words([_NAME]).stand_in_text("Зулейха Бёрлас; Зулейхи Ёрлас")
    assert not Words([_NAME]).stand_in_bytes(io.BytesIO("Зулейха Бёрлас".encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_bytes_are_looked_into_in_every_encoding_of_the_region(encoding: str, case: object) -> None:
    """Also where no reader has made a text of them."""
    name = case("Зулейха Корлас")  # type: ignore[operator]
    content = b"\xff\x00" * 300 + name.encode(encoding) + b"\x01" * 5
    assert Words(["Зулейха Корлас"]).stand_in_bytes(io.BytesIO(content))


@pytest.mark.parametrize("escape", [lambda one: json.dumps(one)[1:-1], urllib.parse.quote])
def test_escapes_of_common_formats_are_seen_through(escape: object) -> None:
    """A JSON export with escapes, an address with percent signs."""
    content = escape(_NAME).encode()  # type: ignore[operator]
    assert Words([_NAME]).stand_in_bytes(io.BytesIO(b"{" + content + b"}"))


def test_words_across_the_edge_of_two_pieces_are_found() -> None:
    """A large file is read in pieces."""
    name = _NAME.encode()
    for cut in range(1, len(name)):
        content = b"." * ((1 << 20) - cut) + name + b"."
        assert Words([_NAME]).stand_in_bytes(io.BytesIO(content)), cut


def test_words_that_stand_everywhere_are_refused() -> None:
    """Two letters would put the whole archive on the list."""
    with pytest.raises(ValueError, match="3 letters"):
        Words(["Ли"])


def test_nothing_asked_finds_nothing() -> None:
    """Empty lines of a file are no words."""
    empty = Words(["", "  "])
    assert not empty
    assert not empty.stand_in_text("anything")
    assert not empty.stand_in_bytes(io.BytesIO(b"anything"))


def test_strings_of_a_payload_are_found_at_any_depth() -> None:
    """Values, not names of fields."""
    assert list(strings_in({"a": ["x", {"b": "y", "c": 3}], "d": None, "e": ("z",)})) == ["x", "y", "z"]
    assert folded(" A\u00a0 b ") == "a b"
