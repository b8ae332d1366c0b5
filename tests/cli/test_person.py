"""`onrecord funnel` and `person` over an archive: each reads what they may see, and finds no trace of the rest."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.justice.claimed import number, row

from onrecord.cli import status_of

_TEXT = "The court office told the paper of 10 persons charged, of a verdict and of a term of 5 years."
_ROWS = [
    {"source": "S1", "publisher": "Valley Herald", "item": "herald.md", "visibility": "public"},
    row("A1", "person:p", "charged_on", "2020-05-02", quote="10 persons charged", article="272-2"),
    row("A2", "person:p", "verdict", "convicted", quote="a verdict", as_of="2020-09-01"),
    number("A3", "person:p", "prison_term", 5, quote="5 years", wording="5 years", as_of="2020-09-01"),
    row("A4", "person:p", "ethnic_group", "dungan", quote="10 persons", as_of="2020-09-01", visibility="restricted"),
    row("B1", "person:q", "charged_on", "2020-05-03", quote="10 persons charged", visibility="restricted"),
    row("T1", "person:p", "complained_on", "2020-06-01", quote="The court office", visibility=None),
    row(
        "I1",
        "incident:valley",
        "bias_indicator",
        "so the paper told",
        quote="told the paper",
        as_of="2020-06-01",
        bias_indicator="nature_of_violence",
    ),
    row(
        "I2",
        "incident:valley",
        "bias_indicator",
        "so the office told",
        quote="The court office",
        as_of="2020-06-01",
        bias_indicator="location_and_timing",
        visibility="team",
    ),
    row(
        "V1",
        "person:p",
        "interview_told",
        "hands",
        quote="The court office",
        as_of="2020-06-01",
        interview_topic="injuries",
        visibility=None,
    ),
    number("N1", "incident:valley", "charged", 10, quote="10 persons charged", as_of="2020-05-31"),
]
Types = Callable[..., Any]


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Types:
    """Type a command at an archive of one newspaper page, as somebody."""

    def typed(*words: str, actor: str = "keeper", status: int = 0) -> Any:
        monkeypatch.setenv("ONRECORD_ROLE", actor)
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, "--json"]) == status, words
        return json.loads(capsys.readouterr().out)

    (tmp_path / "herald.md").write_text(_TEXT)
    rows = [{**one, "as_of": "2020-06-01"} if one.get("as_of", "") > "2021" else one for one in _ROWS]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    typed("add", str(tmp_path / "herald.md"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "rows.jsonl"))
    return typed


def test_who_may_read_less_finds_less_and_no_trace_of_the_rest(types: Types) -> None:
    """The keeper counts two persons, one of a group; a reader one, of whom no group is known; gaps follow."""
    whole, less = (types("funnel", "--as-of", "2020-12-31", actor=who) for who in ("keeper", "reader"))
    of_all = [
        next(one for one in told["funnels"] if one["unit"] == "persons" and one["group"] is None)
        for told in (whole, less)
    ]
    assert [one["persons"] for one in of_all] == [2, 1]
    assert [told["counts"][0]["gap"] for told in (whole, less)] == [8, 9]
    assert [one["group"] for one in whole["funnels"] if one["unit"] == "persons"] == ["dungan", "unknown", None]
    assert not any(hidden in json.dumps(less) for hidden in ("A4", "B1", "dungan", '"q"'))


def test_a_person_is_told_with_claims_or_not_found(
    types: Types, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of whom nothing may be seen there is nobody: the answer is that of an id that never was."""
    assert status_of(["-C", str(archive), "--language", "kk", "person", "p", "--as-of", "2020-12-31"]) == 0
    shown = capsys.readouterr().out
    assert "2020 жылғы 31\u00a0желтоқсан күні" in shown
    assert not re.search(r"\d{4}-\d\d", shown)
    told = types("person", "p", "--as-of", "2020-12-31", actor="reader")
    assert told["status"]["code"] == "convicted_not_final"
    assert [one["claims"] for one in told["events"]] == [["A1"], ["A2", "A3"]]
    hidden = types("person", "q", actor="reader", status=4)
    never = types("person", "z", actor="reader", status=4)
    assert hidden["error"]["code"] == never["error"]["code"] == "justice.no-such-person"
    assert types("person", "person:q")["person"] == "q"


