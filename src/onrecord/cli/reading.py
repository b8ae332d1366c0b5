"""Owns the command `read`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.kernel import ItemId
    from onrecord.reading import Proposing, ReadOutcome
    from onrecord.store import Desk

_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")
_PROPOSING: Final = Label(en="Looking for claims", ru="Ищем утверждения", kk="Мәлімдемелер ізделуде")
_ASKING: Final = Label(en="Asking the language model", ru="Спрашиваем языковую модель", kk="Тілдік модельден сұралуда")
_MISSING: Final = Label(
    en="Words in pictures and scans were not read: Tesseract or its language data are not on this machine. What to "
    "install stands beside each item; `onrecord read` goes on then.",
    ru="Слова на изображениях и сканах не прочитаны: на этой машине нет Tesseract или его языковых данных. Что "
    "установить, указано при каждом предмете; затем `onrecord read` продолжит.",
    kk="Суреттер мен сканерленген беттердегі сөздер оқылмады: бұл машинада Tesseract не оның тіл деректері жоқ. Не "
    "орнату керегі әр айғақтың қасында жазылған; содан кейін `onrecord read` жалғастырады.",
)
_ELSEWHERE: Final = Label(
    en="The model runs on another machine: restricted items are not shown to it.",
    ru="Модель работает на другой машине: закрытые материалы ей не показываются.",
    kk="Модель басқа машинада жұмыс істейді: жабық нысандар оған көрсетілмейді.",
)
_WAITING: Final = Label(
    en="{count} new proposals wait for a decision: `onrecord proposals`.",
    ru="Новых предложений, ждущих решения: {count}: `onrecord proposals`.",
    kk="Шешім күтіп тұрған жаңа ұсыныстар: {count}: `onrecord proposals`.",
)
_CUT: Final = Label(
    en="{item}: more figures than are proposed from one text; the first two thousand were taken.",
    ru="{item}: величин больше, чем предлагается из одного текста; взяты первые две тысячи.",
    kk="{item}: бір мәтіннен ұсынылатыннан көп шама бар; алғашқы екі мыңы алынды.",
)


@command("read", example="onrecord read\nonrecord read report.pdf --json\nonrecord read --with-model")
@click.argument("items", nargs=-1)
@click.option("--again", is_flag=True, help="Also try once more what could not be read or was stopped before.")
@click.option("--ocr/--no-ocr", default=True, help="Look for words in pictures and on scanned pages (the default).")
@click.option(
    "--with-model",
    is_flag=True,
    help="Also ask the language model that ONRECORD_MODEL names on the local network.",
)
def read(shell: Shell, items: tuple[str, ...], *, again: bool, ocr: bool, with_model: bool) -> int:
    """Make the text layers of items and propose claims from them; what was read before is not read again.

    Files are parsed in a process without network or files, within limits; what cannot be read is told with its reason.
    Words that were recognised in a picture say so wherever they are quoted.
    """
    from onrecord import app, ledger, reading

    if with_model and shell.settings.model is None:
        raise app.NoModelNamed()
    recognition = app.recognition(shell.settings) if ocr else None
    with shell.desk() as desk:
        with shell.progress(_READING) as progress:
            outcomes = reading.read(
                desk, items or None, again=again, recognition=recognition, on_progress=progress, on_page=progress
            )
        reading.describe(desk, items or None)
        with shell.progress(_PROPOSING) as progress:
            proposed = [*ledger.propose(desk, items or None, on_progress=progress)]
        if with_model:
            proposed += _by_model(shell, desk, items)
    counts: Counter[ItemId] = Counter()
    for one in {one.layer: one for one in proposed}.values():
        counts[one.item] += one.proposals
    shell.emit({"items": [_row(one, proposed, counts) for one in outcomes]})
    rows = [
        (one.name, _status(one), one.language, one.characters, counts.get(one.item, 0), one.problem) for one in outcomes
    ]
    shell.table(("name", "status", "language", "characters", "proposals", "problem"), rows)
    if any(one.status is reading.ReadStatus.UNAVAILABLE for one in outcomes):
        shell.note(_MISSING)
    return _tell(shell, proposed)


def _by_model(shell: Shell, desk: Desk, items: tuple[str, ...]) -> tuple[Proposing, ...]:
    """Ask the model about each text; one on another machine is not shown what only keepers may see."""
    from onrecord import app, ledger

    asked = app.asked_model(shell.settings)
    if not asked.is_here:
        shell.note(_ELSEWHERE)
    with shell.progress(_ASKING) as progress:
        return ledger.propose(
            desk, items or None, readers=[asked.reader], restricted_too=asked.is_here, on_progress=progress
        )


def _row(one: ReadOutcome, proposed: Sequence[Proposing], counts: Mapping[ItemId, int]) -> dict[str, Any]:
    problems = [other.problem.to_record() for other in proposed if other.item == one.item and other.problem]
    return {**one.to_row(), "proposals": counts.get(one.item, 0), "not_asked": problems}


def _tell(shell: Shell, proposed: Sequence[Proposing]) -> int:
    """Say what was cut, what is new and which reader did not answer; return the exit status."""
    for one in proposed:
        if one.is_cut and one.is_new:
            shell.note(_CUT, item=one.item)
    problems = {problem.message(shell.language): problem for one in proposed if (problem := one.problem)}
    for message in problems:
        shell.note(message)
    fresh = sum(one.fresh for one in proposed)
    if fresh:
        shell.note(_WAITING, count=fresh)
    return max((problem.exit_status for problem in problems.values()), default=0)


def _status(one: ReadOutcome) -> str:
    """Return the status, with what put words into letters where no person did."""
    return one.status.value if one.made_by is None else f"{one.status.value} ({one.made_by.value.upper()})"


COMMANDS: Final = (read,)
