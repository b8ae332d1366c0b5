"""A language model on the local network, against a server of our own: evidence goes there and nowhere else."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from onrecord import adapters
from onrecord.adapters import local_model

_SCHEMA = {"type": "object"}
_GOOD = Path(__file__).parents[1] / "reading" / "exchanges" / "plain.json"


@dataclass
class Server:
    """A server of the OpenAI form that answers as it is told to."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    body: bytes = b""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def server(socket_enabled: None) -> Iterator[Server]:
    """A server on this machine."""
    del socket_enabled
    told = Server(body=json.dumps(json.loads(_GOOD.read_text(encoding="utf-8"))["body"]).encode())

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            told.headers.append({name.lower(): value for name, value in self.headers.items()})
            told.paths.append(self.path)
            self.send_response(told.statuses.pop(0) if told.statuses else 200)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{httpd.server_port}/v1"
    yield told
    httpd.shutdown()
    httpd.server_close()


def _model(server: Server, **more: str) -> adapters.LocalModel:
    return adapters.LocalModel(url=server.url, name="small-instruct", **more)


def test_it_is_asked_in_the_form_that_such_servers_know(server: Server) -> None:
    """Orders and passage apart, nothing left to chance, an answer held to the schema."""
    answer = _model(server, key="a key").answer("Read.", "Ten people.", _SCHEMA)
    assert answer is not None
    assert json.loads(answer)["claims"][0]["property"] == "killed"
    (asked,) = server.asked
    assert asked["messages"] == [{"role": "system", "content": "Read."}, {"role": "user", "content": "Ten people."}]
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("small-instruct", 0, False)
    assert asked["response_format"]["json_schema"]["schema"] == _SCHEMA
    assert (server.paths, server.headers[0]["authorization"]) == (["/v1/chat/completions"], "Bearer a key")


def test_a_server_that_knows_no_schema_is_asked_without(server: Server) -> None:
    """Older ones refuse the field; what they answer is judged all the same."""
    server.statuses = [400, 200]
    assert _model(server).answer("Read.", "Ten people.", _SCHEMA)
    assert ["response_format" in one for one in server.asked] == [True, False]
    assert "authorization" not in server.headers[0]


@pytest.mark.parametrize("status", [302, 401, 404, 500])
def test_a_refusal_is_told(server: Server, status: int) -> None:
    """A wrong key, no such model: in the server's words, and no other address is gone to."""
    server.statuses = [status]
    with pytest.raises(adapters.ModelRefuses) as fault:
        _model(server, key="a secret").answer("Read.", "Ten people.", _SCHEMA)
    assert str(status) in fault.value.message("en")
    assert "a secret" not in fault.value.message("en") + repr(_model(server, key="a secret"))


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": null}]}', b"[" * 200_000],
    ids=lambda body: body[:20].decode(),
)
def test_an_answer_of_another_form_is_no_answer(server: Server, body: bytes) -> None:
    """Not “no claims”: whoever looks has to hear of it."""
    server.body = body
    with pytest.raises(adapters.ModelRefuses):
        _model(server).answer("Read.", "Ten people.", _SCHEMA)


def test_a_cut_answer_is_none_and_an_empty_one_is_empty(server: Server) -> None:
    """A model that thinks and says nothing gives null for its content."""
    for reason, content, said in (("length", '{"claims": [', None), ("stop", None, "")):
        server.body = json.dumps({"choices": [{"message": {"content": content}, "finish_reason": reason}]}).encode()
        assert _model(server).answer("Read.", "Ten people.", _SCHEMA) == said


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("10.1.2.3", True), ("172.16.0.1", True),
        ("172.31.255.255", True), ("192.168.7.7", True), ("fd00::7", True), ("::ffff:10.0.0.1", True),
        ("8.8.8.8", False), ("172.32.0.1", False), ("192.169.0.1", False), ("169.254.169.254", False), ("0.0.0.0", False),  # noqa: S104 - nobody listens there

        ("100.64.0.1", False), ("224.0.0.1", False), ("::", False), ("2001:db8::1", False), ("fe80::1%eth0", False),
        ("::ffff:8.8.8.8", False), ("64:ff9b::a00:1", False),
    ],
)  # fmt: skip
def test_what_is_local(address: str, is_local: bool) -> None:
    """Private networks and this machine; not the address at which clouds tell secrets, nor one that anybody may take."""
    assert local_model.is_local(address) is is_local


def _names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (address, 80)) for address in addresses]
    )


@pytest.mark.parametrize("addresses", [("203.0.113.5",), ("10.0.0.1", "203.0.113.5"), ("203.0.113.5", "127.0.0.1")])
def test_evidence_goes_to_no_service_outside(
    server: Server, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    """One address of the name that is not local is enough; nothing is sent anywhere."""
    _names(monkeypatch, *addresses)
    model = adapters.LocalModel(url="http://models.example.org/v1", name="large")
    with pytest.raises(adapters.ModelElsewhere):
        model.answer("Read.", "Ten people.", _SCHEMA)
    with pytest.raises(adapters.ModelElsewhere):
        model.found()
    assert server.asked == []


def test_the_address_that_was_judged_is_the_one_that_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another address a moment later leads nowhere else (DNS rebinding)."""
    port = server.url.removesuffix("/v1").rsplit(":", 1)[1]
    real, told = socket.getaddrinfo, iter([["127.0.0.1"], ["10.0.0.5"], ["203.0.113.5"]])

    def changing(host: str, *more: Any, **named: Any) -> Any:
        if host != "model.lan":
            return real(host, *more, **named)
        return [(2, 1, 6, "", (address, 80)) for address in next(told)]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    model = adapters.LocalModel(url=f"http://model.lan:{port}", name="m").found()
    assert (model.is_here, adapters.LocalModel(url="http://model.lan", name="m").found().is_here) == (True, False)
    assert model.answer("Read.", "Ten people.", _SCHEMA)
    assert server.headers[0]["host"] == f"model.lan:{port}"


def test_a_name_that_means_nothing_is_told(socket_enabled: None) -> None:
    """As any service that does not answer."""
    del socket_enabled
    with pytest.raises(adapters.Unreachable):
        adapters.LocalModel(url="http://a..b/v1", name="m").answer("Read.", "Ten people.", _SCHEMA)
