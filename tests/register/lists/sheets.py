"""Lists that never were, in real scripts: people of one valley as a hospital, relatives and a village office write them."""

from __future__ import annotations

from typing import Final

HOSPITAL_MAP: Final = """
[list]
id = "hospital-2031"
of = "people"
title = "Admissions of the district hospital"
compiler = "district hospital"
compiler_kind = "official"
compiled_on = "2031-02-20"
rule = "Everybody admitted with injuries from the events of 7 to 9 February"
incident = "valley-2031"
outcome = "injured"
key = "№"

[reading]
language = "ru"
dates = ["DD.MM.YYYY"]
empty = ["-"]

[columns]
"ФИО" = "name"
"В паспорте" = "alias"
"Год рожд." = "born"
"Пол" = "sex"
"Село" = "place"
"Поступил" = "hospitalised_on"

[columns."Нац."]
field = "group"

[columns."Нац.".values]
"дунг." = "dungan"
"каз." = "kazakh"
"""

HOSPITAL: Final[list[list[object]]] = [
    ["№", "ФИО", "В паспорте", "Год рожд.", "Пол", "Нац.", "Село", "Поступил", "Палата"],
    [1, "Долинов Сабир Юсупович", "DOLINOV SABIR", 1958, "м", "дунг.", "нижнее", "08.02.2031", "3"],
    [2, "Горная Фатима", None, "12.03.1990", "жен", "дунг.", "верхнее", "09.02.2031", "3"],
    [3, "Жайлауов Ерлан", "-", 1984, "м", "каз.", "верхнее", "08.02.2031", None],
    [4, "неизвестный мужчина", None, None, "м", None, "нижнее", "08.02.2031", "1"],
]

LOSSES_MAP: Final = """
[list]
id = "losses-office"
of = "losses"
title = "Losses of the upper village"
compiler = "village office"
compiler_kind = "official"
compiled_on = "2031-03-01"
rule = "Property of inhabitants reported to the office by 1 March"
incident = "valley-2031"
place = "верхнее"
currency = "KZT"

[reading]
language = "ru"

[columns]
"Владелец" = "owner"
"Сколько" = "count"
"Ущерб" = "value"
"Описание" = "described"

[columns."Что"]
field = "kind"

[columns."Что".values]
"дом" = "house"
"магазин" = "shop"
"скот" = "livestock"

[columns."Состояние"]
field = "state"

[columns."Состояние".values]
"сгорел" = "burned"
"угнан" = "stolen"

[columns."Валюта"]
field = "currency"

[columns."Валюта".values]
"доллары" = "USD"
"""

LOSSES: Final = (
    "Владелец;Что;Состояние;Сколько;Ущерб;Валюта;Описание\n"
    "Долинов С.;дом;сгорел;;12 500 000;;жилой\n"
    "Долинов С.;скот;угнан;около 40;;;бараны\n"
    '"Горная ""Фая"" Ф.";магазин;сгорел;1;30000;доллары;"товары; весы"\n'
    "Жайлауов Е.;дом;;;$ 9000;;\n"
    "Жайлауов Е.;;;2;;;\n"
    "Степной А.;дом;сгорел;;4 000 000 тенге;;\n"
)
