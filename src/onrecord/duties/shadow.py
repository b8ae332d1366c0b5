"""Owns the table for a shadow report: what was asked, what the State answered, both grades, and the evidence. Pure.

One row for each thing asked, in Markdown, CSV or HTML. The body's grade and ours have a column each (R0.10), and each
cell says on which claims it rests.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from onrecord.duties.clocks import State
from onrecord.duties.duty import Duty
from onrecord.duties.norms import bodies
from onrecord.duties.owing import Owed
from onrecord.duties.told import Told
from onrecord.kernel import Label

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run a cell by (OWASP, CSV injection)


class TableForm(StrEnum):
    """How a table is written."""

    MARKDOWN = "md"
    CSV = "csv"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowTable:
    """A table for a shadow report in one language, as of a day."""

    language: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def written(self, form: TableForm) -> str:
        """Return it in one of the forms."""
        return {TableForm.MARKDOWN: self._markdown, TableForm.CSV: self._csv, TableForm.HTML: self._html}[form]()

    def _markdown(self) -> str:
        lines = [f"# {_in_markdown(self.title)}", "", _row(self.columns), _row(["---"] * len(self.columns))]
        return "\n".join([*lines, *(_row([_in_markdown(cell) for cell in row]) for row in self.rows)]) + "\n"

    def _csv(self) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return out.getvalue()

    def _html(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in self.columns)
        body = "\n".join(
            "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        title = html.escape(self.title)
        return (
            f'<!doctype html>\n<html lang="{html.escape(self.language)}">\n<head><meta charset="utf-8">'
            f"<title>{title}</title></head>\n<body>\n<table>\n<caption>{title}</caption>\n<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
        )


def shadow_table(found: Owed, language: str = "en") -> ShadowTable:
    """Return the table of what is owed; of a cell that nothing is on record for, it says so."""
    return ShadowTable(
        language=language,
        title=_TITLE.fill(language, as_of=found.as_of),
        columns=tuple(one.text(language) for one in _COLUMNS),
        rows=tuple(_cells(one, language) for one in found.duties),
    )


def _cells(one: Duty, language: str) -> tuple[str, ...]:
    known = bodies().get(one.body or "")
    body = known.label.text(language) if known is not None else _each(one.bodies)
    place = " ".join(filter(None, (_each(one.symbols) or one.subject, one.paragraph and f"§ {one.paragraph}")))
    return (
        body,
        place,
        _told(one.asked, language),
        _reply(one, language),
        _told(one.done, language),
        "\n".join(f"“{grade.words}” [{grade.claim}]" for grade in one.body_grades) or _nothing(language),
        "\n".join(f"{grade.words}: {grade.reason} [{grade.claim}]" for grade in one.own_grades) or _nothing(language),
        ", ".join(one.claims),
    )


def _reply(one: Duty, language: str) -> str:
    """Return what the State answered: in a review, by letter, in which words; and how the clock stands."""
    lines = [f"{_RESPONSES[each.value].text(language)} [{', '.join(each.claims)}]" for each in one.responses
             if each.value in _RESPONSES]  # fmt: skip
    lines += [f"{each.on.written(language)} [{', '.join(each.claims)}]" for each in one.answers]
    lines += [f"{each.value} [{', '.join(each.claims)}]" for each in one.said]
    if one.due is not None or one.answers or (one.stand.state is not State.UNKNOWN):
        lines.append(one.says(language))
    return "\n".join(lines) or _nothing(language)


def _told(values: Iterable[Told], language: str) -> str:
    return "\n".join(f"{one.value} [{', '.join(one.claims)}]" for one in values) or _nothing(language)


def _each(values: Iterable[Told]) -> str:
    return " | ".join(one.value for one in values)


def _nothing(language: str) -> str:
    return _NOTHING.text(language)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _in_markdown(cell: str) -> str:
    """Return a cell in which nothing is markup: a bar would begin another cell, a bracket with a bracket a link."""
    plain = "".join(f"\\{one}" if one in "\\`*_[]<>|#" else one for one in cell)
    return "<br>".join(plain.splitlines())


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


_TITLE: Final = Label(
    en="What was asked of the State, and what it answered, as of {as_of}",
    ru="О чём просили государство и что оно ответило, на {as_of}",
    kk="Мемлекеттен не сұралды және ол не деп жауап берді, {as_of} күні",
)
_COLUMNS: Final = (
    Label(en="Body", ru="Орган", kk="Орган"),
    Label(en="Where", ru="Где", kk="Қайда"),
    Label(en="Asked or recommended", ru="Просьба или рекомендация", kk="Өтініш не ұсыным"),
    Label(en="Reply of the State", ru="Ответ государства", kk="Мемлекет жауабы"),
    Label(en="What was done", ru="Что сделано", kk="Не істелді"),
    Label(en="The body's grade, its words", ru="Оценка органа, его словами", kk="Орган бағасы, өз сөзімен"),
    Label(en="Our grade, and why", ru="Наша оценка и почему", kk="Біздің баға және себебі"),
    Label(en="Evidence (claims)", ru="Доказательства (утверждения)", kk="Дәлел (мәлімдемелер)"),
)
_NOTHING: Final = Label(en="nothing on record", ru="нет записей", kk="жазба жоқ")
_RESPONSES: Final = {
    "supported": Label(en="supported in the review", ru="поддержана в обзоре", kk="шолуда қолдады"),
    "noted": Label(en="noted in the review", ru="принята к сведению в обзоре", kk="шолуда ескерді"),
    "pending": Label(en="to be examined", ru="будет рассмотрена", kk="қаралады"),
}
