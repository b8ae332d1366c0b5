"""How far a claim may be seen follows its item: what is derived is never seen further than its source."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import SUBJECT, claim, source
from tests.personas import ANALYST, KEEPER, READER

from onrecord import ledger, reading, store, vault
from onrecord.kernel import Visibility
from onrecord.store import Desk

_SIT = Callable[..., Desk]
_WORDS = "11 people were killed"


@pytest.fixture
def sit(desk_of: _SIT, tmp_path: Path) -> _SIT:
    """Seat people at an archive with one item of the team, a source that lies in it, a public claim and one of the team."""
    keeper = desk_of(KEEPER)
    (tmp_path / "herald.md").write_text(f"{_WORDS}, says the office.", encoding="utf-8")
    (tmp_path / "other.md").write_text(f"{_WORDS}, says another.", encoding="utf-8")
    vault.seal(keeper, [tmp_path / "herald.md", tmp_path / "other.md"])
    reading.read(keeper)
    rows = [
        source("S1", item="herald.md"), source("S2", item="other.md"), source("S3", "S1", item="other.md"),
        _row("K1"), _row("K2", visibility="team"), _row("K3", source="S2"), _row("K4", source="S3"),
    ]  # fmt: skip
    for row in rows:
        assert ledger.state(keeper, row).refused == ()
    return desk_of


def _row(claim_id: str, **more: Any) -> dict[str, Any]:
    return claim(claim_id, 11, quote=_WORDS) | more


def _seen(desk: Desk) -> set[str]:
    return {one.id for one in ledger.claims(desk, property="killed")}


def _narrow(desk: Desk, visibility: str, item: str = "herald.md") -> None:
    vault.change_visibility(desk, item, Visibility(visibility), why="a witness")


def test_who_narrows_an_item_narrows_what_was_claimed_from_it(sit: _SIT) -> None:
    """Claims read from it, its source with publisher and title, and the figure made of them; others stay."""
    _narrow(sit(ANALYST), "restricted")
    assert _seen(sit(KEEPER)) == {"K1", "K2", "K3", "K4"}
    for persona in (ANALYST, READER):
        assert _seen(sit(persona)) == {"K3", "K4"}
        assert "S1" not in ledger.sources(sit(persona))
        (figure,) = ledger.figures(sit(persona), "killed")
        assert figure.claims == ("K3", "K4")
    with pytest.raises(ledger.NoSuchClaim):
        ledger.withdraw(sit(ANALYST), "K2", why="guessing")
    kept = ledger.claim(sit(KEEPER), "K1")
    assert (kept.visibility, kept.narrowed_from) == (Visibility.RESTRICTED, Visibility.PUBLIC)


@pytest.mark.parametrize(
    ("steps", "seen"),
    [
        (["restricted", "team"], {"K1", "K3", "K4"}),
        (["restricted", "public"], {"K1", "K3", "K4"}),
        (["public"], {"K1", "K3", "K4"}),
        (["public", "team"], {"K3", "K4"}),
        (["public", "restricted", "team"], {"K3", "K4"}),
        (["public", "restricted", "team", "public"], {"K1", "K3", "K4"}),
    ],
)
def test_they_come_back_with_it_and_no_further_than_they_were_stated(
    sit: _SIT, steps: list[str], seen: set[str]
) -> None:
    """Once the item is seen as far as before it was narrowed, its claims are seen as stated: K2 never by the public."""
    for one in steps:
        _narrow(sit(KEEPER), one)
    assert _seen(sit(READER)) == seen


def test_what_is_stated_after_the_narrowing_is_said_knowingly(sit: _SIT) -> None:
    """A keeper lets the number out while the testimony stays closed; without a word it is seen no further than that."""
    _narrow(sit(KEEPER), "restricted")
    silent = {name: value for name, value in _row("K6").items() if name != "visibility"}
    for row in (_row("K5"), silent):
        assert ledger.state(sit(KEEPER), row).refused == ()
    assert _seen(sit(READER)) == {"K3", "K4", "K5"}
    assert _seen(sit(ANALYST)) == {"K3", "K4", "K5"}


def test_saying_it_again_says_nothing_new_whatever_became_of_the_item(sit: _SIT) -> None:
    """The same file is stated twice, before and after; with and without a column of visibility."""
    silent = {name: value for name, value in _row("K6").items() if name != "visibility"}
    assert ledger.state(sit(KEEPER), silent).stated == 1
    _narrow(sit(KEEPER), "restricted")
    for row in (_row("K1"), silent, source("S1", item="herald.md")):
        report = ledger.state(sit(KEEPER), row)
        assert (report.known, report.refused) == (1, ())


def test_the_tables_follow_from_the_log_alone(sit: _SIT) -> None:
    """Made anew they say the same; a past day shows nothing that is closed now."""
    before = sit(KEEPER).clock.now().isoformat().replace("+00:00", "Z")
    for one in ("public", "restricted", "team"):
        _narrow(sit(KEEPER), one)
    assert store.rebuild(sit(KEEPER), check_only=True).same
    assert {one.id for one in ledger.claims(sit(READER), subject=SUBJECT, known_by=before)} == {"K3", "K4"}


def test_a_claim_of_a_restricted_source_is_restricted_unless_its_row_says_more(sit: _SIT) -> None:
    """Whoever shows what a source said gives the source away, by the source's id at least."""
    silent = {name: value for name, value in _row("K6", source="S9").items() if name != "visibility"}
    for row in (source("S9", item="other.md", visibility="restricted"), silent):
        assert ledger.state(sit(KEEPER), row).refused == ()
    assert ledger.claim(sit(KEEPER), "K6").visibility is Visibility.RESTRICTED
