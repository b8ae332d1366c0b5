"""The proxy: only its own browser is let in, and only what the gate lets through gets out (RELIABILITY E1, E2, E5)."""

import asyncio
import base64
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
from tests.sites import ALLOWED, INSIDE, Reply, Web, sites

from onrecord.adapters import Gate, Proxy

Found = TypeVar("Found")


@pytest.fixture
def web(socket_enabled: None) -> Iterator[Web]:
    """A web of our own."""
    del socket_enabled
    with sites() as served:
        yield served


def _run(web: Web, work: Callable[[Proxy], Awaitable[Found]], *, limit_bytes: int = 10**6) -> tuple[Found, Gate]:
    async def go() -> tuple[Found, Gate]:
        gate = Gate(limit_bytes=limit_bytes, resolve=web.resolve, allow=ALLOWED)
        async with asyncio.timeout(20), Proxy(gate) as proxy:
            return await work(proxy), gate

    return asyncio.run(go())


async def _said(proxy: Proxy, *parts: bytes, password: str | None = None) -> bytes:
    """Say this to the proxy as its browser would and return all it answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
    credentials = base64.b64encode(f"{proxy.username}:{password or proxy.password}".encode()).decode()
    try:
        for part in parts:
            writer.write(part.replace(b"AUTH", f"Proxy-Authorization: Basic {credentials}".encode()))
            await writer.drain()
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def _get(url: str) -> bytes:
    host = url.split("/")[2].rpartition("@")[2]
    return f"GET {url} HTTP/1.1\r\nHost: {host}\r\nAUTH\r\nProxy-Connection: keep-alive\r\n\r\n".encode()


def test_a_request_in_the_clear_is_carried_and_says_nothing_of_us(web: Web) -> None:
    """The server sees an ordinary request of one connection; our password and its name do not reach it."""
    web.routes["/x"] = lambda _host, path: Reply(path.encode(), "text/plain")
    answer, gate = _run(web, lambda proxy: _said(proxy, _get(web.url("/x?a=b"))))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"Connection: close" in head
    assert body == b"/x?a=b"
    assert web.asked == ["news.example.org/x?a=b"]
    assert gate.received == len(answer) - len(b"Connection: close\r\n")


@pytest.mark.parametrize(
    "head", [b"", b"Proxy-Authorization: Basic d3Jvbmc6d3Jvbmc=\r\n", b"Proxy-Authorization: x\r\n"]
)
def test_nobody_else_on_this_machine_is_let_in(web: Web, head: bytes) -> None:
    """Without the password of this one capture there is one answer, and nothing goes out."""
    for target in (
        f"GET {web.url()} HTTP/1.1\r\n".encode(),
        f"CONNECT news.example.org:{web.port} HTTP/1.1\r\n".encode(),
    ):
        answer, gate = _run(web, lambda proxy, target=target: _said(proxy, target + head + b"\r\n"))  # type: ignore[misc]
        assert answer.startswith(b"HTTP/1.1 407 ")
        assert gate.called == {}
    answer, _ = _run(web, lambda proxy: _said(proxy, _get(web.url()), password="guess"))  # noqa: S106 - a wrong one
    assert answer.startswith(b"HTTP/1.1 407 ")
    assert web.asked == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.2", "[::1]", "[::ffff:7f00:1]", "[::ffff:7f00:2]", "2130706433", "2130706434", "0177.0.0.1",
     "0x7f000002", "127.2", "169.254.169.254", "100.64.0.1", "localhost", "inner.example.net", "mixed.example.net"],
)  # fmt: skip
def test_what_leads_inside_is_not_answered_and_not_called(web: Web, host: str) -> None:
    """E1: in the clear and as a tunnel, 0 hits; no word of ours is mistaken for the server's."""
    web.names = {"inner.example.net": [INSIDE], "mixed.example.net": ["127.0.0.1", INSIDE]}
    for asked in (
        _get(f"http://{host}:{web.port}/"),
        f"CONNECT {host}:{web.port} HTTP/1.1\r\nHost: {host}\r\nAUTH\r\n\r\n".encode(),
    ):
        answer, gate = _run(web, lambda proxy, asked=asked: _said(proxy, asked))  # type: ignore[misc]
        assert answer == b""
        assert [one.reason for one in gate.turned_away()] == ["internal"]
    assert (web.inside, web.asked) == ([], [])


