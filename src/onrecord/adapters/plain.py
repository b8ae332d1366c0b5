"""Owns fetching an address without a browser: request by request, through the gate, kept as it came off the wire.

Every redirect is a new address and judged like the first. It runs no script and asks for nothing that a page names.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from onrecord import vault
from onrecord.adapters.errors import CertificateRefused, Unreachable
from onrecord.adapters.gate import Closed, Gate, Resolve
from onrecord.kernel import Clock

TOOL: Final = "onrecord plain-fetch@1"
# Our own name would tell a site's owner who is collecting (METHOD EV-10).
_AGENT: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_CHUNK: Final = 1 << 16
_HEAD_BYTES: Final = 1 << 16
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]"


@dataclass(slots=True, kw_only=True)
class Errand:
    """One fetch under way: what it has so far."""

    exchanges: list[vault.Exchange] = field(default_factory=list)
    tls: vault.Tls | None = None
    answered_at: dt.datetime | None = None
    stopped: vault.Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFetch:
    """Takes an address without a browser. `allow` and `resolve` are for tests, and only a constructor can give them."""

    limits: vault.TakeLimits = field(default_factory=vault.TakeLimits)
    language: str = "en"
    trust_any_certificate: bool = False
    allow: frozenset[vault.IpAddress] = frozenset()
    resolve: Resolve | None = None

    def take(self, address: vault.WebAddress, *, clock: Clock) -> vault.Take:
        """Return what is at the address; see `vault.Taker.take`."""
        return asyncio.run(self._take(address, clock))

    async def _take(self, address: vault.WebAddress, clock: Clock) -> vault.Take:
        gate = Gate(limit_bytes=self.limits.bytes, resolve=self.resolve, allow=self.allow)
        began_at = clock.now()
        fields = (("User-Agent", _AGENT), ("Accept", "text/html,*/*;q=0.8"), ("Accept-Language", self.language))
        until = time.monotonic() + self.limits.seconds
        way = Way(gate=gate, limits=self.limits, clock=clock, until=until, trust_any=self.trust_any_certificate)
        errand = await fetched(way, address, fields)
        exchanges = tuple(errand.exchanges)
        is_answered = bool(exchanges) and exchanges[-1].status not in _REDIRECTS
        alterations = [vault.Alteration.WITHOUT_BROWSER, vault.Alteration.USER_AGENT_SET]
        alterations += [vault.Alteration.STOPPED] if errand.stopped else []
        if errand.tls is not None and not errand.tls.is_trusted:
            alterations.append(vault.Alteration.CERTIFICATE_NOT_TRUSTED)
        return vault.Take(
            address=address,
            mode=vault.Mode.PLAIN,
            chain=tuple(vault.Hop(url=one.url, status=one.status) for one in exchanges),
            document=len(exchanges) - 1 if is_answered else None,
            exchanges=exchanges,
            rendered=None,
            tls=errand.tls,
            began_at=began_at,
            answered_at=errand.answered_at if is_answered else None,
            ended_at=clock.now(),
            tool=TOOL,
            browser=None,
            user_agent=_AGENT,
            viewport=None,
            language=self.language,
            stopped=(errand.stopped,) if errand.stopped else (),
            turned_away=gate.turned_away(),
            alterations=tuple(alterations),
            sources=tuple(sorted(gate.sources)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How to fetch: through which gate, how far, until when, and whether a certificate that does not hold may pass."""

    gate: Gate
    limits: vault.TakeLimits
    clock: Clock
    until: float  # of the monotonic clock
    trust_any: bool = False


async def fetched(way: Way, address: vault.WebAddress, fields: vault.Fields) -> Errand:
    """Ask for an address, follow its redirects, and return every answer on the way.

    Raises:
        AddressRefused: it, or a redirect, leads where a capture may not go.
        Unreachable: no answer came.
        CertificateRefused: the server's certificate does not hold.
    """
    errand, here = Errand(), address
    while True:
        exchange = await _asked(way, here, fields, errand)
        errand.exchanges.append(exchange)
        location = exchange.field("location")
        if exchange.status not in _REDIRECTS or not location or errand.stopped:
            return errand
        if len(errand.exchanges) > way.limits.redirects:
            errand.stopped = vault.Limit.REDIRECTS
            return errand
        here = vault.web_address(urljoin(here.url, location.encode("latin-1").decode("utf-8", "replace")))


async def _asked(way: Way, address: vault.WebAddress, fields: vault.Fields, errand: Errand) -> vault.Exchange:
    """Ask for one address and return what was answered, whole or not."""
    asked_at = way.clock.now()
    reader, writer = await _opened(way, address, errand)
    sent = (("Host", _host(address)), *fields, ("Accept-Encoding", "identity"), ("Connection", "close"))
    try:
        async with asyncio.timeout_at(_loop_time(way.until)):
            writer.write(_request(address, sent))
            status, reason, told = await _head(way.gate, reader)
        errand.answered_at = way.clock.now()
        body = bytearray()
        errand.stopped = None if status in (204, 304) else await _body(way, reader, told, body)
    except (OSError, EOFError, asyncio.LimitOverrunError, ValueError) as err:
        raise Unreachable(place=address.origin, problem=_problem(err)) from err
    finally:
        way.gate.leave(writer)
        writer.transport.abort()
    return vault.Exchange(
        url=address.url.partition("#")[0],
        method="GET",
        request_fields=sent,
        status=status,
        reason=reason,
        fields=told,
        body=bytes(body),
        address=way.gate.called.get(address.host),
        asked_at=asked_at,
        is_decoded=False,
        is_whole=errand.stopped is None,
    )


