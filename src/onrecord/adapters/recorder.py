"""Owns what a page and all it starts asked of the network and were answered, as the browser tells it.

It asks for bodies byte by byte as received ("durable messages"): the older way hands texts over recoded to UTF-8, which
is no longer what the server sent. It never asks the network for anything itself.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from onrecord import vault
from onrecord.adapters.devtools import ATTACHED, DETACHED, Facts, Failed, Target
from onrecord.adapters.errors import BrowserTooOld
from onrecord.adapters.gate import Gate
from onrecord.kernel import Clock

_TOO_MANY: Final = 20
_NEVER_DONE: Final = frozenset({"WebSocket", "EventSource", "Ping", "Preflight"})


@dataclass(slots=True, kw_only=True)
class _Answer:
    """One answer to a request: the last, or a redirect on the way."""

    url: str
    method: str
    asked_at: dt.datetime
    headers: Facts
    response: Facts
    has_extra: bool


@dataclass(slots=True, kw_only=True)
class Request:
    """What the browser told about one request so far."""

    id: str
    url: str
    method: str
    kind: str
    frame: str | None
    loader: str | None
    asked_at: dt.datetime
    headers: Facts
    sent: bytes | None
    answers: list[_Answer] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    content: bytes | None = None
    answered_at: dt.datetime | None = None
    is_done: bool = False
    is_failed: bool = False
    is_from_cache: bool = False

    @property
    def is_of_the_web(self) -> bool:
        """Whether this went over the network: not `data:`, not out of a cache or a service worker's hands."""
        return self.url.startswith(("http://", "https://")) and not self.is_from_cache


