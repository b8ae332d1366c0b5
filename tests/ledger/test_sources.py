"""Sources: how one derives from another, what a person holds of them, and rows that say it wrongly."""

from typing import Any

import pytest
from tests.ledger.world import TODAY, book, claim, source

from onrecord import ledger


def _codes(*rows: dict[str, Any]) -> list[str]:
    told: list[ledger.RefusedRow] = []
    numbered = [ledger.Row(number=number, fields=row, original="") for number, row in enumerate(rows, start=1)]
    ledger.book_from_rows(numbered, today=TODAY, on_refused=told.append)
    assert all("{" not in one.problem.message(language) for one in told for language in ("en", "ru", "kk"))
    return [one.code for one in told]


def _grade(claim_id: str, axis: str, value: str, **more: Any) -> dict[str, Any]:
    row = {
        "id": claim_id, "subject": "source:S1", "property": axis, "value": value, "speaker": "an analyst",
        "speaker_kind": "ourselves", "basis": ["source.S1.publisher"], "note": "named its own witnesses twice",
        "visibility": "public",
    }  # fmt: skip
    return {name: one for name, one in (row | more).items() if one is not None}


def test_each_of_several_origins_may_have_its_own_way() -> None:
    """One way for all, or one each in order; what nobody knows is unknown."""
    one = book(sources=[source("A", "B", "C", how="reprint")]).sources["A"]
    assert (one.how("B"), one.how("C")) == ("reprint", "reprint")
    each = book(sources=[source("A", "B", "C", how="translation; unknown")]).sources["A"]
    assert (each.how("B"), each.how("C"), each.how("D")) == ("translation", "unknown", "unknown")
    later = book(sources=[source("A", "B"), source("A", "B", how="mirror")]).sources["A"]
    assert (later.derived_from, later.how("B")) == (("B",), "mirror")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"how": "copied"}, "ledger.unknown-value"),
        ({"how": "reprint; mirror; reprint"}, "ledger.ways-do-not-match"),
        ({"connection": "cousin"}, "ledger.unknown-value"),
        ({"derived_from": ["A"]}, "ledger.source-in-a-circle"),
    ],
)
def test_a_source_row_that_is_wrong_says_how(change: dict[str, Any], code: str) -> None:
    """An unknown way or connection, too many ways, a source that derives from itself."""
    assert _codes(source("A", "B", "C") | change) == [code]


def test_a_way_without_an_origin_is_refused() -> None:
    """It would be the way to nowhere."""
    assert _codes(source("A", how="reprint")) == ["ledger.ways-do-not-match"]


def test_grades_stand_on_axes_of_their_own_with_a_reason_and_a_person() -> None:
    """HURIDOCS and Admiralty side by side, what nobody has judged as that; nothing is multiplied or averaged."""
    found = book(
        _grade("G1", "reliability", "02"), _grade("G2", "source_grade", "B"),
        _grade("G3", "source_grade", "C", speaker="a second analyst"),
    )  # fmt: skip
    graded = found.sources["S1"]
    assert (graded.grade("reliability"), graded.grade("source_grade"), graded.grade("information_grade")) == (
        "02", "C", "6",
    )  # fmt: skip
    row = graded.grades_row()
    assert (row["reliability"], row["admiralty"]) == ("02", "C6")
    assert [(one["value"], one["by"]) for one in row["given"]] == [
        ("02", "an analyst"), ("B", "an analyst"), ("C", "a second analyst"),
    ]  # fmt: skip
    assert found.sources["S2"].grades_row() == {"reliability": "99", "admiralty": "F6", "given": []}


def test_a_figure_shows_the_grades_of_its_sources() -> None:
    """Beside each reading, and never as a part of its level."""
    (figure,) = book(claim("K1", 8), _grade("G1", "reliability", "05")).figures("killed")
    (reading,) = figure.to_row()["readings"]
    assert reading["grades"]["reliability"] == "05"
    assert figure.confirmation.level is ledger.Confirmation.ALLEGED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"note": None}, "ledger.finding-without-reason"),
        ({"value": "very"}, "ledger.unknown-value"),
        ({"basis": None}, "ledger.basis-missing"),
        ({"speaker_kind": "media", "source": "S1", "quote": "reliable"}, "ledger.only-a-finding"),
    ],
)
def test_a_grade_is_a_finding_of_ours(change: dict[str, Any], code: str) -> None:
    """With a reason that others can weigh, a value of its scale, and no source's word for it."""
    row = _grade("G1", "reliability", "02") | change
    assert _codes(source("S1"), {name: one for name, one in row.items() if one is not None}) == [code]


@pytest.mark.parametrize(
    ("row", "code", "near"),
    [
        (claim("K1", 8, group="dungans"), "ledger.unknown-value", "dungan"),
        (claim("K1", 8, group="дунгане"), "ledger.unknown-value", "dungan"),
        (claim("K1", 8, unit="person"), "ledger.unknown-unit", "persons"),
        (claim("K1", 8, unit="cases"), "ledger.wrong-unit", "persons"),
        (claim("K1", 8, subject="incidnt:valley"), "ledger.unknown-subject-kind", "incident"),
        (claim("K1", 8, subject="letter:one"), "ledger.wrong-subject", "incident"),
        (claim("K1", 8, property="kiled"), "ledger.unknown-property", "killed"),
        (claim("K1", 8, villag="masanchi"), "ledger.unknown-field", "place"),
        (claim("K1", 8, property="damage_sum", unit="KZT", sum_stage="given"), "ledger.unknown-value", "claimed"),
    ],
)
def test_a_word_that_is_not_declared_is_refused_with_the_nearest_that_are(
    row: dict[str, Any], code: str, near: str
) -> None:
    """Whoever slips finds the right word in the refusal, in every language."""
    told: list[ledger.RefusedRow] = []
    ledger.book_from_rows([ledger.Row(number=1, fields=row, original="")], today=TODAY, on_refused=told.append)
    assert [one.code for one in told] == [code]
    assert all(near in told[0].problem.message(language) for language in ("en", "ru", "kk"))


def test_that_nothing_was_found_needs_a_search_with_its_day() -> None:
    """METHOD 5.3: none_found says where, when and by whom somebody looked; any other response does not."""
    row = claim("K1", None, qualifier=None, wording=None, subject="utterance:U1", property="response_to_utterance",
                value="none_found")  # fmt: skip
    assert _codes(source("S1"), row) == ["ledger.search-missing"]
    assert _codes(source("S1"), {**row, "note": "the ministry's site, 1 to 9 March"}) == []
    assert _codes(source("S1"), {name: one for name, one in row.items() if name != "as_of"} | {"note": "n"}) == [
        "ledger.day-missing"
    ]
    assert _codes(source("S1"), row | {"value": "apology"}) == []
