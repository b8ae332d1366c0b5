"""The book: a narrow question gets exactly what a look at every claim would have found."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.world import book, claim

from onrecord import ledger
from onrecord.ledger import Claim, ClaimStatus

_SUBJECTS = ("incident:valley", "incident:pass", "person:valley")
_ABOUT = st.dictionaries(st.sampled_from(("group", "place", "unit")), st.sampled_from(("dungan", "kazakh", "persons")))


@st.composite
def _ledgers(draw: st.DrawFn) -> ledger.Book:
    """Draw a book of few subjects, properties, groups and numbers, so that questions meet."""
    rows = draw(st.lists(_rows(), max_size=12))
    stated = book(*(row | {"id": f"K{number}"} for number, row in enumerate(rows)), sources=())
    fates = draw(st.lists(st.sampled_from(ClaimStatus), min_size=len(rows), max_size=len(rows)))
    claims = [replace(one, status=fate) for one, fate in zip(stated.claims, fates, strict=True)]
    return ledger.Book.of(claims, stated.vocabulary)


def _rows() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda subject, name, low, about: claim("", low, subject=subject, property=name, **about),
        st.sampled_from(_SUBJECTS[:2]),
        st.sampled_from(("killed", "injured")),
        st.integers(1, 3),
        st.dictionaries(st.sampled_from(("group", "place")), st.sampled_from(("dungan", "kazakh"))),
    )


@settings(max_examples=60, deadline=None)
@given(
    found=_ledgers(),
    name=st.sampled_from((None, "killed", "injured", "charged")),
    subject=st.sampled_from((None, "valley", *_SUBJECTS)),
    about=_ABOUT,
    status=st.sampled_from((None, *ClaimStatus)),
)
def test_claims_are_found_as_if_every_one_had_been_looked_at(
    found: ledger.Book, name: str | None, subject: str | None, about: dict[str, str], status: ClaimStatus | None
) -> None:
    """By property, subject (with its kind or without), dimensions, unit and status; in the order they were recorded."""

    def is_asked(one: Claim) -> bool:
        own = {**dict(one.about), "unit": one.unit}
        return (
            name in (None, one.property)
            and subject in (None, one.subject, one.subject_id)
            and all(own.get(dimension) == value for dimension, value in about.items())
        )

    asked = [one for one in found.claims if is_asked(one)]
    expected = [one for one in asked if status in (None, one.status)]
    assert list(found.claims_of(name, subject=subject, about=about, status=status)) == expected
    figures = found.figures(name, subject=subject, about=about)
    told = {claim_id for figure in figures for claim_id in figure.claims}
    assert told == {one.id for one in asked if one.status.is_counted}


@settings(max_examples=40, deadline=None)
@given(found=_ledgers(), low=st.integers(1, 3), subject=st.sampled_from((None, *_SUBJECTS)))
def test_readings_of_a_number_are_found_by_it(found: ledger.Book, low: int, subject: str | None) -> None:
    """Whoever has a number and no claim finds the figures in which it was said, and only those readings of them."""
    bounds = Decimal(low), Decimal(f"{low}.0")
    told = found.figures(subject=subject, bounds=bounds)
    expected = {
        (figure.key, reading.claim.id)
        for figure in found.figures(subject=subject)
        for reading in figure.readings
        if (reading.quantity.low, reading.quantity.high) == bounds
    }
    assert {(figure.key, claim_id) for figure in told for claim_id in figure.claims} == expected


def test_what_is_held_against_a_quantity_is_of_its_subjects() -> None:
    """Contradictions of one property look at everything about the subjects that have it, and at no other subject."""
    found = book(
        claim("K1", 40), claim("K2", 123, source="S4"),
        claim("K3", 40, property="injured", subject="incident:pass"),
        claim("K4", 123, property="injured", subject="incident:pass", source="S4"),
    )  # fmt: skip
    assert {one for told in found.contradictions("killed") for one in told.claims} == {"K1", "K2"}
    assert {one for told in found.contradictions("injured") for one in told.claims} == {"K3", "K4"}
