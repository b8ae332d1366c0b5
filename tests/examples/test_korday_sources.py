"""The Korday example: digests that say what they are, claims whose words stand in them, statements that hold."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord import dossier, ledger

_FOLDER = Path(__file__).parents[2] / "examples" / "korday"
_DIGESTS = sorted((_FOLDER / "sources").glob("*.md"))
_CLAIM_FILES = sorted((_FOLDER / "claims").glob("*.jsonl"))
_STATEMENTS = sorted(_FOLDER.glob("*.??.md"))
_PLAIN_LINE = {"en": "This file is our digest", "ru": "Этот файл — наш дайджест", "kk": "Бұл файл — жария беттің"}


def _rows(*files: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


_SOURCES = {row["source"]: row for row in _rows(_FOLDER / "sources.jsonl")}
_CLAIMS = _rows(*_CLAIM_FILES)


def test_there_are_enough_of_them_in_three_languages() -> None:
    """At least thirty digests and a hundred and fifty claims; English, Russian and Kazakh."""
    languages = [re.search(r"^language: (\w+)$", file.read_text(encoding="utf-8"), re.MULTILINE) for file in _DIGESTS]
    assert len(_DIGESTS) >= 30
    assert {match[1] for match in languages if match} == {"en", "ru", "kk"}
    assert len(_CLAIMS) >= 150
    assert len({row["id"] for row in _CLAIMS}) == len(_CLAIMS)


@pytest.mark.parametrize("file", _DIGESTS, ids=lambda file: file.stem)
def test_a_digest_says_that_it_is_one_and_where_the_original_is(file: Path) -> None:
    """The plain line in the digest's own language, and an address; the source row says the same."""
    text = file.read_text(encoding="utf-8")
    language = re.search(r"^language: (\w+)$", text, re.MULTILINE)
    address = re.search(r"^address: (https?://\S+)$", text, re.MULTILINE)
    assert language
    assert address
    assert _PLAIN_LINE[language[1]] in text
    row = _SOURCES[file.stem]
    assert (row["item"], row["address"]) == (file.name, address[1])
    assert "digest" in row["remark"]


_OURS = [row for row in _CLAIMS if row["speaker_kind"] == "ourselves"]


def test_each_quote_stands_in_its_digest_letter_for_letter() -> None:
    """And every claim is public."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in _DIGESTS}
    quoted = [row for row in _CLAIMS if row not in _OURS]
    lost = [row["id"] for row in quoted if row["quote"] not in texts[_SOURCES[row["source"]]["item"]]]
    assert lost == []
    assert [row["id"] for row in quoted if row["visibility"] != "public"] == []


def test_what_we_find_ourselves_says_so_why_and_from_which_claims() -> None:
    """One worksheet, what our statement asks, how far demands were met; no source is said to have said it."""
    assert {row["property"] for row in _OURS} == {"rabat_factor", "demand_status", "demand", "demanded_in"}
    stated = {row["id"] for row in _CLAIMS}
    for row in _OURS:
        assert row["speaker"] == "the editors of this example"
        assert row["note"]
        assert set(row["basis"]) <= stated
        assert not {"source", "quote"} & set(row)


def test_reprints_name_their_origins_and_no_origin_is_unknown() -> None:
    """Agency reprints are told apart from originals."""
    named = {origin for row in _SOURCES.values() for origin in row.get("derived_from", ())}
    assert len(named) >= 8
    assert named <= set(_SOURCES)


def test_nothing_that_must_not_be_cited_is_cited() -> None:
    """RU61 has no address; RU17 carries its figures only in its address."""
    assert not {"RU61", "RU17"} & set(_SOURCES)


@pytest.mark.parametrize("file", _STATEMENTS, ids=lambda file: file.name)
def test_each_statement_holds_with_every_figure_bound(file: Path) -> None:
    """No error and no warning, and no figure left over."""
    rows = [*ledger.rows_from(_FOLDER / "sources.jsonl")]
    for claims in _CLAIM_FILES:
        rows += ledger.rows_from(claims)
    book = ledger.book_from_rows(rows, today=dt.date(2026, 1, 1))
    report = dossier.check(book, file.read_text(encoding="utf-8"), today=dt.date(2026, 1, 1))
    shown = [(one.line, one.code.name, one.message()) for one in report.diagnostics if one.severity.value != "note"]
    assert shown == []
    assert report.figures_found == report.figures_bound > 10


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("statement.en.md", "eleven people", "twelve people"),
        ("statement.ru.md", "одиннадцать человек", "двенадцать человек"),
    ],
)
def test_one_changed_word_makes_the_statement_fail(name: str, right: str, wrong: str) -> None:
    """The promise of the whole, in English and in Russian."""
    rows = [*ledger.rows_from(_FOLDER / "sources.jsonl")]
    for claims in _CLAIM_FILES:
        rows += ledger.rows_from(claims)
    book = ledger.book_from_rows(rows, today=dt.date(2026, 1, 1))
    text = (_FOLDER / name).read_text(encoding="utf-8")
    assert right in text
    report = dossier.check(book, text.replace(right, wrong), today=dt.date(2026, 1, 1))
    assert [(one.code.name, one.text) for one in report.errors] == [("OR103", wrong)]
