"""Languages: what a text, and each passage of it, is written in; and where that is left open. Sentences are our own."""

import random
from itertools import pairwise

import pytest

from onrecord import reading
from onrecord.reading.languages import tag_of

_SENTENCES = {
    "en": "The prosecutor said yesterday that the houses had been burned down at night.",
    "ru": "Прокурор вчера сообщил, что дома были сожжены ночью.",
    "kk": "Прокурор кеше түнде үйлердің өртеніп кеткенін хабарлады.",
    "kk-Latn": "Prokuror keşe tünde üilerdıñ örtenıp ketkenın habarlady, qazır tergeu jürıp jatyr.",
    "kk-Arab": "پروكۋرور كەشە تۇندە ۇيلەردىڭ ورتەنىپ كەتكەنىن حابارلادى، قازىر تەرگەۋ ءجۇرىپ جاتىر.",
    "ky": "Прокурор кечээ түнкүсүн үйлөр өрттөнүп кеткенин билдирди.",
    "uz": "Prokuror kecha tunda uylar yonib ketganini aytdi, hozir tergov olib borilmoqda.",
    "uz-Cyrl": "Прокурор кеча тунда уйлар ёниб кетганини айтди, ҳозир тергов олиб борилмоқда.",
    "tg": "Прокурор дирӯз гуфт, ки хонаҳо шабона сӯзонда шуданд.",
    "ug": "تەپتىش تۈنۈگۈن كېچىدە ئۆيلەرنىڭ كۆيۈپ كەتكەنلىكىنى ئېيتتى.",
    "ug-Cyrl": "Тәптиш түнүгүн кечидә өйләрниң көйүп кәткәнлигини ейтти, һазир тәкшүрүш давам қиливатиду.",
    "ug-Latn": "Teptish tünügün kéchide öylerning köyüp ketkenlikini éytti, hazir tekshürüsh dawam qiliwatidu.",
    "tr": "Savcı dün gece evlerin yakıldığını söyledi ve soruşturmanın sürdüğünü bildirdi.",
    "tt": "Прокурор кичә төнлә йортларның янып беткәнен әйтте, хәзер тикшерү бара.",
    "zh": "检察官昨天说，这些房子是在夜里被烧毁的。",
    "ar": "قال المدعي العام أمس إن المنازل أحرقت ليلا.",
    "fa": "دادستان دیروز گفت که خانه‌ها شبانه سوزانده شده‌اند.",
    "de": "Der Staatsanwalt sagte gestern, dass die Häuser in der Nacht niedergebrannt wurden.",
    "fr": "Le procureur a déclaré hier que les maisons avaient été incendiées pendant la nuit.",
    "pl": "Prokurator powiedział wczoraj, że domy zostały spalone w nocy.",
    "uk": "Прокурор учора повідомив, що будинки були спалені вночі.",
    "dng": "Хуэйзў жын җў зэ җытар, таму фә ди хуа сы хуэйзў хуа.",
}


@pytest.mark.parametrize(("tag", "sentence"), _SENTENCES.items(), ids=list(_SENTENCES))
def test_a_sentence_is_told(tag: str, sentence: str) -> None:
    """One sentence of a report is enough, in every language and script that documents of the region are in."""
    assert reading.language_of(sentence) == tag


@pytest.mark.parametrize(("tag", "sentence"), _SENTENCES.items(), ids=list(_SENTENCES))
def test_few_words_are_told_rightly_or_left_open(tag: str, sentence: str) -> None:
    """Of one to four words some cannot be told, and none is told wrong."""
    chance, words = random.Random(tag), sentence.split()
    for _ in range(60):
        size = chance.randint(1, 4)
        start = chance.randrange(max(1, len(words) - size + 1))
        cut = " ".join(words[start : start + size])
        assert reading.language_of(cut) in {tag, None}, cut


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17 000 – 24",
        "Ok",
        "Tamara",
        "Район",
        "адам",
        "бир",
        "Arman Iliev",
        "Арман Илиев",
        "WhatsApp, Telegram",
    ],
)
def test_what_is_in_several_languages_is_left_open(text: str) -> None:
    """A name, a brand, a word that neighbours share is no ground for a guess."""
    assert reading.language_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Прокурор кисә төндә йорттарҙың янып бөткәнен әйтте, хәҙер тикшереү бара.",  # Bashkir
        "Прокурор кеше түнде үйлердиң жанып кеткенин айтты, ҳәзир тергеў жүрип атыр.",  # Karakalpak
        "Прокурор дүүн дүне бажыңнарның өрттенип калганын дыңнаткан.",  # Tuvan
    ],
)
def test_a_language_that_is_none_of_ours_is_left_open(text: str) -> None:
    """Bashkir is not taken for Tatar, Karakalpak not for Kazakh, Tuvan not for Kyrgyz."""
    assert reading.language_of(text) is None


