"""The store: one insert-only log, objects under their digests, tables that are the log's shadow, and the desk.

It owns durability, order, proofs and signed heads. It never knows what an entry means: rooms declare kinds and folds.
"""

from onrecord.store.archive import ArchiveInfo, create, find_archive, is_own, own_names, toml_text
from onrecord.store.blobs import Blob, FolderBlobs
from onrecord.store.checking import CheckReport, check, rebuild, table_digest
from onrecord.store.desk import Desk, Transaction
from onrecord.store.disk import Disk
from onrecord.store.errors import (
    AlreadyThere,
    ArchiveDamaged,
    DigestMismatch,
    DiskFull,
    KeyMissing,
    Locked,
    LogDamaged,
    NewerFormat,
    NoSuchEntry,
    NotAnArchive,
    NotWritable,
    ObjectMissing,
    ObjectUnreadable,
    PackDamaged,
    RebuildDiffers,
    RoleTooNarrow,
    SyncFailed,
    WrongKey,
)
from onrecord.store.log import Draft, Entry, Log, leaf_record
from onrecord.store.opening import open_desk
from onrecord.store.shadow import RebuildReport, Shadow

__all__ = [
    "AlreadyThere",
    "ArchiveDamaged",
    "ArchiveInfo",
    "Blob",
    "CheckReport",
    "Desk",
    "DigestMismatch",
    "Disk",
    "DiskFull",
    "Draft",
    "Entry",
    "FolderBlobs",
    "KeyMissing",
    "Locked",
    "Log",
    "LogDamaged",
    "NewerFormat",
    "NoSuchEntry",
    "NotAnArchive",
    "NotWritable",
    "ObjectMissing",
    "ObjectUnreadable",
    "PackDamaged",
    "RebuildDiffers",
    "RebuildReport",
    "RoleTooNarrow",
    "Shadow",
    "SyncFailed",
    "Transaction",
    "WrongKey",
    "check",
    "create",
    "find_archive",
    "is_own",
    "leaf_record",
    "open_desk",
    "own_names",
    "rebuild",
    "table_digest",
    "toml_text",
]
