"""Owns who goes to an address of the web: a browser as it is set up here, or a plain fetch where none is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.app.settings import Settings

if TYPE_CHECKING:
    from onrecord.vault import Taker


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """How a page is to be taken."""

    with_browser: bool = True
    page_language: str = "en"  # what the server is told that we read; our own tongue would tell where we are from
    keeps_mhtml: bool = False
    trusts_any_certificate: bool = False


def taker(settings: Settings, taking: Taking | None = None) -> Taker:
    """Return who goes there. Whether there is a browser shows when it is sent."""
    from onrecord import adapters

    how = taking or Taking()
    if not how.with_browser:
        return adapters.PlainFetch(language=how.page_language, trust_any_certificate=how.trusts_any_certificate)
    return adapters.Chromium(
        executable=settings.browser,
        has_sandbox=settings.has_browser_sandbox,
        language=how.page_language,
        keeps_mhtml=how.keeps_mhtml,
        trust_any_certificate=how.trusts_any_certificate,
    )
