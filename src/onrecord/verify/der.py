"""Owns reading the encoding of time stamps and certificates: DER (X.690), and so much of BER as authorities send.

It reads what anybody may have sent: every length is held against what is there. Never gives a meaning to what it reads.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OBJECT: Final = 0x06
UTF8_STRING: Final = 0x0C
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31
_CONSTRUCTED: Final = 0x20
_DEEPEST: Final = 32
_MOMENT: Final = re.compile(rb"([0-9]{14})(?:\.[0-9]+)?Z")  # RFC 3161 2.4.2: seconds and Z always, a fraction perhaps


class NotDer(ValueError):
    """Bytes that are not one value of this encoding, or not the value that is expected here."""

    def __init__(self, *, problem: str) -> None:
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag, its content, and the bytes it stands in from tag to end."""

    tag: int
    content: bytes
    encoded: bytes

    def parts(self) -> tuple[Value, ...]:
        """Return the values inside a constructed one.

        Raises:
            NotDer: it holds none, or something else.
        """
        if not self.tag & _CONSTRUCTED:
            raise NotDer(problem="a value inside a value was expected")
        return tuple(_values(self.content))

    def as_integer(self) -> int:
        """Return a whole number (X.690, 8.3)."""
        _expect(self, INTEGER)
        if not self.content:
            raise NotDer(problem="a number without a digit")
        return int.from_bytes(self.content, "big", signed=True)

    def as_object(self) -> str:
        """Return an object identifier in dotted form (X.690, 8.19)."""
        _expect(self, OBJECT)
        numbers, number = [], 0
        for octet in self.content:
            number = number << 7 | octet & 0x7F
            if not octet & 0x80:
                numbers.append(number)
                number = 0
        if not self.content or self.content[-1] & 0x80:
            raise NotDer(problem="an object identifier breaks off")
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))

    def as_moment(self) -> dt.datetime:
        """Return an instant in UTC; a fraction of a second is cut off."""
        _expect(self, GENERALIZED_TIME)
        found = _MOMENT.fullmatch(self.content)
        if found is None:
            raise NotDer(problem="a moment is not written as RFC 3161 demands")
        try:
            return dt.datetime.strptime(found[1].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
        except ValueError as err:
            raise NotDer(problem="a moment that does not exist") from err


def read(content: bytes) -> Value:
    """Return the one value that these bytes are.

    Raises:
        NotDer: they are none, or more than one.
    """
    values = tuple(_values(content))
    if len(values) != 1:
        raise NotDer(problem=f"{len(values)} values where one was expected")
    return values[0]


def written(tag: int, *contents: bytes) -> bytes:
    """Return a value of this tag around these contents, with its length in the one form DER allows."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def written_integer(number: int) -> bytes:
    """Return a whole number in the fewest octets."""
    bits = (number if number >= 0 else ~number).bit_length()
    return written(INTEGER, number.to_bytes(bits // 8 + 1, "big", signed=True))


def written_object(dotted: str) -> bytes:
    """Return an object identifier.

    Raises:
        ValueError: the text is none.
    """
    first, second, *others = (int(part) for part in dotted.split("."))
    return written(OBJECT, b"".join(_base128(number) for number in (40 * first + second, *others)))


def definite(content: bytes) -> bytes:
    """Return one value with every length written as DER demands; BER of any other kind stays as it is.

    Authorities that stream their answer leave lengths open (X.690, 8.1.3.6) and cut octet strings into pieces (8.7.3).

    Raises:
        NotDer: the bytes are no value.
    """
    encoded, rest = _definite(memoryview(content), 0)
    if len(rest):
        raise NotDer(problem="something follows the value")
    return encoded


def _values(content: bytes) -> Iterator[Value]:
    at = 0
    while at < len(content):
        tag, start, size = _head(memoryview(content), at)
        if size is None or start + size > len(content):
            raise NotDer(problem="a length reaches beyond what is there, or is left open")
        end = start + size
        yield Value(tag, content[start:end], content[at:end])
        at = end


def _head(content: memoryview, at: int) -> tuple[int, int, int | None]:
    """Return tag, where the content begins, and its length; None where that is left open."""
    if at + 2 > len(content):
        raise NotDer(problem="a value breaks off")
    tag, first, start = content[at], content[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise NotDer(problem="a tag of several octets")
    if first < 0x80:
        return tag, start, first
    if first == 0x80:
        return tag, start, None
    width = first & 0x7F
    if width > 4 or start + width > len(content):
        raise NotDer(problem="an absurd length")
    return tag, start + width, int.from_bytes(content[start : start + width], "big")


def _definite(content: memoryview, depth: int) -> tuple[bytes, memoryview]:
    """Return the first value written anew, and what follows it."""
    if depth > _DEEPEST:
        raise NotDer(problem="too many values inside one another")
    tag, start, size = _head(content, 0)
    if size is not None and start + size > len(content):
        raise NotDer(problem="a length reaches beyond what is there")
    if not tag & _CONSTRUCTED:
        if size is None:
            raise NotDer(problem="a plain value without a length")
        return written(tag, bytes(content[start : start + size])), content[start + size :]
    inside, parts = content[start:] if size is None else content[start : start + size], []
    while size is None or len(inside):
        if size is None and bytes(inside[:2]) == b"\0\0":
            inside = inside[2:]
            break
        part, inside = _definite(inside, depth + 1)
        parts.append(part)
    rest = inside if size is None else content[start + size :]
    if tag == OCTET_STRING | _CONSTRUCTED:
        return written(OCTET_STRING, *(read(part).content for part in parts)), rest
    return written(tag, *parts), rest


def _base128(number: int) -> bytes:
    octets = [number & 0x7F]
    while number := number >> 7:
        octets.append(0x80 | number & 0x7F)
    return bytes(reversed(octets))


def _expect(value: Value, tag: int) -> None:
    if value.tag != tag:
        raise NotDer(problem=f"tag {value.tag:#04x} where {tag:#04x} was expected")