def test_a_quotation_in_another_language_is_a_passage_of_its_own() -> None:
    """What an official said in Russian within a Kazakh report is read as Russian, mark to mark."""
    before = "Министр ауылдарда сегіз адам қаза тапқанын айтты. "
    quoted = "«Мы сделаем всё, чтобы виновные были найдены», "
    after = "деп мәлімдеді ол журналистерге бүгін таңертең."
    found = reading.passages_in(before + quoted + after)
    assert [one.language for one in found] == ["kk", "ru", "kk"]
    assert found[1].start == len(before)
    assert (found[0].start, found[-1].end) == (0, len(before + quoted + after))


def test_a_name_in_other_letters_makes_no_passage() -> None:
    """A brand or an agency in Latin letters belongs to the Russian sentence around it."""
    (passage,) = reading.passages_in("Об этом сообщило агентство Valley Herald со ссылкой на полицию.")
    assert (passage.language, passage.script) == ("ru", "Cyrl")


def test_messages_are_told_one_by_one() -> None:
    """A chat changes its language from line to line; what is digits only belongs to no language."""
    lines = [
        "Сегодня ночью сожгли три дома, мы уезжаем.",
        "",
        "Prokuror kecha tunda uylar yonib ketganini aytdi.",
        "",
        "12",
    ]
    found = reading.passages_in("\n".join(lines))
    assert [(one.language, one.script) for one in found] == [("ru", "Cyrl"), ("uz", "Latn")]


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("检察官说，这些房子被烧毁了。", "zh", "Hans"),
        ("檢察官說，這些房子被燒毀了。", "zh", "Hant"),
        ("市民在街上走，天上下雨。", "zh", "Hani"),
        ("検察官は昨日、家が夜に焼かれたと述べた。", "ja", "Jpan"),
        ("검사는 어제 집들이 불탔다고 말했다.", "ko", "Kore"),
    ],
)
def test_han_characters_tell_their_variety(text: str, language: str, script: str) -> None:
    """Simplified and traditional characters, or those of both, are Chinese; with kana it is Japanese."""
    (passage,) = reading.passages_in(text)
    assert (passage.language, passage.script) == (language, script)


def test_passages_hold_every_letter_in_order() -> None:
    """Passages follow each other and leave out no letter, whatever the text is a mixture of."""
    chance = random.Random(5)
    parts = [*_SENTENCES.values(), "12 (34)", "«»", "\n\n", " - ", "Ω ж a 语"]
    for _ in range(50):
        text = "".join(chance.choice(parts) + chance.choice(["", " ", "\n", "\n\n"]) for _ in range(6))
        found = reading.passages_in(text)
        covered = {at for one in found for at in range(one.start, one.end)}
        assert all(at in covered for at, letter in enumerate(text) if letter.isalpha())
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_tag_has_a_script_only_where_it_is_not_the_usual() -> None:
    """`uz` is Uzbek in Latin letters, `kk` Kazakh in Cyrillic ones."""
    assert [tag_of("uz", "Latn"), tag_of("uz", "Cyrl"), tag_of("kk", "Cyrl")] == ["uz", "uz-Cyrl", "kk"]
    assert [tag_of("zh", "Hans"), tag_of("ru", "Cyrl")] == ["zh", "ru"]
    assert reading.Passage(start=0, end=3, language=None, script="Cyrl").tag is None
