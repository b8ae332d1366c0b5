"""Owns the description of an export for other programs: RO-Crate 1.2, made of what the log says and nothing else.

So it can be made again from the disclosed entries, and a description that differs by a byte is false. Fields are an
allow-list: nobody who gave, collected or handled an item is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from onrecord.kernel import canonical_bytes
from onrecord.verify.bags import Bag
from onrecord.verify.evidence import SEALINGS, files_of_items
from onrecord.verify.logs import Disclosed, ExportedLog
from onrecord.verify.statements import published_path, standing, statement_path
from onrecord.verify.verdict import Report

CRATE: Final = "data/ro-crate-metadata.json"
_VERSION: Final = "https://w3id.org/ro/crate/1.2"
_DESCRIPTION: Final = (
    "Evidence as it was sealed, its text, what was claimed from it and what was published, with the log they stand in. "
    "{shown} of {size} entries are disclosed. README.txt says how to check it."
)
_ALWAYS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "@id": "#licence",
        "@type": "CreativeWork",
        "description": "Rights remain with whoever holds them. Ask before you publish anything of this.",
        "name": "No licence is stated",
    },
    {"@id": "#onrecord", "@type": "SoftwareApplication", "name": "Onrecord"},
    {
        "@id": "log/",
        "@type": "Dataset",
        "description": "Every entry as a commitment, the signed heads, what is disclosed, and proofs.",
        "name": "The log",
    },
    {
        "@id": "claims.jsonl",
        "@type": "File",
        "encodingFormat": "application/jsonl",
        "name": "The claims that are disclosed, one a line",
    },
)
_PARTS_ALWAYS: Final = ("log/", "claims.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An entry that brought files into the export: when it was recorded, and what it says of each, by path.

    `last` are those of them that no later one brings again: they are described with this one.
    """

    entry: Disclosed
    at: str
    files: Mapping[str, Mapping[str, Any]]
    last: Sequence[str]


def crate_of(*, origin: str, size: int, shown: int, last_at: str, files: Sequence[Described]) -> Iterator[bytes]:
    """Yield the description piece by piece; the same of the same log, to the byte."""
    parts = [*_PARTS_ALWAYS, *(_id(path) for one in files for path in one.last)]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "datePublished": last_at[:10],
        "description": _DESCRIPTION.format(shown=shown, size=size),
        "hasPart": [{"@id": part} for part in parts],
        "license": {"@id": "#licence"},
        "mentions": [{"@id": f"#entry-{one.entry.seq}"} for one in files],
        "name": f"{origin}: {size} entries",
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _VERSION},
    }
    yield b'{"@context":"' + _VERSION.encode() + b'/context","@graph":['
    yield b",".join(canonical_bytes(one) for one in (about, root, *_ALWAYS))
    items = {one.entry.text("item"): next(iter(one.files)) for one in files if one.entry.kind in SEALINGS}
    for one in files:
        for entity in (*(one.files[path] for path in one.last), _action(one, items)):
            yield b"," + canonical_bytes(entity)
    yield b"]}\n"


def described(
    entries: Iterable[Disclosed], moments: Mapping[int, str], items: Mapping[str, str]
) -> Iterator[Described]:
    """Yield what brought which files, in the order of the log.

    Raises:
        KeyError: an item is not among `items`, which says where each lies.
    """
    entries = tuple(entries)
    still = {entry.seq for entry in standing(entries).values()}
    brought: dict[int, dict[str, dict[str, Any]]] = {}
    for entry in entries:
        if entry.kind in SEALINGS:
            brought[entry.seq] = {items[entry.text("item")]: _item(entry)}
        elif entry.kind == "layer-made@1" and entry.text("sha256"):
            brought[entry.seq] = {f"data/layers/{entry.text('layer')}.txt": _layer(entry)}
        elif entry.seq in still:
            brought[entry.seq] = {statement_path(entry.payload): _statement(entry)} | dict(_published(entry))
    last = {path: seq for seq, files in brought.items() for path in files}
    for entry in entries:
        if files := brought.get(entry.seq):
            whole = {path: {"@id": _id(path), "@type": "File", **told} for path, told in files.items()}
            final = tuple(path for path in files if last[path] == entry.seq)
            yield Described(entry=entry, at=moments[entry.seq], files=whole, last=final)


def check_crate(bag: Bag, log: ExportedLog, report: Report) -> set[str]:
    """Tell a description that says anything else than the log. Exports made before there was one have none."""
    if CRATE not in bag:
        return {CRATE}
    items = {item: paths[0] for item, paths in files_of_items(bag).items()}
    try:
        files = tuple(described(log.disclosed, log.leaves.moments, items))
    except KeyError:  # an item is gone, which was told
        return {CRATE}
    origin, last_at = log.key.name if log.key else "", log.leaves.last_at
    digest = hashlib.new(bag.trusted)
    for piece in crate_of(origin=origin, size=log.size, shown=len(log.shown), last_at=last_at, files=files):
        digest.update(piece)
    if digest.hexdigest() != bag.digest(CRATE):
        report.tell("verify.crate-differs", path=CRATE, expected=digest.hexdigest(), found=bag.digest(CRATE))
    return {CRATE}


def _item(entry: Disclosed) -> dict[str, Any]:
    return {
        "contentSize": str(entry.payload.get("size")),
        "encodingFormat": entry.text("media_type"),
        "identifier": entry.text("item"),
        "name": entry.text("name"),
        "sha256": entry.text("sha256"),
    }


def _layer(entry: Disclosed) -> dict[str, Any]:
    return {
        "encodingFormat": "text/plain",
        "identifier": entry.text("layer"),
        "name": f"Text of {entry.text('item')}",
        "sha256": entry.text("sha256"),
    }


def _statement(entry: Disclosed) -> dict[str, Any]:
    return {
        "encodingFormat": "text/markdown",
        "identifier": entry.text("statement"),
        "inLanguage": entry.text("language"),
        "name": entry.text("name"),
        "sha256": entry.text("sha256"),
    }


def _published(entry: Disclosed) -> Iterator[tuple[str, dict[str, Any]]]:
    files = entry.payload.get("files")
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict):
            path = str(file.get("path"))
            yield published_path(entry.payload, path), {"name": path, "sha256": str(file.get("sha256"))}


def _action(one: Described, items: Mapping[str, str]) -> dict[str, Any]:
    """Return what was done, when it was recorded, and what came of it."""
    entry = one.entry
    if entry.kind in SEALINGS:
        name = "Sealed"
    elif entry.kind == "layer-made@1":
        name = "Text read out"
    else:
        name = "Published"
    item = items.get(entry.text("item")) if entry.kind == "layer-made@1" else None
    return {
        "@id": f"#entry-{entry.seq}",
        "@type": "CreateAction",
        "endTime": one.at,
        "instrument": {"@id": "#onrecord"},
        "name": name,
        **({"object": {"@id": _id(item)}} if item else {}),
        "result": [{"@id": file["@id"]} for file in one.files.values()],
    }


def _id(path: str) -> str:
    """Return a path within the payload as RO-Crate names it: relative, as a URI (RFC 3986)."""
    return quote(path.removeprefix("data/"))