class Recorder:
    """Listens from the moment `watch` returns until the browser is closed."""

    def __init__(self, gate: Gate, limits: vault.TakeLimits, clock: Clock) -> None:
        self.requests: dict[str, Request] = {}  # in the order in which they were asked
        self.sockets: dict[str, None] = {}  # in the order of the first time
        self.shown: str | None = None  # the request of the document that the main frame shows
        self.lost: str | None = None  # the address that it was led to afterwards, and that could not be had
        self.frame = ""
        self.is_full = False  # it has asked as often as it may; what was asked is still answered
        self.on_full: Callable[[], None] = lambda: None
        self._gate = gate
        self._limits = limits
        self._clock = clock
        self._page: Target | None = None
        self._habits: tuple[tuple[str, Facts], ...] = ()
        self._asked = 0
        self._decoded = 0
        self._moved_at = time.monotonic()
        self._request_extras: dict[str, list[Facts]] = {}
        self._answer_extras: dict[str, list[Facts]] = {}
        self._tasks: set[asyncio.Future[None]] = set()
        self._events: Final[Mapping[str, Callable[[Target, Facts], None]]] = {
            "Network.requestWillBeSent": self._asked_for,
            "Network.requestWillBeSentExtraInfo": self._request_extra,
            "Network.responseReceived": self._answered,
            "Network.responseReceivedExtraInfo": self._answer_extra,
            "Network.dataReceived": self._came,
            "Network.loadingFinished": self._ended,
            "Network.loadingFailed": self._ended,
            "Network.requestServedFromCache": self._served_from_cache,
            "Network.webSocketCreated": self._socket,
            "Page.frameNavigated": self._committed,
        }

    async def watch(self, page: Target, habits: Sequence[tuple[str, Facts]] = ()) -> None:
        """Listen to this page and everything it starts; `habits` is what each of them is told beforehand.

        Raises:
            BrowserTooOld: it cannot hand over bodies as they were received.
        """
        self._page, self._habits = page, tuple(habits)
        try:
            await self._page.send("Page.enable")
            tree = await self._page.send("Page.getFrameTree")
            self.frame = tree["frameTree"]["frame"]["id"]
            await self._listen(self._page)
        except Failed as err:
            raise BrowserTooOld(problem=str(err)) from err

    @property
    def page(self) -> Target:
        """The page that is watched."""
        if self._page is None:
            msg = "asked before anything was watched"
            raise RuntimeError(msg)
        return self._page

    @property
    def shown_url(self) -> str:
        """The address of the document that the main frame shows, as it was asked for last."""
        return "" if self.shown is None else self.requests[self.shown].url

    def shown_answer(self) -> Facts | None:
        """Return what the browser told of the answer that brought the document."""
        answers = [] if self.shown is None else self.requests[self.shown].answers
        return answers[-1].response if answers else None

    def shown_at(self) -> dt.datetime | None:
        """Return when the head of the document's answer came, by our clock."""
        return None if self.shown is None else self.requests[self.shown].answered_at

    async def settled(self, *, quiet_seconds: float, until: float) -> None:
        """Return when nothing has been under way for a while; at the moment `until`; or at a limit."""
        while time.monotonic() < until and self._gate.stopped is None:
            is_busy = any(not one.is_done and one.kind not in _NEVER_DONE for one in self.requests.values())
            if not is_busy and time.monotonic() - self._moved_at >= quiet_seconds:
                return
            await asyncio.sleep(0.05)

    async def finish(self) -> None:
        """Return when every body that is to be had has been taken over; of unfinished answers, what there is."""
        for one in self.requests.values():
            if not one.is_done and one.answers and one.is_of_the_web:
                self._later(self._take_over(one))
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def navigations(self) -> list[Request]:
        """Return the requests for the main frame's documents, in order."""
        return [one for one in self.requests.values() if self._is_main_document(one)]

    def exchanges(self, request: Request) -> list[vault.Exchange]:
        """Return the request's answers as they are kept: the redirects on its way, then the answer itself."""
        request_extras = iter(self._request_extras.get(request.id, ()))
        answer_extras = iter(self._answer_extras.get(request.id, ()))
        found = []
        for place, answer in enumerate(request.answers):
            is_last = place == len(request.answers) - 1
            asked = next(request_extras, {}) if answer.has_extra else {}
            told = next(answer_extras, {}) if answer.has_extra else {}
            is_redirect = not is_last or (request.url != answer.url)
            content = request.content if is_last and not is_redirect else None
            found.append(_exchange(request, answer, asked, told, content))
        return found

    def _is_main_document(self, one: Request) -> bool:
        return one.kind == "Document" and one.frame == self.frame and one.id == one.loader

    async def _listen(self, target: Target) -> None:
        most = {"maxTotalBufferSize": self._limits.bytes, "maxResourceBufferSize": self._limits.bytes}
        await target.send("Network.enable", enableDurableMessages=True, **most)
        await target.send("Network.configureDurableMessages", **most)
        for method, facts in self._habits:
            with suppress(Failed):  # a worker has no windows and no clocks of its own
                await target.send(method, **facts)
        await target.send("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=False)

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def heard(self, target: Target, event: str, facts: Facts) -> None:
        """Take in one event; nothing here waits."""
        if event == ATTACHED:
            self._later(self._begin(target))
        elif event == DETACHED:
            self._left(target)
        elif event in self._events:
            self._events[event](target, facts)

    async def _begin(self, target: Target) -> None:
        """Listen to a target that waits for us, then let it run. One that is gone again by then is no loss."""
        with suppress(Failed):
            if target.kind == "iframe":
                await target.send("Page.enable")
            await self._listen(target)
        with suppress(Failed):
            await target.send("Runtime.runIfWaitingForDebugger")

    async def _take_over(self, request: Request) -> None:
        """Fetch a body out of the browser's memory, from whichever target has it."""
        for target in _with_parents(request.targets):
            try:
                found = await target.send("Network.getResponseBody", requestId=request.id)
            except Failed:
                continue
            body = str(found["body"])
            request.content = base64.b64decode(body) if found["base64Encoded"] else body.encode()
            return

    # What the browser tells, event by event

    def _asked_for(self, target: Target, facts: Facts) -> None:
        self._moved_at = time.monotonic()
        sent = facts["request"]
        known = self.requests.get(facts["requestId"])
        if known is None and (self.is_full or self._gate.is_stopped()):
            self._count()
            return  # it will not be answered, and a page may ask without end
        if known is None:
            known = self.requests[facts["requestId"]] = Request(
                id=facts["requestId"],
                url=sent["url"],
                method=sent["method"],
                kind=facts.get("type", "Other"),
                frame=facts.get("frameId"),
                loader=facts.get("loaderId"),
                asked_at=self._clock.now(),
                headers=sent["headers"],
                sent=_sent(sent),
            )
            if known.is_of_the_web:
                self._count()
        elif "redirectResponse" in facts:
            self._answer(known, facts["redirectResponse"], has_extra=bool(facts.get("redirectHasExtraInfo")))
            known.url, known.method, known.headers = sent["url"], sent["method"], sent["headers"]
            known.sent, known.asked_at = _sent(sent), self._clock.now()
            if len(known.answers) > self._limits.redirects and self._is_main_document(known):
                self._gate.stop("redirects")
        if target not in known.targets:
            known.targets.append(target)

    def _count(self) -> None:
        """Count a request. At the limit the page is kept from asking more; if it goes on, nothing passes any more."""
        self._asked += 1
        if self._asked == self._limits.requests:
            self.is_full = True
            self.on_full()
        if self._asked > self._limits.requests * _TOO_MANY:
            self._gate.stop("requests")

    def _answered(self, target: Target, facts: Facts) -> None:
        self._moved_at = time.monotonic()
        known = self.requests.get(facts["requestId"])
        if known is None:
            return
        response = facts["response"]
        known.kind = facts.get("type", known.kind)
        known.is_from_cache |= bool(response.get("fromServiceWorker") or response.get("fromDiskCache"))
        known.answered_at = self._clock.now()
        self._answer(known, response, has_extra=bool(facts.get("hasExtraInfo")))
        known.targets = [target, *(one for one in known.targets if one is not target)]

    def _answer(self, known: Request, response: Facts, *, has_extra: bool) -> None:
        answer = _Answer(
            url=known.url,
            method=known.method,
            asked_at=known.asked_at,
            headers=known.headers,
            response=response,
            has_extra=has_extra,
        )
        known.answers.append(answer)

    def _came(self, _target: Target, facts: Facts) -> None:
        """Count what bodies come to after decoding: a few megabytes of gzip can be as many gigabytes."""
        self._moved_at = time.monotonic()
        self._decoded += int(facts.get("dataLength", 0))
        if self._decoded > self._limits.bytes:
            self._gate.stop("bytes")

    def _ended(self, _target: Target, facts: Facts) -> None:
        known = self.requests.get(facts["requestId"])
        if known is None or known.is_done:
            return
        self._moved_at = time.monotonic()
        known.is_done, known.is_failed = True, "errorText" in facts
        if known.answers and known.is_of_the_web:
            self._later(self._take_over(known))

    def _left(self, target: Target) -> None:
        """Wait no longer for what a target asked that is gone: nobody will tell how it ended."""
        for one in self.requests.values():
            if not one.is_done and one.targets and one.targets[0] is target:
                one.is_done = one.is_failed = True

    def _served_from_cache(self, _target: Target, facts: Facts) -> None:
        if facts["requestId"] in self.requests:
            self.requests[facts["requestId"]].is_from_cache = True

    def _request_extra(self, _target: Target, facts: Facts) -> None:
        self._request_extras.setdefault(facts["requestId"], []).append(facts)

    def _answer_extra(self, _target: Target, facts: Facts) -> None:
        self._answer_extras.setdefault(facts["requestId"], []).append(facts)

    def _socket(self, _target: Target, facts: Facts) -> None:
        self.sockets[facts["url"]] = None
        self._count()

    def _committed(self, target: Target, facts: Facts) -> None:
        frame = facts["frame"]
        if target is not self._page or "parentId" in frame:
            return
        self.lost = frame.get("unreachableUrl")
        if (
            self.lost is None
            and frame["loaderId"] in self.requests
            and frame["url"].startswith(("http://", "https://"))
        ):
            self.shown = frame["loaderId"]


def _with_parents(targets: Iterable[Target]) -> Iterator[Target]:
    """Yield the targets, and after each those it lives in: a worker's bodies lie with the page that started it."""
    for target in targets:
        one: Target | None = target
        while one is not None:
            yield one
            one = one.parent


def _sent(request: Facts) -> bytes | None:
    """Return what a request carried, as far as the browser tells; files a page uploads are none of ours."""
    parts = [base64.b64decode(one["bytes"]) for one in request.get("postDataEntries", ()) if "bytes" in one]
    return b"".join(parts) if parts else None


def _exchange(request: Request, answer: _Answer, asked: Facts, told: Facts, content: bytes | None) -> vault.Exchange:
    """Return one answer as it is kept. The headers of the network go before those that the page may know of."""
    response = answer.response
    text = told.get("headersText") or response.get("headersText")
    fields = _fields_of_text(text) if text else _fields(told.get("headers") or response["headers"])
    status = int(told.get("statusCode") or response["status"])
    has_no_body = answer.method == "HEAD" or status in (204, 304)
    is_last = answer is request.answers[-1]
    is_kept = content is not None or has_no_body
    is_whole = is_last and request.is_done and not request.is_failed and is_kept
    return vault.Exchange(
        url=answer.url.partition("#")[0],
        method=answer.method,
        request_fields=_request_fields(asked.get("headers") or answer.headers),
        request_body=request.sent if is_last else None,
        status=status,
        reason=response.get("statusText") or "",
        fields=fields,
        body=content or b"",
        protocol=response.get("protocol") or "http/1.1",
        asked_at=answer.asked_at,
        is_decoded=True,
        is_whole=is_whole and _is_as_announced(fields, content or b"", has_no_body=has_no_body),
    )


def _is_as_announced(fields: vault.Fields, content: bytes, *, has_no_body: bool) -> bool:
    """Say whether the body has the length the server gave, where that was not the length of something encoded."""
    named = {name.lower(): value for name, value in fields}
    if has_no_body or "content-encoding" in named or "content-length" not in named:
        return True
    return named["content-length"] == str(len(content))


def _request_fields(headers: Facts) -> vault.Fields:
    """Return a request's headers without HTTP/2's pseudo ones and without what was said to our own proxy."""
    return tuple(pair for pair in _fields(headers) if not pair[0].lower().startswith((":", "proxy-")))


def _fields(headers: Facts) -> vault.Fields:
    """Return headers as pairs; the browser joins those of one name by line breaks."""
    return tuple((str(name), value) for name, values in headers.items() for value in str(values).split("\n"))


def _fields_of_text(text: str) -> vault.Fields:
    lines = [line.partition(":") for line in text.replace("\r\n", "\n").split("\n")[1:]]
    return tuple((name.strip(), value.strip()) for name, colon, value in lines if colon and name.strip())
