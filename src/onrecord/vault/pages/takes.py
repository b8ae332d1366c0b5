"""Owns the values that a capture brings home: what was asked, what was answered, what the page looked like.

An adapter fills them and judges nothing; `completeness` judges and fetches nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from onrecord.kernel import Clock
from onrecord.vault.pages.addresses import WebAddress

Fields = tuple[tuple[str, str], ...]


class Alteration(StrEnum):
    """A change that collecting itself caused (Berkeley Protocol, para 154); each is told, however small."""

    PROXIED = "proxied"  # all traffic went through our filtering proxy
    CONNECTION_CLOSED = "connection_closed"  # in requests in the clear, the proxy asked for one request a connection
    CONTENT_DECODED = "content_decoded"  # bodies are kept as the browser took them out of their content encoding
    USER_AGENT_SET = "user_agent_set"  # the browser did not say that nobody sits before it
    TIMEZONE_SET = "timezone_set"  # the page was told UTC, not the zone of the person who collected
    WEBRTC_OFF = "webrtc_off"  # the page could open no connection past the proxy
    SERVICE_WORKERS_OFF = "service_workers_off"  # nothing of the page's own could stand between it and the server
    SCROLLED = "scrolled"  # the page was scrolled to its end, for what loads only when seen
    SCREEN_PRINTED = "screen_printed"  # the PDF shows the page as on a screen, with address and time at its edges
    STOPPED = "stopped"  # loading was cut at a limit
    MEDIA_FETCHED_APART = "media_fetched_apart"  # a picture, sound or film was asked for a second time, whole
    WINDOWS_CLOSED = "windows_closed"  # the page opened other windows, and they were closed
    DOWNLOADS_REFUSED = "downloads_refused"  # the page began a download, and it was not taken
    DIALOGS_DISMISSED = "dialogs_dismissed"  # the page asked something in a dialog, and it was sent away
    CERTIFICATE_NOT_TRUSTED = "certificate_not_trusted"  # the person let a certificate pass that does not hold
    UNSANDBOXED = "unsandboxed"  # the person let the browser run without its sandbox
    WITHOUT_BROWSER = "without_browser"  # no page was rendered: scripts did not run


class Mode(StrEnum):
    """How a page was taken."""

    BROWSER = "browser"
    PLAIN = "plain"


class Limit(StrEnum):
    """What ended a capture before the page was done (RELIABILITY E5)."""

    BYTES = "bytes"
    SECONDS = "seconds"
    REDIRECTS = "redirects"
    REQUESTS = "requests"
    MEMORY = "memory"
    BROKEN_OFF = "broken_off"  # the server ended before it had said what it announced


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLimits:
    """How far one capture goes (RELIABILITY E5, set)."""

    bytes: int = 200_000_000
    seconds: float = 120.0
    redirects: int = 10
    requests: int = 2_000
    memory_bytes: int = 3 << 30  # of all the browser's processes together


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request, and the answer as it came. `is_whole` says whether all of the answer's body is here."""

    url: str
    method: str
    request_fields: Fields
    request_body: bytes | None = None
    status: int
    reason: str
    fields: Fields
    body: bytes
    protocol: str = "http/1.1"
    address: str | None = None  # the server's, as it was called
    asked_at: dt.datetime
    is_decoded: bool  # the body is out of its content and transfer encodings
    is_whole: bool = True

    def field(self, name: str) -> str | None:
        """Return the first value of an answer's field, or None."""
        return next((value for given, value in self.fields if given.lower() == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One address on the way to the page, and how it led on: by a status, or by the page's own doing (`script`)."""

    url: str
    status: int
    by: str = "http"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The image of the whole page, and the height of the document that it shows, in CSS pixels."""

    content: bytes
    width: int
    height: int
    document_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaReference:
    """A picture, sound or film that the page shows."""

    url: str
    kind: str  # image, video, audio, poster, icon
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What is known of the encrypted connection to the page's server; `certificates` is the chain in DER."""

    protocol: str
    cipher: str
    is_trusted: bool
    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedAway:
    """A host that the page wanted to reach and the gate did not let it."""

    host: str
    port: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The page as a browser showed it."""

    url: str  # as the address bar had it in the end
    title: str
    dom: str
    text: str
    picture: Picture | None
    pdf: bytes | None
    mhtml: bytes | None = None
    media: tuple[MediaReference, ...] = ()
    metadata: dict[str, list[str]] = field(default_factory=dict)  # of meta elements, by name
    linked_data: tuple[str, ...] = ()  # JSON-LD blocks as they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Everything one visit to an address brought home."""

    address: WebAddress
    mode: Mode
    chain: tuple[Hop, ...]
    document: int | None  # the page's own exchange, by its place in `exchanges`
    exchanges: tuple[Exchange, ...]
    rendered: Rendered | None
    tls: Tls | None
    began_at: dt.datetime
    answered_at: dt.datetime | None  # our clock when the document's head came
    ended_at: dt.datetime
    tool: str
    browser: str | None
    user_agent: str
    viewport: str | None
    language: str | None
    stopped: tuple[Limit, ...] = ()
    unanswered: int = 0  # requests that failed or had no whole answer
    sockets: tuple[str, ...] = ()  # addresses of WebSockets; what was said over them is not kept
    turned_away: tuple[TurnedAway, ...] = ()
    alterations: tuple[Alteration, ...] = ()
    sources: tuple[str, ...] = ()  # our own network addresses: restricted, they never leave (EV-10)

    @property
    def page(self) -> Exchange | None:
        """The exchange that brought the page itself."""
        return None if self.document is None else self.exchanges[self.document]


class Taker(Protocol):
    """Goes to an address and brings home what is there: a browser, or a plain fetch."""

    def take(self, address: WebAddress, *, clock: Clock) -> Take:
        """Return what is at the address.

        Raises:
            InternalAddress: it, or a redirect from it, leads into a network that is not public.
            Unavailable: nothing came back, or the browser is not there.
        """
        ...
