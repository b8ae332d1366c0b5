"""Figures in prose: number, hedge and bounds in three languages, and numbers that count nothing."""

from decimal import Decimal

import pytest

from onrecord import ledger, reading
from onrecord.kernel import Quantity

_FIGURES = [
    # language, text, quote, low, high, qualifier
    ("en", "Eleven people were killed.", "Eleven", 11, 11, "exact"),
    ("en", "At least ten died.", "At least ten", 10, None, "at_least"),
    ("en", "no fewer than 23 cars", "no fewer than 23", 23, None, "at_least"),
    ("en", "more than 120 cases", "more than 120", 121, None, "more_than"),
    ("en", "Over 24,000 entries", "Over 24,000", 24001, None, "more_than"),
    ("en", "some 70 people fought", "some 70", 70, 70, "about"),
    ("en", "nearly 20 officers", "nearly 20", 20, 20, "about"),
    ("en", "up to 300 attackers", "up to 300", 0, 300, "up_to"),
    ("en", "no more than 30 houses", "no more than 30", 0, 30, "up_to"),
    ("en", "fewer than 50 arrests", "fewer than 50", 0, 49, "less_than"),
    ("en", "between 40 and 50 men", "between 40 and 50", 40, 50, "range"),
    ("en", "20-25 thousand people", "20-25 thousand", 20000, 25000, "range"),
    ("en", "2,000 to 3,000 people", "2,000 to 3,000", 2000, 3000, "range"),
    ("en", "dozens of houses", "dozens", 24, None, "vague"),
    ("en", "hundreds were injured", "hundreds", 200, None, "vague"),
    ("en", "several thousand fled", "several thousand", 2000, None, "vague"),
    ("en", "one hundred and twenty-three houses", "one hundred and twenty-three", 123, 123, "exact"),
    ("en", "a dozen shops", "a dozen", 12, 12, "exact"),
    ("en", "1.5 million tenge", "1.5 million", 1500000, 1500000, "exact"),
    ("en", "one Kazakh was killed", "one", 1, 1, "exact"),
    ("en", "sentenced to eight years in prison", "eight", 8, 8, "exact"),
    ("en", "more than two and a half years in prison", "more than two and a half", 2.5, None, "more_than"),
    ("en", "prison terms between three and eight years after a trial", "between three and eight", 3, 8, "range"),
    ("en", "two dozen houses", "two dozen", 24, 24, "exact"),
    ("en", "half a dozen people", "half a dozen", 6, 6, "exact"),
    ("en", "several dozen shops", "several dozen", 24, None, "vague"),
    ("en", "tens of thousands fled", "tens of thousands", 20000, None, "vague"),
    ("en", "several tens of thousands fled", "several tens of thousands", 20000, None, "vague"),
    ("en", "by building dozens of houses", "dozens", 24, None, "vague"),
    ("en", "40 or 50 men came", "40 or 50", 40, 50, "range"),
    ("en", "from two years to five years in prison", "from two years to five", 2, 5, "range"),
    ("en", "the toll rose to ten", "ten", 10, 10, "exact"),
    ("en", "20+ people were hurt", "20+", 20, None, "at_least"),
    ("en", "around KZ₸1.7 billion", "around KZ₸1.7 billion", 1700000000, 1700000000, "about"),
    ("en", "about USD 4 million", "about USD 4 million", 4000000, 4000000, "about"),
    ("en", "only one was acquitted", "one", 1, 1, "exact"),
    ("en", "an eight-year prison sentence", "eight", 8, 8, "exact"),
    ("ru", "около двух сотен человек", "около двух сотен", 200, 200, "about"),
    ("ru", "пять десятков домов", "пять десятков", 50, 50, "exact"),
    ("ru", "десятки тысяч бежали", "десятки тысяч", 20000, None, "vague"),
    ("ru", "несколько сотен тысяч тенге", "несколько сотен тысяч", 200000, None, "vague"),
    ("ru", "два или три дома", "два или три", 2, 3, "range"),
    ("ru", "число погибших возросло до 10 человек", "10", 10, 10, "exact"),
    ("ru", "от двух лет до пяти лет лишения свободы", "от двух лет до пяти", 2, 5, "range"),
    ("ru", "один был оправдан", "один", 1, 1, "exact"),
    ("ru", "8-летний срок заключения", "8", 8, 8, "exact"),
    ("kk", "ондаған мың адам", "ондаған мың", 20000, None, "vague"),
    ("kk", "5 жылдан 18 жылға дейін бас бостандығынан айыру", "5 жылдан 18 жылға дейін", 5, 18, "range"),
    ("kk", "40-тан 50-ге дейін адам", "40-тан 50-ге дейін", 40, 50, "range"),
    ("kk", "саны он адамға дейін өсті", "он", 10, 10, "exact"),
    ("kk", "оншақты адам", "оншақты", 10, 10, "about"),
    ("kk", "жүздей үй", "жүздей", 100, 100, "about"),
    ("kk", "екі немесе үш адам", "екі немесе үш", 2, 3, "range"),
    # A date, a law or a population nearby hides no number of people.
    ("en", "On 8 February 11 people were killed.", "11", 11, 11, "exact"),
    ("en", "Under article 272, 51 people were tried.", "51", 51, 51, "exact"),
    ("en", "According to the article, 12 were killed.", "12", 12, 12, "exact"),
    ("en", "At that point 12 people were dead.", "12", 12, 12, "exact"),
    ("en", "The local population says that 11 died.", "11", 11, 11, "exact"),
    ("ru", "8 февраля 11 человек погибли", "11", 11, 11, "exact"),
    ("ru", "как сказано в статье, 12 погибли", "12", 12, 12, "exact"),
    ("ru", "население сообщает, что погибли 11", "11", 11, 11, "exact"),
    ("kk", "8 ақпанда 11 адам қаза тапты", "11", 11, 11, "exact"),
    ("kk", "халық 11 адам қаза тапты дейді", "11", 11, 11, "exact"),
    ("ru", "участвовало около тысячи человек", "около тысячи", 1000, 1000, "about"),
    ("ru", "более сотни получили ранения", "более сотни", 101, None, "more_than"),
    ("ru", "тысячи людей бежали", "тысячи", 2000, None, "vague"),
    ("ru", "более десятка домов", "более десятка", 11, None, "more_than"),
    ("ru", "два с половиной года лишения свободы", "два с половиной", 2.5, 2.5, "exact"),
    ("ru", "Погибли одиннадцать человек.", "одиннадцать", 11, 11, "exact"),
    ("ru", "не менее десяти погибших", "не менее десяти", 10, None, "at_least"),
    ("ru", "более 120 уголовных дел", "более 120", 121, None, "more_than"),
    ("ru", "свыше ста двадцати трёх домов", "свыше ста двадцати трёх", 124, None, "more_than"),
    ("ru", "около 24 тыс. человек", "около 24 тыс.", 24000, 24000, "about"),
    ("ru", "порядка 25 тысяч бежали", "порядка 25 тысяч", 25000, 25000, "about"),
    ("ru", "до 300 нападавших", "до 300", 0, 300, "up_to"),
    ("ru", "не более 30 домов", "не более 30", 0, 30, "up_to"),
    ("ru", "от двух до восемнадцати лет лишения свободы", "от двух до восемнадцати", 2, 18, "range"),
    ("ru", "20–25 тысяч человек", "20–25 тысяч", 20000, 25000, "range"),
    ("ru", "десятки машин", "десятки", 20, None, "vague"),
    ("ru", "говорят о нескольких сотнях мужчин", "нескольких сотнях", 200, None, "vague"),
    ("ru", "полторы тысячи допрошенных", "полторы тысячи", 1500, 1500, "exact"),
    ("ru", "1,7 млрд тенге", "1,7 млрд", 1700000000, 1700000000, "exact"),
    ("ru", "двумястами пятьюдесятью людьми", "двумястами пятьюдесятью", 250, 250, "exact"),
    ("ru", "погиб один казах", "один", 1, 1, "exact"),
    ("ru", "10-ти домов", "10-ти", 10, 10, "exact"),
    ("kk", "Он бір адам қаза тапты.", "Он бір", 11, 11, "exact"),
    ("kk", "кемінде он адам", "кемінде он", 10, None, "at_least"),
    ("kk", "120-дан астам іс", "120-дан астам", 121, None, "more_than"),
    ("kk", "шеруге 1500-ге жуық шықты", "1500-ге жуық", 1500, 1500, "about"),
    ("kk", "соттың он бірі ақталды", "он бірі", 11, 11, "exact"),
    ("kk", "адамның жиырма төртінің үкімі", "жиырма төртінің", 24, 24, "exact"),
    ("ru", "речь примерно о 310 семьях", "примерно о 310", 310, 310, "about"),
    ("kk", "қырыққа жуық адам", "қырыққа жуық", 40, 40, "about"),
    ("kk", "24 мыңға жуық адам", "24 мыңға жуық", 24000, 24000, "about"),
    ("kk", "шамамен 4 мың адам", "шамамен 4 мың", 4000, 4000, "about"),
    ("kk", "300-ге дейін адам", "300-ге дейін", 0, 300, "up_to"),
    ("kk", "ондаған көлік", "ондаған", 20, None, "vague"),
    ("kk", "жүздеген адам", "жүздеген", 200, None, "vague"),
    ("kk", "екі жүз елу үй", "екі жүз елу", 250, 250, "exact"),
    ("kk", "адамдардың 37сі қазақ", "37сі", 37, 37, "exact"),
]
_NOTHING = [
    ("en", "On 8 February 2020 and in March 2021, at 19:00, it began; see 2020-02-08 and 8.02.2020."),
    ("en", "charged under Article 272 and articles 99 and 174, part 2"),
    ("en", "the document CERD/C/KAZ/CO/8-10 and COVID-19"),
    ("en", "a man aged 34, an 80-year-old woman, 17 years old"),
    ("en", "17.5 km from the border, in a village of 15,000 inhabitants"),
    ("en", "one year after, no one, one of them, one another, two months later, 14 hours"),
    ("en", "the 2nd hearing, the first and second letters, https://example.org/2020/11 and +7 701 123 45 67"),
    ("en", "a m and a k are letters"),
    ("en", "Reported on 12 Nov 89: the guard Ivan Petrov, 47, spoke"),
    ("en", "1. First point\n2) Second point"),
    ("en", "two thirds of it, one quarter; they won 3-2 at 3 p.m. and at 22.30"),
    ("en", "a 10-day visit of a 3-member panel, a 20-year term of a loan, a man of 58"),
    ("en", "Building 5, 12 Main Street; a village of 15,000 people; home to about 15,000"),
    ("ru", "две трети домов; в 22.30; ул. Ленина, 12; дом 5, кв. 12"),
    ("ru", "село с населением около 15 000 человек, где проживает 15 тысяч; в пунктах 4 и 5"),
    ("kk", "үштен екісі, төрттен бірі, 5-сынып, 12-үй, бірде-бір адам, халқы 15 мың адам"),
    ("ru", "в ночь с 7 на 8 февраля 2020 года, 11.03.2020, в 22:00"),
    ("ru", "по статье 272, ч. 2 ст. 99 и по п. 5 № 17"),
    ("ru", "58-летний мужчина в возрасте 34 лет, 2-й пункт, 5-го марта"),
    ("ru", "один из них, друг с другом, спустя два месяца, в 30 км от села"),
    ("kk", "2020 жылғы 8 ақпанда, 272-бап бойынша, 2-ші тармақ"),
    ("kk", "дүние жүзі үшін бірдей, бірге оның және онда айтылған"),
    ("ru", "он потерял семью, и семью его не нашли"),
    ("kk", "бір жылдан кейін, үш күннен соң, 30 шақырым жерде"),
]


