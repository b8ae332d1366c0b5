"""Owns the making of layers from pictures: page by page, each on the log before the next, then the text of all.

What was seen on a page is an object of its own, with the place of every word and how sure the machine was. So a scan
of two hundred pages goes on where it was interrupted, and a quote finds its rectangle on the paper. It never decides
what is quoted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Row, select

from onrecord import vault
from onrecord.kernel import ItemId, LayerId, sha256_hex
from onrecord.reading.errors import OcrMissing
from onrecord.reading.formats import PDF, PICTURES
from onrecord.reading.languages import language_of
from onrecord.reading.model import LayerKind, MadeBy, ReadOutcome, ReadStatus
from onrecord.reading.recognition.asking import Recogniser
from onrecord.reading.recognition.finding import METHOD, Engine, Recognition
from onrecord.reading.recognition.joining import joined, told
from onrecord.reading.recognition.model import Seen
from onrecord.reading.tables import LAYERS, SEEN, layer_made, page_recognised
from onrecord.reading.unread import Unread
from onrecord.store import Desk

Progress = Callable[[int, int | None], None]
TO_REPEAT: Final = frozenset({ReadStatus.NOT_READABLE, ReadStatus.STOPPED, ReadStatus.UNAVAILABLE})
_NO_SCAN: Final = "none of its pages is a picture of words"
_MISSING: Final = f"{METHOD}, missing"
_FEW_LETTERS: Final = 60


@dataclass(slots=True, eq=False)
class Recognising:
    """One run of recognition over items. Use it with `with`; the confined child starts with the first page."""

    desk: Desk
    recognition: Recognition
    again: bool
    largest_bytes: int
    on_page: Progress
    _engine: Engine | OcrMissing | None = field(default=None, init=False)
    _child: Recogniser | None = field(default=None, init=False)
    _pages_done: int = field(default=0, init=False)
    _pages_known: int = field(default=0, init=False)

    def __enter__(self) -> Recognising:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.close()

    def outcome(self, item: vault.Item, typed: ReadOutcome | None) -> ReadOutcome | None:
        """Return what recognition came to for an item, together with `typed`, what its own letters came to.

        What is known is not done again. Where there is nothing to recognise it is `typed`.

        Raises:
            NotConfined: no confined child can be started on this machine.
        """
        if not self._is_wanted(item, typed):
            return typed
        engine = self._found()
        tool = _MISSING if isinstance(engine, OcrMissing) else engine.tool
        known = self._known(item, tool, None if isinstance(engine, OcrMissing) else engine.languages)
        if known is None:
            known = (
                self._refused(item, tool, ReadStatus.UNAVAILABLE, engine.message("en"))
                if isinstance(engine, OcrMissing)
                else self._made(item, engine, typed)
            )
        return _together(typed, known)

    def _found(self) -> Engine | OcrMissing:
        if self._engine is None:
            try:
                self._engine = self.recognition.engine()
            except OcrMissing as err:
                self._engine = err
        return self._engine

    def _is_wanted(self, item: vault.Item, typed: ReadOutcome | None) -> bool:
        """Say whether an item is a picture, or a PDF with a page of next to no letters."""
        if item.media_type in PICTURES:
            return True
        if item.media_type != PDF or typed is None or typed.status not in (ReadStatus.READ, ReadStatus.NO_TEXT):
            return False
        return any(end - start <= _FEW_LETTERS for start, end in self._typed_pages(typed)) or not typed.layers

    # What is on record

    def _known(self, item: vault.Item, tool: str, languages: Sequence[str] | None) -> ReadOutcome | None:
        """Return what this tool made of the item before, or one that had the data of more languages; else None."""
        wanted = select(LAYERS).where(LAYERS.c.item == item.id).order_by(LAYERS.c.seq.desc())
        with self.desk.reading() as connection:
            rows = connection.execute(wanted).all()
        row = next((one for one in rows if one.tool == tool), None)
        if row is None or (row.sha256 is None and row.status == ReadStatus.UNAVAILABLE.value):
            wide = [one for one in rows if one.sha256 and _reads_more(one, languages)]
            row = wide[0] if wide else row
        if row is None or (self.again and self._is_to_repeat(row)):
            return None
        if row.sha256 is not None and not self._is_here(item, row):
            return None
        return _outcome(item, row)

    def _is_to_repeat(self, row: Row[Any]) -> bool:
        """Say whether something of it could not be read: all, or some of its pages."""
        if ReadStatus(row.status) in TO_REPEAT:
            return True
        return any(one.sha256 is None for one in self._seen(row.item, row.tool).values())

    def _seen(self, item: str, tool: str) -> dict[int, Row[Any]]:
        """Return page -> what was seen on it last by this tool."""
        wanted = select(SEEN).where(SEEN.c.item == item, SEEN.c.tool == tool).order_by(SEEN.c.seq)
        with self.desk.reading() as connection:
            return {row.page: row for row in connection.execute(wanted)}

    def _is_here(self, item: vault.Item, row: Row[Any]) -> bool:
        """Say whether a layer's text is here, put together again from its pages where it was lost."""
        if self.desk.blobs.has(row.sha256):
            return True
        pages = {page: self._kept(one) for page, one in self._seen(item.id, row.tool).items()}
        if any(one.sha256 and not self.desk.blobs.has(one.sha256) for one in self._seen(item.id, row.tool).values()):
            return False
        text, _ = joined(self._typed_texts(item), pages)
        content = text.encode("utf-8")
        if sha256_hex(content) != row.sha256:
            return False
        self.desk.blobs.put_bytes(content)
        return True

    def _kept(self, row: Row[Any]) -> Seen | None:
        return Seen.from_bytes(self.desk.blobs.read(row.sha256)) if row.sha256 is not None else None

    def _typed_pages(self, typed: ReadOutcome) -> list[tuple[int, int]]:
        if not typed.layers:
            return []
        wanted = select(LAYERS.c.pages).where(LAYERS.c.layer == typed.layers[0])
        with self.desk.reading() as connection:
            pages = connection.execute(wanted).scalar_one()
        return [(one["start"], one["end"]) for one in json.loads(pages)]

    def _typed_texts(self, item: vault.Item) -> list[str]:
        """Return the text of each page as it stands in the item itself: of a PDF by its newest typed layer."""
        wanted = select(LAYERS).where(LAYERS.c.item == item.id, LAYERS.c.sha256.is_not(None))
        with self.desk.reading() as connection:
            rows = connection.execute(wanted.order_by(LAYERS.c.seq.desc())).all()
        typed = [one for one in rows if one.kind == LayerKind.CONTENT.value and one.recognised == "{}"]
        row = typed[0] if typed else None
        if row is None:
            return []
        text = self.desk.blobs.read(row.sha256).decode("utf-8")
        return [text[one["start"] : one["end"] - 1] for one in json.loads(row.pages)]

    # What is made

    def _made(self, item: vault.Item, engine: Engine, typed: ReadOutcome | None) -> ReadOutcome:
        if item.size > self.largest_bytes:
            problem = f"{item.size} bytes; at most {self.largest_bytes} are read"
            return self._refused(item, engine.tool, ReadStatus.TOO_LARGE, problem)
        accesses = vault.read_by_program(item, tool=engine.tool, purpose="text layer")
        if accesses:
            self.desk.append(accesses)
        content = self.desk.blobs.read(item.sha256)
        is_pdf = item.media_type == PDF
        try:
            wanted = self._recogniser(engine).pages(content, is_pdf=is_pdf)
        except Unread as err:
            return self._refused(item, engine.tool, err.status, err.problem)
        if not wanted:
            return self._refused(item, engine.tool, ReadStatus.NO_TEXT, _NO_SCAN)
        self._pages_known += len(wanted)
        found = {page: self._page(item, engine, content, page, is_pdf=is_pdf) for page in wanted}
        return self._layer(item, engine, found)

    def _recogniser(self, engine: Engine) -> Recogniser:
        if self._child is None:
            self._child = Recogniser(engine=engine)
        return self._child

    def _page(self, item: vault.Item, engine: Engine, content: bytes, page: int, *, is_pdf: bool) -> Seen | Unread:
        """Return what is seen on a page, from the log where it was looked at before."""
        row = self._seen(item.id, engine.tool).get(page)
        if row is not None and row.sha256 is not None and self.desk.blobs.has(row.sha256):
            found: Seen | Unread = Seen.from_bytes(self.desk.blobs.read(row.sha256))
        elif row is not None and row.sha256 is None and not self.again:
            found = Unread(ReadStatus(row.status), row.problem)
        else:
            try:
                found = self._recogniser(engine).page(content, page, is_pdf=is_pdf)
            except Unread as err:
                found = err
            self._record_page(item, engine, page, found)
        self._pages_done += 1
        self.on_page(self._pages_done, self._pages_known)
        return found

    def _record_page(self, item: vault.Item, engine: Engine, page: int, found: Seen | Unread) -> None:
        payload = {
            "item": item.id,
            "tool": engine.tool,
            "page": page,
            "sha256": self.desk.blobs.put_bytes(found.to_bytes()).sha256 if isinstance(found, Seen) else None,
            "status": (ReadStatus.READ if isinstance(found, Seen) else found.status).value,
            "problem": None if isinstance(found, Seen) else found.problem,
        }
        self.desk.append([page_recognised(payload)])

    def _layer(self, item: vault.Item, engine: Engine, found: Mapping[int, Seen | Unread]) -> ReadOutcome:
        seen = {page: one for page, one in found.items() if isinstance(one, Seen)}
        text, pages = joined(
            self._typed_texts(item) if item.media_type == PDF else [], {**dict.fromkeys(found), **seen}
        )
        failed = {page: one for page, one in found.items() if isinstance(one, Unread)}
        problem = "; ".join(told(seen, failed, len(pages), engine))[:300] or None
        if not any(one.lines for one in seen.values()):
            first = next(iter(failed.values()), None)
            status = first.status if first is not None and not seen else ReadStatus.NO_TEXT
            return self._refused(item, engine.tool, status, problem or "no words were recognised in it")
        content = text.encode("utf-8")
        recognition = {"by": MadeBy.OCR.value, "pages": sorted(seen), "languages": list(engine.languages)}
        payload = {
            **_payload(item, engine.tool, ReadStatus.READ, problem),
            "layer": LayerId(self.desk.ids.new("layer")),
            "sha256": self.desk.blobs.put_bytes(content).sha256,
            "language": language_of(text),
            "characters": len(text),
            "pages": [page.to_record() for page in pages],
            "recognised": recognition,
        }
        return self._recorded(item, payload)

    def _refused(self, item: vault.Item, tool: str, status: ReadStatus, problem: str) -> ReadOutcome:
        return self._recorded(
            item, {**_payload(item, tool, status, problem), "layer": LayerId(self.desk.ids.new("layer"))}
        )

    def _recorded(self, item: vault.Item, payload: dict[str, Any]) -> ReadOutcome:
        self.desk.append([layer_made(payload)])
        return ReadOutcome(
            item=ItemId(item.id),
            name=item.name,
            status=ReadStatus(payload["status"]),
            problem=payload["problem"],
            language=payload["language"],
            characters=payload["characters"],
            layers=(payload["layer"],) if payload["sha256"] else (),
            made_by=MadeBy.OCR if payload["sha256"] else None,
        )


