"""Owns judging whether a capture holds what it must: METHOD 1.1, fields a to h, and RELIABILITY E6. Never fetches.

Two answers, and they are not the same: the court's minimum is address, source and image of the whole page; complete is
a capture in which nothing on the list is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from onrecord.vault.pages.shells import ShellSign


class Missing(StrEnum):
    """What a capture should hold and does not."""

    ADDRESS = "address"  # a: requested and final address, the way between them, equal to what the WARC holds
    HTML_SOURCE = "html_source"  # b
    FULL_PAGE = "full_page_capture"  # c: an image as high as the document, or a print, bound to a time
    SCREENSHOT = "screenshot"  # E6: the image, whatever the print shows
    EMBEDDED_MEDIA = "embedded_media"  # d
    EMBEDDED_METADATA = "embedded_metadata"  # e
    CONTEXT = "contextual_data"  # f
    COLLECTOR = "collector"  # g
    TOOL_VERSION = "tool_version"  # g
    OUR_CLOCK = "our_clock"  # g
    SERVER_CLOCK = "server_clock"  # g: the second of two clocks
    HEADERS = "headers"
    TLS_CHAIN = "tls_chain"  # where the connection was encrypted
    WARC = "warc"
    HASHES = "hashes"  # h
    WHOLE = "whole"  # a limit or the server ended it early
    CONTENT = "content"  # it looks like a shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a capture holds, as far as the judgement needs to know."""

    url_requested: str
    url_final: str | None
    chain: tuple[str, ...]
    warc_targets: frozenset[str]
    html_source: str | None  # digests, or None
    picture: str | None
    picture_height: int = 0
    document_height: int = 0
    pdf: str | None = None
    media_lost: int = 0
    metadata: str | None = None
    is_described: bool = False  # contextual data was looked for; there may be none
    collector: str | None = None
    tool: str | None = None
    tool_version: str | None = None
    our_time: str | None = None
    server_time: str | None = None
    headers: int = 0
    is_encrypted: bool = False
    certificates: int = 0
    warc: str | None = None
    has_all_hashes: bool = True
    is_partial: bool = False
    signs: tuple[ShellSign, ...] = ()


def missing(held: Held) -> tuple[Missing, ...]:
    """Return everything that is missing, in the order of the list above; nothing where the capture is complete."""
    is_picture_whole = held.picture is not None and 0 < held.document_height <= held.picture_height
    absent = {
        Missing.ADDRESS: not _is_address_proven(held),
        Missing.HTML_SOURCE: held.html_source is None,
        Missing.FULL_PAGE: not (is_picture_whole or held.pdf is not None) or held.our_time is None,
        Missing.SCREENSHOT: not is_picture_whole,
        Missing.EMBEDDED_MEDIA: held.media_lost > 0,
        Missing.EMBEDDED_METADATA: held.metadata is None,
        Missing.CONTEXT: not held.is_described,
        Missing.COLLECTOR: not held.collector,
        Missing.TOOL_VERSION: not held.tool or not held.tool_version,
        Missing.OUR_CLOCK: held.our_time is None,
        Missing.SERVER_CLOCK: held.server_time is None,
        Missing.HEADERS: held.headers == 0,
        Missing.TLS_CHAIN: held.is_encrypted and held.certificates == 0,
        Missing.WARC: held.warc is None,
        Missing.HASHES: not held.has_all_hashes,
        Missing.WHOLE: held.is_partial,
        Missing.CONTENT: bool(held.signs),
    }
    return tuple(one for one, is_absent in absent.items() if is_absent)


def is_court_minimum(absent: Sequence[Missing]) -> bool:
    """Say whether a, b and c are there: address, source, image of the whole page (Berkeley Protocol, para 155)."""
    return not set(absent) & {Missing.ADDRESS, Missing.HTML_SOURCE, Missing.FULL_PAGE}


def _is_address_proven(held: Held) -> bool:
    """Say whether the addresses are there, and are those under which the WARC holds what was answered."""
    if not held.url_requested or held.url_final is None or not held.chain:
        return False
    return held.chain[-1] == held.url_final and set(held.chain) <= held.warc_targets
