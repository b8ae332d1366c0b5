"""What is remembered of one word, and every quick look before a longer one: the answers must be those of the long way."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import names
from onrecord.names import alignment, folding, nearness, parsing, tokens, words
from onrecord.names.alphabets import Alphabet
from onrecord.names.model import Token

PIECES = (
    "Лохаров", "ЛОХАРОВ", "Исмар", "Юнусович", "Юнусовна", "Серікқызы", "Ұлан", "Әмина", "Җўмар", "уулу", "Эмил",
    "Тохтаоглы", "ибн", "аль-Мансури", "Аль-Амин", "Хаджи", "с", "Масанчи", "ОсОО", "И.", "Я", "о", "Lokharov",
    "Ismar", "Qahorov", "Yo‘ldosh", "o'g'li", "Şahin", "İsmar", "Chaouch", "Smirnoff", "Djumar", "JC", "LLC", "din",
    "abd", "al", "von", "III", "Ма", "Хаng", "Lохаров", "’", "-", "1980", "«Заря»", "منصوري", "عبد", "Ωμέγα", "ﬁn",
    "а́йша", "Абдурахман", "Рахматуллоев", "Schurow", "Kowalew", "Celiloglu", "Quintjonov", "Олимжон", "Eddine", "Ван",
    "Батыр", "Kovalčik", "Żuraw", "Xiaoming", "Цзиньлун", "Iouldach", "Sr", "судов", "Wiśniewicz",
)  # fmt: skip
SOUNDS = "aeioubvgdJzklmnprstfhcCS"
PAIRS = Path(__file__).with_name("pairs.csv")


def _all_of(name: names.Name) -> tuple[object, ...]:
    return (name, name.is_repaired, *(_all_of_word(one) for one in (*name.content, *name.initials, name.patronymic)))


def _all_of_word(word: Token | None) -> tuple[object, ...]:
    return () if word is None else tuple(getattr(word, one) for one in Token.__slots__ if one != "number")


@given(
    st.lists(st.sampled_from(PIECES), max_size=5), st.lists(st.sampled_from((" ", "  ", "-", "\t", " ")), max_size=4)
)
def test_a_name_of_pieces_is_the_name_taken_apart_as_a_whole(pieces: list[str], blanks: list[str]) -> None:
    """Whatever words stand beside each other: what may mean more beside another is never taken by itself."""
    text = "".join(one for pair in zip(pieces, [*blanks, *[" "] * 5], strict=False) for one in pair)
    assert _all_of(names.parse(text)) == _all_of(parsing._as_a_whole(text))


def test_a_word_is_read_by_the_alphabet_of_its_name() -> None:
    """One piece stands in names of several alphabets; what is remembered of it in one is not told of another."""
    for text in ("Лохаров Щамар", "Лохаров Щамар Җўмар", "Лохаров Щамар Ұлан", "Щамар Лохаров", "Щамар Җўмар"):
        assert _all_of(names.parse(text)) == _all_of(parsing._as_a_whole(text))


def test_names_that_stand_twice_are_parsed_once_and_in_their_order() -> None:
    """A list may be given as anything that can be gone through."""
    texts = ["Лохаров Исмар", "Lokharov Ismar", "Лохаров Исмар", ""]
    found = names.parsed_all(iter(texts))
    assert [one.original for one in found] == texts
    assert found[0] is found[2]


@given(st.text(SOUNDS, max_size=9), st.sampled_from(["", "din", "Jon", "ah", "off", "fa", "ievC", "tts"]))
def test_what_is_settled_is_left_as_it_is(sounds: str, end: str) -> None:
    """The quick look says so only where settling changes nothing, in letters of any alphabet."""
    if folding._is_settled(sounds + end):
        for alphabet in (Alphabet.LATIN, Alphabet.RUSSIAN):
            assert list(folding._settled(sounds + end, alphabet)) == [sounds + end]


@given(st.text(SOUNDS, max_size=10), st.text(SOUNDS, max_size=10))
def test_what_is_far_by_a_quick_look_is_far(one: str, other: str) -> None:
    """The quick look is never the stricter one, and the cheapest way is found wherever it is within the limit."""
    limit = (1 - nearness.FARTHEST) * max(len(one), len(other))
    if nearness._is_far(one, other, limit):
        assert nearness._at_least(one, other) > limit
    whole = nearness._cost(one, other, float("inf"))
    assert (whole <= limit) is (nearness._cost(one, other, limit) <= limit)
    if nearness._at_least(one, other) > limit + 1e-9:
        assert whole > limit


def test_names_of_which_no_words_may_agree_have_none_that_do() -> None:
    """The quick look at all words of two names, and of their neighbours run together, says no only where all do."""
    with PAIRS.open(encoding="utf-8-sig") as file:
        parsed = [names.parse(row[side]) for row in csv.DictReader(file, delimiter=";") for side in ("a", "b")]
    chance = random.Random(1)
    for _ in range(2_000):
        one, other = chance.choice(parsed).content, chance.choice(parsed).content
        if not alignment.may_agree(alignment.side_of(one), alignment.side_of(other)):
            assert not any(names.agrees(a, b) for a in one for b in other)
        if not alignment._may_be_joined(one, other):
            assert not any(True for _ in alignment._joined(one, other))


def test_a_score_alone_is_the_score_with_its_reasons() -> None:
    """With and without what lists say beside the names."""
    with PAIRS.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            about = [names.Context.parse(row[column] or "") for column in ("context_a", "context_b")]
            pair = names.parse(row["a"]), names.parse(row["b"])
            assert names.score_of(*pair, *about) == names.compare(row["a"], row["b"], *about).score


def test_what_was_compared_before_changes_no_answer() -> None:
    """A father's own name and a patronymic of the same letters are two words, whichever is met first."""
    other = words.patronymic_of("исмаловна", Alphabet.RUSSIAN)
    own = words.father_token("исмаилович", Alphabet.RUSSIAN)
    patronymic = words.patronymic_of("исмаилович", Alphabet.RUSSIAN)
    assert other is not None
    assert patronymic is not None
    assert tokens.fathers_matched(own, other).code == "different"
    assert tokens.fathers_matched(patronymic, other).code == "near"


@pytest.mark.parametrize("pattern", ["a+", "a.", "(a|b)", "a?", "[ab]*", "a{2}"])
def test_a_pattern_of_letters_that_may_meet_what_it_does_not_say_is_refused(pattern: str) -> None:
    """Which pattern met is told by the letters it met; a pattern that repeats would be told wrongly."""
    with pytest.raises(ValueError, match="may have letters"):
        folding._compiled([(pattern, ["a"])])


def test_every_pattern_of_letters_is_told_as_the_pattern_that_met() -> None:
    """In any alphabet, for words of the letters that its patterns have: the quick way and the asked one agree."""
    chance = random.Random(2)
    for alphabet in (Alphabet.LATIN, Alphabet.FRENCH_LATIN, Alphabet.UZBEK_LATIN, Alphabet.RUSSIAN, Alphabet.GREEK):
        table = folding._table(alphabet)
        assert table is not None
        for _ in range(300):
            word = "".join(chance.choice([*table.sounds, "ch", "yo", "e", "o"]) for _ in range(chance.randint(1, 4)))
            asked = [(one.lastindex, one.group()) for one in table.every.finditer(word)]
            assert [one.group() for one in table.special.finditer(word)] == [met for _, met in asked]
            for pattern, met in asked:
                assert (
                    table.sounds.get(met, table.by_pattern[(pattern or 0) - 1]) == table.by_pattern[(pattern or 0) - 1]
                )
