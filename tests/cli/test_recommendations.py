"""`recommendations`: a report and a table beside it, as the command prints them."""

import json
from pathlib import Path

import pytest

from onrecord.cli import status_of

_REPORT = (
    "4. The recommendations below enjoy the support of Veldania:\n1. To ratify the Convention (Norway);\n"
    "2. To publish the verdicts (Spain).\n5. All conclusions reflect positions.\n"
)
_TABLE = "To,Text,From,Response\nVeldania,Ratify the Convention,Norway,Accepted\nFiji,Pay,Spain,Noted\n"


def test_what_a_table_has_and_the_report_lacks_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--of` only rows to one State count; without it the row to another State is missing."""
    (tmp_path / "r.txt").write_text(_REPORT, encoding="utf-8")
    (tmp_path / "t.csv").write_text(_TABLE, encoding="utf-8")
    arguments = ["recommendations", str(tmp_path / "r.txt"), "--beside", str(tmp_path / "t.csv"), "--json"]
    assert status_of([*arguments, "--of", "veldania"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["states"][0]["code"]) for one in document["recommendations"]] == [
        ("4.1", "NOR"),
        ("4.2", "ESP"),
    ]
    assert (document["beside"]["rows"], document["beside"]["extra"]) == (1, [{"number": "4.2", "part": 1}])
    assert status_of(arguments) == 2
    assert [one["row"] for one in json.loads(capsys.readouterr().out)["beside"]["missing"]] == [3]


@pytest.mark.parametrize(
    ("language", "says"), [("en", "no numbered"), ("ru", "пронумерованной"), ("kk", "нөмірленген")]
)
def test_a_report_without_any_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, says: str
) -> None:
    """An empty list would look like a State of which nothing was asked."""
    (tmp_path / "r.txt").write_text("Nothing here.", encoding="utf-8")
    assert status_of(["--language", language, "recommendations", str(tmp_path / "r.txt")]) == 2
    assert says in capsys.readouterr().err


def test_a_table_alone_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it was understood, row by row."""
    (tmp_path / "t.csv").write_text(_TABLE, encoding="utf-8")
    assert status_of(["recommendations", str(tmp_path / "t.csv")]) == 0
    assert "Ratify the Convention" in " ".join(capsys.readouterr().out.split())
