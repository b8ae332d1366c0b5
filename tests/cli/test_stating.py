"""`onrecord state` for tables of any form, `claims --xlsx` and `update`: one JSON document each, exit statuses."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.sheets.workbooks import workbook

from onrecord import ledger
from onrecord.cli import status_of

Types = Callable[..., Any]

_TABLE = [
    ["№", "Дата", "Кто", "Погибшие", "Раненые", "Прочее"],
    [1, dt.date(2021, 3, 9), "акимат", 11, "около 40", "x"],
    [2, dt.date(2021, 3, 10), "акимат", "11?", "не менее сорока", None],
]
_MAP = """
[reading]
language = "ru"
quote = "row"
id = "S-{№}"
[constants]
subject = "incident:valley-2021"
source = "T1"
speaker_kind = "official"
visibility = "public"
[columns]
"Дата" = "as_of"
"Кто" = "speaker"
[[claims]]
column = "Погибшие"
property = "killed"
[[claims]]
column = "Раненые"
property = "injured"
"""


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive that has a workbook as an item, and its source."""

    def typed(*words: str, status: int = 0) -> Any:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, "--json"]) == status, (words, capsys.readouterr())
        return json.loads(capsys.readouterr().out)

    (tmp_path / "losses.xlsx").write_bytes(workbook(("Потери", _TABLE), ("Прочее", [["a"]])))
    (tmp_path / "losses.map.toml").write_text(_MAP, encoding="utf-8")
    (tmp_path / "source.jsonl").write_text(json.dumps({"source": "T1", "publisher": "office", "item": "losses.xlsx"}))
    typed("add", str(tmp_path / "losses.xlsx"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "source.jsonl"))
    return typed


def test_a_workbook_is_stated_by_its_mapping(types: Types, tmp_path: Path) -> None:
    """A dry run says exactly what the run in earnest then does; refused rows can be corrected and stated again."""
    words = ("state", str(tmp_path / "losses.xlsx"), "--map", str(tmp_path / "losses.map.toml"))
    types(*words, status=2)  # two sheets, none named
    words = (*words, "--sheet", "Потери")
    dry = types(*words, "--dry-run", status=2)
    assert dry["dry_run"] is True
    assert types("claims", "--property", "killed")["claims"] == []
    assert not (tmp_path / "losses.refused.xlsx").exists()
    done = types(*words, status=2)
    assert (done["stated"], done["known"], done["unmapped"]) == (3, 0, ["Прочее"])
    assert [one["id"] for one in dry["would_state"]] == done["claims"] == ["S-1-Погибшие", "S-1-Раненые", "S-2-Раненые"]
    assert [(one["row"], one["code"]) for one in done["refused"]] == [(3, "ledger.cell-not-a-number")]
    (found,) = types("claims", "--property", "killed")["claims"]
    assert found["quote"] == "1\t09.03.2021\tакимат\t11\tоколо 40\tx"
    assert types(*words, status=2)["known"] == 3
    refused = Path(done["refused_file"])
    assert types("state", str(refused), "--map", str(tmp_path / "losses.map.toml"), status=2)["known"] == 1
    rows = [list(ledger.table_from(refused).columns), *(list(row.raw) for row in ledger.table_from(refused).rows)]
    rows[1][3] = "11"
    refused.write_bytes(workbook(("Потери", rows)))
    mended = types("state", str(refused), "--map", str(tmp_path / "losses.map.toml"))
    assert (mended["claims"], mended["known"]) == (["S-2-Погибшие"], 1)


def test_a_first_mapping_is_written_once(types: Types, tmp_path: Path) -> None:
    """What a person corrected is not written over."""
    words = ("state", str(tmp_path / "losses.xlsx"), "--sheet", "Потери", "--guess-map")
    types(*words, status=5)
    made = types(*words, "--map", str(tmp_path / "new.toml"))
    assert 'column = "Погибшие"' in Path(made["mapping"]).read_text(encoding="utf-8")


def test_claims_are_corrected_in_a_workbook(types: Types, tmp_path: Path) -> None:
    """Out as a sheet, in as corrections; the list beside it says what was in the sheet."""
    types(
        "state",
        str(tmp_path / "losses.xlsx"),
        "--map",
        str(tmp_path / "losses.map.toml"),
        "--sheet",
        "Потери",
        status=2,
    )
    sheet = tmp_path / "claims.xlsx"
    assert len(types("claims", "--property", "injured", "--xlsx", str(sheet))["claims"]) == 2
    assert types("update", str(sheet), "--why", "nothing")["unchanged"] == 2
    csv = tmp_path / "claims.csv"
    types("claims", "--property", "injured", "--csv", str(csv))
    csv.write_text(csv.read_text(encoding="utf-8").replace("акимат,official", "штаб,official", 1), encoding="utf-8")
    dry = types("update", str(csv), "--why", "checked", "--dry-run")
    done = types("update", str(csv), "--why", "checked")
    assert dry["changed"] == done["changed"]
    assert done["changed"][0]["changes"] == [{"field": "speaker", "from": "акимат", "to": "штаб"}]
    statuses = {one["id"]: one["status"] for one in types("claims", "--property", "injured")["claims"]}
    assert statuses == {"S-1-Раненые": "superseded", "S-2-Раненые": "stands", "S-1-Раненые.r2": "stands"}
    (tmp_path / "claims.csv.sheet.json").unlink()
    types("update", str(csv), "--why", "checked", "--withdraw-missing", status=2)
