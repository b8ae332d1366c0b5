"""A population of invented people as several lists write it: scripts, schemes, slips of the pen, cells left empty.

    python benchmarks/populations.py ROWS [SEED] > people.csv

Everybody is made of common given names, villages that do not exist and surnames put together from syllables; who is who
is in the column `truth`. A person stands in one to four rows. Each row is in Russian letters, in Kazakh letters, or in
Latin ones as passports of 1997, ICAO, BGN or a French hand write them; a tenth of the words have a slip, a third of the
patronymics are missing, births are whole, a year alone or not there.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from typing import Final

_MEN: Final = (
    "Мухамед",
    "Исмаил",
    "Юсуф",
    "Ибрагим",
    "Айдар",
    "Ерлан",
    "Нурлан",
    "Марат",
    "Мурат",
    "Тимур",
    "Руслан",
    "Азамат",
    "Данияр",
    "Серик",
    "Бауыржан",
    "Канат",
    "Жунус",
    "Харсан",
    "Исхар",
    "Халид",
    "Рашид",
    "Султан",
    "Арман",
    "Асхат",
    "Болат",
    "Дамир",
    "Ильяс",
    "Камал",
    "Мансур",
    "Наиль",
    "Рустам",
    "Сабир",
    "Талгат",
    "Фарид",
    "Шамиль",
)
_WOMEN: Final = (
    "Фатима",
    "Айша",
    "Зухра",
    "Хадича",
    "Мариям",
    "Гульнара",
    "Айгуль",
    "Динара",
    "Жанна",
    "Камила",
    "Лейла",
    "Мадина",
    "Назира",
    "Сабина",
    "Сауле",
    "Толгонай",
    "Умида",
    "Халима",
    "Шолпан",
    "Эльмира",
    "Асель",
    "Бота",
    "Венера",
    "Гаухар",
    "Диляра",
    "Зарина",
    "Ирада",
    "Карина",
    "Малика",
    "Нургуль",
)
_ONSETS: Final = (
    "Б",
    "В",
    "Г",
    "Д",
    "Ж",
    "З",
    "К",
    "Л",
    "М",
    "Н",
    "П",
    "Р",
    "С",
    "Т",
    "Х",
    "Ш",
    "Ч",
    "Ц",
    "Ю",
    "Я",
    "А",
    "О",
    "И",
)
_MIDDLES: Final = (
    "ан",
    "ар",
    "ил",
    "ур",
    "ес",
    "ом",
    "ай",
    "ун",
    "ын",
    "ад",
    "ах",
    "ир",
    "ол",
    "ук",
    "ев",
    "из",
    "ям",
    "ут",
)
_VILLAGES: Final = tuple(
    f"{a}{b}"
    for a in ("Ак", "Кара", "Жана", "Сары", "Кок", "Ой", "Тас", "Уш")
    for b in ("булак", "тобе", "суу", "жар", "кент")
)
_TRADES: Final = (
    "учитель",
    "водитель",
    "врач",
    "торговец",
    "фермер",
    "слесарь",
    "студент",
    "пенсионер",
    "повар",
    "сварщик",
)

_ICAO: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "ie",
            "y",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
) | {"ь": ""}
_PASSPORT_1997: Final = {**_ICAO, "й": "y", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
_BGN: Final = {**_PASSPORT_1997, "ъ": "”", "ь": "’"}
_FRENCH: Final = {**_ICAO, "ж": "j", "у": "ou", "ч": "tch", "ш": "ch", "ю": "iou", "я": "ia", "ъ": "", "ь": ""}
_KAZAKH: Final = (
    ("Нур", "Нұр"),
    ("Гуль", "Гүл"),
    ("гуль", "гүл"),
    ("булак", "бұлақ"),
    ("тобе", "төбе"),
    ("Канат", "Қанат"),
    ("Сауле", "Сәуле"),
    ("Асель", "Әсел"),
)


def rows(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield so many rows of people, each person's rows one after another."""
    chance = random.Random(seed)
    made = person = 0
    while made < count:
        one = _person(chance)
        person += 1
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            if made < count:
                made += 1
                yield {"id": f"r{made}", "truth": str(person), **_written(one, chance)}


def _person(chance: random.Random) -> dict[str, str]:
    is_woman = chance.random() < 0.45
    stem = chance.choice(_ONSETS) + chance.choice(_MIDDLES)
    stem += chance.choice(("", chance.choice("бвгдзклмнрстхш") + chance.choice(_MIDDLES)))
    stem += chance.choice(("", "", chance.choice("бвгдзклмнрстхш") + chance.choice(_MIDDLES)))
    suffix = chance.choice(("ов", "ов", "ев", "ин", ""))
    father = chance.choice(_MEN)
    return {
        "surname": stem + suffix + ("а" if is_woman and suffix else ""),
        "given": chance.choice(_WOMEN if is_woman else _MEN),
        "father": father,
        "patronymic": father + ("овна" if is_woman else "ович"),
        "sex": "ж" if is_woman else "м",
        "born": f"{chance.randint(1930, 2015)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "village": chance.choice(_VILLAGES),
        "trade": chance.choice(_TRADES),
    }


def _written(one: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Return a person as one list has them."""
    scheme = chance.choice((None, None, None, "kk", _ICAO, _PASSPORT_1997, _BGN, _FRENCH))
    words = [one["surname"], one["given"], *([one["patronymic"]] if chance.random() < 0.66 else [])]
    words = [_slipped(word, chance) if chance.random() < 0.1 else word for word in words]
    if chance.random() < 0.15:
        words[0], words[1] = words[1], words[0]
    born = one["born"] if (kind := chance.random()) < 0.55 else one["born"][:4] if kind < 0.85 else ""
    if len(born) > 4 and chance.random() < 0.03:
        born = f"{born[:8]}{chance.randint(1, 28):02d}"
    return {
        "name": " ".join(_spelled(word, scheme) for word in words),
        "born": born,
        "sex": one["sex"] if chance.random() < 0.8 else "",
        "village": _spelled(one["village"], scheme) if chance.random() < 0.8 else "",
        "trade": one["trade"] if chance.random() < 0.5 else "",
    }


def _spelled(word: str, scheme: dict[str, str] | str | None) -> str:
    if scheme is None:
        return word
    if isinstance(scheme, str):
        for russian, kazakh in _KAZAKH:
            word = word.replace(russian, kazakh)
        return word
    latin = "".join(scheme.get(letter, letter) for letter in word.lower())
    return latin[:1].upper() + latin[1:]


def _slipped(word: str, chance: random.Random) -> str:
    """Return a word with one letter lost, doubled, changed or turned round with the next."""
    at = chance.randrange(1, max(2, len(word) - 1))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at : at + 1] * 2 + word[at + 1 :]
    if kind == 2:
        return word[:at] + chance.choice("аеиоубвгдклмнрст") + word[at + 1 :]
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


if __name__ == "__main__":
    table = csv.DictWriter(sys.stdout, ("id", "truth", "name", "born", "sex", "village", "trade"))
    table.writeheader()
    table.writerows(rows(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
