"""Owns how a funnel is shown to a person: stages, waits, what others report beside them, and two groups compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from onrecord.cli.shell import Shell
from onrecord.kernel import Label, Vocabulary, day_words, decimal_mark, number_words

if TYPE_CHECKING:
    from onrecord import justice

_OF: Final = Label(
    en="{group}, {persons} persons on record, as of {as_of}",
    ru="{group}, лиц в записях: {persons}, на {as_of}",
    kk="{group}, жазбадағы адамдар: {persons}, {as_of} күні",
)
_COLUMNS: Final = (
    Label(en="stage", ru="стадия", kk="саты"),
    Label(en="persons", ru="лиц", kk="адам"),
    Label(en="of", ru="из", kk="барлығы"),
    Label(en="implied", ru="подразумеваются", kk="жанама"),
    Label(en="not known", ru="не известно", kk="белгісіз"),
)
ALL: Final = Label(en="All", ru="Все", kk="Барлығы")
_ALTERED: Final = Label(
    en="sentences altered ({kind}): {n} of {of} convicted",
    ru="приговор изменён ({kind}): {n} из {of} осуждённых",
    kk="үкімі өзгертілді ({kind}): {of} сотталған ішінде {n}",
)
_OVERTURNED: Final = Label(
    en="{what}: {n} of {of} convicted, counted above as convicted",
    ru="{what}: {n} из {of} осуждённых; выше посчитаны среди осуждённых",
    kk="{what}: {of} сотталған ішінде {n}; жоғарыда сотталғандардың қатарында",
)
_WAITED: Final = Label(
    en="median wait from “{start}” to “{end}”: {days} days, 95 % between {least} and {most} ({n} arrived, "
    "{waiting} still waiting, {undated} undated)",
    ru="медиана ожидания от «{start}» до «{end}»: {days} дн., 95 % между {least} и {most} (дождались {n}, "
    "ждут {waiting}, без точных дат {undated})",
    kk="«{start}» сатысынан «{end}» сатысына дейінгі күту медианасы: {days} күн, 95 % {least} мен {most} арасында "
    "(жеткені {n}, күтіп жүргені {waiting}, күні белгісізі {undated})",
)
_NO_MEDIAN: Final = Label(
    en="wait from “{start}” to “{end}”: no median ({n} arrived, {waiting} still waiting, {undated} undated)",
    ru="ожидание от «{start}» до «{end}»: медианы нет (дождались {n}, ждут {waiting}, без точных дат {undated})",
    kk="«{start}» сатысынан «{end}» сатысына дейінгі күту: медиана жоқ (жеткені {n}, күтіп жүргені {waiting}, "
    "күні белгісізі {undated})",
)
_REPORTED: Final = (
    Label(en="reported", ru="сообщено", kk="хабарланған"),
    Label(en="of", ru="чего", kk="не"),
    Label(en="as of", ru="на", kk="күні"),
    Label(en="sources", ru="источники", kk="дереккөздер"),
    Label(en="on record", ru="в записях", kk="жазбада"),
    Label(en="gap", ru="разрыв", kk="айырма"),
)
_CASES: Final = Label(en="cases", ru="дел", kk="іс")
_OF_CASES: Final = Label(
    en="Cases on record one by one: {cases}, as of {as_of}",
    ru="Дел в записях по отдельности: {cases}, на {as_of}",
    kk="Жеке жазбадағы істер: {cases}, {as_of} күні",
)
_COMPARED: Final = Label(
    en="{what}{as_of}: {one} and {other}; Fisher p = {p}, mid-p = {mid}; difference {apart}; "
    "odds ratio {ratio} [{least}; {most}]",
    ru="{what}{as_of}: {one} и {other}; точный критерий Фишера p = {p}, mid-p = {mid}; разность {apart}; "
    "отношение шансов {ratio} [{least}; {most}]",
    kk="{what}{as_of}: {one} және {other}; Фишердің дәл сынағы p = {p}, mid-p = {mid}; айырма {apart}; "
    "мүмкіндіктер қатынасы {ratio} [{least}; {most}]",
)
_FLOOR: Final = Label(
    en="A count of records is a floor: the true number may be higher.",
    ru="Число записей — нижняя граница: на деле может быть больше.",
    kk="Жазбалар саны — төменгі шек: шын саны көбірек болуы мүмкін.",
)


def show_compared(
    shell: Shell,
    compared: Sequence[tuple[dt.date | None, justice.Comparison | justice.NotJoined]],
    words: Vocabulary | None = None,
) -> None:
    """Print each comparison with what has to be said with it; `words` are the archive's own."""
    from onrecord import justice

    for day, one in compared:
        if isinstance(one, justice.NotJoined):
            shell.say(f"{one.code}: {one.message().text(shell.language)}")
            continue
        _show_comparison(shell, day, one, words)
        for warning in one.warnings_told(shell.language):
            shell.say(f"  {warning}")


