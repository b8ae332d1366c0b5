"""The recorder: what a browser tells in events comes out as exchanges, told apart, counted, and never beyond a limit."""

import asyncio
import base64
from typing import Any

import pytest
from tests.conftest import STARTED_AT

from onrecord import vault
from onrecord.adapters import BrowserTooOld, Gate
from onrecord.adapters.devtools import ATTACHED, DETACHED, Failed
from onrecord.adapters.recorder import Recorder
from onrecord.kernel import FixedClock


class _Told:
    """A target that answers what it is told to, and remembers what it was asked."""

    def __init__(self, kind: str = "page", parent: Any = None, **bodies: bytes | None) -> None:
        self.kind = kind
        self.parent = parent
        self.bodies = bodies
        self.asked: list[str] = []

    async def send(self, method: str, **facts: Any) -> dict[str, Any]:
        self.asked.append(method)
        if method == "Page.getFrameTree":
            return {"frameTree": {"frame": {"id": "main"}}}
        if method != "Network.getResponseBody":
            return {}
        body = self.bodies.get(facts["requestId"])
        if body is None:
            raise Failed("no data")  # noqa: EM101 - a word of the browser's
        return {"body": base64.b64encode(body).decode(), "base64Encoded": True}


def _asked(name: str, url: str = "https://a.example.org/", **more: Any) -> dict[str, Any]:
    request = {"url": url, "method": "GET", "headers": {"Accept": "*/*"}}
    return {"requestId": name, "loaderId": name, "frameId": "main", "type": "Document", "request": request, **more}


def _answer(status: int = 200, **more: Any) -> dict[str, Any]:
    return {"status": status, "statusText": "OK", "headers": {"X": "seen"}, "protocol": "h2", **more}


def _recorded(page: _Told, *events: tuple[str, dict[str, Any]], **limits: int) -> tuple[Recorder, Gate]:
    gate = Gate(limit_bytes=10**9)

    async def go() -> Recorder:
        recorder = Recorder(gate, vault.TakeLimits(**limits), FixedClock(STARTED_AT))  # type: ignore[arg-type]
        await recorder.watch(page)  # type: ignore[arg-type]
        for event, facts in events:
            recorder.heard(facts.pop("target", page), event, facts)
        await recorder.finish()
        return recorder

    return asyncio.run(go()), gate


