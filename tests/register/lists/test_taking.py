"""Taking lists in: every row as it came, a row whole or not at all, a newer form with an honest log."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.sheets.workbooks import workbook
from tests.personas import ANALYST, READER
from tests.register.lists.sheets import HOSPITAL, HOSPITAL_MAP, LOSSES, LOSSES_MAP

from onrecord import ledger, reading, register, vault
from onrecord.kernel import Visibility
from onrecord.register.lists import making
from onrecord.store import Desk, RoleTooNarrow

Seal = Callable[..., Path]


@pytest.fixture
def seal(desk: Desk, tmp_path: Path) -> Seal:
    """Seal and read a file with this content."""

    def sealed(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        vault.seal(desk, [path], visibility=Visibility.RESTRICTED, in_clear=True)
        reading.read(desk)
        return path

    return sealed


def _map(text: str, **changes: Any) -> register.ListMap:
    return replace(register.list_map_of(text, where="map.toml"), **changes)


def _sheet(rows: list[list[object]]) -> bytes:
    return "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows).encode()


def _people(desk: Desk) -> dict[str, register.ListedRow]:
    return {one.id: one for one in register.on_record(desk).people}


def test_every_row_is_claims_that_quote_its_cells(desk: Desk, seal: Seal) -> None:
    """The row as it came, each cell at its own place in the sheet, restricted; the words of a cell once for each row."""
    path = seal("hospital.xlsx", workbook(("Поступившие", HOSPITAL)))
    report = register.take_list(desk, path, _map(HOSPITAL_MAP))
    assert (report.added, report.refused, report.made.prepared.unmapped) == ((2, 3, 4, 5), (), ("Палата",))
    rows = _people(desk)
    first = rows["hospital-2031.2"]
    slots = first.slots()
    quote = slots["on_list"].quote
    assert quote is not None
    assert quote.text == "1\tДолинов Сабир Юсупович\tDOLINOV SABIR\t1958\tм\tдунг.\tнижнее\t08.02.2031\t3"
    places = {slot: dict(one.quote.places).get("cell") for slot, one in slots.items() if one.quote}
    assert places == {"on_list": "A2:I2", "outcome": "A2:I2", "name": "B2", "alias": "C2", "born": "D2", "sex": "E2",
                      "group": "F2", "hospitalised_on": "H2"}  # fmt: skip
    assert {one.visibility for row in rows.values() for one in row.claims} == {Visibility.RESTRICTED}
    assert (first.key, first.text("sex"), first.text("ethnic_group")) == ("1", "man", "dungan")
    outcome = slots["outcome"]
    assert dict(outcome.about) == {"incident": "valley-2031", "group": "dungan", "place": "нижнее"}
    assert dict(rows["hospital-2031.4"].slots()["sex"].quote.places)["cell"] == "E4"  # the same "м" in another row


def test_the_same_file_states_nothing_twice(desk: Desk, seal: Seal) -> None:
    """Neither with a key nor without, and rows that are alike to the letter stay as many as there are."""
    twins = [*HOSPITAL, HOSPITAL[4]]
    path, mapping = seal("hospital.csv", _sheet(twins)), _map(HOSPITAL_MAP, key=None)
    assert register.take_list(desk, path, mapping).added == (2, 3, 4, 5, 6)
    size = desk.log.size()
    again = register.take_list(desk, path, mapping)
    assert (again.added, again.unchanged, again.claims, desk.log.size()) == ((), 5, (), size)
    starts = {one.id: one.slots()["name"].quote.start for one in _people(desk).values()}
    assert starts["hospital-2031.6"] - starts["hospital-2031.5"] == len(_sheet([HOSPITAL[4]]).decode()) + 1


def test_a_newer_form_is_taken_with_an_honest_log(desk: Desk, seal: Seal) -> None:
    """Changed cells are replaced with the reason, rows that moved stay who they were, what is gone is told and stays."""
    path, mapping = seal("hospital.csv", _sheet(HOSPITAL)), _map(HOSPITAL_MAP)
    register.take_list(desk, path, mapping)
    head, first, _, third, _ = HOSPITAL
    new = [9, "Степная Мира", None, 2001, "ж", None, "нижнее", "10.02.2031", None]
    newer = [head, new, third, [2, "Горная Фатима", None, None, "ж", "дунг.", "верхнее", "10.02.2031", "3"], first]
    path = seal("hospital-2.csv", _sheet(newer))
    with pytest.raises(ledger.ReasonMissing):
        register.take_list(desk, path, mapping, update=True)
    dry = register.take_list(desk, path, mapping, update=True, why="the list of 1 March", dry_run=True)
    report = register.take_list(desk, path, mapping, update=True, why="the list of 1 March")
    assert (report.changes, report.absent, report.added) == (dry.changes, dry.absent, dry.added)
    assert [(one.claim, one.by, one.before, one.after) for one in report.changes] == [
        ("hospital-2031.3.hospitalised_on", "hospital-2031.3.hospitalised_on.r2", "09.02.2031", "10.02.2031")
    ]
    assert [(one.number, one.slot) for one in report.absent] == [(3, "born"), (5, None)]
    assert (report.added, report.unchanged, report.withdrawn) == ((2,), 2, ())
    old = ledger.claim(desk, "hospital-2031.3.hospitalised_on")
    assert (old.status.value, old.status_why, old.superseded_by) == (
        "superseded", "the list of 1 March", "hospital-2031.3.hospitalised_on.r2",
    )  # fmt: skip
    assert _people(desk)["hospital-2031.6"].text("name") == "Степная Мира"  # row 2 is somebody else's number
    assert ledger.claim(desk, "hospital-2031.6.name").source == "list.hospital-2031.v2"
    assert ledger.sources(desk)["list.hospital-2031.v2"].derived_from == ("list.hospital-2031",)
    gone = register.take_list(desk, path, mapping, update=True, why="left out by its compiler", withdraw_absent=True)
    assert "hospital-2031.5.on_list" in gone.withdrawn
    assert "hospital-2031.5" not in _people(desk)
    size = desk.log.size()
    assert not register.take_list(desk, path, mapping, update=True, why="again").absent
    assert desk.log.size() == size


def test_a_row_with_a_wrong_cell_is_refused_whole_and_can_be_corrected(desk: Desk, seal: Seal, tmp_path: Path) -> None:
    """Nothing of it is stated; corrected in the kept file it is one person, quoted from the item; nothing is gone."""
    rows = [*HOSPITAL[:3], [3, "Жайлауов Ерлан", None, "1984?", "м", "каз.", "верхнее", None, None], HOSPITAL[4]]
    path, mapping = seal("hospital.csv", _sheet(rows)), _map(HOSPITAL_MAP)
    report = register.take_list(desk, path, mapping)
    assert [(one.row, one.code) for one in report.refused] == [(4, "ledger.cell-not-a-date")]
    assert "1984?" in report.refused[0].problem.message("kk")
    assert set(_people(desk)) == {"hospital-2031.2", "hospital-2031.3", "hospital-2031.5"}
    update = register.take_list(desk, path, mapping, update=True, why="w", withdraw_absent=True)
    assert (update.absent, update.withdrawn) == ((), ())  # a row that cannot be read is not gone
    kept = tmp_path / "refused.csv"
    ledger.keep_refused(report.made.prepared, report.refused, kept, language="ru")
    kept.write_text(kept.read_text(encoding="utf-8").replace("1984?", "1984", 1), encoding="utf-8")
    with pytest.raises(register.ListNotSealed):
        register.take_list(desk, kept, mapping)
    assert register.take_list(desk, kept, mapping, item="hospital.csv").added == (2,)
    mended = next(one for one in _people(desk).values() if one.key == "3")
    assert mended.text("born_on") == "1984"
    assert "1984?" in mended.slots()["born"].quote.text
    assert register.take_list(desk, kept, mapping, item="hospital.csv").unchanged == 1


def test_rows_are_only_added_unless_an_update_is_meant(desk: Desk, seal: Seal) -> None:
    """What is on record and says something else is refused with what differs, and nothing is replaced."""
    mapping = _map(HOSPITAL_MAP)
    register.take_list(desk, seal("hospital.csv", _sheet(HOSPITAL)), mapping)
    other = [HOSPITAL[0], [1, "Долинов Сабир", None, 1959, "м", "дунг.", "нижнее", "08.02.2031", "3"]]
    report = register.take_list(desk, seal("other.csv", _sheet(other)), mapping)
    assert [(one.row, one.code) for one in report.refused] == [(2, "register.row-differs")]
    assert "born" in report.refused[0].problem.message("ru")
    assert _people(desk)["hospital-2031.2"].text("born_on") == "1958"


def test_a_number_is_never_given_to_somebody_else(desk: Desk, seal: Seal) -> None:
    """A row taken back keeps its number, so that no judgement about that person falls to whoever stands there later."""
    mapping = _map(HOSPITAL_MAP)
    register.take_list(desk, seal("hospital.csv", _sheet(HOSPITAL)), mapping)
    shorter = seal("shorter.csv", _sheet(HOSPITAL[:4]))
    register.take_list(desk, shorter, mapping, update=True, why="left out", withdraw_absent=True)
    other = [*HOSPITAL[:4], [7, "Степная Мира", None, 2001, "ж", None, "нижнее", "10.02.2031", None]]
    assert register.take_list(desk, seal("other.csv", _sheet(other)), mapping, update=True, why="w").added == (5,)
    assert set(_people(desk)) == {f"hospital-2031.{number}" for number in (2, 3, 4, 6)}


def test_a_list_that_gets_a_key_later_keeps_its_people(desk: Desk, seal: Seal) -> None:
    """Rows taken in without a key are found by what they say; what is said of the list itself needs a reason to change."""
    path = seal("hospital.csv", _sheet(HOSPITAL))
    register.take_list(desk, path, _map(HOSPITAL_MAP, key=None))
    report = register.take_list(desk, path, _map(HOSPITAL_MAP), update=True, why="keys")
    assert (report.unchanged, report.added, report.absent) == (4, (), ())
    with pytest.raises(register.ListSaysOtherwise) as refused:
        register.take_list(desk, path, _map(HOSPITAL_MAP, rule="Everybody who was admitted"))
    assert "hospital-2031.list.inclusion_rule" in refused.value.message("kk")
    register.take_list(
        desk, path, _map(HOSPITAL_MAP, rule="Everybody who was admitted"), update=True, why="asked again"
    )
    card = register.on_record(desk).cards["hospital-2031"]
    assert (card.text("inclusion_rule"), card.text("list_of")) == ("Everybody who was admitted", "people")


def test_losses_keep_owners_counts_and_currencies(desk: Desk, seal: Seal) -> None:
    """An owner is a person of that row; a cell in another currency and a row without a kind are refused."""
    report = register.take_list(desk, seal("losses.csv", LOSSES.encode()), _map(LOSSES_MAP))
    assert [(one.row, one.code) for one in report.refused] == [
        (5, "register.currency-differs"), (6, "register.loss-without-kind"),
    ]  # fmt: skip
    found = register.on_record(desk)
    owner = next(one for one in found.people if one.id == "losses-office.4")
    shop = register.loss_row(next(one for one in found.losses if one.id == "losses-office.4"), owner)
    assert (shop["kind"], shop["value"]["low"], shop["value"]["currency"]) == ("shop", 30000, "USD")
    assert (shop["owner"], shop["owner_names"]) == ("person:losses-office.4", ['Горная "Фая" Ф.'])
    assert owner.text("name") == 'Горная "Фая" Ф.'
    assert owner.slots()["owner.name"].quote.text == 'Горная ""Фая"" Ф.'  # letter for letter as the file has it
    assert owner.all("outcome") == ()
    house, cattle, _, whole = (one.to_row() for one in register.totals_of(found.losses))
    assert house["values"] == [{"currency": "KZT", "low": 16500000, "high": 16500000, "about": False, "known": 2}]
    assert (cattle["things"]["low"], cattle["things"]["about"], cattle["without_value"]) == (40, True, 1)
    assert (register.amount(cattle["things"]), whole["things"]["about"]) == ("≈\u00a040", True)
    assert register.amount(house["values"][0]) == "16\u00a0500\u00a0000\u00a0KZT"
    assert {one["currency"]: one["low"] for one in whole["values"]} == {"KZT": 16500000, "USD": 30000}
    assert (whole["rows"], whole["without_value"]) == (4, 1)
    assert register.counts_of(found, "losses-office", found.of_list("losses-office")) == (4, 4)


def test_a_copy_is_of_one_origin_with_its_list(desk: Desk, seal: Seal) -> None:
    """A list says what it was copied from, and its source derives from that list's; one that is not there is refused."""
    portal = _map(HOSPITAL_MAP, id="portal", title="News portal", copied_from=("hospital-2031",))
    path = seal("portal.csv", _sheet([*HOSPITAL, ["", "Степной А."]]))
    with pytest.raises(register.NoSuchList):
        register.take_list(desk, path, portal)
    register.take_list(desk, seal("hospital.csv", _sheet(HOSPITAL)), _map(HOSPITAL_MAP))
    register.take_list(desk, path, portal)
    assert register.on_record(desk).cards["portal"].copied_from == ("hospital-2031",)
    found = ledger.book(desk)
    claim = found.claim("portal.2.outcome")
    assert claim is not None
    assert found.origins(claim) == ("list.hospital-2031",)
    with pytest.raises(register.ListIsOtherKind):
        register.take_list(desk, seal("losses.csv", LOSSES.encode()), _map(LOSSES_MAP, id="portal"))


