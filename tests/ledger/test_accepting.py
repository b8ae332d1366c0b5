"""Accepting: a proposal becomes a claim by the same rules as any row, with what the person added and corrected."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.world import SUBJECT, source
from tests.personas import ANALYST, KEEPER, READER

from onrecord import dossier, ledger, reading, store, vault
from onrecord.kernel import NotAllowed, PartialDate, Qualifier, Quantity, Visibility
from onrecord.store import Desk

_TEXT = (
    "Eleven people were killed in the valley.\n\nOn 9 March 2031 the office repeated it. Eleven people were killed in the "
    "valley. More than 120 houses burned.\n"
)
_GIVEN = {"subject": SUBJECT, "speaker": "regional office", "speaker_kind": "official"}


def _desk(desk: Desk, folder: Path, visibility: Visibility = Visibility.PUBLIC) -> Desk:
    (folder / "herald.md").write_text(_TEXT, encoding="utf-8")
    vault.seal(desk, [folder / "herald.md"], visibility=visibility, in_clear=True)
    reading.read(desk)
    ledger.state(desk, source("S1", item="herald.md", language="en"))
    ledger.propose(desk)
    return desk


@pytest.fixture
def proposed(desk_of: Callable[..., Desk], tmp_path: Path) -> Desk:
    """An analyst's desk at an archive with a source, read, and its proposals."""
    return _desk(desk_of(ANALYST), tmp_path)


def _waiting(desk: Desk, name: str) -> reading.Proposal:
    return next(one for one in reading.proposals(desk) if one.property == name)


def test_an_accepted_proposal_is_a_claim_at_its_very_place(proposed: Desk) -> None:
    """The source is the one the item is on record as; the quote stands where it was proposed; the team sees it."""
    one = _waiting(proposed, "killed")
    report = ledger.accept(proposed, [one.id], _GIVEN)
    assert report.refused == ()
    claim = ledger.claim(proposed, report.accepted[0].claim)
    assert claim.quote == one.quote
    assert (claim.source, claim.speaker, claim.item) == ("S1", "regional office", one.item)
    assert (claim.visibility, claim.property) == (Visibility.TEAM, "killed")
    (decided,) = reading.proposals(proposed, decision=reading.Decision.ACCEPTED)
    assert (decided.claim, decided.corrected, decided.decided_by) == (claim.id, (), ANALYST.name)
    assert [figure.low for figure in ledger.figures(proposed, "killed")] == [11]
    with pytest.raises(reading.ProposalDecided):
        ledger.accept(proposed, [one.id], _GIVEN)
    assert store.rebuild(proposed, check_only=True).same


def test_what_a_person_corrects_is_told_apart_from_what_they_add(proposed: Desk) -> None:
    """Bounds go together: a corrected number takes its hedge along; what is added is no correction."""
    one = _waiting(proposed, "houses_destroyed")
    assert (one.quantity.low, one.as_of) == (121, None)
    given = _GIVEN | {"low": "120", "qualifier": "at_least", "wording": "More than 120 houses", "as_of": "2031-03"}
    (accepted,) = ledger.accept(proposed, [one.id], given).accepted
    claim = ledger.claim(proposed, accepted.claim)
    assert isinstance(claim.value, Quantity)
    assert (claim.value.low, claim.value.high, claim.value.qualifier) == (120, None, Qualifier.AT_LEAST)
    assert accepted.corrected == ("low", "qualifier", "wording")
    assert claim.as_of is not None


def test_what_cannot_be_a_claim_goes_on_waiting_with_every_reason(proposed: Desk) -> None:
    """No subject, no speaker, a number that its words do not carry: told in words; others are accepted all the same."""
    killed = _waiting(proposed, "killed")
    report = ledger.accept(proposed, [killed.id])
    assert {one.to_row()["code"] for one in report.refused} == {"ledger.field-missing"}
    assert report.accepted == ()
    report = ledger.accept(proposed, [killed.id], _GIVEN | {"low": "4000", "qualifier": "exact", "wording": "Eleven"})
    assert [one.to_row()["code"] for one in report.refused] == ["ledger.quote-without-the-number"]
    everything = [one.id for one in reading.proposals(proposed)]
    report = ledger.accept(proposed, everything, _GIVEN | {"property": "killed"})
    assert killed.id in {one.proposal for one in report.accepted}
    waiting = {one.id for one in reading.proposals(proposed)}
    assert waiting == {one.proposal for one in report.refused}


