"""Linking: who is one person across lists in several scripts, what forbids it, and what people said of it."""

import random
from dataclasses import replace

import pytest

from onrecord import register
from onrecord.kernel import PartialDate
from onrecord.register import Judgement, Linked, LinkSettings, Record

_VILLAGES = ("Акбулак", "Жанатобе", "Сарысуу", "Коктас", "Ойжар")


def _record(row: str, name: str, born: str | None = None, village: str = "", **more: object) -> Record:
    facts = (("village", village),) if village else ()
    date = PartialDate.parse(born) if born else None
    return replace(Record(list="a", row=row, name=name, born=date, facts=facts), **more)  # type: ignore[arg-type]


def _crowd(size: int = 60) -> list[Record]:
    """Return people who have nothing to do with each other, so that something can be learnt of chance."""
    chance = random.Random(7)
    surnames = (
        "Хасаров",
        "Лабазов",
        "Дунгаев",
        "Шиваза",
        "Мадиев",
        "Юсуров",
        "Тямиров",
        "Цунваза",
        "Янлаев",
        "Булазов",
    )
    given_names = ("Айдар", "Рашид", "Канат", "Тимур", "Жунус", "Болат", "Ильяс", "Мансур", "Фарид", "Сабир")
    return [
        _record(
            f"crowd{at}",
            f"{surnames[at % 10]} {given_names[at // 10]}",
            f"{chance.randint(1930, 2010)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            _VILLAGES[at % 5],
            list="crowd",
        )
        for at in range(size)
    ]


def _groups(found: Linked) -> set[frozenset[str]]:
    """Return the rows of people who are several rows."""
    return {frozenset(one.row for one in rows) for rows in found.people if len(rows) > 1}


_SIX = [
    _record("ru", "Юнузалаев Зияхан", "1958-03-02", "Акбулак", list="hospital"),
    _record("lat", "Yunuzalaev Ziyakhan", "1958-03-02", "Akbulak", list="consulate"),
    _record("fr", "Iounouzalaev Ziiakhan", "1958", "Акбулак", list="activists"),
    _record("other", "Юнузалаев Исхар", "1990-07-11", "Акбулак", list="hospital"),
]


def test_a_person_is_found_in_three_scripts() -> None:
    """Russian letters, passport Latin and a French hand, with a birth and a village; a namesake stays apart."""
    found = register.linked([*_crowd(), *_SIX])
    assert _groups(found) == {frozenset({"ru", "lat", "fr"})}


def test_a_name_alone_links_nobody() -> None:
    """METHOD 8.4, step 8: the same rare name and nothing else is a pair for a person, with that reason."""
    alone = [_record("one", "Цайфуров Мацай", list="x"), _record("two", "Цайфуров Мацай", list="y")]
    found = register.linked([*_crowd(), *alone])
    assert _groups(found) == set()
    pair = next(one for one in found.review if {one.one.row, one.other.row} == {"one", "two"})
    assert pair.only_names
    said = register.link_reasons(pair, found.model.features)
    assert "a name alone" in said[0].says.en
    assert len({said[0].says.text(language) for language in ("en", "ru", "kk")}) == 3
    assert "By their names the sex is the same." in [one.says.en for one in said]  # no row says it


@pytest.mark.parametrize(
    ("changed", "veto"),
    [
        ({"sex": "female"}, "SEX"),
        ({"born": PartialDate.parse("1991-01-09")}, "BIRTH"),
        ({"born": PartialDate.parse("1958-09-17")}, "BIRTH"),
        ({"name": "Юнузалаев Зияхан Рашидович"}, "FATHER"),
        ({"seen_alive": PartialDate.parse("2020-02-09")}, "DEAD_BEFORE"),
        ({"name": "Юнузалаев К."}, "INITIALS"),
    ],
)
def test_what_forbids_a_link_is_never_outweighed(changed: dict[str, object], veto: str) -> None:
    """METHOD 8.4, step 7: however much else agrees, the two stay apart, and the pair says why."""
    one = _record(
        "one", "Юнузалаев Зияхан Исхарович", "1958-03-02", "Акбулак", sex="male", died=PartialDate.parse("2020-02-08")
    )
    other = replace(one, row="two", died=None, **changed)  # type: ignore[arg-type]
    found = register.linked([*_crowd(), one, other])
    assert _groups(found) == set()
    pair = next((pair for pair in found.review if {pair.one.row, pair.other.row} == {"one", "two"}), None)
    if pair is not None:
        assert veto in {flag.name for flag in pair.vetoes}


