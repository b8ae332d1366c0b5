"""Tables of losses that may be published: one list, one currency each, no sum that tells what one owner lost."""

import json
from typing import Any

import pytest
from tests.ledger.world import claim
from tests.register.people import card, person, register_with, same

from onrecord import ledger, register

_WORDS = ledger.shipped_vocabulary()


def _loss(
    on: str, number: int, *, place: str, value: int | None = None, currency: str = "KZT", kind: str = "house",
    owner: str | None = None, high: int | None = None, **more: Any,
) -> list[dict[str, Any]]:  # fmt: skip
    name = f"{on}.{number}"
    plain: dict[str, Any] = {"subject": f"loss:{name}", "qualifier": None, "wording": None}
    rows = [
        claim(f"{name}.on", None, **plain, property="on_list", value=f"list:{on}"),
        claim(
            f"{name}.kind", None, **plain, property="loss_kind", value=kind, place=place, incident="valley-2031", **more
        ),
    ]
    if value is not None:
        said = (
            {"qualifier": "exact", "wording": "so much"}
            if high is None
            else {"qualifier": "range", "wording": "so much", "high": high}
        )
        rows.append(claim(f"{name}.value", value, subject=f"loss:{name}", property="loss_value", unit=currency, **said))
    if owner is not None:
        rows.append(claim(f"{name}.owned", None, **plain, property="owned_by", value=f"person:{owner}"))
    return rows


def _village(on: str = "office", places: tuple[str, ...] = ("masanchi", "sortobe")) -> list[dict[str, Any]]:
    """Return twelve houses in each place, each of another owner, none much dearer than another."""
    rows: list[dict[str, Any]] = []
    for number in range(12 * len(places)):
        owner = f"{on}.{number + 1}"
        rows += _loss(
            on, number + 1, place=places[number % len(places)], value=5_000_000 + 100_000 * number, owner=owner
        )
        rows += person(on, number + 1, outcome=None)
    return rows


def _release(known: register.Register, *tables: tuple[str, ...], **more: Any) -> register.LossRelease:
    return register.release_losses(known, register.LossesWanted(tables=tables, **more), _WORDS)


def _shown(made: register.LossRelease, part: int = 0) -> dict[tuple[str | None, ...], str]:
    tables = made.to_row()["parts"][part]["tables"]
    return {tuple(cell["of"].values()): cell["shown"] for one in tables for cell in one["cells"]}


def test_sums_of_many_owners_are_told() -> None:
    """A dozen houses in each village, none much dearer: nothing is hidden."""
    made = _release(register_with(card("office", list_of="losses"), _village()), ("place",))
    assert _shown(made)[None,] == "147\u00a0600\u00a0000"
    row = made.to_row("ru")
    assert (row["list"], row["without_shown"], row["parts"][0]["hidden"]) == ("office", "0", 0)
    assert "нижняя граница" in row["legend"]


def test_a_sum_that_is_mostly_one_owners_is_hidden_with_what_leads_to_it() -> None:
    """A mill among houses: its kind in its village, and others by which it could be worked out; the document has no trace."""
    mill = _loss("office", 90, place="masanchi", kind="shop", value=31_234_567, owner="office.1")
    others = [
        row
        for at in range(8)
        for row in _loss("office", 70 + at, place="sortobe", kind="shop", value=4_000_000, owner=f"x.{at}")
    ]
    made = _release(register_with(card("office", list_of="losses"), _village(), mill, others), ("place", "kind"))
    shown = _shown(made)
    assert shown["masanchi", "shop"] == "…"
    assert sum(text == "…" for text in shown.values()) >= 4
    row = made.to_row()
    assert "31234567" not in json.dumps(row)
    assert all(
        cell["sum"] is None for one in row["parts"][0]["tables"] for cell in one["cells"] if cell["shown"] == "…"
    )
    assert "office.1" not in json.dumps(row)


def test_rows_of_one_owner_are_one_owners() -> None:
    """Six shops of six rows: judged to be one person's, or under one name, they are one owner's; else six."""
    cards = card("office", list_of="losses")
    shops = [
        row
        for at in range(1, 7)
        for row in _loss("office", at, place="masanchi", kind="shop", value=900, owner=f"office.{at}")
    ]
    apart = [row for at in range(1, 7) for row in person("office", at, outcome=None, name=f"Кто-то {at}")]
    assert _shown(_release(register_with(cards, shops, apart), ("place",)))["masanchi",] == "5\u00a0400"
    judged = [same("office.1", f"office.{at}") for at in range(2, 7)]
    one_name = [
        row for at in range(1, 7) for row in person("office", at, outcome=None, name=" МИРА  Степная"[at % 2 :])
    ]
    for known in (register_with(cards, shops, apart, judged), register_with(cards, shops, one_name)):
        assert set(_shown(_release(known, ("place",))).values()) == {"…"}


