"""Takes for tests: a page that was visited, as a browser would bring it home, without one."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import dataclass, replace
from typing import Any

from onrecord import vault
from onrecord.kernel import Clock

AT = dt.datetime(2031, 4, 1, 12, 0, tzinfo=dt.UTC)
URL = "https://news.example.org/story"
WORDS = (
    "Residents of the valley told what they saw that night. The office counted eleven houses that burned, and the "
    "school where people had gathered. The road was closed until the morning, and nobody from the district came. "
    "A second account, given a week later, speaks of at least twelve houses."
)
SOURCE = f"<!doctype html><title>Valley</title><p>{WORDS}</p><img src=/photo.jpg>".encode()


def png(width: int, height: int, colour: bytes = b"\x20\x40\x60") -> bytes:
    """Return a PNG of one colour."""
    rows = (b"\0" + colour * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def exchange(url: str = URL, body: bytes = SOURCE, **more: Any) -> vault.Exchange:
    """Return one request and its answer."""
    fields = (("Content-Type", "text/html; charset=utf-8"), ("Date", "Tue, 01 Apr 2031 12:00:05 GMT"))
    given: dict[str, Any] = {
        "url": url, "method": "GET", "request_fields": (("Accept", "*/*"), ("User-Agent", "a browser")),
        "status": 200, "reason": "OK", "fields": fields, "body": body, "address": "9.9.9.9",
        "asked_at": AT, "is_decoded": True,
    }  # fmt: skip
    return vault.Exchange(**{**given, **more})


def rendered(text: str = WORDS, **more: Any) -> vault.Rendered:
    """Return a page as it was seen."""
    given: dict[str, Any] = {
        "url": URL, "title": "Valley", "dom": f"<html><body>{text}</body></html>", "text": text,
        "picture": vault.Picture(content=png(8, 20), width=8, height=20, document_height=20), "pdf": b"%PDF-1.4 page",
        "media": (vault.MediaReference(url="https://news.example.org/photo.jpg", kind="image", width=100, height=100),),
        "metadata": {"author": ["The newsroom"], "article:published_time": ["2031-03-30"]},
    }  # fmt: skip
    return vault.Rendered(**{**given, **more})


def take(**more: Any) -> vault.Take:
    """Return everything one visit brought home."""
    page = exchange()
    photo = exchange(
        "https://news.example.org/photo.jpg", b"\xff\xd8\xff\xe0 a photograph", fields=(("Content-Type", "image/jpeg"),)
    )
    given: dict[str, Any] = {
        "address": vault.web_address(URL), "mode": vault.Mode.BROWSER, "chain": (vault.Hop(url=URL, status=200),),
        "document": 0, "exchanges": (page, photo), "rendered": rendered(),
        "tls": vault.Tls(protocol="TLS 1.3", cipher="AES_128_GCM", is_trusted=True, certificates=(b"leaf", b"root")),
        "began_at": AT, "answered_at": AT, "ended_at": AT + dt.timedelta(seconds=9), "tool": "onrecord capture@1",
        "browser": "Chromium 1.2.3", "user_agent": "a browser", "viewport": "1280x1024", "language": "en",
        "alterations": (vault.Alteration.PROXIED,), "sources": ("10.11.12.13",),
    }  # fmt: skip
    return vault.Take(**{**given, **more})


def other_page(text: str) -> vault.Take:
    """Return the same address with other words on it."""
    whole = take()
    source = f"<!doctype html><p>{text}</p>".encode()
    return replace(whole, exchanges=(exchange(body=source), *whole.exchanges[1:]), rendered=rendered(text))


@dataclass
class Brings:
    """A taker that brings home what it was given, and remembers where it was sent."""

    takes: list[vault.Take | Exception]

    def take(self, address: vault.WebAddress, *, clock: Clock) -> vault.Take:
        """Return the next take, for this address, or fail as it was told to."""
        del clock
        found = self.takes.pop(0)
        if isinstance(found, Exception):
            raise found
        return replace(found, address=address)
