"""Each word of the rules does something: a text is read with it and without it, and something has to change.

A word that changes nothing is a rule nobody needs, or one that another hides. So the lists stay as short as they can be,
and no word enters them that was never seen to work.
"""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any, Final

import pytest

from onrecord import ledger
from onrecord.reading import QuantityInText, quantities_in
from onrecord.reading.prose import PROSE_LANGUAGES
from onrecord.reading.quantities import finder
from onrecord.reading.quantities.lexicon import Lexicon, lexicon, lexicon_of

_VOCABULARY: Final = ledger.shipped_vocabulary()
_FAR: Final = " xq" * 12  # words that say nothing, so many that what is behind them is far


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of one language to try the others with. `{n}` stands for a number."""

    people: str
    killed: str  # as the sentence says it, with {n}
    died: str  # a word of death, alone
    treated: str  # what is said of people named: they are in hospital
    house: str
    thing: str
    years: str
    prison: str
    hours: str
    questioned: str
    change: str
    range_from: str
    label: str
    one: str
    of: str
    suspects: str
    damaged: str
    governing: str


_SAMPLES: Final[Mapping[str, _Words]] = {
    "en": _Words("people", "{n} people were killed", "died", "hospitalised", "houses", "bombs", "years", "prison",
                 "hours", "interrogated", "rose", "from", "page", "one", "person", "suspects", "damaged", "lost"),
    "ru": _Words("человек", "погибли {n} человек", "погибли", "госпитализированы", "домов", "бомб", "лет", "колонии",
                 "часов", "допрашивали", "выросло", "с", "страница", "один", "человек", "подозреваемых", "повреждены", "потеряли"),
    "kk": _Words("адам", "{n} адам қаза тапты", "қаза тапты", "ауруханаға жатқызылды", "үй", "бомба", "жыл", "түрме",
                 "сағат", "жауап алынды", "өсті", "", "бап", "бір", "адам", "күдікті", "зақым", ""),
    "ky": _Words("киши", "{n} киши каза болду", "каза болду", "ооруканага жаткырылды", "үй", "бомба", "жыл", "абак",
                 "саат", "сурак", "өстү", "", "берене", "бир", "киши", "шектүү", "зыян", ""),
    "uk": _Words("людей", "загинули {n} людей", "загинули", "госпіталізовано", "будинків", "бомб", "років", "в'язниці",
                 "годин", "допит", "зросла", "з", "сторінка", "один", "людина", "підозрюваних", "пошкоджено", "втратили"),
    "pl": _Words("osób", "zginęło {n} osób", "zginęło", "hospitalizowano", "domów", "bomb", "lat", "więzienia",
                 "godzin", "przesłuchanie", "wzrosła", "od", "strona", "jeden", "osoba", "podejrzanych", "uszkodzono", "stracili"),
    "de": _Words("Menschen", "{n} Menschen starben", "starben", "im Krankenhaus", "Häuser", "Bomben", "Jahre", "Haft",
                 "Stunden", "Verhör", "stieg", "von", "Seite", "ein", "mensch", "Verdächtige", "beschädigt", "verlor"),
    "fr": _Words("personnes", "{n} personnes sont décédées", "décédées", "hospitalisées", "maisons", "bombes", "ans",
                 "prison", "heures", "interrogatoire", "augmenté", "de", "page", "un", "personne", "suspects", "endommagées", "perdu"),
}  # fmt: skip

Texts = Callable[[str, str, _Words], Sequence[str]]


def _each(*texts: str) -> Texts:
    """Return texts with the word for {w} and the language's samples for their names."""
    return lambda _language, word, own: [_filled(text, word, own) for text in texts]


def _filled(text: str, word: str, own: _Words) -> str:
    killed = own.killed.replace("{n}", "12")
    names = {name: getattr(own, name) for name in _Words.__slots__}
    return text.format(**(names | {"w": word, "killed": killed, "far": _FAR}))


def _by_language(texts: Mapping[str, Sequence[str]]) -> Texts:
    return lambda language, word, own: [_filled(text, word, own) for text in texts.get(language, ())]