def _payload(item: vault.Item, tool: str, status: ReadStatus, problem: str | None) -> dict[str, Any]:
    return {
        "item": item.id,
        "sha256": None,
        "tool": tool,
        "media_type": item.media_type,
        "encoding": None,
        "language": None,
        "characters": 0,
        "status": status.value,
        "problem": problem,
        "pages": [],
    }


def _reads_more(row: Row[Any], languages: Sequence[str] | None) -> bool:
    """Say whether a layer was recognised with all of these languages and others; any will do where we have none."""
    had = set(json.loads(row.recognised).get("languages", ()))
    return bool(had) if languages is None else had > set(languages)


def _outcome(item: vault.Item, row: Row[Any]) -> ReadOutcome:
    return ReadOutcome(
        item=item.id,
        name=item.name,
        status=ReadStatus(row.status),
        problem=row.problem,
        language=row.language,
        characters=row.characters,
        layers=(LayerId(row.layer),) if row.sha256 else (),
        made_by=MadeBy.OCR if row.sha256 else None,
    )


def _together(typed: ReadOutcome | None, recognised: ReadOutcome) -> ReadOutcome:
    """Return one outcome of two: the layer that holds more stands first, and no reason is lost."""
    if typed is None:
        return recognised
    if recognised.layers:
        return replace(recognised, layers=(*recognised.layers, *typed.layers))
    if recognised.problem == _NO_SCAN:
        return typed
    problem = "; ".join(filter(None, (typed.problem, recognised.problem))) or None
    return replace(typed, status=typed.status if typed.layers else recognised.status, problem=problem)
