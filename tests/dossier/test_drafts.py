"""Drafts: what is made from the ledger passes the check, and stops passing when the ledger has learnt otherwise."""

import datetime as dt
from typing import Any, Final

import pytest
from tests.duties.claimed import DOCUMENT, LETTER, book, letter, ours, row, searched

from onrecord import dossier, duties, ledger
from onrecord.dossier import DraftKind
from onrecord.kernel import INTERFACE_LANGUAGES

_TODAY: Final = dt.date(2036, 1, 1)
_DAY: Final = "2031-06-20"
_INDICATORS: Final = ("a", "b", "c", "d", "e", "f1", "f2", "f3", "g", "h", "i")


def _number(claim_id: str, name: str, low: int, **more: Any) -> dict[str, Any]:
    told = {"low": low, "high": low, "qualifier": "exact", "wording": str(low), "as_of": "2031-05-01",
            "speaker": "Ministry of the Interior", "speaker_kind": "official"}  # fmt: skip
    fields = row(claim_id, "incident:valley", name, None, **(told | more))
    return {key: value for key, value in fields.items() if key != "high" or value is not None}


_FACTS: Final = (
    _number("K-1", "killed", 11),
    _number("K-2", "killed", 10, qualifier="at_least", high=None, speaker="Valley Watch", speaker_kind="ngo"),
    _number("K-3", "killed", 9, group="dungan"),
    _number("K-4", "injured", 200, qualifier="vague", high=None, wording="hundreds", speaker="The Herald", speaker_kind="media"),
    _number("K-5", "criminal_cases", 120),
    _number("K-6", "charged", 60, qualifier="about", wording="about 60"),
    _number("K-7", "damage_sum", 2_000_000, qualifier="vague", high=None, unit="USD", wording="millions of dollars"),
    row("A-1", LETTER, "under_article", "icerd:6"),
    row("B-1", "state:KAZ", "bound_since", "1998-09-25", treaty="icerd"),
    row("O-on", DOCUMENT, "adopted_on", "2030-12-10"),
    row("O-sym", DOCUMENT, "symbol", "CERD/C/KAZ/CO/8-10"),
    row("O-to", DOCUMENT, "addressed_to", "Kazakhstan"),
    row("O-8", DOCUMENT, "recommendation", "pay [for](fig:killed) every house and *all* 40 cattle", paragraph="8",
        quote="It recommends to pay [for](fig:killed) every house and *all* 40 cattle."),
    row("G", DOCUMENT, "body_grade", "partially satisfactory", paragraph="8", body="CERD"),
    ours("W", DOCUMENT, "own_grade", "not carried out", paragraph="8", basis=["O-8"], note="nobody was paid in 3 villages"),
    row("D", DOCUMENT, "done_about", "a fund was promised", paragraph="8"),
)  # fmt: skip
_SEARCHED: Final = searched("N", "2031-06-15")


def _draft(kind: DraftKind, language: str = "en", *rows: dict[str, Any], **more: Any) -> dossier.Draft:
    held = book(*letter(), *_FACTS, *(rows or (_SEARCHED,)))
    day = dt.date.fromisoformat(_DAY)
    given = {"incident": "valley", "state": "Kazakhstan", "to": "the Ministry", "authors": "Valley Watch"}
    asked = dossier.DraftAsked(kind=kind, language=language, as_of=day, edition="public", **(given | more))
    return dossier.draft(held, duties.owed(held, day), asked, today=_TODAY)


def _check(held: ledger.Book, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code.name, one.claims) for one in dossier.check(held, text, today=_TODAY).errors]


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("kind", DraftKind)
def test_a_draft_holds_in_every_language_and_leaves_out_nothing_it_could_say(kind: DraftKind, language: str) -> None:
    """No error, every figure found is bound, no sentence of our own falls to the check, evidence brings no markup."""
    made = _draft(kind, language, articles=("cat:12",), indicators=_INDICATORS)
    assert made.left_out == ()
    assert made.report.errors == ()
    assert made.report.figures_found == made.report.figures_bound
    bound = {claim for one in made.report.bindings for claim in one.claims}
    assert {"O-8", "G", "W", "D"} <= bound
    assert ({"L-sent", "L-asked", "L-due", "N"} <= bound) == (kind is not DraftKind.FOLLOW_UP)
    assert "[for](fig:killed)" not in made.text
    if kind is not DraftKind.LETTER:
        assert {"K-1", "K-2", "K-3", "K-4", "K-5", "K-6", "K-7"} <= bound
    if kind is DraftKind.EARLY_WARNING:
        assert "B-1" in bound
        assert made.text.count("<!--") == 1 + len(_INDICATORS)


