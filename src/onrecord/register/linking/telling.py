"""Owns what a pair of records says to a person, in words: what agrees, what does not, what forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Label
from onrecord.register.linking.evidence import Feature, Veto
from onrecord.register.linking.pairs import Pair
from onrecord.register.linking.word_levels import DIFFERENT

_VETOES: Final = {
    Veto.SEX: Label(
        en="One is a man, the other a woman.", ru="Один — мужчина, другая — женщина.", kk="Бірі — ер, бірі — әйел."
    ),
    Veto.BIRTH: Label(
        en="The births lie apart: {a} and {b}.",
        ru="Рождения расходятся: {a} и {b}.",
        kk="Туған күндері бөлек: {a} мен {b}.",
    ),
    Veto.FATHER: Label(en="The fathers differ.", ru="Отцы разные.", kk="Әкелері бөлек."),
    Veto.DEAD_BEFORE: Label(
        en="One died before the other was seen alive.",
        ru="Один умер раньше, чем другого видели живым.",
        kk="Бірі екіншісі тірі көрінгеннен бұрын қайтыс болған.",
    ),
    Veto.INITIALS: Label(en="The initials do not fit.", ru="Инициалы не подходят.", kk="Бас әріптері сәйкес емес."),
}
_ONLY_NAMES: Final = Label(
    en="Nothing beside name, father and sex agrees: a name alone makes nobody one person.",
    ru="Кроме имени, отца и пола ничего не совпадает: имя ещё не делает людей одним человеком.",
    kk="Есім, әке мен жыныстан басқа ештеңе сәйкес емес: бір есім бір адам деген сөз емес.",
)
_CONTRADICTED: Final = Label(
    en="Taken together with the others of its group, this pair contradicts something.",
    ru="Вместе с остальными своей группы эта пара чему-то противоречит.",
    kk="Тобындағы басқалармен бірге бұл жұп бір нәрсеге қайшы келеді.",
)
_WORDS: Final = (
    Label(en="A word of the names differs.", ru="Слово в именах отличается.", kk="Есімдегі бір сөз бөлек."),
    Label(
        en="A word of the names is a little alike.",
        ru="Слово в именах немного похоже.",
        kk="Есімдегі бір сөз сәл ұқсас.",
    ),
    Label(en="An initial fits.", ru="Инициал подходит.", kk="Бас әрпі сәйкес."),
    Label(
        en="A word of the names is nearly the same.",
        ru="Слово в именах почти то же.",
        kk="Есімдегі бір сөз дерлік бірдей.",
    ),
    Label(
        en="A surname with and without its ending.",
        ru="Фамилия с окончанием и без.",
        kk="Тегі жалғаулы және жалғаусыз.",
    ),
    Label(en="Two forms of one given name.", ru="Две формы одного имени.", kk="Бір есімнің екі түрі."),
    Label(en="A word of the names is the same.", ru="Слово в именах то же.", kk="Есімдегі бір сөз бірдей."),
)
_FATHERS: Final = {
    0: _VETOES[Veto.FATHER],
    6: Label(en="The fathers' names agree.", ru="Имена отцов совпадают.", kk="Әкелерінің есімі бірдей."),
}
_FATHER_ALIKE: Final = Label(en="The fathers' names are alike.", ru="Имена отцов похожи.", kk="Әкелерінің есімі ұқсас.")
_BIRTHS: Final = (
    Label(
        en="Born more than two years apart.",
        ru="Разница рождений больше двух лет.",
        kk="Туған жылдарының арасы екі жылдан көп.",
    ),
    Label(en="Born on different days.", ru="Родились в разные дни.", kk="Әр күні туған."),
    Label(en="Born in years that lie near.", ru="Годы рождения близки.", kk="Туған жылдары жақын."),
    Label(
        en="The births differ by a slip of the pen.",
        ru="Рождения отличаются опиской.",
        kk="Туған күндері қате жазудан ғана бөлек.",
    ),
    Label(
        en="The births can be one day.",
        ru="Это может быть один и тот же день рождения.",
        kk="Туған күні бір болуы мүмкін.",
    ),
    Label(en="Born on the same day.", ru="Родились в один день.", kk="Бір күні туған."),
)
_SEXES: Final = (
    _VETOES[Veto.SEX],
    Label(en="The sex is the same.", ru="Пол один и тот же.", kk="Жынысы бірдей."),
)
_SEXES_BY_NAME: Final = (
    Label(
        en="By their names one is a man, the other a woman.",
        ru="Судя по именам, один — мужчина, другая — женщина.",
        kk="Есімдеріне қарағанда бірі — ер, бірі — әйел.",
    ),
    Label(
        en="By their names the sex is the same.",
        ru="Судя по именам, пол один и тот же.",
        kk="Есімдеріне қарағанда жынысы бірдей.",
    ),
)
# Columns of rows on record; those of a file are called as the file calls them.
_COLUMNS: Final = {
    "document": Label(en="document", ru="документ", kk="құжат"),
    "group": Label(en="group", ru="группа", kk="топ"),
    "place": Label(en="place", ru="место", kk="жер"),
    "residence": Label(en="residence", ru="место жительства", kk="тұратын жері"),
}
_VALUES: Final = (
    Label(en="“{column}” differs.", ru="«{column}» отличается.", kk="«{column}» бөлек."),
    Label(en="“{column}” is alike.", ru="«{column}» похоже.", kk="«{column}» ұқсас."),
    Label(en="“{column}” is the same.", ru="«{column}» совпадает.", kk="«{column}» бірдей."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that speaks for or against a pair, and what it is worth in bits; 0 of what is a rule and no weight."""

    says: Label
    bits: float = 0.0


