"""The commands `examine` and `duplicates`: what they print, for people and for programs, in three languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import pictures

from onrecord.cli.main import status_of
from onrecord.vault import credentials, examining, films

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command in a new archive and gives its status, output and messages."""
    monkeypatch.setattr(examining, "_MOST_CHILDREN", 1)
    monkeypatch.setattr(films, "PROGRAM", "no-such-decoder")
    folder = str(tmp_path / "archive")
    assert status_of(["init", folder]) == 0
    whole = pictures.scene(91, (320, 240))
    given = tmp_path / "given"
    given.mkdir()
    (given / "photo.jpg").write_bytes(pictures.saved(whole, exif=pictures.exif(whole)))
    (given / "copy.jpg").write_bytes(pictures.saved(whole.rotate(180), quality=40))
    (given / "film.mp4").write_bytes(pictures.film(created=1))
    assert status_of(["-C", folder, "add", str(given)]) == 0
    capfd.readouterr()

    def run_one(*arguments: str) -> tuple[int, str, str]:
        status = status_of(["-C", folder, *arguments])
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    return run_one


def _json(run: Run, *arguments: str) -> dict[str, Any]:
    status, out, _ = run(*arguments, "--json")
    assert status == 0
    document: dict[str, Any] = json.loads(out)
    return document


def test_examine_tells_what_was_done_and_what_could_not_be(run: Run) -> None:
    """One document with a line for each examination, how many were there, and how well the reading was fenced in."""
    document = _json(run, "examine")
    assert set(document) == {"items", "already", "confinement"}
    assert {one["examiner"] for one in document["items"]} >= {"metadata", "fingerprint", "key_frames"}
    absent = [one for one in document["items"] if one["state"] == "absent" and one["examiner"] == "key_frames"]
    assert [one["problem"] for one in absent] == ["not examined: no video decoder"]
    assert set(document["confinement"]) == {"level", "network", "files", "processes", "namespace"}
    _, out, err = run("examine")
    assert out.startswith("item")
    assert "0 examinations made" in out
    assert "key_frames: not examined: no video decoder (1 items)" in err


def test_item_shows_what_was_found(run: Run) -> None:
    """For a program the whole finding; for a person when, where, with what, each with its field."""
    before = _json(run, "item", "photo.jpg")
    assert before["examinations"] == []
    run("examine")
    document = _json(run, "item", "photo.jpg")
    examiners = [one["examiner"] for one in document["examinations"]]
    assert examiners[:2] == ["metadata", "fingerprint"]
    assert document["examinations"][0]["found"]["summary"]["places"][0]["latitude"] == "43.0388250"
    _, out, _ = run("item", "photo.jpg")
    assert "2031:03:08 09:41:12  (EXIF DateTimeOriginal)" in out
    assert "latitude 43.0388250, longitude 74.7128500  (EXIF GPS)" in out
    assert "pdq " in out


def test_item_says_what_could_not_be_examined(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra: in words, in place of a finding."""
    monkeypatch.setattr(credentials, "version", lambda: None)
    run("examine")
    _, out, _ = run("item", "photo.jpg")
    assert "not examined: extra c2pa missing" in out


@pytest.mark.parametrize(
    ("language", "turned"), [("en", "turned upside down"), ("ru", "повёрнут на 180°"), ("kk", "180° бұрылған")]
)
def test_duplicates_are_proposed_in_words(run: Run, language: str, turned: str) -> None:
    """Which two, by what method, how far apart, how turned."""
    run("examine")
    status, out, _ = run("--language", language, "duplicates")
    assert status == 0
    assert "photo.jpg" in out
    assert "copy.jpg" in out
    assert turned in out
    assert "[onrecord pdq@1]" in out


def test_duplicates_are_one_document(run: Run) -> None:
    """Pairs with method, distance, quality and turn; groups; what was judged; what was not compared."""
    run("examine")
    document = _json(run, "duplicates")
    assert set(document) == {"pairs", "groups", "received_again", "judged", "not_compared"}
    (pair,) = document["pairs"]
    assert set(pair) == {"first", "second", "kind", "method", "distance", "turn", "parts", "quality"}
    assert (pair["kind"], pair["turn"]) == ("pictures", "rotated_180")
    assert document["groups"] == [[pair["first"], pair["second"]]]


def test_a_person_decides(run: Run) -> None:
    """`judge` records verdict and reason; the pair is gone from the proposals."""
    run("examine")
    judged = _json(run, "duplicates", "judge", "photo.jpg", "copy.jpg", "same", "--why", "turned by the sender")
    assert judged["verdict"] == "same"
    document = _json(run, "duplicates")
    assert document["pairs"] == []
    assert [one["why"] for one in document["judged"]] == ["turned by the sender"]
    _, out, _ = run("duplicates")
    assert "Nothing is alike" in out
    status, _, err = run("duplicates", "judge", "photo.jpg", "photo.jpg", "same", "--why", "x")
    assert (status, "vault.same-item" in err) == (2, True)
    status, _, _ = run("duplicates", "judge", "photo.jpg", "copy.jpg", "same")
    assert status == 2  # a reason is needed


def test_an_item_that_is_not_there_is_not_found(run: Run) -> None:
    """As everywhere."""
    assert run("examine", "no-such.jpg")[0] == 4
