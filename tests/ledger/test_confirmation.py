"""Levels of confirmation: computed from claims and their origins, never typed, and lost when what they rest on goes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import book, claim, source
from tests.personas import ANALYST, KEEPER, READER

from onrecord import ledger, reading, vault
from onrecord.kernel import NotAllowed, Visibility
from onrecord.ledger import Confirmation
from onrecord.store import Desk

_OUTLETS = [f"R{number}" for number in range(10)]
_SOURCES = (
    source("AGENCY"), source("NGO"), source("CLERK", source_kind="court_record"), source("S1"),
    *(source(one, "AGENCY") for one in _OUTLETS),
)  # fmt: skip


def _reprints() -> list[dict[str, Any]]:
    return [claim(f"K-{one}", 11, source=one) for one in _OUTLETS]


def _figure(*rows: dict[str, Any]) -> ledger.Figure:
    (figure,) = book(*rows, sources=_SOURCES).figures("killed")
    return figure


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([claim("K1", 11, source="NGO")], Confirmation.ALLEGED),
        (_reprints(), Confirmation.ALLEGED),
        ([claim("K1", 11, source="NGO"), claim("K2", 12, source="R1")], Confirmation.REPORTED),
        ([claim("K1", 11, source="NGO"), claim("K2", 11, source="R1", as_of="2031-03-10")], Confirmation.REPORTED),
        ([claim("K1", 11, source="NGO"), claim("K2", 11, source="R1", as_of="2031-03")], Confirmation.REPORTED),
        ([claim("K1", 11, source="NGO"), claim("K2", 11, high=None, qualifier="at_least", source="R1")],
         Confirmation.REPORTED),
        ([claim("K1", 11, source="NGO"), claim("K2", 11, source="R1")], Confirmation.CORROBORATED),
        ([claim("K1", 11, source="NGO"), claim("K2", 11, source="CLERK")], Confirmation.CORROBORATED),
        ([claim("K1", 11, source="NGO", status="refuted"), claim("K2", 11, source="R1", status="refuted")],
         Confirmation.REFUTED),
    ],
)  # fmt: skip
def test_a_level_follows_from_the_claims(rows: list[dict[str, Any]], level: Confirmation) -> None:
    """METHOD 1.4: one origin, several that differ, several that agree on count and day, none left; with a reason."""
    found = _figure(*rows).confirmation
    assert found.level is level
    told = found.reason()
    assert len({told.en, told.ru, told.kk}) == 3
    assert all("{" not in text and "None" not in text for text in (told.en, told.ru, told.kk))


@pytest.mark.parametrize("status", ["withdrawn", "refuted", "superseded"])
def test_ten_outlets_stand_on_nothing_when_their_agency_takes_its_claim_back(status: str) -> None:
    """The ten go on being read, and are no origin any more: the level drops, and the figure says by whom."""
    agency = claim("K-AGENCY", 11, source="AGENCY")
    ngo = claim("K-NGO", 11, source="NGO")
    before = _figure(agency, ngo, *_reprints())
    assert (before.origins, before.confirmation.level) == (("AGENCY", "NGO"), Confirmation.CORROBORATED)
    after = _figure(agency | {"status": status, "status_why": "corrected"}, ngo, *_reprints())
    assert (after.origins, after.confirmation.level) == (("NGO",), Confirmation.ALLEGED)
    assert after.status is ledger.FigureStatus.SINGLE_ORIGIN
    assert {one.claim.id for one in after.readings} == {"K-NGO", *(f"K-{one}" for one in _OUTLETS)}
    alone = _figure(agency | {"status": status, "status_why": "corrected"}, *_reprints())
    assert (alone.origins, alone.confirmation.level) == ((), Confirmation.ALLEGED)
    assert "AGENCY" in alone.confirmation.reason().ru


def test_a_corrected_number_takes_the_repetitions_of_the_old_one_with_it() -> None:
    """Who still repeats 11 repeats what the agency no longer says; who repeats 12 has the agency behind them."""
    rows = [
        claim("K-OLD", 11, source="AGENCY", status="superseded", status_why="now 12"),
        claim("K-NEW", 12, source="AGENCY", as_of="2031-03-12"),
        claim("K-R1", 11, source="R1"), claim("K-R2", 12, source="R2", as_of="2031-03-12"),
    ]  # fmt: skip
    stands = {one.claim.id: one.stands_on for one in _figure(*rows).readings}
    assert stands == {"K-NEW": ("AGENCY",), "K-R1": (), "K-R2": ("AGENCY",)}


def test_a_slip_that_was_taken_back_on_the_way_does_not_fell_the_agency() -> None:
    """A reprint of a reprint: the middle one erred and was withdrawn, and the agency still says what the last repeats."""
    sources = [source("AGENCY"), source("MIDDLE", "AGENCY"), source("LAST", "MIDDLE")]
    rows = [
        claim("K1", 11, source="AGENCY"), claim("K2", 11, source="MIDDLE", status="withdrawn", status_why="our slip"),
        claim("K3", 11, source="LAST"),
    ]  # fmt: skip
    (figure,) = book(*rows, sources=sources).figures("killed")
    assert figure.readings[-1].stands_on == ("AGENCY",)
    (figure,) = book(*rows[1:], sources=sources).figures("killed")
    assert figure.readings[-1].stands_on == ()


def test_one_press_office_behind_two_sources_is_one_origin() -> None:
    """A root that two sources share by name, though neither derives from the other and nobody described it."""
    for how in ("same_press_office", "same_witness"):
        sources = [source("A", "the-office", how=how), source("B", "the-office", how=how)]
        (figure,) = book(claim("K1", 11, source="A"), claim("K2", 11, source="B"), sources=sources).figures("killed")
        assert (figure.origins, figure.confirmation.level) == (("the-office",), Confirmation.ALLEGED)


def test_a_mirror_of_a_translation_traces_to_the_original() -> None:
    """Over any number of steps, each with the way it was made."""
    sources = [source("ORIGINAL"), source("T", "ORIGINAL", how="translation"), source("M", "T", how="mirror")]
    found = book(claim("K1", 11, source="M"), claim("K2", 11, source="ORIGINAL"), sources=sources)
    assert found.figures("killed")[0].origins == ("ORIGINAL",)
    assert (found.sources["M"].how("T"), found.sources["T"].how("ORIGINAL")) == ("mirror", "translation")
    assert found.sources["M"].how("S9") == "unknown"


_SPOKE = {"speaker": "Valley  Ministry", "said_on": "2031-03-09"}


def test_one_speaker_of_one_day_is_one_origin_in_whatever_they_are_printed() -> None:
    """METHOD 1.4: one press office is one root, though nobody declared that the second paper repeats the first."""
    figure = _figure(
        claim("K1", 11, source="NGO", **_SPOKE), claim("K2", 11, source="S1", **(_SPOKE | {"speaker": "valley ministry"}))
    )  # fmt: skip
    assert (figure.confirmation.level, figure.status) == (Confirmation.ALLEGED, ledger.FigureStatus.SINGLE_ORIGIN)
    assert figure.origins == ("Valley  Ministry (2031-03-09)",)
    assert "Valley  Ministry (2031-03-09)" in figure.confirmation.reason().kk


@pytest.mark.parametrize(
    "second",
    [
        _SPOKE | {"speaker": "another office"},
        _SPOKE | {"said_on": "2031-03-10"},
        _SPOKE | {"said_on": "2031-03"},
        {"speaker": "Valley  Ministry"},
    ],
)
def test_other_speakers_and_other_days_are_origins_of_their_own(second: dict[str, Any]) -> None:
    """What is not known to be one voice is not taken for one."""
    figure = _figure(claim("K1", 11, source="NGO", **_SPOKE), claim("K2", 11, source="S1", **second))
    assert figure.confirmation.level is Confirmation.CORROBORATED


def test_speakers_that_nobody_knows_are_not_one_speaker() -> None:
    """That nobody knows who spoke, twice, proves nothing."""
    rows = [claim(f"K{one}", 11, source=one, speaker_kind="unknown", **_SPOKE) for one in ("NGO", "S1")]
    assert _figure(*rows).confirmation.level is Confirmation.CORROBORATED


def test_a_paper_that_hears_others_too_stays_an_origin_and_agrees_with_no_print_of_one_voice() -> None:
    """Two prints of the ministry agree with one another for nothing; a witness in one of the papers does count."""
    rows = [
        claim("K1", 11, source="NGO", **_SPOKE), claim("K2", 11, source="S1", **_SPOKE),
        claim("K3", 12, source="S1", speaker="a neighbour", speaker_kind="witness", said_on="2031-03-09"),
    ]  # fmt: skip
    figure = _figure(*rows)
    assert figure.origins == ("NGO", "S1")
    assert figure.confirmation.level is Confirmation.REPORTED


def test_what_we_conclude_agrees_with_nobody() -> None:
    """A finding of ours that rests on the one claim there is makes two origins of none."""
    ours = claim("F1", 11, source=None, quote=None, speaker="we", speaker_kind="ourselves", basis=["K1"])
    figure = _figure(claim("K1", 11, source="NGO"), ours)
    assert (figure.origins, figure.confirmation.level) == (("NGO",), Confirmation.ALLEGED)
    assert _figure(ours).origins == ("claim:F1",)


@pytest.fixture
def team(desk_of: Callable[..., Desk], tmp_path: Path) -> tuple[Desk, Desk]:
    """An analyst who states and a keeper who reviews, with two independent claims on record, one of a court record."""
    analyst, keeper = desk_of(ANALYST), desk_of(KEEPER)
    (tmp_path / "herald.md").write_text("The office said: 11 people were killed. Or 12.", encoding="utf-8")
    vault.seal(analyst, [tmp_path / "herald.md"], visibility=Visibility.TEAM)
    reading.read(analyst)
    rows = [
        source("NGO", item="herald.md"), source("CLERK", item="herald.md", source_kind="court_record"),
        claim("K1", 11, source="NGO"), claim("K2", 11, source="CLERK"),
    ]  # fmt: skip
    for row in rows:
        assert ledger.state(analyst, row).refused == ()
    return analyst, keeper


def _level(desk: Desk) -> ledger.Confirmed:
    (figure,) = ledger.figures(desk, "killed")
    return figure.confirmation


def test_a_second_person_confirms_and_a_later_claim_makes_it_lapse(team: tuple[Desk, Desk]) -> None:
    """Level 3: corroborated, a primary document, a sign-off of every claim that stood then."""
    analyst, keeper = team
    assert _level(keeper).level is Confirmation.CORROBORATED
    assert "sign-off of a second person" in _level(keeper).reason().en
    signed = ledger.review(keeper, ["killed"], note="read both against the register")
    assert (signed.claims, signed.by) == (("K1", "K2"), "keeper")
    found = _level(analyst)
    assert (found.level, found.primary) == (Confirmation.CONFIRMED, "K2")
    assert ledger.book(analyst).figures("killed")[0].confirmation == found
    ledger.state(analyst, claim("K3", 12, source="NGO", quote="Or 12"))
    lapsed = _level(analyst)
    assert lapsed.level is Confirmation.CORROBORATED
    assert "K3" in lapsed.reason().kk
    ledger.review(keeper, ["K1", "K2", "K3"], note="read again")
    assert _level(analyst).level is Confirmation.CONFIRMED
    ledger.dispute(analyst, "K1", why="another date in the copy")
    assert _level(analyst).level is Confirmation.CORROBORATED


def test_a_claim_of_the_team_makes_a_sign_off_lapse_for_everybody_and_is_shown_to_nobody_else(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    """The public is not told "confirmed" of what the team knows to be open, nor that the team knows something."""
    analyst, keeper, reader = desk_of(ANALYST), desk_of(KEEPER), desk_of(READER)
    (tmp_path / "herald.md").write_text("The office said: 11 people were killed. Or 12.", encoding="utf-8")
    vault.seal(analyst, [tmp_path / "herald.md"], visibility=Visibility.PUBLIC)
    reading.read(analyst)
    seen = {"visibility": "public"}
    rows = [
        source("NGO", item="herald.md", **seen), source("CLERK", item="herald.md", source_kind="court_record", **seen),
        claim("K1", 11, source="NGO", **seen), claim("K2", 11, source="CLERK", **seen),
    ]  # fmt: skip
    for row in rows:
        assert ledger.state(analyst, row).refused == ()
    never = _level(reader)
    ledger.review(keeper, ["killed"], note="read both against the register")
    assert _level(reader).level is Confirmation.CONFIRMED
    ledger.state(analyst, claim("K3", 12, source="NGO", quote="Or 12", visibility="team", group="dungan"))
    assert _level(reader).level is Confirmation.CONFIRMED  # of another figure
    ledger.state(analyst, claim("K4", 12, source="NGO", quote="Or 12", visibility="team"))
    assert "K4" in next(figure for figure in ledger.figures(analyst, "killed") if not figure.about).confirmation.since
    assert _level(reader) == never
    assert _level(reader).reason() == never.reason()
    assert ledger.book(reader).level(ledger.claims(reader, property="killed")).level is Confirmation.CORROBORATED
    ledger.review(keeper, ["K1", "K2"], note="read again, with what came")
    assert _level(reader).level is Confirmation.CONFIRMED


def test_nobody_signs_off_their_own_claims(team: tuple[Desk, Desk]) -> None:
    """The four-eyes rule holds for single claims and for whole figures, and for who may only read."""
    analyst, keeper = team
    size = keeper.log.size()
    for named in (["K1"], ["killed"], ["K2", "killed?group=dungan"]):
        with pytest.raises((ledger.OwnClaimsReviewed, ledger.NoSuchFigure)) as refused:
            ledger.review(analyst, named, note="fine")
    assert refused.value.code == "ledger.no-such-figure"
    with pytest.raises(ledger.ReasonMissing):
        ledger.review(keeper, ["K1"], note=" ")
    with pytest.raises(ledger.NoSuchClaim):
        ledger.review(keeper, ["K9"], note="fine")
    assert keeper.log.size() == size


def test_a_reader_signs_off_nothing(desk_of: Callable[..., Desk]) -> None:
    """Who may only read is refused before anything is looked up."""
    with pytest.raises(NotAllowed):
        ledger.review(desk_of(READER), ["K1"], note="fine")


def test_a_sign_off_of_what_was_known_then_is_seen_on_that_day(team: tuple[Desk, Desk]) -> None:
    """`known_by` leaves out sign-offs of later days."""
    analyst, keeper = team
    moment = keeper.clock.now().isoformat().replace("+00:00", "Z")
    ledger.review(keeper, ["killed"], note="read both")
    (figure,) = ledger.figures(analyst, "killed", known_by=moment)
    assert figure.confirmation.level is Confirmation.CORROBORATED


def test_who_may_not_see_that_papers_repeat_one_another_counts_no_more_origins(
    team: tuple[Desk, Desk], desk_of: Callable[..., Desk]
) -> None:
    """Ten public reprints of what only the team knows as one origin are one origin in the public edition too."""
    analyst, keeper = team
    hidden = {"item": "herald.md", "visibility": "restricted"}
    for one in ("R1", "R2"):
        assert ledger.state(keeper, source(one, "WITNESS-7", **hidden)).refused == ()
        assert ledger.state(keeper, claim(f"K-{one}", 11, source=one, place="korday")).refused == ()
    for desk in (keeper, analyst, desk_of(READER)):
        (figure,) = ledger.figures(desk, "killed", about={"place": "korday"})
        assert figure.confirmation.level is Confirmation.ALLEGED
        assert len(figure.origins) == 1
    for told in (repr(figure), repr(ledger.book(desk_of(READER)).origins(figure.readings[1].claim))):
        assert "WITNESS-7" not in told
    assert dict(ledger.sources(desk_of(READER))).keys() == {"NGO", "CLERK"}
    assert set(ledger.book(desk_of(READER)).sources) == {"NGO", "CLERK"}
