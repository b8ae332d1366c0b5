"""Owns taking a body out of the encodings it travelled in (RFC 9112, 7.1; RFC 9110, 8.4). Never fetches one."""

from __future__ import annotations

import zlib
from typing import Final

from onrecord.vault.pages.takes import Exchange

_LONGEST_SIZE_LINE: Final = 4096
_WINDOWS: Final = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class NotDecodable(ValueError):
    """The body is in an encoding that cannot be undone here, or comes to more than it may."""


def content(exchange: Exchange, *, limit_bytes: int) -> bytes:
    """Return the bytes that the server meant: without chunks, and taken out of their compression.

    Raises:
        NotDecodable: an encoding we do not know, bytes that are not in it, or a result above the limit.
    """
    if exchange.is_decoded:
        return exchange.body
    body = exchange.body
    if (exchange.field("transfer-encoding") or "").lower() == "chunked":
        body = _joined(body)
    codings = [one.strip().lower() for one in (exchange.field("content-encoding") or "").split(",")]
    for coding in reversed([one for one in codings if one not in ("", "identity")]):
        if coding not in _WINDOWS:
            raise NotDecodable(coding)
        body = _inflated(body, _WINDOWS[coding], limit_bytes)
    return body


def _joined(body: bytes) -> bytes:
    """Return chunks as one; a body that was cut gives what came of it."""
    found, at = [], 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + _LONGEST_SIZE_LINE)
        if end < 0:
            break
        try:
            size = int(body[at:end].split(b";")[0], 16)
        except ValueError as err:
            msg = "chunked"
            raise NotDecodable(msg) from err
        if size <= 0:
            break
        found.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(found)


def _inflated(body: bytes, window: int, limit_bytes: int) -> bytes:
    """Return the body unpacked; a few kilobytes may hold gigabytes, so never more than the limit."""
    try:
        unpacked = _once(body, window, limit_bytes)
    except zlib.error:
        if window != zlib.MAX_WBITS:
            msg = "gzip"
            raise NotDecodable(msg) from None
        try:
            unpacked = _once(body, -zlib.MAX_WBITS, limit_bytes)  # many servers mean raw deflate by "deflate"
        except zlib.error as err:
            msg = "deflate"
            raise NotDecodable(msg) from err
    if len(unpacked) > limit_bytes:
        msg = "too long"
        raise NotDecodable(msg)
    return unpacked


def _once(body: bytes, window: int, limit_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    return unpacker.decompress(body, limit_bytes + 1)