def _with_roots(*texts: str) -> Texts:
    """Return texts in which an ending hangs on each stem that says what befalls people."""

    def made(language: str, word: str, own: _Words) -> list[str]:
        words = lexicon(language)
        roots = [stem for name in ("injured", "killed", "detained", "missing", "displaced", "participants", "convicted",
                                   "arrested", "suspects", "charged", "defendants", "perpetrators", "returned")
                 for stem in (*words.measures.get(name, ()), *words.prose(_VOCABULARY.properties[name].prose))
                 if " " not in stem and not stem.endswith(".")]  # fmt: skip
        cut = [root[:end] for root in roots for end in range(max(4, len(root) - 2), len(root) + 1)]
        forms = dict.fromkeys([root + word for root in roots] + [root for root in roots if root.endswith(word)]
                              + [part + word for part in cut])  # fmt: skip
        return [_filled(text, form, own) for form in forms for text in texts]

    return made


def _hung(language: str, word: str, _own: _Words) -> list[str]:
    """Return numbers with a case ending, in digits and in words."""
    cardinals = list(lexicon(language).cardinals)
    return [f"12-{word} xq", f"12{word} xq", f"12 {word} xq", *(f"{one}{word} xq" for one in cardinals),
            *(f"{one}{word} xq" for one in lexicon(language).scales)]  # fmt: skip


def _collective(language: str, word: str, own: _Words) -> list[str]:
    cuts = range(1, len(word) + 1)
    hung = [one + word[cut:] for one in lexicon(language).cardinals for cut in cuts if one.endswith(word[:cut])]
    numbers = [word, *hung]
    return [f"{one} {own.house}" for one in numbers] + [f"12{word} {own.house}", f"12-дан {word} {own.house}"]


