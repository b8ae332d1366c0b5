"""Owns what captures there are: values, queries, and how one differs from the one before. Never fetches or seals.

A capture is seen by whoever sees every item it became: an address and a title tell as much as the page.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, exists, not_, or_, select

from onrecord.kernel import Visibility
from onrecord.store import Desk
from onrecord.vault.pages.errors import NoSuchCapture
from onrecord.vault.pages.tables import CAPTURE_PARTS, CAPTURES, COLLECTIONS
from onrecord.vault.tables import ITEMS

_MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a capture differs from the one of the same address before it. Both stay as they are (RELIABILITY E7)."""

    earlier: str
    earlier_at: str
    is_source_changed: bool
    is_text_changed: bool | None  # none where one of the two was taken without a browser and shows no words
    text_length_before: int
    text_length: int
    lines_added: int
    lines_removed: int

    def to_record(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "capture": self.earlier,
            "captured_at": self.earlier_at,
            "source_changed": self.is_source_changed,
            "text_changed": self.is_text_changed,
            "text_length_before": self.text_length_before,
            "text_length": self.text_length,
            "lines_added": self.lines_added,
            "lines_removed": self.lines_removed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One capture on record. `collection` is there only for those who may know who collected."""

    id: str
    seq: int
    captured_at: str
    record: Mapping[str, Any]
    collection: Mapping[str, Any] | None = None
    difference: Difference | None = None

    def part(self, role: str) -> Mapping[str, Any] | None:
        """Return the first part of this role, or None."""
        return next((part for part in self.record["parts"] if part["role"] == role), None)

    def to_record(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        said = {name: value for name, value in self.record.items() if name != "capture"}
        shown = {"id": self.id, "seq": self.seq, "captured_at": self.captured_at, **said}
        if self.collection is not None:
            shown["collection"] = {name: value for name, value in self.collection.items() if name != "capture"}
        shown["previous"] = self.difference.to_record() if self.difference is not None else None
        return shown


def captures(desk: Desk, url: str | None = None) -> tuple[Capture, ...]:
    """Return the captures the actor may see, oldest first; of one address, as requested or as arrived at, if given."""
    wanted = _visible(desk)
    if url is not None:
        wanted = wanted.where(CAPTURES.c.url_requested == url)
    with desk.reading() as connection:
        rows = connection.execute(wanted.order_by(CAPTURES.c.seq)).all()
        return tuple(_capture(connection, desk, row) for row in rows)


def capture_of(desk: Desk, reference: str) -> Capture:
    """Return the capture of this id, with how it differs from the one before.

    Raises:
        NoSuchCapture: there is none, or none that the actor may see.
    """
    with desk.reading() as connection:
        row = connection.execute(_visible(desk).where(CAPTURES.c.capture == reference)).first()
        if row is None:
            raise NoSuchCapture(capture=reference)
        found = _capture(connection, desk, row)
    return with_difference(desk, found)


def with_difference(desk: Desk, capture: Capture) -> Capture:
    """Return the capture and how it differs from the last one of the same address that the actor may see."""
    wanted = _visible(desk).where(
        CAPTURES.c.url_requested == capture.record["url_requested"], CAPTURES.c.seq < capture.seq
    )
    with desk.reading() as connection:
        row = connection.execute(wanted.order_by(CAPTURES.c.seq.desc()).limit(1)).first()
        if row is None:
            return capture
        earlier = _capture(connection, desk, row)
    return Capture(
        id=capture.id,
        seq=capture.seq,
        captured_at=capture.captured_at,
        record=capture.record,
        collection=capture.collection,
        difference=_difference(desk, earlier, capture),
    )


def _difference(desk: Desk, earlier: Capture, later: Capture) -> Difference:
    texts = _text(desk, earlier), _text(desk, later)
    before, after = (text or "" for text in texts)
    added, removed = (0, 0) if None in texts else _lines(before.splitlines(), after.splitlines())
    return Difference(
        earlier=earlier.id,
        earlier_at=earlier.captured_at,
        is_source_changed=_digest(earlier, "html_source") != _digest(later, "html_source"),
        is_text_changed=None if None in texts else before != after,
        text_length_before=len(before),
        text_length=len(after),
        lines_added=added,
        lines_removed=removed,
    )


def _digest(capture: Capture, role: str) -> str | None:
    part = capture.part(role)
    return None if part is None else str(part["sha256"])


def _text(desk: Desk, capture: Capture) -> str | None:
    """Return the rendered words; None of a capture without a browser."""
    if capture.record["text_length"] is None:
        return None
    digest = _digest(capture, "rendered_text")
    return "" if digest is None else desk.blobs.read(digest).decode("utf-8", "replace")


def _lines(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many lines came and went; of very long texts, of their beginnings."""
    matcher = difflib.SequenceMatcher(a=before[:_MOST_LINES], b=after[:_MOST_LINES], autojunk=True)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    return sum(step[4] - step[3] for step in steps), sum(step[2] - step[1] for step in steps)


def _visible(desk: Desk) -> Select[Any]:
    """Select the captures all of whose parts are items that the actor may see."""
    seen = [one.value for one in desk.sees]
    hidden = (
        select(CAPTURE_PARTS.c.item)
        .outerjoin(ITEMS, ITEMS.c.item == CAPTURE_PARTS.c.item)
        .where(
            and_(
                CAPTURE_PARTS.c.capture == CAPTURES.c.capture,
                or_(ITEMS.c.item.is_(None), ITEMS.c.visibility.not_in(seen)),
            )
        )
    )
    return select(CAPTURES).where(not_(exists(hidden.correlate(CAPTURES))))


def _capture(connection: Connection, desk: Desk, row: Row[Any]) -> Capture:
    collection = None
    if Visibility.RESTRICTED in desk.sees:
        found = connection.execute(select(COLLECTIONS.c.record).where(COLLECTIONS.c.capture == row.capture)).scalar()
        collection = None if found is None else json.loads(found)
    return Capture(
        id=row.capture,
        seq=row.seq,
        captured_at=row.captured_at,
        record=json.loads(row.record),
        collection=collection,
    )
