"""Tables of the register that may be published: whom they count, what they hide, when they hide nothing or are refused."""

import json
from typing import Any

import pytest
from tests.register.people import card, person, register_with, same

from onrecord import ledger, register

_WORDS = ledger.shipped_vocabulary()


def _release(
    known: register.Register, *tables: tuple[str, ...], outcome: str | None = "displaced", **more: Any
) -> register.Release:
    return register.release(known, register.Wanted(tables=tables, outcome=outcome, **more), _WORDS)


def _people(counts: dict[tuple[str, str | None], int], **more: Any) -> list[dict[str, Any]]:
    rows, number = [], 0
    for (place, sex), count in counts.items():
        for _ in range(count):
            number += 1
            said = {"sex": sex} if sex is not None else {}
            rows += person("a", number, place=place, **{"outcome": "displaced", **said, **more})
    return rows


_COUNTS = {("masanchi", "man"): 21, ("masanchi", "woman"): 3, ("sortobe", "man"): 14, ("sortobe", "woman"): 30,
           ("sortobe", None): 9}  # fmt: skip


def _shown(made: register.Release) -> dict[tuple[str | None, ...], str]:
    return {tuple(cell["of"].values()): cell["shown"] for one in made.to_row()["tables"] for cell in one["cells"]}


def test_a_small_cell_and_what_would_give_it_away_are_hidden() -> None:
    """Three women of one village: their number stands nowhere in what is released, and no sum leads to it."""
    made = _release(register_with(card("a"), _people(_COUNTS)), ("place", "sex"))
    shown = _shown(made)
    assert shown["masanchi", "woman"] == "<5"
    assert shown[None, None] == "77"
    assert shown["sortobe", None] == "53"
    assert len([one for one in shown.values() if not one.isdigit()]) >= 4
    row = made.to_row("kk")
    hidden = [cell for one in row["tables"] for cell in one["cells"] if cell["count"] is None]
    assert all(cell["shown"] in ("<5", "≥5") for cell in hidden)
    assert row["hidden"] == len(hidden)
    assert not [name for name in row if "small" in name]  # how many are small would tell which of the others are none
    assert "жасырылған" in row["legend"]
    assert "witness" not in json.dumps(row)


def test_a_person_counts_once_and_who_is_told_twice_is_unknown() -> None:
    """Two rows judged to be one person are one; told as man and as woman, that person is in the category `?`."""
    known = register_with(
        card("a"), card("b"), _people({("masanchi", "man"): 9, ("masanchi", "woman"): 8}),
        person("b", 1, outcome="displaced", place="masanchi", sex="woman"), same("a.1", "b.1"),
    )  # fmt: skip
    values = _release(known, ("sex",)).hidden.values
    assert sorted(values.values()) == [1, 8, 8, 17]


def test_health_and_minors_are_hidden_below_ten() -> None:
    """The threshold follows from what the tables are about, not from whoever asks."""
    known = register_with(
        card("a"), _people({("masanchi", "man"): 7, ("sortobe", "man"): 30, ("sortobe", "woman"): 40})
    )
    assert _shown(_release(known, ("place",)))["masanchi",] == "7"
    assert _release(known, ("place",), ("age_group",)).hidden.threshold == 10
    assert _release(known, ("outcome", "place"), outcome=None).hidden.threshold == 10
    hurt = register_with(card("a"), _people({("masanchi", "man"): 7, ("sortobe", "man"): 30}, outcome="injured"))
    assert _shown(_release(hurt, ("place",), outcome="injured"))["masanchi",] == "<10"
    assert _shown(_release(hurt, ("place",), outcome=None))["masanchi",] == "<10"  # all of them are told of as injured
    mixed = register_with(card("a"), _people({("masanchi", "man"): 7, ("sortobe", "man"): 30}, outcome="injured"),
                          person("a", 99, outcome="displaced", place="sortobe"))  # fmt: skip
    assert _shown(_release(mixed, ("place",), outcome=None))["masanchi",] == "7"
    declared = {one.name for one in _WORDS.terms_of("outcome") if one.is_sensitive}
    assert declared == {"injured", "hospitalised", "ill_treated"}  # what the tables obey is declared, nowhere else


def test_deaths_that_are_public_by_name_are_shown_as_they_are() -> None:
    """Looked at, not believed: each has a name on record that everybody may see."""
    dead = register_with(
        card("a"), _people({("masanchi", "man"): 10, ("sortobe", "man"): 1}, outcome="killed", name="Мира Долина")
    )
    open_names = _release(dead, ("place",), outcome="killed", by_name=True)
    assert _shown(open_names) == {("masanchi",): "10", ("sortobe",): "1", (None,): "11"}
    assert open_names.to_row()["legend"] is None
    assert _shown(_release(dead, ("place",), outcome="killed"))["sortobe",] == "<5"
    nameless = register_with(card("a"), _people({("masanchi", "man"): 10}, outcome="killed"))
    for known, outcome in ((nameless, "killed"), (dead, None)):
        with pytest.raises(register.NamesNotPublic) as refused:
            _release(known, ("place",), outcome=outcome, by_name=True)
    assert "открытые поимённо" in refused.value.message("ru")


def test_what_cannot_be_a_table_is_refused() -> None:
    """By a name, by too much at once, of nobody."""
    known = register_with(card("a"), _people({("masanchi", "man"): 10}))
    with pytest.raises(register.NoSuchStratum):
        _release(known, ("name",))
    with pytest.raises(register.TooManyDimensions):
        _release(known, ("place", "sex", "group", "period"))
    with pytest.raises(register.NobodyToCount):
        _release(known, ("place",), outcome="killed")
