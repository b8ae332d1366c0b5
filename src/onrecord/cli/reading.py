"""Owns the command `read`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.reading import ReadOutcome

_READING: Final = Label(en="Reading", ru="Читаем", kk="Оқылуда")
_PROPOSING: Final = Label(en="Looking for claims", ru="Ищем утверждения", kk="Мәлімдемелер ізделуде")
_MISSING: Final = Label(
    en="Words in pictures and scans were not read: Tesseract or its language data are not on this machine. What to "
    "install stands beside each item; `onrecord read` goes on then.",
    ru="Слова на изображениях и сканах не прочитаны: на этой машине нет Tesseract или его языковых данных. Что "
    "установить, указано при каждом предмете; затем `onrecord read` продолжит.",
    kk="Суреттер мен сканерленген беттердегі сөздер оқылмады: бұл машинада Tesseract не оның тіл деректері жоқ. Не "
    "орнату керегі әр айғақтың қасында жазылған; содан кейін `onrecord read` жалғастырады.",
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


@command("read", example="onrecord read\nonrecord read report.pdf --json")
@click.argument("items", nargs=-1)
@click.option("--again", is_flag=True, help="Also try once more what could not be read or was stopped before.")
@click.option("--ocr/--no-ocr", default=True, help="Look for words in pictures and on scanned pages (the default).")
def read(shell: Shell, items: tuple[str, ...], *, again: bool, ocr: bool) -> None:
    """Make the text layers of items and propose claims from them; what was read before is not read again.

    Files are parsed in a process without network or files, within limits; what cannot be read is told with its reason.
    Words that were recognised in a picture say so wherever they are quoted.
    """
    from onrecord import app, ledger, reading

    recognition = app.recognition(shell.settings) if ocr else None
    with shell.desk() as desk:
        with shell.progress(_READING) as progress:
            outcomes = reading.read(
                desk, items or None, again=again, recognition=recognition, on_progress=progress, on_page=progress
            )
        with shell.progress(_PROPOSING) as progress:
            proposed = ledger.propose(desk, items or None, on_progress=progress)
    counts = {one.item: one.proposals for one in proposed}
    shell.emit({"items": [{**one.to_row(), "proposals": counts.get(one.item, 0)} for one in outcomes]})
    rows = [
        (one.name, _status(one), one.language, one.characters, counts.get(one.item, 0), one.problem) for one in outcomes
    ]
    shell.table(("name", "status", "language", "characters", "proposals", "problem"), rows)
    if any(one.status is reading.ReadStatus.UNAVAILABLE for one in outcomes):
        shell.note(_MISSING)
    for one in proposed:
        if one.is_cut and one.is_new:
            shell.note(_CUT, item=one.item)
    fresh = sum(one.proposals for one in proposed if one.is_new)
    if fresh:
        shell.note(_WAITING, count=fresh)


def _status(one: ReadOutcome) -> str:
    """Return the status, with what put words into letters where no person did."""
    return one.status.value if one.made_by is None else f"{one.status.value} ({one.made_by.value.upper()})"


COMMANDS: Final = (read,)
