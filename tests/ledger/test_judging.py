"""Judging: a person may overrule with a reason; both stay, reversibly, and nobody learns of what they may not see."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import claim, source
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER

from onrecord import ledger, reading, vault
from onrecord.kernel import Actor, Fault, NotAllowed, Visibility
from onrecord.ledger.judgements import judgement_from
from onrecord.store import Desk


@pytest.fixture
def contested(desk_of: Callable[..., Desk], tmp_path: Path) -> Callable[..., Desk]:
    """An archive with two claims of one day that cannot both hold, whoever opens it."""
    desk = _sealed(desk_of(KEEPER), tmp_path)
    for row in (_source("S1"), _source("S2"), _stated("K1", 40), _stated("K2", 123, source="S2")):
        assert ledger.state(desk, row).refused == ()
    return desk_of


def _sealed(desk: Desk, folder: Path) -> Desk:
    """Seal and read one text that carries every number of these tests."""
    words = " ".join(f"{number} people were killed." for number in (11, 14, 40, 60, 123))
    (folder / "text.md").write_text(words, encoding="utf-8")
    vault.seal(desk, [folder / "text.md"], visibility=Visibility.PUBLIC)
    reading.read(desk)
    return desk


def _source(source_id: str, *derived_from: str) -> dict[str, Any]:
    return source(source_id, *derived_from, item="text.md", language="en")


def _stated(claim_id: str, low: int, **more: Any) -> dict[str, Any]:
    return claim(claim_id, low, **more)


def _conflict(desk: Desk) -> ledger.Contradiction:
    (found,) = [one for one in ledger.contradictions(desk) if one.kind == "conflict"]
    return found


def test_both_stay_and_the_last_word_can_be_taken_back(contested: Callable[..., Desk]) -> None:
    """The machine's kind, the person's and the reason stand beside each other; taken back, it stays on record."""
    desk = contested(KEEPER)
    first = _conflict(desk)
    judged = ledger.overrule(desk, first.id, verdict="scope_difference", why="two hospitals, see the list")
    assert (judged.kind, judged.id) == ("conflict", first.id)
    row = judged.to_row()["judged"]
    assert (row["kind"], row["was"], row["why"]) == ("scope_difference", "conflict", "two hospitals, see the list")
    assert row["by"] == KEEPER.name
    back = ledger.overrule(desk, first.id, verdict=None, why="the list was another day's")
    assert back.judged is None
    assert [one.verdict for one in back.judgements] == ["scope_difference", None]
    with pytest.raises(Fault) as caught:
        ledger.overrule(desk, first.id, verdict=None, why="again")
    assert caught.value.code == "ledger.nothing-judged"


def test_a_judgement_outlives_the_claims_that_come_and_go(contested: Callable[..., Desk]) -> None:
    """More claims, another kind found since, a claim withdrawn: the judgement is shown, never lost."""
    desk = contested(KEEPER)
    ledger.overrule(desk, _conflict(desk).id, verdict="no_contradiction", why="two villages")
    ledger.state(desk, _stated("K3", 60, source="S2"))
    assert _conflict(desk).judged is not None
    assert set(_conflict(desk).claims) == {"K1", "K2", "K3"}
    ledger.withdraw(desk, "K3", why="a mistake")
    assert _conflict(desk).judged is not None
    ledger.withdraw(desk, "K2", why="a mistake")
    book = ledger.book(desk)
    found = book.contradictions()
    assert found == ()
    assert [one.verdict for one in book.judgements_alone(found)] == ["no_contradiction"]


def test_what_was_judged_later_was_not_known_before(contested: Callable[..., Desk]) -> None:
    """The ledger of an earlier day knows neither the judgement nor the claims."""
    desk = contested(KEEPER)
    ledger.overrule(desk, _conflict(desk).id, verdict="outlier", why="one list against all")
    assert ledger.contradictions(desk, known_by="2000-01-01") == ()


def test_who_may_not_see_a_claim_sees_neither_its_conflict_nor_its_judgement(contested: Callable[..., Desk]) -> None:
    """The same result as if the claim were not there; the reason may speak of it."""
    keeper = contested(KEEPER)
    ledger.state(keeper, _stated("K3", 60, visibility="restricted"))
    ledger.overrule(keeper, _conflict(keeper).id, verdict="no_contradiction", why="a witness told us")
    for persona in (ANALYST, READER, OUTSIDER):
        seen = _conflict(contested(persona))
        assert set(seen.claims) == {"K1", "K2"}
        assert seen.judgements == ()
        assert "60" not in seen.reading.en
        assert ledger.book(contested(persona)).judgements == ()


@pytest.mark.parametrize("persona", [READER, OUTSIDER], ids=lambda one: one.name)
def test_only_who_may_write_may_judge(contested: Callable[..., Desk], persona: Actor) -> None:
    """A reader and an outsider are refused before anything is looked up."""
    with pytest.raises(NotAllowed):
        ledger.overrule(contested(persona), "D-none", verdict="outlier", why="I want to")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"verdict": "a lie"}, "ledger.unknown-verdict"),
        ({"why": "  "}, "ledger.reason-missing"),
        ({"contradiction": "D-000000000000"}, "ledger.no-such-contradiction"),
    ],
)
def test_a_judgement_that_cannot_be_weighed_is_refused(
    contested: Callable[..., Desk], change: dict[str, str], code: str
) -> None:
    """No kind, no reason, no such contradiction; nothing is recorded."""
    desk = contested(ANALYST)
    asked = {"contradiction": _conflict(desk).id, "verdict": "outlier", "why": "a reason"} | change
    with pytest.raises(Fault) as caught:
        ledger.overrule(desk, asked["contradiction"], verdict=asked["verdict"], why=asked["why"])
    assert caught.value.code == code
    assert ledger.book(desk).judgements == ()


def test_withdrawing_and_restating_finds_what_stating_once_finds(contested: Callable[..., Desk]) -> None:
    """And a file of the ledger's own rows, stated in another archive, finds the same."""
    desk = contested(KEEPER)
    before = [(one.kind, one.reading.en) for one in ledger.contradictions(desk)]
    ledger.withdraw(desk, "K2", why="a typing error elsewhere")
    ledger.state(desk, _stated("K2b", 123, source="S2"))
    assert [(one.kind, one.reading.en) for one in ledger.contradictions(desk)] == before


