"""Owns asking one question over HTTP: bounded in time and size, no redirects, no proxies, no cookies.

For services that a keeper has named. It is never pointed at an address that evidence names: captures go another way.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from onrecord.adapters.errors import Unreachable

_WAIT_SECONDS: Final = 20
_LIMIT_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: status, headers by lower-case name, body. A refusal by the service is an answer too."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def ask(
    url: str,
    body: bytes | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    wait_seconds: float = _WAIT_SECONDS,
    limit_bytes: int = _LIMIT_BYTES,
    at: str | None = None,
) -> Answer:
    """Send GET, or POST with a body, to exactly this address and return the answer.

    With `at`, the connection goes to that IP address, whatever the name in `url` means by now.

    Raises:
        Unreachable: no answer in time, no such host, a broken connection, or more bytes than `limit_bytes`.
        ValueError: the address is none of http or https.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        msg = f"not an address of the web: {url!r}"
        raise ValueError(msg)
    connection = _connection(parts, wait_seconds, at or parts.hostname)
    target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    try:
        with _within(wait_seconds, connection) as is_late:
            connection.request("GET" if body is None else "POST", target, body=body, headers=dict(headers or {}))
            with connection.getresponse() as found:
                content = found.read(limit_bytes + 1)
                named = {name.lower(): value for name, value in found.getheaders()}
    except (OSError, http.client.HTTPException) as err:
        raise Unreachable(place=parts.netloc, problem=str(err) or type(err).__name__) from err
    finally:
        connection.close()
    if is_late.is_set():
        raise Unreachable(place=parts.netloc, problem=f"its answer took longer than {wait_seconds} seconds")
    if len(content) > limit_bytes:
        raise Unreachable(place=parts.netloc, problem=f"its answer is longer than {limit_bytes} bytes")
    return Answer(status=found.status, body=content, headers=named)


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was chosen beforehand."""

    def __init__(self, host: str, port: int | None, *, at: str, wait_seconds: float) -> None:
        super().__init__(host, port, timeout=wait_seconds)
        self._at = at

    def connect(self) -> None:
        """Connect there, not to what the name means now."""
        self.sock = socket.create_connection((self._at, self.port), self.timeout)


class _Tls(_Plain):
    """The same through TLS; the certificate has to be that of the name."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Connect, and see whose certificate it is."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: urllib.parse.SplitResult, wait_seconds: float, at: str) -> http.client.HTTPConnection:
    kind = _Tls if parts.scheme == "https" else _Plain
    return kind(parts.hostname or "", parts.port, at=at, wait_seconds=wait_seconds)


@contextmanager
def _within(seconds: float, connection: http.client.HTTPConnection) -> Iterator[threading.Event]:
    """Cut the connection when the time is over: a service that sends a byte now and then must not hold us for ever.

    A time limit on the socket alone bounds each wait, not their sum.
    """
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        if connection.sock is not None:
            with suppress(OSError):  # it has just been closed from the other side
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()
