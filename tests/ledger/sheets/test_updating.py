"""Updates by spreadsheet: what is other is recorded beside what it replaces; a stale sheet undoes nothing."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import claim, source
from tests.personas import READER

from onrecord import ledger, reading, vault
from onrecord.kernel import Fault, Visibility
from onrecord.store import Desk

_TEXT = "Eleven people were killed, the office said; later it said that twelve people were killed. Forty were injured."
_ROWS = (
    claim("K1", 11, quote="Eleven people were killed", wording="eleven people"),
    claim("K2", 40, property="injured", quote="Forty were injured", wording="forty"),
    claim("K3", 12, quote="twelve people were killed", wording="twelve people", as_of="2031-03-10"),
)


@pytest.fixture
def stated(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with three claims on record."""
    (tmp_path / "herald.md").write_text(_TEXT, encoding="utf-8")
    vault.seal(desk, [tmp_path / "herald.md"], visibility=Visibility.PUBLIC)
    reading.read(desk)
    for row in (source("S1", item="herald.md", language="en"), *_ROWS):
        assert ledger.state(desk, row).refused == ()
    return desk


def _sheet(desk: Desk, target: Path, *changes: tuple[str, str, str], without: str = "-") -> ledger.Table:
    """Write the sheet, change cells of it as a person would, and return it as a table."""
    if not target.exists():
        ledger.write_sheet(ledger.claims(desk), target, log_size=desk.log.size())
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    for claim_id, name, text in changes:
        next(row for row in rows if row["id"] == claim_id)[name] = text
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(row for row in rows if row["id"] != without)
    target.write_text(out.getvalue(), encoding="utf-8")
    return ledger.table_from(target)


def test_a_corrected_row_takes_the_place_of_its_claim(stated: Desk, tmp_path: Path) -> None:
    """The report says what was changed from what to what; the old claim is out of figures and stays on record."""
    table = _sheet(stated, tmp_path / "claims.csv", ("K1", "speaker", "district office"), ("K1", "note", "checked"))
    report = ledger.update(stated, table, why="checked against the paper")
    assert [(one.claim, one.by, {c.field: (c.before, c.after) for c in one.changes}) for one in report.changed] == [
        ("K1", "K1.r2", {"speaker": ("regional office", "district office"), "note": ("", "checked")})
    ]
    assert (report.unchanged, report.refused, report.added) == (2, (), ())
    old, new = ledger.claim(stated, "K1"), ledger.claim(stated, "K1.r2")
    assert (old.status, old.superseded_by, old.status_why) == (
        ledger.ClaimStatus.SUPERSEDED, "K1.r2", "checked against the paper",
    )  # fmt: skip
    assert (new.speaker, new.quote, new.value, new.item) == ("district office", old.quote, old.value, old.item)
    assert [one.claims for one in ledger.figures(stated, "killed")] == [("K3", "K1.r2")]


def test_the_same_sheet_twice_changes_nothing(stated: Desk, tmp_path: Path) -> None:
    """Not one entry more; a dry run writes none at all, and tells what the run in earnest does."""
    table, size = _sheet(stated, tmp_path / "claims.csv", ("K1", "speaker", "district office")), stated.log.size()
    dry = ledger.update(stated, table, why="checked", dry_run=True)
    assert stated.log.size() == size
    assert dry.changed == ledger.update(stated, table, why="checked").changed
    size = stated.log.size()
    again = ledger.update(stated, table, why="checked")
    assert (again.changed, again.done_before, again.unchanged, stated.log.size()) == ((), 1, 2, size)


def test_a_stale_sheet_undoes_nothing(stated: Desk, tmp_path: Path) -> None:
    """Who edited the same claim before, or disputed it, is not written over: the row is refused with what is so now."""
    mine = _sheet(stated, tmp_path / "mine.csv", ("K1", "speaker", "my office"), ("K2", "speaker", "my office"))
    theirs = _sheet(stated, tmp_path / "theirs.csv", ("K1", "speaker", "their office"))
    ledger.update(stated, theirs, why="they know better")
    ledger.dispute(stated, "K2", why="another number was heard")
    report = ledger.update(stated, mine, why="I know better")
    assert [(one.row, one.code) for one in report.refused] == [(2, "ledger.changed-since"), (3, "ledger.changed-since")]
    assert "K1.r2" in report.refused[0].problem.message("en")
    assert ledger.claim(stated, "K1.r2").speaker == "their office"
    later = ledger.update(
        stated, _sheet(stated, tmp_path / "new.csv", ("K1.r2", "speaker", "our office")), why="agreed"
    )
    assert [one.by for one in later.changed] == ["K1.r3"]


