"""Owns what the log says of a capture: METHOD 1.1, fields a to h, as one record. Never fetches, seals or writes.

Nothing in it says who collected: it may go out with a public edition.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ItemId, PartialDate, instant_text, sha256_hex
from onrecord.store import Blob
from onrecord.vault.pages.completeness import Held, Missing, is_court_minimum, missing
from onrecord.vault.pages.parts import MediaFound, Part, PartRole, context_of, is_html, promised_by
from onrecord.vault.pages.shells import ShellSign, holds, letters_in, shell_signs
from onrecord.vault.pages.takes import Take

_MOST_SAID: Final = 500  # media, hosts, sockets, hops that a record names one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Who collects, and what a person knows about it: all of it restricted, but the words that are expected."""

    collector: str | None = None  # the actor, where nothing else is said
    identity: str | None = None  # the account or persona that was used
    received_from: str | None = None  # who gave the address
    received_on: PartialDate | None = None
    note: str | None = None
    expected: tuple[str, ...] = ()  # words that must be on the page
    in_clear: bool = False  # a restricted capture may go into an archive that is not encrypted


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPart:
    """A part whose bytes are durable, and the item that it is."""

    part: Part
    blob: Blob
    media_type: str
    item: ItemId
    earlier: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the take came to."""

    absent: tuple[Missing, ...]
    signs: tuple[ShellSign, ...]
    is_partial: bool
    server_at: dt.datetime | None
    clock_offset: int | None  # seconds that the server's clock stood before ours


def judge(take: Take, parts: Sequence[Part], media: Sequence[MediaFound], about: Collection, actor: str) -> Judged:
    """Return what the take came to: what is missing, what looks wrong, whether it was cut."""
    page, rendered = take.page, take.rendered
    server_at = _server_time(take)
    by_role = {part.role: part for part in reversed(parts)}
    signs: tuple[ShellSign, ...] = ()
    if rendered is not None and page is not None:
        signs = shell_signs(rendered.text, expected=about.expected, promised=promised_by(rendered), status=page.status)
    elif page is not None and page.status >= 400:
        signs = (ShellSign.ERROR_STATUS,)
    is_partial = bool(take.stopped) or page is None or not page.is_whole
    picture = rendered.picture if rendered is not None else None
    source = by_role.get(PartRole.SOURCE)
    held = Held(
        url_requested=take.address.url,
        url_final=None if page is None else page.url,
        chain=tuple(hop.url for hop in take.chain),
        warc_targets=frozenset(one.url for one in take.exchanges),
        html_source=_digest(source) if source is not None and source.is_whole else None,
        picture=_digest(by_role.get(PartRole.IMAGE)),
        picture_height=picture.height if picture is not None else 0,
        document_height=picture.document_height if picture is not None else 0,
        pdf=_digest(by_role.get(PartRole.PDF)),
        media_lost=sum(1 for one in media if one.problem is not None),
        metadata=_digest(by_role.get(PartRole.METADATA)),
        is_described=rendered is not None,
        collector=about.collector or actor,
        tool=take.tool,
        tool_version=take.browser or take.tool.rpartition("@")[2],
        our_time=None if take.answered_at is None else instant_text(take.answered_at),
        server_time=None if server_at is None else instant_text(server_at),
        headers=0 if page is None else len(page.fields),
        is_encrypted=page is not None and page.url.startswith("https:"),
        certificates=len(take.tls.certificates) if take.tls is not None else 0,
        warc=_digest(by_role.get(PartRole.WARC)),
        is_partial=is_partial,
        signs=signs,
    )
    offset = None
    if server_at is not None and take.answered_at is not None:
        offset = round((server_at - take.answered_at).total_seconds())
    return Judged(absent=missing(held), signs=signs, is_partial=is_partial, server_at=server_at, clock_offset=offset)


def _digest(part: Part | None) -> str | None:
    return None if part is None else sha256_hex(part.content)


def _server_time(take: Take) -> dt.datetime | None:
    """Return the moment that the page's server gave, the second clock; none where it gave none, or nonsense."""
    said = take.page.field("date") if take.page is not None else None
    try:
        moment = email.utils.parsedate_to_datetime(said) if said else None
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment


def capture_record(
    name: str, take: Take, kept: Sequence[KeptPart], media: Sequence[MediaFound], judged: Judged, about: Collection
) -> dict[str, Any]:
    """Return what the log says of a capture (METHOD 1.1, a to h)."""
    return {
        "capture": name,
        **_way(take),
        **_times(take, judged),
        **_means(take),
        **_looks(take, judged, about),
        "parts": [
            {
                "role": one.part.role.value,
                "item": one.item,
                "sha256": one.blob.sha256,
                "url": one.part.url,
                "whole": one.part.is_whole,
            }
            for one in kept
        ],
        "media": [_media_record(one, kept) for one in media[:_MOST_SAID]],
        "media_found": len(media),
        "media_lost": sum(1 for one in media if one.problem is not None),
        "court_minimum": is_court_minimum(judged.absent),
        "complete": not judged.absent,
        "missing": [one.value for one in judged.absent],
        "partial": judged.is_partial,
        "stopped": [one.value for one in take.stopped],
        "alterations": [one.value for one in take.alterations],
    }


def _way(take: Take) -> dict[str, Any]:
    page, rendered = take.page, take.rendered
    return {
        "url_requested": take.address.url,
        "url_final": None if page is None else page.url,
        "url_shown": None if rendered is None else rendered.url,
        "redirect_chain": [{"url": hop.url, "status": hop.status, "by": hop.by} for hop in take.chain[:_MOST_SAID]],
        "status": None if page is None else page.status,
        "server": None if page is None else page.address,
        "tls": _tls_record(take),
    }


def _tls_record(take: Take) -> dict[str, Any] | None:
    if take.tls is None:
        return None
    return {
        "protocol": take.tls.protocol,
        "cipher": take.tls.cipher,
        "trusted": take.tls.is_trusted,
        "certificates": [sha256_hex(one) for one in take.tls.certificates],
    }


def _times(take: Take, judged: Judged) -> dict[str, Any]:
    """Return the times of two clocks, and how far apart they stood."""
    return {
        "began_at": instant_text(take.began_at),
        "answered_at": None if take.answered_at is None else instant_text(take.answered_at),
        "ended_at": instant_text(take.ended_at),
        "server_at": None if judged.server_at is None else instant_text(judged.server_at),
        "clock_offset_seconds": judged.clock_offset,
    }


def _means(take: Take) -> dict[str, Any]:
    return {
        "mode": take.mode.value,
        "tool": take.tool,
        "browser": take.browser,
        "user_agent": take.user_agent,
        "viewport": take.viewport,
        "language": take.language,
        "exchanges": len(take.exchanges),
        "unanswered": take.unanswered,
        "sockets": list(take.sockets[:_MOST_SAID]),
        "turned_away": [
            {"host": one.host, "port": one.port, "reason": one.reason} for one in take.turned_away[:_MOST_SAID]
        ],
    }


def _looks(take: Take, judged: Judged, about: Collection) -> dict[str, Any]:
    rendered, page = take.rendered, take.page
    text = "" if rendered is None else rendered.text
    picture = None if rendered is None else rendered.picture
    return {
        "title": None if rendered is None else rendered.title,
        "is_html": page is not None and is_html(page),
        "text_length": None if rendered is None else len(text),
        "text_letters": None if rendered is None else letters_in(text),
        "expected": [{"words": one, "found": holds(text, one)} for one in about.expected],
        "shell_suspected": bool(judged.signs),
        "shell_signs": [one.value for one in judged.signs],
        "document_height": None if picture is None else picture.document_height,
        "image_height": None if picture is None else picture.height,
        "image_width": None if picture is None else picture.width,
        "context": {} if rendered is None else context_of(rendered),
    }


def _media_record(found: MediaFound, kept: Sequence[KeptPart]) -> dict[str, Any]:
    digest = None if found.content is None else sha256_hex(found.content)
    item = next((one.item for one in kept if one.part.role is PartRole.MEDIA and one.blob.sha256 == digest), None)
    return {
        "url": found.reference.url,
        "kind": found.reference.kind,
        "status": None if found.exchange is None else found.exchange.status,
        "sha256": digest,
        "item": item,
        "problem": found.problem,
    }