@pytest.mark.parametrize(("language", "text", "quote", "low", "high", "qualifier"), _FIGURES)
def test_a_figure_is_found_with_its_hedge(
    language: str, text: str, quote: str, low: float, high: float | None, qualifier: str
) -> None:
    """METHOD 6.1: words, bounds and qualifier; the span leads back to the words."""
    (found,) = reading.quantities_in(text, language)
    assert found.quote == text[found.start : found.end] == quote
    assert found.quantity.qualifier.value == qualifier
    assert (found.quantity.low, found.quantity.high) == (Decimal(low), None if high is None else Decimal(high))


@pytest.mark.parametrize(("language", "text"), _NOTHING)
def test_numbers_that_count_nothing_yield_nothing(language: str, text: str) -> None:
    """Dates, articles, symbols, ages, distances, ordinals, pronouns, list markers."""
    assert [one.quote for one in reading.quantities_in(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text", "property_name", "group"),
    [
        ("en", "ten Dungans were killed", "killed", "dungan"),
        ("en", "The minister said that 47 people had been detained.", "detained", None),
        ("en", "more than 120 criminal cases were opened", "criminal_cases", None),
        ("ru", "погибли десять дунган", "killed", "dungan"),
        ("ru", "задержаны 47 участников", "detained", None),
        ("ru", "сожжены 39 домов", "houses_destroyed", None),
        ("kk", "он адам қаза тапты", "killed", None),
        ("kk", "120-дан астам қылмыстық іс қозғалды", "criminal_cases", None),
    ],
)
def test_what_a_figure_counts_is_guessed_from_the_words_around(
    language: str, text: str, property_name: str, group: str | None
) -> None:
    """The nearest words of the vocabulary; a guess proposes and decides nothing."""
    (found,) = reading.quantities_in(text, language, ledger.shipped_vocabulary())
    assert (found.property, found.group) == (property_name, group)


def test_sums_have_their_currency() -> None:
    """A sign before the number or a word behind it."""
    found = reading.quantities_in("more than $1.8 million, or 800 million tenge", "en")
    assert [(one.unit, one.quantity.low) for one in found] == [("USD", Decimal(1800001)), ("KZT", Decimal(800000000))]


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "The toll rose from 8 to 11 people.", [8, 11]),
        ("en", "The term was cut from 16 years to 10 years in prison.", [16, 10]),
        ("ru", "Число погибших выросло с 8 до 11 человек.", [8, 11]),
        ("ru", "Срок сократили с 16 до 10 лет лишения свободы.", [16, 10]),
    ],
)
def test_a_change_is_two_numbers_and_no_range(language: str, text: str, numbers: list[int]) -> None:
    """What is unsure is a range; what grew or fell was one number before and is another after."""
    found = [one.quantity for one in reading.quantities_in(text, language)]
    assert [(one.low, one.high) for one in found] == [(Decimal(number), Decimal(number)) for number in numbers]


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "millions of dollars", "USD"),
        ("en", "hundreds of thousands of tenge", "KZT"),
        ("en", "KZT 5 million", "KZT"),
        ("en", "an eight-year prison sentence", "years"),
        ("ru", "сотни тысяч тенге", "KZT"),
        ("ru", "8-летний срок", "years"),
        ("kk", "1,5 миллион теңге", "KZT"),
    ],
)
def test_a_unit_is_found_over_small_words(language: str, text: str, unit: str) -> None:
    """Before the number, behind "of", behind a hyphen."""
    (found,) = reading.quantities_in(text, language)
    assert found.unit == unit


