"""Likeness of texts: letters' dress does not count, short texts are left alone, every pair is compared in full."""

from __future__ import annotations

import random

import pytest

from onrecord.vault import shingles

_RUSSIAN = (
    "В ночь на восьмое марта в долине у моста собрались жители трёх сёл. По словам районной управы, пострадали не менее "
    "десяти человек, двое из них тяжело. Дорога к мосту была перекрыта до утра, свет отключён. Управа сообщила, что "
    "начата проверка, и просила не распространять непроверенные сведения. Жители говорят, что помощи ждали до рассвета."
)
_KAZAKH = (
    "Сегізінші наурызға қараған түні аңғардағы көпірдің жанына үш ауылдың тұрғындары жиналды. Аудан әкімдігінің айтуынша, "
    "кемінде он адам зардап шекті, оның екеуі ауыр халде. Көпірге апаратын жол таңға дейін жабық тұрды, жарық өшірілді. "
    "Әкімдік тексеру басталғанын хабарлап, тексерілмеген ақпаратты таратпауды сұрады. Тұрғындар көмекті таңға дейін күткен."
)
_ENGLISH = (
    "In the night to the eighth of March people of three villages gathered at the bridge in the valley. According to the "
    "district office at least ten people were injured, two of them badly. The road to the bridge was closed until the "
    "morning and the light was cut. The office said that an inquiry had begun. Residents say they waited for help till dawn."
)
_TEXTS = {"ru": _RUSSIAN, "kk": _KAZAKH, "en": _ENGLISH}


def _alike(*texts: str) -> list[shingles.Shared]:
    return list(shingles.alike([shingles.shingled(text) for text in texts], lambda place: texts[place]))


@pytest.mark.parametrize("language", _TEXTS)
def test_another_dress_is_the_same_text(language: str) -> None:
    """Case, spaces, line ends, punctuation, soft hyphens and forms of letters: equal, by digest."""
    text = _TEXTS[language]
    dressed = text.upper().replace(" ", "  \r\n").replace(",", " —").replace(".", "...")
    dressed = dressed[:40] + "\xad" + dressed[40:]
    (found,) = _alike(text, f"«{dressed}»")
    assert found.is_equal


def test_forms_of_letters_are_one_letter() -> None:
    """NFKC: a composed й and one of two parts, full-width Latin, a ligature."""
    assert shingles.plain("Район ﬁle ＡＢＣ") == shingles.plain("Район file ABC")
    assert shingles.plain("Ёлка") != shingles.plain("Елка")  # another letter is another letter


@pytest.mark.parametrize("language", _TEXTS)
def test_a_reprint_with_some_changed_words_is_near(language: str) -> None:
    """A word here and there, a headline before: alike, with the share that is common."""
    text = _TEXTS[language]
    words = text.split()
    words[7] = words[7][::-1]
    words[30] = "2031"
    (found,) = _alike(text, "2031 · " + " ".join(words))
    assert not found.is_equal
    assert 0.6 <= found.jaccard < 1


@pytest.mark.parametrize("language", _TEXTS)
def test_a_text_that_is_held_by_a_longer_one_is_found(language: str) -> None:
    """A press release inside of an article: a small share of the whole, nearly all of the release."""
    others = " ".join(text for name, text in _TEXTS.items() if name != language)
    (found,) = _alike(_TEXTS[language], f"{others} {_TEXTS[language]} {others[::-1]}")
    assert found.jaccard < 0.5
    assert found.held > 0.9


def test_two_texts_about_one_night_are_not_alike() -> None:
    """The same happening in other words, or another language, is another text: two sources stay two."""
    told = (
        "Ночью восьмого марта у моста был пожар, и десять человек обратились за помощью; об этом сообщили врачи района, "
        * 2
    )
    assert _alike(_RUSSIAN, _KAZAKH, _ENGLISH, told) == []


def test_short_texts_are_left_alone() -> None:
    """Being equal says nothing of two words; of a sentence it does, and being near says nothing yet."""
    assert _alike("Да.", "Да.") == []
    assert shingles.shingled("Да.").is_short
    sentence = "Дорога к мосту перекрыта до утра."
    (equal,) = _alike(sentence, sentence.upper())
    assert equal.is_equal
    assert _alike(sentence, sentence.replace("утра", "ночи")) == []
    assert _alike("", "", "\n") == []


def test_shares_are_counted_in_full() -> None:
    """What is proposed is the Jaccard coefficient itself, as counting by hand gives it."""
    words = _ENGLISH.split()
    other = " ".join([*words[:-6], "and", "then", "the", "rain", "began", "again"])
    (found,) = _alike(_ENGLISH, other)

    def by_hand(text: str) -> set[str]:
        bare = shingles.plain(text)
        return {bare[at : at + 9] for at in range(len(bare) - 8)}

    one, two = by_hand(_ENGLISH), by_hand(other)
    assert found.jaccard == len(one & two) / len(one | two)
    assert found.held == len(one & two) / min(len(one), len(two))


def _written(dice: random.Random, words: list[str], count: int) -> str:
    return " ".join(dice.choice(words) for _ in range(count))


def test_the_sample_misses_nothing_and_invents_nothing() -> None:
    """Among 150 texts every pair above the bound is found, as comparing all with all finds it, and no other."""
    dice = random.Random(9)
    words = list(dict.fromkeys(" ".join(_TEXTS.values()).split()))
    texts = [_written(dice, words, dice.randint(40, 120)) for _ in range(90)]
    for _ in range(60):
        parts = dice.choice(texts[:90]).split()
        for _ in range(dice.randint(0, max(1, len(parts) // 12))):
            parts[dice.randrange(len(parts))] = dice.choice(words)
        texts.append(" ".join(parts))
    found = {(one.first, one.second) for one in _alike(*texts) if one.jaccard >= shingles.NEAR}
    runs = [shingles._runs(shingles.plain(text)) for text in texts]
    expected = {
        (first, second)
        for first in range(len(texts))
        for second in range(first + 1, len(texts))
        if shingles.shares(runs[first], runs[second])[0] >= shingles.NEAR
    }
    digests = [shingles.shingled(text).digest for text in texts]
    leaders = {(digests.index(digests[first]), digests.index(digests[second])) for first, second in expected}
    leaders = {(min(pair), max(pair)) for pair in leaders if pair[0] != pair[1]}
    assert len(leaders) > 20
    assert {pair for pair in found if digests[pair[0]] != digests[pair[1]]} == leaders


def test_a_thousand_copies_of_a_letterhead_stay_one_group() -> None:
    """What very many share joins neighbours only: as many pairs as texts, not a million."""
    head = _RUSSIAN + " "
    texts = [f"{head}Письмо {number} от {number % 28 + 1} марта." for number in range(400)]
    found = _alike(*texts)
    assert len(found) < 400 * 51
    joined = {0}
    for one in found:
        if one.first in joined:
            joined.add(one.second)
    assert len(joined) == 400
