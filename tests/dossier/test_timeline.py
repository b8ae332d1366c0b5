"""The timeline: dated facts, first numbers, words; each once, in the order of time, no sharper than said."""

from typing import Any

from tests.ledger.world import SUBJECT, book, claim

from onrecord.dossier.model import Moment
from onrecord.dossier.timeline import moments_of
from onrecord.dossier.trails import trails_of


def _moments(*rows: dict[str, Any]) -> tuple[Moment, ...]:
    made = book(*rows)
    return moments_of(made, {}, trails_of(made, {}, subjects=[SUBJECT], facts=[]), [SUBJECT])


def _fact(claim_id: str, name: str, value: str, **more: Any) -> dict[str, Any]:
    return claim(claim_id, None, qualifier=None, wording=None, property=name, value=value, **more)


def test_a_number_stands_where_it_was_first_given() -> None:
    """Its repetitions are counted; another number is another line."""
    found = _moments(
        claim("K1", 8, as_of="2031-03-10"), claim("K2", 8, as_of="2031-03-08"), claim("K3", 11, as_of="2031-03-14")
    )
    assert [(one.card.id, one.repeated) for one in found] == [("K2", 1), ("K3", 0)]


def test_a_month_stands_before_its_days() -> None:
    """What is only said of a month opens that month."""
    found = _moments(claim("K1", 8, as_of="2031-03-01"), claim("K2", 9, as_of="2031-03"))
    assert [one.card.id for one in found] == ["K2", "K1"]


def test_facts_said_twice_stand_once() -> None:
    """The same date from two sources is one line with a count; another date is another line."""
    found = _moments(
        _fact("K1", "happened_on", "2031-03-07"),
        _fact("K2", "happened_on", "2031-03-07", source="S2"),
        _fact("K3", "happened_on", "2031-03-08"),
    )
    assert [(one.kind, one.card.id, one.repeated) for one in found] == [("event", "K1", 1), ("event", "K3", 0)]


def test_letters_belong_to_the_incident_and_other_incidents_do_not() -> None:
    """A dated fact about a letter is shown; one about another incident is not."""
    found = _moments(
        _fact("K1", "sent_on", "2031-05-01", subject="letter:one"),
        _fact("K2", "happened_on", "2031-05-02", subject="incident:other"),
    )
    assert [one.card.id for one in found] == ["K1"]


def test_words_stand_at_the_day_they_speak_of() -> None:
    """What an official called it, dated; without a date it has no place here."""
    found = _moments(
        _fact("K1", "official_characterisation", "a quarrel"),
        _fact("K2", "cause_claim", "a road", as_of=None),
    )
    assert [(one.kind, one.card.id) for one in found] == [("said", "K1")]


def test_an_answer_of_no_is_a_claim_like_any_other() -> None:
    """That observers were not let in stands beside words and numbers; nothing on record is left out in silence."""
    found = _moments(_fact("K1", "observer_access", "no"), _fact("K2", "observer_access", "yes", source="S2"))
    assert [(one.kind, one.card.value) for one in found] == [("said", False), ("said", True)]
