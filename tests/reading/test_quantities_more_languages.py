"""Figures in Kyrgyz, Ukrainian, Polish, German, French and Kazakh in Latin letters, and what figures count."""

from decimal import Decimal

import pytest

from onrecord import ledger, reading

_FIGURES = [
    # language, text, quote, low, high, qualifier
    ("ky", "Жети адам каза тапты.", "Жети", 7, 7, "exact"),
    ("ky", "кеминде он адам", "кеминде он", 10, None, "at_least"),
    ("ky", "120дан ашык иш козголду", "120дан ашык", 121, None, "more_than"),
    ("ky", "кырк чакты киши келди", "кырк чакты", 40, 40, "about"),
    ("ky", "60ка жакын үй", "60ка жакын", 60, 60, "about"),
    ("ky", "300гө чейин адам", "300гө чейин", 0, 300, "up_to"),
    ("ky", "4 жылдан 9 жылга чейин эркинен ажыратылды", "4 жылдан 9 жылга чейин", 4, 9, "range"),
    ("ky", "ондогон үй өрттөндү", "ондогон", 20, None, "vague"),
    ("ky", "жүздөгөн киши качты", "жүздөгөн", 200, None, "vague"),
    ("ky", "Алардын 23ү дунган", "23ү", 23, 23, "exact"),
    ("ky", "Бирөө акталды.", "Бирөө", 1, 1, "exact"),
    ("ky", "бир жарым миң адам", "бир жарым миң", 1500, 1500, "exact"),
    ("pl", "Siedem osób zginęło.", "Siedem", 7, 7, "exact"),
    ("pl", "co najmniej dziesięć osób", "co najmniej dziesięć", 10, None, "at_least"),
    ("pl", "ponad 120 spraw", "ponad 120", 121, None, "more_than"),
    ("pl", "około dwustu domów", "około dwustu", 200, 200, "about"),
    ("pl", "nie więcej niż 30 domów", "nie więcej niż 30", 0, 30, "up_to"),
    ("pl", "mniej niż 50 zatrzymanych", "mniej niż 50", 0, 49, "less_than"),
    ("pl", "od 5 do 9 osób", "od 5 do 9", 5, 9, "range"),
    ("pl", "kilkadziesiąt samochodów", "kilkadziesiąt", 20, None, "vague"),
    ("pl", "setki ludzi uciekły", "setki", 200, None, "vague"),
    ("pl", "4,5 tys. osób", "4,5 tys.", 4500, 4500, "exact"),
    ("pl", "dwadzieścia trzy domy", "dwadzieścia trzy", 23, 23, "exact"),
    ("pl", "tylko jedna osoba zmarła", "jedna", 1, 1, "exact"),
    ("de", "Sieben Menschen starben.", "Sieben", 7, 7, "exact"),
    ("de", "mindestens zehn Tote", "mindestens zehn", 10, None, "at_least"),
    ("de", "mehr als 120 Fälle", "mehr als 120", 121, None, "more_than"),
    ("de", "fast dreihundert Verletzte", "fast dreihundert", 300, 300, "about"),
    ("de", "bis zu 50 Häuser", "bis zu 50", 0, 50, "up_to"),
    ("de", "weniger als 50 Festnahmen", "weniger als 50", 0, 49, "less_than"),
    ("de", "zwischen 40 und 50 Männer", "zwischen 40 und 50", 40, 50, "range"),
    ("de", "100 bis 200 Menschen", "100 bis 200", 100, 200, "range"),
    ("de", "dreiundzwanzig Häuser", "dreiundzwanzig", 23, 23, "exact"),
    ("de", "zweihundertfünfzig Menschen", "zweihundertfünfzig", 250, 250, "exact"),
    ("de", "viertausend Menschen", "viertausend", 4000, 4000, "exact"),
    ("de", "rund 12.500 Menschen", "rund 12.500", 12500, 12500, "about"),
    ("de", "Dutzende Autos brannten", "Dutzende", 20, None, "vague"),
    ("de", "1,7 Milliarden Tenge", "1,7 Milliarden", 1700000000, 1700000000, "exact"),
    ("fr", "Sept personnes sont mortes.", "Sept", 7, 7, "exact"),
    ("fr", "au moins dix morts", "au moins dix", 10, None, "at_least"),
    ("fr", "plus de 120 affaires", "plus de 120", 121, None, "more_than"),
    ("fr", "environ 3 000 personnes", "environ 3 000", 3000, 3000, "about"),
    ("fr", "jusqu’à 50 maisons", "jusqu’à 50", 0, 50, "up_to"),
    ("fr", "moins de 50 arrestations", "moins de 50", 0, 49, "less_than"),
    ("fr", "entre 40 et 50 hommes", "entre 40 et 50", 40, 50, "range"),
    ("fr", "6 000 à 7 000 personnes", "6 000 à 7 000", 6000, 7000, "range"),
    ("fr", "soixante-douze maisons", "soixante-douze", 72, 72, "exact"),
    ("fr", "quatre-vingt-onze voitures", "quatre-vingt-onze", 91, 91, "exact"),
    ("fr", "deux cents blessés", "deux cents", 200, 200, "exact"),
    ("fr", "une centaine de maisons", "une centaine", 100, 100, "about"),
    ("fr", "des dizaines de voitures", "dizaines", 20, None, "vague"),
    ("uk", "Сім осіб загинули.", "Сім", 7, 7, "exact"),
    ("uk", "щонайменше десять осіб", "щонайменше десять", 10, None, "at_least"),
    ("uk", "понад 120 справ", "понад 120", 121, None, "more_than"),
    ("uk", "близько двохсот будинків", "близько двохсот", 200, 200, "about"),
    ("uk", "від 5 до 9 осіб", "від 5 до 9", 5, 9, "range"),
    ("uk", "десятки машин", "десятки", 20, None, "vague"),
    ("kk-Latn", "On eki adam qaza taptı.", "On eki", 12, 12, "exact"),
    ("kk-Latn", "90-nan astam is qozğaldı", "90-nan astam", 91, None, "more_than"),
    ("kk-Latn", "2,5 mıñ adam", "2,5 mıñ", 2500, 2500, "exact"),
]

