"""Owns the making of text layers: which tool reads which item, and what is recorded when none can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import select

from onrecord import vault
from onrecord.kernel import ItemId, LayerId, Role, sha256_hex
from onrecord.reading import plain
from onrecord.reading.formats import PICTURES, absence_of, format_of
from onrecord.reading.languages import language_of
from onrecord.reading.model import ReadOutcome, ReadStatus, Text
from onrecord.reading.parsing import Parsers
from onrecord.reading.recognition import Recognising, Recognition
from onrecord.reading.tables import LAYERS, layer_made
from onrecord.reading.unread import Unread
from onrecord.store import Desk

Progress = Callable[[int, int | None], None]

# The largest item whose text is made in one piece; larger ones are kept and say why they have no text.
LARGEST_BYTES: Final = 64 << 20
_TO_REPEAT: Final = frozenset({ReadStatus.NOT_READABLE, ReadStatus.STOPPED})


def read(
    desk: Desk,
    items: Sequence[str] | None = None,
    *,
    again: bool = False,
    recognition: Recognition | None = None,
    on_progress: Progress = lambda _done, _total: None,
    on_page: Progress = lambda _done, _total: None,
) -> tuple[ReadOutcome, ...]:
    """Make the text layer of these items (of all by default); those read by the same tool before are not read again.

    With `recognition` words are also looked for in pictures and on scanned pages, after everything else was read;
    `on_page` is told of those. Where that cannot be done here, the outcome says what is missing.

    An item that cannot be read gets a recorded outcome with its reason; it stays an item. Each outcome is on the log
    before the next item is looked at, so that a run that is killed goes on where it was. `again` tries once more what
    could not be read or was stopped. A layer whose text was lost is made again from its item, to the same bytes; items
    that were disposed of have nothing left to read.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchItem: one of the items is not there, or not to be seen.
        NotConfined: a file has to be parsed, and no confined child can be started on this machine.
    """
    desk.require(Role.ANALYST)
    chosen = vault.items(desk) if items is None else tuple(vault.item(desk, one) for one in items)
    gone = vault.disposed_items(desk)
    outcomes: dict[ItemId, ReadOutcome] = {}
    with Parsers() as parsers:
        for done, item in enumerate(chosen, start=1):
            known = None if _is_seen_only(item, recognition) else _known(desk, item, parsers)
            if known is not None and not (again and known.status in _TO_REPEAT and item.id not in gone):
                outcomes[item.id] = known
            elif item.id not in gone and not _is_seen_only(item, recognition):
                outcomes[item.id] = _made(desk, item, parsers)
            on_progress(done, len(chosen))
    if recognition is not None:
        there = [item for item in chosen if item.id not in gone]
        _recognise(there, outcomes, Recognising(desk, recognition, again, LARGEST_BYTES, on_page))
    return tuple(outcomes[item.id] for item in chosen if item.id in outcomes)


def _is_seen_only(item: vault.Item, recognition: Recognition | None) -> bool:
    """Say whether an item has no letters but those that can be seen, and they are looked for."""
    return recognition is not None and item.media_type in PICTURES


def _recognise(items: Sequence[vault.Item], outcomes: dict[ItemId, ReadOutcome], recognising: Recognising) -> None:
    """Put beside what was read what was recognised, for those items that have something to recognise."""
    with recognising:
        for item in items:
            found = recognising.outcome(item, outcomes.get(item.id))
            if found is not None:
                outcomes[item.id] = found


def _tool(item: vault.Item) -> str:
    found = format_of(item)
    return f"none for {item.media_type}" if found is None else found.tool


def _known(desk: Desk, item: vault.Item, parsers: Parsers) -> ReadOutcome | None:
    wanted = select(LAYERS).where(LAYERS.c.item == item.id, LAYERS.c.tool == _tool(item))
    with desk.reading() as connection:
        row = connection.execute(wanted.order_by(LAYERS.c.seq.desc())).first()
    if row is None or not _is_here(desk, item, row.sha256, parsers):
        return None
    return ReadOutcome(
        item=item.id,
        name=item.name,
        status=ReadStatus(row.status),
        problem=row.problem,
        language=row.language,
        characters=row.characters,
        layers=(LayerId(row.layer),) if row.sha256 else (),
    )


def _is_here(desk: Desk, item: vault.Item, sha256: str | None, parsers: Parsers) -> bool:
    """Say whether a layer's text is here, made again from its item where it was lost; not if it would be another."""
    if sha256 is None or desk.blobs.has(sha256):
        return True
    status, _, text = _attempt(desk, item, parsers)
    content = text.text.encode("utf-8")
    if status is not ReadStatus.READ or sha256_hex(content) != sha256:
        return False
    desk.blobs.put_bytes(content)
    return True


def _made(desk: Desk, item: vault.Item, parsers: Parsers) -> ReadOutcome:
    status, problem, text = _attempt(desk, item, parsers)
    layer = LayerId(desk.ids.new("layer"))
    blob = desk.blobs.put_bytes(text.text.encode("utf-8")) if status is ReadStatus.READ else None
    language = language_of(text.text)
    payload = {
        "layer": layer,
        "item": item.id,
        "sha256": blob.sha256 if blob else None,
        "tool": _tool(item),
        "media_type": item.media_type,
        "encoding": text.encoding,
        "language": language,
        "characters": len(text.text),
        "status": status.value,
        "problem": problem,
        "pages": [page.to_record() for page in text.pages],
        **({"places": [place.to_record() for place in text.places]} if text.places else {}),
    }
    read_it = format_of(item) is not None and item.size <= LARGEST_BYTES
    accesses = vault.read_by_program(item, tool=_tool(item), purpose="text layer") if read_it else []
    desk.append([*accesses, layer_made(payload)])
    return ReadOutcome(
        item=ItemId(item.id),
        name=item.name,
        status=status,
        problem=problem,
        language=language,
        characters=len(text.text),
        layers=(layer,) if blob else (),
    )


def _attempt(desk: Desk, item: vault.Item, parsers: Parsers) -> tuple[ReadStatus, str | None, Text]:
    """Return what came of reading the item's bytes; a damaged object is a fault, a strange file an outcome."""
    nothing = Text(text="")
    found = format_of(item)
    if found is None:
        return ReadStatus.NOT_SUPPORTED, absence_of(item), nothing
    if item.size > LARGEST_BYTES:
        return ReadStatus.TOO_LARGE, f"{item.size} bytes; at most {LARGEST_BYTES} are read", nothing
    content = desk.blobs.read(item.sha256)
    try:
        text = plain.decode(content) if found.task is None else parsers.text(found.task, content)
    except Unread as err:
        return err.status, err.problem, nothing
    except ValueError as err:  # of plain text only: no text in any encoding we read, or halves of letters
        return ReadStatus.NOT_READABLE, str(err)[:300], nothing
    if not text.text.strip():
        return ReadStatus.NO_TEXT, text.problem or found.silence, nothing
    return ReadStatus.READ, text.problem, text
