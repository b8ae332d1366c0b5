"""The plain fetch: what came off the wire is kept as it came, and it ends at its limits (RELIABILITY E1, E2, E5)."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import STARTED_AT
from tests.sites import ALLOWED, INSIDE, Reply, Web, self_signed, sites

from onrecord import adapters, vault
from onrecord.kernel import FixedClock

CLOCK = FixedClock(STARTED_AT, step_seconds=1)


@pytest.fixture
def web(socket_enabled: None) -> Iterator[Web]:
    """A web of our own."""
    del socket_enabled
    with sites() as served:
        yield served


def _fetch(web: Web, **limits: float) -> adapters.PlainFetch:
    bounds = vault.TakeLimits(**{"seconds": 10.0, **limits})  # type: ignore[arg-type]
    return adapters.PlainFetch(resolve=web.resolve, allow=ALLOWED, limits=bounds)


def _take(web: Web, path: str, **limits: float) -> vault.Take:
    return _fetch(web, **limits).take(vault.web_address(web.url(path)), clock=CLOCK)


def _sends(*parts: bytes, pause_seconds: float = 0.0) -> Reply:
    def raw(connection: socket.socket) -> None:
        try:
            for part in parts:
                connection.sendall(part)
                if pause_seconds:
                    connection.settimeout(pause_seconds)
                    try:
                        connection.recv(1)
                    except TimeoutError:
                        continue
                    return
        except OSError:
            return

    return Reply(raw=raw)


def test_redirects_are_followed_and_each_answer_is_kept(web: Web) -> None:
    """The way to the page is part of the record, with bodies and headers as they came."""
    web.routes["/a"] = Reply(b"moved", "text/plain", 302, {"Location": "/b?x=1"})
    web.routes["/b"] = Reply("<p>дом".encode("cp1251"), "text/html; charset=windows-1251", 200, {"X-Twice": "1"})
    take = _take(web, "/a")
    assert [(hop.url, hop.status) for hop in take.chain] == [(web.url("/a"), 302), (web.url("/b?x=1"), 200)]
    assert [one.body for one in take.exchanges] == [b"moved", "<p>дом".encode("cp1251")]
    assert take.page is not None
    assert take.page.field("x-twice") == "1"
    assert (take.page.address, take.page.is_whole, take.rendered, take.stopped) == ("127.0.0.1", True, None, ())
    assert take.alterations == (vault.Alteration.WITHOUT_BROWSER, vault.Alteration.USER_AGENT_SET)
    assert "onrecord" not in str(take.page.request_fields).lower()  # who collects is nobody's business there
    assert take.sources == ("127.0.0.1",)


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:{port}/", "http://[::1]:{port}/", "http://2130706434:{port}/", "http://inner.example.net:{port}/",
     "//169.254.169.254/latest/meta-data/", "http://localhost:{port}/", "http://inner.example.net.:{port}/"],
)  # fmt: skip
def test_a_redirect_that_leads_inside_is_not_followed(web: Web, target: str) -> None:
    """E2: a public name, then 302 to the inside: refused at that hop, 0 hits."""
    web.names["inner.example.net"] = [INSIDE]
    web.routes["/a"] = Reply(status=302, fields={"Location": target.format(port=web.port)})
    with pytest.raises(vault.InternalAddress):
        _take(web, "/a")
    assert (web.asked, web.inside) == (["news.example.org/a"], [])


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://news.example.org/", "http://a@news.example.org/"])
def test_a_redirect_to_no_address_of_the_web_is_not_followed(web: Web, target: str) -> None:
    """Another scheme, a name inside."""
    web.routes["/a"] = Reply(status=302, fields={"Location": target})
    with pytest.raises(vault.NotAWebAddress):
        _take(web, "/a")


@pytest.mark.parametrize("path", ["/chunked", "/gzip", "/deflate", "/to-the-end"])
def test_a_body_is_kept_as_it_travelled_and_can_be_taken_out_of_it(web: Web, path: str) -> None:
    """Chunks, compression, a body that ends with the connection: the WARC has the bytes, we have the words."""
    text = "слова страницы".encode() * 50
    packed = gzip.compress(text, mtime=0)
    head = b"HTTP/1.1 200 OK\r\n"
    web.routes["/chunked"] = _sends(
        head + b"Transfer-Encoding: chunked\r\n\r\n", b"10;x=y\r\n" + text[:16] + b"\r\n",
        f"{len(text) - 16:x}\r\n".encode() + text[16:] + b"\r\n0\r\nX-End: 1\r\n\r\n",
    )  # fmt: skip
    web.routes["/gzip"] = Reply(packed, fields={"Content-Encoding": "gzip"})
    raw_deflate = packed[10:-8]
    web.routes["/deflate"] = Reply(raw_deflate, fields={"Content-Encoding": "deflate"})
    web.routes["/to-the-end"] = _sends(head + b"\r\n", text)
    take = _take(web, path)
    assert take.page is not None
    assert take.page.is_whole
    (source,) = [part for part in vault.parts_of(take, "capture-1", ()) if part.role == "html_source"]
    assert source.content == text


def test_an_interim_answer_is_waited_through(web: Web) -> None:
    """103 Early Hints comes before the answer and is none."""
    web.routes["/x"] = _sends(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    )
    take = _take(web, "/x")
    assert (take.page and take.page.status, take.page and take.page.body) == (200, b"ok")


def test_endless_redirects_end_after_ten(web: Web) -> None:
    """E5: the way so far is kept, marked partial; there is no page."""
    web.routes["/r"] = lambda _host, path: Reply(status=302, fields={"Location": f"/r?{len(path)}{path[-40:]}"})
    take = _take(web, "/r")
    assert take.stopped == (vault.Limit.REDIRECTS,)
    assert (len(take.chain), len(web.asked), take.document) == (11, 11, None)


def test_a_body_without_end_ends_at_the_limit(web: Web) -> None:
    """E5: what came is kept, marked partial."""
    web.routes["/big"] = _sends(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", *[b"x" * 50_000] * 2000)
    take = _take(web, "/big", bytes=300_000)
    assert take.stopped == (vault.Limit.BYTES,)
    assert take.page is not None
    assert not take.page.is_whole
    assert 300_000 <= len(take.page.body) < 500_000


def test_a_body_that_drips_ends_in_time(web: Web) -> None:
    """E5, slow-loris: a byte now and then does not hold us."""
    web.routes["/drip"] = _sends(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"x"] * 1000, pause_seconds=0.05)
    began = time.monotonic()
    take = _take(web, "/drip", seconds=0.5)
    assert time.monotonic() - began < 5
    assert take.stopped == (vault.Limit.SECONDS,)
    assert take.page is not None
    assert 0 < len(take.page.body) < 1000


def test_a_head_that_drips_is_no_answer(web: Web) -> None:
    """There is nothing to keep, and that is said."""
    web.routes["/drip"] = _sends(b"HTTP/1.1 200 OK\r\n", *[b"X"] * 1000, pause_seconds=0.05)
    with pytest.raises(adapters.Unreachable) as fault:
        _take(web, "/drip", seconds=0.4)
    assert "in time" in fault.value.message()


def test_a_server_that_breaks_off_is_told(web: Web) -> None:
    """Half a body is kept as half."""
    web.routes["/half"] = _sends(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    web.routes["/chunk"] = _sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf")
    for path, body in (("/half", b"half"), ("/chunk", b"10\r\nhalf")):
        take = _take(web, path)
        assert take.stopped == (vault.Limit.BROKEN_OFF,)
        assert take.page is not None
        assert (take.page.body, take.page.is_whole) == (body, False)


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"y" * 99_999]
)
def test_what_is_no_answer_is_unreachable(web: Web, answer: bytes) -> None:
    """Silence, another protocol, a head without end."""
    web.routes["/x"] = _sends(answer)
    with pytest.raises(adapters.Unreachable):
        _take(web, "/x")


def test_nobody_of_that_name_is_unreachable(web: Web) -> None:
    """A name that does not resolve, and one where nobody listens."""
    for url in ("http://nobody.example.com/", "http://news.example.org:9999/"):
        with pytest.raises(adapters.Unreachable):
            _fetch(web).take(vault.web_address(url), clock=CLOCK)


def test_a_certificate_that_does_not_hold_is_refused_unless_a_person_lets_it_pass(
    socket_enabled: None, tmp_path: Path
) -> None:
    """Somebody between may answer in a server's name; where it passes all the same the record says so, with the chain."""
    del socket_enabled
    certificate, context = self_signed(tmp_path)
    with sites(tls=context) as web:
        web.routes["/x"] = Reply(b"<p>ok")
        address = vault.web_address(web.url("/x"))
        with pytest.raises(adapters.CertificateRefused) as fault:
            _fetch(web).take(address, clock=CLOCK)
        assert "certificate" in fault.value.message()
        take = replace(_fetch(web), trust_any_certificate=True).take(address, clock=CLOCK)
    assert take.tls is not None
    assert not take.tls.is_trusted
    assert [ssl.DER_cert_to_PEM_cert(one) for one in take.tls.certificates] == [certificate.read_text()]
    assert vault.Alteration.CERTIFICATE_NOT_TRUSTED in take.alterations
    assert take.page is not None
    assert take.page.body == b"<p>ok"
