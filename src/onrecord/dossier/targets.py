"""Owns why the target of a link cannot be followed, in words that stand inside of a diagnostic. Never follows one."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Label

NO_CLAIM: Final = Label(
    en="there is no claim {name}",
    ru="утверждения {name} нет",
    kk="{name} деген мәлімдеме жоқ",
)
NO_PROPERTY: Final = Label(
    en="the vocabulary has no “{name}”",
    ru="в словаре нет «{name}»",
    kk="сөздікте «{name}» жоқ",
)
NO_QUANTITY: Final = Label(
    en="“{name}” is no quantity; bind a claim of it with claim:ID",
    ru="«{name}» — не количество; привяжите утверждение о нём: claim:ID",
    kk="«{name}» — сан емес; ол туралы мәлімдемені claim:ID арқылы байлаңыз",
)
TWICE: Final = Label(
    en="an option stands twice",
    ru="один из параметров указан дважды",
    kk="параметрдің бірі екі рет берілген",
)
NO_OPTION: Final = Label(
    en="“{name}” has no {unknown}; it has {known}",
    ru="у «{name}» нет {unknown}; есть {known}",
    kk="«{name}» үшін {unknown} жоқ; барлары: {known}",
)
NO_SPEAKER: Final = Label(
    en="by={by} is no kind of speaker; there are {known}",
    ru="by={by} — нет такого вида говорящих; есть {known}",
    kk="by={by} — сөйлеушінің мұндай түрі жоқ; барлары: {known}",
)
NO_DATE: Final = Label(
    en="“{text}” is no date; write a day as 2021-04-01, a month as 2021-04 or a year as 2021",
    ru="«{text}» — не дата; день пишется как 2021-04-01, месяц — 2021-04, год — 2021",
    kk="«{text}» — күн емес; күн 2021-04-01, ай 2021-04, жыл 2021 түрінде жазылады",
)
UNITS: Final = Label(
    en="it is counted in several units ({units}); name one with unit=",
    ru="считали в разных единицах ({units}); назовите одну: unit=",
    kk="бірнеше бірлікпен саналған ({units}); біреуін unit= арқылы атаңыз",
)
FIGURES: Final = Label(
    en="it may mean several figures; name one of: {choices}",
    ru="она может означать разные числа; назовите одно из: {choices}",
    kk="ол бірнеше санды білдіруі мүмкін; мыналардың бірін атаңыз: {choices}",
)


class TargetRefused(Exception):
    """A target that cannot be followed, with the reason as a part of a sentence in each language."""

    def __init__(self, problem: Label, **facts: object) -> None:
        self.problem = problem.filled(**facts)
        super().__init__(self.problem.en)
