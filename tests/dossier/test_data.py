"""Data: what the pages show, as rows for a spreadsheet and as JSON for a program."""

import csv
import io
import json

from onrecord import dossier
from onrecord.dossier.data import _harmless


def test_the_table_has_every_claim_with_source_item_and_entry(published: dossier.Publication) -> None:
    """One row a claim, in the order of the log, readable by a spreadsheet in any script."""
    content = (published.folder / "data" / "claims.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [f"K{n}" for n in range(1, 10)]
    kazakh = next(row for row in rows if row["id"] == "K5")
    assert kazakh["quote"] == "он бір адам қаза тапты"
    assert kazakh["publisher"] == "Аңғар хабаршысы"
    assert len(kazakh["item_sha256"]) == 64
    assert int(kazakh["entry"]) > 0


def test_the_figures_are_json_with_readings_and_uses(published: dossier.Publication) -> None:
    """Range, status, confirmation, readings with bounds, and where the statement uses them."""
    document = json.loads((published.folder / "data" / "figures.json").read_text("utf-8"))
    killed = next(one for one in document["figures"] if one["property"] == "killed")
    assert killed["status"] == "contested"
    assert {reading["claim"] for reading in killed["readings"]} == {"K1", "K2", "K3", "K4", "K5", "K6"}
    assert {use["statement"] for use in killed["used_in"]} == {"statement.en.md", "statement.ru.md", "statement.kk.md"}
    assert document["log"]["size"] > 0
    assert document["edition"] == "public"


def test_a_cell_cannot_be_a_formula() -> None:
    """D12: a spreadsheet that opens the table runs nothing out of it."""
    assert [_harmless(one) for one in ("=1+1", "+1", "-1", "@x", "a=1", 5, None)] == [
        "'=1+1", "'+1", "'-1", "'@x", "a=1", 5, None,
    ]  # fmt: skip