def test_a_draft_is_refused_once_the_ledger_knows_better() -> None:
    """A reply, a withdrawn day, a newer count: the file that held yesterday does not hold today, and says by which claim."""
    text = _draft(DraftKind.EARLY_WARNING).text
    same = [*letter(), *_FACTS, _SEARCHED]
    assert _check(book(*same), text) == []
    replied = row("R", LETTER, "replied_on", "2031-06-18")
    assert _check(book(*same, replied), text) == [("OR105", ("R",))]
    newer = _number("K-9", "killed", 14, as_of="2031-06-01")
    assert {code for code, _ in _check(book(*same, newer), text)} == {"OR105"}
    gone = [one | ({"status": "withdrawn", "status_why": "misread"} if one["id"] == "L-due" else {}) for one in same]
    assert _check(book(*gone), text) == [("OR116", ("L-due",))]


def test_a_draft_is_about_what_it_was_asked_for() -> None:
    """One duty where one is named; nothing that is told to be about another incident; what tells none stays."""
    alone = _draft(DraftKind.LETTER, "en", only=("letter:l1",))
    assert ("claim:L-asked" in alone.text, "claim:O-8" in alone.text) == (True, False)
    with pytest.raises(duties.NoSuchDuty):
        _draft(DraftKind.LETTER, "en", only=("letter:none",))
    elsewhere = row("I", DOCUMENT, "concerns_incident", "incident:plain")
    about = _draft(DraftKind.LETTER, "en", _SEARCHED, elsewhere)
    assert ("claim:L-asked" in about.text, "claim:O-8" in about.text) == (True, False)


def test_what_the_check_would_refuse_is_left_out_with_its_reason() -> None:
    """A search that is too old says no absence; the reader learns what is missing."""
    made = _draft(DraftKind.LETTER, "en", searched("N", "2031-05-02"))
    assert [(one.diagnostic.code.name, "N" in one.words) for one in made.left_out] == [("OR105", True)]
    assert made.report.errors == ()
    assert "no reply" not in made.text


def test_a_public_draft_says_nothing_that_is_not_public() -> None:
    """Claims of the team are left out of it even where the book holds them."""
    hidden = [one | {"visibility": "team"} for one in letter()]
    held = book(*hidden, *_FACTS)
    asked = dossier.DraftAsked(
        kind=DraftKind.LETTER, language="en", as_of=dt.date.fromisoformat(_DAY), edition="public"
    )
    made = dossier.draft(held, duties.owed(held, asked.as_of), asked, today=_TODAY)
    assert "L-" not in made.text
    assert "an independent inquiry" not in made.text
    assert {one.diagnostic.code.name for one in made.left_out} == {"OR115"}


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"articles": ("icerd:4",)}, dossier.UnknownArticle),
        ({"indicators": ("z",)}, dossier.UnknownIndicator),
        ({"to": "the 40 members, at least 11 dead"}, dossier.DraftDoesNotHold),
    ],
)
def test_what_a_draft_cannot_be_made_of_is_refused(more: dict[str, Any], error: type[Exception]) -> None:
    """An article that there is not, an indicator that there is not, a title with figures."""
    with pytest.raises(error):
        _draft(DraftKind.LETTER, "en", **more)


def test_of_nothing_there_is_no_draft() -> None:
    """A letter about nothing is not written."""
    asked = dossier.DraftAsked(
        kind=DraftKind.LETTER, language="en", as_of=dt.date.fromisoformat(_DAY), edition="public"
    )
    with pytest.raises(dossier.NothingToDraft):
        dossier.draft(book(), duties.owed(book(), asked.as_of), asked, today=_TODAY)
