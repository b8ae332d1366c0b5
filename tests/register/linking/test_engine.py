"""The inner works of linking: shortcuts that must give what the long way gives, and one answer on any number of cores."""

import gc
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from onrecord import names, register
from onrecord.kernel import PartialDate
from onrecord.names import Token
from onrecord.register import LinkSettings, Record
from onrecord.register.linking import garbage, likeness, meetings, running, taking_apart, weighing
from onrecord.register.linking.births import SAME_DAY, SLIP, Births
from onrecord.register.linking.bits import Bits
from onrecord.register.linking.candidates import Candidates, among, candidates_of
from onrecord.register.linking.clusters import clustered, connected
from onrecord.register.linking.columns import Columns, columns_of
from onrecord.register.linking.evidence import SAME, Comparing, features_of
from onrecord.register.linking.likeness import Likeness
from onrecord.register.linking.weights import Patterns, packed, unpacked
from onrecord.register.linking.word_levels import WordLevels
from onrecord.register.linking.words import WORDS, Taking, Words

_SURNAMES = ("Хасаров", "Лабазов", "Дунгаев", "Шиваза", "Мадиев", "Khasarov", "Dungayev", "Madiyev", "Исмаров", "Исмар")
_GIVEN = ("Айдар", "Рашид", "Айдын", "Тимур", "Aidar", "Rashid", "Тимурова", "И.", "رشيد")
_VILLAGES = ("Акбулак", "Жанатобе", "Akbulak", "Zhanatobe")


def _crowd(size: int, seed: int = 3) -> list[Record]:
    chance = random.Random(seed)
    return [
        Record(
            list="a",
            row=str(at),
            name=f"{chance.choice(_SURNAMES)} {chance.choice(_GIVEN)}",
            born=PartialDate.parse(f"{chance.randint(1950, 1955)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"),
            sex=chance.choice((None, "male")),
            facts=(("village", chance.choice(_VILLAGES)),),
        )
        for at in range(size)
    ]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few rows be enough for several children and several stretches."""
    monkeypatch.setattr(taking_apart, "_AT_ONCE", 7)
    monkeypatch.setattr(taking_apart, "_WORTH_A_CHILD", 5)
    monkeypatch.setattr(taking_apart, "_OF_A_CHILD", 25)
    monkeypatch.setattr(weighing, "_CHUNK", 50)
    monkeypatch.setattr(meetings, "_AT_ONCE", 50)


@pytest.mark.usefixtures("small_batches")
def test_on_any_number_of_cores_the_answer_is_the_same() -> None:
    """Bit for bit: people, pairs in their order, weights."""
    rows = _crowd(60)
    one, two = (register.linked(rows, settings=LinkSettings(workers=workers)) for workers in (1, 2))
    assert one == two
    assert one.review
    assert any(len(person) > 1 for person in one.people)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false", "/bin/cat"])
def test_a_child_that_fails_costs_time_and_no_answer(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be started, ends at once, or says nonsense: what it was to do is done here."""
    people = [(f"{surname} {given_name}", "") for surname in _SURNAMES for given_name in _GIVEN]
    right = taking_apart.numbered(people, Words(), workers=1)
    monkeypatch.setattr(taking_apart.sys, "executable", program)
    assert (taking_apart.numbered(people, Words(), workers=2) == right).all()


def test_a_word_comes_out_of_its_line_as_it_went_in() -> None:
    """All that linking asks of a word is in its line, for each word of each alphabet."""
    people = [f"{one} {other}" for one in _SURNAMES for other in _GIVEN]
    tokens = {(one.text, one.role): one for text in people for one in (*names.parse(text).content,)}
    words = Words()
    list(words.taken([Taking().batch([(one, "") for one in people])]))
    told = ("alphabet", "readings", "likeliest", "bases", "stems", "groups", "home_groups")
    found = [words.token(at) for at in range(len(words))]
    assert any(one.groups for one in found)
    assert any(one.stems for one in found)
    for one in found:
        known = tokens.get((one.text, one.role))
        assert known is None or [getattr(one, name) for name in told] == [getattr(known, name) for name in told]


def test_words_that_sound_the_same_are_one() -> None:
    """In whatever letters; of initials and of other words each their own."""
    words = Words()
    rows = np.concatenate(list(words.taken([Taking().batch([("Иса Исаев", ""), ("Isa Isaev", ""), ("Исаев И.", "")])])))
    assert rows[0, :2].tolist() == rows[1, :2].tolist()
    assert rows[2, 1] not in rows[:2]