def test_a_slip_of_the_pen_in_a_birth_forbids_nothing() -> None:
    """One digit wrong, or day and month the other way round, is no other person by itself."""
    for born in ("1958-03-03", "1985-03-02", "1958-02-03"):
        other = _record("two", "Yunuzalaev Ziyakhan", born, "Akbulak")
        found = register.linked([*_crowd(), _SIX[0], other])
        own = [pair for pair in found.review if {pair.one.row, pair.other.row} == {"ru", "two"}]
        assert all(not pair.vetoes for pair in own)
        assert own or frozenset({"ru", "two"}) in _groups(found)


def test_one_paper_outweighs_days_that_differ_and_no_years() -> None:
    """The number of one paper stands against a day written wrong; years far apart forbid the pair all the same."""
    one = _record("one", "Юнузалаев Зияхан", "1958-03-02", "Акбулак", numbers=(("iin", "77"),))
    for born, is_open in (("1958-09-17", True), ("1981-09-17", False)):
        found = register.linked([*_crowd(), one, replace(one, row="two", born=PartialDate.parse(born))])
        own = [pair for pair in found.review if {pair.one.row, pair.other.row} == {"one", "two"}]
        assert all(not pair.vetoes for pair in own) if is_open else frozenset({"one", "two"}) not in _groups(found)


def test_a_group_holds_no_pair_that_is_forbidden() -> None:
    """A row between two that contradict each other joins one of them or none, and never brings them together."""
    man = _record("man", "Юнузалаев Зияхан", "1958-03-02", "Акбулак", sex="male")
    woman = _record("woman", "Юнузалаев Зияхан", "1958-03-02", "Акбулак", sex="female")
    between = _record("between", "Юнузалаев Зияхан", "1958-03-02", "Акбулак")
    found = register.linked([*_crowd(), man, woman, between])
    assert all(not {"man", "woman"} <= rows for rows in _groups(found))


def test_a_list_that_names_nobody_twice_keeps_its_rows_apart() -> None:
    """Two rows of one such list are two people, whatever they share; other lists still join one of them."""
    twins = [_record(row, "Юнузалаев Зияхан", "1958-03-02", "Акбулак", list="once") for row in ("1", "2")]
    third = _record("3", "Yunuzalaev Ziyakhan", "1958-03-02", "Akbulak", list="b")
    plain = register.linked([*_crowd(), *twins, third])
    assert _groups(plain) == {frozenset({"1", "2", "3"})}
    kept = register.linked([*_crowd(), *twins, third], settings=LinkSettings(once=frozenset({"once"})))
    assert all(not {"1", "2"} <= rows for rows in _groups(kept))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    """Rows and lists in any order are the same people, the same pairs in the same order, the same weights."""
    rows = [*_crowd(30), *_SIX]
    usual = register.linked(rows)
    random.Random(seed).shuffle(rows)
    assert register.linked(rows) == usual


def test_what_people_said_stays_when_lists_are_linked_again() -> None:
    """A "not the same" parts what would be one, "the same" joins what would not; a veto is not asked again."""
    apart = Judgement(one=("hospital", "ru"), other=("consulate", "lat"), is_same=False)
    joined = Judgement(one=("hospital", "other"), other=("crowd", "crowd0"), is_same=True)
    more = [_record("new", "Лохуров Исмар", "1970", "Ойжар", list="late")]
    for rows in ([*_crowd(), *_SIX], [*_crowd(), *_SIX, *more]):
        groups = _groups(register.linked(rows, judgements=[apart, joined]))
        assert all(not {"ru", "lat"} <= one for one in groups)
        assert any({"other", "crowd0"} <= one for one in groups)


def test_the_last_word_on_a_pair_counts() -> None:
    """A judgement that was taken back in favour of another."""
    pair = {"one": ("hospital", "ru"), "other": ("consulate", "lat")}
    said = [Judgement(**pair, is_same=False), Judgement(**pair, is_same=True)]  # type: ignore[arg-type]
    assert any({"ru", "lat"} <= one for one in _groups(register.linked([*_crowd(), *_SIX], judgements=said)))


def test_unknown_is_neither_agreement_nor_difference() -> None:
    """METHOD 8.4, step 8: a cell left empty adds and takes nothing."""
    found = register.linked([*_crowd(), *_SIX])
    for pair in found.review:
        for level, bits in zip(pair.levels, pair.bits, strict=True):
            assert level >= 0 or bits == 0


def test_two_rows_of_one_name_are_refused() -> None:
    """A row has to be found again by its list and its id."""
    with pytest.raises(ValueError, match="same list and row"):
        register.linked([_SIX[0], _SIX[0]])


@pytest.mark.parametrize("rows", [[], [_SIX[0]], _SIX[:2]])
def test_few_rows_are_no_accident(rows: list[Record]) -> None:
    """Nothing, one row, two rows: everybody is somebody, and nothing fails."""
    found = register.linked(rows)
    assert sum(map(len, found.people)) == len(rows)
