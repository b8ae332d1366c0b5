"""Owns the making of text layers: which tool reads which item, and what is recorded when none can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import select

from onrecord import vault
from onrecord.kernel import ItemId, LayerId, Role, sha256_hex
from onrecord.reading import html, pdf, plain
from onrecord.reading.languages import language_of
from onrecord.reading.model import ReadOutcome, ReadStatus, Text
from onrecord.reading.tables import LAYERS, layer_made
from onrecord.store import Desk

Reader = Callable[[bytes], Text]
Progress = Callable[[int, int | None], None]

# The largest item whose text is made in one piece; larger ones are kept and say why they have no text.
LARGEST_BYTES: Final = 64 << 20
_READERS: Final[dict[str, tuple[str, Reader]]] = {
    "text/markdown": (plain.TOOL, plain.decode),
    "text/plain": (plain.TOOL, plain.decode),
    "text/csv": (plain.TOOL, plain.decode),
    "text/vtt": (plain.TOOL, plain.decode),
    "application/json": (plain.TOOL, plain.decode),
    "application/jsonl": (plain.TOOL, plain.decode),
    "application/x-subrip": (plain.TOOL, plain.decode),
    "text/html": (html.TOOL, html.text_of),
    "application/pdf": (pdf.TOOL, pdf.text_of),
}


def read(
    desk: Desk, items: Sequence[str] | None = None, *, on_progress: Progress = lambda _done, _total: None
) -> tuple[ReadOutcome, ...]:
    """Make the text layer of these items (of all by default); those read by the same tool before are not read again.

    An item that cannot be read gets a recorded outcome with its reason; it stays an item. A layer whose text was lost
    is made again from its item, to the same bytes; items that were disposed of have nothing left to read.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchItem: one of the items is not there, or not to be seen.
    """
    desk.require(Role.ANALYST)
    chosen = vault.items(desk) if items is None else tuple(vault.item(desk, one) for one in items)
    gone = vault.disposed_items(desk)
    outcomes = []
    for done, item in enumerate(chosen, start=1):
        known = _known(desk, item)
        if known is not None or item.id not in gone:
            outcomes.append(known or _made(desk, item))
        on_progress(done, len(chosen))
    return tuple(outcomes)


def _tool(item: vault.Item) -> str:
    return _READERS[item.media_type][0] if item.media_type in _READERS else f"none for {item.media_type}"


def _known(desk: Desk, item: vault.Item) -> ReadOutcome | None:
    wanted = select(LAYERS).where(LAYERS.c.item == item.id, LAYERS.c.tool == _tool(item))
    with desk.reading() as connection:
        row = connection.execute(wanted.order_by(LAYERS.c.seq)).first()
    if row is None or not _is_here(desk, item, row.sha256):
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


def _is_here(desk: Desk, item: vault.Item, sha256: str | None) -> bool:
    """Say whether a layer's text is here, made again from its item where it was lost; not if it would be another."""
    if sha256 is None or desk.blobs.has(sha256):
        return True
    status, _, text = _attempt(desk, item)
    content = text.text.encode("utf-8")
    if status is not ReadStatus.READ or sha256_hex(content) != sha256:
        return False
    desk.blobs.put_bytes(content)
    return True


def _made(desk: Desk, item: vault.Item) -> ReadOutcome:
    status, problem, text = _attempt(desk, item)
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
    }
    read_it = item.media_type in _READERS and item.size <= LARGEST_BYTES
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


def _attempt(desk: Desk, item: vault.Item) -> tuple[ReadStatus, str | None, Text]:
    """Return what came of reading the item's bytes; a damaged object is a fault, a strange file an outcome."""
    nothing = Text(text="")
    if item.media_type not in _READERS:
        return ReadStatus.NOT_SUPPORTED, f"no reader for {item.media_type}", nothing
    if item.size > LARGEST_BYTES:
        return ReadStatus.TOO_LARGE, f"{item.size} bytes; at most {LARGEST_BYTES} are read", nothing
    try:
        text = _READERS[item.media_type][1](desk.blobs.read(item.sha256))
        text.text.encode("utf-8")
    except ValueError as err:  # UnicodeError is one; every reader names its own refusals by it
        return ReadStatus.NOT_READABLE, str(err)[:300], nothing
    if not text.text.strip():
        return ReadStatus.NO_TEXT, "no text layer; a scan needs optical character recognition", nothing
    return ReadStatus.READ, text.problem, text
