"""Owns EXIF blocks (JEITA CP-3451): every tag with its number, type and value, as one library reads them.

It runs in the confined child. The library is exifread; what it warns of is kept, and what it fails at is an answer.
"""

from __future__ import annotations

import io
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

_LONGEST_VALUE: Final = 2_000
_MOST_RAW: Final = 64
_MOST_TAGS: Final = 2_000
_CPU_SECONDS = 1.0
_MAKER_NOTE: Final = "EXIF MakerNote"
_RAW_HEX: Final = 512
_THUMBNAILS: Final = ("JPEGThumbnail", "TIFFThumbnail")


class TookTooLong(Exception):
    """The library did not come to an end in its time."""


@dataclass(frozen=True, slots=True)
class Exif:
    """The tags of one block, what the library warned of, and the thumbnail inside."""

    tags: list[dict[str, Any]]
    warnings: list[str]
    thumbnail: bytes
    thumbnail_kind: str | None


def read(block: bytes) -> Exif:
    """Return the tags of a TIFF structure. What the library raises is the caller's to record.

    A count that lies keeps the library busy for hours, in a maker's note most of all: its time is boxed, and when that
    is over it is asked again without maker's notes.

    Raises:
        TookTooLong: it did not come to an end.
    """
    import exifread

    with _warnings() as warnings:
        try:
            with _time_boxed():
                found = exifread.process_file(io.BytesIO(block), details=True)
        except TookTooLong:
            warnings.append("took too long; read again without maker's notes")
            with _time_boxed():
                found = exifread.process_file(io.BytesIO(block), details=False)
    kind = next((name for name in _THUMBNAILS if isinstance(found.get(name), bytes)), None)
    names = sorted(name for name, tag in found.items() if hasattr(tag, "printable"))
    tags = [_tag(name, found[name], block) for name in names[:_MOST_TAGS]]
    return Exif(tags, warnings, found[kind] if kind else b"", kind)


def _tag(name: str, tag: Any, block: bytes) -> dict[str, Any]:
    """Return a tag as a record: `value` as people read it, `raw` where the file says it otherwise."""
    from exifread.tags.fields import FIELD_DEFINITIONS

    value = _clean(str(tag.printable))
    raw = _raw(tag.values)
    record: dict[str, Any] = {
        "name": name,
        "tag": f"0x{tag.tag:04X}",
        "type": str(FIELD_DEFINITIONS[tag.field_type][1]),
        "value": value[:_LONGEST_VALUE],
    }
    if raw != value:
        record["raw"] = raw[:_LONGEST_VALUE]
    if name == _MAKER_NOTE:
        at = tag.field_offset
        record |= {"offset": at, "length": tag.field_length, "hex": block[at : at + _RAW_HEX].hex()}
    return record


def _raw(values: Any) -> str:
    """Return the values as the file has them; a long row is cut and says so."""
    if isinstance(values, bytes):
        return values[:_RAW_HEX].hex()
    if isinstance(values, str):
        return _clean(values)
    if len(values) == 1:
        return _clean(str(values[0]))
    more = f" and {len(values) - _MOST_RAW} more" if len(values) > _MOST_RAW else ""
    return _clean(str(list(values[:_MOST_RAW]))) + more


def _clean(text: str) -> str:
    """Return a text that UTF-8 can hold: half of a surrogate pair is shown as what it is, a hole."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what the library says through its log, which it would otherwise print."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if len(heard) < 50:
                heard.append(_clean(record.getMessage())[:200])

    logger = logging.getLogger("exifread")
    ear = Ear(level=logging.WARNING)
    kept, logger.handlers = logger.handlers, [ear]
    was_heard, logger.propagate = logger.propagate, False
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = kept, was_heard


@contextmanager
def _time_boxed() -> Iterator[None]:
    """Raise `TookTooLong` in the middle of whatever runs when its share of the processor is used up."""

    def ring(_number: int, _frame: Any) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, _CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
