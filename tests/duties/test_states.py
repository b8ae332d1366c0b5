"""Names of States: all of a list or none, in the spellings of the documents."""

import pytest

from onrecord.duties import state_of, states_in


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


def test_every_name_in_the_table_is_one_state() -> None:
    """No two States share a name, and each is found by its own."""
    import csv
    from importlib import resources

    text = resources.files("onrecord.duties").joinpath("data", "states.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["code"] for row in rows}) == len(rows) == 195
    for row in rows:
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            state = state_of(name)
            assert state is not None
            assert (state.code, state.name) == (row["code"], row["name"])
