"""Who is sent to an address: set up by settings and options, and by nothing that a page could reach."""

from dataclasses import replace
from pathlib import Path

from onrecord import adapters, app

SETTINGS = app.settings_from({"ONRECORD_BROWSER": "my-chromium"})


def test_a_browser_goes_unless_none_is_wanted() -> None:
    """Its place and its sandbox come from the settings, the rest from the command."""
    browser = app.taker(replace(SETTINGS, has_browser_sandbox=False), app.Taking(page_language="kk", keeps_mhtml=True))
    assert isinstance(browser, adapters.Chromium)
    assert (browser.executable, browser.has_sandbox) == (Path("my-chromium"), False)
    assert (browser.language, browser.keeps_mhtml, browser.trust_any_certificate) == ("kk", True, False)
    plain = app.taker(SETTINGS, app.Taking(with_browser=False, trusts_any_certificate=True))
    assert isinstance(plain, adapters.PlainFetch)
    assert plain.trust_any_certificate


def test_nothing_opens_the_way_inside_but_a_constructor() -> None:
    """No setting and no option lets a capture reach this machine or its network."""
    for taking in (app.Taking(), app.Taking(with_browser=False)):
        taker = app.taker(SETTINGS, taking)
        assert isinstance(taker, adapters.Chromium | adapters.PlainFetch)
        assert (taker.allow, taker.resolve) == (frozenset(), None)


def test_the_sandbox_stays_on_unless_the_very_word_takes_it_away() -> None:
    """An empty value is no word."""
    assert app.settings_from({}).has_browser_sandbox
    assert not app.settings_from({"ONRECORD_BROWSER_SANDBOX": "off"}).has_browser_sandbox
