"""`onrecord lists`, `lists add`, `lists update`, `people`, `losses`: one JSON document each, exit statuses, three languages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.register.lists.sheets import LOSSES, LOSSES_MAP

from onrecord.cli import status_of

Types = Callable[..., Any]


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive that has a list of losses as an item."""

    def typed(*words: str, status: int = 0, language: str | None = None) -> Any:
        capsys.readouterr()
        told = ["--json"] if language is None else []
        before = ["--language", language] if language is not None else []
        assert status_of([*before, "-C", str(archive), *words, *told]) == status, (words, capsys.readouterr())
        said = capsys.readouterr()
        return json.loads(said.out) if language is None else said.out + said.err

    (tmp_path / "losses.csv").write_text(LOSSES, encoding="utf-8")
    (tmp_path / "losses.toml").write_text(LOSSES_MAP.replace("2031", "2021"), encoding="utf-8")
    typed("add", str(tmp_path / "losses.csv"), "--visibility", "team")
    typed("read")
    return typed


def test_a_list_is_taken_in_and_read_back(types: Types, tmp_path: Path) -> None:
    """A dry run records and writes nothing; refused rows are kept; lists, people and losses tell what there is."""
    words = ("lists", "add", str(tmp_path / "losses.csv"), "--map", str(tmp_path / "losses.toml"))
    dry = types(*words, "--dry-run", status=2)
    assert (dry["added"], dry["claims"], dry["dry_run"], dry["refused_file"]) == ([2, 3, 4, 7], [], True, None)
    assert types("lists")["lists"] == []
    assert not (tmp_path / "losses.refused.csv").exists()
    done = types(*words, status=2)
    assert done["added"] == dry["added"]
    assert {one["code"] for one in done["refused"]} == {"register.currency-differs", "register.loss-without-kind"}
    kept = Path(done["refused_file"]).read_text(encoding="utf-8-sig")
    assert "Жайлауов Е.;дом;;;$ 9000;;" in kept
    (card,) = types("lists")["lists"]
    assert (card["list"], card["of"], card["rows"], card["people"]) == ("losses-office", "losses", 4, 4)
    assert card["scope"] == {"incident": "valley-2021", "place": "верхнее"}
    assert len(types("people", "--list", "losses-office")["people"]) == 4
    found = types("losses")
    assert {one["kind"] for one in found["losses"]} == {"house", "livestock", "shop"}
    assert [one["values"] for one in found["totals"] if one["kind"] == "livestock"] == [[]]


def test_faults_and_refusals_are_told_in_the_persons_language(types: Types, tmp_path: Path) -> None:
    """No English sentence in a Russian or a Kazakh answer; a list that is not there is status 4."""
    words = ("lists", "update", str(tmp_path / "losses.csv"), "--map", str(tmp_path / "losses.toml"), "--why", "w")
    told = types(*words, status=2, language="ru")
    assert "добавлено строк: 4" in told
    assert "Исправьте их там" in told
    assert "Әр тізімнің өз қорытындысы бар" in types("losses", language="kk")
    assert "шығындар" in types("lists", language="kk")
    assert "Списка «nowhere» в записях нет" in types("people", "--list", "nowhere", status=4, language="ru")


def test_overlaps_go_straight_into_an_estimate(types: Types, tmp_path: Path) -> None:
    """A table and what is known of its lists, as files that `estimate` reads: one list is refused by G1."""
    people = (
        LOSSES_MAP.replace("2031", "2021")
        .replace('of = "losses"', 'of = "people"\noutcome = "displaced"\nnear_complete = false')
        .split("[columns]")[0]
        .replace('currency = "KZT"', "")
    )
    (tmp_path / "people.toml").write_text(people + '[columns]\n"Владелец" = "name"\n', encoding="utf-8")
    types("lists", "add", str(tmp_path / "losses.csv"), "--map", str(tmp_path / "people.toml"))
    (tmp_path / "pairs.csv").write_text("a,b\nperson:losses-office.2,losses-office.3\n", encoding="utf-8")
    out = tmp_path / "tables"
    words = ("lists", "overlap", "--outcome", "displaced", "--review", str(tmp_path / "pairs.csv"), "--out", str(out))
    assert "--working-papers" in types(*words, status=2, language="kk")
    assert not out.exists()
    (table,) = types(*words, "--working-papers")["tables"]
    assert table["for_publication"] is False
    assert "НЕ ДЛЯ ПУБЛИКАЦИИ" in (out / "NOT-FOR-PUBLICATION.txt").read_text(encoding="utf-8")
    assert (table["documented"], table["documented_if_joined"], table["pairs_in_review"]) == (6, 5, 1)
    assert (out / "1.joined.csv").read_text(encoding="utf-8") == "losses-office,count\n1,5\n"
    found = types("estimate", table["file"], "--meta", str(out / "1.meta.json"))
    assert (found["decision"], found["documented"]) == ("not_estimated", 6)
    assert "G1" in found["reasons"]
    nowhere = ("--working-papers", "--out", str(tmp_path / "pairs.csv" / "tables"))
    assert "Не удалось записать" in types("lists", "overlap", *nowhere, status=2, language="ru")
    (shown,) = types("lists", "overlap", "--by", "place", "--list", "losses-office")["tables"]
    assert (shown["stratum"], shown["for_publication"]) == ({"place": "верхнее"}, True)
    assert "people" not in shown
    (tmp_path / "pairs.csv").write_text("x\n1\n", encoding="utf-8")
    assert "столбцами a и b" in types(*words, "--working-papers", status=2, language="ru")


def test_a_table_for_publication_hides_and_is_made_by_who_sees_all(
    types: Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No hidden number stands anywhere in the document; an analyst, who would count too few, is refused."""
    words = ("lists", "add", str(tmp_path / "losses.csv"), "--map", str(tmp_path / "losses.toml"))
    types(*words, status=2)
    made = types("people", "table", "--by", "sex")
    assert made["threshold"] == 5
    assert {(cell["shown"], cell["count"]) for cell in made["tables"][0]["cells"]} == {("<5", None)}
    told = types("people", "table", "--by", "sex", language="ru")
    assert "меньше 5" in told
    assert types("people", "table", "--by", "name", status=2, language="kk")
    (tenge, *_) = types("losses", "table", "--by", "place,kind")["parts"]
    assert (tenge["currency"], tenge["tables"][0]["by"]) == ("KZT", ["place", "kind"])
    assert {cell["sum"] for cell in tenge["tables"][0]["cells"]} == {None}  # a handful of owners: no sum of theirs
    told = types("losses", "table", "--by", "kind", language="ru")
    assert "выдала бы потерю" in told
    assert "дом" in told
    assert "house" not in told
    assert "losses-office" in types("losses", "table", "--by", "kind", "--list", "nowhere", status=4, language="kk")
    monkeypatch.setenv("ONRECORD_ROLE", "analyst")
    assert "analyst" in types("people", "table", "--by", "sex", status=3, language="en")
    for more in (("lists", "overlap"), ("lists", "overlap", "--working-papers"), ("losses", "table", "--by", "kind")):
        assert "analyst" in types(*more, status=3, language="en")