_ONES: Final = ("{one} {w}",)
_PROBES: Final[Mapping[str, Texts]] = {
    "cardinals": _each("{w} xq", "{w} {of}"),
    "scales": _each("3 {w} xq", "{w} xq", "3{w} xq"),
    "tallies": _each("2 {w} xq", "two {w} xq", "два {w} xq", "zwei {w} xq", "пять {w} xq", "п'ять {w} xq"),
    "phrases": _each("{w} xq"),
    "vague": _each("{w} xq"),
    "currencies": _each("12 {w}", "{w}12", "{w} 12"),
    "period_units": _each("12 {w} {prison}", "12 {w} {questioned}", "{questioned} 12 {w}", "8-{w} prison sentence",
                          "8-{w} срок колонии"),
    "groups": _each("12 {w}"),
    "before": _each("{w} 12 xq", "{w} 12 and 15 xq", "{w} 12 до 15 xq", "{w} 12 do 15", "{w} 12 bis 15", "{w} 12 und 15",
                    "{w} 12 à 15", "{w} 12 et 15", "{w} 12 a 15"),
    "after": _each("12 {w}", "12-дан {w}", "12 xq {w}", "12 {people} {w}"),
    "change.stems": _each("{w} {range_from} 8 to 11 xq", "{w} {range_from} 8 до 11", "{w} {range_from} 8 do 11",
                          "{w} {range_from} 8 bis 11", "{w} {range_from} 8 à 11", "12-ден 19-ға дейін {w}",
                          "12ден 19га чейин {w}", "{died} 8, 11 {w}", "{w} 8 to 11 xq", "{w} à 11", "{w} до 11"),
    "change.to": _each("{change} {w} 11", "12-ге {w} {change}", "12ге {w} {change}"),
    "ranges.joining": _each("{range_from} 5 {w} 9 xq", "between 5 {w} 9", "między 5 {w} 9", "zwischen 5 {w} 9",
                            "entre 5 {w} 9"),
    "ranges.alone": _each("5 {w} 9 xq"),
    "ranges.either": _each("5 {w} 6 xq"),
    "ranges.between": _each("{change} {w} 5 and 9", "{change} {w} 5 a 9", "{change} {w} 5 und 9", "{change} {w} 5 et 9"),
    "ranges.until": _each("5-тен 9-ға {w} xq", "5тен 9га {w} xq", "5-{w}"),
    "ranges.from_endings": _each("5-{w} 9-ға дейін", "5{w} 9га чейин", "5 жыл{w} 9 жылға дейін", "5 жыл{w} 9 жылга чейин",
                                 "5 он{w} 9-ға дейін", "5 сан{w} 9га чейин"),
    "words.joining": _each("one hundred {w} twenty xq", "hundert {w} zwanzig"),
    "words.article": _each("{w} hundred xq", "{w} dozen xq", "{w} hundert", "{w} cent", "{w} dutzend", "{w} mille",
                           "{w} million", "{w} tausend"),
    "words.several": _each("{w} hundred xq", "{w} тысяч", "{w} сотен", "{w} мың", "{w} миң", "{w} тисяч", "{w} tysięcy",
                           "{w} tausend", "{w} centaines", "{w} milliers", "{w} dutzend", "{w} сот"),
    "words.alone": _each("{w} xq", "{w} {of} xq"),
    "words.half": _each("{w} million xq", "{w} тысячи xq", "{w} тисячі", "{w} tysiąca", "{w} tausend", "{w} xq"),
    "words.halves": _each("{w} миллион xq"),
    "words.and_a_half": _each("12 {w} xq"),
    "words.singular": _each("около {w} xq", "близько {w} xq"),
    "words.linking": _each("millions {w} dollars", "millionen {w} dollar", "millions {w} dollars", "millions {w}'euros"),
    "words.alone_scales": _each("{w} xq"),
    "words.percent": _each("12 {w} xq"),
    "words.glue": _each("drei{w}zwanzig xq"),
    "words.doers": _each("{died} {w} 12 xq", "murdered {w} 12 xq", "zabito {w} 12 xq", "getötet {w} 12 xq",
                         "tués {w} 12 xq"),
    "words.doing": _each("12 {people} {w} xq"),
    "words.none": _each("12 xq {w} {died}", "12 xq {w} deaths", "12 xq {w} смертей", "12 xq {w} жертв",
                        "12 xq {w} ofiar", "12 xq {w} Tote", "12 xq {w} morts"),
    "words.of_them": _each("{killed}; {w} 7 xq", "{killed}. 7 {w} xq"),
    "words.including": _each("12 {suspects}, {w} 7 xq, {treated}", "12 {suspects}, {w} 7 {people} {treated}",
                             "{suspects} 12, {w} 7 {treated}", "12 {suspects}, {w} {treated} 7"),
    "words.partitive": _each("12 {w} 19 {people} xq xq xq {treated}", "{treated} xq xq 12 {w} 19 {people}"),
    "words.genitive": _each("25 сан{w} 7 {died}", "25 адам{w} 7-і {died}"),
    "words.stops": _each("12 xq {w} xq"),
    "words.halts": _each("12 xq {w} {thing} {died}", "12 {w} {thing} {died}", "{died} 12 {w} {thing}"),
    "words.saying": _each("12 адам қаза тапты {w} ұсталды", "12 адам каза болду {w} кармалды"),
    "words.accusing": _each(
        "12 адам қаза тапты деп {w} тағылды", "12 киши каза болду деп {w} коюлду", "12 адам ұсталды деп {w}",
        "12 адам қаза тапты деп {w} сотталды", "12 киши каза болду деп {w} соттолду",
    ),
    "words.more": _each("{killed}; {w} 5 xq", "{killed}; 5 {w} xq", "12 {people}, {w} 5 {people} {died}", "{killed}; 5 {w} xq"),
    "words.inverted": _each("{w} 30 xq"),
    "words.elsewhere": _each("12 xq {w};;; {died}"),
    "words.objects": _each("12 men xq killed {w} xq"),
    "words.passive": _each("12 men xq {w} killed his xq"),
    "counted.stems": _each("{one} {w}", "2000 {w}"),
    "counted.fates": _each("{one} {w}", "12 inhabitants {w}", "12 xq {w}"),
    "counted.people": _each("{label} 12 {w}", "12-{label} 12 {w}", "{label} 5 {w}", "12 {w}", "улица Xq, 12 {w}"),
    "counted.destroyed": _each("12 {house} xq xq xq xq {damaged}, {w}"),
    "counted.lookalikes": _each("{w} 12 {people}", "12 {people} {w}"),
    "counted.things": _each("12 {w} {died}", "{died} 12 {w}"),
    "counted.thing_stems": _each("12 {w} {died}", "{died} 12 {w}"),
    "counted.persons": _each("lost 12 {w}", "12 {w} {house}"),
    "counted.person_stems": _each("12 {w} {house}", "{governing} 12 {w}", "12 {w} {thing} {died}"),
    "counted.collective": _collective,
    "naming.stems": _each("12 {w} xq xq xq xq xq {treated}", "12 {w}, xq xq xq {treated}", "12 {people} {treated} {w}",
                          "{treated} 12 {w}", "12 of {w} 19 {treated}", "12 {w}, 5 of them {treated}",
                          "12 {w}, including 5 {treated}", "14 of the 19 xq xq xq {w}"),
    "naming.endings": _with_roots("12 {w} {treated}", "12 of the {w} {treated}", "12 die {w} {treated}",
                                  "12 des {w} {treated}", "12 адам {w} xq {treated}",
        "12 киши {w} xq {treated}", "12 xq {w} xq {treated}",
                                  "{treated} 12 {w}", "12 адам {w} xq"),
    "naming.adjectives": _with_roots("12 {w} {house}", "12 пострадавших {house}", "12 погибших {house}",
                                     "12 постраждалих {house}", "12 rannych {house}", "12 ofiar{w} {house}",
                                     "12 жител{w} {house}", "12 uczni{w} {house}", "12 kobietich {house}"),
    "naming.definite": _each("12 of {w} injured {treated}", "12 {w} injured {treated}", "12 {w} fled {treated}",
                             "12 {w} Verletzten {treated}", "12 {w} blessés {treated}", "12 {w} tués {treated}"),
    "naming.totals": _each("{w} of dead{far} 12", "{w} погибших{far} 12", "{w} загиблих{far} 12",
                           "{w} zabitych{far} 12", "{w} der Toten{far} 12", "{w} de morts{far} 12",
                           "қаза тапқандар {w}{far} 12", "каза болгондор {w}{far} 12", "death {w}{far} 12",
                           "{w} of injured{far} 12"),
    "letters.never": _each("{w} xq"),
    "letters.about": lambda language, word, _own: [f"{one}{word} xq" for one in lexicon(language).cardinals]
    + [f"12-{word} xq", "centaine xq", "millier xq", "un millier xq"],
    "letters.suffixes": _hung,
    "screens.months": _each("12 {w}", "{w} 12"),
    "screens.year_words": _each("12-{w} xq", "12-летняя {w}"),
    "screens.short_labels": _each("{w}. 12 xq"),
    "screens.labels": _each("{w} 12 xq", "{w}. 12 xq"),
    "screens.labels_after": _each("12 {w}", "12 {w}xq"),
    "screens.measures": _each("12 {w}", "12 {w}xq", "12-{w} xq"),
    "screens.periods": _each("12 {w}", "12-{w} xq"),
    "screens.time_before": _each("{w} 12 {years} {prison}"),
    "screens.time_after": _each("12 {years} {w} {prison}"),
    "screens.age_before": _each("{w} 12"),
    "screens.age_people": _each("{w} of 58"),
    "screens.fractions": _each("2 {w}", "2-{w}"),
    "screens.compounds": _each("3-{w} xq"),
    "screens.houses": _each("{w} 5, xq", "{w} 5"),
    "screens.streets": _each("12 Xq {w}", "{w} Xq, 12", "Xq {w}, 12", "12 Xq Xq {w}"),
    "screens.term_nouns": _each("an 8-year {w} xq prison", "8-летний {w} колонии", "8-letni {w}", "8-jährige {w}",
                                "8-річний {w} позбавлення", "8-year {w}"),
    "screens.population_before": _each("{w} 1500", "{w} 15 000"),
    "screens.population_after": _each("1500 {w}", "150 {w}, {died}"),
    "screens.population_filling": lambda language, word, own: [
        text for phrase in sorted(lexicon(language).screens["population_before"])
        for text in (f"{phrase} {word} 150 xq", f"{phrase} x 150 {word}")
    ] + [f"150 {word} {phrase}" for phrase in sorted(lexicon(language).screens["population_after"])],
    "screens.shelters": lambda language, word, own: [
        f"{phrase} 1500 {own.of} {word}, {own.died}" for phrase in sorted(lexicon(language).screens["population_before"])
    ],
    "screens.verbs_after_alone": _each("one follow{w} the police", "one ask{w} a person"),
    "screens.not_after_alone": lambda language, word, own: [
        f"{one} {word} {stem}" for one in sorted(lexicon(language).alone)[:2] for stem in lexicon(language).counted[:2]
    ],
    "screens.not_before_alone": lambda language, word, own: [
        f"{word} {one} {stem}" for one in sorted(lexicon(language).alone)[:2] for stem in lexicon(language).counted[:2]
    ],
    "screens.ordinal_endings": _each("2{w} xq", "2-{w} xq"),
    "screens.justice": _each("5 {years} {w}"),
    "screens.questioning": _each("5 {hours} {w}"),
}  # fmt: skip
_MEASURED: Final = frozenset({"measures", "governing"})
_KEYED: Final = frozenset({"words", "ranges", "counted", "naming", "letters", "screens", "change"})


