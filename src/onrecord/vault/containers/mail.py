"""Owns mail: messages (RFC 5322, MIME: RFC 2045 to 2047, 2231), saved pages (RFC 2557), and boxes of them (RFC 4155).

Every part that is no multipart becomes a member, bodies included, since a text body is what gets quoted. A message in
a message is a member and opened in its turn. Bodies are read line by line and decoded as they pass: a message may be
larger than memory. Headers are left to the standard library, which knows what mail programs really write.
"""

from __future__ import annotations

import binascii
import email.errors
import email.header
import email.message
import email.parser
import email.policy
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from onrecord.vault.containers.errors import ContainerDamaged, MemberCompression, MemberDamaged, MemberRefused
from onrecord.vault.containers.model import Budget, Member, Opened, Part, Reading, Stream
from onrecord.vault.containers.paths import checked_path, decoded_name
from onrecord.vault.containers.streams import Lines

_DEEPEST: Final = 50  # multiparts within one another, before recursion itself becomes the danger
_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=]+")
_PLAIN: Final = frozenset({"7bit", "8bit", "binary", ""})
_UUENCODE: Final = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_FROM: Final = b"From "
# RFC 4155, appendix A: an address and a moment as asctime(3) writes it. A sentence may begin with the word as well.
_FROM_LINE: Final = re.compile(rb"From .*\d:\d\d.*\d{4}")
_CYRILLIC_1251: Final = re.compile(rb"[\xa8\xb8\xc0-\xff]{3}")
_BODIES: Final = {"text/plain": "body.txt", "text/html": "body.html", "message/rfc822": "message.eml"}


def message_parts(stream: Stream, budget: Budget) -> Iterator[Part]:
    """Yield the parts of a message, numbered as IMAP numbers them (RFC 3501, 6.4.5): `2.1/photo.jpg`.

    Raises:
        ContainerDamaged: it has no header, or one that is endless, or parts without end within one another.
    """
    lines = Lines(stream)
    header = _header(lines, budget)
    if not header.keys():
        raise ContainerDamaged(problem="it has no header")
    yield from _entity(_Text(lines, ()), header, "", budget)


def box_parts(stream: Stream, budget: Budget) -> Iterator[Part]:
    """Yield the messages of a box as they lie in it, `000001.eml` and so on; each after a line that begins `From `."""
    lines = Lines(stream)
    number = 0
    line = lines.next()
    if not line.startswith(_FROM):
        raise ContainerDamaged(problem="it does not begin with a From line")
    while line:
        number += 1
        budget.member()
        name = f"{number:06d}.eml"
        message = _Boxed(lines, budget)
        yield Member(path=name, name=name, open=partial(_reading, message))
        line = message.rest()


class _Boxed:
    """The bytes of one message of a box: up to a line that begins with `From ` after an empty one."""

    def __init__(self, lines: Lines, budget: Budget) -> None:
        self._lines = lines
        self._budget = budget
        self._was_empty = False
        self._is_start = True
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """Return the next line, none at the end of the message."""
        if self._is_over:
            return b""
        line = self._lines.next()
        if not line or (self._is_start and self._was_empty and _FROM_LINE.match(line)):
            self._lines.back(line)
            self._is_over = True
            return b""
        self._was_empty = self._is_start and not line.strip(b"\r\n")
        self._is_start = line.endswith(b"\n")
        self._budget.spend(len(line))
        return line

    def rest(self) -> bytes:
        """Pass over what was not read and return the line that begins the next message, if there is one."""
        while self.read(0):
            pass
        return self._lines.next()


