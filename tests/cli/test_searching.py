"""The command `search`: hits for a person and as one document, and a sentence for whatever else is typed."""

import json
from pathlib import Path

import pytest

from onrecord.cli import status_of


@pytest.fixture
def at(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the options that lead to an archive with two texts in it."""
    (tmp_path / "letter.txt").write_text("В долине погибли пять человек.\n\nСгорело 24 000 домов.", encoding="utf-8")
    (tmp_path / "hat.txt").write_text("Аңғар тұрғындары қаза тапты.", encoding="utf-8")
    options = ["-C", str(archive)]
    assert status_of([*options, "add", str(tmp_path / "letter.txt"), str(tmp_path / "hat.txt")]) == 0
    assert status_of([*options, "read"]) == 0
    capsys.readouterr()
    return options


def test_hits_as_one_document(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The fields that are promised, and what stands at the place is what is shown."""
    assert status_of([*at, "search", "погибшие", "24000", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (hit,) = found["hits"]
    assert {"kind", "id", "score", "snippet", "item", "layer", "start", "end", "page"} <= hit.keys()
    assert (hit["kind"], hit["title"], hit["start"], found["total"]) == ("item", "letter.txt", 0, 1)
    assert [hit["snippet"][start:stop] for start, stop in hit["marks"]] == ["погибли", "24 000"]


def test_hits_for_a_person(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What and where on one line, the words below, how many there are beside it; in the person's language."""
    assert status_of([*at, "--language", "ru", "search", "тұрғын"]) == 0
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()[:2]
    assert first.startswith("предмет  item-")
    assert first.endswith("hat.txt")
    assert second == "    Аңғар тұрғындары қаза тапты."
    assert "Найдено: 1" in printed.err
    assert status_of([*at, "search", "погибли", "--kind", "claim"]) == 0
    assert "Nothing that you may see" in capsys.readouterr().err


def test_options_narrow_and_rebuild(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A limit, an exclusion after `--`, the index made anew with or without a search."""
    assert status_of([*at, "search", "--limit", "1", "--json", "тап*"]) == 0
    assert len(json.loads(capsys.readouterr().out)["hits"]) == 1
    assert status_of([*at, "search", "--json", "--", "погибли", "-человек"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 0
    assert status_of([*at, "search", "--rebuild"]) == 0
    assert "made again" in capsys.readouterr().err
    assert status_of([*at, "search", "--rebuild", "--json", "погибли"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "***",
        '"',
        "-пожар",
        "а" * 10_000,
        "\x01\x02",
        "kind:x y",
        "м*а*с",
        "'; DROP TABLE words; --",
        "((((",
        'a"b"c"',
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_whatever_is_typed_is_answered_or_refused_in_words(
    at: list[str], capsys: pytest.CaptureFixture[str], typed: str, language: str
) -> None:
    """Never a traceback, never a fault of ours."""
    status = status_of([*at, "--language", language, "search", "--", typed])
    printed = capsys.readouterr()
    assert status in (0, 2)
    assert "Traceback" not in printed.err
    assert (status == 0) or "search." in printed.err
    capsys.readouterr()
    assert status_of([*at, "search", "тұрғын", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
