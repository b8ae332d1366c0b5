"""`onrecord contradictions` and `overrule`: values side by side, a judgement beside the kind that was found."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import claim, source

from onrecord.cli import status_of

Types = Callable[..., Any]


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive in which two offices differ about one day."""

    def typed(*words: str, status: int = 0, as_json: bool = True) -> Any:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, *(["--json"] if as_json else [])]) == status, words
        shown = capsys.readouterr()
        return json.loads(shown.out) if as_json else shown.out + shown.err

    (tmp_path / "text.md").write_text("40 people were killed. 123 people were killed.", encoding="utf-8")
    dated = {"as_of": "2021-03-09"}
    rows = [source("S1"), source("S2"), claim("K1", 40, **dated), claim("K2", 123, source="S2", **dated)]
    for row in rows[:2]:
        row |= {"item": "text.md", "language": "en", "published_on": "2021-03-10"}
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    typed("add", str(tmp_path / "text.md"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "rows.jsonl"))
    return typed


def test_values_stand_side_by_side_with_speaker_and_date(types: Types) -> None:
    """What CLI.md promises, and each value with who said it, when, from which origin."""
    (found,) = types("contradictions", "killed")["contradictions"]
    assert {"property", "about", "kind", "claims", "reading"} <= set(found)
    assert (found["kind"], found["judged"]) == ("conflict", None)
    values = [(one["claim"], one["low"], one["speaker"], one["as_of"], one["origin"]) for one in found["values"]]
    assert values == [
        ("K1", 40, "regional office", "2021-03-09", "S1"),
        ("K2", 123, "regional office", "2021-03-09", "S2"),
    ]
    assert "40 people" in types("contradictions", as_json=False)


def test_a_person_overrules_and_takes_it_back(types: Types) -> None:
    """Both stay; after the claim is withdrawn the judgement is still told."""
    name = types("contradictions")["contradictions"][0]["id"]
    judged = types("overrule", name, "--as", "scope_difference", "--why", "two hospitals")["contradiction"]
    assert (judged["kind"], judged["judged"]["kind"], judged["judged"]["why"]) == (
        "conflict",
        "scope_difference",
        "two hospitals",
    )
    assert "two hospitals" in types("contradictions", as_json=False)
    assert types("overrule", name, "--take-back", "--why", "one after all")["contradiction"]["judged"] is None
    types("overrule", name, "--as", "no_contradiction", "--why", "two villages")
    types("withdraw", "K2", "--why", "corrected")
    shown = types("contradictions")
    assert shown["contradictions"] == []
    assert [one["why"] for one in shown["judgements"]] == ["two hospitals", "one after all", "two villages"]
    assert "two villages" in types("contradictions", as_json=False)


def test_one_of_two_has_to_be_said(types: Types) -> None:
    """Neither a kind nor --take-back, or both, is a typing error; an unknown kind is told with those there are."""
    name = types("contradictions")["contradictions"][0]["id"]
    types("overrule", name, "--why", "so", status=2, as_json=False)
    types("overrule", name, "--as", "outlier", "--take-back", "--why", "so", status=2, as_json=False)
    assert "scope_difference" in types("overrule", name, "--as", "wrong", "--why", "so", status=2, as_json=False)


def test_a_claim_that_came_after_a_judgement_is_shown_as_not_judged(types: Types, tmp_path: Path) -> None:
    """The judgement stays with its claims; nobody has said of the new one that it is no contradiction."""
    name = types("contradictions")["contradictions"][0]["id"]
    judged = types("overrule", name, "--as", "no_contradiction", "--why", "two villages")["contradiction"]["judged"]
    assert judged["unjudged"] == []
    (tmp_path / "more.jsonl").write_text(json.dumps(claim("K3", 123, source="S1", as_of="2021-03-09")), "utf-8")
    types("state", str(tmp_path / "more.jsonl"))
    (found,) = types("contradictions")["contradictions"]
    assert (found["judged"]["kind"], found["judged"]["unjudged"]) == ("no_contradiction", ["K3"])
    shown = " ".join(types("contradictions", as_json=False).split())
    assert f"{found['id']} was judged before these claims came; nobody has judged of them: K3." in shown