_NOTHING = [
    ("ky", "2020-жылдын 8-февралында"),
    ("ky", "272-берене боюнча"),
    ("ky", "47 жаштагы айыл тургуну"),
    ("ky", "базардан 12 км алыс"),
    ("pl", "8 lutego 2020 roku"),
    ("pl", "z art. 272 kodeksu"),
    ("pl", "mężczyzna w wieku 47 lat"),
    ("pl", "12 km od targu"),
    ("pl", "o godz. 21:30"),
    ("de", "am 8. Februar 2020"),
    ("de", "nach Artikel 272"),
    ("de", "ein 47-jähriger Mann"),
    ("de", "12 km vom Markt"),
    ("de", "um 21:30 Uhr"),
    ("fr", "le 8 février 2020"),
    ("fr", "selon l’article 272"),
    ("fr", "âgé de 47 ans"),
    ("fr", "à 12 km du marché"),
    ("uk", "8 лютого 2020 року"),
    ("uk", "за ст. 272 кодексу"),
    ("uk", "за 12 км від ринку"),
    ("en", "The shelling began at 0415 and ended at 1130 (1730 GMT)."),
    ("en", "They fired 90-mm guns."),
    ("en", "[a 13-second break in reception]"),
    ("en", "BROADCAST ON CHANNEL 5"),
    ("en", "men aged 19 and 21 came"),
]

