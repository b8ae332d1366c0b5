"""`onrecord clock`: a table in, states out, without an archive; rows that are none are told and leave status 2."""

import json
from pathlib import Path

import pytest

from onrecord.cli import status_of

_TABLE = (
    "id,sent,rule,due,replies,superseded_on,search_log,as_of\n"
    "first,2020-08,fixed:2020-10-30,,,,2021-02-01,2021-02-08\n"
    "second,2021-04-30,fixed:2021-07-14,,2021-07-19:full,,,2021-12-31\n"
)


def test_states_and_days_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The two letters of METHOD 4.2: 101 days overdue on the anniversary, five days late in the end."""
    table = tmp_path / "letters.csv"
    table.write_text(_TABLE, encoding="utf-8")
    assert status_of(["clock", str(table), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["state"], one["days"]) for one in said["clocks"]] == [
        ("first", "overdue", 101),
        ("second", "answered_late", 5),
    ]
    assert said["refused"] == []


def test_a_row_that_is_none_leaves_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are told all the same, and the sentence names file, line and code."""
    table = tmp_path / "letters.csv"
    table.write_text(_TABLE + "third,2021-04-30,weeks:2,,,,,2021-12-31\n", encoding="utf-8")
    assert status_of(["clock", str(table)]) == 2
    told = capsys.readouterr()
    assert f"{table}:4: duties.unknown-rule" in told.err
    assert "answered late" in told.out + told.err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a sentence, not a traceback."""
    assert status_of(["clock", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_letters_are_drawn_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the table; a file that cannot be written is told with a code, and how to mend it."""
    table, out = tmp_path / "letters.csv", tmp_path / "letters.svg"
    table.write_text(_TABLE, encoding="utf-8")
    assert status_of(["--language", "ru", "clock", str(table), "--picture", str(out)]) == 0
    assert "просрочено дней: 101" in out.read_text("utf-8")
    capsys.readouterr()
    assert status_of(["clock", str(table), "--picture", str(tmp_path / "none" / "out.svg"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "drawing.picture-unwritable"
