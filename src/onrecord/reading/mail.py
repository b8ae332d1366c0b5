"""Owns the text of a message (RFC 5322, MIME): who wrote to whom, when, about what, and the message's own words.

Attachments are items of their own, and so is each part; here the message is read as a person reads it. Of a body that
comes as plain text and as HTML the plain one is taken.
"""

from __future__ import annotations

import email
import email.header
import email.message
import email.policy
from collections.abc import Iterator
from typing import Final

from onrecord.reading import html, plain
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_FIELDS: Final = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
_MOST_PARTS: Final = 1_000
_LONGEST_FIELD: Final = 10_000


def text_of(content: bytes) -> Text:
    """Return the fields of the head, each on a line, and below them the words of the message.

    Raises:
        ValueError: it has no head, or more than 1,000 parts.
    """
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    if not message.keys():
        msg = "not readable as a message: it has no head"
        raise ValueError(msg)
    writer = Writer()
    start = writer.begin()
    for name in _FIELDS:
        for value in message.get_all(name, []):
            writer.add(f"{name}: {_field(value)}")
            writer.line_end()
    writer.place("part", "head", start)
    start = writer.begin()
    for part in _bodies(message, writer):
        writer.add(_words(part, writer))
        writer.line_end()
    writer.place("part", "body", start)
    return writer.text()


def _field(value: object) -> str:
    """Return a field in letters: encoded words (RFC 2047), raw UTF-8 or a Cyrillic page, on one line."""
    try:
        pieces = email.header.decode_header(str(value)[:_LONGEST_FIELD] if isinstance(value, str) else value)  # type: ignore[arg-type]
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return " ".join(str(value).split())
    written = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            written.append(piece)
        else:
            known = charset if charset and charset != "unknown-8bit" else None
            written.append(_decoded(piece, known))
    return " ".join("".join(written).split())


def _decoded(content: bytes, charset: str | None) -> str:
    """Return letters in the encoding that is named; where none is, or it does not fit, in the one they read like."""
    if charset:
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # named wrongly, which mail programs do: what the bytes read like is closer
    try:
        return plain.decode(content).text
    except ValueError:
        return content.decode("latin-1")


def _bodies(message: email.message.Message, writer: Writer) -> Iterator[email.message.Message]:
    """Yield the parts that are the message's own words; what is attached is counted."""
    stack = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > _MOST_PARTS:
            msg = f"more than {_MOST_PARTS} parts"
            raise ValueError(msg)
        kind = part.get_content_type()
        inner = part.get_payload()
        if part is not message and (part.get_content_disposition() == "attachment" or kind == "message/rfc822"):
            writer.note("attachments, which are items of their own")
        elif part.get_content_maintype() == "multipart" and isinstance(inner, list):
            parts = [one for one in inner if isinstance(one, email.message.Message)]
            stack.extend(reversed(_chosen(parts) if kind == "multipart/alternative" else parts))
        elif kind in ("text/plain", "text/html"):
            yield part
        elif part is not message:
            writer.note("attachments, which are items of their own")


def _chosen(parts: list[email.message.Message]) -> list[email.message.Message]:
    """Return the plain one of several renderings, else the last, which is the richest (RFC 2046, 5.1.4)."""
    plain_ones = [one for one in parts if one.get_content_type() == "text/plain"]
    return plain_ones[:1] or parts[-1:]


def _words(part: email.message.Message, writer: Writer) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    if part.get_content_type() == "text/html":
        try:
            return html.text_of(content).text
        except ValueError as err:
            writer.note(f"HTML bodies that are not readable ({err})"[:100])
            return ""
    return _decoded(content, part.get_content_charset()).replace("\r\n", "\n")
