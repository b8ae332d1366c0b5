"""Owns the browser of a capture: one Chromium, started for one address behind our proxy, and gone afterwards.

It keeps nothing on the disk of what it saw: pages live in its memory, what it writes lies in a folder of its own that
only we may read and that goes with it. It never judges what it brings home.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import secrets
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord import vault
from onrecord.adapters import memory
from onrecord.adapters.errors import (
    BrowserFailed,
    BrowserMissing,
    CaptureExtraMissing,
    SandboxMissing,
)
from onrecord.adapters.gate import Gate, Resolve
from onrecord.adapters.plain import PlainFetch
from onrecord.adapters.proxy import Proxy
from onrecord.adapters.visiting import Visit, Wish, first_line
from onrecord.kernel import Clock

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES: Final = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - asked how large it is; nothing of ours is put there by name
_ENOUGH_SHARED: Final = 512 << 20
_CLOSING_SECONDS: Final = 10.0
_ARGUMENTS: Final = (
    "--proxy-bypass-list=<-loopback>",  # not even this machine is reached past the proxy
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # names are resolved by the gate alone
    "--dns-prefetch-disable",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-crash-reporter",
    "--no-pings",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chromium:
    """Takes an address with a browser.

    `allow`, `resolve` and `arguments` are for tests: only a constructor can give them, no setting and no environment.
    """

    executable: Path | None = None
    has_sandbox: bool = True
    limits: vault.TakeLimits = field(default_factory=vault.TakeLimits)
    language: str = "en"
    keeps_mhtml: bool = False
    trust_any_certificate: bool = False
    allow: frozenset[vault.IpAddress] = frozenset()
    resolve: Resolve | None = None
    arguments: tuple[str, ...] = ()

    def take(self, address: vault.WebAddress, *, clock: Clock) -> vault.Take:
        """Return what is at the address, rendered; see `vault.Taker.take`. A file that is no page is fetched plainly.

        Raises:
            CaptureExtraMissing, BrowserMissing, BrowserTooOld, SandboxMissing: there is no browser to do it with.
            BrowserFailed: it broke down before there was anything to keep.
            Unreachable, CertificateRefused: the server did not answer, or not as itself.
            AddressRefused: the address, or a redirect from it, leads where a capture may not go.
        """
        executable = find_browser(self.executable)
        if self.has_sandbox and hasattr(os, "geteuid") and os.geteuid() == 0:
            raise SandboxMissing(problem="root")
        taken = asyncio.run(self._visited(executable, address, clock))
        return taken if taken is not None else self._fetched(address, clock)

    async def _visited(self, executable: Path, address: vault.WebAddress, clock: Clock) -> vault.Take | None:
        """Return the page, or None where the address holds a file that a browser only downloads."""
        from playwright.async_api import Error, async_playwright

        gate = Gate(limit_bytes=self.limits.bytes, resolve=self.resolve, allow=self.allow)
        mark = secrets.token_hex(16)
        with tempfile.TemporaryDirectory(prefix="onrecord-", ignore_cleanup_errors=True) as folder:
            async with Proxy(gate) as proxy, async_playwright() as playwright:
                browser = await self._launched(playwright, executable, proxy, Path(folder), mark)
                visit = Visit(self._wish(), browser, proxy, address, clock)
                watched = asyncio.create_task(memory.watch(mark, self.limits.memory_bytes, visit.out_of_memory))
                try:
                    return await visit.made()
                except Error as err:
                    raise BrowserFailed(problem=first_line(err)) from err
                finally:
                    watched.cancel()
                    with suppress(Error, TimeoutError):
                        async with asyncio.timeout(_CLOSING_SECONDS):
                            await browser.close()

    def _wish(self) -> Wish:
        return Wish(
            limits=self.limits,
            has_sandbox=self.has_sandbox,
            language=self.language,
            keeps_mhtml=self.keeps_mhtml,
            trust_any_certificate=self.trust_any_certificate,
        )

    def _fetched(self, address: vault.WebAddress, clock: Clock) -> vault.Take:
        plain = PlainFetch(
            limits=self.limits,
            language=self.language,
            trust_any_certificate=self.trust_any_certificate,
            allow=self.allow,
            resolve=self.resolve,
        )
        return plain.take(address, clock=clock)

    async def _launched(
        self, playwright: Playwright, executable: Path, proxy: Proxy, folder: Path, mark: str
    ) -> Browser:
        from playwright.async_api import Error

        has_room = _SHARED_MEMORY.is_dir() and shutil.disk_usage(_SHARED_MEMORY).total >= _ENOUGH_SHARED
        try:
            return await playwright.chromium.launch(
                executable_path=executable,
                chromium_sandbox=self.has_sandbox,
                headless=True,
                args=[*_ARGUMENTS, f"--proxy-server={proxy.address}", *self.arguments],
                # Shared memory on the disk would put pages there in the clear; where there is too little, it must.
                ignore_default_args=["--disable-dev-shm-usage"] if has_room else None,
                env=_environment(folder, mark),
                timeout=60_000,
            )
        except Error as err:
            told = _last_words(err)
            raise (SandboxMissing if "sandbox" in told.lower() else BrowserFailed)(problem=told) from err


def find_browser(named: Path | None = None) -> Path:
    """Return the Chromium to use: the one that was named, else the first on this machine.

    Raises:
        CaptureExtraMissing: the packages that drive it are not installed.
        BrowserMissing: there is none, or nothing where it was said to be.
    """
    if importlib.util.find_spec("playwright") is None:
        raise CaptureExtraMissing
    if named is not None:
        found = shutil.which(named)
        if found is None:
            raise BrowserMissing(looked=str(named))
        return Path(found)
    for name in (*_NAMES, *_PLACES):
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    raise BrowserMissing(looked=", ".join(_NAMES))


def _last_words(err: Exception) -> str:
    """Return what a browser said before it ended, out of what its driver tells; else what the driver says itself."""
    lines = [line.strip() for line in str(err).splitlines() if "[err]" in line]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "usable sandbox", "as root"))]
    return telling[0][-300:] if telling else first_line(err)


def _environment(folder: Path, mark: str) -> dict[str, str | float | bool] | None:
    """Return what the browser may know of us: nothing. Its files go into our folder, its clock shows UTC."""
    if sys.platform == "win32":  # there a program does not start without the system's own variables
        return None
    home = str(folder)
    return {
        "PATH": os.defpath, "HOME": home, "TMPDIR": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home,
        "XDG_RUNTIME_DIR": home, "TZ": "UTC", "LANG": "C.UTF-8", memory.MARK: mark,
    }  # fmt: skip
