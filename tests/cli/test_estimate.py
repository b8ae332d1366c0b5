"""`onrecord estimate`: a table in, a decision out, in JSON as promised and in the person's language."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.register.estimate.tables import NO_ANSWER, good_meta

from onrecord import register
from onrecord.cli import estimate as command
from onrecord.cli.main import status_of

_ELEVEN = "community,hospital,state,count\n1,1,1,8\n1,1,0,2\n1,0,0,1\n"
_APART = "A,B,C,count\n1,1,0,6\n1,0,0,40\n0,1,0,30\n0,0,1,20\n"


def _file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def _json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> dict[str, Any]:
    assert status_of(["estimate", *arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_a_refusal_has_the_promised_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Decision, gates with code, state and reason, no estimates, the documented, seed and version."""
    found = _json(capsys, _file(tmp_path, "t.csv", _APART), "--method", "all", "--seed", "5")
    assert found["decision"] == "not_estimated"
    assert found["reasons"][0] == "G4"
    assert [gate["gate"] for gate in found["gates"]] == [f"G{one}" for one in range(1, 12)]
    assert {"gate", "passed", "why"} <= set(found["gates"][0])
    assert (found["estimates"], found["answers"], found["documented"]) == ([], [], NO_ANSWER.documented)
    assert (found["seed"], found["version"]) == (5, "estimate_v2")


def test_a_published_number_is_repeated_by_its_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The version asked for is the one told; one that never was is refused before anything is read."""
    table = _file(tmp_path, "t.csv", _APART)
    assert _json(capsys, table, "--repeat", "estimate_v1")["version"] == "estimate_v1"
    assert status_of(["estimate", table, "--repeat", "estimate_v0"]) == 2
    assert set(command._VERSIONS) == set(register.VERSIONS)
    with pytest.raises(register.NoSuchMethod):
        register.Settings(version="estimate_v0")


def test_a_picture_is_drawn_of_a_refusal_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the person's language, with the reason; and a folder that is not there is a plain fault."""
    table, out = _file(tmp_path, "t.csv", _APART), tmp_path / "out.svg"
    assert status_of(["--language", "kk", "estimate", table, "--picture", str(out)]) == 0
    assert "Бағаланбайды: G4" in out.read_text(encoding="utf-8")
    capsys.readouterr()
    found = _json(capsys, table, "--picture", str(tmp_path / "none" / "out.svg"), status=2)
    assert found["error"]["code"] == "register.picture-unwritable"


def test_strata_of_linkages_have_to_be_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three tables with two strata each are refused, before any is read."""
    table = str(tmp_path / "none.csv")
    found = _json(capsys, table, table, table, "--strata", "2", status=2)
    assert found["error"]["code"] == "register.strata-uneven"


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ('{"lists": [{"name": "Z"}]}', "в таблице нет списка «Z» (A, B, C)"),
        ('{"lists": [{"name": "A"}, {"name": "A"}]}', "список «A» описан дважды"),
        ('{"lists": [{"name": "A", "derived_from": "A"}]}', "у «A» не называет другой список"),
        ('{"lists": {}, "linkage": {"false_match": 2}}', "`false_match` — не доля от 0 до 1"),
        ('{"lists": 5}', "`lists` — не список"),
        ('{"unit": 5}', "`unit` — не текст"),
        ('{"harm_review": {"signed": "yes"}}', "`harm_review.signed` — не true и не false"),
        ("[]", "`--meta` — не объект JSON"),
        ("{", "это не JSON начиная со строки 1, столбца 2"),
        ("[" * 100_000, "это не JSON"),
    ],
)
def test_what_is_wrong_with_a_meta_file_is_told_in_russian(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], meta: str, words: str
) -> None:
    """Each kind of wrong answer by its place, with no English sentence inside."""
    table, answers = _file(tmp_path, "t.csv", _APART), _file(tmp_path, "m.json", meta)
    assert status_of(["--language", "ru", "estimate", table, "--meta", answers]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_eleven_dead_are_told_in_russian_and_kazakh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is documented, that it is not estimated, and why, in the person's own language."""
    table = _file(tmp_path, "t.csv", _ELEVEN)
    meta = good_meta(("community", "hospital", "state"))
    meta["lists"][0]["near_complete_enumeration"] = True  # type: ignore[index]
    answers = _file(tmp_path, "m.json", json.dumps(meta))
    for language, words in (("ru", "не оценивается. Задокументировано: 11"), ("kk", "бағаланбайды. Құжатталғаны: 11")):
        assert status_of(["--language", language, "estimate", table, "--meta", answers]) == 0
        out = capsys.readouterr().out
        assert words in " ".join(out.split())
        assert out.index("G7") < out.index("G6")


def test_lower_bounds_are_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where coverage alone fails a person sees bounds, under those words."""
    rows = ["a,b,c,count", "1,0,0,300", "0,1,0,300", "0,0,1,300", "1,1,0,40", "1,0,1,40", "0,1,1,40", "1,1,1,9"]
    table = _file(tmp_path, "t.csv", "\n".join(rows) + "\n")
    assert status_of(["estimate", table]) == 0
    out = capsys.readouterr().out
    assert "Lower bounds only" in out
    assert "What each assumes:" in out
    assert "in a way that is assumed and cannot be tested" in " ".join(out.split())
    assert "--repeat estimate_v2 --seed 20200207" in out
    assert "decomposable" not in out


def test_strata_stand_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two tables: a decision each, the more careful one for both, and everybody documented."""
    files = [_file(tmp_path, f"{name}.csv", _APART) for name in ("north", "south")]
    found = _json(capsys, *files)
    assert [part["decision"] for part in found["parts"]] == ["not_estimated", "not_estimated"]
    assert found["documented"] == 2 * NO_ANSWER.documented
    assert found["estimates"] == []


def test_a_broken_table_is_refused_with_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2, the code, and both wrong lines."""
    found = _json(capsys, _file(tmp_path, "t.csv", "A,B,count\n1,2,3\n1,1,x\n"), status=2)
    assert found["error"]["code"] == "register.table-invalid"
    assert [one["row"] for one in found["error"]["problems"]] == [2, 3]