def test_an_answer_is_kept_with_the_headers_of_the_network() -> None:
    """What the network told goes before what the page may know of; our words to the proxy are not among them."""
    page = _Told(r1=b"<p>body")
    told = {
        "headers": {"Content-Type": "text/html", "Set-Cookie": "a=1\nb=2", "content-length": "7"},
        "statusCode": 200,
    }
    asked = {"headers": {":authority": "a.example.org", "Accept": "x", "Proxy-Authorization": "Basic secret"}}
    recorder, _ = _recorded(
        page,
        ("Network.requestWillBeSentExtraInfo", {"requestId": "r1", **asked}),
        ("Network.requestWillBeSent", _asked("r1")),
        ("Network.responseReceivedExtraInfo", {"requestId": "r1", **told}),
        (
            "Network.responseReceived",
            {"requestId": "r1", "type": "Document", "response": _answer(), "hasExtraInfo": True},
        ),
        ("Network.loadingFinished", {"requestId": "r1"}),
    )
    (exchange,) = recorder.exchanges(recorder.requests["r1"])
    assert exchange.fields == (
        ("Content-Type", "text/html"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("content-length", "7"),
    )
    assert exchange.request_fields == (("Accept", "x"),)
    assert (exchange.body, exchange.is_whole, exchange.protocol) == (b"<p>body", True, "h2")


def test_redirects_come_out_one_by_one_each_with_its_own_headers() -> None:
    """The network's headers come in the order of the answers, however late."""
    page = _Told(r1=b"end")
    hops = [f"https://a.example.org/{n}" for n in range(3)]
    events: list[tuple[str, dict[str, Any]]] = [("Network.requestWillBeSent", _asked("r1", hops[0]))]
    events += [
        ("Network.requestWillBeSent", _asked("r1", url, redirectResponse=_answer(302), redirectHasExtraInfo=True))
        for url in hops[1:]
    ]
    events.append(("Network.responseReceived", {"requestId": "r1", "response": _answer(), "hasExtraInfo": True}))
    for number, status in enumerate((301, 307, 200)):
        told = {"requestId": "r1", "headers": {"N": str(number)}, "statusCode": status}
        events.append(("Network.responseReceivedExtraInfo", told))
    events.append(("Network.loadingFinished", {"requestId": "r1"}))
    recorder, _ = _recorded(page, *events)
    found = recorder.exchanges(recorder.requests["r1"])
    assert [(one.url, one.status, one.field("n")) for one in found] == [
        (hops[0], 301, "0"), (hops[1], 307, "1"), (hops[2], 200, "2"),
    ]  # fmt: skip
    assert [one.body for one in found] == [b"", b"", b"end"]
    assert [one.is_whole for one in found] == [False, False, True]


def test_after_ten_redirects_the_gate_is_shut() -> None:
    """E5: of the page itself; whatever a picture does is bounded by the browser."""
    events = [("Network.requestWillBeSent", _asked("r1"))]
    events += [("Network.requestWillBeSent", _asked("r1", redirectResponse=_answer(302))) for _ in range(11)]
    assert _recorded(_Told(), *events)[1].stopped == "redirects"
    assert _recorded(_Told(), *events[:11])[1].stopped is None


def test_after_so_many_requests_no_more_is_noted_and_in_the_end_nothing_passes() -> None:
    """E5: a page that asks without end fills neither the network nor our memory; what it asked before still comes."""
    events = [("Network.requestWillBeSent", _asked(f"r{n}", type="Fetch")) for n in range(500)]
    recorder, gate = _recorded(_Told(), *events[:100], requests=20)
    assert (recorder.is_full, gate.stopped, len(recorder.requests)) == (True, None, 20)  # these may still be answered
    recorder, gate = _recorded(_Told(), *events, requests=20)
    assert (gate.stopped, len(recorder.requests)) == ("requests", 20)
    opened = [("Network.webSocketCreated", {"requestId": f"s{n}", "url": "wss://a.example.org/"}) for n in range(500)]
    recorder, gate = _recorded(_Told(), *opened, requests=20)
    assert (gate.stopped, list(recorder.sockets)) == ("requests", ["wss://a.example.org/"])


def test_after_so_many_decoded_bytes_the_gate_is_shut() -> None:
    """E5: what counts is what compression comes to."""
    events = [("Network.dataReceived", {"requestId": "r1", "dataLength": 400, "encodedDataLength": 4})] * 3
    assert _recorded(_Told(), *events, bytes=1000)[1].stopped == "bytes"


def test_what_did_not_go_over_the_network_is_none_of_it() -> None:
    """Addresses that hold their own content, answers out of a cache or a service worker."""
    recorder, _ = _recorded(
        _Told(),
        ("Network.requestWillBeSent", _asked("r1", "data:text/plain,x")),
        ("Network.requestWillBeSent", _asked("r2")),
        ("Network.requestServedFromCache", {"requestId": "r2"}),
        ("Network.requestWillBeSent", _asked("r3")),
        ("Network.responseReceived", {"requestId": "r3", "response": _answer(fromServiceWorker=True)}),
        ("Network.requestWillBeSent", _asked("r4")),
    )
    assert [one.id for one in recorder.requests.values() if one.is_of_the_web] == ["r4"]


def test_a_body_of_another_length_than_announced_is_not_whole() -> None:
    """A text that came recoded would pass for the server's own otherwise."""
    page = _Told(r1="ж".encode())
    response = _answer(headers={"Content-Length": "1"})
    recorder, _ = _recorded(
        page,
        ("Network.requestWillBeSent", _asked("r1")),
        ("Network.responseReceived", {"requestId": "r1", "response": response}),
        ("Network.loadingFinished", {"requestId": "r1"}),
    )
    assert not recorder.exchanges(recorder.requests["r1"])[0].is_whole


def test_a_workers_body_is_looked_for_with_its_page_too() -> None:
    """It lies with whoever has it."""
    page = _Told(r1=b"found")
    worker = _Told("worker", parent=page)
    recorder, _ = _recorded(
        page,
        (ATTACHED, {"target": worker}),
        ("Network.requestWillBeSent", {**_asked("r1"), "target": worker}),
        ("Network.responseReceived", {"requestId": "r1", "response": _answer(), "target": worker}),
        ("Network.loadingFinished", {"requestId": "r1", "target": worker}),
    )
    assert recorder.requests["r1"].content == b"found"
    assert worker.asked[0] == "Network.enable"  # before it runs
    assert "Runtime.runIfWaitingForDebugger" in worker.asked


def test_what_a_target_asked_that_is_gone_is_not_waited_for() -> None:
    """A frame that was taken away while it loaded."""
    frame = _Told("iframe")
    recorder, _ = _recorded(
        _Told(), ("Network.requestWillBeSent", {**_asked("r1"), "target": frame}), (DETACHED, {"target": frame})
    )
    assert (recorder.requests["r1"].is_done, recorder.requests["r1"].is_failed) == (True, True)


def test_a_browser_that_cannot_hand_over_bytes_is_too_old() -> None:
    """Its texts would come recoded; better none."""

    class Old(_Told):
        async def send(self, method: str, **facts: Any) -> dict[str, Any]:
            if method == "Network.configureDurableMessages":
                raise Failed("'Network.configureDurableMessages' wasn't found")  # noqa: EM101
            return await super().send(method, **facts)

    with pytest.raises(BrowserTooOld) as fault:
        _recorded(Old())
    assert "current Chromium" in fault.value.message()