@functools.cache
def _data(language: str) -> dict[str, Any]:
    file = resources.files("onrecord.reading.quantities") / "data" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _lists(language: str, *, of_measures: bool) -> Iterator[tuple[str, str]]:
    for table, body in _data(language).items():
        if isinstance(body, dict) and (table in _MEASURED) is of_measures:
            yield from ((table, key) for key, words in body.items() if isinstance(words, list) and words)


def _differs(text: str, language: str, without: Lexicon, patched: pytest.MonkeyPatch) -> bool:
    """Say whether a text has other figures without the word, of all that is counted or of what counts harm."""
    patched.setattr(finder, "lexicon", lambda _language: without)
    return any(
        _with_all(text, language, every=every) != quantities_in(text, language, _VOCABULARY, every=every)
        for every in (True, False)
    )


@functools.cache
def _with_all(text: str, language: str, *, every: bool) -> tuple[QuantityInText, ...]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(finder, "lexicon", lexicon)
        return quantities_in(text, language, _VOCABULARY, every=every)


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_a_text_is_read_otherwise_without_the_word(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each word of each list taken out in turn, some text of its kind gives other figures."""
    lists = list(_lists(language, of_measures=False))
    assert len(lists) > 50
    assert [idle for table, key in lists for idle in _idle(language, table, key, monkeypatch)] == []


def _idle(language: str, table: str, key: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str, str]]:
    own, data, full = _SAMPLES[language], _data(language), lexicon(language)
    texts = _PROBES[f"{table}.{key}" if table in _KEYED else table]
    for word in data[table][key]:
        less = {**data, table: {**data[table], key: [one for one in data[table][key] if one != word]}}
        without = replace(lexicon_of(language, less), measures=full.measures)
        if not any(_differs(text, language, without, monkeypatch) for text in texts(language, word, own)):
            yield table, key, word


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_a_word_of_a_measure_tells_it(language: str) -> None:
    """Beside a number, its noun, or the word it goes with, each stem gives its property; none hides behind a shorter."""
    for table, key in _lists(language, of_measures=True):
        hidden, silent = _useless(language, table, key)
        assert (hidden, silent) == ([], []), (table, key)


def _useless(language: str, table: str, key: str) -> tuple[list[str], list[str]]:
    """Return the stems of a list that hide behind a shorter one, and those that tell nothing."""
    own, words = _SAMPLES[language], lexicon(language)
    stems = _data(language)[table][key]
    known = (*words.prose(_VOCABULARY.properties[key].prose), *words.measures.get(key, ()))
    hidden = [stem for stem in stems for other in known
              if stem != other and stem.startswith(other) and " " not in stem and not stem.endswith(".")]  # fmt: skip
    beside = [own.people, own.house, own.died, *itertools.chain.from_iterable(
        words.measures.get(name, ()) for name in ("vehicles", "houses_destroyed", "injured", "killed"))]  # fmt: skip
    units = ["", own.years, own.hours, "$", "dollar"]
    silent = []
    for stem in stems:
        said = stem.rstrip(".")
        texts = [f"{said} 12", f"12 {said}", f"12 {own.people} {said}"]
        texts += [f"{said} 12 {unit}" for unit in units[1:]] + [f"{said} 12 {unit} {own.prison}" for unit in units[1:3]]
        texts += [f"{said} 12 {unit} {own.questioned}" for unit in units[1:3]]
        texts += [text for one in beside for text in (f"12 {one} {said}", f"{said} 12 {one}")]
        if not any(one.property == key for text in texts for one in quantities_in(text, language, _VOCABULARY)):
            silent.append(stem)
    return hidden, silent


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("около 1900", "ru", 1900), ("1700 жильцам", "ru", 1700), ("about 1900", "en", 1900), ("шамамен 1900", "kk", 1900),
        ("в 1999 году", "ru", None), ("2020 жылы", "kk", None), ("in February 2020", "en", None),
        ("в 2020 году 11 человек", "ru", 11),
    ],
)  # fmt: skip
def test_a_lone_number_of_bound_words_is_a_count_though_it_could_be_a_year(
    text: str, language: str, number: int | None
) -> None:
    """An author has said that the words are a figure; a month before it or a word for years behind it still make it one."""
    found = quantities_in(text, language, _VOCABULARY, is_bound=True)
    assert [one.quantity.low for one in found] == ([] if number is None else [number])
