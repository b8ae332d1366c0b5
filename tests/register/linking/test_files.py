"""From tables of people to records: columns by their heads or by a map, and rows that cannot be taken."""

import pytest

from onrecord import register
from onrecord.register import LinkMap, MapInvalid, PeopleUnreadable


@pytest.mark.parametrize(
    ("head", "name", "born", "sex"),
    [
        ("id,full_name,dob,gender,birth_place", ("full_name",), "dob", "gender"),
        ("№;Фамилия;Имя;Отчество;Дата рождения;Пол;Село", ("Фамилия", "Имя", "Отчество"), "Дата рождения", "Пол"),
        ("id,Тегі,Аты,Әкесінің аты,Туған күні,Жынысы", ("Тегі", "Аты", "Әкесінің аты"), "Туған күні", "Жынысы"),
        ("ФИО,Год рождения", ("ФИО",), "Год рождения", None),
        ("rec_id, given_name, surname, date_of_birth", ("surname", "given_name"), "date_of_birth", None),
        ("Имя,Село", ("Имя",), None, None),
    ],
)
def test_usual_heads_are_known(head: str, name: tuple[str, ...], born: str | None, sex: str | None) -> None:
    """In three languages, with any of three delimiters; «Имя» is a whole name where no surname stands beside it."""
    rows = register.records_from(f"{head}\n", name="list")
    assert (rows.map.name, rows.map.born, rows.map.sex) == (name, born, sex)


def test_rows_are_taken_or_refused_by_number() -> None:
    """What names nobody, stands twice or has too many cells is told; a date that is none counts as unknown and is told."""
    rows = register.records_from(
        "id,name,born,village,note\n"
        "1,Юнузалаев Зияхан,02.03.1958,Акбулак,seen\n"
        "2,,1958,Акбулак,\n"
        "1,Лохуров Исмар,1960,,\n"
        "4,Лохуров Исмар,spring,,\n"
        "5,a,b,c,d,e\n"
        "\n"
        "6,Шадурлов Жунус,1971 г.р.\n",
        name="list",
    )
    assert [(one.row, one.born.text() if one.born else None) for one in rows.records] == [
        ("1", "1958-03-02"),
        ("4", None),
        ("6", "1971"),
    ]
    assert rows.records[0].facts == (("village", "Акбулак"),)
    assert rows.records[0].rest == (("note", "seen"),)
    assert [(one.row, one.code) for one in rows.refused] == [
        (3, "register.row-names-nobody"),
        (4, "register.row-twice"),
        (6, "register.row-too-long"),
    ]
    assert [(one.row, one.code) for one in rows.unread] == [(5, "register.date-unread")]


def test_a_map_says_which_column_is_what() -> None:
    """Columns that no head tells; `once` for a list that names nobody twice."""
    chosen = LinkMap.parse(
        'once = true\n[columns]\nname = ["B", "A"]\nborn = "C"\nfacts = "D"\nnumbers = ["E"]\n', path="map.toml"
    )
    rows = register.records_from("A,B,C,D,E\nЗияхан,Юнузалаев,1958,x,77\n", name="list", map_of=chosen)
    (one,) = rows.records
    assert (one.name, one.facts, one.numbers, one.row) == (
        "Юнузалаев Зияхан",
        (("D", "x"),),
        (("E", "77"),),
        "row 2",
    )
    assert rows.map.once


@pytest.mark.parametrize(
    "text", ["no = [", "[columns]\nborn = 'C'\n", "[columns]\nname = 'A'\nheight = 'B'\n", "x = 1\n"]
)
def test_a_map_that_cannot_be_followed_is_refused(text: str) -> None:
    """No TOML, no name, a thing that no list has."""
    with pytest.raises(MapInvalid):
        LinkMap.parse(text, path="map.toml")


def test_a_table_without_names_is_refused_with_its_heads() -> None:
    """Another file by mistake, or a map of another list."""
    with pytest.raises(PeopleUnreadable) as told:
        register.records_from("height,weight\n1,2\n", name="list")
    assert "height, weight" in told.value.message("en")
    with pytest.raises(PeopleUnreadable):
        register.records_from("A\nx\n", name="list", map_of=LinkMap(name=("B",)))
