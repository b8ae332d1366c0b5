"""Canonical bytes: one value, one byte string (RFC 8785), held against the `rfc8785` package as an oracle."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import LARGEST_INTEGER, NotCanonical, canonical_bytes, parse_json

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_bytes_are_those_of_the_reference_package(value: object) -> None:
    """Every value a record may hold has the bytes another author's implementation gives it."""
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(st.lists(st.dictionaries(st.sampled_from(["%s", "%", 'a"b', "\n", "é", "a"]), _VALUES), max_size=4))
def test_a_form_that_was_written_before_changes_no_byte(records: list[object]) -> None:
    """Names that mean something to the way objects are written mean nothing in a record, the first time and later."""
    for record in [*records, *records]:
        assert canonical_bytes(record) == rfc8785.dumps(record)


@given(_VALUES)
def test_reading_canonical_bytes_gives_the_value_back(value: object) -> None:
    """Writing and reading lose nothing, and writing again changes nothing."""
    read = parse_json(canonical_bytes(value))
    assert read == value
    assert canonical_bytes(read) == canonical_bytes(value)


def test_names_are_ordered_by_utf16_code_units() -> None:
    """RFC 8785 3.2.3: an emoji sorts before U+FB33, though its code point is higher."""
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(parse_json(canonical_bytes(value))) == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_control_characters_use_the_short_escapes() -> None:
    r"""RFC 8785 3.2.2.2: two-character escapes where JSON has them, lower-case \u00xx elsewhere."""
    assert canonical_bytes('\x00\b\t\n\f\r"\\/\u20ac') == b'"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\xe2\x82\xac"'


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, -(2**53), {1: "a"}, {"a": {2}}, "\ud800", b"x"])
def test_what_a_record_may_not_hold_is_refused(value: object) -> None:
    """Floats, integers readers disagree on, keys that are no text, lone surrogates, foreign types."""
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        '{"a":{"b":1,"b":1}}',
        "NaN",
        "[Infinity]",
        "1.0",
        "1e3",
        '{"a":1',
        "",
        "\ufeff{}",
        b"\xff",
        "[" * 10**5,
        "9" * 5_000,
    ],
)
def test_two_readers_could_disagree_so_it_is_refused(text: str | bytes) -> None:
    """C11: duplicate keys, NaN, floats, a byte-order mark, broken or bottomless JSON, an integer without end."""
    with pytest.raises(NotCanonical):
        parse_json(text)


def test_composed_and_decomposed_letters_stay_two_values() -> None:
    """Text is kept exactly as found: NFC and NFD names are different records, not one normalised in silence."""
    assert canonical_bytes("й") != canonical_bytes("и\u0306")
