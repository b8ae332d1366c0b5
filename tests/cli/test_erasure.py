"""The commands of erasure: a list first, nothing destroyed by itself, one document under `--json`."""

import io
import json
from pathlib import Path

import pytest

from onrecord.cli import status_of


@pytest.fixture
def at(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the options that lead to an archive with one text in it."""
    (tmp_path / "letter.txt").write_text("Зулейха Корлас видела пять человек.", encoding="utf-8")
    options = ["-C", str(archive)]
    assert status_of([*options, "add", str(tmp_path / "letter.txt")]) == 0
    assert status_of([*options, "read"]) == 0
    capsys.readouterr()
    return options


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    status = status_of([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_list_is_shown_approved_by_its_code_and_carried_out(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the list, from names on standard input; then the same list by its code."""
    monkeypatch.setattr("sys.stdin", io.StringIO("Зулейха Корлас\n"))
    status, shown = _run(capsys, *at, "expunge", "--words-file", "-")
    assert (status, shown["expunged"]) == (0, None)
    code = shown["worklist"]["code"]  # type: ignore[index]
    names = tmp_path / "names.txt"
    names.write_text("Зулейха Корлас\n", encoding="utf-8")
    asked = ["expunge", "--words-file", str(names), "--reason", "consent withdrawn", "--approved-by", "A"]
    status, refused = _run(capsys, *at, *asked)
    assert (status, refused["error"]["code"]) == (2, "erasure.approvals-missing")  # type: ignore[index]
    status, refused = _run(capsys, *at, *asked, "--approved-by", "B", "--worklist", "00000000")
    assert (status, refused["error"]["code"]) == (5, "erasure.worklist-moved")  # type: ignore[index]
    status, done = _run(capsys, *at, *asked, "--approved-by", "B", "--worklist", code)
    assert status == 0
    assert done["expunged"]["objects"] == 1  # type: ignore[index] # the file and its text are the same bytes
    assert status_of([*at, "expungings"]) == 0
    assert "consent" in capsys.readouterr().out
    status, _ = _run(capsys, *at, "expunge", "letter.txt")
    assert status == 4


def test_a_hold_and_a_visibility_are_said_in_words(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What a person reads after each command."""
    two = ["--approved-by", "A", "--approved-by", "B"]
    assert status_of([*at, "hold", "letter.txt", "--ground", "order 12", "--review-on", "2032-01-31", *two]) == 0
    assert "2032-01-31" in capsys.readouterr().out
    assert status_of([*at, "holds"]) == 0
    subject = capsys.readouterr().out.splitlines()[-1].split()[0]
    assert status_of([*at, "--language", "ru", "expunge", "letter.txt", "--reason", "r", *two]) == 5
    assert "order 12" in capsys.readouterr().err
    assert status_of([*at, "lift-hold", subject, "--why", "over", *two]) == 0
    assert status_of([*at, "visibility", "letter.txt", "restricted", "--why", "names a witness"]) == 0
    assert "restricted" in capsys.readouterr().out


def test_nothing_asked_is_a_usage_error(at: list[str]) -> None:
    """Neither an item nor words."""
    assert status_of([*at, "expunge"]) == 2
