"""Owns the filtering proxy on this machine that all traffic of a capture's browser goes through, and nothing else.

It asks for a password that only that browser has, lets a request through the gate or not at all, and from then on only
carries bytes: TLS stays between browser and server. A request that is turned away is not answered, so that no word of
ours is ever taken for the server's.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from onrecord.adapters.gate import Closed, Gate

Fields = list[tuple[str, str]]

_HEAD_SECONDS: Final = 15.0
_HEAD_BYTES: Final = 1 << 16
_CHUNK: Final = 1 << 16
_MOST_AT_ONCE: Final = 512
# What is between the browser and us, and not for the server (RFC 9110, 7.6.1).
_OURS: Final = frozenset({"proxy-authorization", "proxy-connection", "connection", "keep-alive"})
_WHO_ARE_YOU: Final = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\n"
    b'Proxy-Authenticate: Basic realm="capture"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
)
_THROUGH: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What a client asks for: a tunnel to host and port, or one request in the clear with its head for the server."""

    host: str
    port: int
    head: bytes | None  # none for a tunnel
    body_bytes: int = 0


class Proxy:
    """A proxy for one capture. Use it with `async with`; it listens on the loopback only while it is entered."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.username = secrets.token_hex(8)
        self.password = secrets.token_urlsafe(32)
        self._expected = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Where it listens, as a browser wants to be told."""
        if self._server is None:
            msg = "the proxy was asked for its address before it listened"
            raise RuntimeError(msg)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._met, "127.0.0.1", 0, limit=_HEAD_BYTES)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        self.gate.stop("ended")
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection; whatever happens on it ends with it."""
        task = asyncio.current_task()
        if task is None or len(self._tasks) >= _MOST_AT_ONCE:
            writer.transport.abort()
            return
        self._tasks.add(task)
        try:
            await self._served(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, EOFError, asyncio.LimitOverrunError, ValueError, Closed):
            writer.transport.abort()  # a broken, slow, malformed or refused request ends without a word
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            self._tasks.discard(task)

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HEAD_SECONDS):  # a client that sends its head letter by letter is none of ours
            head = await reader.readuntil(b"\r\n\r\n")
        request, fields = _parsed(head)
        if not self._is_ours(fields):
            writer.write(_WHO_ARE_YOU)
            await writer.drain()
            return
        wanted = _wanted(request, fields)
        there, thither = await self.gate.open(wanted.host, wanted.port)
        try:
            if wanted.head is None:
                writer.write(_THROUGH)
                await self._tunnelled(reader, writer, there, thither)
            else:
                thither.write(wanted.head)
                await self._answered(reader, writer, there, thither, wanted.body_bytes)
        finally:
            self.gate.leave(thither)
            thither.transport.abort()

    def _is_ours(self, fields: Fields) -> bool:
        given = _field(fields, "proxy-authorization")
        scheme, _, credentials = given.partition(" ")
        return scheme.lower() == "basic" and hmac.compare_digest(credentials.strip().encode(), self._expected.encode())

    async def _tunnelled(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        thither: asyncio.StreamWriter,
    ) -> None:
        """Carry bytes both ways until the server has said its last."""
        outward = asyncio.create_task(_poured(reader, thither, None))
        try:
            await self._returned(there, writer)
        finally:
            await _ended(outward)

    async def _answered(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        thither: asyncio.StreamWriter,
        body_bytes: int,
    ) -> None:
        """Carry one request's body out and its answer back.

        The answer says that the connection ends with it, whatever the server wished: a second request on it would reach
        this server whoever it is meant for, with our password in it.
        """
        outward = asyncio.create_task(_poured(reader, thither, body_bytes))
        try:
            is_interim = True
            while is_interim:
                head = await there.readuntil(b"\r\n\r\n")
                self.gate.took(len(head))
                status, fields = _parsed(head)
                is_interim = status.split(" ")[1:2] in (["100"], ["102"], ["103"])
                writer.write(_head(status, fields))
            await self._returned(there, writer)
        finally:
            await _ended(outward)

    async def _returned(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await there.read(_CHUNK):
            if not self.gate.took(len(chunk)):
                msg = "cut at a limit"
                raise EOFError(msg)
            writer.write(chunk)
            await writer.drain()


async def _poured(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: int | None) -> None:
    """Carry what the browser sends: all of it, or exactly so many bytes."""
    while left is None or left > 0:
        chunk = await reader.read(_CHUNK if left is None else min(_CHUNK, left))
        if not chunk:
            break
        left = None if left is None else left - len(chunk)
        writer.write(chunk)
        await writer.drain()
    if left is None and writer.can_write_eof():
        writer.write_eof()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError, OSError):
        await task


def _parsed(head: bytes) -> tuple[str, Fields]:
    """Return the first line and the fields.

    Raises:
        ValueError: it is no head of HTTP/1.1.
    """
    first, *lines = head.removesuffix(b"\r\n\r\n").decode("latin-1").split("\r\n")
    fields = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            msg = "a field without a name"
            raise ValueError(msg)
        fields.append((name, value.strip()))
    return first, fields


def _head(first: str, fields: Fields) -> bytes:
    """Return a head that says the connection ends with this message."""
    lines = [first, *(f"{name}: {value}" for name, value in fields if name.lower() not in _OURS)]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def _field(fields: Fields, name: str) -> str:
    return next((value for given, value in fields if given.lower() == name), "")


def _wanted(request: str, fields: Fields) -> _Wanted:
    """Return what is asked for: a tunnel, or one request in the clear.

    Raises:
        ValueError: it is neither, or names no host and port.
    """
    method, target, version = request.split(" ")
    is_tunnel = method == "CONNECT"
    parts = urlsplit(f"//{target}" if is_tunnel else target)
    port = parts.port or (None if is_tunnel else 80)
    if version not in ("HTTP/1.1", "HTTP/1.0") or not parts.hostname or port is None or "@" in parts.netloc:
        msg = f"not a request of ours: {request!r}"
        raise ValueError(msg)
    if is_tunnel:
        return _Wanted(host=parts.hostname, port=port, head=None)
    if parts.scheme != "http" or _field(fields, "transfer-encoding"):
        msg = f"not a request of ours: {request!r}"
        raise ValueError(msg)
    path = target[target.index("://") + 3 + len(parts.netloc) :]
    head = _head(f"{method} {'' if path.startswith('/') else '/'}{path} HTTP/1.1", fields)
    return _Wanted(host=parts.hostname, port=port, head=head, body_bytes=int(_field(fields, "content-length") or 0))
