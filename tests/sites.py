"""A web of our own for tests: named sites on the loopback, an internal listener beside them that nobody may reach.

Names exist only for the resolver that tests hand in. The sites answer on 127.0.0.1, which a test lets through by the
constructor of a taker; the listener is on 127.0.0.2, which nothing lets through.
"""

from __future__ import annotations

import base64
import hashlib
import http.server
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

OUTSIDE = "127.0.0.1"
INSIDE = "127.0.0.2"
ALLOWED = frozenset({ipaddress.ip_address(OUTSIDE)})


@dataclass(frozen=True)
class Reply:
    """What a site answers."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)
    raw: Callable[[socket.socket], None] | None = None  # writes to the connection itself


Route = Reply | Callable[[str, str], Reply]  # or made from host and path


@dataclass
class Web:
    """Sites by host and path, and what was asked of them."""

    port: int
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # host and path
    inside: list[str] = field(default_factory=list)  # what reached the internal listener, were it a bare connection
    scheme: str = "http"
    names: dict[str, list[str]] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "news.example.org") -> str:
        """Return the address of a path on a site."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def page(self, path: str, text: str, **more: object) -> None:
        """Put an HTML page at a path."""
        self.routes[path] = Reply(body=text.encode(), **more)  # type: ignore[arg-type]

    async def resolve(self, name: str) -> list[str]:
        """Return the addresses of a name; every name is a site outside unless a test says otherwise."""
        self.resolved.append(name)
        if name in self.names:
            return self.names[name]
        if not name.endswith((".example.org", ".example.net")):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [OUTSIDE]


@contextmanager
def sites(*, tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Serve a web until left, encrypted where a context is given. Needs sockets."""
    web = Web(port=0)
    outside = _Server((OUTSIDE, 0), _handler(web, web.asked, web.routes))
    if tls is not None:
        web.scheme = "https"
        outside.socket = tls.wrap_socket(outside.socket, server_side=True)
    web.port = outside.server_port
    try:
        inside = _Server((INSIDE, web.port), _handler(web, web.inside, {}))
        inside.met = web.inside
    except OSError:  # a system whose loopback is one address
        outside.server_close()
        pytest.skip("127.0.0.2 is not an address of this machine")
    servers = (outside, inside)
    threads = [threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}) for one in servers]
    for thread in threads:
        thread.start()
    try:
        yield web
    finally:
        for one in servers:
            one.shutdown()
            one.server_close()
        for thread in threads:
            thread.join()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    met: list[str] | None = None

    def verify_request(self, request: object, client_address: object) -> bool:
        """Take note of each connection, whatever comes over it."""
        if self.met is not None:
            self.met.append(f"connection from {client_address}")
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: browsers leave as they like."""


def _handler(web: Web, asked: list[str], routes: Mapping[str, Route]) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            asked.append(f"{host}{self.path}")
            if "Proxy-Authorization" in self.headers:
                asked.append("the proxy's password")
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            path = self.path.partition("?")[0]
            found = routes.get(f"{host}{path}", routes.get(path, Reply(b"not here", "text/plain", 404)))
            reply = found(host, self.path) if callable(found) else found
            if reply.raw is not None:
                reply.raw(self.connection)
                self.close_connection = True
                return
            self.send_response(reply.status)
            fields = {"Content-Type": reply.media_type, "Content-Length": str(len(reply.body)), **reply.fields}
            for name, value in fields.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET  # noqa: N815 - the names that the server looks for
        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler


def self_signed(folder: Path, *names: str) -> tuple[Path, ssl.SSLContext]:
    """Return the file of a certificate that nobody vouches for, and a context that shows it."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example.org")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(one) for one in names or ("news.example.org",)]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    places = folder / "certificate.pem", folder / "key.pem"
    places[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    places[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*places)
    return places[0], context


def key_digest(certificate: Path) -> str:
    """Return the digest of a certificate's key as a browser takes it: SHA-256 of its SPKI, in base 64."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    content = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
