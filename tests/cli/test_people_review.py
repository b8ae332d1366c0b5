"""`people review`, `people link --out`, `people same --from`: pairs on record, answered, each answer a finding at once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import status_of

_MAP = """\
[list]
id = "{id}"
of = "people"
title = "{id}"
compiler = "an office"
rule = "everybody reported"
incident = "valley-2021"
outcome = "displaced"

[columns]
"name" = "name"
"sex" = "sex"
"""
_LISTS = {
    "hospital": "name,sex\nЧотаев Ильяс,м\nЛохова Фатима,ж\nХахазов Рашид,м\n",
    "activists": "name,sex\nChotaev Ilyas,m\nLokhova Fatima,f\nKhakhazov Rashid,m\n",
}
Types = Callable[..., Any]


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive with two lists of one place, in two scripts."""

    def typed(*words: str, status: int = 0, language: str | None = None) -> Any:
        capsys.readouterr()
        told = ["--json"] if language is None else []
        before = ["--language", language] if language is not None else []
        assert status_of([*before, "-C", str(archive), *words, *told]) == status, (words, capsys.readouterr())
        said = capsys.readouterr()
        return json.loads(said.out) if language is None else said.out + said.err

    for name, text in _LISTS.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(_MAP.format(id=name), encoding="utf-8")
    typed("add", *(str(tmp_path / f"{name}.csv") for name in _LISTS), "--visibility", "team")
    typed("read")
    for name in _LISTS:
        typed("lists", "add", str(tmp_path / f"{name}.csv"), "--map", str(tmp_path / f"{name}.toml"))
    return typed


def test_answers_are_findings_and_taken_back_as_such(types: Types, tmp_path: Path) -> None:
    """Yes with its reason, no with what was on the screen, unsure not at all; what was taken back counts no more."""
    answers = tmp_path / "answers.txt"
    answers.write_text("y the elder says so\nn\nu\n?\nn\nq\n", encoding="utf-8")
    done = types("people", "review", "--answers", str(answers))
    assert [one["same"] for one in done["answers"]] == ["yes", "no", "", "unsure", "no"]
    assert len(done["stated"]) == 2
    claims = {one["id"]: one for one in types("claims")["claims"] if one["speaker_kind"] == "ourselves"}
    yes, no = (claims[one] for one in done["stated"])
    assert (yes["property"], yes["note"]) == ("same_person_as", "the elder says so")
    assert no["note"].startswith("Both rows were looked at side by side. Nothing beside name, father and sex agrees")
    back = [one for one in claims.values() if one["property"] == no["property"] and one["id"] != no["id"]]
    assert [one["status"] for one in back] == ["withdrawn"]
    assert sorted(len(one["rows"]) for one in types("people")["people"]) == [1, 1, 1, 1, 2]
    answers.write_text("y\n", encoding="utf-8")
    told = types("people", "review", "--answers", str(answers), language="ru")
    assert "Внесено выводов: 1; осталось пар: 0" in told
    assert "пол" in told


def test_what_linking_proposes_is_judged_by_a_table(types: Types, tmp_path: Path) -> None:
    """The table has every row with its person; a person joins rows in it, and only those with one are joined."""
    table = tmp_path / "people.csv"
    types("people", "link", "--out", str(table))
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "person,list,row,name"
    assert len(lines) == 7
    ids = {line.split(",")[3]: line.split(",")[2] for line in lines[1:]}
    joined = f"person,row\nP,{ids['Чотаев Ильяс']}\nP,{ids['Chotaev Ilyas']}\n,{ids['Лохова Фатима']}\n"
    table.write_text(joined, encoding="utf-8")
    words = ("people", "same", "--from", str(table), "--why", "looked through on paper")
    assert types(*words, "--dry-run")["claims"] == []
    assert len(types(*words)["claims"]) == 1
    assert types(*words)["known"] == 1
    assert sorted(len(one["rows"]) for one in types("people")["people"]) == [1, 1, 1, 1, 2]
    types("people", "same", "a.1", "--why", "w", status=2, language="en")