async def _opened(
    way: Way, address: vault.WebAddress, errand: Errand
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return a connection; of an encrypted one, what is known of it is told in the errand."""
    if address.scheme == "http":
        errand.tls = None
        return await _through(way, address, None)
    try:
        reader, writer = await _through(way, address, ssl.create_default_context())
        is_trusted = True
    except ssl.SSLCertVerificationError as err:
        if not way.trust_any:
            raise CertificateRefused(place=address.origin, problem=err.verify_message) from err
        reader, writer = await _through(way, address, _trusting())
        is_trusted = False
    errand.tls = _tls(writer.get_extra_info("ssl_object"), is_trusted=is_trusted)
    return reader, writer


async def _through(
    way: Way, address: vault.WebAddress, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        async with asyncio.timeout_at(_loop_time(way.until)):
            return await way.gate.open(address.host, address.port, tls=tls)
    except Closed as err:
        if err.reason == "internal":
            raise vault.InternalAddress(address=address.url) from err
        raise Unreachable(place=address.origin, problem=err.reason) from err
    except ssl.SSLCertVerificationError:
        raise
    except OSError as err:
        raise Unreachable(place=address.origin, problem=_problem(err)) from err


def _trusting() -> ssl.SSLContext:
    """Return a context that lets any certificate pass: a person asked for it, and the capture says so."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _tls(connection: ssl.SSLObject, *, is_trusted: bool) -> vault.Tls:
    cipher = connection.cipher()
    return vault.Tls(
        protocol=connection.version() or "",
        cipher=cipher[0] if cipher else "",
        is_trusted=is_trusted,
        certificates=_chain(connection),
    )


def _chain(connection: ssl.SSLObject) -> tuple[bytes, ...]:
    """Return the certificates that the server sent, in DER; before Python 3.13 only the inner object tells them."""
    inner = getattr(connection, "_sslobj", None)
    told = getattr(connection, "get_unverified_chain", None) or getattr(inner, "get_unverified_chain", None)
    chain = told() if told is not None else None
    if not chain:
        leaf = connection.getpeercert(binary_form=True)
        return () if leaf is None else (leaf,)
    return tuple(one if isinstance(one, bytes) else ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in chain)


def _host(address: vault.WebAddress) -> str:
    return address.origin.partition("://")[2]


def _request(address: vault.WebAddress, fields: vault.Fields) -> bytes:
    parts = urlsplit(address.url)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("latin-1")


async def _head(gate: Gate, reader: asyncio.StreamReader) -> tuple[int, str, vault.Fields]:
    """Return status, reason and fields of the answer, after any that only say to wait."""
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        gate.took(len(head))
        first, *lines = head.removesuffix(b"\r\n\r\n").decode("latin-1").split("\r\n")
        version, _, rest = first.partition(" ")
        code, _, reason = rest.partition(" ")
        if not version.startswith("HTTP/1.") or not code.isdecimal():
            msg = "no answer of HTTP/1.1"
            raise ValueError(msg)
        if not 100 <= int(code) < 200:
            pairs = (line.partition(":") for line in lines)
            return int(code), reason, tuple((name.strip(), value.strip()) for name, _, value in pairs)


async def _body(way: Way, reader: asyncio.StreamReader, fields: vault.Fields, body: bytearray) -> vault.Limit | None:
    """Fill `body` as it comes off the wire, and return what ended it before its end."""
    named = {name.lower(): value for name, value in fields}
    try:
        async with asyncio.timeout_at(_loop_time(way.until)):
            if named.get("transfer-encoding", "").lower() == "chunked":
                return await _chunks(way.gate, reader, body)
            length = int(named["content-length"]) if "content-length" in named else None
            return await _octets(way.gate, reader, body, length)
    except TimeoutError:
        return vault.Limit.SECONDS
    except (OSError, EOFError):
        return vault.Limit.BROKEN_OFF


async def _octets(gate: Gate, reader: asyncio.StreamReader, body: bytearray, length: int | None) -> vault.Limit | None:
    """Take so many bytes, or all there are."""
    left = length
    while left is None or left > 0:
        chunk = await reader.read(_CHUNK if left is None else min(_CHUNK, left))
        if not chunk:
            return None if left is None else vault.Limit.BROKEN_OFF
        body += chunk
        left = None if left is None else left - len(chunk)
        if not gate.took(len(chunk)):
            return vault.Limit.BYTES
    return None


async def _chunks(gate: Gate, reader: asyncio.StreamReader, body: bytearray) -> vault.Limit | None:
    """Take chunks, with their sizes, to the last one and the fields behind it (RFC 9112, 7.1)."""
    while True:
        line = await reader.readuntil(b"\r\n")
        body += line
        size = int(line.split(b";")[0], 16)
        if size == 0:
            break
        ended = await _octets(gate, reader, body, size + 2)
        if ended is not None:
            return ended
    while line != b"\r\n":
        line = await reader.readuntil(b"\r\n")
        body += line
    return None


def _loop_time(until: float) -> float:
    """Return the moment on the loop's clock; both count monotonic seconds, and may have begun at different times."""
    return asyncio.get_running_loop().time() + (until - time.monotonic())


def _problem(err: Exception) -> str:
    return "no answer in time" if isinstance(err, TimeoutError) else str(err) or type(err).__name__
