"""Owns the web face of a witness: WSGI in, answers out, small and bounded. What is answered, `vault` decides.

It keeps no log of who asked. TLS and a public address are for a proxy in front of it.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final, Protocol

from onrecord.kernel import Fault

LONGEST_BODY: Final = 1 << 17  # 63 lines of proof and a checkpoint with 16 signatures fit many times over
_CHECKPOINT: Final = re.compile(r"/([0-9a-f]{64})/checkpoint")
_TEXT: Final = "text/plain; charset=utf-8"
Start = Callable[[str, list[tuple[str, str]]], Any]


class Answering(Protocol):
    """What a witness answers: status, body, type."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def body(self) -> bytes:
        """The body."""
        ...

    @property
    def content_type(self) -> str:
        """The body's type."""
        ...


class Witnessing(Protocol):
    """A witness that can be asked."""

    def add_checkpoint(self, body: bytes) -> Answering:
        """Answer a request to cosign."""
        ...

    def checkpoint(self, origin_hash: str) -> Answering:
        """Answer a request for the last head cosigned."""
        ...


class WitnessApplication:
    """The WSGI application (PEP 3333) of one witness.

    Once its memory could not be kept, it answers 500 to everything until it is started anew: a disk that failed once
    may lie the second time.
    """

    def __init__(self, witness: Witnessing) -> None:
        self._witness = witness
        self._is_stopped = False

    def __call__(self, environ: Mapping[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        status, body, kind = self._answer(environ)
        reason = HTTPStatus(status).phrase
        start_response(f"{status} {reason}", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _answer(self, environ: Mapping[str, Any]) -> tuple[int, bytes, str]:
        path, method = str(environ.get("PATH_INFO", "")), environ.get("REQUEST_METHOD")
        found = _CHECKPOINT.fullmatch(path)
        if path == "/add-checkpoint":
            return self._asked(lambda: self._add(environ)) if method == "POST" else _said(405)
        if found is None:
            return _said(404)
        return self._asked(lambda: self._witness.checkpoint(found[1])) if method in ("GET", "HEAD") else _said(405)

    def _add(self, environ: Mapping[str, Any]) -> Answering | None:
        body = _body(environ)
        return None if body is None else self._witness.add_checkpoint(body)

    def _asked(self, ask: Callable[[], Answering | None]) -> tuple[int, bytes, str]:
        if self._is_stopped:
            return _said(500)
        try:
            answer = ask()
        except (Fault, OSError):  # the memory cannot be read or kept: nothing more is signed until a keeper has looked
            self._is_stopped = True
            return _said(500)
        return _said(413) if answer is None else (answer.status, answer.body, answer.content_type)


def _said(status: int) -> tuple[int, bytes, str]:
    return status, f"{HTTPStatus(status).phrase}\n".encode(), _TEXT


def serve(application: WitnessApplication, *, host: str, port: int, on_start: Callable[[str], None]) -> None:
    """Answer at this address until the process is ended.

    Raises:
        OSError: the address cannot be had.
    """
    from waitress.server import create_server

    listening = _listening(host, port)
    server = create_server(
        application,
        sockets=[listening],
        threads=4,
        ident="",
        max_request_body_size=LONGEST_BODY,
        max_request_header_size=1 << 14,
        channel_timeout=30,
        connection_limit=200,
        expose_tracebacks=False,
    )
    name, number = listening.getsockname()[:2]
    try:
        on_start(f"[{name}]:{number}" if ":" in name else f"{name}:{number}")
        server.run()
    finally:
        server.close()


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to this address alone, or none at all."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError:
        found.close()
        raise
    return found


def _body(environ: Mapping[str, Any]) -> bytes | None:
    """Return the request's body, or None where it is too long to be a request."""
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return None
    return bytes(environ["wsgi.input"].read(int(length)))
