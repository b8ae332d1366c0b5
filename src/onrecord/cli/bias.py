"""Owns the command `bias`: the indicators of a bias motive on record, their words, what was recognised in law."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.incidents import incident_id, tell_untied, untied
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Vocabulary

if TYPE_CHECKING:
    from onrecord import justice

_COLUMNS: Final = (
    Label(en="indicator", ru="признак", kk="белгі"),
    Label(en="what is recorded", ru="что записано", kk="не жазылған"),
    Label(en="words", ru="слова", kk="сөздері"),
    Label(en="claim", ru="утверждение", kk="мәлімдеме"),
)
_NOT_RECORDED: Final = Label(en="not recorded", ru="не записано", kk="жазылмаған")
_NOTHING: Final = Label(
    en="No indicator of a bias motive is on record as of {as_of}. That is no sign that there was none.",
    ru="На {as_of} признаков мотива ненависти в записях нет. Это не значит, что их не было.",
    kk="{as_of} күні жазбада өшпенділік себебінің белгісі жоқ. Бұл олар болмады деген сөз емес.",
)


@command(
    "bias",
    example="onrecord bias --as-of 2021-02-08\nonrecord bias incident:valley --json\nonrecord bias --incident valley",
)
@click.argument("subject", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@click.option("--incident", metavar="ID", help="Of one incident, and of what is tied to none.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
def bias(shell: Shell, subject: str | None, as_of: datetime | None, incident: str | None, known_by: str | None) -> None:
    """Show which indicators of a bias motive are on record, in whose words, and what was recognised in law.

    Of SUBJECT (kind:id), or of all. Nothing is scored: an indicator is a reason to investigate.
    """
    from onrecord import justice, ledger

    day = as_of.date() if as_of else SystemClock().now().date()
    with shell.read_desk() as desk:
        book = ledger.book(desk, known_by=known_by)
        incident = incident_id(incident)
        found = [one for one in justice.bias(book, day, incident) if subject in (None, one.subject)]
        words = book.vocabulary
        lost = untied(book.ties(incident) if incident is not None else None, (one.subject for one in found))
    shell.emit({"as_of": day.isoformat(), "worksheets": [one.to_row(shell.language) for one in found], "untied": lost})
    tell_untied(shell, lost)
    for one in found:
        _show(shell, one, words)
    if not found:
        shell.say(_NOTHING, as_of=day)


def _show(shell: Shell, one: justice.Bias, words: Vocabulary) -> None:
    from onrecord import justice

    language = shell.language
    shell.say("")
    offences = ", ".join(words.term_called("offence_kind", told.value, language) for told in one.offences)
    shell.say(f"{one.subject}  {offences}".rstrip())
    shell.table(_COLUMNS, [row for name in one.indicators for row in _rows(one, name, language, words)])
    decided = ", ".join(_decision(decision, language, words) for decision in one.decisions)
    shell.say(one.says(language, decided=decided))
    shell.say(justice.BIAS_CAUTION)


def _rows(one: justice.Bias, name: str, language: str, words: Vocabulary) -> list[tuple[str, ...]]:
    called = words.term_called("bias_indicator", name, language)
    found = one.indicators[name]
    if not found:
        return [(called, _NOT_RECORDED.text(language), "", "")]
    return [(called, told.value, told.quote or "", told.claim) for told in found]


def _decision(one: justice.BiasDecision, language: str, words: Vocabulary) -> str:
    motive = words.term_called("bias_motive", one.value, language)
    parts = [motive, one.article or "", one.body or "", one.on, f"[{one.claim}]"]
    return " ".join(part for part in parts if part)


COMMANDS: Final[tuple[click.Command, ...]] = (bias,)