def test_other_languages_are_read_by_their_digits() -> None:
    """No English word is forced on a Polish text."""
    found = reading.quantities_in("W procesie 51 osób, około 1 500 świadków, one mówią", "pl")
    assert [one.quantity.low for one in found] == [51, 1500]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "by 30 October 2020", "2020-10-30"),
        ("en", "on October 30, 2020", "2020-10-30"),
        ("en", "in August 2020", "2020-08"),
        ("ru", "до 30 октября 2020 года", "2020-10-30"),
        ("ru", "в мае 2020 года", "2020-05"),
        ("kk", "2020 жылғы 30 қазанға дейін", "2020-10-30"),
        ("en", "2020-10-30", "2020-10-30"),
        ("en", "on the night of 7 to 8 February 2020", "2020-02-07/2020-02-08"),
        ("en", "on February 7-8, 2020", "2020-02-07/2020-02-08"),
        ("ru", "в ночь с 7 на 8 февраля 2020 года", "2020-02-07/2020-02-08"),
        ("ru", "с 31 января на 1 февраля 2020 года", "2020-01-31/2020-02-01"),
        ("kk", "2020 жылғы 7 ақпаннан 8 ақпанға қараған түні", "2020-02-07/2020-02-08"),
        ("ky", "2021-жылдын 11-мартында", "2021-03-11"),
        ("uk", "11 березня 2021 року", "2021-03-11"),
        ("pl", "11 marca 2021 r.", "2021-03-11"),
        ("de", "in der Nacht vom 7. auf den 8. Februar 2020", "2020-02-07/2020-02-08"),
        ("fr", "le 1er décembre 2021", "2021-12-01"),
    ],
)
def test_dates_are_read_as_sharp_as_they_are_said(language: str, text: str, expected: str) -> None:
    """A day, a month; the words stay as the wording."""
    (found,) = reading.dates_in(text, language)
    assert found.date.text() == expected
    assert text[found.start : found.end] == found.date.wording