def test_whoever_may_not_see_the_rows_may_not_take_them(desk: Desk, desk_of: Callable[..., Desk], seal: Seal) -> None:
    """An analyst sees neither rows nor names of a restricted list, and cannot compare with them; a reader takes nothing."""
    path = seal("hospital.csv", _sheet(HOSPITAL))
    register.take_list(desk, path, _map(HOSPITAL_MAP))
    for persona in (ANALYST, READER):
        other = desk_of(persona)
        with pytest.raises(RoleTooNarrow):
            register.take_list(other, path, _map(HOSPITAL_MAP))
        assert register.on_record(other).people == ()
    with pytest.raises(RoleTooNarrow):
        register.take_list(desk_of(READER), path, _map(HOSPITAL_MAP, visibility=Visibility.PUBLIC))


def test_a_day_to_come_is_told_as_the_mapping_calls_it(desk: Desk, seal: Seal) -> None:
    """What the ledger refuses of the list is in words that stand in the file that has to be mended."""
    path = seal("hospital.csv", _sheet(HOSPITAL))
    with pytest.raises(register.ListMapRefused) as met:
        register.take_list(desk, path, _map(re.sub(r'compiled_on = ".*"', 'compiled_on = "2099-02-20"', HOSPITAL_MAP)))
    assert "«compiled_on» (2099-02-20)" in met.value.message("ru")


