"""Capture tables of the register: one list for one origin, people as ids, scopes held against each other, open pairs apart."""

import json
from typing import Any

import pytest
from tests.register.people import card, person, register_with, same

from onrecord import ledger, register

_WORDS = ledger.shipped_vocabulary()
_GOOD: dict[str, Any] = {"place": "masanchi", "period": "7 to 9 February", "compiled_by_itself": "yes",
                         "near_complete": "no", "absorbing": "no"}  # fmt: skip


def _captures(known: register.Register, *by: str, review: list[tuple[str, str]] | None = None, **asked: Any) -> Any:
    return register.captures(known, register.Asked(by=by, **asked), _WORDS, in_review=review or [])


def _estimated(found: register.Captures, **more: Any) -> register.Estimate:
    table = register.table_from_text(found.to_csv())
    assert table == found.table
    said = register.said_in(json.loads(json.dumps({**found.meta, **more})), found.table.lists)
    return register.estimated(found.table, said, register.Settings(method="chao"))


def test_judged_rows_are_one_person_on_their_lists() -> None:
    """Three rows of one person, one alone: two people; ids only, no name anywhere."""
    known = register_with(
        card("a"), card("b"), card("c"), person("a", 1, name="Степная Мира"), person("b", 7, name="STEPNAYA MIRA"),
        person("c", 3), person("a", 2), same("a.1", "person-x"), same("b.7", "a.1"), same("c.3", "b.7"),
    )  # fmt: skip
    (found,) = _captures(known)
    assert found.people == (("a.1", ("a", "b", "c")), ("a.2", ("a",)))
    assert found.to_csv() == "a,b,c,count\n1,0,0,1\n1,1,1,1\n"
    assert "Степная" not in json.dumps(found.to_row(), ensure_ascii=False)


def test_a_copy_and_its_list_are_one_list_even_through_a_third() -> None:
    """Two lists copied from one that is not asked for are one; who is on either is on it; it is told in three languages."""
    known = register_with(
        card("portal", copied_from=["list:press"]), card("blog", copied_from="list:press"), card("press"), card("clinic"),
        person("portal", 1), person("blog", 1), person("clinic", 1), same("portal.1", "clinic.1"),
    )  # fmt: skip
    (found,) = _captures(known, lists=("portal", "blog", "clinic"))
    assert found.table.lists == ("blog+portal", "clinic")
    assert [one.text("ru") for one in found.told] == [
        "«blog, portal» восходят к одному источнику и считаются одним списком."
    ]
    meta = {one["name"]: one for one in found.meta["lists"]}
    assert meta["blog+portal"]["derived_from"] == []
    assert "derived_from" not in meta["clinic"]  # nobody said where it comes from: unanswered, not assumed


def test_eleven_dead_whom_lists_name_nearly_all_are_not_estimated() -> None:
    """Korday's eleven: three lists, each nearly complete; gate G7 refuses, whatever the overlap would give."""
    lists = ("community", "hospital", "state")
    on = [lists] * 8 + [lists[:2]] * 2 + [lists[:1]]
    rows = [row for number, own in enumerate(on, 1) for one in own for row in person(one, number)]
    judged = [same(f"{own[0]}.{number}", f"{one}.{number}") for number, own in enumerate(on, 1) for one in own[1:]]
    known = register_with(*(card(one, **{**_GOOD, "near_complete": "yes"}) for one in lists), rows, *judged)
    (found,) = _captures(known, outcome="killed")
    estimate = _estimated(found)
    assert found.table.documented == 11
    assert estimate.decision.value == "not_estimated"
    gates = {one.code: one.passed for one in estimate.gates}
    assert (gates["G1"], gates["G2"], gates["G7"], gates["G10"]) == (True, True, False, True)
    assert estimate.answers == ()
    assert "11" in next(one for one in estimate.gates if one.code == "G7").why("kk")


def test_a_row_of_another_outcome_is_no_capture() -> None:
    """Who lies in the hospital as injured was not counted by it as dead; who died later is among the dead."""
    known = register_with(
        card("hospital"), card("state"), person("hospital", 1, outcome="injured"), person("state", 1, outcome="died_later"),
        same("hospital.1", "state.1"),
    )  # fmt: skip
    (found,) = _captures(known, outcome="killed")
    assert found.people == (("hospital.1", ("state",)),)


def test_strata_part_people_and_leave_out_lists_of_other_places() -> None:
    """A list of another village is left out of a stratum; one of the district covers each; who is told twice has none."""
    known = register_with(
        card("village", place="masanchi"), card("district", place="korday-district"), card("other", place="sortobe"),
        person("village", 1, place="masanchi", sex="woman"), person("district", 1, place="masanchi"),
        person("other", 1, place="sortobe"), person("district", 2, place="sortobe"),
        person("village", 3, place="masanchi", sex="man"), person("other", 3, place="sortobe"),
        same("village.1", "district.1"), same("other.1", "district.2"), same("village.3", "other.3"),
    )  # fmt: skip
    nowhere, first, second = _captures(known, "place")
    assert [dict(one.stratum)["place"] for one in (nowhere, first, second)] == [None, "masanchi", "sortobe"]
    assert first.table.lists == ("district", "village")
    assert first.people == (("village.1", ("district", "village")),)
    assert second.table.lists == ("district", "other")
    assert "other" in first.told[0].text("en")
    narrower = [one.text("kk") for one in nowhere.told]
    assert any("village" in one and "place=masanchi" in one for one in narrower)
    assert not any("district" in one for one in narrower)
    by_sex = {dict(one.stratum)["sex"]: one.table.documented for one in _captures(known, "sex")}
    assert by_sex == {None: 1, "man": 1, "woman": 1}
    with pytest.raises(register.NoSuchStratum, match="no-such-stratum"):
        _captures(known, "name")


