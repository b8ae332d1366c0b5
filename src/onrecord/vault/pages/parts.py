"""Owns what a take is kept as: one part per thing, each to become an item of its own. Never judges and never writes.

A part that is not there is left out; `completeness` says so.
"""

from __future__ import annotations

import json
import mimetypes
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.vault.naming import safe_name
from onrecord.vault.pages.bodies import NotDecodable, content
from onrecord.vault.pages.takes import Exchange, MediaReference, Rendered, Take
from onrecord.vault.pages.wacz_writer import write_wacz
from onrecord.vault.pages.warc_writer import write_warc

_LONGEST_BODY: Final = 200_000_000
_LONGEST_SAID: Final = 1000  # code points of one thing that a page says of itself
_MOST_MEDIA: Final = 300
_LEAST_PIXELS: Final = 64 * 64  # smaller ones are ornament; they are in the WARC with everything else
_LEAST_BYTES: Final = 2048  # of what has no size of its own
_HTML: Final = ("text/html", "application/xhtml+xml")
# Names in linked data and meta elements that tell of a page's context, whatever its language (METHOD 1.1, f).
_CONTEXT: Final = {
    "author": ("author", "article:author", "og:article:author", "twitter:creator", "uploader", "dc.creator"),
    "published": ("datePublished", "uploadDate", "article:published_time", "date", "dc.date", "pubdate"),
    "modified": ("dateModified", "article:modified_time", "last-modified"),
    "site": ("og:site_name", "application-name", "publisher"),
    "headline": ("headline", "og:title", "twitter:title"),
    "description": ("og:description", "twitter:description", "description"),
    "tags": ("keywords", "article:tag", "news_keywords"),
    "comments": ("commentCount", "comment"),
}


class PartRole(StrEnum):
    """What a part shows of the page."""

    SOURCE = "html_source"
    RENDERED = "rendered_dom"
    TEXT = "rendered_text"
    IMAGE = "full_page_image"
    PDF = "pdf"
    MHTML = "mhtml"
    WARC = "warc"
    WACZ = "wacz"
    METADATA = "metadata"
    CERTIFICATES = "certificates"
    MEDIA = "media"


