"""`onrecord speech`: the register and a worksheet; a reader sees what is public, and no private person's name."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.speech.world import GOVERNOR, SOURCE, finding, row

from onrecord.cli import status_of
from onrecord.kernel import day_words

Types = Callable[..., Any]
_MOVED = {"as_of": "2021-05-01"}


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Types:
    """Type a command at an archive with a governor's words and a private post, classed by one and signed by another."""

    def typed(*words: str, status: int = 0, as_json: bool = True, role: str = "keeper", actor: str = "keeper") -> Any:
        monkeypatch.setenv("ONRECORD_ROLE", role)
        monkeypatch.setenv("ONRECORD_ACTOR", actor)
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, *(["--json"] if as_json else [])]) == status, words
        shown = capsys.readouterr()
        return json.loads(shown.out) if as_json and not status else shown.out + shown.err

    post = {"subject": "utterance:u2"}
    stated = [
        *(one for one in GOVERNOR if one["id"] != "E-press"),
        row("U2-words", "uttered_words", "utterance:u2", value="Кетсін бәрі"),
        row("U2-by", "uttered_by", "utterance:u2", value="Ерлан Тоқтаров"),
        row("U2-group", "target_group", "utterance:u2", value="dungan"),
        finding("H-class", "rabat_class", "other_sanction", "U2-words", **post, **_MOVED),
        finding("G-class", "rabat_class", "concern", "U1-words", **_MOVED, visibility="team"),
        row("P-1", "speech_prosecution", "incident:valley", value="a critic was tried"),
    ]
    text = "\n".join(str(one["quote"]) for one in stated if "quote" in one)
    (tmp_path / "text.md").write_text(text, encoding="utf-8")
    source = SOURCE | {"item": "text.md", "language": "kk", "published_on": "2021-03-04"}
    rows = [source, *(_in_2021(one) for one in stated)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    typed("add", str(tmp_path / "text.md"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "rows.jsonl"))
    return typed


def _in_2021(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose days the clock of the tests has passed; the quote goes on standing in the text."""
    dated = {name: fields[name].replace("2031", "2021") for name in ("as_of",) if name in fields}
    if fields["property"] == "uttered_on":
        dated["wording"] = fields["value"]
        dated["value"] = fields["value"].replace("2031", "2021")
    return fields | dated


def test_the_team_sees_everything_and_what_keeps_it_from_the_public(types: Types) -> None:
    """A class that nobody else has reviewed does not stand; the review makes it stand from its own day on."""
    found = types("speech", "--as-of", "2030-01-01")
    assert [(one["utterance"], one["classes"]) for one in found["utterances"]] == [("u1", []), ("u2", [])]
    assert found["utterances"][1]["withheld"]["code"] == "speech.private-below-class-two"
    assert [one["claim"] for one in found["prosecutions"]] == ["P-1"]
    before = types("speech", "--as-of", "2030-01-01", "--known-by", "2000-01-01")
    assert (before["utterances"], before["prosecutions"]) == ([], [])
    types("review", "H-class", "G-class", "--note", "read both", role="analyst", actor="second")
    again = types("speech", "--as-of", "2040-01-01")
    assert [(one["classes"], one["withheld"]) for one in again["utterances"]] == [([3], None), ([2], None)]


def test_a_reader_sees_public_claims_and_rule_sp_03_at_work(types: Types) -> None:
    """The private post appears once its class stands, without the name; the team's worksheet does not."""
    found = types("speech", role="reader", actor="visitor")
    assert ([one["utterance"] for one in found["utterances"]], found["withheld"]) == (["u1"], 1)
    types("speech", "u2", status=4, role="reader", actor="visitor")
    types("review", "H-class", "--note", "read it", role="analyst", actor="second")
    shown = types("speech", "--as-of", "2040-01-01", role="reader", actor="visitor")
    assert [one["utterance"] for one in shown["utterances"]] == ["u1", "u2"]
    assert shown["utterances"][0]["worksheets"] == []
    assert "Тоқтаров" not in json.dumps(shown, ensure_ascii=False)
    types("speech", "--names", status=3, role="reader", actor="visitor")


def test_an_analyst_may_ask_for_names_but_not_for_the_public(types: Types) -> None:
    """`--public` is what may be printed, whoever asks."""
    types("review", "H-class", "--note", "read", role="analyst", actor="second")
    day = ("--as-of", "2040-01-01")
    assert types("speech", "u2", "--names", *day)["speaker"][0]["value"] == "Ерлан Тоқтаров"
    assert types("speech", "u2", *day)["speaker"] is None
    assert types("speech", "u2", "--public", "--names", *day)["speaker"] is None


def test_a_person_reads_a_worksheet(types: Types, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words before their translation, factors, the day of what is said of responses, why no class stands."""
    held = {"en": "does not stand", "ru": "Класс не действует", "kk": "Сынып күшінде емес"}
    for language, words in held.items():
        monkeypatch.setenv("ONRECORD_LANGUAGE", language)
        told = types("speech", "u1", "--as-of", "2040-07-01", as_json=False)
        assert told.index("қуып") < told.index("driven out")
        day = day_words(dt.date(2040, 7, 1), language)
        for expected in (words, "speech.class-unreviewed", day, {"ru": "умысел"}.get(language, "")):
            assert expected in told
        assert day.replace("\xa0", " ") in " ".join(types("speech", "--as-of", "2040-07-01", as_json=False).split())


def test_responses_are_drawn_without_the_names_of_private_persons(types: Types, tmp_path: Path) -> None:
    """Names only where they are asked for; for the public neither them nor what SP-03 keeps back."""
    out = tmp_path / "responses.svg"
    types("speech", "--picture", str(out))
    assert "Ерлан" not in out.read_text("utf-8")
    assert "u2, private person" in out.read_text("utf-8")
    types("speech", "--picture", str(out), "--names")
    assert "Ерлан" in out.read_text("utf-8")
    types("speech", "--picture", str(out), "--names", "--public")
    assert "Ерлан" not in out.read_text("utf-8")
