"""Files of any length: rows are looked up and recorded by portions, and nobody can tell where a portion ended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import STARTED_AT
from tests.ledger.world import claim, source
from tests.personas import KEEPER

from onrecord import app, ledger, reading, store, vault
from onrecord.kernel import CountedIds, FixedClock, Visibility
from onrecord.ledger import commands, looking_up
from onrecord.store import Desk

_ROWS: tuple[dict[str, Any], ...] = (
    source("S1", item="one.md"),
    claim("K1", 11),
    claim("K1", 11),  # said twice
    claim("K2", 12, source="S2"),  # its source comes later
    source("S2", "S1", item="two.md", language="en"),
    claim("K2", 12, source="S2"),
    claim("K1", 12),  # another claim of a taken id
    {name: value for name, value in claim("", 11).items() if name != "id"},
    source("S1", "S2", item="one.md"),  # in a circle
    claim("K3", 11, source="S2"),  # not in its words
    claim("K4", 23, source=None, quote=None, speaker_kind="ourselves", speaker="ourselves", basis=["K1", "K2"]),
    claim("K5", 23, source=None, quote=None, speaker_kind="ourselves", speaker="ourselves", basis=["K1", "K9"]),
    claim("K6", 11, status="disputed", status_why="the list names nine"),
    claim("K7", 12, source="S2", status="refuted", status_why="the register", status_basis=["K1"]),
    claim("K8", 12, source="S2", status="refuted", status_why="the register", status_basis=["K99"]),
)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[list[Desk]]:
    """Two archives with the same two items."""
    opened = []
    for number, text in (("one", "11"), ("two", "12")):
        (tmp_path / f"{number}.md").write_text(f"The office said: {text} people were killed.", encoding="utf-8")
    for name in ("at-once", "by-portions"):
        clock, ids = FixedClock(STARTED_AT), CountedIds()
        folder = app.create_archive(tmp_path / name, title="Valley", clock=clock, ids=ids).folder
        desk = app.open_desk(folder, actor=KEEPER, clock=clock, ids=ids)
        vault.seal(desk, sorted(tmp_path.glob("*.md")), visibility=Visibility.PUBLIC)
        reading.read(desk)
        opened.append(desk)
    yield opened
    for desk in opened:
        desk.close()


def _told(desk: Desk, monkeypatch: pytest.MonkeyPatch, portion: int) -> tuple[Any, ...]:
    monkeypatch.setattr(commands, "_AT_ONCE", portion)
    numbered = [ledger.Row(number=at, fields=fields, original="") for at, fields in enumerate(_ROWS, start=1)]
    report = ledger.state_rows(desk, numbered)
    refused = [(one.row, one.code) for one in report.refused]
    claims = [one.to_row() for one in ledger.book(desk).claims]
    return report.stated, report.known, refused, report.claims, claims


@pytest.mark.parametrize("portion", [1, 2, 4])
def test_portions_change_nothing(desks: list[Desk], monkeypatch: pytest.MonkeyPatch, portion: int) -> None:
    """References to earlier rows, rows said twice, circles and refusals are the same, wherever a portion ends."""
    monkeypatch.setattr(looking_up, "_CHARACTERS", 10)  # no two texts are kept
    expected = _told(desks[0], monkeypatch, 1_000)
    assert _told(desks[1], monkeypatch, portion) == expected
    assert [one[0] for one in expected[2]] == [7, 9, 10, 12, 15]  # the source of row 4 comes, so that row 4 is stated
    assert store.rebuild(desks[1], check_only=True).same  # what was folded at once is what is folded from the log


def test_portions_of_one_file_are_recorded_together_or_not_at_all(
    desks: list[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What breaks off in the middle of a file leaves nothing of it behind, though portions were recorded before."""
    monkeypatch.setattr(commands, "_AT_ONCE", 2)

    def rows() -> Iterator[ledger.Row]:
        yield from (ledger.Row(number=at, fields=fields, original="") for at, fields in enumerate(_ROWS, start=1))
        msg = "the stick was pulled out"
        raise OSError(msg)

    with pytest.raises(OSError, match="pulled out"):
        ledger.state_rows(desks[0], rows())
    assert ledger.book(desks[0]).claims == ()
    assert ledger.state(desks[0], _ROWS[0]).stated == 1
