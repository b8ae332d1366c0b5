"""Pictures of responses: who answered how, what was searched in vain, and of what nothing may be said."""

from typing import Any

import pytest
from tests.drawn import LANGUAGES, WIDTHS, boxes, faults
from tests.speech.world import GOVERNOR, register, row

from onrecord import speech
from onrecord.drawing import Picture
from onrecord.ledger import shipped_vocabulary

_LONG = "Қазақстан Республикасы Мәдениет және ақпарат министрлігінің Дін істері комитеті"
_SEARCH = {"searched_in": "office site", "search_words": "dungan", "note": "read all 40 pages", "as_of": "2031-06-01"}


def _response(claim: str, kind: str, subject: str = "utterance:u1", **more: Any) -> dict[str, Any]:
    return row(claim, "response_to_utterance", subject, value=kind, **more)


def _post(name: str, *more: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Return an utterance of a private person."""
    subject = f"utterance:{name}"
    return (
        row(f"{name}-words", "uttered_words", subject, value=f"сөз {name}"),
        row(f"{name}-on", "uttered_on", subject, value="2031-03-09"),
        row(f"{name}-by", "uttered_by", subject, value="Secret Person"),
        row(f"{name}-cap", "capacity", subject, value="private"),
        *more,
    )


_ALL = (
    *GOVERNOR,
    _response("R1", "public_condemnation", body="ombudsman", as_of="2031-03-20"),
    _response("R2", "criminal_case", body="police", as_of="2031-04"),
    _response("R3", "defended_by_superior", body=_LONG, as_of="2031-03-21"),
    *_post("p1", _response("R4", "none_found", "utterance:p1", **_SEARCH)),
    *_post("p2"),
)
_MANY = (*_ALL, *(one for place in range(3, 61) for one in _post(f"p{place}")))


def _drawn(*rows: dict[str, Any], **more: Any) -> Picture:
    return speech.response_matrix(register(*(rows or _ALL)), shipped_vocabulary(), **more)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rows", [_ALL, GOVERNOR], ids=["three", "one"])
def test_nothing_touches_and_all_is_heard(rows: tuple[dict[str, Any], ...], language: str, width: float) -> None:
    """Of one utterance and of three, with the long name of an office."""
    assert list(faults(_drawn(*rows, language=language, width=width))) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_sixty_utterances_are_drawn_as_well_as_three(width: float) -> None:
    """Nothing touches, and each has its row."""
    picture = _drawn(*_MANY, language="kk", width=width)
    assert list(faults(picture)) == []
    assert all(f"p{place}," in picture.description for place in range(1, 61))


def test_every_response_is_told_with_who_how_and_when() -> None:
    """In the words of a row and in the table that says the same."""
    picture = _drawn()
    assert "ombudsman: public condemnation, 20\xa0March 2031" in picture.description
    assert (("police", "criminal case opened", "April 2031")) in [one[1:4] for one in picture.table.rows]


def test_an_answer_a_defence_and_a_prosecution_are_different_signs() -> None:
    """Who defends the words must not look like who condemns them, nor a case like either."""
    legend = [box.words for box in boxes(_drawn().file())]
    assert {"answer", "defended the words", "proceeding against the speaker"} <= set(legend)


def test_a_search_in_vain_is_empty_and_no_search_is_hatched() -> None:
    """p1 was searched for, p2 was not: nobody may read the second as "nothing came of it"."""
    picture = _drawn()
    words = [box.words for box in boxes(picture.file())]
    assert {"searched, none found", "not known: no search that holds"} <= set(words)
    alone = [box.words for box in boxes(_drawn(*GOVERNOR).file())]
    assert "not known: no search that holds" in alone
    assert "searched, none found" not in alone


def test_a_private_person_is_not_named_unless_asked_for() -> None:
    """SP-03: a public role is named, a private one is not."""
    assert "Secret Person" not in _drawn().file()
    assert "district governor" in _drawn().description
    assert "Secret Person" in _drawn(with_names=True).file()


def test_nothing_on_record_is_said_in_words() -> None:
    """An empty register is a picture that says so."""
    empty = register(row("E-press", "cause_claim", "incident:valley", value="weeks of threats", as_of="2031-03-01"))
    assert "No utterance is on record" in speech.response_matrix(empty, shipped_vocabulary()).description
