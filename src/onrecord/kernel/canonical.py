"""Owns canonical bytes: JSON Canonicalization Scheme (RFC 8785) for the values a record may hold.

A record holds null, booleans, text, whole numbers, lists and objects. It holds no floating-point number: what a
person said in numbers is a `Quantity`, and a decimal travels as text. So section 3.2.2.3 (ECMAScript number
formatting) never applies beyond integers, and this module stays short enough to be read in court.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, Final, NoReturn

# RFC 8785 section 3.2.2.3 / RFC 7493 section 2.2: the integers that every JSON reader agrees on.
LARGEST_INTEGER: Final = 2**53 - 1

_WORDS: Final = {None: "null", True: "true", False: "false"}
_OBJECTS: Final = (dict, Mapping)  # in this order: to ask whether something is a mapping costs as much as writing it
_FORMS_KEPT: Final = 1_000


class NotCanonical(ValueError):
    """The value or text has no single canonical form: a float, a duplicate key, a lone surrogate, an unknown type."""


def canonical_bytes(value: object) -> bytes:
    """Return the one byte string that stands for `value`.

    Raises:
        NotCanonical: the value holds something a record may not hold.
    """
    try:
        return _text(value).encode()
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
        value = _STRICT.decode(text)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as err:  # no UTF-8, no JSON, or an integer of more digits than anybody reads
        raise NotCanonical(str(err)) from err
    return value


def _text(value: object) -> str:
    """Return the canonical text of a value; the kinds are asked for in the order of how often they come."""
    if isinstance(value, str):
        return encode_basestring(value)  # in C, and its escapes are those of section 3.2.2.2
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, _OBJECTS):
        return _object(value)
    if isinstance(value, list | tuple):
        return f"[{','.join([_text(one) for one in value])}]"
    msg = f"a record cannot hold a {type(value).__name__}"
    raise NotCanonical(msg)


def _integer(number: int) -> str:
    if abs(number) > LARGEST_INTEGER:
        msg = f"{number} is beyond the integers every reader agrees on; write it as text"
        raise NotCanonical(msg)
    return int.__repr__(number)


def _object(value: Mapping[str, object]) -> str:
    if len(value) < 2:
        return "{" + "".join([f"{_name(name)}:{_text(one)}" for name, one in value.items()]) + "}"
    template, in_order = _form(tuple(value))
    return template % tuple(
        [
            encode_basestring(one) if type(one) is str else "null" if one is None else _text(one)
            for one in in_order(value)
        ]
    )


@lru_cache(_FORMS_KEPT)
def _form(names: Sequence[str]) -> tuple[str, Callable[[Mapping[str, object]], Sequence[object]]]:
    """Return how an object of these names is written, and what takes its values in that order.

    Most records are one of a few forms: their names are sorted and quoted once.
    """
    quoted = {name: _name(name) for name in names}
    ordered = sorted(names, key=_utf16)
    return "{" + ",".join(f"{quoted[name].replace('%', '%%')}:%s" for name in ordered) + "}", itemgetter(*ordered)


def _name(name: object) -> str:
    if not isinstance(name, str):
        msg = "an object's keys are text"
        raise NotCanonical(msg)
    return encode_basestring(name)


def _utf16(key: str) -> bytes:
    """Return the sort key of RFC 8785 section 3.2.3: names are ordered by UTF-16 code units."""
    return key.encode("utf-16-be", "surrogatepass")


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        msg = f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object"
        raise NotCanonical(msg)
    return found


def _no_number(text: str) -> NoReturn:
    msg = f"the number {text} has no place in a record; write decimals as text"
    raise NotCanonical(msg)


_STRICT: Final = json.JSONDecoder(
    object_pairs_hook=_without_duplicates, parse_float=_no_number, parse_constant=_no_number
)
