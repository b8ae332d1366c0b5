"""What a mapping makes of a table: claims, sources, refusals with their rows, and what it does not speak of."""

from pathlib import Path
from typing import Any

import pytest
from tests.ledger.sheets.workbooks import workbook

from onrecord import ledger
from onrecord.ledger.sheets.applying import Applied, apply
from onrecord.ledger.sheets.tables import table_from

_MAP = """
[reading]
language = "ru"
decimal = ","
dates = ["DD.MM.YYYY"]
empty = ["-", "н/д"]
id = "S-{№}"
[constants]
subject = "incident:valley-2031"
item = "losses.csv"
speaker_kind = "official"
[columns]
"Дата" = "as_of"
"Кто" = "speaker"
"Ссылка" = "source.address"
"Слова" = "quote"
[[claims]]
column = "Погибшие"
property = "killed"
[[claims]]
column = "Раненые"
property = "injured"
group = "kazakh"
"""
_HEAD = "№;Дата;Кто;Ссылка;Слова;Погибшие;Раненые;Прочее\n"


def _applied(tmp_path: Path, rows: str, mapping: str = _MAP, name: str = "losses.csv") -> Applied:
    (tmp_path / name).write_text(_HEAD + rows, encoding="utf-8")
    return apply(table_from(tmp_path / name), ledger.mapping_of(mapping, where=name), ledger.shipped_vocabulary())


def _fields(applied: Applied) -> list[dict[str, Any]]:
    return [dict(row.fields or {}) for row in applied.rows]


def test_a_wide_row_becomes_a_claim_for_each_measure(tmp_path: Path) -> None:
    """What the row shares is in each of them; its source is described once, by an id that stays the same."""
    made = _applied(tmp_path, "7;09.03.2031;акимат;https://example.org/1;погибли 11;11;около 40;\n")
    source, killed, injured = _fields(made)
    assert source["address"] == "https://example.org/1"
    shared = {"subject": "incident:valley-2031", "as_of": "2031-03-09", "speaker": "акимат", "source": source["source"]}
    assert shared.items() <= killed.items()
    assert shared.items() <= injured.items()
    assert (killed["property"], killed["low"], killed["id"]) == ("killed", 11, "S-7-Погибшие")
    assert (injured["property"], injured["qualifier"], injured["group"]) == ("injured", "about", "kazakh")
    assert [row.number for row in made.rows] == [2, 2, 2]


def test_nothing_of_a_table_is_lost(tmp_path: Path) -> None:
    """Each row is a claim, refused with its number and words, or told to say nothing; columns left out are named."""
    made = _applied(
        tmp_path,
        "1;09.03.2031;акимат;https://example.org/1;w;11;-;x\n"
        "2;31.02.2031;акимат;https://example.org/1;w;11;;\n"
        '3;09.03.2031;акимат;https://example.org/1;"слова; и ещё";11?;;\n'
        "4;09.03.2031;акимат;https://example.org/1;w;н/д;-;\n"
        "5;09.03.2031;акимат;https://example.org/1;w;1;2;3;4;5\n",
    )
    assert [row["id"] for row in _fields(made) if "id" in row] == ["S-1-Погибшие"]
    assert [(one.row, one.code) for one in made.refused] == [
        (3, "ledger.cell-not-a-date"), (4, "ledger.cell-not-a-number"), (6, "ledger.not-a-row"),
    ]  # fmt: skip
    assert made.refused[1].original == '3;09.03.2031;акимат;https://example.org/1;"слова; и ещё";11?;;'
    assert (made.silent, made.unmapped) == ((5,), ("Прочее",))


def test_a_row_without_a_number_of_its_own_gets_an_id_from_what_it_says(tmp_path: Path) -> None:
    """The same row says the same thing whenever it is stated; another row says another."""
    mapping = _MAP.replace('id = "S-{№}"\n', "")
    rows = "1;09.03.2031;акимат;https://example.org/1;w;11;;\n"
    first, again = (_fields(_applied(tmp_path, rows, mapping))[1]["id"] for _ in range(2))
    other = _fields(_applied(tmp_path, rows.replace(";11;", ";12;"), mapping))[1]["id"]
    assert first == again != other


def test_a_table_with_an_indicator_column_is_read_by_its_value_table(tmp_path: Path) -> None:
    """One row, one claim: the word in the column says which property, the words of a place which place."""
    mapping = """
[reading]
language = "ru"
quote = "row"
[constants]
subject = "incident:valley-2031"
speaker = "office"
source = "S1"
[columns]
"Село" = "place"
"Число" = "number"
[columns."Показатель"]
field = "property"
values = { "сгорело домов" = "houses_destroyed", "Погибли дунгане" = { property = "killed", group = "dungan" } }
"""
    (tmp_path / "a.csv").write_text(
        "Село,Показатель,Число\nМасанчи,Сгорело домов,20\nМасанчи,погибшие,3\nМасанчи,погибли дунгане,2\nМасанчи,прочее,4\n"
    )
    made = apply(table_from(tmp_path / "a.csv"), ledger.mapping_of(mapping, where="a"), ledger.shipped_vocabulary())
    assert [(one["place"], one["property"], one["low"], one["quote"]) for one in _fields(made)] == [
        ("masanchi", "houses_destroyed", 20, "Масанчи,Сгорело домов,20"),
        ("masanchi", "killed", 3, "Масанчи,погибшие,3"),
        ("masanchi", "killed", 2, "Масанчи,погибли дунгане,2"),
    ]
    assert [one.get("group") for one in _fields(made)] == [None, None, "dungan"]
    assert [one.code for one in made.refused] == ["ledger.value-not-mapped"]


