"""Accepting what is no quantity: dates, words, absences, by the same rules as any row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.world import source
from tests.personas import ANALYST

from onrecord import ledger, reading, vault
from onrecord.kernel import PartialDate, SpeakerKind
from onrecord.store import Desk

_TEXT = (
    "In its letter of 7 August 2030 the Committee asked the Government to reply by 30 October 2030.\n\n"
    "The Government replied on 19 July 2030.\n\n"
    "On 2 September 2030 the teacher was charged with riot under article 272, part 1.\n\n"
    "The families have not received any compensation.\n\n"
    "According to relatives, the detained brothers were beaten with batons at the district police station.\n"
)
_LETTER = {"subject": "letter:valley-2030", "speaker": "the publisher", "speaker_kind": "media"}
_INCIDENT = {"subject": "incident:valley-2030", "speaker": "the publisher", "speaker_kind": "media"}


@pytest.fixture
def read(desk_of: Callable[..., Desk], tmp_path: Path) -> Desk:
    """An analyst's desk at an archive with a report, read, and its proposals."""
    desk = desk_of(ANALYST)
    (tmp_path / "report.md").write_text(_TEXT, encoding="utf-8")
    vault.seal(desk, [tmp_path / "report.md"])
    reading.read(desk)
    ledger.state(desk, source("S1", item="report.md", language="en"))
    ledger.propose(desk)
    return desk


def _waiting(desk: Desk, name: str) -> reading.Proposal:
    (one,) = (one for one in reading.proposals(desk) if one.property == name)
    return one


def test_a_reply_before_its_letter_is_refused(read: Desk) -> None:
    """The letter is of August, the reply of July: one of them is about another letter, and a person has to say which."""
    assert ledger.accept(read, [_waiting(read, "sent_on").id], _LETTER).refused == ()
    due = ledger.accept(read, [_waiting(read, "due_on").id], _LETTER)
    assert due.refused == ()
    claim = ledger.claim(read, due.accepted[0].claim)
    assert isinstance(claim.value, PartialDate)
    assert (claim.value.text(), claim.value.wording in _TEXT) == ("2030-10-30", True)
    report = ledger.accept(read, [_waiting(read, "replied_on").id], _LETTER)
    assert [one.to_row()["code"] for one in report.refused] == ["ledger.impossible-order"]
    other = ledger.accept(read, [_waiting(read, "replied_on").id], _LETTER | {"subject": "letter:valley-2029"})
    assert other.refused == ()


def test_a_stage_keeps_its_words_its_articles_and_its_day(read: Desk) -> None:
    """Words of the text are the value; the article is one value however the text writes it."""
    one = _waiting(read, "legal_stage")
    (accepted,) = ledger.accept(read, [one.id], _INCIDENT).accepted
    claim = ledger.claim(read, accepted.claim)
    assert claim.value == "On 2 September 2030 the teacher was charged with riot under article 272, part 1"
    assert (claim.dimension("article"), claim.dimension("stage")) == ("272(1)", "charged")
    assert claim.as_of is not None
    assert claim.as_of.text() == "2030-09-02"


def test_a_corrected_value_is_told_apart(read: Desk) -> None:
    """A person may shorten the words; that it was corrected is on the log, and counts in the report."""
    one = _waiting(read, "legal_stage")
    given = _INCIDENT | {"value": "the teacher was charged with riot"}
    (accepted,) = ledger.accept(read, [one.id], given).accepted
    assert accepted.corrected == ("value",)
    (tally,) = (row for row in reading.tallies(reading.proposals(read, decision=None)) if row.rule == "charged")
    assert (tally.corrected, tally.as_proposed) == (1, 0)


def test_an_absence_without_a_day_is_refused_until_somebody_gives_it(read: Desk) -> None:
    """R0.3: what had not happened had not happened up to a day."""
    one = _waiting(read, "absence")
    assert one.as_of is None
    assert one.rule.endswith(".undated")
    report = ledger.accept(read, [one.id], _INCIDENT)
    assert [refused.to_row()["code"] for refused in report.refused] == ["ledger.day-missing"]
    report = ledger.accept(read, [one.id], _INCIDENT | {"as_of": "2030-12-01"})
    assert report.refused == ()


def test_an_allegation_names_who_makes_it_and_the_place(read: Desk) -> None:
    """Who alleges is the text's; the claim is theirs, not the archive's."""
    one = _waiting(read, "ill_treatment_alleged")
    assert dict(one.about)["institution"] == "district police station"
    assert (one.speaker, one.speaker_kind) == ("relatives", SpeakerKind.WITNESS)
    (accepted,) = ledger.accept(read, [one.id], {"subject": _INCIDENT["subject"]}).accepted
    assert ledger.claim(read, accepted.claim).speaker_kind is SpeakerKind.WITNESS
