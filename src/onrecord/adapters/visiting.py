"""Owns one visit of a capture's browser to one address: go there, wait, look, gather what was said over the network.

It knows what a page may do (lead on, open windows, begin downloads, never end) and takes note of each. Whether what
came home is enough, others judge.
"""

from __future__ import annotations

import asyncio
import base64
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from onrecord import vault
from onrecord.adapters.devtools import Failed
from onrecord.adapters.errors import BrowserTooOld, CertificateRefused, Unreachable
from onrecord.adapters.plain import Way, fetched
from onrecord.adapters.proxy import Proxy
from onrecord.adapters.recorder import Recorder
from onrecord.adapters.viewing import View, Viewer
from onrecord.adapters.window import HEIGHT, WIDTH, Window
from onrecord.kernel import Clock, Fault, instant_text

if TYPE_CHECKING:
    from playwright.async_api import Browser

TOOL: Final = "onrecord capture@1"
_QUIET_SECONDS: Final = 0.7
_SETTLE_SECONDS: Final = 8.0
_ENDED: Final = "ended"
_VIEWING_SECONDS: Final = 60.0
_VIEWING_AFTER_A_LIMIT_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a page is to be visited."""

    limits: vault.TakeLimits
    has_sandbox: bool
    language: str
    keeps_mhtml: bool
    trust_any_certificate: bool


class Visit:
    """One visit to one address: go there, wait, look, and gather what was said over the network."""

    def __init__(self, wish: Wish, browser: Browser, proxy: Proxy, address: vault.WebAddress, clock: Clock) -> None:
        self._wish = wish
        self._gate = proxy.gate
        self._address = address
        self._clock = clock
        self._recorder = Recorder(proxy.gate, wish.limits, clock)
        self._window = Window(browser, self._recorder, proxy)
        self._at_a_limit = asyncio.Event()
        self._until = float("inf")  # the time runs from when the browser is asked to go
        self._began_at = clock.now()
        self._alterations = {vault.Alteration.PROXIED, vault.Alteration.CONTENT_DECODED, vault.Alteration.WEBRTC_OFF}
        self._alterations |= {vault.Alteration.USER_AGENT_SET, vault.Alteration.TIMEZONE_SET}
        self._alterations.add(vault.Alteration.SERVICE_WORKERS_OFF)
        proxy.gate.on_stop = self._stopped_by
        self._recorder.on_full = self._window.still

    def out_of_memory(self) -> None:
        """Take note that the browser was ended because it held too much."""
        self._gate.stop(vault.Limit.MEMORY)

    async def made(self) -> vault.Take | None:
        """Return what the visit brought home, or None where there was no page but a file."""
        wish, window = self._wish, self._window
        try:
            await window.open(language=wish.language, trusts_any_certificate=wish.trust_any_certificate)
        except Failed as err:
            raise BrowserTooOld(problem=str(err)) from err
        self._until = time.monotonic() + wish.limits.seconds
        end = asyncio.create_task(self._end_of_time())
        try:
            problem = await window.go(self._address.url, until=self._at_a_limit, within_seconds=wish.limits.seconds)
            if problem == "download" or (problem and vault.Alteration.DOWNLOADS_REFUSED in window.alterations):
                return None
            self._check_arrival(problem)
            viewer = Viewer(window.page, self._recorder.frame)
            await self._waited(viewer)
            end.cancel()
            self._check_arrival(problem)  # a page may have led on to somewhere else since
            seen = await self._seen(viewer)
            exchanges, document = await self._exchanges(seen)
            return await self._taken(exchanges, document, seen)
        finally:
            end.cancel()
            self._gate.stop(_ENDED)

    async def _end_of_time(self) -> None:
        """Stop loading when the time is up: what is there by then is what there is."""
        await asyncio.sleep(max(0.0, self._until - time.monotonic()))
        self._gate.stop(vault.Limit.SECONDS)

    def _stopped_by(self, reason: str) -> None:
        self._at_a_limit.set()
        if reason != _ENDED:
            self._window.stop()

    def _check_arrival(self, problem: str | None) -> None:
        """Return when there is a page, or at least the way to where it would have been and a limit that ended it.

        Raises:
            InternalAddress, CertificateRefused, Unreachable: there is not.
        """
        asked = self._recorder.navigations()
        last = asked[-1] if asked else None
        place = last.url if last is not None else self._address.url
        if self._recorder.shown is not None and self._recorder.lost is None:
            return
        if self._gate.stopped is not None and last is not None and any(one.answers for one in asked):
            return
        lost = urlsplit(self._recorder.lost or place)
        port = lost.port or (443 if lost.scheme == "https" else 80)
        reasons = {one.reason for one in self._gate.turned if (one.host, one.port) == (lost.hostname, port)}
        if "internal" in reasons:
            raise vault.InternalAddress(address=lost.geturl())
        shown = f"{lost.scheme}://{lost.netloc}"
        if problem is not None and "ERR_CERT" in problem:
            raise CertificateRefused(place=shown, problem=problem)
        why = "no answer in time" if self._gate.stopped == vault.Limit.SECONDS else problem
        raise Unreachable(place=shown, problem=next(iter(sorted(reasons)), None) or why or "no page")

    async def _waited(self, viewer: Viewer) -> None:
        """Return when the page has come to rest, its end too, or when it may take no longer."""
        await self._rested()
        if self._gate.stopped is None and await viewer.scroll():
            self._alterations.add(vault.Alteration.SCROLLED)
            await self._rested()

    async def _rested(self) -> None:
        until = min(self._until, time.monotonic() + _SETTLE_SECONDS)
        await self._recorder.settled(quiet_seconds=_QUIET_SECONDS, until=until)

    async def _seen(self, viewer: Viewer) -> View:
        """Look at the page, if there is one; what a page that hangs did not show is left out."""
        if self._recorder.shown is None:
            return viewer.seen
        edge = f"{self._recorder.shown_url} · {instant_text(self._clock.now())}"
        with suppress(TimeoutError):
            is_late = self._gate.is_stopped()
            async with asyncio.timeout(_VIEWING_AFTER_A_LIMIT_SECONDS if is_late else _VIEWING_SECONDS):
                await viewer.view(edge=edge, keeps_mhtml=self._wish.keeps_mhtml)
        if viewer.seen.pdf is not None:
            self._alterations.add(vault.Alteration.SCREEN_PRINTED)
        return viewer.seen

    async def _exchanges(self, seen: View) -> tuple[list[vault.Exchange], int | None]:
        """Return everything that was said over the network, and which of it is the page."""
        await self._recorder.finish()
        found: list[vault.Exchange] = []
        document = None
        for request in self._recorder.requests.values():
            if request.is_of_the_web:
                found += self._recorder.exchanges(request)
            if request.id == self._recorder.shown and request.answers:
                document = len(found) - 1
        called = self._gate.called
        found = [replace(one, address=called.get(urlsplit(one.url).hostname or "")) for one in found]
        return found + await self._media_apart(seen, found), document

    async def _media_apart(self, seen: View, found: list[vault.Exchange]) -> list[vault.Exchange]:
        """Fetch the pictures, sounds and films that the browser took in pieces, or did not keep (METHOD 1.1, d)."""
        whole = {one.url for one in found if one.is_whole and one.status == 200}
        wanted = [one.url for one in seen.media if one.url.partition("#")[0] not in whole]
        more: list[vault.Exchange] = []
        way = Way(
            gate=self._gate,
            limits=self._wish.limits,
            clock=self._clock,
            until=self._until,
            trust_any=self._wish.trust_any_certificate,
        )
        for url in wanted:
            if self._gate.is_stopped() or time.monotonic() > self._until:
                break
            with suppress(Fault):
                address = vault.web_address(url)
                more += (await fetched(way, address, await self._as_the_page(url))).exchanges
        if more:
            self._alterations.add(vault.Alteration.MEDIA_FETCHED_APART)
        return more

    async def _as_the_page(self, url: str) -> vault.Fields:
        """Return what the page's browser would have said of itself when asking for this."""
        cookies = await self._window.cookies(url)
        fields = [("User-Agent", self._window.agent), ("Accept", "*/*"), ("Accept-Language", self._wish.language)]
        fields += [("Referer", self._recorder.shown_url.partition("#")[0])]
        fields += [("Cookie", cookies)] if cookies else []
        return tuple(fields)

    async def _tls(self) -> vault.Tls | None:
        """Return what the browser knows of the connection to the page's server."""
        answer = self._recorder.shown_answer()
        details = answer.get("securityDetails") if answer is not None else None
        if answer is None or not details:
            return None
        parts = urlsplit(str(answer["url"]))
        chain: tuple[bytes, ...] = ()
        with suppress(Failed):
            told = await self._recorder.page.send("Network.getCertificate", origin=f"{parts.scheme}://{parts.netloc}")
            chain = tuple(base64.b64decode(one) for one in told["tableNames"])
        return vault.Tls(
            protocol=str(details.get("protocol", "")),
            cipher=str(details.get("cipher", "")),
            is_trusted=answer.get("securityState") != "insecure",
            certificates=chain,
        )

    async def _taken(self, exchanges: list[vault.Exchange], document: int | None, seen: View) -> vault.Take:
        tls = await self._tls()
        if tls is not None and not tls.is_trusted:
            self._alterations.add(vault.Alteration.CERTIFICATE_NOT_TRUSTED)
        if any(one.url.startswith("http:") for one in exchanges):
            self._alterations.add(vault.Alteration.CONNECTION_CLOSED)
        if not self._wish.has_sandbox:
            self._alterations.add(vault.Alteration.UNSANDBOXED)
        stopped = self._stopped(exchanges, document)
        if stopped:
            self._alterations.add(vault.Alteration.STOPPED)
        asked = [one for one in self._recorder.requests.values() if one.url.startswith(("http://", "https://"))]
        return vault.Take(
            address=self._address,
            mode=vault.Mode.BROWSER,
            chain=self._chain(),
            document=document,
            exchanges=tuple(exchanges),
            rendered=_rendered(seen) if document is not None else None,
            tls=tls,
            began_at=self._began_at,
            answered_at=self._recorder.shown_at(),
            ended_at=self._clock.now(),
            tool=TOOL,
            browser=f"Chromium {self._window.version}",
            user_agent=self._window.agent,
            viewport=f"{WIDTH}x{HEIGHT}",
            language=self._wish.language,
            stopped=stopped,
            unanswered=sum(1 for one in asked if not one.is_from_cache and (one.is_failed or not one.is_done)),
            sockets=tuple(self._recorder.sockets),
            turned_away=self._gate.turned_away(),
            alterations=tuple(sorted(self._alterations | self._window.alterations)),
            sources=tuple(sorted(self._gate.sources)),
        )

    def _stopped(self, exchanges: list[vault.Exchange], document: int | None) -> tuple[vault.Limit, ...]:
        """Return the limit that ended the visit, or that the server ended it."""
        if self._gate.stopped is not None:
            return (vault.Limit(self._gate.stopped),)
        if self._recorder.is_full:
            return (vault.Limit.REQUESTS,)
        if document is None or not exchanges[document].is_whole:
            return (vault.Limit.BROKEN_OFF,)
        return ()

    def _chain(self) -> tuple[vault.Hop, ...]:
        """Return the way to the page: redirects of servers, and where a page itself led on to another."""
        hops: list[vault.Hop] = []
        for request in self._recorder.navigations():
            for place, one in enumerate(self._recorder.exchanges(request)):
                by = "script" if place == 0 and hops else "http"
                hops.append(vault.Hop(url=one.url, status=one.status, by=by))
            if request.id == self._recorder.shown:
                break
        return tuple(hops)


def _rendered(seen: View) -> vault.Rendered:
    return vault.Rendered(
        url=seen.url,
        title=seen.title,
        dom=seen.dom,
        text=seen.text,
        picture=seen.picture,
        pdf=seen.pdf,
        mhtml=seen.mhtml,
        media=tuple(seen.media),
        metadata=seen.metadata,
        linked_data=tuple(seen.linked),
    )


def first_line(err: Exception) -> str:
    """Return what a foreign fault says, without the pages that may follow."""
    return str(err).strip().partition("\n")[0][:300]
