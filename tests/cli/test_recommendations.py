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


def test_recommendations_of_a_sealed_report_go_on_record_once(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run records nothing, the first run claims with quotes, the second says nothing new; a reader may not."""

    def typed(*words: str, status: int = 0) -> dict[str, object]:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, "--json"]) == status
        out = capsys.readouterr().out
        return dict(json.loads(out)) if out else {}

    report = tmp_path / "report.txt"
    report.write_text(
        "95. The recommendations below enjoy the support of Kazakhstan:\n1. To protect all villages (France)\n"
        "2. To pay for\nburned houses (Chile)\n",
        encoding="utf-8",
    )
    words = ["recommendations", str(report), "--source", "UPR", "--into", "upr-2031", "--of", "kz"]
    assert status_of(["-C", str(archive), *words]) == 2
    assert "duties.report-not-sealed" in capsys.readouterr().err
    typed("add", str(report), "--visibility", "public")
    typed("read")
    (tmp_path / "source.jsonl").write_text(
        json.dumps({"source": "UPR", "item": "report.txt", "visibility": "public", "language": "en"}), encoding="utf-8"
    )
    typed("state", str(tmp_path / "source.jsonl"))
    dry = typed(*words, "--dry-run")
    assert (dry["recommendations"], dry["stated"], dry["dry_run"], dry["refused"]) == (2, 7, True, [])
    assert typed("duties")["duties"] == []
    assert typed(*words)["stated"] == 7
    again = typed(*words)
    assert (again["stated"], again["known"]) == (0, 7)
    rows = typed("duties", "--state", "KAZ")["duties"]
    assert isinstance(rows, list)
    assert [(one["paragraph"], one["asked"][0]["value"], one["responses"][0]["value"]) for one in rows] == [
        ("95.1", "To protect all villages", "supported"),
        ("95.2", "To pay for burned houses", "supported"),
    ]
    monkeypatch.setenv("ONRECORD_ROLE", "reader")
    typed(*words, status=3)
