"""The store: one insert-only log, objects under their digests, tables that are the log's shadow, and the desk.

It owns durability, order, proofs and signed heads, and the keys of an archive that is encrypted. It never knows what
an entry means: rooms declare kinds and folds.
"""

from onrecord.store.archive import (
    ArchiveInfo,
    create,
    create_encrypted,
    find_archive,
    is_own,
    own_names,
    read_info,
    toml_text,
)
from onrecord.store.blobs import Blob, FolderBlobs
from onrecord.store.checking import CheckReport, check, rebuild, table_digest
from onrecord.store.costs import Cost
from onrecord.store.desk import Desk, Transaction
from onrecord.store.disk import Disk
from onrecord.store.errors import (
    AlreadyThere,
    ArchiveDamaged,
    ArchiveLocked,
    DigestMismatch,
    DiskFull,
    KeyFileUnusable,
    KeyMissing,
    KeyRefused,
    KeyringFull,
    KeysDamaged,
    LastSlot,
    Locked,
    LogDamaged,
    NewerFormat,
    NoSuchEntry,
    NoSuchSlot,
    NotAnArchive,
    NotEncrypted,
    NotEnoughMemory,
    NotWritable,
    ObjectMissing,
    ObjectUnreadable,
    PackDamaged,
    PaperMisread,
    RebuildDiffers,
    RoleTooNarrow,
    SharesDoNotJoin,
    SyncFailed,
    WeakPassphrase,
    WrongKey,
)
from onrecord.store.founding import Founded, Ways
from onrecord.store.keyfiles import KeyFile, Recipient, make_key_file
from onrecord.store.keyring import Keyring, SlotNote
from onrecord.store.log import Draft, Entry, Log, leaf_record
from onrecord.store.master import Keys, MasterSecret, packed_bytes
from onrecord.store.opening import KeySource, open_desk
from onrecord.store.papers import RecoveryKey, Share
from onrecord.store.shadow import RebuildReport, Shadow
from onrecord.store.slots import ByKeyFile, OnPaper, Opener, Passphrase, Slot, SlotKind, chosen_passphrase, openers_of
from onrecord.store.ways import try_papers, untried

__all__ = [
    "AlreadyThere",
    "ArchiveDamaged",
    "ArchiveInfo",
    "ArchiveLocked",
    "Blob",
    "ByKeyFile",
    "CheckReport",
    "Cost",
    "Desk",
    "DigestMismatch",
    "Disk",
    "DiskFull",
    "Draft",
    "Entry",
    "FolderBlobs",
    "Founded",
    "KeyFile",
    "KeyFileUnusable",
    "KeyMissing",
    "KeyRefused",
    "KeySource",
    "Keyring",
    "KeyringFull",
    "Keys",
    "KeysDamaged",
    "LastSlot",
    "Locked",
    "Log",
    "LogDamaged",
    "MasterSecret",
    "NewerFormat",
    "NoSuchEntry",
    "NoSuchSlot",
    "NotAnArchive",
    "NotEncrypted",
    "NotEnoughMemory",
    "NotWritable",
    "ObjectMissing",
    "ObjectUnreadable",
    "OnPaper",
    "Opener",
    "PackDamaged",
    "PaperMisread",
    "Passphrase",
    "RebuildDiffers",
    "RebuildReport",
    "Recipient",
    "RecoveryKey",
    "RoleTooNarrow",
    "Shadow",
    "Share",
    "SharesDoNotJoin",
    "Slot",
    "SlotKind",
    "SlotNote",
    "SyncFailed",
    "Transaction",
    "Ways",
    "WeakPassphrase",
    "WrongKey",
    "check",
    "chosen_passphrase",
    "create",
    "create_encrypted",
    "find_archive",
    "is_own",
    "leaf_record",
    "make_key_file",
    "open_desk",
    "openers_of",
    "own_names",
    "packed_bytes",
    "read_info",
    "rebuild",
    "table_digest",
    "toml_text",
    "try_papers",
    "untried",
]
