"""Owns the command `figures-in`: the figures in a text, without an archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import file_problem

if TYPE_CHECKING:
    from onrecord import reading
    from onrecord.kernel import Vocabulary


@command(
    "figures-in", example="onrecord figures-in report.txt --language ru\ncat texts.jsonl | onrecord figures-in - --json"
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "--language",
    "text_language",
    metavar="TAG",
    help="The language of the text; where not given, each passage is read in its own.",
)
def figures_in(shell: Shell, file: Path, text_language: str | None) -> None:
    """Find the figures in a text: one text, or JSONL with `id` and `text`."""
    from onrecord import ledger, reading

    vocabulary = ledger.shipped_vocabulary()
    rows: list[dict[str, Any]] = []
    for text_id, text, own_language in _texts(file):
        language = text_language or own_language
        whole = reading.Stretch(start=0, end=len(text), language=language)
        for stretch in [whole] if language else reading.stretches_in(text):
            rows += _rows(text_id, text, stretch, vocabulary)
    shell.emit({"figures": rows})
    columns = ("id", "quote", "measure", "low", "high", "qualifier", "group", "place", "as_of", "speaker")
    shell.table(columns, [[row[column] for column in columns] for row in rows])


def _rows(text_id: str | None, text: str, stretch: reading.Stretch, vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    from onrecord import reading

    part = text[stretch.start : stretch.end]
    figures = reading.quantities_in(part, stretch.language, vocabulary)
    spans = [(one.start, one.end) for one in figures]
    around = reading.Circumstances(part, stretch.language, vocabulary, figures=spans)
    for one in figures:
        row = _row(text_id, part, one, around.of(one.start, one.end))
        yield {**row, "start": row["start"] + stretch.start, "end": row["end"] + stretch.start}


def _row(text_id: str | None, text: str, one: reading.QuantityInText, about: reading.Circumstance) -> dict[str, Any]:
    """Return one figure. Its quote goes on to the words that name what is counted; `wording` is number and hedge.

    `speaker` is none where the text does not say who says so, and where it says that nobody does: `stance` tells.
    """
    return {
        "id": text_id,
        "quote": text[one.start : one.phrase_end],
        "start": one.start,
        "end": one.phrase_end,
        "measure": one.property,
        **one.quantity.to_record(),
        "unit": one.unit,
        "group": one.group,
        "place": about.place.place if about.place else None,
        "as_of": about.as_of.date.text() if about.as_of else None,
        "speaker": about.speaker.words if about.speaker else None,
        "speaker_kind": about.speaker.kind if about.speaker else None,
        "stance": about.stance.value,
    }


def _texts(file: Path) -> Iterator[tuple[str | None, str, str | None]]:
    """Yield (id, text, language) of one text or of JSONL."""
    from onrecord import ledger, reading

    content = sys.stdin.buffer.read() if str(file) == "-" else _bytes(file)
    try:
        text = reading.decode(content).text
    except ValueError as err:
        raise ledger.FileNotRows(path=str(file), problem=str(err)) from err
    if file.suffix.lower() != ".jsonl" and not text.lstrip().startswith('{"'):
        yield None, text, None
        return
    for row in ledger.jsonl_rows(text.split("\n")):
        if row.fields is None or not isinstance(row.fields.get("text"), str):
            raise ledger.FileNotRows(path=str(file), problem=f"line {row.number} has no text")
        language = row.fields.get("language")
        yield str(row.fields.get("id", row.number)), row.fields["text"], str(language) if language else None


def _bytes(file: Path) -> bytes:
    from onrecord import ledger

    try:
        return file.read_bytes()
    except OSError as err:
        raise ledger.FileNotRows(path=str(file), problem=file_problem(err)) from err


COMMANDS: Final = (figures_in,)
