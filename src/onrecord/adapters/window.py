"""Owns the one window of a capture's browser: opened in a context of its own that is never written to a profile.

It answers for us where the browser asks: the proxy's password to the proxy, "no" to dialogs, downloads and further
windows. It goes where it is told and says how that ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from onrecord import vault
from onrecord.adapters.devtools import Facts, Failed, Target, Wire
from onrecord.adapters.proxy import Proxy
from onrecord.adapters.recorder import Recorder

if TYPE_CHECKING:
    from playwright.async_api import Browser

WIDTH, HEIGHT = 1280, 1024
_STILL: Final[tuple[tuple[str, Facts], ...]] = (("Emulation.setScriptExecutionDisabled", {"value": True}),)
_STOP: Final[tuple[tuple[str, Facts], ...]] = (
    ("Page.stopLoading", {}),
    ("Network.setBlockedURLs", {"urls": ["*"]}),
    ("Fetch.disable", {}),
)
# A service worker answers in the server's place, out of a store of its own, and begins before anybody can listen to it:
# what a page shows would no longer be what the server sent. So none is registered, in no frame.
_NO_SERVICE_WORKERS: Final = """if (self.ServiceWorkerContainer) Object.defineProperty(ServiceWorkerContainer.prototype,
  'register', {value: () => Promise.reject(new DOMException('not allowed', 'SecurityError'))})"""
_ALL: Final = "<-loopback>"  # nothing is exempt from the proxy, not even this machine


class Window:
    """A page that is shown to nobody. `open` comes first; whatever it took note of is in `alterations`."""

    def __init__(self, browser: Browser, recorder: Recorder, proxy: Proxy) -> None:
        self.agent = ""
        self.version = ""
        self.alterations: set[vault.Alteration] = set()
        self._browser = browser
        self._recorder = recorder
        self._proxy = proxy
        self._context = ""
        self._own = ""
        self._wire: Wire | None = None
        self._page: Target | None = None
        self._loaded = asyncio.Event()
        self._asides: set[asyncio.Task[None]] = set()

    @property
    def page(self) -> Target:
        """What is spoken to in it."""
        if self._page is None:
            msg = "asked before it was opened"
            raise RuntimeError(msg)
        return self._page

    async def open(self, *, language: str, trusts_any_certificate: bool) -> None:
        """Open the window and listen.

        Raises:
            BrowserTooOld, Failed: this browser cannot do it.
        """
        told = {"Target.targetCreated": self._created, "Browser.downloadWillBegin": self._download}
        self._wire = wire = Wire(await self._browser.new_browser_cdp_session(), told)
        self._browser.on("disconnected", lambda _browser: wire.lose())
        version = await wire.send("Browser.getVersion")
        self.version = str(version["product"]).partition("/")[2]
        self.agent = str(version["userAgent"]).replace("HeadlessChrome", "Chrome")
        made = await wire.send(
            "Target.createBrowserContext",
            disposeOnDetach=True,
            proxyServer=self._proxy.address,
            proxyBypassList=_ALL,
        )
        self._context = made["browserContextId"]
        await wire.send(
            "Browser.setDownloadBehavior", behavior="deny", browserContextId=self._context, eventsEnabled=True
        )
        made = await wire.send("Target.createTarget", url="about:blank", browserContextId=self._context)
        self._own = made["targetId"]
        await wire.send("Target.setDiscoverTargets", discover=True)
        self._page = await wire.attach(self._own, self._heard)
        await self._page.send(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False
        )
        await self._page.send("Fetch.enable", handleAuthRequests=True, patterns=[{"urlPattern": "*"}])
        await self._recorder.watch(self._page, self._habits(language, trusts_any_certificate=trusts_any_certificate))

    async def go(self, url: str, *, until: asyncio.Event, within_seconds: float) -> str | None:
        """Go to the address and return when it is loaded or the event is set; or what the browser said instead."""
        try:
            went = await self.page.send("Page.navigate", within_seconds=within_seconds, url=url)
        except Failed as err:
            return str(err)
        if went.get("isDownload"):
            return "download"
        if went.get("errorText"):
            return str(went["errorText"])
        waiting = [asyncio.create_task(one.wait()) for one in (self._loaded, until)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        return None

    def stop(self) -> None:
        """Tell the page, and all it started, to load no more and to run no more: else it goes on to ask without end."""
        self._tell_all(*_STILL, *_STOP)

    def still(self) -> None:
        """Tell the page, and all it started, to run no more; what it has asked for may still come."""
        self._tell_all(*_STILL)

    def _tell_all(self, *words: tuple[str, Facts]) -> None:
        for target in self._page.everyone() if self._page is not None else ():
            for method, facts in words:
                self._aside(target.send(method, **facts))

    async def cookies(self, url: str) -> str:
        """Return the cookies that the page's browser would send there."""
        with suppress(Failed):
            told = await self.page.send("Network.getCookies", urls=[url])
            return "; ".join(f"{one['name']}={one['value']}" for one in told["cookies"])
        return ""

    def _habits(self, language: str, *, trusts_any_certificate: bool) -> list[tuple[str, Facts]]:
        """Return what the page, and each frame and worker of it, is told before it runs."""
        major = self.version.partition(".")[0]
        brands = [{"brand": "Chromium", "version": major}, {"brand": "Not:A-Brand", "version": "8"}]
        client = {
            "brands": brands, "platform": "Linux", "platformVersion": "", "architecture": "x86", "model": "",
            "mobile": False,
        }  # fmt: skip
        agent = {"userAgent": self.agent, "acceptLanguage": language, "userAgentMetadata": client}
        habits: list[tuple[str, Facts]] = [
            ("Emulation.setUserAgentOverride", agent),
            ("Emulation.setTimezoneOverride", {"timezoneId": "UTC"}),
            ("Network.setBypassServiceWorker", {"bypass": True}),
            ("Page.addScriptToEvaluateOnNewDocument", {"source": _NO_SERVICE_WORKERS}),
        ]
        if trusts_any_certificate:
            habits.append(("Security.setIgnoreCertificateErrors", {"ignore": True}))
        return habits

    def _heard(self, target: Target, event: str, facts: Facts) -> None:
        """Take in an event of the page or of what it started; nothing here waits."""
        if event == "Fetch.authRequired":
            self._aside(target.send("Fetch.continueWithAuth", **self._password(facts)))
        elif event == "Fetch.requestPaused":
            self._aside(self._let_through(target, facts))
        elif event == "Page.javascriptDialogOpening":
            self.alterations.add(vault.Alteration.DIALOGS_DISMISSED)
            self._aside(target.send("Page.handleJavaScriptDialog", accept=False))
        elif event == "Page.loadEventFired" and target is self._page:
            self._loaded.set()
        self._recorder.heard(target, event, facts)

    async def _let_through(self, target: Target, facts: Facts) -> None:
        """Let a request go out; one that was not asked yet when the page had asked as often as it may goes nowhere."""
        request = facts["requestId"]
        if self._recorder.is_full and facts.get("networkId") not in self._recorder.requests:
            await target.send("Fetch.failRequest", requestId=request, errorReason="Aborted")
        else:
            await target.send("Fetch.continueRequest", requestId=request)

    def _password(self, facts: Facts) -> dict[str, Any]:
        """Return the proxy's password for the proxy, and none for anybody else who asks."""
        challenge = facts["authChallenge"]
        answer: dict[str, str] = {"response": "CancelAuth"}
        if challenge.get("source") == "Proxy" and challenge["origin"] == self._proxy.address:
            answer = {
                "response": "ProvideCredentials",
                "username": self._proxy.username,
                "password": self._proxy.password,
            }
        return {"requestId": facts["requestId"], "authChallengeResponse": answer}

    def _created(self, facts: Facts) -> None:
        """Close what the page opens beside itself."""
        target = facts["targetInfo"]
        is_ours = target.get("browserContextId") == self._context and target["targetId"] != self._own
        if is_ours and target["type"] == "page" and self._wire is not None:
            self.alterations.add(vault.Alteration.WINDOWS_CLOSED)
            self._aside(self._wire.send("Target.closeTarget", targetId=target["targetId"]))

    def _download(self, _facts: Facts) -> None:
        self.alterations.add(vault.Alteration.DOWNLOADS_REFUSED)

    def _aside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do this while everything goes on; that its target is gone by then is as good."""

        async def done() -> None:
            with suppress(Failed):
                await work

        task = asyncio.create_task(done())
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)