@pytest.mark.parametrize("text", ["30 February 2020", "in the year 2020", "Tuesday 2020 or 30 Oct"])
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    """No day is invented, and no year is guessed."""
    assert reading.dates_in(text, "en") == ()


def test_a_text_of_two_languages_is_read_in_both() -> None:
    """A report that quotes another language keeps its own words for what it says itself; places are of the whole."""
    text = (
        "The governor visited the valley on Monday and spoke with the elders. At least nine people were killed.\n\n"
        "По словам жителей села, в ту ночь погибли девять человек, ещё около тридцати получили ранения.\n\n"
        "Ауыл тұрғындарының айтуынша, сол түні он бір адам қаза тауып, қырыққа жуық адам жараланды.\n"
    )
    found = list(reading.FiguresReader().suggestions(text, None, ledger.shipped_vocabulary()))
    assert [one.language for one in found] == ["en", "ru", "ru", "kk", "kk"]
    numbers = [(one, one.value) for one in found if isinstance(one.value, Quantity)]
    assert [(text[one.start : one.end], number.low, one.property) for one, number in numbers] == [
        ("At least nine", 9, "killed"),
        ("девять", 9, "killed"),
        ("около тридцати", 30, "injured"),
        ("он бір", 11, "killed"),
        ("қырыққа жуық", 40, "injured"),
    ]
