"""`onrecord demands`: a list, one demand with its sources, past days; a reader finds no trace of what they may not see."""

import datetime as dt
import json
from pathlib import Path

import pytest

from onrecord.cli import status_of
from onrecord.kernel import day_words

_TEXT = "The union asked the ministry on 1 February 2021 to publish the list. The list is being drawn up, it answered."
_KNOWN = {"source": "S1", "speaker": "Interior Minister", "speaker_kind": "official"}
_ASKED = "asked the ministry on 1 February 2021 to publish the list"
_ROWS = [
    {"source": "S1", "publisher": "Valley Herald", "item": "herald.md", "visibility": "public"},
    {"id": "D1", "property": "demand", "value": "publish the list", "addressee": "ministry", "quote": _ASKED},
    {"id": "A1", "property": "response", "value": "it is being drawn up", "quote": "The list is being drawn up"},
    {"id": "D2", "property": "demand", "value": "free them", "subject": "demand:free", "quote": _ASKED},
]


def test_demands_are_told_in_three_languages_as_of_a_day_and_to_whom_may_see_them(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keeper sees two, a reader the public one; on a day before the answer, and in an archive of before, less."""

    def typed(*words: str, status: int = 0, role: str = "keeper") -> str:
        monkeypatch.setenv("ONRECORD_ROLE", role)
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words]) == status, words
        shown = capsys.readouterr()
        return shown.out if not status else shown.err

    (tmp_path / "herald.md").write_text(_TEXT)
    seen = {"D2": "restricted"}
    days = {"A1": "2021-03-01"}
    rows = [
        {"subject": "demand:list", **_KNOWN, "as_of": days.get(one["id"], "2021-02-01"), **one}
        | {"visibility": seen.get(one["id"], "public")}
        if "id" in one
        else one
        for one in _ROWS
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    typed("add", str(tmp_path / "herald.md"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "rows.jsonl"))

    def listed(*words: str, role: str = "keeper") -> list[tuple[str, str]]:
        found = json.loads(typed("demands", *words, "--json", role=role))
        return [(one["demand"], one["state"]) for one in found["demands"]]

    assert listed() == [("free", "no_information"), ("list", "answered")]
    assert listed(role="reader") == [("list", "answered")]
    assert listed("--as-of", "2021-02-28", role="reader") == [("list", "no_information")]
    assert listed("--known-by", "2000-01-01") == []
    assert "duties.no-such-demand" in typed("demands", "free", status=4, role="reader")
    one = json.loads(typed("demands", "list", "--json"))
    assert [(since["claim"], since["source"]) for since in one["since"]] == [("A1", "S1")]
    for language, said in (
        ("en", "Something was said"),
        ("ru", "министр внутренних дел"),
        ("kk", "ішкі істер министрі"),
    ):
        told = typed("--language", language, "demands", "list")
        assert all(part in told for part in (said, "D1", "A1", "S1", day_words(dt.date(2021, 3, 1), language)))
    assert "answered, " in typed("demands")
