"""Owns the one way out to the web during a capture: a name is resolved once, and only what was judged is connected to.

Whoever answers for a name may answer differently the next time ("rebinding"), so the address that was judged is the
address that is called, and it is kept for the whole capture. Every address a name has must be public: one internal
among them is enough to refuse it. It never looks at what is said over a connection.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord import vault

Resolve = Callable[[str], Awaitable[Sequence[str]]]

_RESOLVE_SECONDS: Final = 15.0
_CONNECT_SECONDS: Final = 15.0
_LONGEST_HEAD: Final = 1 << 16


class Closed(Exception):
    """The gate does not let this through; `reason` is one of `internal`, `port`, `host`, `unresolved`, `stopped`."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"{host}:{port}: {reason}")
        self.host = host
        self.port = port
        self.reason = reason


@dataclass(slots=True, kw_only=True)
class Gate:
    """The way out for one capture. `allow` lets single internal addresses through; only a constructor can say so."""

    limit_bytes: int
    resolve: Resolve | None = None
    allow: frozenset[vault.IpAddress] = frozenset()
    received: int = 0
    stopped: str | None = None
    turned: dict[vault.TurnedAway, None] = field(default_factory=dict)  # each once, in the order of the first time
    called: dict[str, str] = field(default_factory=dict)  # host -> the address that was connected to
    sources: set[str] = field(default_factory=set)  # our own addresses, as the other side's network saw them first
    on_stop: Callable[[str], None] | None = None  # told once, with the reason
    _known: dict[str, asyncio.Task[tuple[vault.IpAddress, ...]]] = field(default_factory=dict)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def open(
        self, host: str, port: int, *, tls: ssl.SSLContext | None = None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a connection to the host, at an address that was judged.

        Raises:
            Closed: it is no public host, no port of the web, or the capture is at its limits.
            OSError: nobody answers there.
        """
        if self.is_stopped():
            raise Closed(host, port, "stopped")
        try:
            addresses = await self._judged(host, port)
        except Closed as err:
            self.turned[vault.TurnedAway(host=host, port=port, reason=err.reason)] = None
            raise
        reader, writer = await self._connected(addresses, host, port, tls)
        if self.is_stopped():  # a limit was reached while this connection was being made
            writer.transport.abort()
            raise Closed(host, port, "stopped")
        self._writers.add(writer)
        self.sources.add(str(writer.get_extra_info("sockname")[0]))
        return reader, writer

    def is_stopped(self) -> bool:
        """Say whether nothing is let through any more."""
        return self.stopped is not None

    def leave(self, writer: asyncio.StreamWriter) -> None:
        """Forget a connection that is being closed by whoever had it."""
        self._writers.discard(writer)

    def took(self, count: int) -> bool:
        """Count bytes that came in; say whether more may come, and cut every connection when none may."""
        self.received += count
        if self.received > self.limit_bytes:
            self.stop("bytes")
        return self.stopped is None

    def stop(self, reason: str) -> None:
        """Let nothing through any more, and cut what is open. The first reason stands."""
        is_first, self.stopped = self.stopped is None, self.stopped or reason
        if is_first and self.on_stop is not None:
            self.on_stop(reason)
        for writer in list(self._writers):
            writer.transport.abort()
        self._writers.clear()

    def turned_away(self) -> tuple[vault.TurnedAway, ...]:
        """Return each host that was not let through, once, in the order in which they were first asked for."""
        return tuple(self.turned)

    async def _judged(self, host: str, port: int) -> tuple[vault.IpAddress, ...]:
        """Return the addresses of the host, every one of them public; the same ones for the whole capture."""
        try:
            name = vault.public_host(f"[{host}]" if ":" in host else host)
        except vault.InternalAddress as err:
            raise Closed(host, port, "internal") from err
        except vault.AddressRefused as err:
            raise Closed(host, port, "host") from err
        if not vault.is_web_port(port):
            raise Closed(host, port, "port")
        if name not in self._known:
            self._known[name] = asyncio.ensure_future(self._addresses(name))
        try:
            addresses = await asyncio.shield(self._known[name])
        except (OSError, UnicodeError) as err:
            raise Closed(host, port, "unresolved") from err
        if not addresses:
            raise Closed(host, port, "unresolved")
        if not all(self._is_open(one) for one in addresses):
            raise Closed(host, port, "internal")
        return addresses

    async def _addresses(self, name: str) -> tuple[vault.IpAddress, ...]:
        literal = vault.parse_ip(name)
        if literal is not None:
            return (literal,)
        async with asyncio.timeout(_RESOLVE_SECONDS):
            texts = await (self.resolve or _system_addresses)(name)
        found = [vault.parse_ip(text.partition("%")[0]) for text in texts]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _is_open(self, address: vault.IpAddress) -> bool:
        """Say whether this address may be called: a public one, and not one of this very machine."""
        return address in self.allow or (vault.is_public(address) and not _is_our_own(address))

    async def _connected(
        self, addresses: Sequence[vault.IpAddress], host: str, port: int, tls: ssl.SSLContext | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the first address that answers, by number: the name is not looked up again."""
        failed: OSError = OSError("no address")
        for address in addresses:
            try:
                async with asyncio.timeout(_CONNECT_SECONDS):
                    reader, writer = await asyncio.open_connection(
                        str(address), port, ssl=tls, server_hostname=host if tls else None, limit=_LONGEST_HEAD
                    )
            except ssl.SSLCertVerificationError:
                raise
            except OSError as err:
                failed = err
                continue
            self.called[host] = str(address)
            return reader, writer
        raise failed


async def _system_addresses(name: str) -> list[str]:
    """Ask the system for a name's addresses; the final dot keeps it from trying `name.our-own-network` as well."""
    found = await asyncio.get_running_loop().getaddrinfo(f"{name}.", None, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def _is_our_own(address: vault.IpAddress) -> bool:
    """Say whether a public address belongs to this machine: what listens here takes a call from here for a local one.

    Only an address of one's own can be bound to; nothing is sent by asking.
    """
    family = socket.AF_INET if isinstance(address, ipaddress.IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True