@pytest.mark.parametrize(
    "row",
    [
        [9, "Итого по селу", None, None, None, None, "нижнее"],
        [9, "ВСЕГО:", None, None, "м"],
        [9, "Барлығы 14 адам"],
        [9, "Total of the list", None, None, None, None, "верхнее"],
        [9, "Всего человек", None, None, "м"],
        [9, "Total persons"],
        [9, "Раненые", "Раненые", "Раненые"],
        [9, 14, None, None, "м"],
        [9, "№ 7-8", None, None, "м"],
        ["Верхнее село", "Верхнее село", "Верхнее село", "Верхнее село"],
    ],
)
def test_a_total_or_a_heading_is_no_person(tmp_path: Path, row: list[object]) -> None:
    """A line that sums up a table would be one injured too many; it is refused, told, and kept."""
    path = tmp_path / "hospital.csv"
    path.write_bytes(_sheet([*HOSPITAL, row]))
    made = making.make(path, _map(HOSPITAL_MAP), ledger.shipped_vocabulary())
    assert len(made.rows) == 4
    assert len(made.refused) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Тоталов Всеволод",
        "Всеволод",
        "Итогов Иван",
        "Totalli Sabir",
        "Total Mia",
        "Жалпы Айгүл",
        "№ 14, женщина",
        "мальчик 7 лет",
    ],
)
def test_a_person_whose_name_only_begins_so_is_one(tmp_path: Path, name: str) -> None:
    """Names that begin as the words for a total do, and people whom nobody could name, are people."""
    path = tmp_path / "hospital.csv"
    path.write_bytes(_sheet([*HOSPITAL, [9, name, None, 1990, "м"]]))
    made = making.make(path, _map(HOSPITAL_MAP), ledger.shipped_vocabulary())
    assert (len(made.rows), made.refused) == (5, ())


