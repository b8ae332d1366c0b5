"""`onrecord publish`: JSON as promised, a page for a person, exit statuses."""

import json
from pathlib import Path

import pytest
from tests.dossier import valley

from onrecord.cli import status_of


def test_publish_prints_files_and_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON document with what CLI.md promises; every file it names is there."""
    archive = valley.build(tmp_path)
    words = ["-C", str(archive), "publish", str(tmp_path / "statement.ru.md"), "--out", str(tmp_path / "site")]
    assert status_of([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) >= {"files", "warnings"}
    assert all(Path(file).is_file() for file in document["files"])
    assert any(file.endswith(".pdf") for file in document["files"])


def test_publish_tells_a_person_where_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The site and the PDF by their paths, in the person's language."""
    archive = valley.build(tmp_path)
    words = ["-C", str(archive), "--language", "ru", "publish", str(tmp_path / "statement.ru.md")]
    assert status_of([*words, "--out", str(tmp_path / "site")]) == 0
    shown = capsys.readouterr().out
    assert "Опубликовано" in shown
    assert str(tmp_path / "site" / "index.html") in shown


def test_publish_refuses_with_status_2_and_the_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The errors with their places under `problems`; nothing is written."""
    archive = valley.build(tmp_path)
    file = tmp_path / "statement.ru.md"
    file.write_text(file.read_text("utf-8").replace("одиннадцать", "двенадцать"), encoding="utf-8")
    assert status_of(["-C", str(archive), "publish", str(file), "--out", str(tmp_path / "site"), "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "dossier.statement-does-not-hold"
    assert [problem["code"] for problem in error["problems"]] == ["OR103"]
    assert not (tmp_path / "site").exists()