_OURS: Final[Mapping[PartRole, str]] = {
    PartRole.RENDERED: "text/html",
    PartRole.TEXT: "text/plain",
    PartRole.IMAGE: "image/png",
    PartRole.PDF: "application/pdf",
    PartRole.MHTML: "multipart/related",
    PartRole.WARC: "application/warc",
    PartRole.WACZ: "application/wacz",
    PartRole.METADATA: "application/json",
    PartRole.CERTIFICATES: "application/x-pem-file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to keep, under the name it is known by."""

    role: PartRole
    name: str
    content: bytes
    url: str | None = None
    is_whole: bool = True

    @property
    def media_type(self) -> str | None:
        """What it is, where it is of our own making; of what came from outside the bytes have to say."""
        return _OURS.get(self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFound:
    """A picture, sound or film that the page shows: the exchange that brought it, or why there is none."""

    reference: MediaReference
    exchange: Exchange | None
    content: bytes | None
    problem: str | None

    @property
    def is_worth_an_item(self) -> bool:
        """Whether it is kept as an item too, beside its place in the WARC."""
        if self.content is None:
            return False
        if self.reference.kind != "image":
            return True
        pixels = self.reference.width * self.reference.height
        return pixels >= _LEAST_PIXELS or (pixels == 0 and len(self.content) >= _LEAST_BYTES)


def parts_of(take: Take, capture: str, media: tuple[MediaFound, ...]) -> Iterator[Part]:
    """Yield everything that is kept of a take, in the order of the roles."""
    stem = safe_name(f"{take.address.host.replace(':', '-')}-{capture}")
    page = take.page
    if page is not None and (body := _body(page)):
        yield Part(
            role=PartRole.SOURCE, name=stem + _extension(page), content=body, url=page.url, is_whole=page.is_whole
        )
    if take.rendered is not None:
        yield from _seen(take.rendered, stem)
    warc = write_warc(take, capture)
    yield Part(role=PartRole.WARC, name=f"{stem}.warc.gz", content=warc.content)
    if page is not None:
        wacz = write_wacz(take, warc, capture=capture, tool=take.tool)
        yield Part(role=PartRole.WACZ, name=f"{stem}.wacz", content=wacz)
    if take.rendered is not None:
        yield Part(role=PartRole.METADATA, name=f"{stem}.metadata.json", content=_metadata(take.rendered))
    if take.tls is not None and take.tls.certificates:
        chain = "".join(ssl.DER_cert_to_PEM_cert(one) for one in take.tls.certificates)
        yield Part(role=PartRole.CERTIFICATES, name=f"{stem}.certificates.pem", content=chain.encode())
    kept = [one for one in media if one.is_worth_an_item][:_MOST_MEDIA]
    for number, one in enumerate(kept, start=1):
        if one.exchange is not None and one.content is not None:
            name = f"{stem}-media-{number:03}{_extension(one.exchange)}"
            yield Part(role=PartRole.MEDIA, name=name, content=one.content, url=one.reference.url)


def media_of(take: Take) -> tuple[MediaFound, ...]:
    """Return what the page shows, each with the answer that brought it. A server that has it not has answered, too."""
    if take.rendered is None:
        return ()
    answers: dict[str, Exchange] = {}
    for one in take.exchanges:
        if one.method == "GET" and one.is_whole and (one.url not in answers or one.status == 200):
            answers[one.url] = one
    return tuple(_media(reference, answers) for reference in take.rendered.media)


def context_of(rendered: Rendered) -> dict[str, list[str]]:
    """Return what the page says of its own context: who, when, where, under which words (METHOD 1.1, f)."""
    said: dict[str, list[str]] = {name: list(values) for name, values in rendered.metadata.items()}
    for block in rendered.linked_data:
        for name, value in _linked(block):
            said.setdefault(name, []).append(value)
    found = {}
    for name, sources in _CONTEXT.items():
        values = [value[:_LONGEST_SAID] for source in sources for value in said.get(source, ())]
        if values:
            found[name] = list(dict.fromkeys(values))[:20]
    return found


def promised_by(rendered: Rendered) -> list[str]:
    """Return the words by which the page describes its content to others."""
    context = context_of(rendered)
    bodies = [value for block in rendered.linked_data for name, value in _linked(block) if name == "articleBody"]
    return [*context.get("headline", ()), *context.get("description", ()), *bodies]


def is_html(exchange: Exchange) -> bool:
    """Say whether the server calls this a page."""
    return (exchange.field("content-type") or "").partition(";")[0].strip().lower() in _HTML


def _seen(rendered: Rendered, stem: str) -> Iterator[Part]:
    if rendered.dom:
        yield Part(role=PartRole.RENDERED, name=f"{stem}.rendered.html", content=rendered.dom.encode(errors="replace"))
    if rendered.text.strip():
        yield Part(role=PartRole.TEXT, name=f"{stem}.txt", content=rendered.text.encode(errors="replace"))
    if rendered.picture is not None:
        yield Part(role=PartRole.IMAGE, name=f"{stem}.png", content=rendered.picture.content)
    if rendered.pdf is not None:
        yield Part(role=PartRole.PDF, name=f"{stem}.pdf", content=rendered.pdf)
    if rendered.mhtml is not None:
        yield Part(role=PartRole.MHTML, name=f"{stem}.mhtml", content=rendered.mhtml)


def _media(reference: MediaReference, answers: Mapping[str, Exchange]) -> MediaFound:
    url = reference.url.partition("#")[0]
    if url.startswith("blob:"):  # a stream that the page put together itself; it has no address of its own
        return MediaFound(reference=reference, exchange=None, content=None, problem="stream")
    exchange = answers.get(url)
    if exchange is None:
        return MediaFound(reference=reference, exchange=None, content=None, problem="not_received")
    if exchange.status not in (200, 203):
        problem = "partial" if exchange.status == 206 else None
        return MediaFound(reference=reference, exchange=exchange, content=None, problem=problem)
    body = _body(exchange)
    return MediaFound(
        reference=reference, exchange=exchange, content=body, problem=None if body is not None else "encoding"
    )


def _body(exchange: Exchange) -> bytes | None:
    try:
        return content(exchange, limit_bytes=_LONGEST_BODY)
    except NotDecodable:
        return None


def _extension(exchange: Exchange) -> str:
    """Return the ending that the answer's media type has; what it really is, the item's own type says."""
    if is_html(exchange):
        return ".source.html"
    named = (exchange.field("content-type") or "").partition(";")[0].strip().lower()
    return mimetypes.guess_extension(named, strict=False) or ""


def _metadata(rendered: Rendered) -> bytes:
    """Return what the page says of itself, in its own words, as JSON (METHOD 1.1, e and f)."""
    said = {
        "title": rendered.title,
        "url": rendered.url,
        "meta": rendered.metadata,
        "linked_data": list(rendered.linked_data),
        "context": context_of(rendered),
    }
    return json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True).encode(errors="replace") + b"\n"


def _linked(block: str) -> Iterator[tuple[str, str]]:
    """Yield the named texts of a JSON-LD block, to any depth; a block that is no JSON says nothing."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(block))]
    except (ValueError, RecursionError):
        return
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(str(key), one) for key, one in reversed(value.items())]
            if name and isinstance(value.get("name"), str):
                yield name, value["name"]
        elif isinstance(value, list):
            waiting += [(name, one) for one in reversed(value)]
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield name, str(value)
