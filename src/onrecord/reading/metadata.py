"""Owns the metadata layer: what a file says of when and where it was made, set in lines that can be quoted.

The vault's examiner reads the metadata; here they become words at a place, so that a claim about them rests on a quote
like any other. Nothing is converted or judged: a line is a field's name and what the field holds. Who made the file and
with which device is left out, and the layer is for the team (METHOD 1.1 e): it can tell where a witness stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from onrecord import vault
from onrecord.kernel import LayerId, Role
from onrecord.reading.model import LayerKind, ReadStatus
from onrecord.reading.tables import LAYERS, layer_made
from onrecord.store import Desk

TOOL: Final = "onrecord metadata text@1"
CONFLICT: Final = "{seconds} seconds lie between these clocks, more than any time zone explains: {fields}"
# The fields that say when a picture or a film was taken, the nearest to it first; not when a file was changed.
TAKEN: Final = (
    "EXIF DateTimeOriginal",
    "exif:DateTimeOriginal",
    "com.apple.quicktime.creationdate",
    "EXIF DateTimeDigitized",
    "photoshop:DateCreated",
    "moov/mvhd",
    "©day",
    "Creation Time",
    "Recorded",
    "DateUTC",
)
_ZONES: Final = {
    "EXIF DateTimeOriginal": "EXIF OffsetTimeOriginal",
    "EXIF DateTimeDigitized": "EXIF OffsetTimeDigitized",
}
_OF_GPS: Final = ("GPS GPSDate", "GPS GPSTimeStamp")


def describe(desk: Desk, items: Sequence[str] | None = None) -> tuple[LayerId, ...]:
    """Make the metadata layers of items that were examined (of all by default), and return those that are new.

    An item whose metadata say neither when nor where has none. One that says the same as before gets no second.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchItem: one of the items is not there, or not to be seen.
    """
    desk.require(Role.ANALYST)
    examined = vault.examined_items(desk, "metadata") - vault.disposed_items(desk)
    chosen = vault.items(desk) if items is None else tuple(vault.item(desk, one) for one in items)
    made = []
    for item in chosen:
        text = _text(desk, item) if item.id in examined else ""
        layer = _made(desk, item, text) if text else None
        made += [layer] if layer else []
    return tuple(made)


def _text(desk: Desk, item: vault.Item) -> str:
    """Return what an item's newest examination says of when and where, a paragraph each; else nothing."""
    for one in vault.examinations_of(desk, item.id):
        if one.examiner == "metadata" and one.found:
            return "\n\n".join(_paragraphs(one.found))
    return ""


def _paragraphs(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the file says of its making: a time with its zone and with what contradicts it, then each place."""
    summary = found.get("summary", {})
    tags = {one["name"]: " ".join(str(one["value"]).split()) for one in found.get("exif", ())}
    conflicts = [
        CONFLICT.format(seconds=abs(one["seconds"]), fields=", ".join(one["between"]))
        for one in summary.get("conflicts", ())
    ]
    times = {one["from"]: one["value"] for one in reversed(summary.get("times", ()))}
    for name in TAKEN:
        if name in times:
            yield "\n".join([f"{name}: {_with_zone(name, times[name], tags)}", *_beside(name, tags, conflicts)])
    for one in summary.get("places", ()):
        yield f"{one['from']}: {one['latitude']}, {one['longitude']}"


def _with_zone(name: str, value: str, tags: Mapping[str, str]) -> str:
    zone = tags.get(_ZONES.get(name, ""), "")
    return f"{value} {zone}".strip()


def _beside(name: str, tags: Mapping[str, str], conflicts: Sequence[str]) -> Iterator[str]:
    """Yield what belongs beside the camera's own clock: the satellites' time, and that they disagree."""
    if name != TAKEN[0]:
        return
    if all(one in tags for one in _OF_GPS):
        yield f"GPS GPSDate, GPS GPSTimeStamp: {tags[_OF_GPS[0]]} {tags[_OF_GPS[1]]} UTC"
    yield from conflicts


def _made(desk: Desk, item: vault.Item, text: str) -> LayerId | None:
    """Put the layer on record, unless it is there."""
    blob = desk.blobs.put_bytes(text.encode("utf-8"))
    with desk.writing() as transaction:
        if _newest(transaction.connection, item) == blob.sha256:
            return None
        layer = LayerId(desk.ids.new("layer"))
        payload: dict[str, Any] = {
            "layer": layer,
            "item": item.id,
            "kind": LayerKind.METADATA.value,
            "sha256": blob.sha256,
            "tool": TOOL,
            "media_type": item.media_type,
            "encoding": None,
            "language": None,
            "characters": len(text),
            "status": ReadStatus.READ.value,
            "problem": None,
            "pages": [],
        }
        transaction.append([layer_made(payload)])
    return layer


def _newest(connection: Connection, item: vault.Item) -> str | None:
    is_such = (LAYERS.c.item == item.id, LAYERS.c.kind == LayerKind.METADATA.value)
    row = connection.execute(select(LAYERS.c.sha256).where(*is_such).order_by(LAYERS.c.seq.desc())).first()
    return None if row is None else row.sha256
