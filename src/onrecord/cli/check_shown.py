"""Owns how a check is shown to a person: what is wrong, line by line, and how each assertion stands to the record."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from onrecord.cli.shell import Shell
from onrecord.kernel import Label, line_and_column

if TYPE_CHECKING:
    from onrecord.dossier import CheckReport, Graded, Statement

_HOLDS: Final = Label(
    en="{path}: {bound} of {found} figures bound, no errors, warnings: {warnings}.",
    ru="{path}: привязано чисел {bound} из {found}, ошибок нет, предупреждений {warnings}.",
    kk="{path}: {found} санның {bound} байланған, қате жоқ, ескерту {warnings}.",
)
_FAILS: Final = Label(
    en="{path}: {bound} of {found} figures bound, errors: {errors}, warnings: {warnings}.",
    ru="{path}: привязано чисел {bound} из {found}, ошибок {errors}, предупреждений {warnings}.",
    kk="{path}: {found} санның {bound} байланған, қате {errors}, ескерту {warnings}.",
)
_SUGGESTED: Final = Label(en="try: {link}", ru="попробуйте: {link}", kk="мынаны көріңіз: {link}")
_GRADES: Final = Label(
    en="What nobody bound, held against the record: {counts}",
    ru="Что никто не привязал, по сравнению с архивом: {counts}",
    kk="Ешкім байламағаны мұрағатпен салыстырғанда: {counts}",
)
_COLUMNS: Final = (
    Label(en="Line", ru="Строка", kk="Жол"),
    Label(en="Words", ru="Слова", kk="Сөздер"),
    Label(en="Grade", ru="Оценка", kk="Баға"),
    Label(en="On record", ru="В архиве", kk="Мұрағатта"),
)
_WIDEST: Final = 46  # letters of words in a table; the place is told, so that the rest can be read there


def show(shell: Shell, name: str, report: CheckReport, *, notes: bool) -> None:
    """Print `file:line:column: severity code: message`, the form that editors' problem matchers read, then grades."""
    counted = {"error": 0, "warning": 0, "note": 0}
    for one in report.diagnostics:
        counted[one.severity.value] += 1
        if one.severity.value == "note" and not notes:
            continue
        place = f"{name}:{one.line}:{one.column}"
        shell.say(f"{place}: {one.severity.value} {one.code.name}: {one.message(shell.language)}")
        if one.suggestion:
            shell.say(_SUGGESTED, link=one.suggestion)
    _show_grades(shell, report)
    shell.say(
        _FAILS if counted["error"] else _HOLDS,
        path=name,
        bound=report.figures_bound,
        found=report.figures_found,
        errors=counted["error"],
        warnings=counted["warning"],
    )


def _show_grades(shell: Shell, report: CheckReport) -> None:
    """Print how what nobody bound stands to the record: counts, then each in the order of the text."""
    loose = [one for one in report.assertions if not one.is_bound]
    if not loose:
        return
    counts = Counter(one.grade for one in loose)
    told = ", ".join(f"{one.says.text(shell.language)} {count}" for one, count in sorted(counts.items(), key=_order))
    shell.say("")
    shell.say(_GRADES, counts=told)
    shell.table(_COLUMNS, [_row(one, report.statement, shell.language) for one in loose])
    shell.say("")


def _order(counted: tuple[object, int]) -> int:
    return -counted[1]


def _row(one: Graded, statement: Statement, language: str) -> tuple[object, ...]:
    """Return a row of the table: of a figure the sentence from there on, so that one sees what is counted."""
    place = statement.in_file(one.start, one.end)
    line, _ = line_and_column(statement.file, place.start)
    end = one.end if one.kind != "figure" else max(one.end, statement.sentence_at(one.start).end)
    words = " ".join(statement.prose[one.start : end].split())
    return line, shortened(words), one.grade.says.text(language), one.record or "—"


def shortened(words: str) -> str:
    """Return words as a cell of a table has room for them."""
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1].rstrip() + "…"