def _show_comparison(shell: Shell, day: dt.date | None, one: justice.Comparison, words: Vocabulary | None) -> None:
    from onrecord import justice

    row, language = one.to_row(shell.language), shell.language
    apart, ratio = row["difference"], row["odds_ratio"]
    sides = one.sides_told(language, words)
    shell.say(
        _COMPARED,
        what=justice.compared_as(one.what, language, words),
        as_of=f" ({day_words(day, language)})" if day else "",
        one=f"{sides[0]} {one.table.one}/{one.table.of_one}",
        other=f"{sides[1]} {one.table.other}/{one.table.of_other}",
        p=_digits(row["fisher_p"], language),
        mid=_digits(row["mid_p"], language),
        apart="{} [{}; {}]".format(*(_signed(apart[name], language) for name in ("value", "low", "high"))),
        ratio="—" if ratio["value"] is None else _digits(ratio["value"], language),
        least=_digits(ratio["low"], language),
        most="∞" if ratio["high"] is None else _digits(ratio["high"], language),
    )


def _digits(number: float, language: str) -> str:
    """Return a number to three digits that count."""
    return number_words(Decimal(f"{number:.3g}"), language)


def _signed(number: float, language: str) -> str:
    return decimal_mark(f"{number:+.2f}", language)


def show_funnels(
    shell: Shell,
    made: list[justice.Funnel],
    reported: Sequence[justice.Beside],
    joined: Fraction | justice.NotJoined | None,
    *,
    is_about: bool = False,
    words: Vocabulary | None = None,
) -> None:
    """Print funnels, the counts that others report beside them, and one count as a share of another.

    `is_about` says that the share is of a round number; `words` are the archive's own.
    """
    for one in made:
        _show_funnel(shell, one, words)
    _show_counts(shell, reported, words)
    if isinstance(joined, Fraction):
        share = decimal_mark(f"{float(joined):.3f}", shell.language)
        shell.say(f"{'≈ ' if is_about else ''}{joined.numerator}/{joined.denominator} = {share}")
    elif joined is not None:
        shell.say(f"{joined.code}: {joined.message().text(shell.language)}")
    shell.say(_FLOOR)


def _show_funnel(shell: Shell, one: justice.Funnel, words: Vocabulary | None) -> None:
    from onrecord import justice

    def called(stage: StrEnum) -> str:
        return justice.STAGES[justice.Stage(stage)].text(shell.language)

    shell.say("")
    group = _group(one.group, shell.language, words)
    shell.say(_OF, group=group, persons=one.persons, as_of=one.as_of)
    if not one.persons:
        return
    shell.table(
        _COLUMNS,
        [(called(stage.stage), stage.n, stage.of, stage.implied, stage.unknown) for stage in one.shown],
    )
    for altered in one.alterations:
        kind = justice.ALTERATIONS[altered.kind] if altered.kind else justice.NOT_TOLD
        shell.say(_ALTERED, kind=kind.text(shell.language), n=altered.n, of=altered.of)
    for ended in one.overturned:
        shell.say(_OVERTURNED, what=justice.OUTCOMES[ended.outcome].text(shell.language), n=ended.n, of=ended.of)
    for wait in one.waits:
        limits = {"days": wait.days, "least": wait.least, "most": wait.most}
        shell.say(
            _NO_MEDIAN if wait.days is None else _WAITED,
            start=called(wait.start),
            end=" / ".join(called(stage) for stage in wait.end),
            **{name: justice.NOT_REACHED if day is None else day for name, day in limits.items()},
            n=wait.arrived,
            waiting=wait.waiting,
            undated=wait.undated,
        )


def show_cases(shell: Shell, one: justice.CaseFunnel) -> None:
    """Print how many cases on record reached each stage."""
    from onrecord import justice

    shell.say("")
    shell.say(_OF_CASES, cases=one.cases, as_of=one.as_of)
    columns = (_COLUMNS[0], _CASES, *_COLUMNS[2:])
    stages = justice.CASE_STAGES
    if one.cases:
        shell.table(
            columns,
            [
                (stages[justice.CaseStage(row.stage)].text(shell.language), row.n, row.of, row.implied, row.unknown)
                for row in one.stages
            ],
        )


def _show_counts(shell: Shell, reported: Sequence[justice.Beside], words: Vocabulary | None) -> None:
    """Show each reported count beside the records, the oldest first; what is not held against them, with the reason.

    Sources that say the same number of the same thing stand in one line, under the newest day.
    """
    from onrecord import justice

    alike: dict[tuple[object, ...], list[justice.Beside]] = {}
    for one in sorted(reported, key=lambda one: (one.count.as_of.latest, one.count.id)):
        if one.refusal is not None:
            what = justice.called(one.count, shell.language, words)
            shell.say(f"{what}: {_number(one.count)}. {one.refusal.message().text(shell.language)}")
        else:
            key = (one.count.what, one.count.about, _number(one.count), one.recorded)
            alike.setdefault(key, []).append(one)
    if not alike:
        return
    shell.table(
        _REPORTED,
        [
            (
                _number(same[-1].count),
                justice.called(same[-1].count, shell.language, words),
                same[-1].count.as_of.written(shell.language),
                ", ".join(dict.fromkeys(one.count.source for one in same)),
                same[-1].recorded,
                same[-1].gap,
            )
            for same in alike.values()
        ],
    )


def _number(one: justice.Count) -> str:
    """Return a count as it was reported: a range, "≥" for more than, "≈" for about."""
    if one.most is not None:
        return f"{one.value}–{one.most}"
    return f"{'≥ ' if one.is_at_least else '≈ ' if one.is_about else ''}{one.value}"


def _group(group: str | None, language: str, words: Vocabulary | None) -> str:
    from onrecord import justice

    return ALL.text(language) if group is None else justice.group_called(group, language, words)
