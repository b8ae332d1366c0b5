"""`onrecord funnel`: days may be repeated, a share is told or refused with a code, and nothing needs an archive."""

import json
from pathlib import Path

import pytest

from onrecord.cli import status_of

_FILE = str(Path(__file__).parents[1] / "justice" / "valley.json")


def test_each_day_has_its_funnels(capsys: pytest.CaptureFixture[str]) -> None:
    """One for each group and one for all, with the day they speak for."""
    assert status_of(["funnel", _FILE, "--as-of", "2031-05-15", "--as-of", "2032-06-30", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(one["group"], one["as_of"]) for one in said["funnels"]] == [
        (group, day) for day in ("2031-05-15", "2032-06-30") for group in ("highland", "lowland", None)
    ]
    charged = next(one for one in said["funnels"][0]["stages"] if one["stage"] == "charged")
    assert (charged["n"], charged["of"]) == (18, 24)
    assert [one["code"] for one in said["funnels"][-1]["refusals"]] == ["justice.units-differ", "justice.no-such-stage"]
    assert said["join"] is None


@pytest.mark.parametrize(
    ("part", "whole", "status", "code"),
    [("sentenced", "charged", 0, None), ("sentenced", "cases", 2, "justice.units-differ"), ("none", "cases", 4, "")],
)
def test_a_share_is_told_or_refused(
    part: str, whole: str, status: int, code: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never eleven of a hundred and twenty; a count that is not there is not found."""
    assert status_of(["funnel", _FILE, "--as-of", "2032-06-30", "--join", part, whole, "--json"]) == status
    if code != "":
        joined = json.loads(capsys.readouterr().out)["join"]
        assert joined["code"] == code
        assert (joined["share"] is None) is (code is not None)


def test_a_person_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Tables, alterations, waits, reported counts beside the records, and that a count is a floor."""
    assert status_of(["funnel", _FILE, "--as-of", "2032-06-30"]) == 0
    told = capsys.readouterr().out
    for words in (
        "24 persons on record, as of 30\xa0June 2032",
        "4 of 11 convicted",
        "people charged",
        "is a floor",
    ):
        assert words in told


def test_stages_and_waits_are_drawn(tmp_path: Path) -> None:
    """Two files: how far persons came, and how long they wait."""
    stages, waits = tmp_path / "stages.svg", tmp_path / "waits.svg"
    words = ["--language", "kk", "funnel", _FILE, "--as-of", "2032-04-01", "--picture", str(stages)]
    assert status_of([*words, "--waits-picture", str(waits)]) == 0
    assert "18 ішінен 13" in stages.read_text("utf-8")
    assert "медиана 10 күн" in waits.read_text("utf-8")
