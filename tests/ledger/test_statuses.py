"""What became of a claim: withdrawn, disputed, refuted. Each is an entry, and the ledger answers for any past moment."""

from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import TODAY, book, claim, source
from tests.personas import READER

from onrecord import ledger, reading, vault
from onrecord.kernel import NotAllowed, Visibility
from onrecord.store import Desk

_QUOTE = "11 people were killed"


@pytest.fixture
def stated(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with two claims on record, of two sources."""
    (tmp_path / "herald.md").write_text("The office said: 11 people were killed. Or 12.", encoding="utf-8")
    vault.seal(desk, [tmp_path / "herald.md"], visibility=Visibility.PUBLIC)
    reading.read(desk)
    rows = [source("S1", item="herald.md"), source("S2", item="herald.md"), claim("K1", 11), _twelve("K2")]
    for row in rows:
        assert ledger.state(desk, row).refused == ()
    return desk


def _twelve(claim_id: str, **more: Any) -> dict[str, Any]:
    return claim(claim_id, 12, quote="Or 12", source="S2", **more)


def _now(desk: Desk) -> str:
    return desk.clock.now().isoformat().replace("+00:00", "Z")


def test_a_dispute_that_was_later_withdrawn_reads_as_a_dispute_for_the_days_between(stated: Desk) -> None:
    """`known_by` gives what the ledger said then: every status has its moment, not only the last."""
    before = _now(stated)
    ledger.dispute(stated, "K1", why="the list names nine")
    between = _now(stated)
    ledger.withdraw(stated, "K1", why="the office corrected itself")
    after = _now(stated)
    told = [
        (found.status, found.status_why)
        for moment in (before, between, after)
        for found in ledger.claims(stated, ids=["K1"], known_by=moment)
    ]
    assert told == [
        (ledger.ClaimStatus.STANDS, None),
        (ledger.ClaimStatus.DISPUTED, "the list names nine"),
        (ledger.ClaimStatus.WITHDRAWN, "the office corrected itself"),
    ]
    assert ledger.claim(stated, "K1").status is ledger.ClaimStatus.WITHDRAWN


def test_a_refuted_claim_stays_with_its_reason_and_leaves_the_totals(stated: Desk) -> None:
    """METHOD 1.4, level 9: the record stays, out of the totals."""
    between = _now(stated)
    ledger.refute(stated, "K2", why="the list of names has eleven", basis=["K1", "K1"])
    found = ledger.claim(stated, "K2")
    assert (found.status, found.status_why, found.status_basis) == (
        ledger.ClaimStatus.REFUTED, "the list of names has eleven", ("K1",),
    )  # fmt: skip
    (figure,) = ledger.figures(stated, "killed")
    assert (figure.low, figure.high, figure.claims) == (11, 11, ("K1",))
    (figure,) = ledger.figures(stated, "killed", known_by=between)
    assert (figure.low, figure.high) == (11, 12)


def test_a_refutation_rests_on_other_claims_that_stand(stated: Desk) -> None:
    """Without stronger evidence it is a dispute; what was refuted or withdrawn itself refutes nothing."""
    with pytest.raises(ledger.RefutationWithoutBasis):
        ledger.refute(stated, "K1", why="no", basis=[])
    with pytest.raises(ledger.RefutationWithoutBasis):
        ledger.refute(stated, "K1", why="no", basis=["K1"])
    with pytest.raises(ledger.ReasonMissing):
        ledger.refute(stated, "K1", why=" ", basis=["K2"])
    with pytest.raises(ledger.NoSuchClaim):
        ledger.refute(stated, "K1", why="no", basis=["K9"])
    ledger.refute(stated, "K2", why="the list", basis=["K1"])
    for act in (
        lambda: ledger.refute(stated, "K2", why="again", basis=["K1"]),
        lambda: ledger.refute(stated, "K1", why="back", basis=["K2"]),
        lambda: ledger.dispute(stated, "K2", why="a doubt says less"),
    ):
        with pytest.raises(ledger.RefutedBefore) as refused:
            act()
        assert all("the list" in refused.value.message(language) for language in ("en", "ru", "kk"))
    ledger.withdraw(stated, "K2", why="the speaker took it back")
    assert ledger.claim(stated, "K2").status is ledger.ClaimStatus.WITHDRAWN


def test_a_reader_refutes_nothing(desk_of: Any) -> None:
    """Who may only read is refused before anything is looked up."""
    with pytest.raises(NotAllowed):
        ledger.refute(desk_of(READER), "K1", why="no", basis=["K2"])


def test_a_row_that_says_what_became_of_its_claim_puts_that_on_record(stated: Desk) -> None:
    """A file that one archive wrote reads into another with withdrawals and refutations, and back to the same rows."""
    rows = [
        _twelve("K3", status="withdrawn", status_why="a misprint"),
        _twelve("K4", status="disputed", status_why="the list"),
        _twelve("K5", status="refuted", status_why="the list", status_basis=["K1"]),
    ]
    for row in rows:
        assert ledger.state(stated, row).refused == ()
    (figure,) = ledger.figures(stated, "killed")
    assert set(figure.claims) == {"K1", "K2", "K4"}
    again = {found.id: found.to_row() for found in ledger.claims(stated, property="killed")}
    for row in rows:
        told = again[row["id"]]
        names = ("status", "status_why", "status_basis")
        assert {name: told.get(name) for name in names} == {name: row.get(name) for name in names}
        assert ledger.state(stated, {name: value for name, value in told.items() if name != "item"}).known == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "gone", "status_why": "x"}, "ledger.bad-word"),
        ({"status": "withdrawn"}, "ledger.field-missing"),
        ({"status": "refuted", "status_why": "x"}, "ledger.field-missing"),
        ({"status": "refuted", "status_why": "x", "status_basis": ["K99"]}, "ledger.unknown-basis"),
    ],
)
def test_a_status_that_nobody_could_weigh_is_refused(stated: Desk, change: dict[str, Any], code: str) -> None:
    """Neither the claim nor what became of it is on record then."""
    size = stated.log.size()
    report = ledger.state(stated, _twelve("K3", **change))
    assert [one.code for one in report.refused] == [code]
    assert stated.log.size() == size


def test_rows_without_an_archive_keep_what_became_of_their_claims() -> None:
    """`check --claims` reads a file that was written elsewhere: refuted and withdrawn claims support nothing."""
    found = book(
        claim("K1", 11),
        claim("K2", 12, status="refuted", status_why="the list"),
        claim("K3", 13, status="withdrawn", status_why="a misprint"),
        claim("K4", 14, status="superseded", status_why="K1"),
        claim("K5", 11, status="disputed", status_why="a doubt"),
    )
    (figure,) = found.figures("killed")
    assert set(figure.claims) == {"K1", "K5"}
    assert [one.status.value for one in found.claims if one.property == "killed"] == [
        "stands", "refuted", "withdrawn", "superseded", "disputed",
    ]  # fmt: skip
    written = [
        ledger.Row(number=1, fields=one.to_row(), original="") for one in found.claims if one.property == "killed"
    ]
    sources = [ledger.Row(number=1, fields=source("S1"), original="")]
    again = ledger.book_from_rows([*sources, *written], today=TODAY)
    assert [one.to_row() for one in again.claims if one.property == "killed"] == [
        one.to_row() for one in found.claims if one.property == "killed"
    ]


def test_a_reason_is_hidden_with_the_claims_it_rests_on(stated: Desk) -> None:
    """Whoever may not see the claim that refutes another learns that it is refuted, and neither by which nor why."""
    assert ledger.state(stated, _twelve("K3", visibility="restricted")).refused == ()
    assert ledger.state(stated, claim("K4", 11)).refused == ()
    ledger.refute(stated, "K1", why="our witness in the ward", basis=["K3", "K4"])
    whole = ledger.claim(stated, "K1")
    assert (whole.status_why, whole.status_basis) == ("our witness in the ward", ("K3", "K4"))
    (seen,) = ledger.book(stated, public_only=True).claims_of(status=ledger.ClaimStatus.REFUTED)
    assert (seen.id, seen.status_why, seen.status_basis) == ("K1", None, ("K4",))
    ledger.refute(stated, "K2", why="the list of names has eleven", basis=["K4"])
    shown = ledger.book(stated, public_only=True).claim("K2")
    assert shown is not None
    assert (shown.status_why, shown.status_basis) == ("the list of names has eleven", ("K4",))