def test_indicators_of_bias_and_what_was_told_are_shown_to_who_may_see_them(
    types: Types, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader counts one kind of two, and learns neither the other nor that somebody was heard."""
    kinds = {}
    for actor in ("keeper", "reader"):
        (sheet,) = types("bias", "--as-of", "2020-12-31", actor=actor)["worksheets"]
        kinds[actor] = (sheet["recorded"], sheet["kinds"])
        heard = types("investigation", "--as-of", "2020-12-31", actor=actor)["interviews"]
        assert [one["subject"] for one in heard] == (["person:p"] if actor == "keeper" else [])
    assert kinds == {"keeper": (2, 9), "reader": (1, 9)}
    assert status_of(["--language", "ru", "-C", str(archive), "bias", "--as-of", "2020-12-31"]) == 0
    told = capsys.readouterr().out
    assert "told the paper" in told
    assert "Признак — повод расследовать" in told
    assert status_of(["-C", str(archive), "bias", "--as-of", "2019-12-31"]) == 0
    assert "no sign that there was none" in capsys.readouterr().out


def test_consents_are_told_to_analysts_only(types: Types) -> None:
    """A reader is refused before anything is looked up; the keeper sees that nothing on record is a no."""
    assert types("consents", "p", actor="reader", status=3)["error"]["code"] == "store.role-too-narrow"
    (one,) = types("consents", "p")["persons"]
    assert set(one["levels"].values()) == {None}
    assert types("consents")["persons"] == []
    assert [types("consents", actor=who)["ages_unseen"] for who in ("keeper", "analyst")] == [False, True]


def test_the_gate_of_a_statement_is_open_until_it_is_answered(types: Types, tmp_path: Path) -> None:
    """Status 2 while an item is open; each is told with why."""
    (tmp_path / "a.md").write_text("---\nlanguage: en\nincident: valley\nas_of: 2020-06-30\n---\nIt was on Friday.\n")
    told = types("gate", str(tmp_path / "a.md"), actor="reader", status=2)
    assert {one["open"] for one in told["items"]} == {True}
    assert types("gate", str(tmp_path / "none.md"), status=2)["error"]["code"] == "dossier.statement-unreadable"


def test_requests_for_replies_are_listed(types: Types) -> None:
    """None is on record here, and none lets publication go on."""
    assert types("replies", "--as-of", "2020-12-31")["requests"] == []


def test_a_share_of_reported_counts_is_told_or_refused(types: Types) -> None:
    """By the ids of claims; one that may not be seen is not there."""
    assert types("funnel", "--join", "N1", "N1")["join"]["share"] == 1
    assert types("funnel", "--join", "N1", "N9", status=4)["error"]["code"] == "justice.no-such-count"


def test_a_group_of_whom_nobody_is_on_record_is_not_compared(types: Types) -> None:
    """Silence would pass for “no difference”; and to a reader a hidden group is one that is not there."""
    told = types("funnel", "--compare", "dungan", "kazakh", status=4)
    assert told["error"]["code"] == "justice.no-such-group"
    hidden = types("funnel", "--compare", "dungan", "dungan", actor="reader", status=4)
    assert "there are: —" in json.dumps(hidden, ensure_ascii=False)


def test_investigations_and_redress_are_read_by_whoever_may(types: Types) -> None:
    """One JSON document each; a restricted allegation is in neither to a reader."""
    for actor, count in (("keeper", 1), ("reader", 0)):
        told = types("investigation", "--as-of", "2020-12-31", actor=actor)
        assert (len(told["allegations"]), told["ways"][0]["of"]) == (count, count)
    measures = types("remedies", "--in", "KZT", actor="reader")["measures"]
    assert {one["status"] for one in measures} == {"no_information"}


def test_sentences_are_drawn_of_what_may_be_seen(types: Types, tmp_path: Path) -> None:
    """The term in months, by the command and not by anything that the actor may not see."""
    out = tmp_path / "p.svg"
    types("person", "p", "--picture", str(out))
    assert "prison, 60\xa0months" in out.read_text("utf-8")
    types("funnel", "--as-of", "2021-01-01", "--picture", str(out))
    assert "Persons on record, all: 2" in out.read_text("utf-8")
    types("funnel", "--as-of", "2021-01-01", "--picture", str(out), actor="reader")
    assert "Persons on record, all: 1" in out.read_text("utf-8")


@pytest.mark.parametrize("words", [("funnel",), ("person", "p"), ("investigation",), ("remedies",), ("speech",)])
def test_each_reading_is_of_one_incident_and_says_what_is_tied_to_none(types: Types, words: tuple[str, ...]) -> None:
    """An incident that nothing is on record of is not found; what nobody ties to any is told with it, and named."""
    never = types(*words, "--incident", "vally", status=4)
    assert never["error"]["code"] == "ledger.no-such-incident"
    told = types(*words, "--incident", "incident:valley", "--as-of", "2020-12-31")
    expected = {"funnel": ["person:p", "person:q"], "investigation": ["person:p"], "remedies": [], "speech": []}
    assert told.get("untied") == expected.get(words[0])
    if words[0] == "investigation":
        assert told["treatment"]["code"] is None


def test_an_archives_own_words_are_called_by_their_own_labels(
    types: Types, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A group that the archive declares has its label in the funnel, beside counts and in what is not known."""
    (archive / "vocabulary.toml").write_text(
        '[term.group.marsh]\nlabel = {en = "Marsh people", ru = "Болотные", kk = "Батпақтықтар"}\n'
    )
    rows = [
        row("O1", "person:m", "charged_on", "2020-05-02", quote="10 persons charged", as_of="2020-06-01"),
        row("O2", "person:m", "ethnic_group", "marsh", quote="10 persons", as_of="2020-06-01"),
        number("O3", "incident:valley", "charged", 10, quote="10 persons charged", as_of="2020-05-31", group="marsh"),
    ]
    lines = archive.parent / "marsh.jsonl"
    lines.write_text("\n".join(map(json.dumps, rows)))
    types("state", str(lines))
    assert status_of(["-C", str(archive), "--language", "ru", "funnel", "--as-of", "2020-12-31"]) == 0
    told = capsys.readouterr().out
    assert "Болотные, лиц в записях: 1" in told
    assert told.count("(Болотные)") == 2
    assert "marsh" not in told
