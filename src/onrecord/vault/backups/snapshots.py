"""Owns what a snapshot says of itself: a small head, and an index of every file with its digest. Codecs, no I/O.

A head stands in the place last of all: what has no head is no snapshot. It is authenticated with the backup's key and
names, by digest, every parcel that the snapshot needs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.kernel import canonical_bytes, parse_json, sha256_hex
from onrecord.vault.backups.keys import BackupKey

FORMAT: Final = 1
INDEX: Final = "index.json"
LOG: Final = "log.sqlite"
OBJECTS: Final = "blobs/"
_HEAD_STEP: Final = 4 << 10


class NotASnapshot(ValueError):
    """The record is not one that this key's archive wrote, or of a later format."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Parcel:
    """A parcel in the place: its name there, which ends in the SHA-256 of its bytes, and its size."""

    name: str
    size: int

    @property
    def sha256(self) -> str:
        """The digest its bytes must have."""
        return digest_in(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of the archive as a snapshot holds it.

    `path` is below the archive's folder; `objects` are the names of those that lie in it; `parcels` are the names of
    the parcels that hold it, in order.
    """

    path: str
    size: int
    sha256: str
    objects: tuple[str, ...]
    parcels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotHead:
    """What a snapshot is: which archive, how much of its log, with which root, in which parcels."""

    snapshot: str
    archive: str
    origin: str
    verifier_key: str
    made_at: str
    log_size: int
    log_root: str
    checkpoint: str | None
    destroyed: int
    before: tuple[str, ...]  # heads that were in the place when this one was made: all of them are older
    index: tuple[Parcel, ...]
    parcels: tuple[Parcel, ...]  # with those of the index
    files: int
    size_bytes: int
    objects: int
    missing: tuple[str, ...]  # objects that the log speaks of and no copy held whole
    file: str = ""  # its own name in the place; not part of the record

    def to_bytes(self, key: BackupKey) -> bytes:
        """Return the head with its authentication, filled up with spaces to a size that tells little."""
        record = self._record()
        content = canonical_bytes({**record, "mac": key.mac(canonical_bytes(record))})
        return content.ljust(-(-len(content) // _HEAD_STEP) * _HEAD_STEP)

    @classmethod
    def from_bytes(cls, content: bytes, key: BackupKey, *, file: str) -> SnapshotHead:
        """Return the head that `to_bytes` wrote.

        Raises:
            NotASnapshot: it is no head, of a later format, or another key authenticated it.
        """
        try:
            record = parse_json(content.rstrip(b" "))
            mac = record.pop("mac")
            if mac != key.mac(canonical_bytes(record)):
                msg = "its authentication is not this key's"
                raise NotASnapshot(msg)
            return _head(record, file)
        except NotASnapshot:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as err:
            raise NotASnapshot(str(err)) from err

    @property
    def order(self) -> tuple[int, str, str]:
        """What sorts snapshots of one log from the oldest to the newest."""
        return self.log_size, self.made_at, self.snapshot

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord backups --json` prints."""
        return {
            "snapshot": self.snapshot,
            "made_at": self.made_at,
            "log_size": self.log_size,
            "log_root": self.log_root,
            "files": self.files,
            "objects": self.objects,
            "bytes": self.size_bytes,
            "stored_bytes": sum(one.size for one in self.parcels),
            "missing": len(self.missing),
        }

    def _record(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in _PLAIN}
        return {
            **plain,
            "format": FORMAT,
            "index": [_parcel_record(one) for one in self.index],
            "parcels": [_parcel_record(one) for one in self.parcels],
            "before": list(self.before),
            "missing": list(self.missing),
        }


_PLAIN: Final = (
    "snapshot", "archive", "origin", "verifier_key", "made_at", "log_size", "log_root", "checkpoint", "destroyed",
    "files", "size_bytes", "objects",
)  # fmt: skip


def sealed_name(folder: str, known_by: str, sealed: bytes) -> str:
    """Return where sealed bytes lie: under a keyed name, then their own digest, so that anybody can check them."""
    return f"{folder}{known_by}-{sha256_hex(sealed)}.age"


def digest_in(name: str) -> str:
    """Return the SHA-256 that a file's name in the place ends in."""
    return name.rpartition(".")[0].rpartition("-")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Every file of a snapshot by path, and how many pieces lie in each parcel that they need.

    A parcel with more pieces than its files account for holds something that no file of the snapshot is any more.
    """

    files: Mapping[str, KeptFile]
    pieces: Mapping[str, int]

    def to_bytes(self) -> bytes:
        """Return the index as it is kept: every file once, in order, its parcels by their place in a list."""
        parcels = sorted({parcel for one in self.files.values() for parcel in one.parcels})
        places = {parcel: place for place, parcel in enumerate(parcels)}
        rows = [
            {
                "path": one.path,
                "size": one.size,
                "sha256": one.sha256,
                "objects": list(one.objects),
                "parcels": [places[parcel] for parcel in one.parcels],
            }
            for _, one in sorted(self.files.items())
        ]
        index = {"format": FORMAT, "parcels": [[name, self.pieces[name]] for name in parcels], "files": rows}
        return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Index:
        """Return the index that `to_bytes` wrote.

        Raises:
            NotASnapshot: it is none, or names a file outside of an archive's folder.
        """
        try:
            given = json.loads(content)
            pieces = {str(name): int(count) for name, count in given["parcels"]}
            names = list(pieces)
            files = [
                KeptFile(
                    path=_path(one["path"]),
                    size=int(one["size"]),
                    sha256=str(one["sha256"]),
                    objects=tuple(map(str, one["objects"])),
                    parcels=tuple(names[place] for place in one["parcels"]),
                )
                for one in given["files"]
            ]
        except (ValueError, KeyError, TypeError, IndexError) as err:
            raise NotASnapshot(str(err)) from err
        return cls(files={one.path: one for one in files}, pieces=pieces)


def _path(text: str) -> str:
    parts = text.split("/")
    if not text or "\\" in text or ":" in text or any(part in ("", ".", "..") for part in parts):
        msg = f"not a path below a folder: {text!r}"
        raise NotASnapshot(msg)
    return text


def _head(record: dict[str, Any], file: str) -> SnapshotHead:
    if record["format"] != FORMAT:
        msg = f"format {record['format']}"
        raise NotASnapshot(msg)
    head = SnapshotHead(
        **{name: record[name] for name in _PLAIN},
        index=tuple(_parcel(one) for one in record["index"]),
        parcels=tuple(_parcel(one) for one in record["parcels"]),
        before=tuple(record["before"]),
        missing=tuple(record["missing"]),
    )
    return replace(head, file=file)


def _parcel_record(parcel: Parcel) -> list[object]:
    return [parcel.name, parcel.size]


def _parcel(record: list[Any]) -> Parcel:
    name, size = record
    return Parcel(name=str(name), size=int(size))