def _candidates_the_long_way(rows: list[Record]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share two marks, asked pair by pair; of births, villages and words alone."""
    marks = []
    for row in rows:
        codes = [
            {("word", at, code) for code in sorted(names.codes(one))[:3]}
            for at, one in enumerate(names.parse(row.name).content)
        ]
        assert row.born is not None
        day = row.born.earliest
        marks.append((codes, day.year, (day.month, day.day), names.sound(row.facts[0][1])))
    for (a, one), (b, other) in combinations(enumerate(marks), 2):
        words = {code for some in one[0] for *_, code in some} & {code for some in other[0] for *_, code in some}
        equal = [one[at] == other[at] for at in (1, 2, 3)]
        in_turn = one[0] and other[0] and len(one[0]) > 1 and len(other[0]) > 1
        both = in_turn and any(
            {c for *_, c in one[0][i]} & {c for *_, c in other[0][k]}
            and {c for *_, c in one[0][j]} & {c for *_, c in other[0][m]}
            for i, j in ((0, 1), (1, 0))
            for k, m in ((0, 1), (1, 0))
        )
        if both or sum(equal) >= 2 or (words and any(equal)):
            yield a, b


def test_all_pairs_that_share_two_marks_are_found_and_no_others() -> None:
    """By sorting whole numbers, as by asking of each pair."""
    rows = [replace(row, sex=None) for row in _crowd(70) if "И." not in row.name and "ова" not in row.name]
    columns = columns_of(rows)
    found = candidates_of(columns)
    left, right = found.of(slice(None))
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == set(_candidates_the_long_way(rows))
    assert found.left_out == 0


def test_what_the_budget_leaves_out_is_told() -> None:
    """A mark that very many rows share brings nobody together, and the run says how many pairs it did not compare."""
    rows = [Record(list="a", row=str(at), name="Хасаров Мусэр") for at in range(500)]
    found = candidates_of(columns_of(rows))
    assert len(found) == 0
    assert found.left_out == 500 * 499 // 2


def test_of_pairs_worth_the_same_as_many_are_compared_as_the_budget_has() -> None:
    """In a list where all meet alike, not none of them; the same ones each time."""
    columns = columns_of([Record(list="a", row=f"{at:03}", name=f"{_SURNAMES[at % 4]} Айдар") for at in range(80)])
    every = candidates_of(columns)
    some = [candidates_of(columns, budget=100, workers=workers) for workers in (1, 2)]
    assert len(every) > 400
    assert [len(one) for one in some] == [100, 100]
    assert some[0].pairs.tolist() == some[1].pairs.tolist()
    assert set(some[0].pairs.tolist()) < set(every.pairs.tolist())
    assert some[0].left_out == every.left_out + len(every) - 100


@pytest.mark.parametrize("budget", [3, 40, 150, 10_000])
def test_pairs_are_the_same_in_however_many_stretches_they_meet(budget: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stretch lets go is what all of them together would let go."""
    columns = columns_of(_crowd(60))
    whole = candidates_of(columns, budget=budget)
    monkeypatch.setattr(meetings, "_AT_ONCE", 40)
    parts = [candidates_of(columns, budget=budget, workers=workers) for workers in (1, 3)]
    assert len(whole) == min(budget, len(whole) + whole.left_out)
    assert [one.pairs.tolist() for one in parts] == [whole.pairs.tolist()] * 2
    assert {one.left_out for one in parts} == {whole.left_out}


def test_what_nothing_contradicts_is_compared_however_many_meet_oftener() -> None:
    """Namesakes of many years fill no budget: a third of it is for those whose births may be one."""
    years = [str(1900 + 5 * at) for at in range(20)]
    facts = (("village", "Акбулак"), ("trade", "врач"))
    namesakes = [
        Record(list="a", row=year, name="Хасаров Айдар", born=PartialDate.parse(year), facts=facts) for year in years
    ]
    unknown = Record(list="b", row="?", name="Хасаров Айдар", facts=facts[:1])
    columns = columns_of([*namesakes, unknown])
    left, right = candidates_of(columns, budget=60).of(slice(None))
    assert len(left) == 60
    assert set(left[right == 20].tolist()) == set(range(20))


def test_all_that_are_to_be_one_person_are_compared() -> None:
    """Those that are joined through others, each pair once, without those known; of a crowd none."""
    crowd = [10] * 101
    joined = np.array([0, 1, 0, 0, 1, 5, *crowd])
    known = Candidates(pairs=np.array([2 * len(joined) + 3]), size=len(joined), left_out=0)
    left, right = among(joined, known).of(slice(None))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2), (0, 3), (1, 4)]