def reasons_of(pair: Pair, features: tuple[Feature, ...]) -> tuple[Said, ...]:
    """Return what speaks for and against a pair: rules first, then what is worth most."""
    weights = sorted(_weights(pair, features), key=lambda one: -abs(one.bits))
    return (*_rules(pair), *weights)


def _rules(pair: Pair) -> Iterator[Said]:
    born = {side: (one.born.text() if one.born else "?") for side, one in (("a", pair.one), ("b", pair.other))}
    for veto, says in _VETOES.items():
        if veto in pair.vetoes:
            by_name = veto is Veto.SEX and _is_sex_by_name(pair)
            yield Said(says=_SEXES_BY_NAME[DIFFERENT] if by_name else says.filled(**born))
    if pair.only_names and not pair.vetoes:
        yield Said(says=_ONLY_NAMES)
    if pair.contradicted:
        yield Said(says=_CONTRADICTED)


def _is_sex_by_name(pair: Pair) -> bool:
    """Say whether a row does not say the sex, so that linking took it from the name: nobody should cite it as told."""
    return not (pair.one.sex and pair.other.sex)


def _weights(pair: Pair, features: tuple[Feature, ...]) -> Iterator[Said]:
    for feature, level, worth in zip(features, pair.levels, pair.bits, strict=True):
        if level >= 0:
            by_name = feature.name == "sex" and _is_sex_by_name(pair)
            yield Said(says=_SEXES_BY_NAME[level] if by_name else _label(feature.name, level), bits=worth)


def _label(feature: str, level: int) -> Label:
    kind, _, column = feature.partition(" ")
    if kind.startswith("word"):
        return _WORDS[level]
    if kind == "father":
        return _FATHERS.get(level, _FATHER_ALIKE)
    if kind == "born":
        return _BIRTHS[level]
    return _SEXES[level] if kind == "sex" else _VALUES[level].filled(column=column_called(column))


def column_called(column: str) -> Label:
    """Return what a column of facts or numbers is called."""
    return _COLUMNS.get(column, Label.alike(column))