def test_whose_loss_nobody_says_is_taken_for_one_owners() -> None:
    """Until somebody says that each row is another's."""
    rows = [row for at in range(1, 9) for row in _loss("office", at, place="masanchi", value=700)]
    known = register_with(card("office", list_of="losses"), rows)
    assert set(_shown(_release(known, ("place",))).values()) == {"…"}
    assert _shown(_release(known, ("place",), rows_are_owners=True))[None,] == "5\u00a0600"


def test_each_currency_has_its_own_tables_and_what_has_no_value_is_counted_apart() -> None:
    """No sum of tenge and dollars; a range is told by its least, as at least; of fewer than five without a value `<5`."""
    rows = [
        row
        for at in range(40, 46)
        for row in _loss("office", at, place="sortobe", value=100, high=300, currency="USD", owner=f"y.{at}")
    ]
    none = [row for at in (60, 61) for row in _loss("office", at, place="masanchi")]
    made = _release(register_with(card("office", list_of="losses"), _village(), rows, none), ("place",))
    assert [one.name for one in made.parts] == ["KZT", "USD"]
    assert _shown(made, 1) == {("sortobe",): "≥600", (None,): "≥600"}
    assert (made.to_row()["without"], made.to_row()["without_shown"]) == (None, "<5")


def test_a_sum_of_which_one_value_is_about_so_much_is_about_so_much() -> None:
    """No more exact than what was added."""
    rows = [row for at in range(40, 46) for row in _loss("office", at, place="sortobe", value=100, owner=f"y.{at}")]
    rows += [{**row, "qualifier": "about"} if row["property"] == "loss_value" else row
             for row in _loss("office", 50, place="masanchi", value=90, owner="z.1")]  # fmt: skip
    rows += [row for at in range(60, 66) for row in _loss("office", at, place="masanchi", value=100, owner=f"w.{at}")]
    shown = _shown(_release(register_with(card("office", list_of="losses"), rows), ("place",)))
    assert shown == {("masanchi",): "≈690", ("sortobe",): "600", (None,): "≈1\u00a0290"}
    rows += _loss("office", 70, place="masanchi", value=110, high=300, owner="w.70")
    shown = _shown(_release(register_with(card("office", list_of="losses"), rows), ("place",)))
    assert shown["masanchi",] == "≥≈800"  # about so much, and some row has more


def test_things_are_added_within_their_kind() -> None:
    """A house is one where no number is given; houses and shops have tables of their own."""
    rows = [row for at in range(40, 47) for row in _loss("office", at, place="sortobe", kind="shop", owner=f"y.{at}")]
    known = register_with(card("office", list_of="losses"), _village(), rows)
    made = _release(known, ("place",), of="count")
    assert [one.name for one in made.parts] == ["house", "shop"]
    assert _shown(made) == {("masanchi",): "12", ("sortobe",): "12", (None,): "24"}
    with pytest.raises(register.NoSuchPart):
        _release(known, ("kind",), of="count")


def test_what_cannot_be_a_table_of_losses_is_refused() -> None:
    """Of two lists at once, by what losses are not parted by, of a list that says no value."""
    two = register_with(
        card("office", list_of="losses"), card("council", list_of="losses"), _village(), _village("council")
    )
    with pytest.raises(register.ListUnsaid) as refused:
        _release(two, ("place",))
    assert "council, office" in refused.value.message("kk")
    assert _release(two, ("place",), list="council").list == "council"
    with pytest.raises(register.NoSuchPart):
        _release(two, ("sex",), list="office")
    with pytest.raises(register.TooManyDimensions):
        _release(two, ("place", "kind", "state", "group"), list="office")
    silent = register_with(card("office", list_of="losses"), _loss("office", 1, place="masanchi"))
    with pytest.raises(register.NothingToSum):
        _release(silent, ("place",))
    with pytest.raises(register.NothingToSum):
        _release(register_with(card("people")), ("place",))


def test_an_owners_group_is_the_groups_of_the_loss() -> None:
    """Where the row of the loss does not say it, the rows of its owner do; who is told differently is `?`."""
    rows = [row for at in range(1, 8) for row in _loss("office", at, place="masanchi", value=900, owner=f"office.{at}")]
    rows += [row for at in range(1, 8) for row in person("office", at, outcome=None, ethnic_group="dungan")]
    rows += [
        row
        for at in range(11, 18)
        for row in _loss("office", at, place="masanchi", value=900, owner=f"z.{at}", group="kazakh")
    ]
    rows += [row for at in range(21, 28) for row in _loss("office", at, place="masanchi", value=800, owner=f"w.{at}")]
    made = _release(register_with(card("office", list_of="losses"), rows), ("group",))
    assert _shown(made) == {
        ("dungan",): "6\u00a0300",
        ("kazakh",): "6\u00a0300",
        ("?",): "5\u00a0600",
        (None,): "18\u00a0200",
    }
