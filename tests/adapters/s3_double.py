"""An S3 store in this process (moto), and a proxy before it that does what stores and lines do to bytes.

Faults are set as a list: each request takes the next one, and passes when none is left. Nothing leaves 127.0.0.1.
"""

from __future__ import annotations

import http.client
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Proxy:
    """Passes requests on to the store, unless a fault comes first."""

    port: int  # of the store
    faults: list[str] = field(default_factory=list)
    late: set[str] = field(default_factory=set)  # keys that a list does not show yet
    hides_new: bool = False
    requests: list[str] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    server: ThreadingHTTPServer | None = None

    def start(self) -> Proxy:
        """Listen on a free port of 127.0.0.1."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's word
                """Say nothing."""

        def handle_one(request: BaseHTTPRequestHandler) -> None:
            proxy.handle(request)

        for method in ("GET", "PUT", "HEAD", "DELETE", "POST"):
            setattr(Handler, f"do_{method}", handle_one)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    @property
    def endpoint(self) -> str:
        """The address to talk to."""
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def stop(self) -> None:
        """Let go of the port."""
        self.hold.set()
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.requests.append(f"{request.command} {request.path}")
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "500":
            self._answer(request, 500, b"<Error><Code>InternalError</Code></Error>", {})
            return
        if fault == "slow":
            self.hold.wait(5)  # longer than the client waits; let go at the end of the test
            request.close_connection = True
            return
        status, headers, content = self._passed_on(request, body)
        if fault == "500 after":
            self._answer(request, 500, b"<Error><Code>InternalError</Code></Error>", {})
        elif fault == "cut":
            self._answer(request, status, content, headers, cut=len(content) // 2)
        elif fault == "short":
            self._answer(request, status, content[: len(content) // 2], headers)
        elif fault == "flip":
            self._answer(request, status, bytes([content[0] ^ 1]) + content[1:], headers)
        elif fault == "etag":
            self._answer(request, status, content, {**headers, "ETag": f'"{"0" * 32}"'})
        else:
            self._answer(request, status, content, headers)

    def _passed_on(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() != "connection"}
            connection.request(request.command, request.path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
            kept = {
                name: value
                for name, value in answer.getheaders()
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server")
            }
            if request.command == "HEAD":
                kept["Content-Length"] = answer.getheader("Content-Length") or "0"
            if request.command == "PUT" and answer.status == 200 and self.hides_new:
                self.late.add(request.path.partition("?")[0].split("/", 2)[2])
            if "list-type=2" in request.path:
                content = self._without_late(content)
            return answer.status, kept, content
        finally:
            connection.close()

    def _without_late(self, listing: bytes) -> bytes:
        """Return the listing as a store shows it that learns of new files late."""
        text = listing.decode()
        for key in self.late:
            text = re.sub(rf"<Contents>\s*<Key>{re.escape(key)}</Key>.*?</Contents>", "", text, flags=re.DOTALL)
        return text.encode()

    def _answer(
        self,
        request: BaseHTTPRequestHandler,
        status: int,
        content: bytes,
        headers: dict[str, str],
        cut: int | None = None,
    ) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        if "Content-Length" not in headers:
            request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(content if cut is None else content[:cut])
        if cut is not None:
            request.close_connection = True
            request.wfile.flush()
            request.connection.close()
