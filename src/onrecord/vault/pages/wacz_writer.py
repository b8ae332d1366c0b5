"""Owns writing a capture as one WACZ file (WACZ 1.1.1): the WARC with an index and its pages. Never reads one.

Anybody's replay program opens it without us. The same capture gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from onrecord.kernel import instant_text, sha256_hex
from onrecord.vault.pages.takes import Take
from onrecord.vault.pages.warc_writer import WarcFile, WrittenAnswer

_WARC: Final = "archive/data.warc.gz"
_INDEX: Final = "indexes/index.cdx.gz"
_BLOCK: Final = 3000  # lines of the index that are packed together
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # ZIP knows no earlier; the times that matter are inside
_PACKING: Final = zipfile.ZIP_STORED  # a reader seeks in the WARC without unpacking (WACZ, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of the index: what it is sorted by, and the rest."""

    key: str
    moment: str
    facts: str

    def text(self) -> str:
        return f"{self.key} {self.moment} {self.facts}\n"


def write_wacz(take: Take, warc: WarcFile, *, capture: str, tool: str) -> bytes:
    """Return the capture as a WACZ.

    Raises:
        ValueError: the take has no page, which a collection of pages cannot do without.
    """
    page = take.page
    if page is None:
        msg = "a take without a page"
        raise ValueError(msg)
    shown_at = instant_text(take.answered_at or take.began_at)
    index, blocks = _index(_line(one) for one in warc.answers if one.exchange.method == "GET")
    files = {
        _WARC: warc.content,
        _INDEX: index,
        "indexes/index.idx": blocks,
        "pages/pages.jsonl": _pages(take, page.url, shown_at),
    }
    package = _json(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": f"Onrecord {capture}",
            "software": tool,
            "created": instant_text(take.ended_at),
            "mainPageUrl": page.url,
            "mainPageDate": shown_at,
            "resources": [
                {
                    "name": path.rpartition("/")[2],
                    "path": path,
                    "hash": f"sha256:{sha256_hex(content)}",
                    "bytes": len(content),
                }
                for path, content in files.items()
            ],
        }
    )
    digest = _json({"path": "datapackage.json", "hash": f"sha256:{sha256_hex(package)}"})
    return _zipped({**files, "datapackage.json": package, "datapackage-digest.json": digest})


def surt(url: str) -> str:
    """Return the address as indexes sort it: host reversed, lower case, query parameters in order."""
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    is_number = ":" in host or re.fullmatch(r"[0-9.]+", host) is not None
    key = host if is_number else ",".join(reversed(host.split(".")))
    if parts.port not in (None, {"http": 80, "https": 443}.get(parts.scheme)):
        key += f":{parts.port}"
    query = "&".join(sorted(f"{name}={value}" for name, value in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{key}){(parts.path or '/').lower()}" + (f"?{query.lower()}" if query else "")


def _line(written: WrittenAnswer) -> _Line:
    exchange = written.exchange
    media_type = (exchange.field("content-type") or "unk").partition(";")[0].strip().lower()
    facts = {
        "url": exchange.url,
        "digest": f"sha256:{written.digest}",
        "mime": media_type or "unk",
        "offset": str(written.offset),
        "length": str(written.length),
        "status": str(exchange.status),
        "filename": _WARC.rpartition("/")[2],
    }
    moment = instant_text(exchange.asked_at).translate({ord(one): None for one in "-:TZ"})
    return _Line(key=surt(exchange.url).replace(" ", "%20"), moment=moment, facts=json.dumps(facts))


def _index(lines: Iterable[_Line]) -> tuple[bytes, bytes]:
    """Return the sorted index in packed blocks, and the list of where each block begins."""
    ordered = sorted(lines, key=lambda one: (one.key, one.moment, one.facts))
    packed = io.BytesIO()
    blocks = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for at in range(0, len(ordered), _BLOCK):
        group = ordered[at : at + _BLOCK]
        block = gzip.compress("".join(one.text() for one in group).encode(), mtime=0)
        place = {"offset": packed.tell(), "length": len(block), "digest": f"sha256:{sha256_hex(block)}"}
        blocks.append(f"{group[0].key} {group[0].moment} {json.dumps({**place, 'filename': 'index.cdx.gz'})}\n")
        packed.write(block)
    return packed.getvalue(), "".join(blocks).encode()


def _pages(take: Take, url: str, shown_at: str) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": take.rendered is not None}
    page: dict[str, Any] = {"id": "page-1", "url": url, "ts": shown_at}
    if take.rendered is not None:
        page |= {"title": take.rendered.title, "text": take.rendered.text}
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in (head, page))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", _PACKING) as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, _FIRST_DAY)
            member.compress_type = _PACKING
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, content)
    return out.getvalue()
