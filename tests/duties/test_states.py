"""Names of States: all of a list or none, in the spellings of the documents."""

import csv
from importlib import resources

import pytest

from onrecord.duties import state_by_code, state_called, state_label, state_of, states_in


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Norway", ["NOR"]),
        ("the Netherlands", ["NLD"]),
        ("Netherlands (Kingdom of the)", ["NLD"]),
        ("Côte d’Ivoire; Türkiye", ["CIV", "TUR"]),
        ("Saint Vincent and the Grenadines and Trinidad and Tobago", ["VCT", "TTO"]),
        ("Spain/Italy, Czech Republic", ["ESP", "ITA", "CZE"]),
        ("Guinea, Guinea-Bissau and Equatorial Guinea", ["GIN", "GNB", "GNQ"]),
        ("Spain, Spain", ["ESP"]),
        ("Democratic Republic of the Congo & Congo", ["COD", "COG"]),
    ],
)
def test_a_list_of_states_is_read_whole(words: str, codes: list[str]) -> None:
    """Names with "and" in them stay whole, and a State that stands twice is one."""
    assert [state.code for state in states_in(words)] == codes


@pytest.mark.parametrize("words", ["", "WHO", "see para. 5", "Spain and others", "Norwegian", "and", "Spain, 2009"])
def test_what_is_not_only_states_is_none(words: str) -> None:
    """Half a list would give a recommendation to the wrong States."""
    assert states_in(words) == ()


@pytest.mark.parametrize(
    "words", ["KAZ", "kz", "state:KAZ", "Kazakhstan", "Республика Казахстан", "Қазақстан", "қазақстан республикасы"]
)
def test_a_state_is_called_by_code_and_name_in_three_languages(words: str) -> None:
    """Whatever somebody types after `--state`."""
    found = state_called(words)
    assert found is not None
    assert (found.code, found.two, found.label.ru, found.label.kk) == ("KAZ", "KZ", "Казахстан", "Қазақстан")


@pytest.mark.parametrize("words", ["NO", "is", "at", "to", "XXX"])
def test_a_code_is_no_name_in_a_text(words: str) -> None:
    """Words that end in "(no)" are not of Norway."""
    assert states_in(words) == ()


def test_lists_in_russian_and_kazakh_are_read_whole() -> None:
    """The reports are published in Russian too; what names no State stays as it is."""
    assert [one.code for one in states_in("Босния и Герцеговина, Чили и Кот-д’Ивуар")] == ["BIH", "CHL", "CIV"]
    assert [one.code for one in states_in("Норвегия және Жапония")] == ["NOR", "JPN"]
    assert state_label("Veldania").text("ru") == "Veldania"


def test_every_name_in_the_table_is_one_state() -> None:
    """No two States share a name, each is found by its own and by its codes, and has one in each language."""
    text = resources.files("onrecord.duties").joinpath("data", "states.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["code"] for row in rows}) == len({row["two"] for row in rows}) == len(rows) == 199
    for row in rows:
        names = (row["name"], row["ru"], row["kk"], *filter(None, row["also"].split("|")))
        assert {state.code for name in names if (state := state_of(name)) is not None} == {row["code"]}
        assert [state.code for one in (row["code"], row["two"]) if (state := state_by_code(one)) is not None] == [
            row["code"]
        ] * 2
        assert all("а" <= row[each][:1].casefold() <= "ө" for each in ("ru", "kk")), row
