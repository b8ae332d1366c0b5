"""Owns canonical bytes: JSON Canonicalization Scheme (RFC 8785) for the values a record may hold.

A record holds null, booleans, text, whole numbers, lists and objects. It holds no floating-point number: what a
person said in numbers is a `Quantity`, and a decimal travels as text. So section 3.2.2.3 (ECMAScript number
formatting) never applies beyond integers, and this module stays short enough to be read in court.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

# RFC 8785 section 3.2.2.3 / RFC 7493 section 2.2: the integers that every JSON reader agrees on.
LARGEST_INTEGER: Final = 2**53 - 1

_ESCAPES: Final = {
    **{code: f"\\u{code:04x}" for code in range(0x20)},
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}

# For values whose names are all ASCII the standard encoder, in C, writes the very bytes of RFC 8785: code points and
# UTF-16 code units sort alike there, and its escapes are those of section 3.2.2.2. A test holds both ways equal.
_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False, allow_nan=False
).encode


class NotCanonical(ValueError):
    """The value or text has no single canonical form: a float, a duplicate key, a lone surrogate, an unknown type."""


def canonical_bytes(value: object) -> bytes:
    """Return the one byte string that stands for `value`.

    Raises:
        NotCanonical: the value holds something a record may not hold.
    """
    try:
        if _is_plain(value):
            return _ENCODE(value).encode("utf-8")
        parts: list[str] = []
        _write(value, parts)
        return "".join(parts).encode("utf-8")
    except UnicodeEncodeError as err:
        msg = "text with a lone surrogate"
        raise NotCanonical(msg) from err


def parse_json(content: bytes | str) -> Any:
    """Return the value of a JSON text, read strictly: no duplicate keys, no floats, no NaN, no byte-order mark.

    Raises:
        NotCanonical: the text is no JSON, or two readers could take it for different values.
    """
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        value = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_float=_no_number, parse_constant=_no_number
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as err:
        raise NotCanonical(str(err)) from err
    return value


def _is_plain(value: object) -> bool:
    """Say whether the standard encoder may write this value; False sends it the long way, which also refuses."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -LARGEST_INTEGER <= value <= LARGEST_INTEGER  # type: ignore[operator]
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _is_plain(one)
            for key, one in value.items()  # type: ignore[attr-defined]
        )
    return kind in (list, tuple) and all(map(_is_plain, value))  # type: ignore[call-overload]


def _write(value: object, parts: list[str]) -> None:
    match value:
        case None:
            parts.append("null")
        case bool():
            parts.append("true" if value else "false")
        case str():
            parts.append(_quoted(value))
        case int():
            parts.append(_integer(value))
        case list() | tuple():
            _write_list(value, parts)
        case Mapping():
            _write_object(value, parts)
        case _:
            msg = f"a record cannot hold a {type(value).__name__}"
            raise NotCanonical(msg)


def _quoted(text: str) -> str:
    return '"' + text.translate(_ESCAPES) + '"'  # RFC 8785 section 3.2.2.2


def _integer(number: int) -> str:
    if abs(number) > LARGEST_INTEGER:
        msg = f"{number} is beyond the integers every reader agrees on; write it as text"
        raise NotCanonical(msg)
    return str(number)


def _write_list(values: list[object] | tuple[object, ...], parts: list[str]) -> None:
    parts.append("[")
    for position, one in enumerate(values):
        if position:
            parts.append(",")
        _write(one, parts)
    parts.append("]")


def _write_object(value: Mapping[Any, object], parts: list[str]) -> None:
    if not all(isinstance(key, str) for key in value):
        msg = "an object's keys are text"
        raise NotCanonical(msg)
    parts.append("{")
    for position, key in enumerate(sorted(value, key=_utf16)):
        if position:
            parts.append(",")
        parts.append(_quoted(key) + ":")
        _write(value[key], parts)
    parts.append("}")


def _utf16(key: str) -> bytes:
    """Return the sort key of RFC 8785 section 3.2.3: names are ordered by UTF-16 code units."""
    return key.encode("utf-16-be", "surrogatepass")


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            msg = f"the key {key!r} stands twice in one object"
            raise NotCanonical(msg)
        found[key] = value
    return found


def _no_number(text: str) -> NoReturn:
    msg = f"the number {text} has no place in a record; write decimals as text"
    raise NotCanonical(msg)
