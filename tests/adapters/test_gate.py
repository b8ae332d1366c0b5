"""The gate: a name is resolved once, every address of it is judged, and the one that was judged is called."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterator

import pytest
from tests.sites import ALLOWED, INSIDE, OUTSIDE, Web, sites

from onrecord.adapters import Closed, Gate
from onrecord.adapters.gate import _is_our_own


@pytest.fixture
def web(socket_enabled: None) -> Iterator[Web]:
    """A web of our own."""
    del socket_enabled
    with sites() as served:
        yield served


def _gate(web: Web, **more: object) -> Gate:
    return Gate(limit_bytes=10**6, resolve=web.resolve, allow=ALLOWED, **more)  # type: ignore[arg-type]


async def _status(gate: Gate, host: str, port: int) -> str:
    reader, writer = await gate.open(host, port)
    writer.write(f"GET /x HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    line = await reader.readline()
    gate.leave(writer)
    writer.transport.abort()
    return line.decode().split(" ")[1]


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1", "internal"), ("127.0.0.2", "internal"), ("::1", "internal"), ("::ffff:7f00:1", "internal"),
        ("2130706433", "internal"), ("0177.0.0.1", "internal"), ("169.254.169.254", "internal"),
        ("100.64.0.1", "internal"), ("localhost", "internal"), ("intranet", "internal"), ("a..b", "host"),
        ("nobody.example.com", "unresolved"), ("inner.example.net", "internal"), ("mixed.example.net", "internal"),
        ("mapped.example.net", "internal"), ("linked.example.net", "internal"), ("nothing.example.net", "unresolved"),
    ],
)  # fmt: skip
def test_nothing_that_leads_inside_is_called(web: Web, host: str, reason: str) -> None:
    """E1: by number, by name, by a name one of whose addresses is inside: 0 hits on the listeners."""
    web.names = {
        "inner.example.net": [INSIDE],
        "mixed.example.net": [OUTSIDE, INSIDE],
        "mapped.example.net": ["::ffff:127.0.0.2"],
        "linked.example.net": ["fe80::1%eth0"],
        "nothing.example.net": [],
    }
    gate = _gate(web)
    with pytest.raises(Closed) as closed:
        asyncio.run(gate.open(host, web.port))
    assert closed.value.reason == reason
    assert (web.inside, web.asked, gate.called) == ([], [], {})
    assert [(one.host, one.reason) for one in gate.turned_away()] == [(host, reason)]


def test_ports_of_other_services_are_not_called(web: Web) -> None:
    """A page must not speak to a mail server through us."""
    with pytest.raises(Closed) as closed:
        asyncio.run(_gate(web).open("news.example.org", 25))
    assert closed.value.reason == "port"


def test_an_answer_that_changes_later_changes_nothing(web: Web) -> None:
    """E2, rebinding: the name leads outside when it is judged and inside ever after; the first address stays."""
    answers = iter([[OUTSIDE], [INSIDE], [INSIDE]])

    async def resolve(_name: str) -> list[str]:
        return next(answers)

    async def go() -> list[str]:
        gate = Gate(limit_bytes=10**6, resolve=resolve, allow=ALLOWED)
        return [await _status(gate, "turning.example.net", web.port) for _ in range(3)]

    assert asyncio.run(go()) == ["404", "404", "404"]
    assert len(web.asked) == 3
    assert web.inside == []


def test_many_at_once_ask_for_a_name_once(web: Web) -> None:
    """Twenty connections to one host are one question to the resolver."""

    async def go() -> None:
        gate = _gate(web)
        await asyncio.gather(*(_status(gate, "news.example.org", web.port) for _ in range(20)))

    asyncio.run(go())
    assert web.resolved == ["news.example.org"]


def test_at_its_limit_the_gate_cuts_what_is_open_and_opens_nothing(web: Web) -> None:
    """The first reason stands, whatever comes after."""

    async def go() -> tuple[bool, str]:
        gate = _gate(web)
        reader, _writer = await gate.open("news.example.org", web.port)
        assert gate.took(10**6)
        assert not gate.took(1)
        gate.stop("seconds")
        with pytest.raises(Closed):
            await gate.open("news.example.org", web.port)
        return await reader.read() == b"", str(gate.stopped)

    assert asyncio.run(go()) == (True, "bytes")


def test_an_address_of_this_machine_is_inside_even_if_it_is_public(socket_enabled: None) -> None:
    """What listens here takes a call from here for a local one."""
    del socket_enabled
    assert _is_our_own(ipaddress.ip_address("127.0.0.1"))
    assert not _is_our_own(ipaddress.ip_address("9.9.9.9"))
    assert not _is_our_own(ipaddress.ip_address("2620:fe::9"))


def test_a_name_is_asked_for_as_it_stands(monkeypatch: pytest.MonkeyPatch, socket_enabled: None) -> None:
    """The final dot: the system must not go on to try the name inside our own network's domain."""
    del socket_enabled
    asked: list[object] = []

    def looked_up(host: object, *_more: object, **_other: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with pytest.raises(Closed) as closed:
        asyncio.run(Gate(limit_bytes=1).open("news.example.org", 80))
    assert (asked, closed.value.reason) == (["news.example.org."], "internal")
