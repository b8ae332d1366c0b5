"""`onrecord custody`, `copy`, `open`, `derive`: one JSON document each, words for a person, exit statuses."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import status_of

Types = Callable[..., Any]


@pytest.fixture
def types(archive: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Types:
    """Type a command with `--json` at an archive with one public and one restricted item, and return its document."""

    def typed(*words: str, status: int = 0, as_json: bool = True) -> Any:
        capfdbinary.readouterr()
        assert status_of(["-C", str(archive), *words, *(["--json"] if as_json else [])]) == status, words
        shown = capfdbinary.readouterr()
        return json.loads(shown.out) if as_json else (shown.out, shown.err.decode())

    (tmp_path / "shown.txt").write_text("shown")
    (tmp_path / "hidden.txt").write_text("hidden")
    typed("add", str(tmp_path / "shown.txt"), "--visibility", "public", "--from", "Aliya Sadykova")
    typed("add", str(tmp_path / "hidden.txt"), "--visibility", "restricted", "--in-clear")
    return typed


def test_an_event_is_recorded_with_and_without_the_word_record(types: Types) -> None:
    """CLI.md promises `custody ID EVENT ...`; options may come first, and an item may be called as a command is."""
    short = types("custody", "shown.txt", "hashed", "--fact", "place=the office")
    assert (short["event"], short["place"], short["process"]) == ("hashed", "the office", "preservation")
    assert types("custody", "record", "shown.txt", "hashed")["seq"] == short["seq"] + 1
    assert types("custody", "--fact", "place=here", "shown.txt", "hashed")["place"] == "here"
    assert types("custody", "nowhere.txt", "hashed", status=4)["error"]["code"] == "vault.no-such-item"
    assert types("custody", "shown.txt", "stolen", status=2)["error"]["code"] == "vault.unknown-event"
    assert types("custody", "shown.txt", "hashed", "--fact", "place", status=2, as_json=False)


def test_a_check_that_holds_and_one_that_does_not(types: Types) -> None:
    """ok, problems and warnings with rule, item, seq, expected, found; exit status 10 where a rule is broken."""
    whole = types("custody", "check")
    assert (whole["ok"], whole["items"], whole["problems"]) == (True, 2, [])
    assert {one["rule"] for one in whole["warnings"]} == {"EV-04", "EV-06"}
    seq = types("custody", "shown.txt", "integrity_failure", "--fact", f"hash_after={'0' * 64}")["seq"]
    broken = types("custody", "check", status=10)
    (problem,) = broken["problems"]
    assert (problem["rule"], problem["seq"], problem["found"]) == ("EV-02", seq, "0" * 64)
    assert "frozen" in problem["message"]
    assert types("custody", "check", "hidden.txt")["ok"]
    page, _ = types("--language", "ru", "custody", "check", status=10, as_json=False)
    assert "заморожен" in page.decode()


def test_a_bag_is_held_against_common_tools(types: Types, tmp_path: Path) -> None:
    """EV-08: `--bag` reads what was exported."""
    types("export", str(tmp_path / "bag"), "--to", "a newspaper", "--purpose", "a story")
    assert types("custody", "check", "--bag", str(tmp_path / "bag"))["ok"]
    (tmp_path / "bag" / "data" / "README.txt").write_text("other")
    (problem,) = types("custody", "check", "--bag", str(tmp_path / "bag"), status=10)["problems"]
    assert problem["rule"] == "EV-08"


def test_a_copy_is_made_and_recorded(types: Types, tmp_path: Path) -> None:
    """Path, digest and event; a second one to the same place is refused."""
    made = types("copy", "hidden.txt", str(tmp_path / "copy.txt"), "--purpose", "translation")
    assert Path(made["path"]).read_text() == "hidden"
    assert (made["event"]["event"], made["event"]["purpose"]) == ("working_copy_made", "translation")
    assert types("copy", "hidden.txt", str(tmp_path / "copy.txt"), status=5)["error"]["code"] == "vault.in-the-way"


def test_opened_bytes_come_as_they_are(types: Types) -> None:
    """To standard output and nothing beside them; under `--json` in base 64; restricted ones leave a line."""
    content, words = types("open", "hidden.txt", as_json=False)
    assert (content, words) == (b"hidden", "")
    document = types("open", "hidden.txt", "--purpose", "a second look")
    assert base64.b64decode(document["content"]) == b"hidden"
    types("open", "shown.txt", as_json=False)
    found = types("custody", "accesses")
    assert [(one["event"], one["purpose"]) for one in found["accesses"]] == [
        ("accessed", "reading"),
        ("accessed", "a second look"),
    ]
    assert found["days"][0]["restricted_items"] == 1
    assert types("custody", "accesses", "--since", "2999-01-01")["accesses"] == []
    types("custody", "accesses", "--since", "yesterday", status=2, as_json=False)
    assert b"hidden" not in types("custody", "accesses", as_json=False)[0]


def test_bytes_that_have_changed_are_not_shown(types: Types, archive: Path) -> None:
    """Not one of them reaches the screen."""
    (row,) = [one for one in types("items")["items"] if one["name"] == "shown.txt"]
    (archive / "blobs" / row["sha256"][:2] / row["sha256"]).write_text("forgd")
    content, words = types("open", "shown.txt", as_json=False, status=10)
    assert content == b""
    assert "store.digest-mismatch" in words


def test_a_redacted_copy_is_bound(types: Types, tmp_path: Path) -> None:
    """`derive` seals and binds; more people see it only by decision."""
    (tmp_path / "redacted.txt").write_text("███")
    words = ("derive", "hidden.txt", str(tmp_path / "redacted.txt"), "--tool", "a scanner", "--recipe", "names covered")
    assert types(*words, "--visibility", "team", status=2)["error"]["code"] == "vault.wider-than-source"
    made = types(*words, "--visibility", "team", "--decision", "the board, 3 April")
    assert made["derived"]["visibility"] == "team"
    assert made["event"]["derived"] == made["derived"]["item"]
    assert types("custody", "check")["ok"]


def test_two_people_dispose_of_an_item(types: Types) -> None:
    """EV-09: one is refused; afterwards the store is whole."""
    words = ("custody", "dispose", "hidden.txt", "--reason", "a court ordered it", "--approved-by", "keeper")
    assert types(*words, status=2)["error"]["code"] == "vault.custody-gap"
    assert types(*words, "--approved-by", "the chair")["is_gone"] is True
    assert types("store", "check", "--deep")["ok"]


def test_a_report_is_printed_and_never_over_another(types: Types, tmp_path: Path) -> None:
    """PDF and JSON at once; a second to the same place is refused; without either it is a usage error."""
    out = tmp_path / "report.pdf"
    document = types("custody", "report", "hidden.txt", "--out", str(out), "--language", "ru")
    assert out.read_bytes().startswith(b"%PDF-")
    assert document["pdf"] == str(out)
    assert {"report", "item", "receipts", "holders", "events", "gaps", "fixity", "log", "stamps", "limits"} <= set(
        document
    )
    assert document["report"]["title"] == "Цепочка хранения"
    assert types("custody", "report", "hidden.txt", "--out", str(out), status=5)["error"]["code"] == "vault.in-the-way"
    types("custody", "report", "hidden.txt", status=2, as_json=False)
    assert "Sadykova" not in str(types("custody", "report", "shown.txt", "--edition", "public"))