def test_a_veto_counts_between_two_that_met_too_seldom_to_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two with papers of one row, born twenty years apart, are no one person with it, though the budget left them out."""
    born = {at: PartialDate.parse(at) for at in ("1950-02-03", "1970-05-06")}
    papers = ((("iin", "1"),), (("iin", "1"), ("passport", "2")), (("passport", "2"),))
    ends = [
        Record(list="b", row=str(at), name="Шиваза Рашид", born=birth, numbers=papers[at])
        for at, birth in enumerate((born["1950-02-03"], None, born["1970-05-06"]))
    ]
    crowd = [replace(one, numbers=(("iin", f"i{one.row}"), ("passport", f"p{one.row}"))) for one in _crowd(60)]
    rows = [*crowd, *(replace(one, list="aa") for one in crowd), *ends]
    monkeypatch.setattr(running, "candidates_of", _without_the_last_of_three)
    found = register.linked(rows)
    sizes = [len({one.row for one in person if one.list == "b"}) for person in found.people]
    assert sorted(size for size in sizes if size) == [1, 2]


def _without_the_last_of_three(columns: Columns, *, workers: int) -> Candidates:
    """Return all candidates but the pair of the first and the third of the list b."""
    found = candidates_of(columns, workers=workers)
    pair = (len(columns) - 3) * len(columns) + len(columns) - 1
    return Candidates(pairs=found.pairs[found.pairs != pair], size=found.size, left_out=1)


@pytest.mark.parametrize("father", ["Исмаил", "Исмаил Юсупович", "Исмаилович", "Хасаров Исмаил"])
def test_a_father_in_a_column_of_his_own_is_himself_and_not_his_father(father: str) -> None:
    """A column may hold his name, his whole name, or the patronymic that the child has from it."""
    columns = columns_of([Record(list="a", row="1", name="Хасаров Айдар Исмаилович"),
                          Record(list="b", row="1", name="Хасаров Айдар", father=father)])  # fmt: skip
    compared = Comparing(columns).pairs(np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))
    assert compared.levels[WORDS, 0] == SAME


def test_garbage_is_looked_for_again_however_the_work_ends() -> None:
    """And where nobody looked before, nobody looks after."""
    assert gc.isenabled()
    with pytest.raises(KeyError), garbage.not_looked_for():
        assert not gc.isenabled()
        with garbage.not_looked_for():
            pass
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_whoever_stops_the_program_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is stopped, nothing is taken apart any more, by a child or here."""
    stopped = Event()
    stopped.set()
    monkeypatch.setattr(taking_apart.sys, "executable", "/bin/cat")
    assert taking_apart._by_a_child([("Хасаров Айдар", "")], stopped) == []


_LETTERS = st.text(alphabet="abckCSй", max_size=9)


@settings(max_examples=40)
@given(st.lists(st.tuples(_LETTERS, _LETTERS), min_size=1, max_size=12))
def test_no_pair_that_is_alike_is_passed_over(pairs: list[tuple[str, str]]) -> None:
    """Counts of letters only ever spare a measurement."""
    texts = sorted({text for pair in pairs for text in pair})
    a, b = (np.array([texts.index(pair[side]) for pair in pairs]) for side in (0, 1))
    with pytest.MonkeyPatch.context() as patch:
        for few in (2, 1024):
            patch.setattr(likeness, "_FEW", few)
            for floor in (0.75, 0.85):
                right = np.float32([JaroWinkler.normalized_similarity(*pair) for pair in pairs])
                found = Likeness(texts, floor).of(a, b)
                assert found.tolist() == np.where(right >= floor, right, 0).tolist()


@settings(max_examples=40)
@given(st.lists(st.frozensets(st.integers(0, 40), max_size=6), min_size=2, max_size=8))
def test_two_sets_that_meet_share_their_bits(sets: list[frozenset[int]]) -> None:
    """What may not meet never does."""
    a, b = map(np.array, zip(*combinations(range(len(sets)), 2), strict=True))
    may = Bits([" ".join(map(str, one)) for one in sets]).may_meet(a, b).tolist()
    assert all(may[at] or sets[one].isdisjoint(sets[other]) for at, (one, other) in enumerate(zip(a, b, strict=True)))


def _words() -> Words:
    words = Words()
    list(words.taken([Taking().batch([(f"{one} {other}", "") for one in _SURNAMES for other in _GIVEN])]))
    return words