@pytest.mark.parametrize(
    ("heads", "row", "name", "quote"),
    [
        (["Фамилия", "Имя", "Отчество", "Пол"], ["Долинов", "Сабир", "Юсупович", "м"], "Долинов Сабир Юсупович", "Долинов;Сабир;Юсупович"),
        (["Имя", "Фамилия", "Пол"], ["Сабир", "Долинов", "м"], "Долинов Сабир", "Сабир;Долинов"),
        (["Фамилия", "Пол", "Имя", "Отчество"], ["Долинов", "м", "Сабир", None], "Долинов Сабир", None),
        (["Фамилия", "Имя", "Отчество", "Пол"], [None, "Сабир", "Юсупович", "м"], "Сабир Юсупович", "Сабир;Юсупович"),
        (["Фамилия", "Имя", "Отчество", "Пол"], [None, None, None, "м"], None, None),
    ],
)  # fmt: skip
def test_a_name_in_parts_is_one_name(
    tmp_path: Path, heads: list[object], row: list[object], name: str | None, quote: str | None
) -> None:
    """A register that keeps surname, name and patronymic apart says one name; it quotes the cells that say it."""
    path = tmp_path / "register.csv"
    path.write_bytes(_sheet([["№", *heads], [1, *row]]))
    columns = '"Фамилия" = "surname"\n"Имя" = "given"\n"Отчество" = "patronymic"'
    text = HOSPITAL_MAP.partition("[columns]")[0] + f'[columns]\n"Пол" = "sex"\n{columns}\n'
    (made,) = making.make(path, _map(text), ledger.shipped_vocabulary()).rows
    assert made.value("name") == name
    said = next((one for one in made.said if one.slot == "name"), None)
    assert (made.words[slice(*said.cell)] if said is not None and said.cell else None) == quote
    assert {one.slot for one in made.said} <= {"name", "sex", "outcome"}


def test_a_name_is_whole_or_in_parts() -> None:
    """A mapping that gives both would state two names of one person."""
    with pytest.raises(register.ListMapRefused):
        _map(HOSPITAL_MAP.replace('"В паспорте" = "alias"', '"В паспорте" = "given"'))
