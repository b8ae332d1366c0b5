"""Owns writing what was said over the network as one WARC file (ISO 28500:2017, WARC 1.1). Never reads one.

The same take under the same capture id gives the same bytes: record ids are made from it, times come from the take.
What an outside reader needs to know about how it was made stands in the first record, and not by whom (EV-10).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import instant_text, sha256_hex
from onrecord.vault.pages.takes import Exchange, Limit, Take

_CONFORMS: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
# What a body was packed in on its way. It is out of that here, so the names are kept aside, as web archives do.
_PACKING: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_TRUNCATED: Final = {Limit.BYTES: "length", Limit.SECONDS: "time", Limit.BROKEN_OFF: "disconnect"}  # WARC 1.1, 5.13
_DECODED: Final = (
    "Bodies are kept as the browser took them out of their content encoding; x-orig- fields say what it was."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer:
    """Where an answer lies in the file, for an index."""

    exchange: Exchange
    digest: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcFile:
    """A WARC, packed record by record, and where its answers lie."""

    content: bytes
    answers: tuple[WrittenAnswer, ...]


def write_warc(take: Take, capture: str) -> WarcFile:
    """Return everything that was said over the network, in the order in which it was asked."""
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    names = _names(capture)
    writer.write_record(_information(take, capture, next(names)))
    answers = []
    for exchange in take.exchanges:
        answer_name, request_name = next(names), next(names)
        offset = out.tell()
        writer.write_record(_answer(take, exchange, answer_name))
        answers.append(
            WrittenAnswer(
                exchange=exchange, digest=sha256_hex(exchange.body), offset=offset, length=out.tell() - offset
            )
        )
        writer.write_record(_request(exchange, request_name, answer_name))
    return WarcFile(content=out.getvalue(), answers=tuple(answers))


def _names(capture: str) -> Iterator[str]:
    """Yield names of records, always the same ones for a capture: UUIDs of version 8 (RFC 9562, 5.8)."""
    number = 0
    while True:
        digits = hashlib.sha256(f"{capture}/{number}".encode()).hexdigest()
        parts = (digits[:8], digits[8:12], f"8{digits[13:16]}", f"{'89ab'[int(digits[16], 16) % 4]}{digits[17:20]}")
        yield f"<urn:uuid:{'-'.join(parts)}-{digits[20:32]}>"
        number += 1


def _information(take: Take, capture: str, name: str) -> object:
    said = {
        "software": f"{take.tool}" + (f" {take.browser}" if take.browser else ""),
        "format": "WARC File Format 1.1",
        "conformsTo": _CONFORMS,
        "description": f"Onrecord {capture}"
        + (f". {_DECODED}" if any(one.is_decoded for one in take.exchanges) else ""),
        "http-header-user-agent": take.user_agent,
    }
    block = "".join(f"{field}: {_one_line(value)}\r\n" for field, value in said.items()).encode()
    headers = {"WARC-Record-ID": name, "WARC-Date": instant_text(take.began_at)}
    return _record("warcinfo", "application/warc-fields", headers, block)


def _answer(take: Take, exchange: Exchange, name: str) -> object:
    status = f"HTTP/1.1 {exchange.status} {_one_line(exchange.reason)}"
    block = _block(status, _unpacked(exchange) if exchange.is_decoded else exchange.fields, exchange.body)
    headers = {
        "WARC-Record-ID": name,
        "WARC-Target-URI": exchange.url,
        "WARC-Date": instant_text(exchange.asked_at),
        "WARC-Block-Digest": f"sha256:{sha256_hex(block)}",
    }
    if exchange.field("transfer-encoding") is None or exchange.is_decoded:  # else the payload is not what lies here
        headers["WARC-Payload-Digest"] = f"sha256:{sha256_hex(exchange.body)}"
    if exchange.address is not None:
        headers["WARC-IP-Address"] = exchange.address
    if exchange.protocol.lower() != "http/1.1":
        headers["WARC-Protocol"] = _one_line(exchange.protocol)
    if not exchange.is_whole:
        reasons = [_TRUNCATED[one] for one in take.stopped if one in _TRUNCATED]
        headers["WARC-Truncated"] = reasons[0] if reasons else "unspecified"
    return _record("response", "application/http;msgtype=response", headers, block)


def _request(exchange: Exchange, name: str, answer: str) -> object:
    target = exchange.url.partition("://")[2]
    host, slash, path = target.partition("/")
    has_host = any(field.lower() == "host" for field, _ in exchange.request_fields)
    fields = exchange.request_fields if has_host else (("Host", host.partition("?")[0]), *exchange.request_fields)
    block = _block(f"{exchange.method} {slash or '/'}{path} HTTP/1.1", fields, exchange.request_body or b"")
    headers = {
        "WARC-Record-ID": name,
        "WARC-Target-URI": exchange.url,
        "WARC-Date": instant_text(exchange.asked_at),
        "WARC-Concurrent-To": answer,
        "WARC-Block-Digest": f"sha256:{sha256_hex(block)}",
    }
    return _record("request", "application/http;msgtype=request", headers, block)


def _unpacked(exchange: Exchange) -> Iterable[tuple[str, str]]:
    """Return the fields that are true of the body as it is kept, the others under a name beside."""
    for name, value in exchange.fields:
        yield (f"x-orig-{name.lower()}" if name.lower() in _PACKING else name), value
    yield "Content-Length", str(len(exchange.body))


def _block(first: str, fields: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """Return a message of HTTP/1.1: fields are bytes there, and no value can begin a line of its own."""
    lines = [first, *(f"{_one_line(name)}: {_one_line(value)}" for name, value in fields)]
    return b"\r\n".join([_octets(line) for line in lines]) + b"\r\n\r\n" + body


def _octets(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode()


def _one_line(text: str) -> str:
    return " ".join(text.replace("\r", "\n").split("\n")).strip()


def _record(kind: str, content_type: str, headers: Mapping[str, str], block: bytes) -> object:
    """Return a record whose block is these very bytes: built up from parsed headers it might come out another."""
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

    fields = [("WARC-Type", kind), *headers.items(), ("Content-Type", content_type)]
    told = StatusAndHeaders("", fields, protocol="WARC/1.1")
    record = ArcWarcRecord("warc", kind, told, io.BytesIO(block), None, content_type, len(block))
    record.payload_length = len(block)
    if "WARC-Block-Digest" not in headers:
        told.add_header("WARC-Block-Digest", f"sha256:{sha256_hex(block)}")
    if "WARC-Payload-Digest" not in headers:
        record.rec_type = "warcinfo"  # keeps the writer from adding a digest of another kind
    return record
