"""Asking a service: every way in which it can fail is one fault, and nothing more is taken than was asked for."""

import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from onrecord import adapters


class _Service(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(409)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 5000)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def place(socket_enabled: None) -> Iterator[str]:
    """A service on this machine."""
    del socket_enabled
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_refusal_is_an_answer(place: str) -> None:
    """What the service says by its status is for the caller to read."""
    answer = adapters.ask(f"{place}/x", b"hello")
    assert (answer.status, answer.body) == (409, b"hello")


def test_a_redirect_is_not_followed(place: str) -> None:
    """A named service that sends us elsewhere is not the one that was named."""
    assert adapters.ask(f"{place}/away").status == 302


def test_too_long_an_answer_is_refused(place: str) -> None:
    """Memory is ours to bound."""
    with pytest.raises(adapters.Unreachable) as fault:
        adapters.ask(place, limit_bytes=1000)
    assert "1000" in fault.value.message("en")


def test_a_service_that_drips_is_cut_off(socket_enabled: None) -> None:
    """A byte now and then keeps every single wait short and the whole endless: the whole has a limit."""
    del socket_enabled
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not stop.wait(0.05):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        threading.Thread(target=drip, daemon=True).start()
        with pytest.raises(adapters.Unreachable):
            adapters.ask(f"http://127.0.0.1:{server.getsockname()[1]}/", wait_seconds=0.6)
        stop.set()


def test_nobody_there_is_unreachable(place: str) -> None:
    """A port on which nobody listens."""
    del place
    with pytest.raises(adapters.Unreachable):
        adapters.ask("http://127.0.0.1:9/", wait_seconds=2)


def test_another_scheme_is_none_of_ours() -> None:
    """`file:` would read our own disk."""
    with pytest.raises(ValueError, match="not an address"):
        adapters.ask("file:///etc/passwd")
