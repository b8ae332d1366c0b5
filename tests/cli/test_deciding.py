"""`onrecord proposals`, `accept`, `refuse`, `reading report`: one JSON document each, words for a person, exit statuses."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import status_of

Types = Callable[..., Any]
_SUBJECT = "subject=incident:valley-2021"
_SPEAKER = "speaker=regional office"


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive with one source that was read."""

    def typed(*words: str, status: int = 0, as_json: bool = True) -> Any:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, *(["--json"] if as_json else [])]) == status, words
        shown = capsys.readouterr()
        return json.loads(shown.out) if as_json else shown.out + shown.err

    (tmp_path / "herald.md").write_text("The office said that eleven people were killed. It said that 40 were injured.")
    row = {"source": "S1", "publisher": "Valley Herald", "published_on": "2021-03-10", "language": "en", "item": "herald.md",
           "source_kind": "media_news", "address": "https://example.org/1"}  # fmt: skip
    (tmp_path / "sources.jsonl").write_text(json.dumps(row))
    typed("add", str(tmp_path / "herald.md"), "--visibility", "public")
    typed("state", str(tmp_path / "sources.jsonl"))
    return typed


def test_from_reading_to_a_claim(types: Types) -> None:
    """`read` says how many there are; `proposals` shows them; `accept` makes claims; `refuse` keeps the reason."""
    (read,) = types("read")["items"]
    assert read["proposals"] == 2
    killed, injured = types("proposals")["proposals"]
    assert (killed["property"], killed["value"]["low"], killed["name"]) == ("killed", 11, "herald.md")
    assert killed["quote"]["text"] == "The office said that eleven people were killed."
    accepted = types("accept", killed["proposal"], "--with", _SUBJECT, "--with", _SPEAKER)["accepted"]
    assert accepted == [{"proposal": killed["proposal"], "claim": accepted[0]["claim"], "corrected": []}]
    assert [one["id"] for one in types("claims", "--property", "killed")["claims"]] == [accepted[0]["claim"]]
    assert types("refuse", injured["proposal"], "--why", "no source for it")["refused"] == [injured["proposal"]]
    assert types("proposals")["proposals"] == []
    (refused,) = types("proposals", "--decision", "refused")["proposals"]
    assert refused["why"] == "no source for it"
    rules = {one["rule"]: one for one in types("reading", "report")["rules"]}
    assert (rules["killed"]["precision"], rules["injured"]["precision"]) == ("1.000", "0.000")


def test_all_of_an_item_at_once_and_what_lacks(types: Types) -> None:
    """A batch by source; what cannot be a claim is told with its code, exit status 2, and goes on waiting."""
    types("read")
    told = types("accept", "--of", "herald.md", "--with", _SUBJECT, status=2)
    assert {one["code"] for one in told["refused"]} == {"ledger.field-missing"}
    assert len(types("proposals")["proposals"]) == 2
    assert len(types("accept", "--of", "herald.md", "--with", _SUBJECT, "--with", _SPEAKER)["accepted"]) == 2
    assert types("accept", "proposal-x", status=4)["error"]["code"] == "reading.no-such-proposal"
    assert types("accept", "--with", _SUBJECT, status=2, as_json=False)
    assert types("accept", "proposal-x", "--with", "subject", status=2, as_json=False)


def test_a_person_sees_the_sentence_and_its_place(types: Types) -> None:
    """In words, in the language of the interface; nothing of markup in a text is taken for ours."""
    types("read")
    shown = types("proposals", as_json=False)
    assert "The office said that eleven people were killed." in shown
    assert "[0–47]" in shown
    assert "предложений: 2" in types("--language", "ru", "proposals", as_json=False)
    none = types("--language", "kk", "proposals", "--decision", "refused", as_json=False)
    assert "`onrecord read`" in none


@pytest.fixture
def model(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A language model on this machine that says what it is told to."""
    del socket_enabled
    told: dict[str, Any] = {"claims": [], "status": 200, "asked": 0}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told["asked"] += 1
            content = json.dumps({"claims": told["claims"]})
            body = json.dumps({"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}).encode()
            self.send_response(told["status"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ONRECORD_MODEL", f"http://localhost:{server.server_port}/v1")
    monkeypatch.setenv("ONRECORD_MODEL_NAME", "small-instruct")
    yield told
    server.shutdown()
    server.server_close()


def test_a_language_model_is_asked_only_when_it_is_told_to(types: Types, model: dict[str, Any]) -> None:
    """Off by default; what it finds waits beside the rest, under its name; what it invents is not there."""
    quote = "The office said that eleven people were killed."
    model["claims"] = [
        {"property": "injured", "quote": quote, "words": "eleven people", "number": 11, "qualifier": "exact"},
        {"property": "missing", "quote": quote, "words": "eleven people", "number": 12, "qualifier": "exact"},
    ]
    types("read")
    assert model["asked"] == 0
    (read,) = types("read", "--with-model")["items"]
    assert (read["proposals"], read["not_asked"], model["asked"]) == (3, [], 1)
    found = {one["property"]: one["reader"] for one in types("proposals")["proposals"]}
    assert found["injured"] == "small-instruct, asked@1"
    assert "missing" not in found
    types("read", "--with-model")
    assert model["asked"] == 1


def test_a_model_that_does_not_answer_is_told_and_costs_nothing_else(types: Types, model: dict[str, Any]) -> None:
    """Our own readers have done their work; the status says that something is still to be done."""
    model["status"] = 503
    (read,) = types("read", "--with-model", status=20)["items"]
    assert (read["proposals"], [one["code"] for one in read["not_asked"]]) == (2, ["adapters.model-refuses"])
    assert "503" in types("read", "--with-model", status=20, as_json=False)


def test_without_a_named_model_none_is_asked(types: Types) -> None:
    """Whoever asks for one hears which setting names it, before anything is read."""
    types("read", "--with-model", status=30)
