"""From rows of lists on record to records that are linked, and from judgements to what linking obeys."""

from tests.register.people import card, person, register_with, same

from onrecord import register
from onrecord.register.listed import judgements_on_record, records_on_record


def test_a_row_on_record_becomes_a_record_with_all_it_says() -> None:
    """Name, birth, sex, village and the number of a paper; a row without a name is none."""
    known = register_with(
        card("hospital"),
        person(
            "hospital", 1, name="Юнузалаев Зияхан", born_on="1958-03-02", sex="man", residence="Акбулак",
            document_number="N 77", father_name="Исхар",
        ),
        person("hospital", 2),
    )  # fmt: skip
    (one,) = records_on_record(known)
    assert (one.key, one.name, one.father, one.sex) == (
        ("hospital", "hospital.1"),
        "Юнузалаев Зияхан",
        "Исхар",
        "male",
    )
    assert one.born is not None
    assert one.born.text() == "1958-03-02"
    assert dict(one.facts)["residence"] == "Акбулак"
    assert one.numbers == (("document", "N 77"),)


def test_judgements_on_record_are_obeyed_when_lists_are_linked() -> None:
    """Rows that nothing joins are one person where somebody put that on record."""
    known = register_with(
        card("a"),
        card("b"),
        person("a", 1, name="Лохуров Исмар"),
        person("b", 1, name="Шадурлов Жунус"),
        same("a.1", "b.1"),
    )
    judged = judgements_on_record(known)
    assert [(one.one, one.other, one.is_same) for one in judged] == [(("a", "a.1"), ("b", "b.1"), True)]
    found = register.linked(records_on_record(known), judgements=judged)
    assert [len(rows) for rows in found.people] == [2]
