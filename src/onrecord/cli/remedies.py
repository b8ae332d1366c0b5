"""Owns the command `remedies`: redress by form and measure, and money by step, with what is not on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.incidents import incident_id, tell_untied, untied
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Vocabulary

if TYPE_CHECKING:
    from onrecord import justice

_COLUMNS: Final = (
    Label(en="form", ru="форма", kk="нысаны"),
    Label(en="measure", ru="мера", kk="шара"),
    Label(en="state", ru="состояние", kk="жайы"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_MONEY: Final = (
    Label(en="step", ru="стадия", kk="сатысы"),
    Label(en="of", ru="что", kk="не"),
    Label(en="sum", ru="сумма", kk="сомасы"),
    Label(en="day", ru="день", kk="күні"),
    Label(en="claims", ru="утверждения", kk="мәлімдемелер"),
)
_REPORTED: Final = Label(
    en="Money as reported, side by side; not added up:",
    ru="Деньги, как сообщается, рядом; не складываются:",
    kk="Хабарланған ақша қатар тұр; қосылмайды:",
)
_PERSONS: Final = Label(
    en="Money of persons on record, each once:",
    ru="Деньги лиц в записях, каждое один раз:",
    kk="Жазбадағы адамдардың ақшасы, әрқайсысы бір рет:",
)
_PAID: Final = Label(
    en="{of}: {low}–{high} of what was assessed was paid ({currency})",
    ru="{of}: выплачено {low}–{high} оценённого ({currency})",
    kk="{of}: бағаланғанның {low}–{high} төленді ({currency})",
)
_GRADE: Final = Label(
    en="Compensation in sum, {subject}: {grade} ({by}, {on}) [{claim}]",
    ru="Возмещение в целом, {subject}: {grade} ({by}, {on}) [{claim}]",
    kk="Өтемақы, жалпы, {subject}: {grade} ({by}, {on}) [{claim}]",
)
_GRADE_HELD: Final = Label(
    en="Compensation in sum, {subject}: “{grade}” is proposed ({by}, {on}) and does not stand [{claim}]",
    ru="Возмещение в целом, {subject}: предложено «{grade}» ({by}, {on}), не утверждено [{claim}]",
    kk="Өтемақы, жалпы, {subject}: «{grade}» ұсынылған ({by}, {on}), бекітілмеген [{claim}]",
)
_UNKNOWN: Final = Label(en="no information", ru="нет сведений", kk="мәлімет жоқ")
_OF_PERSONS: Final = Label(en="{state} (persons: {n})", ru="{state} (лиц: {n})", kk="{state} (адам: {n})")
_CONTESTED: Final = Label(en="sources differ", ru="источники расходятся", kk="дереккөздер әрқалай")


@command(
    "remedies", example="onrecord remedies --as-of 2021-02-08\nonrecord remedies --in KZT --incident valley --json"
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@click.option("--in", "currency", metavar="CURRENCY", help="Bring sums into this currency, by rates on record.")
@click.option("--incident", metavar="ID", help="Of one incident, and of what is tied to none.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
def remedies(
    shell: Shell, as_of: datetime | None, currency: str | None, incident: str | None, known_by: str | None
) -> None:
    """Tell what was made good: restitution, compensation, rehabilitation, satisfaction, non-repetition."""
    from onrecord import justice, ledger

    day = as_of.date() if as_of else SystemClock().now().date()
    with shell.read_desk() as desk:
        book, incident = ledger.book(desk, known_by=known_by), incident_id(incident)
        words = _Words(book.vocabulary, shell.language)
        found = justice.remedies(book, day, currency, incident)
        lost = untied(book.ties(incident) if incident is not None else None, found.persons)
    shell.emit({"as_of": day.isoformat(), "untied": lost, **found.to_row(shell.language)})
    tell_untied(shell, lost)
    shell.table(_COLUMNS, [_measure(one, words) for one in found.measures])
    _show_money(shell, found.money, words)
    for grade in found.grades:
        _show_grade(shell, grade, words)


class _Words:
    """What the archive's vocabulary calls things in the reader's language."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        """Look names up in this vocabulary."""
        self._vocabulary = vocabulary
        self.language = language

    def term(self, dimension: str, name: str) -> str:
        """Return what a value is called."""
        return self._vocabulary.term_called(dimension, name, self.language)

    def of_sum(self, name: str) -> str:
        """Return what a sum is of: a property, a class of loss, a measure or a scope."""
        if self._vocabulary.property(name) is not None:
            return self._vocabulary.property_called(name, self.language)
        named = (self._vocabulary.term(one, name) for one in ("scope", "loss_class", "remedy_measure"))
        return next((one.label.text(self.language) for one in named if one is not None), name)


def _measure(one: justice.Measure, words: _Words) -> tuple[str, ...]:
    claims = ", ".join(claim for told in one.told for claim in told.claims)
    form, measure = words.term("remedy_form", one.form), words.term("remedy_measure", one.name)
    return (f"{form} ({one.paragraph})", measure, _states(one, words), claims)


def _states(one: justice.Measure, words: _Words) -> str:
    """Return each state with of how many persons it is told; alone where it is told of an incident as a whole."""
    if not one.came:
        return _UNKNOWN.text(words.language)
    told = []
    for came in one.came:
        state = (
            _CONTESTED.text(words.language) if came.status == "contested" else words.term("remedy_status", came.status)
        )
        told.append(_OF_PERSONS.fill(words.language, state=state, n=came.persons) if came.persons else state)
    return "; ".join(told)


def _show_grade(shell: Shell, one: justice.Graded, words: _Words) -> None:
    called = words.term("compensation_grade", one.grade)
    label = _GRADE if one.stands else _GRADE_HELD
    shell.say(label, subject=one.subject, grade=called, by=one.by, on=one.on, claim=one.claim)
    for held in one.held:
        shell.say(f"  {held.code}: {held.says(shell.language)}")


def _show_money(shell: Shell, money: justice.Money, words: _Words) -> None:
    for label, sums in ((_REPORTED, money.reported), (_PERSONS, money.persons)):
        if sums:
            shell.say("")
            shell.say(label)
            shell.table(_MONEY, _sums(sums, words))
    for of, currency, low, high, _ in money.paid_of_assessed:
        shell.say(_PAID, of=words.of_sum(of), low=f"{float(low):.1%}", high=f"{float(high):.1%}", currency=currency)
    for refusal in money.refusals:
        row = refusal.to_row(shell.language)
        shell.say(f"{row['code']}: {row['problem']}")


def _sums(sums: Sequence[justice.Sum], words: _Words) -> list[tuple[str, ...]]:
    return [
        (
            _UNKNOWN.text(words.language) if one.step == "not_told" else words.term("sum_stage", one.step),
            words.of_sum(one.of),
            f"{_amount(one)} {one.currency}",
            one.as_of.written(words.language) if one.as_of else "",
            ", ".join(one.claims),
        )
        for one in sums
    ]


def _amount(one: justice.Sum) -> str:
    low, high = (None if end is None else f"{float(end):,.2f}".rstrip("0").rstrip(".") for end in (one.low, one.high))
    if low == high:
        return low or "?"
    return f"≥ {low}" if high is None else f"{low or '?'}–{high}"


COMMANDS: Final[tuple[click.Command, ...]] = (remedies,)