@dataclass(slots=True)
class _Text:
    """Lines up to a boundary of any multipart that they are in; the line end before a boundary is not theirs.

    RFC 2046, 5.1.1: the delimiter is the boundary with the line end before it.
    """

    lines: Lines
    boundaries: tuple[bytes, ...]
    held: bytes = b""
    is_start: bool = True

    def next(self) -> bytes:
        """Return the next line or piece of one, none where the text ends."""
        while True:
            line = self.lines.next()
            if not line or (self.is_start and _delimits(line, self.boundaries)):
                if line:
                    self.lines.back(line)
                    return b""
                held, self.held = self.held, b""
                return held
            self.is_start = line.endswith(b"\n")
            ends = 2 if line.endswith(b"\r\n") else int(self.is_start)
            found, self.held = self.held + line[: len(line) - ends], line[len(line) - ends :]
            if found:
                return found


def _delimits(line: bytes, boundaries: tuple[bytes, ...]) -> bytes | None:
    """Return the boundary that the line is a delimiter of, with two hyphens after it where it is the closing one."""
    if not line.startswith(b"--"):
        return None
    said = line[2:].rstrip(b" \t\r\n")
    return said if any(said in (one, one + b"--") for one in boundaries) else None


def _entity(text: _Text, header: email.message.Message, number: str, budget: Budget) -> Iterator[Part]:
    boundary = _boundary(header)
    if boundary is None:
        budget.member()
        yield _leaf(text, header, number or "1", budget)
        while text.next():  # whatever nobody asked for
            budget.tick()
        return
    boundaries = (*text.boundaries, boundary)
    if len(boundaries) > _DEEPEST:
        raise ContainerDamaged(problem=f"more than {_DEEPEST} multiparts within one another")
    count = 0
    while _is_part(text.lines, boundaries, boundary, budget):
        count += 1
        inner = _header(text.lines, budget, boundaries)
        yield from _entity(_Text(text.lines, boundaries), inner, f"{number}.{count}".lstrip("."), budget)


def _is_part(lines: Lines, boundaries: tuple[bytes, ...], boundary: bytes, budget: Budget) -> bool:
    """Go to the next delimiter and say whether a part of this multipart follows; an outer delimiter is left there."""
    is_start = True
    while line := lines.next():
        said = _delimits(line, boundaries) if is_start else None
        if said == boundary:
            return True
        if said == boundary + b"--":
            return False
        if said is not None:
            lines.back(line)
            return False
        is_start = line.endswith(b"\n")
        budget.tick()
    return False


def _header(lines: Lines, budget: Budget, boundaries: tuple[bytes, ...] = ()) -> email.message.Message:
    """Return the header that comes next.

    Raises:
        ContainerDamaged: it does not end.
    """
    found: list[bytes] = []
    size = 0
    while (line := lines.next()) and line.strip(b"\r\n"):
        if _delimits(line, boundaries):
            lines.back(line)
            break
        found.append(line)
        size += len(line)
        if size > budget.limits.header_bytes:
            raise ContainerDamaged(problem="a header larger than any needs to be")
    return email.parser.HeaderParser(policy=email.policy.compat32).parsestr(_header_text(b"".join(found)))


