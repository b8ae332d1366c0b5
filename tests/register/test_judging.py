"""Judgements on rows: what joins them, what keeps them apart, who may say so, and how it is taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST, READER
from tests.register.people import card, person

from onrecord import ledger, register
from onrecord.kernel import Visibility
from onrecord.store import Desk, RoleTooNarrow


@pytest.fixture
def rows(desk: Desk) -> Desk:
    """Return a desk at an archive with four rows of two lists, three of them for the keeper alone."""
    found = [
        *card("a"),
        *card("b"),
        *person("a", 1, name="Степная Мира"),
        *person("a", 2),
        *person("b", 1),
        *person("b", 2),
    ]
    hidden = [
        {
            **row,
            "visibility": "team" if "b.2" in row["subject"] else "restricted",
            "as_of": "2031-03-09",
            "source": "S1",
        }
        for row in found
    ]
    told = [{"source": "S1", "publisher": "office", "address": "https://example.org/list"}, *hidden]
    numbered = [
        ledger.Row(
            number=at, fields={name: value for name, value in row.items() if name != "quote"} | _words(row), original=""
        )
        for at, row in enumerate(told, start=1)
    ]
    report = ledger.state_rows(desk, numbered)
    assert report.refused == ()
    return desk


def _words(row: dict[str, object]) -> dict[str, object]:
    """Return what a claim rests on without any item: a basis, and ourselves."""
    if "property" not in row:
        return {}
    return {"speaker": "ourselves", "speaker_kind": "ourselves", "basis": ["source.S1.publisher"], "note": "n"}


def _groups(desk: Desk) -> set[tuple[str, ...]]:
    return {tuple(sorted(one.id for one in rows)) for rows in register.on_record(desk).persons()}


def test_judgements_join_rows_and_are_taken_back(rows: Desk) -> None:
    """One person through a third row; withdrawn, they are two again; the finding keeps its reason and its basis."""
    first = register.judge(rows, "a.1", "person:b.1", is_same=True, why="one birth date")
    register.judge(rows, "b.1", "b.2", is_same=True, why="one father")
    assert ("a.1", "b.1", "b.2") in _groups(rows)
    assert (first.note, first.basis, first.speaker_kind.value) == (
        "one birth date",
        ("a.1.on_list", "b.1.on_list"),
        "ourselves",
    )
    ledger.withdraw(rows, first.id, why="the passport says otherwise")
    assert {("a.1",), ("b.1", "b.2"), ("a.2",)} == _groups(rows)


def test_what_was_judged_apart_is_not_joined_by_a_detour(rows: Desk) -> None:
    """Neither directly nor through a third row; the judgement in the way is named; and the other way round."""
    parted = register.judge(rows, "a.1", "b.1", is_same=False, why="father and son")
    register.judge(rows, "b.1", "b.2", is_same=True, why="one birth date")
    for one, other in (("a.1", "b.1"), ("b.2", "a.1")):
        with pytest.raises(register.JudgedOtherwise) as refused:
            register.judge(rows, one, other, is_same=True, why="alike")
        assert parted.id in refused.value.message("kk")
    with pytest.raises(register.JudgedBefore):
        register.judge(rows, "b.2", "a.1", is_same=False, why="again")
    with pytest.raises(register.JudgedOtherwise):
        register.judge(rows, "b.2", "b.1", is_same=False, why="two villages")
    with pytest.raises(register.JudgedBefore):
        register.judge(rows, "b.2", "b.1", is_same=True, why="again")
    with pytest.raises(register.JudgedBefore):
        register.judge(rows, "a.2", "a.2", is_same=True, why="itself")
    ledger.withdraw(rows, parted.id, why="one person after all")
    assert register.judge(rows, "a.1", "b.2", is_same=True, why="papers").value == "person:b.2"


def test_a_judgement_is_seen_no_further_than_its_rows(rows: Desk, desk_of: Callable[..., Desk]) -> None:
    """Of a row for few eyes and one for the team it is for few eyes; who may not see a row is told that there is none."""
    assert register.judge(rows, "a.1", "b.2", is_same=True, why="papers").visibility.value == "restricted"
    analyst = desk_of(ANALYST)
    assert register.on_record(analyst).judged == ()
    with pytest.raises(register.NoSuchPerson):
        register.judge(analyst, "a.1", "b.2", is_same=True, why="w")
    with pytest.raises(ledger.ReasonMissing):
        register.judge(rows, "a.2", "b.1", is_same=True, why=" ")
    with pytest.raises(RoleTooNarrow):
        register.judge(desk_of(READER), "a.1", "b.2", is_same=True, why="w")


def test_a_table_joins_rows_that_nothing_keeps_apart(rows: Desk, tmp_path: Path) -> None:
    """A finding for each row; what follows is not stated anew; what was judged apart, or is nowhere, is refused alone."""
    path = tmp_path / "people.csv"
    path.write_text("person;list;row\nP;a;a.1\nP;b;person:b.1\nP;a;a.2\nQ;b;b.2\n;b;b.2\nQ;b;b.9\n", encoding="utf-8")
    said = register.people_from(path)
    assert [(one.line, one.person, one.row) for one in said[1:3]] == [(3, "P", "b.1"), (4, "P", "a.2")]
    register.judge(rows, "b.1", "a.2", is_same=False, why="father and son")
    with pytest.raises(ledger.ReasonMissing):
        register.join(rows, said, why=" ")
    dry = register.join(rows, said, why="looked through by two", dry_run=True)
    assert (dry.pairs, dry.claims, len(register.on_record(rows).persons())) == ((("a.1", "b.1"),), (), 4)
    done = register.join(rows, said, why="looked through by two")
    assert [(one.row, one.code) for one in done.refused] == [
        (4, "register.judged-otherwise"), (7, "register.no-such-person"),
    ]  # fmt: skip
    (made,) = (ledger.claim(rows, one) for one in done.claims)
    assert (made.note, made.visibility) == ("looked through by two", Visibility.RESTRICTED)
    assert sorted(len(one) for one in register.on_record(rows).persons()) == [1, 1, 2]
    again = register.join(rows, said, why="once more")
    assert (again.claims, again.known, len(again.refused)) == ((), 1, 2)


def test_a_table_that_gives_a_row_to_two_people_joins_neither_through_it(rows: Desk, tmp_path: Path) -> None:
    """By a slip in the table, or against what is on record: the line is refused, else both people would become one."""
    register.judge(rows, "a.1", "b.1", is_same=True, why="papers")
    path = tmp_path / "people.csv"
    path.write_text("person,row\nP,a.1\nQ,b.1\nQ,b.2\nR,a.2\nR,b.2\nP,b.1\n", encoding="utf-8")
    done = register.join(rows, register.people_from(path), why="looked through", dry_run=True)
    assert [(one.row, one.code) for one in done.refused] == [(3, "register.row-of-two"), (6, "register.row-of-two")]
    assert done.pairs == ()
    assert done.known == 1
    assert "«Q»" in done.refused[1].message("ru")


def test_a_table_that_names_no_people_is_refused(tmp_path: Path) -> None:
    """Without the two columns nothing could be said; the sentence names what is missing."""
    path = tmp_path / "people.csv"
    path.write_text("one,other\na.1,b.1\n", encoding="utf-8")
    with pytest.raises(register.GroupsUnreadable, match="person, row"):
        register.people_from(path)
    with pytest.raises(register.GroupsUnreadable):
        register.people_from(tmp_path / "nowhere.csv")
    path.write_bytes("person;row\nЛохова;a.1\n".encode("cp1251"))  # as a spreadsheet saves it
    with pytest.raises(register.GroupsUnreadable) as met:
        register.people_from(path)
    assert "UnicodeDecodeError" not in met.value.message("ru")
