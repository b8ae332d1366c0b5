"""The commands of captures: an address given to `add` or `capture` becomes items; what is wrong is told, not hidden."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.vault.pages.takes import URL, Brings, exchange, other_page, rendered, take

from onrecord import adapters, app, vault
from onrecord.cli import status_of
from onrecord.cli.captures import is_address

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def brings(monkeypatch: pytest.MonkeyPatch) -> Brings:
    """What whoever is sent to an address brings home; with how they were asked to take it."""
    taker = Brings([])
    asked: list[app.Taking] = []

    def given(_settings: app.Settings, taking: app.Taking) -> Brings:
        asked.append(taking)
        return taker

    taker.asked = asked  # type: ignore[attr-defined]
    monkeypatch.setattr(app, "taker", given)
    return taker


@pytest.fixture
def run(archive: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the archive and return status, document, messages."""

    def run(*arguments: str, as_json: bool = True) -> tuple[int, Any, str]:
        status = status_of(["-C", str(archive), *arguments, *(["--json"] if as_json else [])])
        shown = capsys.readouterr()
        return status, json.loads(shown.out) if as_json else shown.out, shown.err

    return run


def test_an_address_is_captured_into_items(run: Run, brings: Brings) -> None:
    """`capture URL`: the items, and the record of METHOD 1.1."""
    brings.takes.append(take())
    status, document, said = run("capture", URL, "--expect", "eleven houses", "--collector", "C", "--identity", "I")
    assert (status, said) == (0, "")
    assert len(document["items"]) == len(document["capture"]["parts"]) == 10
    capture = document["capture"]
    assert (capture["url_requested"], capture["url_final"], capture["court_minimum"]) == (URL, URL, True)
    assert (capture["complete"], capture["missing"], capture["partial"]) == (True, [], False)
    assert capture["expected"] == [{"words": "eleven houses", "found": True}]
    assert capture["previous"] is None
    _, listed, _ = run("captures", URL)
    assert [one["id"] for one in listed["captures"]] == [capture["id"]]
    _, one, _ = run("captures", capture["id"])
    assert one["captures"][0]["collection"] == {
        "collector": "C", "virtual_identity": "I", "ip_addresses": ["10.11.12.13"], "note": None, "received_from": None,
        "received_on": None, "in_clear": False,
    }  # fmt: skip


def test_add_takes_files_and_addresses_together(run: Run, brings: Brings, tmp_path: Path) -> None:
    """CLI.md: `add PATH|URL...`; one that is refused or does not answer holds up no other."""
    (tmp_path / "list.txt").write_text("a list")
    unreachable = adapters.Unreachable(place="b", problem="silence")
    brings.takes += [take(), unreachable]
    status, document, said = run(
        "add", str(tmp_path / "list.txt"), URL, "https://b.example.org/", "http://127.0.0.1/", "file:///etc/passwd",
        "--from", "a source", "--received-on", "2031-03-30", "--no-browser", "--page-language", "ru",
    )  # fmt: skip
    assert status == 2
    assert document["items"][0]["name"] == "list.txt"
    assert len(document["items"]) == 11
    assert document["capture"] == document["captures"][0]
    assert document["capture"]["collection"]["received_from"] == "a source"
    codes = [one["code"] for one in document["refused"]]
    assert codes == ["adapters.unreachable", "vault.internal-address", "vault.not-a-web-address"]
    assert all(code in said for code in codes)
    assert brings.asked[0] == app.Taking(with_browser=False, page_language="ru")  # type: ignore[attr-defined]


def test_a_service_that_is_missing_has_its_own_status(run: Run, brings: Brings) -> None:
    """Exit status 20, the same for one command and the other."""
    brings.takes += [adapters.BrowserMissing(looked="chromium"), adapters.BrowserMissing(looked="chromium")]
    assert run("add", URL)[0] == 20
    status, document, _ = run("capture", URL)
    assert (status, document["error"]["code"]) == (20, "adapters.browser-missing")


def test_what_is_wrong_with_a_capture_is_told_in_words(run: Run, brings: Brings) -> None:
    """A shell, a cut, a page that reached inside, a page that changed: on standard error, in the person's language."""
    brings.takes.append(take())
    run("capture", URL)
    shell = replace(
        other_page("Log in to continue."),
        exchanges=(exchange(is_whole=False),),
        stopped=(vault.Limit.SECONDS,),
        turned_away=(vault.TurnedAway(host="192.168.0.1", port=80, reason="internal"),),
        rendered=rendered("Log in to continue."),
    )
    brings.takes.append(shell)
    status, _, said = run("--language", "ru", "capture", URL, as_json=False)
    assert status == 0
    for words in ("судебного минимума", "неполон", "частичный", "оболочкой", "192.168.0.1", "изменилась"):
        assert words in said
    brings.takes.append(take())
    _, shown, said = run("capture", URL, as_json=False)
    assert "court minimum" in shown
    assert "full_page_image" in shown


def test_what_is_a_file_here_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheme makes an address, unless such a file lies here; a drive's letter is none."""
    monkeypatch.chdir(tmp_path)
    assert is_address("https://example.org/")
    assert is_address("gopher://example.org/")
    assert is_address("javascript:alert(1)")
    assert not is_address("C:\\photos")
    assert not is_address("photos/list.pdf")
    assert is_address("note:1")
    Path("note:1").write_text("a file")
    assert not is_address("note:1")