def _header_text(raw: bytes) -> str:
    """Return a header in letters: UTF-8 (RFC 6532), else the Windows page in which high letters come in words."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1251" if _CYRILLIC_1251.search(raw) else "latin-1", errors="replace")


def _boundary(header: email.message.Message) -> bytes | None:
    if header.get_content_maintype() != "multipart":
        return None
    try:
        boundary = header.get_boundary()
    except (LookupError, ValueError):
        return None
    return boundary.encode("utf-8", "surrogateescape") if boundary else None


def _leaf(text: _Text, header: email.message.Message, number: str, budget: Budget) -> Part:
    encoding = str(header.get("content-transfer-encoding", "")).split(";")[0].strip().lower()
    path = f"{number}/{_name(header)}"
    try:
        inside, name = checked_path(_name(header))
        path = f"{number}/{inside}"
        if encoding not in _PLAIN | _UUENCODE | {"base64", "quoted-printable"}:
            raise MemberCompression(path=path, problem=encoding[:40])
    except MemberRefused as fault:
        fault.facts["path"] = path
        return fault
    return Member(path=path, name=name, open=partial(_reading, _decoded(text, encoding, path, budget)))


def _reading(stream: Stream) -> Opened:
    return Reading(stream)


def _name(header: email.message.Message) -> str:
    """Return the name the part has, or one by its type."""
    kind = header.get_content_type()
    try:
        name = header.get_filename()
    except (LookupError, ValueError, TypeError):
        name = None
    if name and (told := _in_letters(name).strip()):
        return told
    location = str(header.get("content-location", "")).split("?")[0].rstrip("/").rpartition("/")[2]
    return _in_letters(location) or _BODIES.get(kind) or f"part{mimetypes.guess_extension(kind) or '.bin'}"


def _in_letters(name: str) -> str:
    """Return a name as it was meant: encoded words (RFC 2047) are decoded, though no name may be one; raw bytes too."""
    try:
        pieces = email.header.decode_header(name)
    except (email.errors.HeaderParseError, ValueError):
        return name
    return "".join(piece if isinstance(piece, str) else _with_charset(piece, charset) for piece, charset in pieces)


def _with_charset(raw: bytes, charset: str | None) -> str:
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decoded_name(raw)


def _decoded(text: _Text, encoding: str, path: str, budget: Budget) -> Stream:
    if encoding == "base64":
        return _Base64(text, path, budget)
    if encoding == "quoted-printable":
        return _QuotedPrintable(text, path, budget)
    return _Uuencoded(text, path, budget) if encoding in _UUENCODE else _AsIs(text, path, budget)


class _AsIs:
    """A body as it stands; the others decode it. Each `read` gives what one line came to, a little at a time."""

    def __init__(self, text: _Text, path: str, budget: Budget) -> None:
        self._text = text
        self._path = path
        self._budget = budget

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end."""
        while line := self._text.next():
            try:
                found = self._decode(line)
            except (binascii.Error, ValueError) as err:
                raise MemberDamaged(path=self._path, problem=str(err)) from err
            self._budget.spend(len(found))
            if found:
                return found
        return self._end()

    def _decode(self, line: bytes) -> bytes:
        return line

    def _end(self) -> bytes:
        return b""


class _Base64(_AsIs):
    """RFC 2045, 6.8: what is none of its letters is passed over."""

    _held = b""

    def _decode(self, line: bytes) -> bytes:
        letters = self._held + _BASE64.sub(b"", line)
        whole = len(letters) - len(letters) % 4
        self._held = letters[whole:]
        return binascii.a2b_base64(letters[:whole])

    def _end(self) -> bytes:
        letters, self._held = self._held.rstrip(b"="), b""
        if len(letters) == 1:
            raise MemberDamaged(path=self._path, problem="its base64 is cut")
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


class _QuotedPrintable(_AsIs):
    """RFC 2045, 6.7."""

    _held = b""

    def _decode(self, line: bytes) -> bytes:
        line = self._held + line
        at = line.rfind(b"=", max(0, len(line) - 3))
        # The piece may end within `=XX`, or before the line end that makes an equals sign a soft break.
        self._held = b"" if at < 0 or len(line) - at > 2 else line[at:]
        return binascii.a2b_qp(line[: len(line) - len(self._held)])

    def _end(self) -> bytes:
        held, self._held = self._held, b""
        return binascii.a2b_qp(held)


class _Uuencoded(_AsIs):
    """The form before MIME, between its `begin` and `end`; decoded line by line."""

    _held = b""
    _is_inside = False

    def _decode(self, line: bytes) -> bytes:
        *whole, self._held = (self._held + line).split(b"\n")
        return b"".join(self._line(one.rstrip(b"\r")) for one in whole)

    def _line(self, line: bytes) -> bytes:
        if not self._is_inside:
            self._is_inside = line.startswith(b"begin ")
            return b""
        if line == b"end":
            self._is_inside = False
        return binascii.a2b_uu(line) if self._is_inside and line else b""