def test_a_claim_is_seen_no_further_than_its_item(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G8: what a restricted text says is restricted; nothing of it, decided or waiting, leaves in the public edition."""
    desk = _desk(desk_of(KEEPER), tmp_path, Visibility.RESTRICTED)
    (accepted,) = ledger.accept(desk, [_waiting(desk, "killed").id], _GIVEN).accepted
    assert ledger.claim(desk, accepted.claim).visibility is Visibility.RESTRICTED
    assert ledger.claims(desk_of(ANALYST), ids=[accepted.claim]) == ()
    bag = dossier.export(desk, tmp_path / "bag").path
    shown = b"".join(path.read_bytes() for path in bag.rglob("*") if path.is_file())
    assert b"Eleven people were killed" not in shown


def test_who_may_only_read_accepts_nothing(desk_of: Callable[..., Desk], proposed: Desk) -> None:
    """Deciding is work on the record."""
    one = _waiting(proposed, "killed")
    with pytest.raises(NotAllowed):
        ledger.accept(desk_of(READER), [one.id], _GIVEN)
    assert _waiting(proposed, "killed") == one


@pytest.mark.parametrize("given", [{"low": "12"}, {"qualifier": "about"}, {"low": "12", "qualifier": "exact"}])
def test_half_of_a_corrected_number_is_refused(proposed: Desk, given: dict[str, str]) -> None:
    """A claim keeps what was said: 12 in the words of 11 is no such thing, nor "at least" that lost its hedge."""
    report = ledger.accept(proposed, [_waiting(proposed, "killed").id], _GIVEN | given)
    assert {one.to_row()["code"] for one in report.refused} == {"ledger.number-by-halves"}
    assert report.accepted == ()


def test_words_within_the_sentence_keep_their_place(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """A shorter quote is looked for in the sentence that was proposed, not in a rumour before it."""
    desk = desk_of(ANALYST)
    (tmp_path / "two.md").write_text(
        "In 2010 a rumour had it that eleven people were killed there.\n\nLater the office said that eleven people were "
        "killed in the valley."
    )
    vault.seal(desk, [tmp_path / "two.md"])
    reading.read(desk)
    ledger.state(desk, source("S1", item="two.md", language="en"))
    ledger.propose(desk)
    second = reading.proposals(desk)[-1]
    given = _GIVEN | {"quote": "eleven people were killed"}
    (accepted,) = ledger.accept(desk, [second.id], given).accepted
    quote = ledger.claim(desk, accepted.claim).quote
    assert quote is not None
    assert second.quote.start < quote.start < second.quote.end
    assert accepted.corrected == ("quote",)


def test_what_a_proposal_rests_on_is_not_given_and_not_shown_further(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    """G8: neither another item nor a wider circle; and who may not see the claim sees nothing of what became of it."""
    keeper = _desk(desk_of(KEEPER), tmp_path, Visibility.TEAM)
    one = _waiting(keeper, "killed")
    for given, code in (
        ({"item": "herald.md"}, "ledger.field-of-the-proposal"),
        ({"visibility": "public"}, "ledger.wider-than-item"),
    ):
        report = ledger.accept(keeper, [one.id], _GIVEN | given)
        assert [told.to_row()["code"] for told in report.refused] == [code]
    (accepted,) = ledger.accept(keeper, [one.id], _GIVEN | {"visibility": "restricted", "as_of": "2031-03"}).accepted
    (shown,) = reading.proposals(keeper, decision=reading.Decision.ACCEPTED)
    assert shown.claim == accepted.claim
    (hidden,) = reading.proposals(desk_of(ANALYST), decision=reading.Decision.ACCEPTED)
    assert (hidden.claim, hidden.corrected) == (None, ())


def test_a_decided_proposal_is_told_as_such_before_anything_else(proposed: Desk) -> None:
    """Whoever forgets the subject of a refused proposal hears that it was refused."""
    one = _waiting(proposed, "killed")
    reading.refuse(proposed, [one.id], why="a rumour")
    with pytest.raises(reading.ProposalDecided):
        ledger.accept(proposed, [one.id])


def test_dates_and_words_become_claims_too(proposed: Desk, tmp_path: Path) -> None:
    """What was read goes into the claim as it was; a corrected day takes its words along."""
    text = "The Committee wrote on 3 May 2031. It was asked to reply by 30 June 2031. “They beat him,” a sister said."
    (tmp_path / "letter.md").write_text(text, encoding="utf-8")
    vault.seal(proposed, [tmp_path / "letter.md"], in_clear=True)
    reading.read(proposed)
    ledger.state(proposed, source("S2", item="letter.md", language="en"))

    class Letters:
        name = "letters@1"

        def suggestions(self, text: str, _language: str | None, _words: object) -> list[reading.Suggestion]:
            if "Committee" not in text:
                return []
            values = {
                "sent_on": PartialDate.parse("2031-05-03", wording="3 May 2031"),
                "due_on": PartialDate.parse("2031-06-30", wording="30 June 2031"),
                "ill_treatment_alleged": "beat him",
            }
            return [
                reading.Suggestion(start=at, end=at + 8, property=name, value=value, rule=name, speaker=speaker)
                for (name, value), at, speaker in zip(
                    values.items(),
                    map(text.index, ("wrote on", "reply by", "beat him")),
                    (None, None, "a sister"),
                    strict=True,
                )
            ]

    reading.propose(proposed, ledger.vocabulary_of(proposed.info.folder), readers=[Letters()])
    letter = {"subject": "letter:L1", "speaker": "the Committee", "source": "S2"}
    sent = _waiting(proposed, "sent_on")
    (accepted,) = ledger.accept(proposed, [sent.id], letter).accepted
    assert ledger.claim(proposed, accepted.claim).value == PartialDate.parse("2031-05-03", wording="3 May 2031")
    due = _waiting(proposed, "due_on")
    (accepted,) = ledger.accept(proposed, [due.id], letter | {"value": "2031-06-29"}).accepted
    assert ledger.claim(proposed, accepted.claim).value == PartialDate.parse("2031-06-29")
    assert accepted.corrected == ("value",)
    beaten = _waiting(proposed, "ill_treatment_alleged")
    given = {"subject": SUBJECT, "source": "S2"}
    (accepted,) = ledger.accept(proposed, [beaten.id], given).accepted
    claim = ledger.claim(proposed, accepted.claim)
    assert (claim.value, claim.speaker) == ("beat him", "a sister")


def test_a_property_may_be_corrected_to_one_of_another_kind(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """What was proposed as a number becomes a day; what only the wrong property may be about falls."""
    desk = desk_of(ANALYST)
    (tmp_path / "day.md").write_text("Nine Dungans were killed on 9 March 2031.\n", encoding="utf-8")
    vault.seal(desk, [tmp_path / "day.md"], in_clear=True)
    reading.read(desk)
    ledger.state(desk, source("S2", item="day.md", language="en"))
    ledger.propose(desk)
    one = _waiting(desk, "killed")
    assert one.dimension("group") == "dungan"
    given = {"property": "happened_on", "value": "2031-03-09", "wording": "9 March 2031"}
    report = ledger.accept(desk, [one.id], _GIVEN | given)
    assert report.refused == ()
    claim = ledger.claim(desk, report.accepted[0].claim)
    assert isinstance(claim.value, PartialDate)
    assert dict(claim.about) == {"group": "dungan"}


def test_what_only_the_wrong_property_may_be_about_falls(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """A letter has a day and no group: nobody has to take the group away by hand."""
    desk = desk_of(ANALYST)
    (tmp_path / "day.md").write_text("Nine Dungans were killed on 9 March 2031.\n", encoding="utf-8")
    vault.seal(desk, [tmp_path / "day.md"], in_clear=True)
    reading.read(desk)
    ledger.state(desk, source("S2", item="day.md", language="en"))
    ledger.propose(desk)
    one = _waiting(desk, "killed")
    given = {"subject": "letter:of-spring", "property": "sent_on", "value": "2031-03-09", "wording": "9 March 2031"}
    report = ledger.accept(desk, [one.id], _GIVEN | given)
    assert report.refused == ()
    assert ledger.claim(desk, report.accepted[0].claim).about == ()