def test_the_agency_withdrawn_leaves_one_origin_less(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """Ten outlets of one agency are one origin; without the agency's own claim nobody is outweighed any more."""
    desk = _sealed(desk_of(KEEPER), tmp_path)
    rows = [_source("AGENCY"), _source("BUREAU"), _source("S9")]
    rows += [_source(f"R{number}", "AGENCY") for number in range(10)]
    rows += [_stated(f"K{number}", 11, source=f"R{number}", as_of="2031-03-20") for number in range(10)]
    rows += [_stated("B1", 11, source="BUREAU", as_of="2031-03-20"), _stated("L1", 14, source="S9", as_of="2031-03-15")]
    for row in rows:
        assert ledger.state(desk, row).refused == ()
    (figure,) = ledger.figures(desk, "killed")
    assert len(figure.origins) == 3
    assert "outlier" in {one.kind for one in ledger.contradictions(desk)}
    ledger.withdraw(desk, "B1", why="the bureau took it back")
    assert "outlier" not in {one.kind for one in ledger.contradictions(desk)}
    (figure,) = ledger.figures(desk, "killed")
    assert len(figure.origins) == 2


def test_a_judgement_is_the_teams_until_it_is_made_public(contested: Callable[..., Desk]) -> None:
    """A reason may speak of what nobody else may know: who may read only does not see it, and no public book has it."""
    desk = contested(KEEPER)
    name = _conflict(desk).id
    ledger.overrule(desk, name, verdict="no_contradiction", why="our witness was there")
    assert ledger.book(desk, public_only=True).judgements == ()
    assert _conflict(contested(READER)).judgements == ()
    ledger.overrule(desk, name, verdict="scope_difference", why="two hospitals", visibility=Visibility.PUBLIC)
    (shown,) = ledger.book(desk, public_only=True).judgements
    assert (shown.verdict, shown.why, shown.visibility) == ("scope_difference", "two hospitals", Visibility.PUBLIC)


def test_a_judgement_of_the_first_version_is_the_teams() -> None:
    """Older logs have judgements without a visibility; nothing of them is let out."""
    record = {"subject": {"kind": "incident", "id": "v"}, "property": "killed", "kind": "conflict", "claims": ["K1"],
              "verdict": "no_contradiction", "why": "w"}  # fmt: skip
    assert judgement_from(record, by="keeper", at="2031-01-01T00:00:00Z").visibility is Visibility.TEAM


def test_no_judgement_is_wider_than_its_claims(contested: Callable[..., Desk]) -> None:
    """A public reason about a claim of the team would tell strangers that the claim is there."""
    desk = contested(KEEPER)
    ledger.state(desk, _stated("K3", 60, source="S2", visibility="team"))
    with pytest.raises(ledger.JudgementWider) as caught:
        ledger.overrule(desk, _conflict(desk).id, verdict="no_contradiction", why="w", visibility=Visibility.PUBLIC)
    assert caught.value.facts["claims"] == "K3"
    assert _conflict(desk).judgements == ()