def test_what_is_spared_a_rule_is_what_the_rule_would_say() -> None:
    """Two words that have no sound, base, stem or group in common agree by no rule of the room of names."""
    words = _words()
    levels = WordLevels(words, np.ones(len(words), dtype=np.int32))
    a, b = map(np.array, zip(*combinations(range(len(words)), 2), strict=True))
    spared = ~levels._may_be_explained(a, b)
    assert 0 < spared.sum() < len(a)

    def agree(one: Token, other: Token) -> bool:
        return names.agrees(one, other) or bool(one.stems & (other.readings | other.stems | other.bases))

    for at in np.flatnonzero(spared).tolist():
        one, other = words.token(a[at]), words.token(b[at])
        assert not agree(one, other)
        assert not agree(other, one)


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(-1, 6), min_size=23, max_size=23), min_size=1, max_size=6))
def test_levels_are_packed_and_come_out_again(rows: list[list[int]]) -> None:
    """Of however many features, in one number or in several; equal rows are one pattern."""
    for features in (4, 20, 21, 23):
        levels = np.array(rows, dtype=np.int8).T[:features]
        assert (unpacked(packed(levels), features) == levels).all()
        patterns = Patterns.of(packed(levels), features)
        counted = {tuple(levels[:, at].tolist()) for at in range(levels.shape[1])}
        assert {tuple(patterns.levels[:, at].tolist()) for at in range(len(patterns.counts))} == counted
        assert patterns.counts.sum() == len(rows)


@pytest.mark.parametrize(
    ("day", "is_slip"),
    [("1958-03-03", True), ("1985-03-02", True), ("1958-02-03", True), ("1958-03-20", True), ("1959-04-02", False)],
)
def test_a_slip_of_the_pen_is_one_digit_two_neighbours_or_day_and_month(day: str, is_slip: bool) -> None:
    """And nothing else; a day is itself."""
    days = np.array([PartialDate.parse(one).earliest.toordinal() for one in ("1958-03-02", day)], dtype=np.int32)
    births = Births(days, days)
    places = np.array([0, 1])
    assert (births.of(places, places[::-1]) == SLIP).all() == is_slip
    assert (births.of(places, places) == SAME_DAY).all()


_PAIR = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda one: one[0] < one[1])


@settings(max_examples=40)
@given(
    st.dictionaries(_PAIR, st.tuples(st.sampled_from((-9.0, -1.0, 0.0, 1.0, 4.0, 9.0)), st.booleans()), max_size=14),
    st.dictionaries(_PAIR, st.booleans(), max_size=2),
    st.sets(st.integers(0, 7), max_size=3),
)
def test_groups_that_nothing_speaks_against_need_no_order(
    pairs: dict[tuple[int, int], tuple[float, bool]], judged: dict[tuple[int, int], bool], once: set[int]
) -> None:
    """Whether groups are taken whole or grown pair by pair, they are the same; all pairs in doubt are the long way."""
    ends = sorted(pairs)
    left, right = (np.array([pair[side] for pair in ends], dtype=np.int32) for side in (0, 1))
    told = {
        "bits": np.array([pairs[pair][0] for pair in ends]),
        "link_from": 2.0,
        "forbidden": np.array([pairs[pair][1] for pair in ends], dtype=bool),
        "together": [pair for pair, same in judged.items() if same],
    }
    apart = [pair for pair, same in judged.items() if not same]
    short = clustered(8, (left, right), apart=apart, once=dict.fromkeys(once, 0), **told)  # type: ignore[arg-type]
    # A list of its own for each record forbids nothing, and lets each group be grown pair by pair.
    lists = {at: 0 if at in once else at + 1 for at in range(8)}
    long = clustered(8, (left, right), apart=apart, once=lists, **told)  # type: ignore[arg-type]
    assert short == long


def test_who_is_joined_through_others_is_connected() -> None:
    """A long chain, in whatever direction its pairs come."""
    chain = np.arange(50)
    for left, right in ((chain[:-1], chain[1:]), (chain[1:][::-1], chain[:-1][::-1])):
        assert (connected(60, left, right) == np.append(np.zeros(50), np.arange(50, 60))).all()


def test_features_have_room_for_their_levels() -> None:
    """Three bits hold seven levels and the unknown."""
    assert all(one.levels <= 7 for one in features_of(columns_of(_crowd(5))))


def test_a_pair_is_the_same_however_it_is_asked_for() -> None:
    """By its place, from the end, in a slice, one after another."""
    review = register.linked(_crowd(40)).review
    every = list(review)
    assert len(every) == len(review) > 3
    assert (review[0], review[-1], review[1:3]) == (every[0], every[-1], tuple(every[1:3]))
    with pytest.raises(IndexError):
        review[len(review)]
