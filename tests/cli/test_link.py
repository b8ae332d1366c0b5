"""`link`: lists in, people and pairs out, as the command prints and writes them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.cli import status_of

_HOSPITAL = "id,ФИО,Дата рождения,Село\n1,Юнузалаев Зияхан,1958-03-02,Акбулак\n2,Лохуров Исмар,1961-05-09,Ойжар\n"
_CONSULATE = "id,name,born,village\nc1,Yunuzalaev Ziyakhan,1958-03-02,Akbulak\nc2,Shadurlov Zhunus,1980-01-30,Koktas\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `onrecord link` in a folder with two lists."""
    (tmp_path / "hospital.csv").write_text(_HOSPITAL, encoding="utf-8")
    (tmp_path / "consulate.csv").write_text(_CONSULATE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> tuple[int, str, str]:
        status = status_of(["link", "hospital.csv", "consulate.csv", *arguments])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return ran


def test_every_row_is_of_one_person_and_the_file_says_which(run: Run, tmp_path: Path) -> None:
    """The promised JSON, and a CSV of all rows with their person."""
    status, out, _ = run("--json", "--out", "people.csv")
    document = json.loads(out)
    rows = [row for one in document["people"] for row in one["rows"]]
    assert status == 0
    assert sorted((row["list"], row["row"]) for row in rows) == [
        ("consulate", "c1"),
        ("consulate", "c2"),
        ("hospital", "1"),
        ("hospital", "2"),
    ]
    written = list(csv.DictReader((tmp_path / "people.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(row["list"], row["row"]): row["person"] for row in written} == {
        (row["list"], row["row"]): one["person"] for one in document["people"] for row in one["rows"]
    }
    assert document["model"]["version"] == "linking@3"


def test_a_name_is_no_formula_in_the_table_and_a_table_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    """A list comes from anybody, and its proposal is looked through in a spreadsheet."""
    (tmp_path / "hospital.csv").write_text("name,sex\n=HYPERLINK(Лохова),ж\n", encoding="utf-8")
    run("--out", "people.csv")
    assert "hospital,row 2,'=HYPERLINK" in (tmp_path / "people.csv").read_text(encoding="utf-8-sig")
    status, _, err = run("--out", "nowhere/people.csv")
    assert (status, "could not be written" in err) == (2, True)


def test_judgements_of_people_are_followed_and_bad_ones_told(run: Run, tmp_path: Path) -> None:
    """A "yes" makes one person of two rows; a line about a row that is not there is told and fails."""
    head = "list_a,row_a,list_b,row_b,same\n"
    (tmp_path / "judged.csv").write_text(f"{head}hospital,2,consulate,c2,yes\n", encoding="utf-8")
    status, out, _ = run("--judgements", "judged.csv", "--json")
    groups = [[row["row"] for row in one["rows"]] for one in json.loads(out)["people"]]
    assert status == 0
    assert ["c2", "2"] in groups
    (tmp_path / "judged.csv").write_text(f"{head}hospital,9,consulate,c2,yes\n", encoding="utf-8")
    status, _, err = run("--judgements", "judged.csv")
    assert (status, "register.judgement-unread" in err) == (2, True)


def test_two_lists_of_one_name_are_told_apart(run: Run, tmp_path: Path) -> None:
    """Files in two folders called alike, or one file named twice."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "hospital.csv").write_text(_HOSPITAL, encoding="utf-8")
    status, out, _ = run("other/hospital.csv", "consulate.csv", "--json")  # the second name of one file is one list
    assert status == 0
    assert [one["list"] for one in json.loads(out)["lists"]] == ["hospital.csv", "consulate.csv", "other/hospital.csv"]


def test_an_engine_that_is_not_there_is_refused(run: Run) -> None:
    """With what to do instead."""
    status, _, err = run("--engine", "ray")
    assert (status, "Leave --engine out" in err) == (20, True)
    assert run("--engine", "local")[0] == 0
