"""`check` against a claims file: what was left out is told, and never looks like success."""

import json
from pathlib import Path

import pytest

from onrecord.cli import status_of

_CLAIM = {"id": "K1", "subject": "incident:x", "property": "killed", "low": 11, "high": 11, "qualifier": "exact",
          "wording": "eleven", "as_of": "2020-02-14", "speaker": "office", "speaker_kind": "official", "source": "S1",
          "quote": "eleven were killed", "visibility": "public"}  # fmt: skip


def _check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *rows: dict[str, object]
) -> tuple[int, dict[str, object], str]:
    (tmp_path / "s.md").write_text("[Eleven people](fig:killed) were killed.\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status = status_of(["check", str(tmp_path / "s.md"), "--claims", str(tmp_path / "c.jsonl"), "--json"])
    shown = capsys.readouterr()
    return status, json.loads(shown.out), shown.err


def test_a_statement_holds_without_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A claims file is enough."""
    status, report, _ = _check(tmp_path, capsys, _CLAIM)
    assert (status, report["refused"]) == (0, [])
    assert report["figures_bound"] == 1


def test_a_row_that_was_left_out_could_have_said_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2 although every figure holds against the rest, and the row is named."""
    wrong = {**_CLAIM, "id": "K2", "low": 12, "high": 12, "as_of": "14 March"}
    status, report, told = _check(tmp_path, capsys, _CLAIM, wrong)
    assert status == 2
    assert [(row["row"], row["code"]) for row in report["refused"]] == [(2, "ledger.bad-date")]  # type: ignore[attr-defined]
    assert "c.jsonl:2" in told
