"""Our own rows go out and come back as the same book, whatever order they come in."""

import datetime as dt
import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.exchange.world import ROWS, book, outgoing
from tests.ledger.world import SUBJECT, claim, source

from onrecord import ledger, reading
from onrecord.ledger.exchange import own
from onrecord.ledger.exchange.losses import Losses
from onrecord.ledger.sheets.applying import plain_rows
from onrecord.ledger.sheets.stating import prepare
from onrecord.ledger.words import shipped_vocabulary
from onrecord.reading.cells import cells_of, sheet_from

_DAYS = st.dates(dt.date(2031, 1, 1), dt.date(2031, 6, 1)).map(dt.date.isoformat)
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: f"x{text}x"
)


@st.composite
def _claims(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of claims of a few figures, by a few sources, some of them withdrawn, refuted or superseded."""
    made = []
    for at in range(draw(st.integers(1, 7))):
        low = draw(st.integers(0, 30))
        status = draw(st.sampled_from([None, None, None, "withdrawn", "disputed", "refuted", "superseded"]))
        more: dict[str, Any] = {"status": status, "status_why": draw(_WORDS) if status else None}
        more |= {"status_basis": ["K0"]} if status == "refuted" else {}
        more |= {"superseded_by": "K0"} if status == "superseded" else {}
        made.append(
            claim(
                f"K{at}", low, property=draw(st.sampled_from(["killed", "injured"])),
                group=draw(st.sampled_from([None, "dungan", "kazakh"])), as_of=draw(st.none() | _DAYS),
                source=draw(st.sampled_from(["S1", "S2", "S3"])), note=draw(st.none() | _WORDS), quote=draw(_WORDS),
                wording=draw(_WORDS), speaker_kind=draw(st.sampled_from(["official", "ngo", "media"])), **more,
            )
        )  # fmt: skip
    return made


_SOURCES = [source("S1", "AGENCY"), source("S2", "AGENCY"), source("S3"), source("AGENCY")]


def _lines(made: ledger.Book) -> list[str]:
    return own.jsonl(outgoing(made)).content.decode().splitlines()


def _figures(made: ledger.Book) -> list[dict[str, Any]]:
    return [figure.to_row() for figure in made.figures()]


def _again(lines: list[str]) -> ledger.Book:
    refused: list[Any] = []
    made = ledger.book_from_rows(ledger.jsonl_rows(lines), today=dt.date(2031, 7, 1), on_refused=refused.append)
    assert refused == []
    return made


@settings(max_examples=40, deadline=None)
@given(_claims())
def test_jsonl_comes_back_as_the_same_book(rows: list[dict[str, Any]]) -> None:
    """Statuses, notes, words and places among them: what is written anew is the same to the letter."""
    first = book([*_SOURCES, *rows])
    again = _again(_lines(first))
    assert _lines(again) == _lines(first)
    assert again.sources == first.sources
    assert [one.to_row() for one in again.claims] == [one.to_row() for one in sorted(first.claims, key=_recorded)]
    assert _figures(again) == _figures(first)


def _recorded(one: ledger.Claim) -> tuple[bool, str]:
    return (one.subject_kind != "source", one.subject_id if one.subject_kind == "source" else "")


@settings(max_examples=40, deadline=None)
@given(_claims(), st.randoms(use_true_random=False))
def test_the_order_of_import_never_changes_a_figure(rows: list[dict[str, Any]], dice: Any) -> None:
    """Claims before their sources, the last first: every figure is the same."""
    shuffled = [*_SOURCES, *rows]
    dice.shuffle(shuffled)
    assert _figures(book(shuffled)) == _figures(book([*_SOURCES, *rows]))


@settings(max_examples=40, deadline=None)
@given(_claims(), st.data())
def test_withdrawn_and_stated_again_is_stated_once(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    """A claim that was taken back and stated anew under another id counts as if it had been stated once."""
    at = data.draw(st.integers(0, len(rows) - 1))
    plain = [
        {k: v for k, v in row.items() if k not in ("status", "status_why", "status_basis", "superseded_by")}
        for row in rows
    ]
    gone = {**plain[at], "status": "withdrawn", "status_why": "typed wrong"}
    restated = [*plain[:at], gone, {**plain[at], "id": "Z9"}, *plain[at + 1 :]]
    once = [*plain[:at], {**plain[at], "id": "Z9"}, *plain[at + 1 :]]
    assert _figures(book([*_SOURCES, *restated])) == _figures(book([*_SOURCES, *once]))


def test_every_field_of_a_row_comes_back() -> None:
    """Of every kind of value and status: the row that goes out is the row that came in."""
    out = [json.loads(line) for line in _lines(book())]
    written = {row.get("id") or row["source"]: row for row in out}
    for row in ROWS:
        for name, value in row.items():
            assert value == [] or written[row.get("id") or row["source"]][name] == value, (row, name)


def test_a_public_edition_holds_back_what_is_for_colleagues() -> None:
    """Notes, remarks, and what is not public; each is in the losses."""
    made = book([row for row in ROWS if row.get("visibility") == "public"])
    document = own.jsonl(outgoing(made, is_public=True))
    rows = [json.loads(line) for line in document.content.decode().splitlines()]
    assert not any("note" in row or "remark" in row for row in rows)
    assert {one.field for one in document.losses} == {"note", "remark"}
    hidden = outgoing(made, is_public=True)
    losses = Losses()
    shown = list(own.rows_of(ledger_without_items(hidden), losses))
    assert not any("item" in row for row in shown)
    assert "item" in {one.field for one in losses.listed()}


def ledger_without_items(out: Any) -> Any:
    """Return the same without any item that may be seen."""
    from dataclasses import replace

    return replace(out, digests={})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables_hold_the_same_cells(form: str, tmp_path: Path) -> None:
    """What looks like a formula runs nowhere, and the sheets come back as the rows that went out."""
    made = book([*_SOURCES, claim("K1", 11, note="=1+1", speaker="@office", quote="-11 dead", subject=SUBJECT)])
    document = getattr(own, form)(outgoing(made))
    target = tmp_path / f"out.{form}"
    target.write_bytes(document.content)
    table = ledger.table_from(target, sheet="claims" if form == "xlsx" else None)
    cells = {name: cell.text for name, cell in table.rows[-1].cells.items()}
    shown = "'" if form == "csv" else ""
    assert (cells["note"], cells["speaker"], cells["quote"]) == (f"{shown}=1+1", f"{shown}@office", f"{shown}-11 dead")
    assert (cells["id"], cells["low"], cells["as_of"]) == ("K1", "11", "2031-03-09")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_claims())
def test_figures_are_the_same_after_a_way_through_a_table(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """CSV as `state` reads it, and each sheet of a workbook: the numbers that are published do not move."""
    made = book([*_SOURCES, *rows])
    (tmp_path / "out.csv").write_bytes(own.csv(outgoing(made)).content)
    (tmp_path / "out.xlsx").write_bytes(own.xlsx(outgoing(made)).content)
    sheets = [plain_rows(_sheet(tmp_path / "out.xlsx", name)) for name in ("sources", "claims")]
    for again in (ledger.rows_from(tmp_path / "out.csv"), chain(*sheets)):
        refused: list[Any] = []
        found = ledger.book_from_rows(again, today=dt.date(2031, 7, 1), on_refused=refused.append)
        assert [one.problem.message() for one in refused] == []
        assert _figures(found) == _figures(made)


def _sheet(path: Path, name: str) -> ledger.Table:
    """Return a sheet as a table, read in this process: the child is tried elsewhere."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "sheet_in", lambda content, sheet: sheet_from(cells_of(content, sheet)))
        return ledger.table_from(path, sheet=name)


_GRADED: list[dict[str, Any]] = [
    source("S1", connection="witness"),
    source("S2", "S1", "AGENCY", how=["reprint", "unknown"]),
    claim("K1", 11),
    {"id": "G1", "subject": "source:S1", "property": "reliability", "value": "02", "speaker": "an analyst",
     "speaker_kind": "ourselves", "basis": ["K1"], "note": "checked twice"},
]  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_how_a_source_derives_and_what_is_held_of_it_comes_back(form: str, tmp_path: Path) -> None:
    """Ways, connection and grades went missing on the way through a file, and no list of losses named them."""
    document = getattr(own, form)(outgoing(book(_GRADED)))
    path = tmp_path / f"out.{form}"
    path.write_bytes(document.content)
    rows = [row for sheet in ("sources", "claims") for row in prepare(path, shipped_vocabulary(), sheet=sheet).rows]
    rows = rows if form == "xlsx" else rows[: len(rows) // 2]
    refused: list[ledger.RefusedRow] = []
    found = ledger.book_from_rows(rows, today=dt.date(2031, 7, 1), on_refused=refused.append)
    assert [one.problem.message() for one in refused] == []
    assert (found.sources["S2"].how("S1"), found.sources["S2"].how("AGENCY")) == ("reprint", "unknown")
    assert (found.sources["S1"].connection, found.sources["S1"].grade("reliability")) == ("witness", "02")


def test_a_row_for_somebody_of_the_team_names_no_claim_that_they_may_not_see() -> None:
    """The basis of a finding goes out as far as its reader may see it, and the rest is told as a loss."""
    ours = claim(
        "F1", 11, source=None, quote=None, speaker="ourselves", speaker_kind="ourselves", basis=["K1", "HIDDEN"]
    )
    row = {name: value for name, value in ours.items() if value is not None}
    document = own.jsonl(outgoing(book([source("S1"), claim("K1", 11), row])))
    assert "HIDDEN" not in document.content.decode()
    assert [(one.field, one.why) for one in document.losses] == [("basis", "not-seen")]