@pytest.mark.parametrize(
    "asked",
    [
        b"GET file:///etc/passwd HTTP/1.1\r\nAUTH\r\n\r\n", b"GET gopher://news.example.org/ HTTP/1.1\r\nAUTH\r\n\r\n",
        b"GET https://news.example.org:{port}/ HTTP/1.1\r\nAUTH\r\n\r\n", b"GET / HTTP/1.1\r\nAUTH\r\n\r\n",
        b"GET http://a@news.example.org:{port}/ HTTP/1.1\r\nAUTH\r\n\r\n", b"CONNECT news.example.org HTTP/1.1\r\nAUTH\r\n\r\n",
        b"CONNECT a@news.example.org:{port} HTTP/1.1\r\nAUTH\r\n\r\n", b"CONNECT /etc/passwd:80 HTTP/1.1\r\nAUTH\r\n\r\n",
        b"CONNECT news.example.org:25 HTTP/1.1\r\nAUTH\r\n\r\n", b"GET http://news.example.org:99999/ HTTP/1.1\r\nAUTH\r\n\r\n",
        b"GET http://news.example.org:{port}/ HTTP/9\r\nAUTH\r\n\r\n", b"GET\r\nAUTH\r\n\r\n", b"\r\n\r\n",
        b"POST http://news.example.org:{port}/ HTTP/1.1\r\nAUTH\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET http://news.example.org:{port}/ HTTP/1.1\r\nAUTH\r\n folded: x\r\n\r\n", b"\x16\x03\x01" + b"x" * 70_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_request_of_a_browser_goes_nowhere(web: Web, asked: bytes) -> None:
    """Other schemes, users inside, ports of other services, bytes that are no HTTP: nothing is called."""
    answer, gate = _run(web, lambda proxy: _said(proxy, asked.replace(b"{port}", str(web.port).encode())))
    assert not answer.startswith(b"HTTP/1.1 200")
    assert (web.asked, web.inside, gate.called) == ([], [], {})


def test_a_tunnel_carries_bytes_both_ways(web: Web) -> None:
    """What is inside is between browser and server: a WebSocket or TLS, we see neither."""
    web.routes["/x"] = Reply(b"inside", "text/plain")
    connect = f"CONNECT news.example.org:{web.port} HTTP/1.1\r\nAUTH\r\n\r\n".encode()
    inner = b"GET /x HTTP/1.1\r\nHost: other.example.net\r\nConnection: close\r\n\r\n"
    answer, gate = _run(web, lambda proxy: _said(proxy, connect, inner))
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")
    assert answer.endswith(b"inside")
    assert gate.called == {"news.example.org": "127.0.0.1"}


def test_a_second_request_on_a_connection_never_reaches_the_first_server(web: Web) -> None:
    """A server that keeps the connection open must not be handed what is meant for another, nor our password."""

    def keeps_open(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi")
        connection.settimeout(0.3)
        try:
            web.asked.append(f"more: {connection.recv(1000)!r}")
        except TimeoutError:
            web.asked.append("silence")

    web.routes["/open"] = Reply(raw=keeps_open)
    second = _get(web.url("/secret", host="bank.example.org"))
    answer, _ = _run(web, lambda proxy: _said(proxy, _get(web.url("/open")), second))
    assert b"Connection: close" in answer
    assert b"keep-alive" not in answer
    assert web.asked == ["news.example.org/open", "silence"]


def test_a_body_is_carried_out_to_its_announced_end(web: Web) -> None:
    """What a form sends arrives; what is behind it does not."""
    got: list[bytes] = []

    def takes(connection: socket.socket) -> None:
        got.append(b"")
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    web.routes["/form"] = Reply(raw=takes)
    head = f"POST {web.url('/form')} HTTP/1.1\r\nHost: news.example.org\r\nAUTH\r\nContent-Length: 5\r\n\r\n"
    answer, _ = _run(web, lambda proxy: _said(proxy, head.encode(), b"a=b&cGET / HTTP/1.1\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 204")
    assert got == [b""]


def test_at_the_limit_of_bytes_everything_is_cut(web: Web) -> None:
    """E5: a body without end does not come to more than the limit, and the browser sees that it was cut."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        for _ in range(10_000):
            connection.sendall(b"x" * 10_000)

    web.routes["/endless"] = Reply(raw=endless)
    answer, gate = _run(web, lambda proxy: _said(proxy, _get(web.url("/endless"))), limit_bytes=200_000)
    assert gate.stopped == "bytes"
    assert len(answer) < 400_000
    assert gate.received < 400_000


def test_a_client_that_dawdles_is_left(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that comes letter by letter is none of our browser's."""
    monkeypatch.setattr("onrecord.adapters.proxy._HEAD_SECONDS", 0.1)
    answer, gate = _run(web, lambda proxy: _said(proxy, b"GET http://news."))
    assert (answer, gate.called) == (b"", {})


def test_after_it_is_left_nothing_listens(web: Web) -> None:
    """It lives for one capture."""

    async def address(proxy: Proxy) -> str:
        return proxy.address

    where, _ = _run(web, address)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", int(where.rpartition(":")[2]))):
        pass