def test_a_head_of_two_rows_names_columns_by_both(tmp_path: Path) -> None:
    """Figures of two groups under one merged heading are two columns."""
    rows = [["Losses"], ["Killed", None], ["Dungan", "Kazakh"], [10, 1]]
    (tmp_path / "a.xlsx").write_bytes(
        workbook(("A", rows), finish=lambda _, page: page.merge_range(1, 0, 1, 1, "Killed"))
    )
    table = table_from(tmp_path / "a.xlsx", head=(2, 3))
    assert table.columns == ("Killed / Dungan", "Killed / Kazakh")
    assert [(row.number, row.raw) for row in table.rows] == [(4, ("10", "1"))]


@pytest.mark.parametrize(
    "text",
    [
        "[columns",
        "",
        "[columns]\na = 'number'\nb = 'number'",
        "[constants]\nunit = 'KZT'\n[columns]\na = 'unit'",
        "[columns]\na = 'number'\n[reading]\ndecimal = ';'",
        "[columns]\na = 'number'\n[reading]\ndates = ['DD.MM']",
        "[columns]\na = 'number'\n[reading]\nquote = 'cell'",
        "[columns]\na = 'number'\n[file]\nheader = 0",
        "[columns]\na = 'source.colour'",
        "[columns]\na = {values = {}}",
        "[columns]\na = {field = 'number', colour = 1}",
        "[colums]\na = 'number'",
        "[[claims]]\nproperty = 'killed'",
    ],
)
def test_a_mapping_that_no_table_could_follow_is_refused_when_it_is_read(text: str) -> None:
    """With the place in words, before any row is looked at."""
    with pytest.raises(ledger.MappingRefused) as refusal:
        ledger.mapping_of(text, where="losses.map.toml")
    assert "losses.map.toml" in refusal.value.message("ru")


@pytest.mark.parametrize(
    ("head", "cells", "fields", "claims"),
    [
        (
            "№;Дата;Село;Кто сообщил;Ссылка;Погибшие дунгане;Раненые", "1;09.03.2031;Масанчи;акимат;https://example.org/1;11;40",
            {"Дата": "as_of", "Кто сообщил": "speaker", "Ссылка": "source.address", "Село": "place"},
            [("Погибшие дунгане", "killed", "dungan"), ("Раненые", "injured", None)],
        ),
        (
            "Date,Village,Said by,Link,Excerpt,People killed,Houses destroyed", "2031-03-09,Masanchi,office,https://example.org/1,w,11,40",
            {"Date": "as_of", "Said by": "speaker", "Link": "source.address", "Excerpt": "quote", "Village": "place"},
            [("People killed", "killed", None), ("Houses destroyed", "houses_destroyed", None)],
        ),
        (
            "Күні;Ауыл;Көрсеткіш;Саны;Кім айтты;Сілтеме;Дәйексөз", "09.03.2031;Масанчи;қаза тапқандар;11;әкімдік;https://example.org/1;он бір",
            {"Күні": "as_of", "Кім айтты": "speaker", "Сілтеме": "source.address", "Дәйексөз": "quote", "Саны": "number",
             "Көрсеткіш": "property", "Ауыл": "place"},
            [],
        ),
    ],
)  # fmt: skip
def test_a_first_mapping_is_guessed_from_a_head_in_three_languages(
    tmp_path: Path, head: str, cells: str, fields: dict[str, str], claims: list[tuple[str, str, str | None]]
) -> None:
    """What is guessed can be read as a mapping; what was not told stands in it as a comment."""
    (tmp_path / "a.csv").write_text(f"{head}\n{cells}\n", encoding="utf-8")
    text = ledger.guess_mapping(ledger.table_from(tmp_path / "a.csv"), ledger.shipped_vocabulary(), name="a.csv")
    found = ledger.mapping_of(text, where="guess")
    assert {column: into.field for column, into in found.columns.items()} == fields
    assert [(one.column, one.fixed["property"], one.fixed.get("group")) for one in found.measures] == claims


def test_a_guess_declares_no_order_of_day_and_month_that_it_cannot_know(tmp_path: Path) -> None:
    """03/04 may be either; 13/04 and 04/13 are one each."""
    forms = []
    for day in ("03/04/2031", "13/04/2031", "04/13/2031"):
        (tmp_path / "a.csv").write_text(f"Date,Killed\n{day},3\n", encoding="utf-8")
        text = ledger.guess_mapping(ledger.table_from(tmp_path / "a.csv"), ledger.shipped_vocabulary(), name="a.csv")
        forms.append(ledger.mapping_of(text, where="guess").dates)
    assert forms == [(), ("DD/MM/YYYY",), ("MM/DD/YYYY",)]
