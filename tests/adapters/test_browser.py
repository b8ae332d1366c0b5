"""The browser of a capture, end to end: what it brings home, and that no page leads it inside (RELIABILITY E1 to E6)."""

import gzip
import os
import shutil
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import STARTED_AT
from tests.sites import ALLOWED, INSIDE, Reply, Web, key_digest, self_signed, sites

from onrecord import adapters, vault
from onrecord.adapters.visiting import Visit
from onrecord.kernel import FixedClock

_FOUND = next(
    (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None
)
needs_chromium = pytest.mark.skipif(_FOUND is None, reason="no Chromium on this machine")
CANARY = "zimorodok-7f3a"
HOSTILE = """<!doctype html><html lang="ru"><head><meta charset="windows-1251"><title>Долина</title>
<meta property="og:description" content="рассказ о ночи"><style>body{margin:0;font:20px sans-serif}p{height:900px}</style>
</head><body><h1>Жители долины рассказали о событиях той ночи</h1><p>Слова страницы, zimorodok-7f3a. Дом у дороги, школа,
где собрались люди; дорога была закрыта до утра, и никто не приехал. Второй рассказ записан через неделю.</p>
<p><img src="/photo.png" width="200" height="100"></p><p>Конец страницы. <img loading="lazy" src="/late.png"></p>
<iframe src="https://other.example.org:PORT/frame"></iframe>
<iframe src="https://inner.example.net:PORT/frame"></iframe><iframe src="http://127.0.0.2:PORT/"></iframe>
<iframe src="http://[::1]:PORT/"></iframe><iframe src="http://localhost:PORT/"></iframe><iframe src="file:///etc/passwd"></iframe>
<img src="/to-inside.png"><link rel="preconnect" href="https://inner.example.net:PORT">
<script>
const inner = "inner.example.net:PORT", quiet = () => 0;
fetch("https://" + inner + "/fetch", {mode: "no-cors"}).catch(quiet);
navigator.sendBeacon("https://" + inner + "/beacon", "x");
new WebSocket("wss://" + inner + "/socket"); new WebSocket("ws://127.0.0.2:PORT/socket");
new EventSource("https://" + inner + "/events");
new Worker("/worker.js");
navigator.serviceWorker.register("/sw.js").catch(error => fetch("/sw-refused"));
try { new WebTransport("https://127.0.0.2:PORT/").ready.catch(quiet); } catch (error) {}
const call = new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.2:PORT"}, {urls: "stun:127.0.0.1:PORT"}]});
call.createDataChannel("x"); call.createOffer().then(offer => call.setLocalDescription(offer));
window.open("https://" + inner + "/window"); setTimeout(() => alert("x"), 10);
</script></body></html>"""


@pytest.fixture
def web(socket_enabled: None) -> Iterator[Web]:
    """A web of our own."""
    del socket_enabled
    with sites() as served:
        yield served


def _browser(web: Web, **more: object) -> adapters.Chromium:
    """Return a browser for our web. Tests may run as root, and then without a sandbox."""
    bounds = vault.TakeLimits(seconds=30)
    given = {"resolve": web.resolve, "allow": ALLOWED, "limits": bounds, "has_sandbox": os.geteuid() != 0}
    return adapters.Chromium(**{**given, **more})  # type: ignore[arg-type]


def _take(web: Web, path: str, **more: object) -> vault.Take:
    clock = FixedClock(STARTED_AT, step_seconds=1)
    return _browser(web, **more).take(vault.web_address(web.url(path)), clock=clock)


def _left_behind(folder: Path) -> list[str]:
    found = []
    for file in folder.rglob("*"):
        with suppress(OSError):  # a browser's own files come and go
            if file.is_file() and CANARY.encode() in file.read_bytes():
                found.append(str(file))
    return found


@needs_chromium
def test_a_hostile_page_comes_home_whole_and_leads_nowhere_inside(
    socket_enabled: None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E2, E6: frames, fetch, sockets, workers, redirects, WebRTC to the inside: 0 hits; everything else is recorded."""
    del socket_enabled
    scratch = tmp_path_factory.mktemp("s")  # short: a browser makes sockets in it, whose paths are bounded
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    meanwhile = _looks_while_it_runs(scratch, monkeypatch)
    certificate, context = self_signed(tmp_path_factory.mktemp("c"), "news.example.org", "other.example.org")
    known = f"--ignore-certificate-errors-spki-list={key_digest(certificate)}"  # a service worker needs a good one
    with (
        sites(tls=context) as web,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inside,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as beside,
    ):
        inside.bind((INSIDE, web.port))
        beside.bind(("127.0.0.1", web.port))
        page = _hostile_site(web)
        take = _take(web, "/start", arguments=(known,))
        for listener in (inside, beside):
            listener.setblocking(False)
            with pytest.raises(BlockingIOError):
                listener.recv(1)
    assert web.inside == []
    assert "the proxy's password" not in web.asked
    _check_record(web, take, page)
    assert (meanwhile, _left_behind(scratch)) == ([[]], [])  # a browser that is killed leaves nothing of it either


def _looks_while_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Look for the page's words on the disk at the end of a visit, while the browser still runs."""
    found: list[list[str]] = []
    whole = Visit._taken

    async def taken(self: Visit, *given: Any) -> vault.Take:
        found.append(_left_behind(folder))
        return await whole(self, *given)

    monkeypatch.setattr(Visit, "_taken", taken)
    return found


def _hostile_site(web: Web) -> bytes:
    """Serve a page that tries everything, and what it needs; return the page's bytes."""
    from tests.vault.pages.takes import png

    page = HOSTILE.replace("PORT", str(web.port)).encode("cp1251")
    inner = f"https://inner.example.net:{web.port}"
    quiet = f".catch(() => 0).then(() => fetch('{inner}/%s', {{mode: 'no-cors'}})).catch(() => 0)"
    script = "text/javascript; charset=windows-1251"
    web.names["inner.example.net"] = [INSIDE]
    web.routes |= {
        "/start": Reply(status=302, fields={"Location": "/page"}),
        "/page": Reply(page, "text/html; charset=windows-1251"),
        "/photo.png": Reply(png(200, 100), "image/png"),
        "/late.png": Reply(png(100, 100), "image/png"),
        "/to-inside.png": Reply(status=302, fields={"Location": f"{inner}/picture.png"}),
        "/frame": Reply("<p>Слова в рамке".encode("cp1251"), "text/html; charset=windows-1251"),
        "/worker.js": Reply(f"fetch('/from-worker'){quiet % 'worker'}; // ж".encode("cp1251"), script),
        "/sw.js": Reply(
            f"oninstall = e => e.waitUntil(fetch('/from-sw'){quiet % 'sw'})".encode("cp1251"), "text/javascript"
        ),
        "/from-worker": Reply("ж".encode("cp1251"), "text/plain; charset=windows-1251"),
    }
    return page


def _check_record(web: Web, take: vault.Take, page: bytes) -> None:
    assert take.page is not None
    assert take.page.body == page  # as received: not recoded, not rendered
    assert [(hop.url, hop.status) for hop in take.chain] == [(web.url("/start"), 302), (web.url("/page"), 200)]
    bodies = {one.url: one.body for one in take.exchanges if one.is_whole}
    for path in ("/worker.js", "/from-worker"):
        reply = web.routes[path]
        assert isinstance(reply, Reply)
        assert bodies[web.url(path)] == reply.body, path
    assert bodies[web.url("/frame", "other.example.org")] == "<p>Слова в рамке".encode("cp1251")
    assert {"photo.png", "late.png"} <= {url.rpartition("/")[2] for url in bodies}
    assert [one for one in web.asked if "/sw.js" in one or "/from-sw" in one] == []  # none begins to run
    assert "news.example.org/sw-refused" in web.asked
    assert {one.reason for one in take.turned_away} == {"internal"}
    assert {"inner.example.net", "127.0.0.2", "::1", "localhost"} <= {one.host for one in take.turned_away}
    assert set(take.sockets) == {f"wss://inner.example.net:{web.port}/socket", f"ws://127.0.0.2:{web.port}/socket"}
    _check_view(take)
    assert take.tls is not None
    assert (take.tls.is_trusted, len(take.tls.certificates)) == (True, 1)
    assert {"windows_closed", "dialogs_dismissed", "scrolled"} <= set(take.alterations)
    assert (take.answered_at is not None, take.stopped) == (True, ())
    assert not any("proxy" in name.lower() for one in take.exchanges for name, _ in one.request_fields)


def _check_view(take: vault.Take) -> None:
    seen = take.rendered
    assert seen is not None
    assert seen.picture is not None
    assert seen.picture.height >= seen.picture.document_height > 2700
    assert seen.picture.width == 1280
    assert (seen.title, seen.metadata["og:description"]) == ("Долина", ["рассказ о ночи"])
    assert CANARY in seen.text
    assert "Слова в рамке" in seen.text
    assert CANARY in seen.dom
    assert seen.pdf is not None
    assert seen.pdf.startswith(b"%PDF-")
    assert [one.url.rpartition("/")[2] for one in seen.media] == ["photo.png", "late.png", "to-inside.png"]


@needs_chromium
def test_a_certificate_that_does_not_hold_is_refused_unless_a_person_lets_it_pass(
    socket_enabled: None, tmp_path: Path
) -> None:
    """What passes all the same is marked, with the chain that was shown."""
    del socket_enabled
    certificate, context = self_signed(tmp_path)
    with sites(tls=context) as web:
        web.page("/x", "<p>Words.</p>")
        with pytest.raises(adapters.CertificateRefused):
            _take(web, "/x")
        take = _take(web, "/x", trust_any_certificate=True)
    assert take.tls is not None
    assert not take.tls.is_trusted
    assert [ssl.DER_cert_to_PEM_cert(one) for one in take.tls.certificates] == [certificate.read_text()]
    assert vault.Alteration.CERTIFICATE_NOT_TRUSTED in take.alterations


@needs_chromium
@pytest.mark.parametrize("way", ["redirect", "script"])
def test_a_page_that_leads_on_to_the_inside_is_not_captured(web: Web, way: str) -> None:
    """E2: a public name, then 302 or a script to an internal one: refused, 0 hits."""
    web.names["inner.example.net"] = [INSIDE]
    inner = f"http://inner.example.net:{web.port}/"
    web.routes["/redirect"] = Reply(status=302, fields={"Location": inner})
    web.page("/script", f"<p>A page.</p><script>location = '{inner}'</script>")
    with pytest.raises(vault.InternalAddress) as fault:
        _take(web, f"/{way}")
    assert fault.value.facts["address"] == inner
    assert web.inside == []


@needs_chromium
def test_a_page_that_never_ends_ends_at_the_limit(web: Web) -> None:
    """E5: it asks without end; what is there by then is taken, marked partial, the image too."""
    web.page("/page", "<p>Words.</p><script>let n = 0; setInterval(() => fetch('/more?' + n++), 1)</script>")
    web.routes["/more"] = Reply(b"x", "text/plain")
    take = _take(web, "/page", limits=vault.TakeLimits(seconds=30, requests=60))
    assert take.stopped == (vault.Limit.REQUESTS,)
    assert len(web.asked) <= 70
    assert take.page is not None
    assert take.page.is_whole
    assert take.rendered is not None
    assert take.rendered.picture is not None
    assert vault.Alteration.STOPPED in take.alterations


@needs_chromium
def test_a_page_that_drips_and_a_bomb_end_at_the_limits(web: Web) -> None:
    """E5: slow-loris ends in time, with what came; ten megabytes out of ten kilobytes end at the limit of bytes."""

    def drips(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>Words. ")
        connection.settimeout(0.05)
        for _ in range(400):
            try:
                connection.sendall(b"x")
                connection.recv(1)
            except TimeoutError:
                continue
            except OSError:
                return

    web.routes["/drip"] = Reply(raw=drips)
    take = _take(web, "/drip", limits=vault.TakeLimits(seconds=2))
    assert take.stopped == (vault.Limit.SECONDS,)
    assert take.page is not None
    assert not take.page.is_whole
    bomb = gzip.compress(b"<p>" + b" " * 10_000_000)
    web.routes["/bomb"] = Reply(bomb, "text/html", 200, {"Content-Encoding": "gzip"})
    take = _take(web, "/bomb", limits=vault.TakeLimits(seconds=20, bytes=1_000_000))
    assert take.stopped == (vault.Limit.BYTES,)
    assert sum(len(one.body) for one in take.exchanges) <= 2_000_000


@needs_chromium
def test_redirects_without_end_leave_the_way_and_no_page(web: Web) -> None:
    """E5: after ten the gate is shut."""
    web.routes["/r"] = lambda _host, path: Reply(status=302, fields={"Location": f"/r?{len(path)}{path[-40:]}"})
    take = _take(web, "/r")
    assert take.stopped == (vault.Limit.REDIRECTS,)
    assert (take.document, take.rendered) == (None, None)
    assert 11 <= len(take.chain) <= 21
    assert {hop.status for hop in take.chain} == {302}


@needs_chromium
def test_a_file_that_is_no_page_is_fetched_as_a_file(web: Web) -> None:
    """A browser would only offer to save it; nothing is saved to the disk on the way."""
    web.routes["/list"] = Reply(b"PK\x03\x04 a file", "application/zip", 200, {"Content-Disposition": "attachment"})
    take = _take(web, "/list")
    assert take.mode is vault.Mode.PLAIN
    assert take.page is not None
    assert take.page.body == b"PK\x03\x04 a file"


def test_without_what_it_needs_it_says_what_to_do(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser, no package, no sandbox: exit status 20, a remedy in each sentence, nothing contacted."""
    address = vault.web_address(web.url("/"))
    browser = _browser(web, executable=Path("/nowhere/chromium"))
    with pytest.raises(adapters.BrowserMissing) as missing:
        browser.take(address, clock=FixedClock(STARTED_AT))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(adapters.BrowserMissing):
        replace(browser, executable=None).take(address, clock=FixedClock(STARTED_AT))
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(adapters.SandboxMissing) as unsafe:
        replace(browser, has_sandbox=True).take(address, clock=FixedClock(STARTED_AT))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(adapters.CaptureExtraMissing) as extra:
        browser.take(address, clock=FixedClock(STARTED_AT))
    assert "onrecord[capture]" in extra.value.message()
    assert "ONRECORD_BROWSER" in missing.value.message()
    assert "ONRECORD_BROWSER_SANDBOX=off" in unsafe.value.message()
    assert {fault.value.exit_status for fault in (missing, unsafe, extra)} == {20}
    assert web.asked == []
