"""`match-names`: pairs of a file to decisions with reasons, in the language asked for."""

import json
from pathlib import Path

import pytest

from onrecord.cli.main import status_of


def _answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, object]]:
    assert status_of(["--language", "ru", "match-names", *arguments, "--json"]) == 0
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)["pairs"]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_and_context_is_heard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], delimiter: str
) -> None:
    """Commas, semicolons or tabs; a year of birth that cannot be one person's is a NO."""
    rows = [
        ("id", "a", "b", "context_a", "context_b"),
        ("one", "Махсутов Салим", "Makhsutov Salim", "", ""),
        ("two", "Махсутов Салим", "Makhsutov Salim", '"born=1958; village=Сортобе"', "born=1966"),
    ]
    file = tmp_path / "pairs.csv"
    file.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    answers = _answers(capsys, str(file))
    assert answers["one"]["decision"] == "LINK"
    assert answers["two"]["decision"] == "NO"
    assert answers["two"]["reasons"][0] == "Они родились в разное время: 1958, 1966."  # type: ignore[index]


def test_what_is_not_understood_is_told_and_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One bad cell of a list is unknown; the person learns which."""
    file = tmp_path / "pairs.csv"
    file.write_text("a,b,context_a\nЧотаев Ильяс,Chotaev Ilyas,born=spring\n", encoding="utf-8")
    assert status_of(["match-names", str(file), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["pairs"][0]["id"] == "1"
    assert "born=spring" in said.err


def test_a_file_without_the_columns_says_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused, with the header it should have."""
    file = tmp_path / "pairs.csv"
    file.write_text("id,name\n1,Чотаев\n", encoding="utf-8")
    assert status_of(["match-names", str(file)]) == 2
    assert "id,a,b,context_a,context_b" in capsys.readouterr().err
    assert status_of(["match-names", str(tmp_path / "none.csv")]) == 2
