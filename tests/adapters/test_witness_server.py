"""A witness over HTTP on this machine: what it answers, what it does not take, and when it stops (RELIABILITY C6)."""

import http.client
import io
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.logs import ToyLog

from onrecord import adapters, vault
from onrecord.adapters.witness_server import LONGEST_BODY
from onrecord.kernel import SystemClock, sha256_hex

_LOG = ToyLog()


@pytest.fixture
def folder(tmp_path: Path) -> vault.WitnessFolder:
    """A witness of one log."""
    return vault.WitnessFolder.create(tmp_path / "witness", name="w.example/1").follow(_LOG.key())


@pytest.fixture
def place(socket_enabled: None, folder: vault.WitnessFolder) -> str:
    """Where it answers."""
    del socket_enabled
    started: list[str] = []
    ready = threading.Event()

    def on_start(at: str) -> None:
        started.append(at)
        ready.set()

    application = adapters.WitnessApplication(folder.witness(SystemClock()))
    options = {"host": "127.0.0.1", "port": 0, "on_start": on_start}
    threading.Thread(target=adapters.serve, args=(application,), kwargs=options, daemon=True).start()
    assert ready.wait(20)
    return f"http://{started[0]}"


def test_the_protocol_over_http(place: str, folder: vault.WitnessFolder) -> None:
    """Every answer of C6 by its status, and 409 with the size in its own type."""
    add = f"{place}/add-checkpoint"
    watch = f"{place}/{sha256_hex(_LOG.origin.encode())}/checkpoint"
    assert adapters.ask(watch).status == 404
    first = adapters.ask(add, _LOG.request(0, 6))
    assert first.status == 200
    vault.check_cosignature(_LOG.head(6), first.body.decode(), folder.key)
    assert adapters.ask(watch).body == _LOG.head(6).encode() + first.body
    stale = adapters.ask(add, _LOG.request(0, 8))
    assert (stale.status, stale.body, stale.headers["content-type"]) == (409, b"6\n", "text/x.tlog.size")
    assert adapters.ask(add, _LOG.fork(4).request(6, 6)).status == 422
    assert adapters.ask(add, _LOG.request(6, 8, proof=[bytes(32)])).status == 422
    assert adapters.ask(add, ToyLog(origin="other").request(0, 3)).status == 404
    assert adapters.ask(add, ToyLog(seed=b"\1" * 32).request(6, 8)).status == 403
    assert adapters.ask(add, b"hello").status == 400
    assert adapters.ask(add, _LOG.request(6, 8)).status == 200


def test_other_ways_in_are_closed(place: str) -> None:
    """Nothing else is there, and nothing else may be done."""
    for path in ("/", "/add-checkpoint/", "/../etc/passwd", f"/{'a' * 63}/checkpoint", "/witness.toml", "/memory.json"):
        assert adapters.ask(f"{place}{path}", b"x").status in (404, 405)
        assert adapters.ask(f"{place}{path}").status in (404, 405)
    assert adapters.ask(f"{place}/add-checkpoint").status == 405
    assert adapters.ask(f"{place}/{'a' * 64}/checkpoint", b"x").status == 405


def test_a_body_that_is_too_long_is_refused(place: str) -> None:
    """Memory and disk are ours to bound; the next request is answered as ever."""
    host, port = place.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.request("POST", "/add-checkpoint", body=b"x" * (LONGEST_BODY + 1))
        assert connection.getresponse().status == 413
    except OSError:
        pass  # the server may hang up while we still send
    finally:
        connection.close()
    assert adapters.ask(f"{place}/add-checkpoint", _LOG.request(0, 3)).status == 200


def test_rubbish_on_the_line_harms_nobody(place: str) -> None:
    """No HTTP at all, half a request, a lying length."""
    host, port = place.removeprefix("http://").split(":")
    for content in (b"\0\1\2\r\n\r\n", b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"GET"):
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(content)
    assert adapters.ask(f"{place}/add-checkpoint", _LOG.request(0, 3)).status == 200


def _called(application: adapters.WitnessApplication, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)
    }  # fmt: skip
    content = b"".join(application(environ, lambda status, _headers: said.append(status)))
    return int(said[0][:3]), content


@pytest.mark.parametrize(
    "fault", [vault.WitnessMemoryLost(place="x", problem="y"), OSError(5, "no")], ids=["lost", "disk"]
)
def test_a_witness_whose_memory_fails_stops(fault: Exception) -> None:
    """500 to everything from then on, and no word of why to strangers."""

    class Failing:
        asked = 0

        def add_checkpoint(self, _body: bytes) -> vault.WitnessAnswer:
            Failing.asked += 1
            raise fault

        def checkpoint(self, _origin_hash: str) -> vault.WitnessAnswer:
            Failing.asked += 1
            raise fault

    application = adapters.WitnessApplication(Failing())
    assert _called(application, "POST", "/add-checkpoint", b"x") == (500, b"Internal Server Error\n")
    assert _called(application, "POST", "/add-checkpoint", b"x")[0] == 500
    assert _called(application, "GET", f"/{'a' * 64}/checkpoint")[0] == 500
    assert Failing.asked == 1


@pytest.mark.parametrize("length", ["", "x", "-1", "1e3", "٣", str(LONGEST_BODY + 1), None])
def test_a_length_that_is_none_is_no_length(folder: vault.WitnessFolder, length: str | None) -> None:
    """A request without a body that can be bounded is not read."""
    application = adapters.WitnessApplication(folder.witness(SystemClock()))
    said: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/add-checkpoint", "wsgi.input": io.BytesIO(b"")}
    if length is not None:
        environ["CONTENT_LENGTH"] = length
    start: Callable[..., object] = lambda status, _headers: said.append(status)  # noqa: E731
    b"".join(application(environ, start))
    assert said[0][:3] in ("400", "413")


def test_a_head_request_gets_no_body(folder: vault.WitnessFolder) -> None:
    """As HTTP has it."""
    witness = folder.witness(SystemClock())
    witness.add_checkpoint(_LOG.request(0, 3))
    path = f"/{sha256_hex(_LOG.origin.encode())}/checkpoint"
    assert _called(adapters.WitnessApplication(witness), "HEAD", path) == (200, b"")
