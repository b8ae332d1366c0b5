"""Owns speaking to the browser in its own protocol (CDP): to itself, to a page, and through the page to all it starts.

We are the only ones who speak to a target, so that one that waits to be told to run (a frame of another site, a worker,
a service worker) has been told to listen to us before it does anything. It knows no more of the protocol than how to
ask, to answer and to attach.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

Facts = Mapping[str, Any]

ATTACHED: Final = "Target.attachedToTarget"
DETACHED: Final = "Target.detachedFromTarget"
_MESSAGE: Final = "Target.receivedMessageFromTarget"
_SECONDS: Final = 20.0


class Failed(Exception):
    """The browser did not do what it was asked, or is gone."""


class Asked(Protocol):
    """Something in the browser that can be asked: itself, or a target in it."""

    async def send(self, method: str, *, within_seconds: float = _SECONDS, **facts: Any) -> dict[str, Any]:
        """Return what it answers.

        Raises:
            Failed: it does not know how, it is gone, or it says nothing in time.
        """
        ...


class Target:
    """A page, a frame, a worker: spoken to through whatever it was attached by, told of in order and at once."""

    def __init__(self, through: Asked, session: str, kind: str, heard: Heard, parent: Target | None = None) -> None:
        self.kind = kind
        self.parent = parent
        self.children: dict[str, Target] = {}
        self._through = through
        self._session = session
        self._heard = heard
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def send(self, method: str, *, within_seconds: float = _SECONDS, **facts: Any) -> dict[str, Any]:
        """Return what this target answers; see `Asked.send`."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        message = json.dumps({"id": number, "method": method, "params": facts})
        try:
            await self._through.send("Target.sendMessageToTarget", sessionId=self._session, message=message)
            async with asyncio.timeout(within_seconds):
                found: dict[str, Any] = await answer
                return found
        except Failed:
            answer.cancel()  # nobody waits for it any more
            raise
        except TimeoutError as err:
            msg = f"{method}: no answer"
            raise Failed(msg) from err
        finally:
            self._waiting.pop(number, None)

    def everyone(self) -> Iterator[Target]:
        """Yield this target and all that it started and are still there."""
        yield self
        for child in list(self.children.values()):
            yield from child.everyone()

    def receive(self, message: str) -> None:
        """Take in what this target says."""
        said = json.loads(message)
        if "id" in said:
            self._answered(said)
            return
        method, facts = str(said.get("method", "")), said.get("params", {})
        if method == _MESSAGE:
            child = self.children.get(facts["sessionId"])
            if child is not None:
                child.receive(facts["message"])
        elif method == ATTACHED:
            session, kind = facts["sessionId"], facts["targetInfo"]["type"]
            child = self.children[session] = Target(self, session, kind, self._heard, parent=self)
            self._heard(child, ATTACHED, facts)
        elif method == DETACHED:
            gone = self.children.pop(facts["sessionId"], None)
            if gone is not None:
                gone.lose()
        else:
            self._heard(self, method, facts)

    def lose(self) -> None:
        """Take note that this target, and what it started, is gone: whoever waits for its answer waits no longer."""
        for child in list(self.children.values()):
            child.lose()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Failed("the target is gone"))
        self._heard(self, DETACHED, {})

    def _answered(self, said: Facts) -> None:
        answer = self._waiting.get(said["id"])
        if answer is None or answer.done():
            return
        if "error" in said:
            answer.set_exception(Failed(str(said["error"].get("message"))))
        else:
            answer.set_result(said.get("result", {}))


Heard = Callable[[Target, str, Facts], None]


class Wire:
    """The browser itself. `told` is called with the events of it that were asked for."""

    def __init__(self, session: CDPSession, told: Mapping[str, Callable[[Facts], None]]) -> None:
        self._session = session
        self._pages: dict[str, Target] = {}
        for event, hear in told.items():
            session.on(event, hear)
        session.on(_MESSAGE, self._passed_on)

    async def send(self, method: str, *, within_seconds: float = _SECONDS, **facts: Any) -> dict[str, Any]:
        """Return what the browser answers; see `Asked.send`."""
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(within_seconds):
                return dict(await self._session.send(method, facts) or {})
        except (Error, TimeoutError) as err:
            raise Failed(str(err).partition("\n")[0]) from err

    async def attach(self, target: str, heard: Heard) -> Target:
        """Return the page of this id, to be spoken to.

        Raises:
            Failed: it is not there.
        """
        session = str((await self.send("Target.attachToTarget", targetId=target, flatten=False))["sessionId"])
        page = self._pages[session] = Target(self, session, "page", heard)
        return page

    def lose(self) -> None:
        """Take note that the browser is gone."""
        for page in self._pages.values():
            page.lose()

    def _passed_on(self, facts: Facts) -> None:
        page = self._pages.get(facts["sessionId"])
        if page is not None:
            page.receive(facts["message"])
