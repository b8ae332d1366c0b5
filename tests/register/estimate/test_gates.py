"""The gates: each holds, fails, and is unanswered where it should be; no number passes a gate that fails."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.register.estimate.tables import GOOD, NO_ANSWER, good_meta, independent

from onrecord.kernel import INTERFACE_LANGUAGES
from onrecord.register import (
    AnswersInvalid,
    CaptureTable,
    Decision,
    Estimate,
    NoSuchMethod,
    Settings,
    TimesTable,
    estimated,
    said_in,
)
from onrecord.register.estimate import gates
from onrecord.register.estimate.latent_class_v2 import Effort

_TINY = Effort(chains=8, islands=2, warm_up=4, draws=6, steps=4, extensions=0, first_steps=4, most_steps=4)


def _decided(table: CaptureTable, meta: Mapping[str, object] | None = None, method: str | None = None) -> Estimate:
    how = Settings(effort=_TINY, method=method, classes=3, cap=2500)
    return estimated(table, said_in(meta if meta is not None else {}, table.lists), how)


def _state(found: Estimate) -> dict[str, bool | None]:
    return {gate.code: gate.passed for gate in found.gates}


def _with(name: str, **changes: object) -> dict[str, object]:
    meta = good_meta()
    meta["lists"] = [{**one, **changes} if one["name"] == name else one for one in meta["lists"]]  # type: ignore[attr-defined]
    return meta


def test_every_gate_can_hold() -> None:
    """Good lists, everything answered: estimated, with the methods side by side."""
    found = _decided(GOOD, good_meta())
    assert _state(found) == dict.fromkeys(gates.CODES, True)
    assert found.decision is Decision.ESTIMATED
    assert {one.method.partition(":")[0] for one in found.estimates} >= {
        "chao_v1",
        "closed_v1",
        "loglinear_average_v1",
        "stepwise_v1",
        "decomposable_v1",
    }
    assert found.to_record()["for_publication"] is True
    assert set(found.sensitivity["without"]) == set(GOOD.lists)


def test_without_answers_it_is_exploratory() -> None:
    """What only people know is unanswered: shown, and not for publication."""
    found = _decided(GOOD)
    assert found.decision is Decision.EXPLORATORY
    assert [code for code, passed in _state(found).items() if passed is None] == [
        "G1",
        "G2",
        "G3",
        "G7",
        "G8",
        "G10",
        "G11",
    ]
    assert found.to_record()["for_publication"] is False


@pytest.mark.parametrize(
    ("meta", "code"),
    [
        (_with("press", same_scope=False), "G2"),
        (good_meta(linkage={"false_match": 0.01, "missed_match": 0.01, "double_review": False}), "G3"),
        (_with("press", near_complete_enumeration=True), "G7"),
        (good_meta(identifying_assumption="  "), "G8"),
        (good_meta(identifying_assumption=None), "G8"),
        (good_meta(harm_review={"reviewer": "outsider", "signed": False}), "G11"),
    ],
)
def test_an_answer_can_refuse(meta: dict[str, object], code: str) -> None:
    """One wrong answer among good ones: no number anywhere, and its code first."""
    found = _decided(GOOD, meta)
    assert found.decision is Decision.NOT_ESTIMATED
    assert [gate.code for gate in found.reasons] == [code]
    assert found.estimates == found.answers == ()


def test_eleven_dead_named_by_their_own_are_not_estimated() -> None:
    """Lists that name nearly everybody: G7 first, whatever else fails, and no number by any way of asking."""
    eleven = CaptureTable.of(("community", "hospital", "state"), {0b111: 8, 0b011: 2, 0b001: 1})
    meta = good_meta(eleven.lists)
    meta["lists"][0]["near_complete_enumeration"] = True  # type: ignore[index]
    for method in (None, "all"):
        found = _decided(eleven, meta, method)
        assert found.decision is Decision.NOT_ESTIMATED
        assert found.reasons[0].code == "G7"
        assert "11" in found.reasons[0].why()
        assert found.estimates == found.answers == found.checks == ()


def test_a_list_that_meets_no_other_is_refused_for_that() -> None:
    """G4 names the list; asking for a method gives no number either, since two lists are all that is left."""
    for method in (None, "all"):
        found = _decided(NO_ANSWER, method=method)
        assert found.reasons[0].code == "G4"
        assert "C" in found.reasons[0].why()
        assert found.estimates == found.answers == found.checks == ()
    assert found.to_record()["models"]["A:B+C"] == 1


def _with_a_copy() -> CaptureTable:
    """Return good lists and a fourth that was copied from the press, a few lines lost."""
    place = GOOD.lists.index("press")
    counts: dict[int, float] = {}
    for pattern, count in GOOD.cells:
        copied = round(count * 0.97) if pattern >> place & 1 else 0
        counts[pattern | 1 << 4] = copied
        counts[pattern] = count - copied
    return CaptureTable.of((*GOOD.lists, "z portal"), counts)


def test_a_copied_list_is_refused() -> None:
    """Nobody says where the portal has its names from: the table gives it away."""
    found = _decided(_with_a_copy())
    assert found.reasons[0].code == "G1"
    assert "z portal" in found.reasons[0].why()
    assert found.estimates == ()


def test_a_copied_list_is_merged_when_it_is_told() -> None:
    """The portal and the press count as one list, and the rest goes on as without the portal."""
    table = _with_a_copy()
    meta = good_meta(table.lists)
    next(one for one in meta["lists"] if one["name"] == "z portal")["derived_from"] = "press"  # type: ignore[attr-defined]
    found = _decided(table, meta)
    assert found.merged == (("z portal", "press"),)
    assert found.table == GOOD
    assert found.decision is Decision.ESTIMATED


def test_copies_of_copies_are_one_list() -> None:
    """A list taken from a list that was itself taken from a third joins the third."""
    table = independent(900, {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5, "e": 0.5})
    said = said_in({"lists": [{"name": "b", "derived_from": "a"}, {"name": "c", "derived_from": ["b"]}]}, table.lists)
    assert gates.prepared(table, said).table.lists == ("a", "d", "e")


def test_a_list_that_takes_in_the_others_is_left_out() -> None:
    """A register of deaths fed by the others: estimated without it, everybody on it still documented."""
    found = _decided(GOOD, _with("hospital", absorbing=True))
    assert found.left_out == ("hospital",)
    assert "hospital" not in [one["name"] for one in found.to_record()["lists"]]
    assert found.documented == GOOD.documented


def test_two_lists_are_never_enough() -> None:
    """Not even when asked: two lists are a check among those who made them."""
    found = _decided(independent(900, {"a": 0.6, "b": 0.6}), method="all")
    assert found.reasons[0].code == "G1"
    assert found.estimates == found.answers == ()


def test_low_coverage_alone_gives_lower_bounds() -> None:
    """Lists that each have a fifth: G5, and nothing but bounds that say so."""
    found = _decided(independent(5000, dict.fromkeys("abcd", 0.2)))
    assert [gate.code for gate in found.reasons] == ["G5"]
    assert found.decision is Decision.NOT_ESTIMATED
    assert found.estimates
    assert all(one.is_bound and one.to_record()["bound"] == "lower" for one in found.estimates)


def test_what_methods_answer_can_be_compared_but_is_no_estimate() -> None:
    """Asked for by name where coverage fails: apart from the estimates, each marked."""
    record = _decided(independent(5000, dict.fromkeys("abcd", 0.2)), method="loglinear").to_record()
    assert record["decision"] == "not_estimated"
    assert [one["method"] for one in record["answers"]] == ["loglinear_average_v1"]
    assert all(one["for_publication"] is False for one in record["answers"] + record["checks"])
    assert all(one["bound"] == "lower" for one in record["estimates"])


def test_few_people_and_thin_overlaps_are_refused() -> None:
    """Fewer than fifty people; pairs with fewer than seven in common."""
    few = independent(44, dict.fromkeys("abc", 0.7))
    assert {gate.code for gate in _decided(few).reasons} >= {"G6"}
    counts = dict(GOOD.cells)
    thin = CaptureTable.of("abc", {0b001: 60, 0b010: 60, 0b100: 60, 0b011: 30, 0b101: 30, 0b110: 6, 0b111: 0})
    assert counts
    assert "b:c 6" in next(gate.why() for gate in _decided(thin).reasons if gate.code == "G4")


def test_errors_of_linkage_are_run_and_weighed() -> None:
    """Over five in a hundred: corrected answers outside the interval fail the gate, inside they hold it."""
    high = {"false_match": 0.0, "missed_match": 0.3, "double_review": True}
    found = _decided(GOOD, good_meta(linkage=high))
    assert [gate.code for gate in found.reasons] == ["G3"]
    assert found.estimates == ()
    light = {"false_match": 0.06, "missed_match": 0.06, "double_review": True}
    gate = next(one for one in _decided(GOOD, good_meta(linkage=light)).gates if one.code == "G3")
    assert gate.word in ("linkage-run", "linkage-bad")


def test_one_list_that_decides_is_unstable() -> None:
    """Two groups that only one list joins: without it the answer is another."""
    counts = {0b0001: 150, 0b0011: 150, 0b0010: 150, 0b0100: 30, 0b1000: 30, 0b1100: 200, 0b0101: 8, 0b0110: 8}
    counts |= {0b1001: 8, 0b1010: 8, 0b1111: 10}
    found = _decided(CaptureTable.of("abcd", counts))
    assert "G9" in {gate.code for gate in found.reasons}
    assert found.estimates == ()


def test_times_alone_are_no_lists() -> None:
    """How often, but not by whom: nothing is estimated, the bound can be compared."""
    found = estimated(TimesTable(times=((1, 900), (2, 90))), settings=Settings(method="all"))
    assert found.decision is Decision.NOT_ESTIMATED
    assert found.reasons[0].code == "G1"
    assert found.estimates == ()
    assert found.answers[0].point == 990 + 900**2 / 180


@pytest.mark.parametrize("word", sorted(gates.WORDS))
def test_every_reason_speaks_three_languages(word: str) -> None:
    """Three sentences, none a copy, all with the same facts."""
    label = gates.WORDS[word]
    texts = [label.text(language) for language in INTERFACE_LANGUAGES]
    assert len(set(texts)) == 3
    assert len({frozenset(part.partition("}")[0] for part in text.split("{")[1:]) for text in texts}) == 1


@pytest.mark.parametrize(
    "meta",
    [
        [],
        {"lists": {"name": "press"}},
        {"lists": [{"name": "nobody"}]},
        {"lists": [{"name": "press"}, {"name": "press"}]},
        {"lists": [{"name": "press", "same_scope": "yes"}]},
        {"lists": [{"name": "press", "derived_from": "press"}]},
        {"lists": [{"name": "press", "derived_from": 3}]},
        {"linkage": {"false_match": 1.5}},
        {"linkage": {"missed_match": "few"}},
        {"linkage": [1]},
        {"identifying_assumption": 5},
    ],
)
def test_answers_of_another_kind_are_refused(meta: Any) -> None:
    """A typing error must not pass for an answer."""
    with pytest.raises(AnswersInvalid):
        said_in(meta, GOOD.lists)


def test_an_unknown_method_is_refused() -> None:
    """With the names of those there are."""
    with pytest.raises(NoSuchMethod):
        Settings(method="guess")


def test_small_overlaps_are_not_told() -> None:
    """Below five a number of people on two lists is shown as such."""
    rows = _decided(NO_ANSWER).to_record()["overlaps"]
    assert [one["shown"] for one in rows] == ["6", "0", "0"]
    thin = CaptureTable.of("abc", {0b001: 60, 0b010: 60, 0b100: 60, 0b011: 4})
    assert _decided(thin).to_record()["overlaps"][0] == {"lists": ["a", "b"], "both": None, "shown": "<5"}


def test_numbers_in_reasons_have_the_comma_of_the_language() -> None:
    """0.471 beside 0,55 in one Russian sentence was read as two kinds of number; dates and names are left as they are."""
    gate = gates.Gate(code="G5", passed=True, word="coverage-enough", facts={"coverage": "0.712"})
    assert [gate.why(one).split(" ")[2].split(";")[0] for one in ("en", "ru", "kk")] == ["0.712", "0,712", "0,712"]
    linkage = gates.Gate(code="G3", passed=True, word="linkage-good", facts={"false": "2.0 %", "missed": "3.5 %"})
    assert "2,0 %, пропущенных 3,5 %" in linkage.why("ru")
    named = gates.Gate(code="G10", passed=True, word="absorbing-out", facts={"lists": "list 1.2"})
    assert "list 1.2" in named.why("ru")