def test_a_list_of_narrower_scope_fails_the_gate_of_scope() -> None:
    """A shorter period, or people shared out by another list: same_scope is no, and G2 fails."""
    short = {**_GOOD, "period": "8 February"}
    rows = [row for one in ("a", "b", "c") for row in person(one, 1)]
    whole = register_with(card("a", **_GOOD), card("b", **_GOOD), card("c", **_GOOD), rows)
    assert {one["same_scope"] for one in _captures(whole)[0].meta["lists"]} == {True}
    for other in (short, {**_GOOD, "partitioned_by": "street"}):
        (found,) = _captures(register_with(card("a", **_GOOD), card("b", **_GOOD), card("c", **other), rows))
        assert {one["name"]: one["same_scope"] for one in found.meta["lists"]}["c"] is False
        assert next(one for one in _estimated(found).gates if one.code == "G2").passed is False
        assert any("c" in one.text("ru") for one in found.told)
    unsaid = {name: value for name, value in _GOOD.items() if name != "period"}
    (found,) = _captures(register_with(card("a", **_GOOD), card("b", **unsaid), card("c", **_GOOD), rows))
    assert all("same_scope" not in one for one in found.meta["lists"])


def test_pairs_in_review_are_counted_apart() -> None:
    """Nothing open is in the table; how many there would be with every pair joined is told beside it."""
    known = register_with(
        card("a"),
        card("b"),
        card("c"),
        person("a", 1),
        person("b", 1),
        person("c", 1),
        person("a", 2),
        same("a.1", "b.1"),
    )
    (found,) = _captures(known, review=[("b.1", "c.1"), ("a.1", "b.1"), ("a.2", "elsewhere")])
    assert (found.table.documented, found.pairs_in_review) == (3, 1)
    assert found.unresolved is not None
    assert found.unresolved.cells == ((1, 1), (7, 1))
    assert "2" in found.told[-1].text("ru")
    assert found.to_working_row()["documented_if_joined"] == 2
    assert found.to_row()["documented_if_joined"] is None
    assert "<5" in found.to_row("ru")["told"][-1]


def test_what_is_told_of_overlaps_may_be_published() -> None:
    """No id, no number below five: combinations only where none of them is small, else sizes and pairs as they may be."""
    on = [("a",)] * 9 + [("a", "b")] * 8 + [("b",)] * 12 + [("a", "b", "c")] * 2 + [("c",)] * 7
    rows = [row for number, own in enumerate(on, 1) for one in own for row in person(one, number, place="masanchi")]
    judged = [same(f"{own[0]}.{number}", f"{one}.{number}") for number, own in enumerate(on, 1) for one in own[1:]]
    cards = [card(one) for one in "abc"]
    (found,) = _captures(register_with(*cards, rows, judged))
    row = found.to_row()
    assert (row["for_publication"], row["documented"], row["cells"]) == (True, 38, [])
    assert "people" not in row
    assert {one["shown"] for one in row["overlaps"]} >= {"<5"}
    assert not {"2", "1"} & {one["shown"] for one in row["overlaps"]}
    whole = found.to_working_row("ru")
    assert {"lists": ["a", "b", "c"], "count": 2} in whole["cells"]
    assert whole["for_publication"] is False
    assert "НЕ ДЛЯ ПУБЛИКАЦИИ" in whole["not_for_publication"]
    few = _captures(register_with(*cards, rows, judged, person("a", 99, place="sortobe")), "place")[1].to_row()
    assert (few["documented"], few["documented_shown"]) == (None, "<5")


def test_who_is_on_a_list_of_the_injured_is_told_of_as_injured() -> None:
    """Seven people of a hospital's list are too few to be told, whatever was asked; the estimate is told so too."""
    rows = [row for number in range(1, 8) for one in "ab" for row in person(one, number, outcome=None)]
    judged = [same(f"a.{number}", f"b.{number}") for number in range(1, 8)]
    (plain,) = _captures(register_with(card("a"), card("b"), rows, judged))
    assert plain.to_row()["cells"] == [{"lists": ["a", "b"], "count": 7}]
    (hurt,) = _captures(register_with(card("a", listed_for="injured"), card("b"), rows, judged))
    assert (hurt.to_row()["threshold"], hurt.to_row()["cells"], hurt.to_row()["documented_shown"]) == (10, [], "<10")
    said = register.said_in(json.loads(json.dumps(hurt.meta)), hurt.table.lists)
    record = register.estimated(hurt.table, said).to_record()
    assert not [one for one in record["lists"] if one["people"] is not None]