def test_a_row_that_is_gone_is_withdrawn_only_when_that_is_asked_for(stated: Desk, tmp_path: Path) -> None:
    """What was never in the sheet is not missing from it: what somebody stated since stays."""
    table = _sheet(stated, tmp_path / "claims.csv", without="K2")
    ledger.state(stated, claim("K9", 11, quote="Eleven people were killed", wording="eleven", speaker="another"))
    listed = ledger.listed_in(tmp_path / "claims.csv")
    told = ledger.update(stated, table, why="not ours", listed=listed)
    assert (told.missing, told.withdrawn, ledger.claim(stated, "K2").status.value) == (("K2",), (), "stands")
    done = ledger.update(stated, table, why="not ours", listed=listed, withdraw_missing=True)
    assert (done.withdrawn, ledger.claim(stated, "K2").status.value) == (("K2",), "withdrawn")
    assert ledger.claim(stated, "K9").status.value == "stands"


def test_a_new_number_needs_words_that_carry_it(stated: Desk, tmp_path: Path) -> None:
    """A correction is held to the same rules as a statement; a row without an id is a new claim."""
    wrong = ledger.update(stated, _sheet(stated, tmp_path / "a.csv", ("K1", "low", "12")), why="typed wrong")
    assert [one.code for one in wrong.refused] == ["ledger.quote-without-the-number"]
    assert wrong.changed == ()
    right = _sheet(
        stated, tmp_path / "b.csv",
        ("K1", "low", "12"), ("K1", "high", "12"), ("K1", "quote", "twelve people were killed"), ("K3", "id", ""),
    )  # fmt: skip
    report = ledger.update(stated, right, why="typed wrong")
    assert [one.claim for one in report.changed] == ["K1"]
    assert ledger.claim(stated, "K1.r2").value_text() == "12"
    assert len(report.added) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("K1", "id", "K99")], "ledger.row-of-no-claim"),
        ([("K1", "id", "K2")], "ledger.row-twice"),
        ([("K1", "property", "slain")], "ledger.unknown-property"),
        ([("K1", "colour", "red")], "ledger.unknown-field"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_number(
    stated: Desk, tmp_path: Path, changes: list[tuple[str, str, str]], code: str
) -> None:
    """And holds up no other row."""
    target = tmp_path / "claims.csv"
    ledger.write_sheet(ledger.claims(stated), target, log_size=stated.log.size())
    text = target.read_text(encoding="utf-8-sig").splitlines()
    if changes[0][1] == "colour":
        text = [text[0] + ",colour", text[1] + ",red", *(line + "," for line in text[2:])]
        target.write_text("\n".join(text), encoding="utf-8")
        changes = []
    report = ledger.update(stated, _sheet(stated, target, *changes), why="x")
    assert code in [one.code for one in report.refused]
    assert report.unchanged + len(report.refused) >= 2


def test_a_workbook_comes_back_as_it_went_out(stated: Desk, tmp_path: Path) -> None:
    """No cell is altered by being written: every row is unchanged, and what looks like a formula is text."""
    ledger.state(
        stated, claim("K8", 11, quote="Eleven people were killed", wording="=11", note="-x\n+y", speaker="@office")
    )
    for name in ("claims.xlsx", "claims.csv"):
        ledger.write_sheet(ledger.claims(stated), tmp_path / name, log_size=stated.log.size())
        report = ledger.update(stated, ledger.table_from(tmp_path / name), why="none")
        assert (report.unchanged, report.changed, report.refused) == (4, (), ())


def test_only_who_may_state_may_update(stated: Desk, desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """A reader is refused; without a reason nobody could weigh what was done."""
    table = _sheet(stated, tmp_path / "claims.csv", ("K1", "speaker", "x"))
    with pytest.raises(Fault) as refusal:
        ledger.update(desk_of(READER), table, why="x")
    assert refusal.value.exit_status == 3
    with pytest.raises(ledger.ReasonMissing):
        ledger.update(stated, table, why=" ")
    with pytest.raises(Fault):
        ledger.listed_in(tmp_path / "nowhere.csv")


def test_superseding_shows_in_what_changed(stated: Desk, tmp_path: Path) -> None:
    """The history names the claim that went, why, and the one that came."""
    before = ledger.book(stated)
    ledger.update(stated, _sheet(stated, tmp_path / "claims.csv", ("K1", "speaker", "x")), why="checked")
    rows: list[dict[str, Any]] = [one.to_row() for one in ledger.changes(before, ledger.book(stated)).claims]
    assert [(row["claim"], row["became"], row["why"], row["superseded_by"]) for row in rows] == [
        ("K1", "superseded", "checked", "K1.r2"), ("K1.r2", "stated", None, None),
    ]  # fmt: skip


def test_a_sheet_with_columns_of_its_own_updates_by_a_mapping(stated: Desk, tmp_path: Path) -> None:
    """Columns that it lacks say nothing; a day in another form and a number in plain digits are no corrections."""
    (tmp_path / "own.csv").write_text(
        "Nr;Wer;Tag;Tote\nK1;district office;09.03.2031;11\nK3;regional office;10.03.2031;12\n"
    )
    mapping = ledger.mapping_of(
        "[reading]\ndates = ['DD.MM.YYYY']\n[constants]\nproperty = 'killed'\nsubject = 'incident:valley-2031'\n"
        "[columns]\nNr = 'id'\nWer = 'speaker'\nTag = 'as_of'\nTote = 'number'\n",
        where="map",
    )
    table = ledger.renamed(ledger.table_from(tmp_path / "own.csv"), mapping, ledger.shipped_vocabulary())
    report = ledger.update(stated, table, why="checked")
    assert [[(c.field, c.after) for c in one.changes] for one in report.changed] == [[("speaker", "district office")]]
    assert (report.unchanged, report.refused) == (1, ())
    assert ledger.claim(stated, "K1.r2").value_text() == "eleven people"


def _sources(desk: Desk, target: Path, *rows: dict[str, str], **options: Any) -> ledger.UpdateReport:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return ledger.update(desk, ledger.table_from(target), why="the paper renamed itself", **options)


def test_a_row_of_a_source_corrects_its_description(stated: Desk, tmp_path: Path) -> None:
    """A title that was typed wrong, an origin that was missing, one too many: each claim by itself, nothing written over."""
    assert ledger.state(stated, source("S2", "S1", "AGENCY", title="Elven dead", how=["reprint", "unknown"])).stated
    row = {
        "source": "S2",
        "title": "Eleven dead",
        "derived_from": "S1; NGO",
        "how": "translation; unknown",
        "remark": "",
    }
    report = _sources(stated, tmp_path / "sources.csv", row, dry_run=True)
    assert ledger.sources(stated)["S2"].title == "Elven dead"
    report = _sources(stated, tmp_path / "sources.csv", row)
    assert report.refused == ()
    assert [(one.claim, one.by) for one in report.changed] == [
        ("source.S2.title", "source.S2.title.r2"),
        ("source.S2.derived_from.S1.reprint", "source.S2.derived_from.S1.translation"),
    ]
    assert (report.added, report.withdrawn) == (("source.S2.derived_from.NGO",), ("source.S2.derived_from.AGENCY",))
    found = ledger.sources(stated)["S2"]
    assert (found.title, set(found.derived_from), found.how("S1")) == ("Eleven dead", {"S1", "NGO"}, "translation")
    assert (found.publisher, found.published_on is not None) == ("Publisher S2", True)
    again = _sources(stated, tmp_path / "sources.csv", row)
    assert (again.unchanged, again.changed, again.added, again.withdrawn) == (1, (), (), ())
    restated = source("S2", "S1", "NGO", title="Eleven dead", how=["translation", "unknown"])
    report = ledger.state(stated, restated)
    assert (report.known, report.refused) == (1, ())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"source": "S1", "derived_from": "S1"}, "ledger.source-in-a-circle"),
        ({"source": "S1", "derived_from": "S2"}, "ledger.source-in-a-circle"),
        ({"source": "S1", "published_on": "9 March"}, "ledger.bad-date"),
        ({"source": "S1", "item": "nowhere.md"}, "ledger.no-such-item"),
        ({"source": "S1", "connection": "cousin"}, "ledger.unknown-value"),
    ],
)
def test_a_row_of_a_source_that_is_wrong_changes_nothing(
    stated: Desk, tmp_path: Path, row: dict[str, str], code: str
) -> None:
    """It is refused with its reason, like a row that states a source."""
    ledger.state(stated, source("S2", "S1"))
    before = ledger.sources(stated)["S1"]
    report = _sources(stated, tmp_path / "sources.csv", row)
    assert [one.code for one in report.refused] == [code]
    assert ledger.sources(stated)["S1"] == before


def test_an_exported_table_of_sources_changes_nothing_by_itself(stated: Desk, tmp_path: Path) -> None:
    """What `export-to` wrote, public edition or not, is what is on record: an item that it leaves out is not taken back."""
    for is_public in (True, False):
        target = tmp_path / f"out-{is_public}.csv"
        target.write_bytes(ledger.export_to(stated, "csv", is_public=is_public).content)
        report = ledger.update(stated, ledger.table_from(target), why="nothing")
        assert (report.changed, report.added, report.withdrawn, report.refused) == ((), (), (), ())
    assert ledger.sources(stated)["S1"].item is not None