_COUNTED = [
    # language, text, (property, group) of each figure in order
    ("ky", "Базарда 9 адам каза болду, 30 адам жарадар болду", [("killed", None), ("injured", None)]),
    ("ky", "Сот 20 кишиге өкүм чыгарды, алардын 8и дунган.", [("defendants", None), ("defendants", "dungan")]),
    ("pl", "Zginęło dziewięć osób, a trzydzieści zostało rannych", [("killed", None), ("injured", None)]),
    (
        "de",
        "Nach der Flut gab es neun Tote und dreißig Verletzte; Hunderte sind auf der Flucht",
        ["killed", "injured", "displaced"],
    ),
    (
        "fr",
        "L’incendie a fait neuf morts et 30 blessés ; entre 600 et 900 villageois ont fui",
        ["killed", "injured", "displaced"],
    ),
    ("uk", "загинули 9 осіб, поранено 30", ["killed", "injured"]),
    ("kk-Latn", "Tasqında 9 adam qaza boldı, 30 adam jaraqat aldı", ["killed", "injured"]),
    ("en", "9 Dungan and one Kazakh died", [("killed", "dungan"), ("killed", "kazakh")]),
    ("en", "The court tried 20 people, eight of them Dungan.", [("defendants", None), ("defendants", "dungan")]),
    ("en", "killed at least 9 people and injured thousands", ["killed", "injured"]),
    ("en", "THE MURDER OF THE FOUR NUNS", ["killed"]),
    ("en", "A clerk was murdered by two hooded men.", [None]),
    ("en", "The vehicle was hit and the driver was killed with two bursts of fire", []),
    ("en", "the arrest of three officers for killing four nuns", ["arrested", "killed"]),
    ("en", "three police officers were shot dead", ["killed"]),
    ("en", "dozens were injured, including six police officers", ["injured", "police_injured"]),
    ("en", "Five bombs caused no fatalities.", []),
    ("en", "Six people were given suspended sentences of 2-3 years", ["suspended", "suspended_term"]),
    ("en", "one defendant was acquitted", ["acquitted"]),
    ("en", "The judge replaced the prison terms of five bakers by a fine", ["sentences_altered"]),
    ("en", "Six houses were damaged by hail", ["houses_damaged"]),
    ("en", "Six houses were burned", ["houses_destroyed"]),
    ("en", "Six men were detained on 3 May 2021 in the town", ["detained"]),
    ("ru", "Шесть человек пытались 3 мая перейти границу", ["border_entries"]),
    ("ru", "В следственном изоляторе умер один подозреваемый", ["death_in_custody"]),
    ("ru", "из них 4 дунганина, погибли 9 дунган и 1 казах", ["killed", "killed", "killed"]),
    ("ru", "ранены 40 человек, в том числе шесть полицейских", ["injured", "police_injured"]),
    ("kk", "Су тасқынынан тоғыз адам мерт болды, 30 адам жарақат алды", ["killed", "injured"]),
]


@pytest.mark.parametrize(("language", "text", "quote", "low", "high", "qualifier"), _FIGURES)
def test_a_figure_is_read_as_it_was_said(
    language: str, text: str, quote: str, low: float, high: float | None, qualifier: str
) -> None:
    """METHOD 6.1: words, bounds and qualifier; the span leads back to the words."""
    (found,) = reading.quantities_in(text, language)
    assert found.quote == text[found.start : found.end] == quote
    assert found.quantity.qualifier.value == qualifier
    assert (found.quantity.low, found.quantity.high) == (
        Decimal(str(low)),
        None if high is None else Decimal(str(high)),
    )


@pytest.mark.parametrize(("language", "text"), _NOTHING)
def test_numbers_that_count_nothing_yield_nothing(language: str, text: str) -> None:
    """Dates, articles, ages, distances, hours, channels."""
    assert [one.quote for one in reading.quantities_in(text, language)] == []


@pytest.mark.parametrize(("language", "text", "expected"), _COUNTED)
def test_what_figures_count_is_told_apart(
    language: str, text: str, expected: list[str | tuple[str, str | None] | None]
) -> None:
    """Each figure gets what befell its own people; a part gets what befell its whole."""
    found = reading.quantities_in(text, language, ledger.shipped_vocabulary())
    got = [
        one.property if not isinstance(want, tuple) else (one.property, one.group)
        for one, want in zip(found, expected, strict=True)
    ]
    assert got == expected


def test_the_words_that_name_what_is_counted_follow_the_figure() -> None:
    """A quote of figure and noun can be checked against the text; the figure's own words stay apart."""
    text = "At least six parish priests were killed."
    (found,) = reading.quantities_in(text, "en")
    assert (found.quote, text[found.start : found.phrase_end]) == ("At least six", "At least six parish priests")


def test_a_figure_far_into_a_text_keeps_its_place() -> None:
    """Hedges are looked for in a window before the number; their place is counted from the start of the text."""
    text = "The village lies in a valley. " * 40 + "More than 30 houses burned."
    (found,) = reading.quantities_in(text, "en")
    assert text[found.start : found.end] == found.quote == "More than 30"
